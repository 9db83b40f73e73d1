//! Finding and reading, as a person does it.

use crate::harness::webdriver::key;
use crate::harness::window::Window;

#[test]
fn typing_finds_arrows_choose_enter_opens_at_the_paragraph_and_back_returns() {
    let window = Window::open();
    window.search_for("Graz");
    window.wait_for_first_hit("graz");
    assert!(
        window.address().starts_with("#/search?"),
        "a search can be addressed: {}",
        window.address()
    );

    window.strike(key::DOWN);
    window.strike(key::DOWN);
    let chosen = window.hits()[1].clone();
    window.strike(key::UP);
    window.strike(key::ENTER);
    window.wait_for("the record", "location.hash.startsWith('#/record/graz')");
    assert_ne!(chosen, "graz", "the arrow had moved on and come back");
    assert!(
        window.address().contains("at="),
        "it opens at the paragraph that was found: {}",
        window.address()
    );
    assert!(window.text("h1").contains("Graz"), "the record's title heads the page");
    let at = "new URLSearchParams(location.hash.split('?')[1]).get('at')";
    window.wait_for(
        "the paragraph in view",
        &format!(
            "(() => {{ const e = document.getElementById({at}); if (!e) return false;
               const r = e.getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight; }})()"
        ),
    );
    window.keep_picture("reader");

    window.alt(key::LEFT);
    window.wait_for("the results again", "location.hash.startsWith('#/search?')");
    window.wait_for_first_hit("graz");
}

#[test]
fn a_misspelt_word_finds_what_was_meant_and_says_so_and_can_be_refused() {
    let window = Window::open();
    window.search_for("discriminaton ofice");
    window.wait_for("results", "document.querySelector('[data-hit]')");
    let explained = window.text("#results .instead");
    assert!(
        explained.contains("ofice"),
        "the reader is told which word occurs nowhere: {explained}"
    );
    window.click("#results .instead a");
    window.wait_for("the words as typed", "location.hash.includes('exact=1')");
    window.wait_for("nothing", "!document.querySelector('[data-hit]')");
    window.keep_picture("search-empty");
}

#[test]
fn a_filter_narrows_and_its_count_was_true() {
    let window = Window::open();
    window.go("#/search?q=human%20rights");
    let option = "[data-facet='kind:article']";
    window.element(option);
    let promised = window.read(&format!(
        "Number(document.querySelector(\"{option}\").closest('label').querySelector('.count').innerText)"
    ));
    window.keep_picture("search");
    window.click(option);
    window.wait_for("the filter in the address", "location.hash.includes('kind=article')");
    window.wait_for(
        "the number of results",
        &format!("parseInt(document.querySelector('#results h1').innerText) === {promised}"),
    );
    assert!(promised.as_u64().is_some_and(|n| n >= 20), "the articles are there: {promised}");
}

#[test]
fn every_address_of_a_link_is_shown_and_opens_outside_only_when_asked() {
    let window = Window::open();
    window.go("#/links/thematic-cities?link=link-d37");
    let detail = window.text("[data-link-detail]");
    for host in
        ["www.internationalcitiesofpeace.org", "www.mayorsforpeace.org", "www.peacecity.org"]
    {
        assert!(detail.contains(host), "the host {host} is shown before anything opens");
    }
    assert!(
        detail.contains("Not checked"),
        "nobody has looked whether it answers, and that is said"
    );
    window.keep_picture("links");
    assert!(window.opened_outside().is_empty(), "looking at a link opens nothing");
    window.click("[data-link-detail] .out a");
    crate::harness::eventually("the browser", || {
        window.opened_outside().into_iter().find(|a| a.contains("internationalcitiesofpeace.org"))
    });
}

#[test]
fn other_languages_and_missing_marks_find_the_city() {
    let window = Window::open();
    for (typed, city) in [("Wien", "vienna"), ("Neurenberg", "nuremberg"), ("Pitea", "pitea")] {
        window.go("#/");
        window.wait_for(
            "the front page",
            "location.hash === '#/' && document.querySelector('#search-field').value === ''",
        );
        window.search_for(typed);
        window.wait_for_first_hit(city);
    }
}

#[test]
fn what_is_written_from_right_to_left_flows_from_right_to_left() {
    let window = Window::open();
    let flow = "getComputedStyle(document.querySelector('#search-field')).direction";
    window.search_for("حقوق الإنسان");
    window.wait_for("the words", "document.querySelector('#search-field').value.includes('حقوق')");
    assert_eq!(window.read(flow), "rtl", "Arabic words are typed from the right");
    window.wait_for("an answer", "document.querySelector('#results h1')");
    window.go("#/search?q=Graz");
    window.wait_for_first_hit("graz");
    assert_eq!(window.read(flow), "ltr", "and others from the left");
    let unmarked = "[...document.querySelectorAll('[data-hit] h2')].filter(e => !e.querySelector('[dir=auto]') && e.dir !== 'auto').length";
    assert_eq!(window.read(unmarked), 0, "every title flows as its own letters do");
}
