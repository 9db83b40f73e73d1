//! A collection of the size the Centre may grow to.

use crate::collection::Folder;
use std::fs;
use std::time::{Duration, Instant};

#[test]
fn two_thousand_records_are_read_while_an_author_waits() {
    let folder = Folder::sound();
    let city = fs::read_to_string(folder.path().join("cities/graz.md")).unwrap();
    let section = "\n\n## Way\n\nThe council of Graz decided in 2001.[^city] It was so.[^press]\n";
    let long = format!("{city}{}", section.repeat(40));
    for n in 0..2000 {
        fs::write(folder.path().join(format!("cities/city-{n}.md")), &long).unwrap();
    }
    let start = Instant::now();
    let collection = folder.read();
    let took = start.elapsed();
    println!("2,000 records, {} MB: {took:?}", long.len() * 2000 / 1_000_000);
    assert_eq!(collection.faults, [], "many files have no fault that one has not");
    assert!(collection.entries.len() > 2000, "every one of them was read");
    assert!(
        took < Duration::from_secs(10),
        "an author checks after every change; it took {took:?}"
    );
}
