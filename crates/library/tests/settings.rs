//! The reader's settings on disk.

use hrc_domain::settings::{Settings, Theme};
use hrc_library::{load_settings, save_settings};
use std::fs;

#[test]
fn settings_are_kept_within_bounds() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("not/yet/settings.json");
    assert_eq!(load_settings(&file), Settings::default(), "nothing set yet");
    let settings = Settings { theme: Theme::Dark, text_size: 500, ..Settings::default() };
    save_settings(&file, &settings).unwrap();
    let kept = load_settings(&file);
    assert_eq!((kept.theme, kept.text_size), (Theme::Dark, 200), "what was set, within bounds");
    let files = fs::read_dir(file.parent().unwrap()).unwrap().count();
    assert_eq!(files, 1, "no half-written file is left");
}

#[test]
fn a_damaged_file_is_put_aside() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("settings.json");
    fs::write(&file, "{\"theme\": \"da").unwrap();
    assert_eq!(load_settings(&file), Settings::default(), "the program starts all the same");
    assert!(dir.path().join("settings.json.damaged").exists(), "and somebody may look at it");
    save_settings(&file, &Settings::default()).unwrap();
    assert_eq!(load_settings(&file), Settings::default(), "a new file takes its place");
}

#[test]
fn what_a_newer_program_wrote_is_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("settings.json");
    fs::write(&file, "{\"theme\": \"contrast\", \"hologram\": true}").unwrap();
    assert_eq!(
        load_settings(&file).theme,
        Theme::Contrast,
        "known fields count, unknown ones do not harm"
    );
}
