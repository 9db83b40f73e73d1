//! From a question to what a page of results needs: how many match, of which facet values, and the
//! best of them.

use super::evidence::Reading;
use super::facets::{Facets, Ticks};
use super::matching::Question;
use super::order::{Columns, Found, Order, Ranking};
use super::pass::Pass;
use super::ranking::contenders;
use super::records::Records;
use tantivy::{DocAddress, Result, Searcher};

/// Below this many records a question is asked again with fewer demands.
const FEW: u32 = 10;

/// Asks questions.
pub struct Collecting<'a> {
    /// What is searched.
    pub searcher: &'a Searcher,
    /// The values there are.
    pub facets: &'a Facets,
    /// What is ticked.
    pub ticks: Ticks,
    /// How the best are put in order.
    pub order: &'a Order<'a>,
    /// What every record is put in order by.
    pub columns: &'a Columns,
    /// How many of the best are wanted.
    pub most: usize,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Collected {
    /// How many match the words, whatever is ticked.
    pub matching: u32,
    /// How many match words and ticks.
    pub total: u32,
    /// By value: how many there would be if it were the only one ticked in its group.
    pub counts: Vec<u32>,
    /// The best, best first.
    pub best: Vec<Found>,
}

impl Collecting<'_> {
    /// Asks for all words, and when that gives little, for any of them. Whether it gives little is
    /// told without regard to what is ticked; else ticking would change the question, and the
    /// counts beside the other values would not hold.
    pub fn collect(&self, question: &Question) -> Result<Collected> {
        let segments = self.searcher.segment_readers().iter();
        let passes = segments
            .map(|segment| Pass::new(Reading { searcher: self.searcher, segment }, question))
            .collect::<Result<Vec<_>>>()?;
        let strict: u32 = passes.iter().map(|pass| pass.matching(false).count()).sum();
        let relaxed = strict < FEW && question.can_be_relaxed();
        let mut collected = Collected { counts: self.facets.zeroes(), ..Collected::default() };
        for (number, pass) in (0..).zip(passes) {
            let matching = pass.matching(relaxed);
            collected.matching += matching.count();
            let met = self.facets.count(number, matching, &self.ticks, &mut collected.counts);
            collected.total += met.count();
            collected.best.extend(self.best(number, pass, &met, relaxed)?);
        }
        self.order.sort(&mut collected.best);
        collected.best.truncate(self.most);
        Ok(collected)
    }

    /// The best of a segment, in order.
    fn best(
        &self,
        number: u32,
        pass: Pass<'_>,
        met: &Records,
        relaxed: bool,
    ) -> Result<Vec<Found>> {
        if self.order.ranking == Ranking::Score {
            let (evidence, priors) = (pass.evidence(relaxed)?, self.columns.priors(number));
            let scored = contenders(met, evidence, self.most, priors)?;
            return Ok(self.order.select(number, &scored, self.most));
        }
        let found = |record| self.order.found(DocAddress::new(number, record), 0.0);
        let mut best: Vec<Found> = met.iter().map(found).collect();
        // Within a segment comparing is cheap; all of them need not be in order.
        if best.len() > self.most {
            best.select_nth_unstable_by(self.most, |one, other| self.order.compare(one, other));
            best.truncate(self.most);
        }
        Ok(best)
    }
}
