//! What a screen reader is given: the tree of the running window, read by a real AT-SPI client.

use crate::harness::eventually;
use crate::harness::home::Home;
use crate::harness::programs::root;
use crate::harness::webdriver::key;
use crate::harness::window::Window;
use serde::Deserialize;

/// An object of the tree.
#[derive(Debug, Deserialize)]
struct Node {
    role: String,
    name: String,
    xml_role: String,
    focused: bool,
    children: Vec<Node>,
}

impl Node {
    fn all(&self) -> Vec<&Node> {
        let below = self.children.iter().flat_map(Node::all);
        std::iter::once(self).chain(below).collect()
    }

    /// Everything below that has one of these roles.
    fn of(&self, roles: &[&str]) -> Vec<&Node> {
        self.all().into_iter().filter(|one| roles.contains(&one.role.as_str())).collect()
    }

    fn landmark(&self, role: &str) -> Option<&Node> {
        self.all().into_iter().find(|one| one.xml_role == role)
    }

    /// What it is called: its name, or the names within, as a screen reader puts them together.
    fn called(&self) -> String {
        if !self.name.trim().is_empty() {
            return self.name.trim().to_owned();
        }
        self.children.iter().map(Node::called).collect::<Vec<_>>().join(" ").trim().to_owned()
    }
}

/// The tree as it is now.
fn read(window: &Window) -> Node {
    let output = window
        .beside("/usr/bin/python3")
        .arg(root().join("tests/harness/accessibility.py"))
        .output()
        .expect("python3 is installed by `make setup`");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the client reads the tree: {complaint}");
    let children = serde_json::from_slice(&output.stdout).unwrap();
    let [role, name, xml_role] = ["desktop", "", ""].map(str::to_owned);
    Node { role, name, xml_role, focused: false, children }
}

/// The tree once it is as it should be; the page tells of its changes a moment later.
fn read_when(window: &Window, what: &str, ready: impl Fn(&Node) -> bool) -> Node {
    eventually(what, || Some(read(window)).filter(&ready))
}

const HEADING: &[&str] = &["heading"];
const LINK: &[&str] = &["link"];

#[test]
fn a_screen_reader_finds_field_results_headings_and_landmarks_by_role_and_name() {
    let window = Window::open_in(Home::new().for_a_screen_reader());

    window.control("k");
    let tree = read_when(&window, "the field with the focus", |tree| {
        tree.of(&["entry"]).iter().any(|entry| entry.focused)
    });
    let field = tree.of(&["entry"]).into_iter().find(|entry| entry.focused).unwrap();
    assert!(field.called().contains("Search"), "the field says what it is for: {field:?}");
    for role in ["main", "navigation", "search"] {
        assert!(tree.landmark(role).is_some(), "the landmark {role} can be jumped to");
    }
    assert!(!tree.of(HEADING).is_empty(), "the front page has headings");

    for letter in ["w", "i", "e", "n"] {
        window.strike(letter);
    }
    window.wait_for_first_hit("vienna");
    let title = window.text("[data-hit='vienna'] h2");
    let shown = window.hits().len();
    let tree = read_when(&window, "the results in the tree", |tree| {
        tree.of(LINK).iter().any(|link| link.called() == title)
    });
    let is_results = |list: &&&Node| list.of(LINK).iter().any(|link| link.called() == title);
    let lists = tree.of(&["list"]);
    let list = lists.iter().find(is_results).expect("the results are a list");
    let items = list.children.iter().filter(|item| item.role == "list item").count();
    assert_eq!(items, shown, "a screen reader can say how many there are: {list:?}");
    let of_results = tree.of(HEADING);
    let named = of_results.iter().any(|heading| heading.called() == title);
    assert!(named, "each result's title is a heading to jump to: {title}");
    let sum = window.text("#results h1");
    let summed = of_results.iter().any(|heading| heading.called() == sum);
    assert!(summed, "the number of results is a heading: {sum}");
    assert!(!tree.of(&["check box"]).is_empty(), "the filters are check boxes");
    let nameless: Vec<_> = tree
        .of(&["check box", "link", "push button", "button", "entry"])
        .into_iter()
        .filter(|one| one.called().is_empty())
        .collect();
    assert!(nameless.is_empty(), "whatever can be used has a name: {nameless:?}");

    window.strike(key::ENTER);
    window.wait_for("the record", "location.hash.startsWith('#/record/vienna')");
    let heading = window.text("h1");
    read_when(&window, "the record's title as a heading", |tree| {
        tree.of(HEADING).iter().any(|one| one.called() == heading)
    });
}
