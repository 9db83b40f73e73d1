//! A record as one page to look at before it is published: no program, no library, no network.
//!
//! The page is written from the fields as they stand in the file, not from the record, so that a
//! faulty file can be looked at too. It is an author's proof; what readers see is made by the
//! window.

use crate::collection;
use crate::fault::Fault;
use crate::folder::{self, Role};
use crate::leaf::{Depth, Leaf};
use crate::page;
use crate::proof::Proof;
use crate::relations;
use crate::vocabularies::Vocabularies;
use crate::yaml::{self, Node, Value};
use hrc_domain::error::Result;
use hrc_domain::{Block, Error, ErrorCode, Kind};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Fields that have a place of their own on the page.
const PLACED: [&str; 3] = ["title", "summary", "sources"];

/// A page of HTML for the record in this file, with the practitioner's depth beside it and the
/// faults of both at the top. Inside a content folder the file is checked against all others.
pub fn preview(file: &Path) -> Result<String> {
    let file = std::path::absolute(file).map_err(|e| Error::io("finding the file", &e))?;
    let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    let Some(stem) = name.strip_suffix(".md") else {
        let message = format!("{} is not the file of a record (.md)", file.display());
        return Err(Error::new(ErrorCode::InvalidInput, message));
    };
    std::fs::metadata(&file).map_err(|e| Error::io(&format!("reading {}", file.display()), &e))?;
    let stem = stem.strip_suffix(".practitioner").unwrap_or(stem);
    let general = file.with_file_name(format!("{stem}.md"));
    let practitioner = file.with_file_name(format!("{stem}.practitioner.md"));
    let (faults, alone) = faults(&general, &practitioner, stem)?;
    let sheet = Sheet {
        general: Half::read(&general),
        practitioner: Half::read(&practitioner),
        faults,
        alone,
    };
    Ok(sheet.html())
}

/// The faults of both files, and whether they were looked at without the rest of the content.
fn faults(general: &Path, practitioner: &Path, stem: &str) -> Result<(Vec<Fault>, bool)> {
    if let Some(root) = folder::content_above(general) {
        let inside = general.strip_prefix(root).unwrap_or(general);
        if matches!(folder::role(inside), Role::General(..)) {
            let all = collection::read(root)?.faults.into_iter();
            let ours = all.filter(|f| f.file == general || f.file == practitioner);
            return Ok((ours.collect(), false));
        }
    }
    let lists = Vocabularies::default();
    let kind = Half::read(general).text("kind").and_then(Kind::from_name).unwrap_or(Kind::Article);
    let leaf = Leaf::read(general, stem, Depth::General(kind), &lists);
    let added = practitioner
        .exists()
        .then(|| Leaf::read(practitioner, stem, Depth::Practitioner(&leaf), &lists));
    let mut leaves: Vec<Leaf> = std::iter::once(leaf).chain(added).collect();
    relations::claims(&mut leaves);
    let mut faults: Vec<Fault> = leaves.into_iter().flat_map(|leaf| leaf.faults).collect();
    faults.sort();
    Ok((faults, true))
}

/// A file's fields and text, as far as they can be told apart.
#[derive(Default)]
struct Half {
    fields: Option<Node>,
    body: String,
}

impl Half {
    fn read(path: &Path) -> Self {
        let lists = Vocabularies::default();
        // What is wrong is already known; this reading only wants what is there.
        let proof = Proof::new(PathBuf::new(), &lists);
        let Some(text) = path.exists().then(|| page::characters(path, &proof)).flatten() else {
            return Self::default();
        };
        match page::part(&text, &proof) {
            Some(page) => {
                Self { fields: yaml::parse(page.fields, 1, &proof), body: page.body.to_owned() }
            }
            None => Self { fields: None, body: text },
        }
    }

    fn text(&self, field: &str) -> Option<&str> {
        self.fields.as_ref()?.get(field)?.text()
    }

    fn sources(&self) -> &[Node] {
        self.fields.as_ref().and_then(|f| f.get("sources")).map_or(&[], Node::items)
    }
}

/// Everything the page shows.
struct Sheet {
    general: Half,
    practitioner: Half,
    faults: Vec<Fault>,
    alone: bool,
}

impl Sheet {
    fn html(&self) -> String {
        let blocks = hrc_markup::render_both(&self.general.body, &self.practitioner.body);
        let title = self.general.text("title").unwrap_or("Without a title");
        let language = self.general.text("language").unwrap_or("en");
        let summary = self.general.text("summary").unwrap_or_default();
        format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n{}\
             <h1>{title}</h1>\n<p class=\"summary\">{}</p>\n{}{}{}</main>\n</body>\n</html>\n",
            escaped(language),
            include_str!("preview.css"),
            self.faults_html(),
            escaped(summary),
            body_html(&blocks),
            self.sources_html(&blocks),
            self.fields_html(),
            title = escaped(title),
        )
    }

    fn faults_html(&self) -> String {
        let note = match self.alone {
            true => "Looked at alone: relations to other records and lists are not checked.",
            false => "",
        };
        if self.faults.is_empty() {
            return format!("<p class=\"small\">No faults found. {note}</p>\n");
        }
        let mut html = String::from("<section class=\"faults\">\n<h2>Faults</h2>\n<ul>\n");
        for fault in &self.faults {
            let name = fault.file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            let place = escaped(&format!("{name}:{}", fault.line));
            let _ = writeln!(html, "<li><code>{place}</code> {}</li>", escaped(&fault.sentence));
        }
        let _ = writeln!(html, "</ul>\n<p>{note}</p>\n</section>");
        html
    }

    /// The sources under their numbers, those that only fields cite at the end.
    fn sources_html(&self, blocks: &[Block]) -> String {
        let mut known: BTreeMap<&str, &Node> = BTreeMap::new();
        let mut order: Vec<&str> = Vec::new();
        let cited = blocks.iter().flat_map(|b| &b.sources).map(String::as_str);
        for node in self.general.sources().iter().chain(self.practitioner.sources()) {
            known.extend(node.get("id").and_then(Node::text).map(|id| (id, node)));
        }
        for id in cited.chain(known.keys().copied()) {
            if !order.contains(&id) {
                order.push(id);
            }
        }
        if order.is_empty() {
            return String::new();
        }
        let mut html = String::from("<h2>Sources</h2>\n<ol>\n");
        for id in order {
            let text = known.get(id).map_or_else(
                || format!("<strong>{}</strong>: not among the sources", escaped(id)),
                |node| source_html(node),
            );
            let _ = writeln!(html, "<li id=\"source-{}\">{text}</li>", escaped(id));
        }
        html.push_str("</ol>\n");
        html
    }

    fn fields_html(&self) -> String {
        let Some(Node { value: Value::Map(entries), .. }) = &self.general.fields else {
            return String::new();
        };
        let mut html = String::from("<h2>Fields</h2>\n<dl>\n");
        for (key, node) in entries.iter().filter(|(key, _)| !PLACED.contains(&key.name.as_str())) {
            let _ = writeln!(html, "<dt>{}</dt><dd>{}</dd>", escaped(&key.name), value_html(node));
        }
        html.push_str("</dl>\n");
        html
    }
}

fn body_html(blocks: &[Block]) -> String {
    let mut html = String::new();
    for run in blocks.chunk_by(|a, b| a.practitioner == b.practitioner) {
        let added = run.first().is_some_and(|b| b.practitioner);
        if added {
            html.push_str(
                "<div class=\"practitioner\">\n<p class=\"label\">For practitioners</p>\n",
            );
        }
        for block in run {
            html.push_str(&block.html);
            html.push('\n');
        }
        if added {
            html.push_str("</div>\n");
        }
    }
    html
}

fn source_html(node: &Node) -> String {
    let field = |name| node.get(name).and_then(Node::text).unwrap_or_default();
    let mut html =
        format!("<cite>{}</cite>, {}", escaped(field("title")), escaped(field("publisher")));
    if !field("as_of").is_empty() {
        let _ = write!(html, ", as of {}", escaped(field("as_of")));
    }
    if !field("url").is_empty() {
        let _ = write!(html, ". {}", escaped(field("url")));
    }
    let confidence = match field("confidence") {
        "confirmed" => "confirmed: the body concerned or two independent sources say it",
        "single" => "single: one good source",
        "contested" => "contested: dated, disputed or weak",
        "established" => "established: widely known, not looked up",
        other => other,
    };
    let stance = match field("stance") {
        "own" => "; it speaks of itself",
        "critical" => "; a critic speaks",
        _ => "",
    };
    let seen =
        if matches!(field("seen"), "yes" | "true") { "seen by us" } else { "not seen by us" };
    let _ =
        write!(html, "<br><span class=\"small\">{}{stance}; {seen}</span>", escaped(confidence));
    html
}

/// Any value as an author wrote it: groups as groups, lists as lists.
fn value_html(node: &Node) -> String {
    match &node.value {
        Value::Nothing => String::new(),
        Value::Text(text) => escaped(text),
        Value::List(items) if items.iter().all(|i| matches!(i.value, Value::Text(_))) => {
            items.iter().map(value_html).collect::<Vec<_>>().join(", ")
        }
        Value::List(items) => {
            let items: String =
                items.iter().map(|i| format!("<li>{}</li>", value_html(i))).collect();
            format!("<ol>{items}</ol>")
        }
        Value::Map(entries) => {
            let pair = |(key, node): &(yaml::Key, Node)| {
                format!("<dt>{}</dt><dd>{}</dd>", escaped(&key.name), value_html(node))
            };
            format!("<dl>{}</dl>", entries.iter().map(pair).collect::<String>())
        }
    }
}

fn escaped(text: &str) -> String {
    let mut html = String::new();
    hrc_markup::escape(text, &mut html);
    html
}
