//! What stands beside the library's own texts: own notes and the words of experts.

use crate::corpus::*;
use hrc_library::{Batch, Present, rendered};

#[test]
fn the_place_of_a_note_is_found_as_it_reads_now() {
    let (_dir, library) = library();
    let graz = id("graz");
    let blocks = library.reading(&graz, &lang("en")).unwrap().blocks;
    let paragraph = blocks.iter().find(|block| block.anchor.contains('.')).unwrap();
    assert_eq!(
        library.present(&graz, Some(&paragraph.anchor)),
        Present::There(Some(paragraph.text.clone())),
        "as the window has it: else every note would seem to be on another text"
    );
    assert_eq!(library.present(&graz, None), Present::There(None), "the whole record is there");
    assert_eq!(
        library.present(&graz, Some("nowhere.9.ffffffff")),
        Present::There(None),
        "the record is there, its paragraph is not"
    );
    assert_eq!(library.present(&id("atlantis"), None), Present::Gone, "no such record");
}

#[test]
fn the_place_of_a_note_on_an_edited_paragraph_has_the_new_text() {
    let (_dir, library) = library();
    let graz = id("graz");
    let blocks = library.reading(&graz, &lang("en")).unwrap().blocks;
    let anchor = blocks.iter().find(|block| block.anchor.contains('.')).unwrap().anchor.clone();
    let (mut record, _) = library.record(&graz).unwrap();
    let old = blocks.iter().find(|block| block.anchor == anchor).unwrap().text.clone();
    let first = old.split(' ').next().unwrap().to_owned();
    record.body = record.body.replacen(&first, "Edited", 1);
    library.apply(Batch { head: 1, changes: vec![put(1, record)] }).unwrap();
    let Present::There(Some(now)) = library.present(&graz, Some(&anchor)) else {
        panic!("the paragraph is still there");
    };
    assert!(now != old && now.contains("Edited"), "the same place, other words: {now}");
}

#[test]
fn what_is_hostile_in_the_words_of_others_stays_words() {
    let blocks = rendered("See <script>alert(1)</script> [here](javascript:alert(1)) **now**");
    let html: String = blocks.iter().map(|block| block.html.as_str()).collect();
    assert!(html.contains("<strong>now</strong>"), "Markdown is laid out: {html}");
    assert!(!html.contains("<script") && !html.contains("javascript:"), "nothing runs: {html}");
}
