//! The best of what matches, without scoring what cannot be among them.
//!
//! Evidence is weighed heaviest first. As soon as enough records have more than everything still to
//! come could give, a record without a score is out, and soon most of the others are: what is left,
//! usually the long lists of common words, is looked up for the few that remain. (This is what
//! Turtle and Flood called max_score, 1995.)

use super::document::MOST_PRIOR;
use super::evidence::Evidence;
use super::records::Records;
use tantivy::{DocId, Result, Score};

/// Sums of the same numbers in another order differ by less than this.
const ROUNDING: Score = 1e-3;

/// Records that can be among the `most` best once their prior is counted in, with their scores without
/// it. The priors are those of all records there are.
pub fn contenders(
    matching: &Records,
    evidence: Vec<Evidence>,
    most: usize,
    priors: &[Score],
) -> Result<Vec<(DocId, Score)>> {
    // Asked of each once: some look through all they have.
    let mut evidence: Vec<(Score, Evidence)> =
        evidence.into_iter().map(|piece| (piece.most(), piece)).collect();
    evidence.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let mut to_come: Score = evidence.iter().map(|(most, _)| most).sum();
    let mut scores = vec![0.0; priors.len()];
    let mut wanted = matching.clone();
    let mut met = Vec::new();
    let mut closed = false;
    for (its_most, piece) in &evidence {
        let count = if closed { met.len() as u32 } else { wanted.count() };
        piece.each_of(&wanted, count, |record, score| {
            let sum: &mut Score = &mut scores[record as usize];
            if *sum == 0.0 && !closed {
                met.push(record);
            }
            *sum += score;
        })?;
        to_come = (to_come - its_most).max(0.0);
        // What a record is worth so far, and what it may be worth at most.
        let worth = |record: &DocId| scores[*record as usize] * priors[*record as usize];
        let hope = |record: &DocId| {
            (scores[*record as usize] + to_come + ROUNDING) * priors[*record as usize]
        };
        // What a record must be worth so that none with nothing yet can pass it.
        let enough = (to_come + ROUNDING) * MOST_PRIOR;
        if !closed && met.iter().filter(|record| worth(record) > enough).nth(most).is_none() {
            continue;
        }
        closed = true;
        let bar = nth_best(met.iter().map(worth), most);
        met.retain(|record| hope(record) >= bar);
        wanted.only(&met);
    }
    if !closed {
        // Whoever has nothing matches nonetheless.
        let rest = matching.iter().filter(|record| scores[*record as usize] == 0.0);
        met.extend(rest.take(most));
    }
    Ok(met.into_iter().map(|record| (record, scores[record as usize])).collect())
}

fn nth_best(scores: impl Iterator<Item = Score>, nth: usize) -> Score {
    let mut scores: Vec<Score> = scores.collect();
    if nth >= scores.len() {
        return 0.0;
    }
    *scores.select_nth_unstable_by(nth, |one, other| other.total_cmp(one)).1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces() -> impl Strategy<Value = Vec<(Score, Vec<(DocId, Score)>)>> {
        let score = (1_u16..1_000).prop_map(|n| f32::from(n) / 100.0);
        let listed = prop::collection::btree_map(0_u32..200, score.clone(), 0..150);
        let piece = (score, listed.prop_map(|listed| listed.into_iter().collect()));
        prop::collection::vec(piece, 0..6)
    }

    proptest! {
        #[test]
        fn the_best_are_never_left_out(
            pieces in pieces(),
            most in 1_usize..20,
            same: bool,
            priors in prop::collection::vec((95_u8..=115).prop_map(|n| f32::from(n) / 100.0), 200),
        ) {
            let mut matching = Records::none(200);
            let mut sums = vec![0.0; 200];
            for (score, listed) in &pieces {
                for (record, own) in listed {
                    matching.insert(*record);
                    sums[*record as usize] += if same { *score } else { *own };
                }
            }
            let evidence = pieces.into_iter().map(|(score, listed)| {
                let mut records = Records::none(200);
                listed.iter().for_each(|(record, _)| records.insert(*record));
                if same { Evidence::Same(records, score) } else { Evidence::Listed(listed) }
            });
            let found = contenders(&matching, evidence.collect(), most, &priors).unwrap();
            for (record, score) in &found {
                let sum: Score = sums[*record as usize];
                prop_assert!((sum - score).abs() < 0.01, "{record} has {score}, should {sum}");
            }
            let worth = |record: DocId| sums[record as usize] * priors[record as usize];
            let bar = nth_best(matching.iter().map(worth), most - 1);
            for record in matching.iter().filter(|record| worth(*record) > bar) {
                prop_assert!(found.iter().any(|(r, _)| *r == record), "{record} is one of the best");
            }
        }
    }
}
