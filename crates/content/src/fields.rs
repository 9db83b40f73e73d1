//! Fields by name: the missing, the malformed and the unknown are noted, each once.
//!
//! A reader of a group takes what it knows; what is left when it is done is unknown, and the
//! author learns the nearest name. A shape turns a value into what is wanted or says why not (see
//! `shapes`).

use crate::fault::hint;
use crate::proof::Proof;
use crate::yaml::{Key, Node, Value};
use hrc_domain::kinds::Finding;

/// What a shape says of a value: the thing itself, or the rest of a sentence that begins with the
/// field's name.
pub(crate) type Shaped<T> = Result<T, String>;

/// What is written where sources were searched and do not tell.
const NOT_FOUND: &str = "not found";

/// The fields of one group.
pub(crate) struct Fields<'a> {
    pub proof: &'a Proof<'a>,
    /// The line the group begins in.
    pub line: u32,
    /// The field whose group this is; none for a file's own fields.
    within: Option<&'static str>,
    entries: &'a [(Key, Node)],
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The fields of a file.
    pub(crate) fn of_file(node: &'a Node, proof: &'a Proof<'a>) -> Self {
        if !matches!(node.value, Value::Map(_)) {
            proof.fault(
                node.line,
                format!("the fields must be lines `name: value`, not {}", node.sort()),
            );
        }
        Self::new(node, None, 1, proof)
    }

    fn new(node: &'a Node, within: Option<&'static str>, line: u32, proof: &'a Proof<'a>) -> Self {
        let entries: &[(Key, Node)] =
            if let Value::Map(entries) = &node.value { entries } else { &[] };
        Self { proof, line, within, entries, known: Vec::new() }
    }

    /// The value of a field; noted where the field stands there empty.
    pub(crate) fn take(&mut self, name: &'static str) -> Option<&'a Node> {
        self.known.push(name);
        let (key, node) = self.entries.iter().find(|(key, _)| key.name == name)?;
        if matches!(node.value, Value::Nothing) {
            self.proof.fault(key.line, format!("`{name}` has no value; leave the line out"));
            return None;
        }
        Some(node)
    }

    /// Whether a field stands there, filled or not.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, _)| key.name == name)
    }

    /// The characters of a field, for those who look without reading it.
    pub(crate) fn text_of(&self, name: &str) -> Option<&'a str> {
        self.node(name).and_then(Node::text)
    }

    /// A field that must be there.
    pub(crate) fn need<T>(
        &mut self,
        name: &'static str,
        shape: impl Fn(&Node) -> Shaped<T>,
    ) -> Option<T> {
        self.demand(name);
        self.may(name, shape)
    }

    /// A field that may be there.
    pub(crate) fn may<T>(
        &mut self,
        name: &'static str,
        shape: impl Fn(&Node) -> Shaped<T>,
    ) -> Option<T> {
        let node = self.take(name)?;
        self.shaped(name, node, shape)
    }

    /// A list that may be there; the malformed items are left out.
    pub(crate) fn list<T>(
        &mut self,
        name: &'static str,
        shape: impl Fn(&Node) -> Shaped<T>,
    ) -> Vec<T> {
        let items = self.items(name);
        items.iter().filter_map(|item| self.shaped(name, item, &shape)).collect()
    }

    /// A list that must be there with at least one item.
    pub(crate) fn some<T>(
        &mut self,
        name: &'static str,
        shape: impl Fn(&Node) -> Shaped<T>,
    ) -> Vec<T> {
        self.demand(name);
        if let Some(node) = self.node(name)
            && matches!(&node.value, Value::List(items) if items.is_empty())
        {
            self.proof.fault(node.line, format!("`{name}` is empty{}", self.place()));
        }
        self.list(name, shape)
    }

    /// A group of fields that may be there.
    pub(crate) fn group<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Fields<'a>) -> Option<T>,
    ) -> Option<T> {
        let node = self.take(name)?;
        self.inside(name, node, read)
    }

    /// A group of fields, or `not found`; it must be there.
    pub(crate) fn found<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Fields<'a>) -> Option<T>,
    ) -> Option<Finding<T>> {
        self.demand(name);
        let node = self.take(name)?;
        if node.text() == Some(NOT_FOUND) {
            return Some(Finding::NotFound);
        }
        self.inside(name, node, read).map(Finding::Found)
    }

    /// A list of groups that may be there; the faulty ones are left out.
    pub(crate) fn groups<T>(
        &mut self,
        name: &'static str,
        mut read: impl FnMut(&mut Fields<'a>) -> Option<T>,
    ) -> Vec<T> {
        let items = self.items(name);
        items.iter().filter_map(|item| self.inside(name, item, &mut read)).collect()
    }

    /// Every field of a group whose names are values, such as languages.
    pub(crate) fn each<T>(
        &mut self,
        name: &'static str,
        mut read: impl FnMut(&Key, &'a Node) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.take(name) else { return Vec::new() };
        let Value::Map(entries) = &node.value else {
            self.wrong_sort(name, node, "a group of fields");
            return Vec::new();
        };
        entries.iter().filter_map(|(key, node)| read(key, node)).collect()
    }

    /// Reads a group that stands at this node.
    pub(crate) fn inside<T>(
        &self,
        name: &'static str,
        node: &'a Node,
        read: impl FnOnce(&mut Fields<'a>) -> Option<T>,
    ) -> Option<T> {
        if !matches!(node.value, Value::Map(_)) {
            self.wrong_sort(name, node, "a group of fields");
            return None;
        }
        let mut fields = Fields::new(node, Some(name), node.line, self.proof);
        let value = read(&mut fields);
        fields.finish();
        value
    }

    /// Notes what nobody asked for.
    pub(crate) fn finish(self) {
        for (key, _) in self.entries {
            if !self.known.contains(&key.name.as_str()) {
                let hint = hint(&key.name, self.known.iter().copied());
                let place = self.place();
                self.proof.fault(key.line, format!("unknown field `{}`{place}{hint}", key.name));
            }
        }
    }

    /// Notes a fault of the whole group.
    pub(crate) fn fault(&self, sentence: impl Into<String>) {
        self.proof.fault(self.line, sentence);
    }

    /// Notes a fault of one field.
    pub(crate) fn fault_at(&self, name: &str, sentence: impl Into<String>) {
        self.proof.fault(self.line_of(name), sentence);
    }

    /// Whether a field's group has this field, however malformed.
    pub(crate) fn names_in(&self, group: &str, name: &str) -> bool {
        self.node(group).is_some_and(|node| node.get(name).is_some())
    }

    /// The line of a field, or of the group where it is not there.
    pub(crate) fn line_of(&self, name: &str) -> u32 {
        self.entries.iter().find(|(key, _)| key.name == name).map_or(self.line, |(key, _)| key.line)
    }

    /// Notes that a field is missing, where it is.
    pub(crate) fn demand(&self, name: &'static str) {
        if !self.has(name) {
            self.fault(format!("`{name}` is missing{}", self.place()));
        }
    }

    fn node(&self, name: &str) -> Option<&'a Node> {
        self.entries.iter().find(|(key, _)| key.name == name).map(|(_, node)| node)
    }

    fn items(&mut self, name: &'static str) -> &'a [Node] {
        let Some(node) = self.take(name) else { return &[] };
        if let Value::List(items) = &node.value {
            return items;
        }
        self.wrong_sort(name, node, "a list");
        &[]
    }

    /// The value of one node, its fault noted under the field's name.
    pub(crate) fn shaped<T>(
        &self,
        name: &str,
        node: &Node,
        shape: impl Fn(&Node) -> Shaped<T>,
    ) -> Option<T> {
        match shape(node) {
            Ok(value) => Some(value),
            Err(why) => {
                self.proof.fault(node.line, format!("`{name}` {why}"));
                None
            }
        }
    }

    fn wrong_sort(&self, name: &str, node: &Node, wanted: &str) {
        self.proof.fault(node.line, format!("`{name}` must be {wanted}, not {}", node.sort()));
    }

    fn place(&self) -> String {
        self.within.map_or_else(String::new, |name| format!(" in `{name}`"))
    }
}

/// A shape, or `not found`.
pub(crate) fn finding<T>(
    shape: impl Fn(&Node) -> Shaped<T>,
) -> impl Fn(&Node) -> Shaped<Finding<T>> {
    move |node| match node.text() {
        Some(NOT_FOUND) => Ok(Finding::NotFound),
        _ => shape(node)
            .map(Finding::Found)
            .map_err(|why| format!("{why}; write `{NOT_FOUND}` where the sources do not tell")),
    }
}
