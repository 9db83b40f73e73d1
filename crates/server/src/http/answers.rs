//! Published answers for the Network's website: as an Atom feed (RFC 4287) and as JSON. What stands
//! here stands in the general feed; nothing tells who asked.

use super::refusal::{Refusal, json};
use super::{Shared, beside};
use crate::store::{Layer, Posted};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hrc_domain::Error;
use hrc_domain::question::PublicText;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

/// How many the feed holds, the newest first.
const NEWEST: usize = 50;

/// An answer, as the website shows it.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    id: &'a str,
    title: &'a str,
    summary: &'a str,
    body: &'a str,
    language: &'a str,
    themes: Vec<&'a str>,
    published: String,
}

/// `GET /v1/answers`: all of them.
pub async fn list(State(shared): State<Shared>) -> Response {
    match published(&shared).await {
        Ok(posted) => json(StatusCode::OK, &posted.iter().map(shown).collect::<Vec<_>>()),
        Err(cause) => Refusal::from(cause).into_response(),
    }
}

/// `GET /answers.atom`.
pub async fn atom(State(shared): State<Shared>) -> Response {
    let form = HeaderValue::from_static("application/atom+xml; charset=utf-8");
    match published(&shared).await {
        Ok(posted) => ([(header::CONTENT_TYPE, form)], feed(&posted)).into_response(),
        Err(cause) => Refusal::from(cause).into_response(),
    }
}

async fn published(shared: &Shared) -> Result<Vec<Posted>, Error> {
    let mut posted = beside(&shared.members, |store| store.published()).await?;
    // What members alone have is not told to the world.
    posted.retain(|one| one.placard.layer == Layer::Public);
    Ok(posted)
}

fn shown(posted: &Posted) -> Shown<'_> {
    let PublicText { title, summary, body, language, .. } = &posted.placard.text;
    Shown {
        id: posted.record.as_str(),
        title,
        summary,
        body,
        language: language.as_str(),
        themes: posted.placard.themes.iter().map(|theme| theme.as_str()).collect(),
        published: posted.since.to_zoned(TimeZone::UTC).date().to_string(),
    }
}

fn feed(posted: &[Posted]) -> String {
    // An empty feed was never changed.
    let updated = posted.first().map_or(Timestamp::UNIX_EPOCH, |newest| newest.since);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <id>{}</id>\n<title>Human Rights Cities: answers of the experts</title>\n\
         <updated>{updated}</updated>\n<author><name>Human Rights Cities Network</name></author>\n",
        urn("answers"),
    );
    for one in posted.iter().take(NEWEST) {
        let PublicText { title, summary, body, language, .. } = &one.placard.text;
        text += &format!(
            "<entry xml:lang=\"{}\">\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
             <summary>{}</summary>\n<content type=\"text\">{}</content>\n</entry>\n",
            escaped(language.as_str()),
            urn(one.record.as_str()),
            escaped(title),
            one.since,
            escaped(summary),
            escaped(body),
        );
    }
    text + "</feed>\n"
}

/// A name that never changes, wherever the server is.
fn urn(name: &str) -> String {
    let hash = blake3::derive_key("hrc-server 2026-11-21 name in a feed", name.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    format!("urn:uuid:{}", uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// As it may stand between tags and in attributes; without what XML cannot hold at all.
fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && !matches!(c, '\n' | '\r' | '\t') => {}
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_an_answer_is_never_a_tag_of_the_feed() {
        let told = escaped("</content><script a=\"b\">&\u{1b}\u{ffff}ä\n");
        assert_eq!(told, "&lt;/content&gt;&lt;script a=&quot;b&quot;&gt;&amp;ä\n", "text alone");
    }

    #[test]
    fn a_feed_without_answers_is_one_too() {
        let told = feed(&[]);
        assert!(told.contains("<updated>1970-01-01T00:00:00Z</updated>"), "it must have a time");
        assert!(told.ends_with("</feed>\n"), "and an end: {told}");
    }
}
