//! Every page of the house, light and dark, held against WCAG 2.2 by axe-core; and none runs out of a
//! narrow window or with text of twice the size.

use super::{inside, staffed};
use crate::harness::browser::{Browser, Setup};

const PAGES: [(&str, &str); 5] = [
    ("members", "/console/members"),
    ("accounts", "/console/accounts"),
    ("server", "/console/server"),
    ("trail", "/console/trail"),
    ("me", "/console/me"),
];

fn assert_sound(browser: &Browser, name: &str) {
    browser.keep_picture(name);
    let faults = browser.access_faults();
    assert!(faults.is_empty(), "{name}: {faults:#?}");
    let over =
        browser.read("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assert_eq!(over.as_i64(), Some(0), "{name} runs out of the window");
}

#[test]
fn axe_finds_nothing_wrong_with_any_page_light_or_dark() {
    let server = staffed();
    for dark in [false, true] {
        let how = if dark { "dark" } else { "light" };
        let browser = Browser::at(server.address(), Setup { dark, ..Setup::default() });
        browser.go("/console/sign-in");
        let scheme = browser.read("matchMedia('(prefers-color-scheme: dark)').matches");
        assert_eq!(scheme.as_bool(), Some(dark), "{how} is what it is");
        assert_sound(&browser, &format!("sign-in-{how}"));
        browser.fill("#login", "ada");
        browser.fill("#password", "a guess that is wrong");
        browser.click("main button.primary");
        browser.says("Sign-in name or password is wrong.");
        assert_sound(&browser, &format!("sign-in-wrong-{how}"));
        browser.sign_in("ada", super::PASSWORD);
        for (name, at) in PAGES {
            browser.go(at);
            browser.arrives(at);
            assert_sound(&browser, &format!("{name}-{how}"));
        }
        browser.go("/console/accounts");
        browser.click("details.sure summary");
        assert_sound(&browser, &format!("accounts-open-{how}"));
        browser.go("/console/members");
        browser.fill("#name", "Graz");
        browser.click(".beside button.primary");
        browser.says("An invitation for Graz");
        assert_sound(&browser, &format!("invited-{how}"));
        browser.go("/console/nothing-here");
        assert_sound(&browser, &format!("missing-{how}"));
    }
}

#[test]
fn no_page_runs_out_of_a_narrow_window_or_with_the_largest_text_in_any_language() {
    let server = staffed();
    let browser = inside(&server, "ada", Setup::default());
    for language in ["en", "de", "fr", "nl", "sv", "es"] {
        browser.go("/console/me");
        browser.read(&format!(
            "(() => {{ const f = document.querySelector('#language'); f.value = '{language}'; \
             f.form.requestSubmit(); return 1 }})()"
        ));
        crate::harness::eventually(language, || {
            (browser.read("document.documentElement.lang") == language).then_some(())
        });
        for (width, size) in [(500, 100), (1000, 200)] {
            browser.resize(width, 900);
            for (name, at) in PAGES {
                browser.go(at);
                browser.arrives(at);
                browser.read(&format!("document.documentElement.style.fontSize = '{size}%'"));
                browser.keep_picture(&format!("{name}-{language}-{width}-{size}"));
                let over = browser.read(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
                );
                assert_eq!(over.as_i64(), Some(0), "{name} in {language}, {width} px, {size} %");
            }
        }
    }
}
