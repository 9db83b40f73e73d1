//! The words around the texts, from the window's own catalogues: one text for screen and paper.

use hrc_domain::error::Result;
use hrc_domain::{Language, PartialDate};
use hrc_slides::Wording;

/// The words of one language.
pub(crate) struct Words {
    wording: Wording,
    months: Vec<String>,
}

impl Words {
    /// The words of this language; English where there are none.
    pub(crate) fn of(language: &Language) -> Result<Self> {
        let wording = Wording::of(language)?;
        let months = wording.get("print.months").split(", ").map(str::to_owned).collect();
        Ok(Self { wording, months })
    }

    /// The language they are in.
    pub(crate) fn language(&self) -> &Language {
        self.wording.language()
    }

    /// What the catalogue says under a name; the name itself where it says nothing.
    pub(crate) fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.wording.get(key)
    }

    /// A sentence with its blanks filled.
    pub(crate) fn fill(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        let mut rest = self.say(key);
        let mut filled = String::new();
        // One pass: what is filled in may itself look like a blank.
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, behind)) = after.split_once('}') else { break };
            match blanks.iter().find(|(blank, _)| *blank == name) {
                Some((_, value)) => filled.push_str(value),
                None => filled.push_str(&format!("{{{name}}}")),
            }
            rest = behind;
        }
        filled.push_str(rest);
        filled
    }

    /// A date as precise as its source has it: `2015`, `June 2015`, `15 June 2015`.
    pub(crate) fn date(&self, date: &PartialDate) -> String {
        let mut parts = date.as_str().split('-');
        let year = parts.next().unwrap_or_default();
        let month = parts.next().and_then(|month| month.parse::<usize>().ok());
        let month = month.and_then(|month| self.months.get(month.checked_sub(1)?));
        let Some(month) = month else { return year.to_owned() };
        let Some(day) = parts.next() else {
            return self.fill("print.month", &[("month", month), ("year", year)]);
        };
        let day = match day.trim_start_matches('0') {
            // French writes the first of a month as an ordinal, and no other day.
            "1" if self.language().as_str() == "fr" => "1er",
            day => day,
        };
        self.fill("print.day", &[("day", day), ("month", month), ("year", year)])
    }

    /// A whole number, its thousands apart as this language has them.
    pub(crate) fn number(&self, number: u32) -> String {
        let apart = match self.language().as_str() {
            "en" => ",",
            "de" | "nl" => ".",
            "es" if number < 10_000 => "",
            "es" | "sv" => "\u{a0}",
            _ => "\u{202f}",
        };
        let digits = number.to_string();
        let mut said = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                said.push_str(apart);
            }
            said.push(digit);
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(code: &str) -> Words {
        Words::of(&Language::new(code).unwrap()).unwrap()
    }

    fn said(code: &str, date: &str) -> String {
        words(code).date(&PartialDate::new(date).unwrap())
    }

    #[test]
    fn a_date_is_said_as_precisely_as_it_is_known() {
        assert_eq!(said("en", "2015"), "2015", "a year is no first of January");
        assert_eq!(said("en", "2015-06"), "June 2015", "nor is a month its first day");
        assert_eq!(said("en", "2001-02-08"), "8 February 2001", "days have no leading nought");
    }

    #[test]
    fn every_language_has_its_own_order_and_months() {
        let days = ["en", "de", "fr", "nl", "sv", "es"].map(|code| said(code, "2017-08-01"));
        let expected = [
            "1 August 2017",
            "1. August 2017",
            "1er août 2017",
            "1 augustus 2017",
            "1 augusti 2017",
            "1 de agosto de 2017",
        ];
        assert_eq!(days, expected, "as a reader of each language would write it");
        for code in hrc_domain::language::INTERFACE {
            assert_eq!(words(code).months.len(), 12, "{code} has twelve months");
        }
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let said = words("en").fill("as_of", &[("date", "{date} {x}")]);
        assert_eq!(said, "as of {date} {x}", "an author's braces stay what they are");
    }

    #[test]
    fn a_language_without_a_catalogue_is_spoken_to_in_english() {
        assert_eq!(words("fi").language().as_str(), "en", "and says so");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(words("en").number(1_291_072), "1,291,072", "in English by a comma");
        assert_eq!(words("fr").number(291_072), "291\u{202f}072", "in French by a narrow space");
        assert_eq!(words("es").number(9_107), "9107", "in Spanish not under ten thousand");
    }
}
