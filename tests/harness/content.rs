//! A small folder of authored content that a test writes, changes and takes away from.

use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The lists that everything is filed under, with the one thing on each.
const LISTS: [(&str, &str); 5] = [
    ("sections", "framework"),
    ("link-groups", "links"),
    ("countries", "at"),
    ("regions", "europe"),
    ("target-groups", "everyone"),
];

/// Authored content; gone with this value.
pub struct Content {
    folder: TempDir,
}

impl Content {
    /// So many words of a glossary, `word-0` and on, and the one list they are filed under.
    pub fn of(words: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let lists = folder.path().join("taxonomy");
        fs::create_dir(&lists).unwrap();
        for (list, concept) in LISTS {
            let text = format!("concepts:\n  - id: {concept}\n    names: {{ en: Only one }}\n");
            fs::write(lists.join(format!("{list}.yaml")), text).unwrap();
        }
        for kind in ["terms", "articles"] {
            fs::create_dir(folder.path().join(kind)).unwrap();
        }
        let content = Self { folder };
        (0..words).for_each(|n| content.word(n, "first"));
        content
    }

    /// Writes the word of this number with this text.
    pub fn word(&self, n: usize, text: &str) {
        self.term(&format!("word-{n}"), &format!("Word {n}"), text);
    }

    /// Writes a word of the glossary.
    pub fn term(&self, id: &str, title: &str, text: &str) {
        self.record("term", id, title, text);
    }

    /// Writes an article.
    pub fn article(&self, id: &str, title: &str, text: &str) {
        self.record("article", id, title, text);
    }

    fn record(&self, kind: &str, id: &str, title: &str, text: &str) {
        // Enough of it, and never twice the same, so that it does not pack away to nothing.
        let mut seed = id
            .bytes()
            .chain(text.bytes())
            .fold(7_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let letters = (0..400).map(|n| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let letter = u8::try_from((seed >> 40) % 26).unwrap();
            if n % 9 == 0 { ' ' } else { char::from(b'a' + letter) }
        });
        let filler: String = letters.collect();
        let file = format!(
            "---\nkind: {kind}\ntitle: {title}\nsection: framework\nlanguage: en\n\
             updated: 2026-11-21\nsummary: What {title} means.\nsources:\n\
             \x20 - {{ id: note, title: A note, publisher: The Network, confidence: confirmed, seen: no }}\n\
             ---\n{title}, {text} edition.[^note]\n\n{filler}\n"
        );
        fs::write(self.folder.path().join(format!("{kind}s/{id}.md")), file).unwrap();
    }

    /// Writes the practitioners' depth of a word or an article.
    pub fn depth(&self, id: &str, text: &str) {
        let file = format!(
            "---\nlanguage: en\nupdated: 2026-11-21\nsources:\n\
             \x20 - {{ id: deep, title: A note, publisher: The Network, confidence: confirmed, seen: no }}\n\
             ---\n{text}[^deep]\n"
        );
        let folder = self.folder.path();
        let kinds = ["terms", "articles"];
        let kind = kinds.iter().find(|kind| folder.join(format!("{kind}/{id}.md")).is_file());
        let kind = kind.expect("it has a general layer");
        fs::write(folder.join(format!("{kind}/{id}.practitioner.md")), file).unwrap();
    }

    /// Takes a word away.
    pub fn remove(&self, id: &str) {
        fs::remove_file(self.folder.path().join(format!("terms/{id}.md"))).unwrap();
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}
