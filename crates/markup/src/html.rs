//! Events to HTML: the only place that writes markup, element by element.
//!
//! Characters of the author reach the output through [`escape`] alone; addresses have passed
//! `events::Target`, ids are slugs. So the output holds the elements and attributes of this file
//! and nothing else, whatever the text.

use crate::events::{Element, Event, Located, Target};
use hrc_domain::RecordId;
use std::collections::HashMap;

/// The numbers of sources, given in the order in which they are first cited.
#[derive(Default)]
pub(crate) struct Numbers(HashMap<RecordId, usize>);

impl Numbers {
    fn of(&mut self, id: &RecordId) -> usize {
        let next = self.0.len() + 1;
        *self.0.entry(id.clone()).or_insert(next)
    }
}

/// Writes the events of one block.
pub(crate) fn write(events: &[Located], numbers: &mut Numbers) -> String {
    let mut html = String::new();
    let mut body_open = false;
    for Located { event, .. } in events {
        match event {
            Event::Start(element) => {
                // A table's body begins with the first row that is not its head.
                if *element == (Element::Row { head: false }) && !body_open {
                    body_open = true;
                    html.push_str("<tbody>");
                }
                start(element, &mut html);
            }
            Event::End(element) => {
                if *element == Element::Table && std::mem::take(&mut body_open) {
                    html.push_str("</tbody>");
                }
                end(element, &mut html);
            }
            Event::Text(text) => escape(text, &mut html),
            Event::Code(text) => {
                html.push_str("<code>");
                escape(text, &mut html);
                html.push_str("</code>");
            }
            Event::Break => html.push(' '),
            Event::Cite(id) => {
                let number = numbers.of(id);
                html.push_str(&format!(
                    r##"<a class="cite" href="#source-{id}" data-source="{id}"><sup>{number}</sup></a>"##
                ));
            }
        }
    }
    html
}

fn start(element: &Element, html: &mut String) {
    let tag = match element {
        Element::Heading(level) => return html.push_str(&format!("<h{level}>")),
        Element::List(Some(first)) if *first != 1 => {
            return html.push_str(&format!(r#"<ol start="{first}">"#));
        }
        Element::Link(Target::Outside(address)) => {
            html.push_str(r#"<a class="outside" rel="noopener noreferrer" href=""#);
            escape(address, html);
            r#"">"#
        }
        Element::Link(Target::Record { id, anchor }) => {
            html.push_str(&format!(r##"<a href="#/record/{id}" data-record="{id}""##));
            if let Some(anchor) = anchor {
                html.push_str(r#" data-anchor=""#);
                escape(anchor, html);
                html.push('"');
            }
            ">"
        }
        Element::Paragraph => "<p>",
        Element::Quote => "<blockquote>",
        Element::List(Some(_)) => "<ol>",
        Element::List(None) => "<ul>",
        Element::Item => "<li>",
        Element::Table => "<table>",
        Element::Row { head: true } => "<thead><tr>",
        Element::Row { head: false } => "<tr>",
        Element::Cell { head: true } => r#"<th scope="col">"#,
        Element::Cell { head: false } => "<td>",
        Element::Pre => "<pre>",
        Element::Emphasis => "<em>",
        Element::Strong => "<strong>",
    };
    html.push_str(tag);
}

fn end(element: &Element, html: &mut String) {
    let tag = match element {
        Element::Heading(level) => return html.push_str(&format!("</h{level}>")),
        Element::Paragraph => "</p>",
        Element::Quote => "</blockquote>",
        Element::List(Some(_)) => "</ol>",
        Element::List(None) => "</ul>",
        Element::Item => "</li>",
        Element::Table => "</table>",
        Element::Row { head: true } => "</tr></thead>",
        Element::Row { head: false } => "</tr>",
        Element::Cell { head: true } => "</th>",
        Element::Cell { head: false } => "</td>",
        Element::Pre => "</pre>",
        Element::Emphasis => "</em>",
        Element::Strong => "</strong>",
        Element::Link(_) => "</a>",
    };
    html.push_str(tag);
}

/// Characters as they may stand in an element or in a quoted attribute.
pub fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
}
