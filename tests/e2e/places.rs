//! Places where a library does not thrive: a full disk, a protected one, a folder that other
//! computers write to.
//!
//! The disks are real ones in memory, for permissions do not bind the administrator. Where this
//! computer lets nobody mount one, these tests say so and end; in CI, run as administrator, that is
//! a failure.

use crate::harness::disk::unless_forbidden;
use crate::harness::home::Home;
use crate::harness::reader::copy;
use crate::harness::window::Window;
use serde_json::{Value, json};
use std::path::Path;

/// Room for the library, its index and what the window keeps, several times over.
const ROOMY: u32 = 96 * 1024;

fn on_a_disk(home: Home) -> Option<Home> {
    unless_forbidden(home.on_a_disk_of(ROOMY))
}

/// The names in a folder; none where there is no folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The files of the library. What is one's own is a file beside it, begun at each start.
fn of_library(folder: &Path) -> Vec<String> {
    names(folder).into_iter().filter(|name| !name.starts_with("personal.")).collect()
}

#[test]
fn a_first_start_on_a_full_disk_says_so_and_the_next_one_with_room_succeeds() {
    let Some(mut home) = on_a_disk(Home::new()) else { return };
    // At once, and with half of the library written.
    for left in [0, 512] {
        home.disk().fill_but(left);
        let window = Window::open_in(home);
        let error = window.invoke("status").expect_err("there is no room for a library");
        assert_eq!(error["code"], "disk_full", "{left} kB left: a person can act on it: {error}");
        window.wait_for(
            "the sentence",
            "document.body.innerText.includes('There is no space left on this disk')",
        );
        window.keep_picture("disk-full");
        home = window.close();
        let found = of_library(&home.library());
        assert!(
            found.iter().all(|name| name == "writer.lock"),
            "{left} kB left: nothing half-written can be taken for a library: {found:?}"
        );
    }
    home.disk().free();
    let window = Window::open_in(home);
    let status = window.invoke("status").expect("there is room now");
    assert_eq!(status["healed"], json!([]), "it is a first start like any other");
    window.invoke("questions").expect("and what somebody writes has its place");
    window.search_for("Wien");
    window.wait_for_first_hit("vienna");
}

#[test]
fn a_new_edition_without_room_for_it_leaves_the_earlier_library_as_it_was() {
    let Some(home) = on_a_disk(Home::new()) else { return };
    std::fs::create_dir_all(home.library()).unwrap();
    drop(hrc_library::Library::create(&home.library()).unwrap());
    home.disk().fill_but(512);
    let before = std::fs::read(home.library().join("public.sqlite")).unwrap();
    let window = Window::open_in(home);
    let status = window.invoke("status").expect("a good library opens");
    assert_eq!(status["records"], 0, "it is the earlier one");
    let home = window.close();
    let after = std::fs::read(home.library().join("public.sqlite")).unwrap();
    assert!(before == after, "nothing of it was touched");
}

#[test]
fn a_library_on_a_disk_that_has_become_full_is_read_as_it_is() {
    let Some(home) = on_a_disk(Home::new()) else { return };
    home.install();
    home.disk().fill_but(0);
    let before = of_library(&home.library());
    let window = Window::open_in(home);
    let status = window.invoke("status").expect("it was there before the disk was full");
    assert_eq!(status["unwritable"], "disk_full", "and why nothing new is kept can be said");
    window.search_for("Wien");
    window.wait_for_first_hit("vienna");
    let home = window.close();
    assert_eq!(of_library(&home.library()), before, "nothing came and nothing went");
}

#[test]
fn a_library_on_a_protected_disk_is_read_as_it_is() {
    let Some(home) = on_a_disk(Home::new()) else { return };
    home.install();
    home.disk().protect();
    let library = home.library().display().to_string();
    let window = Window::open_in(home);
    let status = window.invoke("status").expect("reading needs no writing");
    assert_eq!(status["folder"], library.as_str(), "it is the reader's own");
    assert_eq!(status["unwritable"], "read_only", "and why nothing new is kept can be said");
    window.search_for("Wien");
    window.wait_for_first_hit("vienna");
}

#[test]
fn a_first_start_without_a_place_to_write_reads_the_bundle_where_it_lies() {
    let Some(home) = on_a_disk(Home::new()) else { return };
    // Settings included: nothing of this home can be written to but what the session needs.
    let config = home.path().join("data/config").display().to_string();
    let home = home.set("XDG_CONFIG_HOME", config);
    // A bundle of its own: others read from the one of this build at the same time, and leave a trace meanwhile.
    let (own, built) = (tempfile::tempdir().unwrap(), crate::harness::programs::bundle());
    let bundle = own.path().join("bundle");
    copy(&built.join("index"), &bundle.join("index"));
    for file in ["bundle.json", "public.sqlite"] {
        std::fs::copy(built.join(file), bundle.join(file)).unwrap();
    }
    let home = home.set("HRC_BUNDLE", bundle.to_string_lossy());
    home.disk().protect();
    let before = names(&bundle);
    let window = Window::open_in(home);
    let status = window.invoke("status").expect("there is a library to read");
    assert_eq!(status["folder"], bundle.display().to_string().as_str(), "the bundle's");
    assert_eq!(status["unwritable"], "read_only", "and why nothing new is kept can be said");
    window.search_for("Wien");
    window.wait_for_first_hit("vienna");
    window.go("#/settings");
    window.click("[data-theme-choice='dark']");
    window.wait_for("the dark theme", "document.documentElement.dataset.theme === 'dark'");
    window.wait_for(
        "the sentence that it is not kept",
        "document.body.innerText.includes('The program may not write in its folder')",
    );
    window.keep_picture("read-only");
    drop(window);
    assert_eq!(names(&bundle), before, "the bundle is read without a trace");
}

#[test]
fn a_damaged_library_on_a_protected_disk_does_not_keep_the_bundle_from_being_read() {
    let Some(home) = on_a_disk(Home::new()) else { return };
    home.install();
    std::fs::write(home.library().join("public.sqlite"), b"no database at all").unwrap();
    home.disk().protect();
    let window = Window::open_in(home);
    let status = window.invoke("status").expect("there is a library to read");
    assert_eq!(status["unwritable"], "read_only", "why it was not mended can be said");
    window.search_for("Wien");
    window.wait_for_first_hit("vienna");
}

#[test]
fn a_library_that_a_cloud_service_copies_about_is_named_as_such() {
    let home = Home::new();
    let data = home.path().join("Nextcloud/data").display().to_string();
    let window = Window::open_in(home.set("XDG_DATA_HOME", data));
    let status = window.invoke("status").expect("it works there, on most days");
    assert_eq!(status["place"], "cloud", "other computers may write to the same files");
    let log = window.home().log();
    assert!(log.contains("Cloud folder"), "whoever helps finds it in the log: {log}");
    let elsewhere = Window::open().invoke("status").expect("an ordinary place");
    assert_eq!(elsewhere["place"], Value::Null, "a warning without need is soon overlooked");
}
