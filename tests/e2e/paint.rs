//! From a key to the results painted, in the real window, and how much of it is ours.
//!
//! `make bench-window` prints the figures. As a test it holds only what must be true on any
//! computer: that every letter is answered, and that no more is ours than there is.

use crate::harness::window::{SEARCH_FIELD, Window};
use serde_json::Value;

/// What is typed, a letter at a time.
const TYPED: [&str; 4] = ["human rights city", "children", "non-discrimination office", "graz"];

/// Notes when what happened between a key and the frame that shows its results. All by the page's
/// own clock; nothing in the product is there for it.
const WATCH: &str = r##"
  const now = () => performance.now();
  const log = (window.paintLog = { pending: null, done: [] });
  addEventListener("keydown", (event) => {
    if (event.key.length !== 1) return;
    log.pending = { key: event.timeStamp, handled: now() };
  }, true);
  // The first frame after a change draws it; the second begins when it has been drawn.
  const settle = (at) => requestAnimationFrame(() => {
    if (!at.changed) return settle(at);
    at.drawing = true;
    requestAnimationFrame(() => {
      at.painted = now();
      log.pending = null;
      log.done.push(at);
    });
  });
  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    const at = log.pending;
    const search = String(asked[0]?.url ?? asked[0]).endsWith("/search");
    if (!at || at.asked || !search) return fetched(...asked);
    at.asked = now();
    const answer = await fetched(...asked);
    answer.clone().json().then((body) => {
      at.command = (body.took_us ?? 0) / 1000;
      at.answered = now();
      settle(at);
    });
    return answer;
  };
  new MutationObserver(() => {
    const at = log.pending;
    if (at?.answered && !at.drawing) at.changed = now();
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  return true;
"##;

/// One letter's times in milliseconds.
struct Letter {
    /// From the key to the second frame after its results.
    painted: f64,
    /// From the key to the handler: the system's.
    delivered: f64,
    /// From the handler to the question.
    asked: f64,
    /// From the question to the answer, there and back through the web view.
    answered: f64,
    /// Of that, the search itself.
    command: f64,
    /// From the answer to the last change of the page.
    changed: f64,
}

impl Letter {
    fn of(noted: &Value) -> Option<Self> {
        let at = |name: &str| noted[name].as_f64();
        Some(Self {
            painted: at("painted")? - at("key")?,
            delivered: at("handled")? - at("key")?,
            asked: at("asked")? - at("handled")?,
            answered: at("answered")? - at("asked")?,
            command: at("command")?,
            changed: at("changed")? - at("answered")?,
        })
    }

    /// What our code takes: handling the key, searching, changing the page.
    fn ours(&self) -> f64 {
        self.asked + self.command + self.changed
    }
}

/// One part of the way from a key to the frame, in milliseconds.
type Part = fn(&Letter) -> f64;

#[test]
fn every_letter_is_painted_and_what_is_ours_of_it_is_known() {
    let window = Window::open();
    window.go("#/search?q=");
    window.click(SEARCH_FIELD);
    window.ask(&format!("done((() => {{ {WATCH} }})())"));
    let mut letters = Vec::new();
    for words in TYPED {
        for letter in words.chars() {
            window.read("(window.paintLog.done.length = 0, true)");
            window.strike(&letter.to_string());
            if letter == ' ' {
                continue; // Most often it changes nothing.
            }
            window.wait_for(&format!("{words}: {letter}"), "window.paintLog.done.length");
            let noted = window.read("window.paintLog.done.at(-1)");
            letters.extend(Letter::of(&noted));
        }
        window.read(&format!("document.querySelector('{SEARCH_FIELD}').select()"));
    }
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    println!("{} letters in the window, {build} build, p50 / p90 in ms", letters.len());
    let rows: [(&str, Part); 7] = [
        ("key to painted", |l| l.painted),
        ("ours of it", Letter::ours),
        ("  key handled, question put", |l| l.asked),
        ("  the search", |l| l.command),
        ("  answer put on the page", |l| l.changed),
        ("key delivered", |l| l.delivered),
        ("question and answer through the web view", |l| l.answered - l.command),
    ];
    for (what, time) in rows {
        let mut times: Vec<f64> = letters.iter().map(time).collect();
        times.sort_by(f64::total_cmp);
        let at = |percent: usize| times[(times.len() - 1) * percent / 100];
        println!("{what:<44}{:>8.2} / {:.2}", at(50), at(90));
    }
    assert!(letters.len() > 30, "letters are followed from the key to the frame");
    for letter in &letters {
        assert!(letter.ours() <= letter.painted, "what is ours is part of the whole");
        assert!(letter.command <= letter.answered, "the search is part of asking");
    }
}
