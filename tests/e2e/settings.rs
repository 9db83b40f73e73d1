//! What a reader sets is there at the next start.

use crate::harness::window::Window;

#[test]
fn theme_and_text_size_are_applied_at_once_and_remembered() {
    let window = Window::open();
    window.go("#/settings");
    window.click("[data-theme-choice='dark']");
    window.wait_for("the dark theme", "document.documentElement.dataset.theme === 'dark'");
    window.control("+");
    window.wait_for(
        "larger text",
        "parseFloat(getComputedStyle(document.documentElement).fontSize) > 16",
    );
    let file = window.settings_file();
    crate::harness::eventually("the settings on disk", || {
        let text = std::fs::read_to_string(&file).ok()?;
        (text.contains("\"dark\"")
            && !text.contains("\"text_size\":100")
            && !text.contains("\"text_size\": 100"))
        .then_some(())
    });

    let again = Window::open_in(window.close());
    again.wait_for(
        "the dark theme at the next start",
        "document.documentElement.dataset.theme === 'dark'",
    );
    again.wait_for(
        "the larger text at the next start",
        "parseFloat(getComputedStyle(document.documentElement).fontSize) > 16",
    );
    again.keep_picture("home-dark-larger");
}

#[test]
fn the_language_changes_without_a_restart() {
    let window = Window::open();
    window.go("#/settings");
    assert!(window.text("h1").contains("Settings"), "it starts in the system's language");
    window.click("[data-language='de']");
    window.wait_for("German", "document.documentElement.lang === 'de' && document.querySelector('h1').innerText.includes('Einstellungen')");
    window.keep_picture("settings-german");
}
