//! What speaks for a record, read from one segment of the index: which records have it, and what it
//! adds to their score.
//!
//! tantivy's own queries walk all their lists in step. For the counts beside the facets every match
//! must be met, but only some fifty can become the best; so here matching reads numbers of records
//! alone, and scores are read for those that can still win (see [`super::ranking`]).

use super::records::Records;
use super::ways::{Counted, Runs, Ways};
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight, EnableScoring};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, Result, Score, Searcher, SegmentReader, Term};

/// Looking one record up in a list costs about as much as reading on so many.
const JUMP: u64 = 8;

/// What speaks for records of one segment.
pub enum Evidence {
    /// A word in a field.
    Word(Box<Occurrences>),
    /// Records with what each is given for it.
    Listed(Vec<(DocId, Score)>),
    /// Records that are all given the same.
    Same(Records, Score),
}

/// Where a word of a field occurs.
pub struct Occurrences {
    index: Arc<InvertedIndexReader>,
    info: TermInfo,
    weight: Bm25Weight,
    norms: Option<FieldNormReader>,
}

/// Reads evidence from one segment.
pub struct Reading<'a> {
    /// Everything, for how rare words are.
    pub searcher: &'a Searcher,
    /// The segment.
    pub segment: &'a SegmentReader,
}

impl Reading<'_> {
    /// The evidence of all ways.
    pub fn all(&self, ways: &Ways) -> Result<Vec<Evidence>> {
        let mut all = Vec::new();
        for counted in &ways.terms {
            all.extend(self.word(counted)?.map(|word| Evidence::Word(Box::new(word))));
        }
        for words in &ways.best_of {
            all.push(Evidence::Listed(self.best_of(words)?));
        }
        if let Some(runs) = &ways.runs {
            all.push(Evidence::Listed(self.enough_of(runs)?));
        }
        for phrase in &ways.phrases {
            let mut found = Vec::new();
            let weight = phrase.weight(EnableScoring::enabled_from_searcher(self.searcher))?;
            weight.for_each(self.segment, &mut |record, score| found.push((record, score)))?;
            all.push(Evidence::Listed(found));
        }
        Ok(all)
    }

    /// The records that have this, all given the same for it.
    pub fn same(&self, term: &Term, score: Score) -> Result<Option<Evidence>> {
        let Some(word) = self.word(&(term.clone(), 1.0))? else { return Ok(None) };
        let mut records = Records::none(self.segment.max_doc());
        word.mark(&mut records)?;
        Ok(Some(Evidence::Same(records, score)))
    }

    fn word(&self, (term, counts): &Counted) -> Result<Option<Occurrences>> {
        let field = term.field();
        let index = self.segment.inverted_index(field)?;
        let Some(info) = index.get_term_info(term)? else { return Ok(None) };
        let records = self.searcher.total_num_docs()?;
        let length = self.searcher.total_num_tokens(field)? as Score / records as Score;
        let frequency = self.searcher.doc_freq(term)?;
        let weight = Bm25Weight::for_one_term_without_explain(frequency, records, length);
        let norms = self.segment.fieldnorms_readers().get_field(field)?;
        Ok(Some(Occurrences { index, info, weight: weight.boost_by(*counts), norms }))
    }

    /// The best of several words: a record is no better for having many of them.
    fn best_of(&self, words: &[Vec<Counted>]) -> Result<Vec<(DocId, Score)>> {
        let records = self.segment.max_doc() as usize;
        let (mut best, mut met): (Vec<Score>, Vec<DocId>) = (vec![0.0; records], Vec::new());
        let (mut sums, mut summed): (Vec<Score>, Vec<DocId>) = (Vec::new(), Vec::new());
        for ways in words {
            let mut lists = Vec::new();
            for counted in ways {
                lists.extend(self.word(counted)?);
            }
            let mut raise = |record: DocId, score: Score| {
                let known = &mut best[record as usize];
                if *known == 0.0 {
                    met.push(record);
                }
                *known = known.max(score);
            };
            if let [alone] = lists.as_slice() {
                alone.each(raise)?;
                continue;
            }
            sums.resize(records, 0.0);
            for list in &lists {
                list.each(|record, score| {
                    let sum = &mut sums[record as usize];
                    if *sum == 0.0 {
                        summed.push(record);
                    }
                    *sum += score;
                })?;
            }
            for record in summed.drain(..) {
                raise(record, std::mem::take(&mut sums[record as usize]));
            }
        }
        Ok(met.into_iter().map(|record| (record, best[record as usize])).collect())
    }

    /// The records that have enough of these runs of letters.
    fn enough_of(&self, runs: &Runs) -> Result<Vec<(DocId, Score)>> {
        let mut tally = vec![(0_u16, 0.0); self.segment.max_doc() as usize];
        let mut met = Vec::new();
        for run in &runs.terms {
            if let Some(word) = self.word(&(run.clone(), runs.counts))? {
                word.each(|record, score| {
                    let (times, sum) = &mut tally[record as usize];
                    if *times == 0 {
                        met.push(record);
                    }
                    *times += 1;
                    *sum += score;
                })?;
            }
        }
        let tallied = met.into_iter().map(|record| (record, tally[record as usize]));
        let enough = tallied.filter(|(_, (times, _))| usize::from(*times) >= runs.least);
        Ok(enough.map(|(record, (_, score))| (record, score)).collect())
    }
}

impl Occurrences {
    fn blocks(&self, option: IndexRecordOption) -> Result<BlockSegmentPostings> {
        Ok(self.index.read_block_postings_from_terminfo(&self.info, option)?)
    }

    fn mark(&self, records: &mut Records) -> Result<()> {
        let mut blocks = self.blocks(IndexRecordOption::Basic)?;
        while !blocks.docs().is_empty() {
            blocks.docs().iter().for_each(|record| records.insert(*record));
            blocks.advance();
        }
        Ok(())
    }

    /// Every record with its score.
    fn each(&self, mut take: impl FnMut(DocId, Score)) -> Result<()> {
        let mut blocks = self.blocks(IndexRecordOption::WithFreqs)?;
        while !blocks.docs().is_empty() {
            for (at, record) in blocks.docs().iter().enumerate() {
                take(*record, self.score(*record, blocks.freq(at)));
            }
            blocks.advance();
        }
        Ok(())
    }

    fn each_of(&self, wanted: &Records, mut take: impl FnMut(DocId, Score)) -> Result<()> {
        let mut blocks = self.blocks(IndexRecordOption::WithFreqs)?;
        while !blocks.docs().is_empty() {
            for (at, record) in blocks.docs().iter().enumerate() {
                if wanted.contains(*record) {
                    take(*record, self.score(*record, blocks.freq(at)));
                }
            }
            blocks.advance();
        }
        Ok(())
    }

    fn look_up(
        &self,
        wanted: impl Iterator<Item = DocId>,
        mut take: impl FnMut(DocId, Score),
    ) -> Result<()> {
        use tantivy::postings::Postings;
        let option = IndexRecordOption::WithFreqs;
        let mut postings = self.index.read_postings_from_terminfo(&self.info, option)?;
        for record in wanted {
            if postings.doc() < record {
                postings.seek(record);
            }
            if postings.doc() == record {
                take(record, self.score(record, postings.term_freq()));
            }
        }
        Ok(())
    }

    fn score(&self, record: DocId, times: u32) -> Score {
        // What has no length counts as one word, as tantivy has it.
        let length = self.norms.as_ref().map_or(1, |norms| norms.fieldnorm_id(record));
        self.weight.score(length, times)
    }
}

impl Evidence {
    /// The most it adds to a score.
    pub fn most(&self) -> Score {
        match self {
            Self::Word(word) => word.weight.max_score(),
            Self::Listed(listed) => listed.iter().fold(0.0, |most, (_, score)| most.max(*score)),
            Self::Same(_, score) => *score,
        }
    }

    /// Marks the records that have it.
    pub fn mark(&self, records: &mut Records) -> Result<()> {
        match self {
            Self::Word(word) => word.mark(records)?,
            Self::Listed(listed) => listed.iter().for_each(|(r, _)| records.insert(*r)),
            Self::Same(same, _) => records.join(same),
        }
        Ok(())
    }

    /// Hands over each of these `count` records that has it, with what it adds.
    pub fn each_of(
        &self,
        wanted: &Records,
        count: u32,
        mut take: impl FnMut(DocId, Score),
    ) -> Result<()> {
        match self {
            Self::Word(word) if u64::from(word.info.doc_freq) > JUMP * u64::from(count) => {
                word.look_up(wanted.iter(), take)?;
            }
            Self::Word(word) => word.each_of(wanted, take)?,
            Self::Listed(listed) => {
                let wanted = listed.iter().filter(|(record, _)| wanted.contains(*record));
                wanted.for_each(|(record, score)| take(*record, *score));
            }
            Self::Same(same, score) => {
                let mut both = same.clone();
                both.keep(wanted);
                both.iter().for_each(|record| take(record, *score));
            }
        }
        Ok(())
    }
}
