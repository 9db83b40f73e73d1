//! YAML as a tree that knows its lines.
//!
//! The format is a small part of YAML: mappings, lists and scalars, every scalar by its raw text
//! (so `2015` is a date where a date is asked for and `no` is an answer, not a country). Anchors,
//! aliases and tags are refused: a file must read as it is written.

use crate::proof::Proof;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};

/// Deeper than any field lies; bounds what a broken file can ask of us.
const DEEPEST: usize = 32;

/// A value and the line it begins in.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub line: u32,
    pub value: Value,
}

#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// `field:` with nothing behind it.
    Nothing,
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A field's name and its line.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub name: String,
    pub line: u32,
}

impl Node {
    /// What it is, in an author's words.
    pub(crate) fn sort(&self) -> &'static str {
        match self.value {
            Value::Nothing => "nothing",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a group of fields",
        }
    }

    /// The value of a field, where this is a group that has it.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        let Value::Map(entries) = &self.value else { return None };
        entries.iter().find(|(key, _)| key.name == name).map(|(_, node)| node)
    }

    /// The text, where it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// The items, where it is a list.
    pub(crate) fn items(&self) -> &[Node] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }
}

/// Reads the one document of a text that begins after `above` lines of its file. Faults go to the
/// proof; none is returned where they leave no tree.
pub(crate) fn parse(text: &str, above: u32, proof: &Proof<'_>) -> Option<Node> {
    let mut tree = Tree { above, proof, open: Vec::new(), root: None };
    for event in Parser::new_from_str(text) {
        let grown = match event {
            Ok((event, span)) => tree.grow(event, span),
            Err(error) => Err((above + line(error.marker().line()), syntax(error.info()))),
        };
        if let Err((line, sentence)) = grown {
            proof.fault(line, sentence);
            return None;
        }
    }
    let nothing = Node { line: above + 1, value: Value::Map(Vec::new()) };
    Some(tree.root.filter(|n| !matches!(n.value, Value::Nothing)).unwrap_or(nothing))
}

fn line(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A parser's complaint with the advice that helps most often.
fn syntax(info: &str) -> String {
    let advice = if info.contains("mapping values are not allowed") {
        "; a text with a colon and a space in it needs quotes around it"
    } else if info.contains("tab") {
        "; indent with spaces"
    } else {
        ""
    };
    format!("the fields cannot be read: {info}{advice}")
}

enum Open {
    List(u32, Vec<Node>),
    Map(u32, Vec<(Key, Node)>, Option<Key>),
}

struct Tree<'a> {
    above: u32,
    proof: &'a Proof<'a>,
    open: Vec<Open>,
    root: Option<Node>,
}

type Grown = Result<(), (u32, String)>;

impl Tree<'_> {
    fn grow(&mut self, event: Event<'_>, span: Span) -> Grown {
        let line = self.above + line(span.start.line());
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.plain(line, anchor, tag.is_some())?;
                let nothing = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null");
                let value = if nothing { Value::Nothing } else { Value::Text(text.into_owned()) };
                self.place(Node { line, value })
            }
            Event::SequenceStart(anchor, tag) => {
                self.plain(line, anchor, tag.is_some())?;
                self.descend(line, Open::List(line, Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.plain(line, anchor, tag.is_some())?;
                self.descend(line, Open::Map(line, Vec::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List(line, items)) => {
                    self.place(Node { line, value: Value::List(items) })
                }
                Some(Open::Map(line, entries, _)) => {
                    self.place(Node { line, value: Value::Map(entries) })
                }
                None => Ok(()),
            },
            Event::Alias(_) => {
                Err((line, "aliases (`*name`) are not used here; write it out".into()))
            }
            Event::DocumentStart(_) if self.root.is_some() => {
                Err((line, "a second document begins here; a file has one".into()))
            }
            _ => Ok(()),
        }
    }

    fn plain(&self, line: u32, anchor: usize, tagged: bool) -> Grown {
        match (anchor, tagged) {
            (0, false) => Ok(()),
            (0, true) => Err((line, "tags (`!name`) are not used here".into())),
            _ => Err((line, "anchors (`&name`) are not used here; write it out".into())),
        }
    }

    fn descend(&mut self, line: u32, open: Open) -> Grown {
        if self.open.len() >= DEEPEST {
            return Err((line, "the fields are nested too deeply".into()));
        }
        self.open.push(open);
        Ok(())
    }

    fn place(&mut self, node: Node) -> Grown {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, entries, waiting)) => match waiting.take() {
                Some(key) if entries.iter().any(|(k, _)| k.name == key.name) => {
                    self.proof
                        .fault(key.line, format!("the field `{}` stands here twice", key.name));
                }
                Some(key) => entries.push((key, node)),
                None => match node.value {
                    Value::Text(name) => *waiting = Some(Key { name, line: node.line }),
                    _ => return Err((node.line, "a field's name must be a word".into())),
                },
            },
        }
        Ok(())
    }
}
