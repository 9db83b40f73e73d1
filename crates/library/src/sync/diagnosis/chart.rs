//! What has been found so far, without secrets and without whatever a stranger may have put into it.

use hrc_domain::diagnosis::{Cause, Check, Examination, Fact, Verdict};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

/// What a value from outside may have at most, in characters.
const LONGEST: usize = 400;

/// The findings, one a check.
#[derive(Debug, Default)]
pub(super) struct Chart {
    findings: RefCell<BTreeMap<Check, Examination>>,
}

impl Chart {
    /// Notes a finding. One of the same check gives way, unless it already failed.
    pub(super) fn note(&self, finding: Examination) {
        let mut findings = self.findings.borrow_mut();
        let has_failed =
            findings.get(&finding.check).is_some_and(|known| known.verdict == Verdict::Failed);
        if !has_failed {
            findings.insert(finding.check, presentable(finding));
        }
    }

    /// The findings of all checks; those without one were not reached, for this reason if it is
    /// none of the others'.
    pub(super) fn conclude(self, why: Option<Cause>) -> Vec<Examination> {
        let mut findings = self.findings.into_inner();
        let all = Check::ALL.into_iter();
        all.map(|check| {
            findings.remove(&check).unwrap_or_else(|| Examination::not_reached(check, why))
        })
        .collect()
    }
}

fn presentable(finding: Examination) -> Examination {
    let message = plain(&without_secrets(&finding.message));
    let facts = finding.facts.into_iter();
    let facts = facts.map(|Fact { name, value }| Fact { name, value: plain(&value) }).collect();
    Examination { facts, message, ..finding }
}

/// A path as it may be shown to others: the home folder, and so whose it is, left out.
pub(super) fn shown(path: &Path) -> String {
    let within = std::env::home_dir().and_then(|home| path.strip_prefix(home).ok());
    match within {
        Some(rest) => Path::new("~").join(rest).display().to_string(),
        None => path.display().to_string(),
    }
}

/// A sentence without the home folder, and without the name and password an address in it may hold.
fn without_secrets(sentence: &str) -> String {
    let home = std::env::home_dir().map(|home| home.display().to_string());
    let sentence = match home.filter(|home| home.len() > 1) {
        Some(home) => sentence.replace(&home, "~"),
        None => sentence.to_owned(),
    };
    // A password may hold any letter, also such as end an address elsewhere: better too much is left
    // out than a part of it left in.
    let Some(at) = sentence.rfind('@') else { return sentence };
    let before = &sentence[..at];
    let begins = match before.find("://") {
        Some(scheme) => scheme + "://".len(),
        None => before.rfind(char::is_whitespace).map_or(0, |space| space + 1),
    };
    format!("{}…{}", &sentence[..begins], &sentence[at..])
}

/// Text from outside as one line of bounded length that no terminal takes for orders.
fn plain(text: &str) -> String {
    let letters = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = letters.take(LONGEST).collect();
    if text.chars().count() > LONGEST {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use hrc_domain::diagnosis::FactName;

    #[test]
    fn no_name_and_password_is_left_in_a_sentence() {
        let cases = [
            ("the address http://me:secret@a/: no", "the address http://…@a/: no"),
            ("http://me:se cret@a/ is none", "http://…@a/ is none"),
            ("http://me:s@cret@a/", "http://…@a/"),
            ("proxy me:secret@a:3128", "proxy …@a:3128"),
            ("nothing of the sort", "nothing of the sort"),
        ];
        for (sentence, shown) in cases {
            assert_eq!(without_secrets(sentence), shown, "{sentence}");
        }
    }

    #[test]
    fn what_a_stranger_wrote_gives_no_orders_and_has_an_end() {
        let issuer = format!("CN=\u{1b}[2J{}", "x".repeat(1000));
        let chart = Chart::default();
        chart.note(Examination::well(Check::Certificate).with(FactName::Issuer, issuer));
        let findings = chart.conclude(None);
        let certificate = findings.iter().find(|f| f.check == Check::Certificate).unwrap();
        let shown = &certificate.facts[0].value;
        assert!(!shown.contains('\u{1b}'), "no control character: {shown}");
        assert_eq!(shown.chars().count(), LONGEST + 1, "and an end");
    }

    #[test]
    fn a_failure_is_not_covered_up_and_every_check_has_a_finding() {
        let chart = Chart::default();
        chart.note(Examination::well(Check::Proxy));
        chart.note(Examination::failed(Check::Proxy, Cause::ProxyWantsLogin));
        chart.note(Examination::well(Check::Proxy));
        let findings = chart.conclude(Some(Cause::Stopped));
        let checks: Vec<_> = findings.iter().map(|finding| finding.check).collect();
        assert_eq!(checks, Check::ALL, "one a check, in order");
        let proxy = &findings[Check::Proxy as usize];
        assert_eq!(proxy.verdict, Verdict::Failed, "the failure stays");
        let lock = &findings[Check::Lock as usize];
        assert_eq!(lock.cause, Some(Cause::Stopped), "what was not reached says why");
    }
}
