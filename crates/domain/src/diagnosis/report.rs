//! A diagnosis as text to copy: what an IT department can act on, in English, without secrets.

use super::{Diagnosis, Examination, Fact, Verdict};
use serde::Serialize;
use std::fmt::Write;

impl Diagnosis {
    /// The diagnosis as plain text.
    pub fn report(&self) -> String {
        let mut text = String::from("Human Rights Cities Knowledge Centre: can it sync?\n");
        // Writing to a string never fails, here and below.
        let _ = writeln!(text, "{}, {}\n", self.at, self.server.as_deref().unwrap_or("no server"));
        for finding in &self.findings {
            describe(&mut text, finding);
        }
        text
    }
}

fn describe(text: &mut String, finding: &Examination) {
    let Examination { check, verdict, cause, facts, message } = finding;
    let sign = match verdict {
        Verdict::Well => "well",
        Verdict::Warning => "WARNING",
        Verdict::Failed => "FAILED",
        Verdict::NotReached => "-",
    };
    let cause_word = cause.map(|cause| format!(": {}", word(&cause))).unwrap_or_default();
    let _ = writeln!(text, "{sign:<8} {}{cause_word}", word(check));
    for Fact { name, value } in facts {
        let _ = writeln!(text, "         {} = {value}", word(name));
    }
    if !message.is_empty() {
        let _ = writeln!(text, "         {message}");
    }
    let advice = cause.map_or("", |cause| cause.advice());
    if !advice.is_empty() {
        let _ = writeln!(text, "         To do: {advice}");
    }
}

/// The word under which a value crosses boundaries, so that report and JSON can be compared.
fn word(value: &impl Serialize) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::{Cause, Check, FactName};

    #[test]
    fn a_report_says_what_failed_and_what_to_do() {
        let certificate = Examination::failed(Check::Certificate, Cause::IssuerUnknown)
            .with(FactName::Issuer, "CN=City Inspection")
            .saying("invalid peer certificate: UnknownIssuer");
        let diagnosis = Diagnosis {
            at: "2026-11-21T08:00:00Z".into(),
            server: Some("https://centre.example/".into()),
            findings: vec![Examination::well(Check::Name), certificate],
        };
        let report = diagnosis.report();
        for part in [
            "2026-11-21T08:00:00Z, https://centre.example/",
            "well     name\n",
            "FAILED   certificate: issuer_unknown\n",
            "issuer = CN=City Inspection\n",
            "invalid peer certificate: UnknownIssuer\n",
            "To do: Where the issuer is the network's own",
        ] {
            assert!(report.contains(part), "{part:?} is in:\n{report}");
        }
        assert!(!diagnosis.is_well(), "something failed");
    }

    #[test]
    fn a_warning_alone_keeps_nobody_from_syncing() {
        let findings = vec![Examination::warning(Check::Clock, Cause::ClockOff)];
        let diagnosis = Diagnosis { at: String::new(), server: None, findings };
        assert!(diagnosis.is_well(), "it can sync");
        assert!(diagnosis.report().contains("no server"), "and says that none is named");
    }

    #[test]
    fn every_cause_that_is_a_fault_says_what_to_do() {
        let silent = [Cause::LeftToProxy, Cause::NotEncrypted, Cause::NotEnrolled];
        for cause in Cause::ALL {
            assert_eq!(cause.advice().is_empty(), silent.contains(&cause), "{cause:?}");
        }
    }

    #[test]
    fn every_check_and_cause_is_listed_once() {
        let checks: std::collections::BTreeSet<_> = Check::ALL.iter().map(word).collect();
        assert_eq!(checks.len(), Check::ALL.len(), "checks have words of their own");
        assert!(Check::ALL.is_sorted(), "their order is the one they are declared in");
        let causes: std::collections::BTreeSet<_> = Cause::ALL.iter().map(word).collect();
        assert_eq!(causes.len(), Cause::ALL.len(), "causes have words of their own");
    }
}
