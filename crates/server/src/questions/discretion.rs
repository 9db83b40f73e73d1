//! That what is published does not name who asked.

use hrc_domain::error::Result;
use hrc_domain::question::{PublicText, Question};
use hrc_domain::{Error, ErrorCode};

/// How long a part of a name must be to be looked for by itself.
const PART: usize = 3;

/// From which length on a word may go on: Graz is in Grazer, but Ulm is not in Ulmann's.
const STEM: usize = 4;

/// Errs with `invalid_input`, the field and what was found, where the text holds the asker's name,
/// a part of it, or their city. It errs too often rather than too rarely: who is called like a
/// common word has the word put in another way.
pub fn check(text: &PublicText, question: &Question) -> Result<()> {
    let mut sought = parts(&question.name);
    if let Some(city) = &question.city {
        sought.push(words(city));
        // "Graz, Austria": the city comes first.
        sought.extend(city.split([',', '(', '/']).next().map(words));
    }
    sought.retain(|one| !one.is_empty());
    for (field, told) in [("title", &text.title), ("summary", &text.summary), ("body", &text.body)]
    {
        let told = words(told);
        if let Some(found) = sought.iter().find(|one| is_in(&told, one)) {
            let sentence = format!(
                "{field}: it holds \u{201c}{}\u{201d}, which tells who asked",
                found.join(" ")
            );
            return Err(Error::new(ErrorCode::InvalidInput, sentence));
        }
    }
    Ok(())
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
    fn what_says_nothing_of_the_asker_may_stay() {
        for body in ["B is for better", "anne", "a mullion", "Austria has laws"] {
            assert!(check(body).is_ok(), "{body}");
        }
        assert!(check("grazing").is_err(), "rather too often than too rarely");
    }
}
