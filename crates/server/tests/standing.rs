//! `status`.

use crate::harness::Site;

#[test]
fn status_tells_what_stands_and_until_when() {
    let site = Site::published(8);
    let status = site.status();
    assert_eq!((&status["head"], &status["entries"]), (&16.into(), &16.into()), "what there is");
    assert_eq!(status["fingerprint"].as_str().map(str::len), Some(64), "whose it is");
    assert_eq!(status["digest"].as_str().map(str::len), Some(64), "what a library has then");
    for (field, value) in [("in_force", true), ("root_keys_online", false)] {
        assert_eq!(status[field], value, "{field}");
    }
    assert!(status["keys_fault"].is_null(), "it can vouch");
    for field in ["published", "vouched_until", "rooted_until"] {
        let told = status[field].as_str().unwrap();
        assert!(told.parse::<jiff::Timestamp>().is_ok(), "{field}: {told}");
    }
    let told = site.call(&["status"]).ends_with(0).out;
    assert!(told.contains("head          16\n") && !told.contains("WARNING"), "{told}");
}

#[test]
fn files_that_were_tampered_with_are_told_not_signed() {
    let site = Site::published(3);
    let metadata = site.data().join("feeds/public/metadata");
    let newest = metadata.join("2.snapshot.json");
    std::fs::copy(metadata.join("1.snapshot.json"), &newest).unwrap();
    site.call(&["status"]).refused(9, "feed_forged", "2.snapshot.json");
    let content = site.content(4);
    let call = site.call(&["publish", "--content", content.to_str().unwrap()]);
    call.refused(9, "feed_forged", "2.snapshot.json");
}
