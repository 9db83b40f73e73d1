//! The one place that meets pulldown-cmark: its events become our own, smaller and already safe.
//!
//! Everything a text may not do is settled here, once, for every reader of the stream: raw HTML
//! turns into characters, images into their alternative text, addresses of foreign schemes into
//! plain words, endless nesting into flat text. What was turned away is noted with its place, so
//! that the checker can tell the author. Grouping into blocks is in `draft`, HTML in `html`.

use hrc_domain::RecordId;
use pulldown_cmark::{Event as Md, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use url::Url;

/// How many quotes, lists and tables may lie inside one another before the text goes on flat. No
/// honest text comes near; a hostile one must not make the window build ten thousand boxes.
const DEEPEST_CONTAINER: usize = 12;

/// The same for emphasis and links, counted with the containers around them.
const DEEPEST_INLINE: usize = 24;

/// An element that opens and closes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Element {
    /// A heading; 2 to 6.
    Heading(u8),
    Paragraph,
    Quote,
    /// A list and, where it is ordered, its first number.
    List(Option<u64>),
    Item,
    Table,
    Row {
        head: bool,
    },
    Cell {
        head: bool,
    },
    Pre,
    Emphasis,
    Strong,
    Link(Target),
}

impl Element {
    /// Whether it stands inside a line of text instead of making one.
    pub(crate) fn is_inline(&self) -> bool {
        matches!(self, Self::Emphasis | Self::Strong | Self::Link(_))
    }
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// To the web or to a mail program; normalised by the URL standard.
    Outside(String),
    /// To a record, at an anchor where one is given.
    Record { id: RecordId, anchor: Option<String> },
}

/// One step of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    Start(Element),
    End(Element),
    /// Characters, not yet escaped.
    Text(String),
    Code(String),
    /// The end of a line in the source that means nothing but a space.
    Break,
    /// A citation; the id is a slug.
    Cite(RecordId),
}

/// A step and the byte of the source it starts at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    pub event: Event,
    pub offset: usize,
}

/// Something that the format does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A tag; shown as the characters it is made of.
    Html,
    /// An image; shown as its alternative text.
    Image,
    /// A heading of level 1; shown as one of level 2.
    TopHeading,
    /// A ruled line; not shown.
    Rule,
    /// A footnote's text, `[^id]: …`; shown as written.
    Footnote(String),
    /// `[^…]` around something that can be no id; shown as written.
    Citation(String),
    /// An address that is neither a record's nor of the web; its words are shown without a link.
    Link(String),
    /// A column of a table without a name: nobody hears what its cells are about.
    UnnamedColumn,
    /// A link that cannot be read, such as one with a space in its address or a citation in its
    /// words; shown as written.
    BrokenLink,
}

/// A text as events, with what was turned away.
pub(crate) struct Stream {
    pub events: Vec<Located>,
    pub refused: Vec<(Refusal, usize)>,
    /// Every link to a record, also one too deep to be written.
    pub mentions: Vec<(RecordId, usize)>,
}

/// Reads a text. Every string is one.
pub(crate) fn stream(markdown: &str) -> Stream {
    // The old footnotes are the ones that need no definition: `[^id]` is a reference wherever an
    // inline can stand, several in a row stay apart, and `[text]` before one stays text.
    let options = Options::ENABLE_TABLES | Options::ENABLE_OLD_FOOTNOTES;
    let mut reader = Reader::new(markdown);
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        reader.step(event, range);
    }
    reader.stream
}

/// What became of an element that is open.
enum Open {
    Written(Element),
    /// Too deep: neither it nor what it holds is written, only their words.
    Flat,
    /// Not written, while what it holds is.
    Transparent,
}

struct Reader<'a> {
    markdown: &'a str,
    stream: Stream,
    open: Vec<Open>,
    /// How many of the open elements are flat.
    flat: usize,
    /// How many of the open elements are links; no link may hold another.
    links: usize,
    /// `[^id]: ` of a footnote's text, to be written before its first words.
    footnote: Option<(String, usize)>,
    /// How many elements deep we are in a `[^id](…)` that only looks like a link.
    passing: usize,
    in_table_head: bool,
}

impl<'a> Reader<'a> {
    fn new(markdown: &'a str) -> Self {
        Self {
            markdown,
            stream: Stream { events: Vec::new(), refused: Vec::new(), mentions: Vec::new() },
            open: Vec::new(),
            flat: 0,
            links: 0,
            footnote: None,
            passing: 0,
            in_table_head: false,
        }
    }

    fn step(&mut self, event: Md<'_>, range: Range<usize>) {
        if self.passing > 0 {
            match event {
                Md::Start(_) => self.passing += 1,
                Md::End(_) => self.passing -= 1,
                _ => {}
            }
            return;
        }
        let at = range.start;
        match event {
            Md::Start(tag) => self.start(tag, range),
            Md::End(tag) => self.end(tag, at),
            Md::Code(text) => self.push(Event::Code(text.into_string()), at),
            Md::Html(text) => {
                self.push(Event::Text(text.trim_end_matches(['\r', '\n']).to_owned()), at);
                self.push(Event::Break, at);
            }
            Md::InlineHtml(text) => {
                self.refuse(Refusal::Html, at);
                self.push(Event::Text(text.into_string()), at);
            }
            Md::FootnoteReference(label) => self.cite(&label, at),
            Md::SoftBreak | Md::HardBreak => self.push(Event::Break, at),
            Md::Rule => self.refuse(Refusal::Rule, at),
            Md::Text(text) | Md::InlineMath(text) | Md::DisplayMath(text) => {
                self.push(Event::Text(text.into_string()), at);
            }
            Md::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let at = range.start;
        match tag {
            Tag::Paragraph => self.enter(Element::Paragraph, at),
            Tag::Heading { level, .. } => self.heading(level, at),
            Tag::BlockQuote(_) => self.enter(Element::Quote, at),
            Tag::CodeBlock(_) => self.enter(Element::Pre, at),
            Tag::HtmlBlock => {
                self.refuse(Refusal::Html, at);
                self.enter(Element::Paragraph, at);
            }
            Tag::List(first) => self.enter(Element::List(first), at),
            Tag::Item => self.enter(Element::Item, at),
            Tag::Table(_) => self.enter(Element::Table, at),
            Tag::TableHead => {
                self.in_table_head = true;
                self.enter(Element::Row { head: true }, at);
            }
            Tag::TableRow => self.enter(Element::Row { head: false }, at),
            Tag::TableCell => self.enter(Element::Cell { head: self.in_table_head }, at),
            Tag::Emphasis => self.enter(Element::Emphasis, at),
            Tag::Strong => self.enter(Element::Strong, at),
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url, range),
            Tag::Image { .. } => {
                self.refuse(Refusal::Image, at);
                self.open.push(Open::Transparent);
            }
            Tag::FootnoteDefinition(label) => {
                self.refuse(Refusal::Footnote(label.to_string()), at);
                self.footnote = Some((format!("[^{label}]: "), at));
                self.open.push(Open::Transparent);
            }
            // Of extensions that `stream` never asks for.
            _ => self.open.push(Open::Transparent),
        }
    }

    fn end(&mut self, tag: TagEnd, at: usize) {
        match tag {
            TagEnd::FootnoteDefinition if self.footnote.is_some() => {
                self.enter(Element::Paragraph, at);
                self.push(Event::Text(String::new()), at);
                self.leave(at);
            }
            TagEnd::TableHead => self.in_table_head = false,
            TagEnd::TableCell if self.in_table_head => {
                let last = self.stream.events.last().map(|located| &located.event);
                if matches!(last, Some(Event::Start(Element::Cell { head: true }))) {
                    self.refuse(Refusal::UnnamedColumn, at);
                }
            }
            _ => {}
        }
        self.leave(at);
    }

    fn enter(&mut self, element: Element, at: usize) {
        let room = match element {
            Element::Quote | Element::List(_) | Element::Table => DEEPEST_CONTAINER,
            Element::Emphasis | Element::Strong | Element::Link(_) => DEEPEST_INLINE,
            _ => usize::MAX,
        };
        if self.flat > 0 || self.open.len() >= room {
            if !element.is_inline() {
                self.push(Event::Break, at);
            }
            self.flat += 1;
            self.open.push(Open::Flat);
            return;
        }
        self.links += usize::from(matches!(element, Element::Link(_)));
        self.push(Event::Start(element.clone()), at);
        self.open.push(Open::Written(element));
    }

    fn leave(&mut self, at: usize) {
        match self.open.pop() {
            Some(Open::Written(element)) => {
                self.links -= usize::from(matches!(element, Element::Link(_)));
                self.push(Event::End(element), at);
            }
            Some(Open::Flat) => self.flat -= 1,
            Some(Open::Transparent) | None => {}
        }
    }

    fn push(&mut self, event: Event, offset: usize) {
        if matches!(event, Event::Text(_) | Event::Code(_) | Event::Cite(_))
            && let Some((label, at)) = self.footnote.take()
        {
            self.stream.events.push(Located { event: Event::Text(label), offset: at });
        }
        self.stream.events.push(Located { event, offset });
    }

    fn refuse(&mut self, refusal: Refusal, at: usize) {
        self.stream.refused.push((refusal, at));
    }

    fn heading(&mut self, level: HeadingLevel, at: usize) {
        if level == HeadingLevel::H1 {
            self.refuse(Refusal::TopHeading, at);
        }
        // A heading inside a list or a quote heads nothing: it is a line of that list or quote.
        if self.open.iter().any(|o| !matches!(o, Open::Transparent)) {
            self.enter(Element::Paragraph, at);
        } else {
            self.enter(Element::Heading((level as u8).max(2)), at);
        }
    }

    /// A citation. It never comes inside a link, for the parser gives up a link around one; were it
    /// otherwise, it would be left as text.
    fn cite(&mut self, label: &str, at: usize) {
        match RecordId::new(label) {
            Ok(id) if self.links == 0 => self.push(Event::Cite(id), at),
            _ => {
                self.refuse(Refusal::Citation(label.to_owned()), at);
                self.push(Event::Text(format!("[^{label}]")), at);
            }
        }
    }

    fn link(&mut self, link_type: LinkType, destination: &str, range: Range<usize>) {
        let source = self.markdown.get(range.clone()).unwrap_or_default();
        // `[^id](aside)` is a citation and an aside, whatever CommonMark takes it for.
        if let Some((label, rest)) = source.strip_prefix("[^").and_then(|s| s.split_once(']'))
            && rest.starts_with('(')
            && RecordId::new(label).is_ok()
        {
            self.cite(label, range.start);
            self.push(Event::Text(rest.to_owned()), range.end - rest.len());
            self.passing = 1;
            return;
        }
        let address = match link_type {
            LinkType::Email => format!("mailto:{destination}"),
            _ => destination.to_owned(),
        };
        match Target::new(&address) {
            Some(target) => {
                if let Target::Record { id, .. } = &target {
                    self.stream.mentions.push((id.clone(), range.start));
                }
                if self.links > 0 {
                    self.open.push(Open::Transparent);
                } else {
                    self.enter(Element::Link(target), range.start);
                }
            }
            None => {
                self.refuse(Refusal::Link(destination.to_owned()), range.start);
                self.open.push(Open::Transparent);
            }
        }
    }
}

impl Target {
    /// Where an address leads; none where it may not be followed.
    fn new(address: &str) -> Option<Self> {
        let (name, anchor) = match address.split_once('#') {
            Some((name, anchor)) => (name, Some(anchor)),
            None => (address, None),
        };
        if let Ok(id) = RecordId::new(name) {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
            return match anchor {
                Some(anchor) if anchor.is_empty() || !anchor.chars().all(plain) => None,
                _ => Some(Self::Record { id, anchor: anchor.map(str::to_owned) }),
            };
        }
        // The standard's own reading, the one a browser would make: stray white space, control
        // characters and capitals in the scheme are gone before the scheme is looked at.
        let url = Url::parse(address).ok()?;
        let open = match url.scheme() {
            "http" | "https" => {
                url.has_host() && url.username().is_empty() && url.password().is_none()
            }
            "mailto" => true,
            _ => false,
        };
        open.then(|| Self::Outside(url.into()))
    }
}
