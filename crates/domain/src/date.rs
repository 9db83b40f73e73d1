//! Dates as sources give them: a year, a month of a year, or a day.

use serde::{Deserialize, Serialize};
use specta::Type;
use std::fmt;
use time::{Date, Month};

/// A date of the precision its source has: `2015`, `2015-06` or `2015-06-15`.
///
/// Years run from 1000 to 2999. Ordered as text, which is the order of time with the less precise
/// date first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(try_from = "String", into = "String")]
#[specta(type = String)]
pub struct PartialDate(String);

/// Why a text is not a [`PartialDate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadDate;

impl fmt::Display for BadDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date is a year (2015), a month (2015-06) or a day (2015-06-15) that exists")
    }
}

impl std::error::Error for BadDate {}

impl PartialDate {
    /// Reads a date; errs when the form is another one or the day does not exist.
    pub fn new(text: impl Into<String>) -> Result<Self, BadDate> {
        let text = text.into();
        let mut parts = text.split('-');
        let year = number(parts.next(), 4)?;
        let month = parts.next().map(|p| number(Some(p), 2)).transpose()?;
        let day = parts.next().map(|p| number(Some(p), 2)).transpose()?;
        let in_range = (1000..=2999).contains(&year) && parts.next().is_none();
        let month = Month::try_from(u8::try_from(month.unwrap_or(1)).map_err(|_| BadDate)?)
            .map_err(|_| BadDate)?;
        let day = u8::try_from(day.unwrap_or(1)).map_err(|_| BadDate)?;
        Date::from_calendar_date(i32::from(year), month, day).map_err(|_| BadDate)?;
        if in_range { Ok(Self(text)) } else { Err(BadDate) }
    }

    /// The date as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The year alone.
    pub fn year(&self) -> u16 {
        self.0.get(..4).and_then(|y| y.parse().ok()).unwrap_or_default()
    }

    /// Whether the date names a day, not only a month or a year.
    pub fn is_full(&self) -> bool {
        self.0.len() == 10
    }
}

fn number(part: Option<&str>, width: usize) -> Result<u16, BadDate> {
    let part = part.ok_or(BadDate)?;
    if part.len() != width || !part.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadDate);
    }
    part.parse().map_err(|_| BadDate)
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PartialDate {
    type Error = BadDate;
    fn try_from(text: String) -> Result<Self, BadDate> {
        Self::new(text)
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_the_precision_of_its_source() {
        for good in ["1997", "2015-06", "2024-02-29"] {
            assert!(PartialDate::new(good).is_ok(), "{good} is a date");
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        for bad in [
            "2023-02-29",
            "2015-13",
            "2015-6",
            "15-06-2015",
            "2015-06-31",
            "",
            "2015-06-15-1",
            "0999",
        ] {
            assert!(
                PartialDate::new(bad).is_err(),
                "{bad:?} is no date and must not be stored as one"
            );
        }
    }

    #[test]
    fn dates_sort_in_the_order_of_time() {
        let mut dates: Vec<_> = ["2015-06-15", "2014", "2015", "2015-06"]
            .into_iter()
            .filter_map(|d| PartialDate::new(d).ok())
            .collect();
        dates.sort();
        let text: Vec<_> = dates.iter().map(PartialDate::as_str).collect();
        assert_eq!(text, ["2014", "2015", "2015-06", "2015-06-15"], "timelines rely on this order");
    }
}
