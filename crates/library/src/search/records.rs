//! A set of records of one segment, a bit each: what matches, found by joining and keeping.

use tantivy::{DocId, SegmentReader};

/// Records of one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records(Vec<u64>);

impl Records {
    /// None of so many.
    pub fn none(of: u32) -> Self {
        Self(vec![0; of.div_ceil(u64::BITS) as usize])
    }

    /// All of a segment that have not been deleted.
    pub fn alive(segment: &SegmentReader) -> Self {
        let mut alive = Self::none(segment.max_doc());
        if segment.has_deletes() {
            segment.doc_ids_alive().for_each(|record| alive.insert(record));
            return alive;
        }
        alive.0.fill(u64::MAX);
        if let Some(last) = alive.0.last_mut() {
            *last >>= (u64::BITS - segment.max_doc() % u64::BITS) % u64::BITS;
        }
        alive
    }

    /// Puts a record in.
    pub fn insert(&mut self, record: DocId) {
        let (at, bit) = place(record);
        self.0[at] |= bit;
    }

    /// Takes a record out.
    pub fn take(&mut self, record: DocId) {
        let (at, bit) = place(record);
        self.0[at] &= !bit;
    }

    /// Whether a record is there.
    pub fn contains(&self, record: DocId) -> bool {
        let (at, bit) = place(record);
        self.0[at] & bit != 0
    }

    /// Makes it the set of these and no others.
    pub fn only(&mut self, records: &[DocId]) {
        self.0.fill(0);
        records.iter().for_each(|record| self.insert(*record));
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        self.0.iter().map(|bits| bits.count_ones()).sum()
    }

    /// How many are in both.
    pub fn shared(&self, others: &Self) -> u32 {
        self.0.iter().zip(&others.0).map(|(bits, others)| (bits & others).count_ones()).sum()
    }

    /// Keeps those that are there, too.
    pub fn keep(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(bits, others)| *bits &= others);
    }

    /// Adds those.
    pub fn join(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(bits, others)| *bits |= others);
    }

    /// Takes those away.
    pub fn remove(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(bits, others)| *bits &= !others);
    }

    /// All there are, in order.
    pub fn iter(&self) -> impl Iterator<Item = DocId> + '_ {
        (0..).zip(&self.0).filter(|(_, bits)| **bits != 0).flat_map(|(at, bits)| {
            let after = |left: &u64| Some(left & (left - 1)).filter(|left| *left != 0);
            std::iter::successors(Some(*bits), after)
                .map(move |left| at * u64::BITS + left.trailing_zeros())
        })
    }
}

const fn place(record: DocId) -> (usize, u64) {
    ((record / u64::BITS) as usize, 1 << (record % u64::BITS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn sets_are_what_sets_are(one: BTreeSet<u8>, other: BTreeSet<u8>) {
            let of = |set: &BTreeSet<u8>| {
                let mut records = Records::none(256);
                set.iter().for_each(|n| records.insert(u32::from(*n)));
                records
            };
            let numbers = |records: &Records| records.iter().collect::<Vec<_>>();
            let expected = |set: Vec<&u8>| set.into_iter().map(|n| u32::from(*n)).collect::<Vec<_>>();
            let (left, right) = (of(&one), of(&other));
            prop_assert_eq!(left.count() as usize, one.len(), "all are counted");
            let mut both = left.clone();
            both.keep(&right);
            prop_assert_eq!(numbers(&both), expected(one.intersection(&other).collect()), "kept");
            prop_assert_eq!(left.shared(&right), both.count(), "counted without being kept");
            let mut any = left.clone();
            any.join(&right);
            prop_assert_eq!(numbers(&any), expected(one.union(&other).collect()), "joined");
            let mut rest = left;
            rest.remove(&right);
            prop_assert_eq!(numbers(&rest), expected(one.difference(&other).collect()), "removed");
        }
    }
}
