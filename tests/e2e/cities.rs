//! The city cases in the real window: on the map and in the list, narrowed, side by side, paired.

use crate::harness::webdriver::key;
use crate::harness::window::Window;

const LISTED: &str = "document.querySelectorAll('[data-city]').length";

fn open_cities(window: &Window) {
    window.go("#/cities");
    window.wait_for("the list", &format!("{LISTED} > 10"));
    window.wait_for("the map", "document.querySelector('#cities-map [data-mark]')");
}

/// Every city that a mark on the map stands for, clusters opened up.
fn cities_on_the_map(window: &Window) -> Vec<String> {
    let marked = window.read(
        "[...document.querySelectorAll('#cities-map [data-mark]')]
           .flatMap(mark => mark.dataset.mark.split(' ')).sort()",
    );
    serde_json::from_value(marked).unwrap()
}

fn cities_in_the_list(window: &Window) -> Vec<String> {
    let listed =
        window.read("[...document.querySelectorAll('[data-city]')].map(e => e.dataset.city)");
    serde_json::from_value(listed).unwrap()
}

#[test]
fn the_map_and_the_list_tell_the_same_cities_whatever_they_are_narrowed_to() {
    let window = Window::open();
    open_cities(&window);
    window.keep_picture("cities-map");
    window.click(".views .btn:nth-child(2)");
    window.wait_for(
        "the whole world",
        "document.querySelector('#cities-map [data-mark~=\"gwangju\"]')",
    );
    window.keep_picture("cities-map-world");
    let mut listed = cities_in_the_list(&window);
    listed.sort();
    assert_eq!(cities_on_the_map(&window), listed, "no city is on one and not on the other");

    window.go("#/cities?country=AT&order=population");
    window.wait_for("three cities", &format!("{LISTED} === 3"));
    assert_eq!(cities_in_the_list(&window), ["vienna", "graz", "salzburg"], "largest first");
    assert_eq!(cities_on_the_map(&window), ["graz", "salzburg", "vienna"], "and no others there");
    // The screen reader hears how many fit, a moment after the last tick.
    window.wait_for(
        "how many fit to be told",
        "[...document.querySelectorAll('main [role=\"status\"]')]
           .some(told => told.textContent.includes('3 city cases'))",
    );
}

#[test]
fn the_map_is_moved_by_keys_and_leads_into_the_list() {
    let window = Window::open();
    open_cities(&window);
    window.click("main h1");
    window.read("document.querySelector('#cities-map').focus()");
    window.wait_for("the focus on it", "document.activeElement.id === 'cities-map'");
    let marks = "document.querySelectorAll('#cities-map [data-mark]').length";
    let before =
        window.read("document.querySelector('#cities-map svg g').getAttribute('transform')");
    window.strike("+");
    let moved = format!(
        "document.querySelector('#cities-map svg g').getAttribute('transform') !== {before}"
    );
    window.wait_for("nearer", &moved);
    window.strike(key::RIGHT);
    window.strike("0");
    window.wait_for(
        "Europe again",
        &format!(
            "document.querySelector('#cities-map svg g').getAttribute('transform') === {before}"
        ),
    );
    assert!(window.read(marks).as_u64() > Some(5), "with its cities");
    window.strike(key::ENTER);
    window.wait_for("a city of the list", "document.activeElement.closest('[data-city]')");
    window.wait_for("its row set off", "document.activeElement.closest('[data-city].lit')");
    window.strike(key::ENTER);
    window.wait_for("its record", "location.hash.startsWith('#/record/')");
}

#[test]
fn the_map_is_drawn_along_by_the_mouse_and_a_drag_presses_no_mark() {
    let window = Window::open();
    open_cities(&window);
    let place = |window: &Window| {
        let read = window.read(
            "document.querySelector('#cities-map svg g').getAttribute('transform')
               .match(/-?[0-9.]+/g).slice(0, 2).map(Number).map(Math.round)",
        );
        serde_json::from_value::<(i32, i32)>(read).unwrap()
    };
    // A map that nobody has moved yet is fitted anew whenever its room changes.
    window.drag("#cities-map [data-mark~=graz]", (60, 0));
    let (left, top) = place(&window);
    window.drag("#cities-map [data-mark~=graz]", (-90, 40));
    let (moved_left, moved_top) = place(&window);
    let off = (moved_left - left + 90).abs() + (moved_top - top - 40).abs();
    assert!(off <= 2, "the land went where the hand did, {off} px off");
    assert_eq!(window.address(), "#/cities", "and was not opened");
    let lit = window.read("document.activeElement.closest('[data-city]') === null");
    assert_eq!(lit, true, "nor chosen in the list");
}

#[test]
fn a_group_of_marks_opens_and_a_single_one_leads_to_its_entry() {
    let window = Window::open();
    open_cities(&window);
    window.click(".views .btn:nth-child(2)");
    let group = "#cities-map [data-mark*='graz'][data-mark*=' ']";
    window.wait_for("a group with Graz", &format!("document.querySelector(\"{group}\")"));
    for _ in 0..6 {
        if window.read("document.querySelector('#cities-map [data-mark=\"graz\"]') !== null")
            == true
        {
            break;
        }
        window.click(&format!("{group} .count"));
    }
    window.keep_picture("cities-map-opened");
    window.click("#cities-map [data-mark='graz'] circle.mark");
    window.wait_for("its entry", "document.activeElement.dataset.focus === 'city-graz'");
}

#[test]
fn two_cities_are_chosen_from_the_list_and_stand_side_by_side_with_their_sources() {
    let window = Window::open();
    open_cities(&window);
    for city in ["graz", "york"] {
        window.click(&format!("[data-choose='{city}']"));
    }
    window.keep_picture("cities-chosen");
    window.click("[data-focus='compare']");
    window.wait_for("the comparison", "document.querySelectorAll('[data-row]').length > 6");
    assert_eq!(window.address(), "#/compare/graz/york", "it can be kept");
    window.keep_picture("compare-two");
    let rows = "document.querySelectorAll('[data-row]').length";
    let all = window.read(rows).as_u64();
    window.click("[data-focus='only-different']");
    window.wait_for("fewer rows", &format!("{rows} < {}", all.unwrap_or_default()));
    let same = window.read("document.querySelectorAll('tr.same').length");
    assert_eq!(same, 0, "what is the same is left out");
    let addresses = window.read(
        "[...document.querySelectorAll('#compared-sources')].length === 1
         && [...document.querySelectorAll('.address')].every(e => /^https?:/.test(e.textContent))
         && document.querySelectorAll('.address').length > 3",
    );
    assert_eq!(addresses, true, "every source has its address in full, for paper");
    window.alt(key::LEFT);
    window.wait_for("the list", &format!("{LISTED} > 10"));
    let ticked = window.read("document.querySelector(\"[data-choose='york']\").checked");
    assert_eq!(ticked, true, "what was chosen is still chosen");
}

#[test]
fn a_city_that_is_not_here_does_not_keep_the_others_from_being_compared() {
    let window = Window::open();
    window.go("#/compare/graz/atlantis/utrecht");
    window.wait_for("the two others", "document.querySelectorAll('[data-row]').length > 6");
    assert!(
        window.text("main").contains("1 city in this link is not in this library"),
        "and it is said that one is missing"
    );
}

#[test]
fn cities_like_mine_come_with_reasons_and_what_is_told_stays_in_the_settings() {
    let window = Window::open();
    window.go("#/pairing/graz");
    window.wait_for("suggestions", "document.querySelectorAll('[data-suggested]').length > 2");
    window.keep_picture("pairing-graz");
    let suggested = window.read("document.querySelector(\"[data-suggested='graz']\") === null");
    assert_eq!(suggested, true, "a city is not like itself");
    let reasons = window.read(
        "[...document.querySelectorAll('[data-suggested]')].every(e => e.querySelector('.reasons li'))",
    );
    assert_eq!(reasons, true, "each with its reasons");

    window.go("#/settings/city");
    window.element("[data-my-city='name']");
    window.type_into("[data-my-city='name']", "Linz");
    window.type_into("[data-my-city='population']", "210000");
    window.click("[data-my-city='has-tool']");
    window
        .wait_for("the name kept", "document.querySelector(\"[data-my-city='has-tool']\").checked");
    window.keep_picture("settings-my-city");
    window.go("#/pairing");
    window.wait_for("suggestions", "document.querySelectorAll('[data-suggested]').length > 0");
    assert!(window.text("main h1").contains("Linz"), "for the city that was told");
    let file = window.settings_file();
    let home = window.close();
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept.contains("\"Linz\"") && kept.contains("210000"), "on this computer: {kept}");
    drop(home);
}

#[test]
fn the_general_depth_hides_nothing_where_there_is_only_one() {
    let window = Window::open();
    window.go("#/record/york");
    window.wait_for("the city", "document.querySelector('#city-programmes')");
    window.keep_picture("city-page");
    // The bundle holds the general layer only: there is nothing to choose between.
    let choice = window.read("document.querySelector('[data-depth]')");
    assert!(choice.is_null(), "no choice is offered that would change nothing");
    let charts = window.read("document.querySelectorAll('#figures, figure table').length");
    assert!(charts.as_u64() > Some(2), "figures are drawn, and are cells of a table as well");
    window.read("document.querySelector('#figures').scrollIntoView()");
    window.keep_picture("city-page-figures");
}
