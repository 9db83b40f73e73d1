//! Which records of one segment match, and what speaks for each.

use super::evidence::{Evidence, Reading};
use super::matching::{Question, TIER};
use super::records::Records;
use super::ways::Ways;
use tantivy::Result;

/// A pass over one segment.
pub struct Pass<'a> {
    reading: Reading<'a>,
    question: &'a Question,
    evidence: Vec<Evidence>,
    /// Records that have every word, or what stands for it.
    pub all: Records,
    /// Records that have every word as typed.
    typed: Records,
    /// Records that have any of the words, or of what stands for them.
    any: Records,
}

impl<'a> Pass<'a> {
    /// Finds what matches.
    pub fn new(reading: Reading<'a>, question: &'a Question) -> Result<Self> {
        let alive = Records::alive(reading.segment);
        let none = Records::none(reading.segment.max_doc());
        let (all, typed) = (alive.clone(), alive.clone());
        let any = if question.wanted.is_empty() { alive.clone() } else { none };
        let mut pass = Self { reading, question, evidence: Vec::new(), all, typed, any };
        for wanted in &question.wanted {
            let mut here = alive.clone();
            for word in &wanted.words {
                let records = pass.read(word)?;
                pass.any.join(&records);
                here.keep(&records);
            }
            pass.typed.keep(&here);
            for wording in &wanted.instead {
                let records = pass.read(wording)?;
                pass.any.join(&records);
                here.join(&records);
            }
            pass.all.keep(&here);
        }
        for phrase in &question.phrases {
            let records = pass.read(phrase)?;
            pass.each_set(|set| set.keep(&records));
        }
        for without in &question.without {
            let records = pass.records(&pass.reading.all(without)?)?;
            pass.each_set(|set| set.remove(&records));
        }
        pass.each_set(|set| set.keep(&alive));
        Ok(pass)
    }

    /// The records that match: with every word, or where that is too much to ask, with any.
    pub fn matching(&self, relaxed: bool) -> &Records {
        if relaxed { &self.any } else { &self.all }
    }

    /// Everything that speaks for the records that match. Those that have all words as typed come
    /// before those that have what means the same, and these before those that have some.
    pub fn evidence(self, relaxed: bool) -> Result<Vec<Evidence>> {
        let mut evidence = self.evidence;
        for word in &self.question.helpful {
            evidence.extend(self.reading.all(word)?);
        }
        for (name, score) in &self.question.names {
            evidence.extend(self.reading.same(name, *score)?);
        }
        let stand_ins = self.question.has_stand_ins();
        if relaxed || stand_ins {
            evidence.push(Evidence::Same(self.typed, TIER));
        }
        if relaxed && stand_ins {
            evidence.push(Evidence::Same(self.all, TIER / 2.0));
        }
        Ok(evidence)
    }

    fn read(&mut self, ways: &Ways) -> Result<Records> {
        let evidence = self.reading.all(ways)?;
        let records = self.records(&evidence)?;
        self.evidence.extend(evidence);
        Ok(records)
    }

    fn records(&self, evidence: &[Evidence]) -> Result<Records> {
        let mut records = Records::none(self.reading.segment.max_doc());
        evidence.iter().try_for_each(|piece| piece.mark(&mut records))?;
        Ok(records)
    }

    fn each_set(&mut self, change: impl Fn(&mut Records)) {
        [&mut self.all, &mut self.typed, &mut self.any].into_iter().for_each(change);
    }
}
