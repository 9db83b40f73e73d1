//! That what is published does not name who asked.

use hrc_domain::error::Result;
use hrc_domain::question::{PublicText, Question};
use hrc_domain::{Error, ErrorCode};
use std::collections::BTreeSet;

/// How long a part of a name must be to be looked for by itself.
const PART: usize = 3;

/// From which length on a word may go on: Graz is in Grazer, but Ulm is not in Ulmann's.
const STEM: usize = 4;

/// From which length on a word of the question says something of its own, in characters.
const TELLING: usize = 4;

/// Something of the asker's in a text that is to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// In which part: `title`, `summary` or `body`.
    pub field: &'static str,
    /// The words.
    pub words: String,
}

/// Errs with `invalid_input`, the field and what was found, where the text holds the asker's name,
/// a part of it, or their city. It errs too often rather than too rarely: who is called like a
/// common word has the word put in another way.
pub fn check(text: &PublicText, question: &Question) -> Result<()> {
    findings(text, question).first().map_or(Ok(()), |Finding { field, words }| {
        let sentence = format!("{field}: it holds \u{201c}{words}\u{201d}, which tells who asked");
        Err(Error::new(ErrorCode::InvalidInput, sentence))
    })
}

/// Everything for which [`check`] refuses the text.
pub fn findings(text: &PublicText, question: &Question) -> Vec<Finding> {
    let mut sought = parts(&question.name);
    if let Some(city) = &question.city {
        sought.push(words(city));
        // "Graz, Austria": the city comes first.
        sought.extend(city.split([',', '(', '/']).next().map(words));
    }
    sought.retain(|one| !one.is_empty());
    let mut found: Vec<Finding> = Vec::new();
    for (field, told) in fields(text) {
        let told = words(told);
        for one in sought.iter().filter(|one| is_in(&told, one)) {
            let finding = Finding { field, words: one.join(" ") };
            if !found.contains(&finding) {
                found.push(finding);
            }
        }
    }
    found
}

/// The words of the question that stand in the text too and might tell of the asker's situation:
/// numbers, and whatever is long enough to say something. Which of them are common is not known here.
pub fn echoes(text: &PublicText, question: &Question) -> BTreeSet<String> {
    let asked: BTreeSet<String> =
        words(&question.subject).into_iter().chain(words(&question.text)).collect();
    let told = fields(text).into_iter().flat_map(|(_, told)| words(told));
    let tells =
        |word: &String| word.chars().count() >= TELLING || word.chars().any(char::is_numeric);
    told.filter(|word| tells(word) && asked.contains(word)).collect()
}

fn fields(text: &PublicText) -> [(&'static str, &str); 3] {
    [("title", &text.title), ("summary", &text.summary), ("body", &text.body)]
}

/// A name as a whole, and each part of it that is more than an initial.
fn parts(name: &str) -> Vec<Vec<String>> {
    let whole = words(name);
    let long = whole.iter().filter(|word| word.chars().count() >= PART);
    let parts: Vec<_> = long.map(|word| vec![word.clone()]).collect();
    std::iter::once(whole).chain(parts).collect()
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Whether these words stand in the text one after the other; the last may go on.
fn is_in(text: &[String], sought: &[String]) -> bool {
    text.windows(sought.len()).any(|here| {
        let last = sought.len() - 1;
        here.iter().zip(sought).enumerate().all(|(at, (here, sought))| {
            let may_go_on = at == last && sought.chars().count() >= STEM;
            here == sought || (may_go_on && here.starts_with(sought.as_str()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hrc_domain::Language;

    fn check(body: &str) -> Result<()> {
        let question = serde_json::from_value(serde_json::json!({
            "id": "0190a1b2-c3d4-7e5f-8a6b-0123456789ab", "subject": "S", "text": "T",
            "language": "en", "asking_as": "named", "name": "Änne B. Müller",
            "city": "Graz, Austria", "publish": "yes", "written_at": "2026-11-21T09:00:00Z",
        }))
        .unwrap();
        let text = PublicText::new("T".into(), "S".into(), body.into(), Language::english());
        super::check(&text, &question)
    }

    #[test]
    fn a_name_or_a_city_is_found_however_it_is_written() {
        for body in [
            "as ÄNNE asked",
            "Frau Müllers Frage",
            "in **Graz**",
            "the Grazer way",
            "änne-b.müller",
            "Graz, Austria",
        ] {
            let refused = check(body).unwrap_err();
            assert_eq!(refused.code, ErrorCode::InvalidInput, "{body}");
            assert!(refused.message.starts_with("body: "), "where it is: {}", refused.message);
        }
    }

    #[test]
    fn words_of_the_question_are_told_where_they_might_tell_of_a_situation() {
        let question = serde_json::from_value(serde_json::json!({
            "id": "0190a1b2-c3d4-7e5f-8a6b-0123456789ab", "subject": "The Kornhaus",
            "text": "It burnt on 3 May, and we are on.", "language": "en", "asking_as": "named",
            "name": "A", "publish": "yes", "written_at": "2026-11-21T09:00:00Z",
        }))
        .unwrap();
        let body = "A KORNHAUS on 3 June".to_owned();
        let text = PublicText::new("T".into(), "S".into(), body, Language::english());
        let told: Vec<String> = echoes(&text, &question).into_iter().collect();
        assert_eq!(told, ["3", "kornhaus"], "a number and a name, but no small word");
    }

    #[test]
    fn what_says_nothing_of_the_asker_may_stay() {
        for body in ["B is for better", "anne", "a mullion", "Austria has laws"] {
            assert!(check(body).is_ok(), "{body}");
        }
        assert!(check("grazing").is_err(), "rather too often than too rarely");
    }
}
