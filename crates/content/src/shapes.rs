//! The shapes a value can have: text, date, address, number, word of a list.
//!
//! Each returns the value or the rest of a sentence that begins with the field's name.

use crate::fields::Shaped;
use crate::yaml::{Node, Value};
use hrc_domain::{Language, PartialDate, RecordId};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as WordError;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;
use url::Url;

/// The raw characters of a scalar.
fn raw(node: &Node) -> Shaped<&str> {
    match &node.value {
        Value::Text(text) => Ok(text),
        _ => Err(format!("must be a text, not {}", node.sort())),
    }
}

/// A text with at least one character.
pub(crate) fn text(node: &Node) -> Shaped<String> {
    let text = raw(node)?.trim();
    if text.is_empty() { Err("is empty".to_owned()) } else { Ok(text.to_owned()) }
}

/// A text of at most so many characters.
pub(crate) fn text_of(most: usize) -> impl Fn(&Node) -> Shaped<String> {
    move |node| {
        let text = text(node)?;
        match text.chars().count() {
            length if length > most => Err(format!("has {length} characters; {most} are the most")),
            _ => Ok(text),
        }
    }
}

/// A date of any precision.
pub(crate) fn date(node: &Node) -> Shaped<PartialDate> {
    let written = raw(node)?;
    PartialDate::new(written).map_err(|why| format!("is `{written}`, but {why}"))
}

/// A date that names a day.
pub(crate) fn day(node: &Node) -> Shaped<PartialDate> {
    let date = date(node)?;
    if date.is_full() {
        Ok(date)
    } else {
        Err(format!("is `{date}`, but must name a day (2015-06-15)"))
    }
}

/// The id of a record, source or question.
pub(crate) fn id(node: &Node) -> Shaped<RecordId> {
    let written = raw(node)?;
    RecordId::new(written).map_err(|why| format!("is `{written}`, but {why}"))
}

/// A language's code.
pub(crate) fn language(node: &Node) -> Shaped<Language> {
    let written = raw(node)?;
    Language::new(written).map_err(|why| format!("is `{written}`, but {why}"))
}

/// `yes` or `no`.
pub(crate) fn yes_no(node: &Node) -> Shaped<bool> {
    match raw(node)? {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        other => Err(format!("is `{other}`, but must be `yes` or `no`")),
    }
}

/// An address of the web, as written.
pub(crate) fn url(node: &Node) -> Shaped<String> {
    let written = raw(node)?;
    let reason = if written.chars().any(|c| c.is_whitespace() || c.is_control()) {
        "it has a space in it"
    } else {
        match Url::parse(written) {
            Err(_) => "it must begin with http:// or https:// and name a host",
            Ok(url) if !matches!(url.scheme(), "http" | "https") => {
                "only http and https are opened"
            }
            Ok(url) if !url.username().is_empty() || url.password().is_some() => {
                "it has a user name in it"
            }
            Ok(_) if !has_two_slashes(written) => "it must begin with http:// or https://",
            Ok(_) => return Ok(written.to_owned()),
        }
    };
    Err(format!("is `{written}`, which is no address to open: {reason}"))
}

/// The URL standard forgives `https:/host`; an author should not have to rely on it.
fn has_two_slashes(address: &str) -> bool {
    address
        .split_once(':')
        .is_some_and(|(_, rest)| rest.starts_with("//") && !rest.starts_with("///"))
}

/// A number in a range.
pub(crate) fn number<T>(range: RangeInclusive<T>) -> impl Fn(&Node) -> Shaped<T>
where
    T: FromStr + PartialOrd + Display,
{
    move |node| {
        let written = raw(node)?;
        written.parse().ok().filter(|n| range.contains(n)).ok_or_else(|| {
            format!(
                "is `{written}`, but must be a number from {} to {}",
                range.start(),
                range.end()
            )
        })
    }
}

/// A word of one of the domain's closed lists, as the domain itself writes them.
pub(crate) fn word<T: for<'de> Deserialize<'de>>(node: &Node) -> Shaped<T> {
    let written = raw(node)?;
    T::deserialize(IntoDeserializer::<WordError>::into_deserializer(written)).map_err(|error| {
        let error = error.to_string();
        let choices = error.split_once("expected ").map_or(error.as_str(), |(_, choices)| choices);
        format!("is `{written}`, but must be {choices}")
    })
}
