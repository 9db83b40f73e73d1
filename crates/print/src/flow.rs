//! The blocks of a text as pieces to be set.
//!
//! `hrc-markup` rendered them once for every reader, as HTML of a dozen elements that it alone writes.
//! Read back, each element has its piece; an element that it never writes gives its words, and a block
//! that is no such HTML at all gives its plain text. So every order ends in a document.

use crate::notes::{Notes, may_lead};
use crate::sheet::{Inline, Node};
use hrc_domain::Block;
use hrc_domain::block::BlockKind;
use roxmltree::{Document, Node as Element, ParsingOptions};

/// How deep elements may lie in one another; `hrc-markup` writes less than half of it.
const DEEPEST: usize = 80;

/// How many elements a block may have.
const MOST_ELEMENTS: u32 = 200_000;

/// The pieces of some blocks, with headings from this level down and never a level left out.
pub(crate) fn nodes<'a>(
    blocks: impl IntoIterator<Item = &'a Block>,
    highest: u8,
    notes: &mut Notes<'_>,
) -> Vec<Node> {
    let mut above = highest - 1;
    let mut done = Vec::new();
    for block in blocks {
        let mut pieces = block_nodes(block, notes);
        for piece in &mut pieces {
            if let Node::Heading { level, .. } = piece {
                // In a text the highest heading is of level 2.
                let wanted = (*level).clamp(2, 6) - 2 + highest;
                *level = wanted.min(above + 1);
                above = *level;
            }
        }
        if block.practitioner && !matches!(block.kind, BlockKind::Heading | BlockKind::Subheading) {
            pieces = vec![Node::Deep { c: pieces }];
        }
        done.append(&mut pieces);
    }
    done
}

fn block_nodes(block: &Block, notes: &mut Notes<'_>) -> Vec<Node> {
    let plain = || vec![Node::P { c: vec![Inline::s(block.text.clone())] }];
    if deepest(&block.html) > DEEPEST {
        return plain();
    }
    // Characters that XML does not have would spoil a whole block.
    let clean = |c: char| if c.is_control() && c != '\n' && c != '\t' { ' ' } else { c };
    let html: String = block.html.chars().map(clean).collect();
    let wrapped = format!("<text>{html}</text>");
    let options = ParsingOptions { nodes_limit: MOST_ELEMENTS, ..ParsingOptions::default() };
    match Document::parse_with_options(&wrapped, options) {
        Ok(document) => flow(document.root_element(), notes),
        Err(_) => plain(),
    }
}

/// How deep the elements of this text lie in one another, counted and not parsed.
fn deepest(html: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for (at, _) in html.match_indices('<') {
        if html.get(at + 1..).is_some_and(|rest| rest.starts_with('/')) {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// What lies in an element, as pieces that make lines of their own.
fn flow(element: Element<'_, '_>, notes: &mut Notes<'_>) -> Vec<Node> {
    let mut done = Vec::new();
    let mut line = Vec::new();
    for child in element.children() {
        match block_node(child, notes) {
            Some(node) => {
                end(&mut line, &mut done);
                done.push(node);
            }
            None => inline(child, notes, &mut line),
        }
    }
    end(&mut line, &mut done);
    done
}

fn end(line: &mut Vec<Inline>, done: &mut Vec<Node>) {
    let c = std::mem::take(line);
    if !c.iter().all(|piece| matches!(piece, Inline::S { s } if s.trim().is_empty())) {
        done.push(Node::P { c });
    }
}

fn block_node(element: Element<'_, '_>, notes: &mut Notes<'_>) -> Option<Node> {
    let name = element.is_element().then(|| element.tag_name().name())?;
    Some(match name {
        "p" => Node::P { c: line(element, notes) },
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let level = name.bytes().last().map_or(2, |digit| digit - b'0');
            Node::Heading { level, c: line(element, notes), ours: false }
        }
        "blockquote" => Node::Quote { c: flow(element, notes) },
        "ul" => Node::List { start: None, items: items(element, notes) },
        "ol" => {
            let start = element.attribute("start").and_then(|start| start.parse().ok());
            Node::List { start: Some(start.unwrap_or(1)), items: items(element, notes) }
        }
        "table" => table(element, notes),
        "pre" => Node::Pre { s: words(element) },
        _ => return None,
    })
}

fn items(list: Element<'_, '_>, notes: &mut Notes<'_>) -> Vec<Vec<Node>> {
    list.children().filter(Element::is_element).map(|item| flow(item, notes)).collect()
}

fn table(table: Element<'_, '_>, notes: &mut Notes<'_>) -> Node {
    let (mut head, mut rows) = (Vec::new(), Vec::new());
    for row in table.descendants().filter(|one| one.has_tag_name("tr")) {
        let cells = row.children().filter(Element::is_element);
        let cells: Vec<Vec<Inline>> = cells.map(|cell| line(cell, notes)).collect();
        let in_head = row.parent().is_some_and(|above| above.has_tag_name("thead"));
        if in_head && head.is_empty() { head = cells } else { rows.push(cells) }
    }
    // Every row has as many cells as the widest.
    let width = rows.iter().chain([&head]).map(Vec::len).max().unwrap_or_default();
    for row in rows.iter_mut().chain([&mut head]) {
        row.resize(width, Vec::new());
    }
    Node::Table { head, rows }
}

/// What lies in an element, as one line.
fn line(element: Element<'_, '_>, notes: &mut Notes<'_>) -> Vec<Inline> {
    let mut line = Vec::new();
    for child in element.children() {
        inline(child, notes, &mut line);
    }
    line
}

fn inline(element: Element<'_, '_>, notes: &mut Notes<'_>, into: &mut Vec<Inline>) {
    if let Some(text) = element.text().filter(|_| element.is_text()) {
        return into.push(Inline::s(text));
    }
    if !element.is_element() {
        return;
    }
    match element.tag_name().name() {
        "em" => into.push(Inline::Em { c: line(element, notes) }),
        "strong" => into.push(Inline::B { c: line(element, notes) }),
        "code" => into.push(Inline::Code { s: words(element) }),
        "a" => match (element.attribute("data-source"), element.attribute("href")) {
            (Some(source), _) => into.extend(notes.call(source)),
            (None, Some(url)) if may_lead(url) => {
                into.push(Inline::A { url: url.to_owned(), c: line(element, notes) });
            }
            // To another record, or to where a document may not lead: the words stay.
            _ => into.append(&mut line(element, notes)),
        },
        _ => into.append(&mut line(element, notes)),
    }
}

fn words(element: Element<'_, '_>) -> String {
    element.descendants().filter(Element::is_text).filter_map(|one| one.text()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;
    use hrc_domain::Language;

    fn set(html: &str) -> Vec<Node> {
        let words = Words::of(&Language::new("en").unwrap()).unwrap();
        let block = Block {
            anchor: "top.1.00000000".to_owned(),
            kind: BlockKind::Paragraph,
            html: html.to_owned(),
            text: "plain".to_owned(),
            sources: Vec::new(),
            heading: String::new(),
            practitioner: false,
        };
        nodes([&block], 2, &mut Notes::new(0, &[], &words))
    }

    fn rendered(markdown: &str) -> Vec<Node> {
        let words = Words::of(&Language::new("en").unwrap()).unwrap();
        nodes(&hrc_markup::render(markdown), 2, &mut Notes::new(0, &[], &words))
    }

    #[test]
    fn what_the_renderer_writes_keeps_its_shape() {
        let nodes =
            rendered("## A\n\n#### B\n\nOne *two* **three** `four`.\n\n3. x\n4. y\n\n> q\n");
        let shape: Vec<String> = nodes.iter().map(|node| format!("{node:?}")).collect();
        assert!(shape[0].starts_with("Heading { level: 2"), "{}", shape[0]);
        assert!(shape[1].starts_with("Heading { level: 3"), "no level is left out: {}", shape[1]);
        assert!(shape[2].contains("Em") && shape[2].contains("Code"), "{}", shape[2]);
        assert!(shape[3].starts_with("List { start: Some(3)"), "{}", shape[3]);
        assert!(shape[4].starts_with("Quote"), "{}", shape[4]);
    }

    #[test]
    fn a_foreign_address_leaves_its_words() {
        let nodes = set(r#"<p><a href="javascript:alert(1)">press</a></p>"#);
        let expected = vec![Node::P { c: vec![Inline::s("press")] }];
        assert_eq!(nodes, expected, "the order may come from anybody, the document leads nowhere");
    }

    #[test]
    fn a_block_that_is_no_html_gives_its_plain_text() {
        for html in ["<p>a", "<p>&nope;</p>", "<!DOCTYPE a [<!ENTITY b \"c\">]><p>&b;</p>", "</p>"]
        {
            let expected = vec![Node::P { c: vec![Inline::s("plain")] }];
            assert_eq!(set(html), expected, "{html} is nothing the renderer wrote");
        }
    }

    #[test]
    fn endless_nesting_ends_in_plain_text() {
        let html = format!("{}x{}", "<em>".repeat(100_000), "</em>".repeat(100_000));
        let expected = vec![Node::P { c: vec![Inline::s("plain")] }];
        assert_eq!(set(&html), expected, "nobody can have meant this");
    }
}
