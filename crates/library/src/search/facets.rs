//! The facet values of one state of the index, so that counting them is adding to a row of numbers.

use super::records::Records;
use super::schema::{FACET, fault};
use crate::names::Names;
use hrc_domain::error::Result;
use hrc_domain::search::{FacetCount, FacetCounts, FacetGroup, SearchRequest};
use std::collections::BTreeMap;
use tantivy::{DocId, Searcher, SegmentReader};

/// All values there are, and which of them each record has.
pub struct Facets {
    values: Vec<(FacetGroup, String)>,
    segments: Vec<Filed>,
}

/// The values of a segment's records, both ways round: where few records match, their rows are read;
/// where many do, what they share with each value is counted, sixty-four records at once.
struct Filed {
    rows: Rows,
    /// The records of each value that many have.
    common: Vec<(u32, Records)>,
    /// The other values of each record.
    others: Rows,
}

/// A value is common when at least one in so many records has it: then a bit for every record takes no
/// more room than the numbers of those that have it.
const COMMON: usize = 32;

/// Counting a value of one row takes about as long as comparing so many words of two sets.
const WORDS_A_VALUE: usize = 2;

/// The values of each record of a segment, one row after the other.
struct Rows {
    /// By record: where its row begins, which is where the one before ends.
    begins: Vec<u32>,
    values: Vec<u32>,
}

impl Rows {
    /// The numbers of a record's values.
    fn of(&self, record: DocId) -> &[u32] {
        let at = record as usize;
        &self.values[self.begins[at] as usize..self.begins[at + 1] as usize]
    }

    /// Reads the rows of a segment whose values are numbered so.
    fn read(segment: &SegmentReader, numbers: &[u32]) -> tantivy::Result<Self> {
        let column = segment.fast_fields().str(FACET)?;
        let mut rows = Self { begins: vec![0], values: Vec::new() };
        for record in 0..segment.max_doc() {
            let ordinals = column.iter().flat_map(|column| column.term_ords(record));
            rows.values.extend(ordinals.filter_map(|n| numbers.get(n as usize)));
            rows.begins.push(rows.values.len() as u32);
        }
        Ok(rows)
    }

    fn records(&self) -> u32 {
        self.begins.len() as u32 - 1
    }

    /// The same rows with only some of their values.
    fn with(&self, is_wanted: impl Fn(u32) -> bool) -> Self {
        let mut rows = Self { begins: vec![0], values: Vec::new() };
        for record in 0..self.records() {
            rows.values.extend(self.of(record).iter().filter(|value| is_wanted(**value)));
            rows.begins.push(rows.values.len() as u32);
        }
        rows
    }

    fn count(&self, records: &Records, counts: &mut [u32]) {
        for record in records.iter() {
            self.of(record).iter().for_each(|value| counts[*value as usize] += 1);
        }
    }
}

impl Filed {
    /// These rows, of which each value has a number below this.
    fn new(rows: Rows, values: usize) -> Self {
        let records = rows.records();
        let mut times = vec![0; values];
        rows.values.iter().for_each(|value| times[*value as usize] += 1);
        let is_common = |value: u32| times[value as usize] * COMMON >= records as usize;
        let mut sets: BTreeMap<u32, Records> = BTreeMap::new();
        for record in 0..records {
            for value in rows.of(record).iter().filter(|value| is_common(**value)) {
                sets.entry(*value).or_insert_with(|| Records::none(records)).insert(record);
            }
        }
        let others = rows.with(|value| !is_common(value));
        Self { rows, common: sets.into_iter().collect(), others }
    }

    /// Counts the values of these records.
    fn count(&self, records: &Records, counts: &mut [u32]) {
        let all = self.rows.records() as usize;
        let in_common = self.rows.values.len() - self.others.values.len();
        let one_by_one = records.count() as usize * (in_common / all.max(1)) * WORDS_A_VALUE;
        if one_by_one < self.common.len() * all.div_ceil(u64::BITS as usize) {
            return self.rows.count(records, counts);
        }
        for (value, filed) in &self.common {
            counts[*value as usize] += records.shared(filed);
        }
        self.others.count(records, counts);
    }
}

/// What is ticked: by value its group as a bit, and all groups that have a tick.
#[derive(Clone, Default)]
pub struct Ticks {
    /// For each value the bit of its group where it is ticked, else 0.
    pub by_value: Vec<u16>,
    /// The groups that narrow.
    pub groups: u16,
}

impl Facets {
    /// Reads the values out of the index.
    pub fn read(searcher: &Searcher) -> Result<Self> {
        let mut known: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        let mut segments = Vec::new();
        for (number, segment) in searcher.segment_readers().iter().enumerate() {
            let column = segment.fast_fields().str(FACET).map_err(fault("reading the facets"))?;
            let mut width = 0;
            if let Some(column) = column {
                let mut stream = column
                    .dictionary()
                    .stream()
                    .map_err(|cause| fault("reading the facets")(cause.into()))?;
                while stream.advance() {
                    let value = String::from_utf8_lossy(stream.key()).into_owned();
                    known.entry(value).or_default().push((number, width));
                    width += 1;
                }
            }
            segments.push(vec![0; width]);
        }
        let mut values = Vec::new();
        for (value, places) in known {
            let Some(value) = parse(&value) else { continue };
            for (segment, ordinal) in places {
                segments[segment][ordinal] = values.len() as u32;
            }
            values.push(value);
        }
        let segments = searcher.segment_readers().iter().zip(&segments);
        let rows = segments
            .map(|(segment, numbers)| Ok(Filed::new(Rows::read(segment, numbers)?, values.len())));
        let segments = rows.collect::<tantivy::Result<_>>().map_err(fault("reading the facets"))?;
        Ok(Self { values, segments })
    }

    /// A count of nothing for each value.
    pub fn zeroes(&self) -> Vec<u32> {
        vec![0; self.values.len()]
    }

    /// Counts the values of a segment's records, and gives those that meet what is ticked.
    ///
    /// A record that fails no group counts everywhere. One that fails exactly one group would be
    /// there if only that group's ticks were different: it counts in that group alone. That is what
    /// makes the number beside a value the number of results one gets by ticking it instead.
    pub fn count(
        &self,
        segment: u32,
        matching: &Records,
        ticks: &Ticks,
        counts: &mut [u32],
    ) -> Records {
        let mut met = matching.clone();
        let Some(filed) = self.segments.get(segment as usize) else { return met };
        if ticks.groups == 0 {
            filed.count(matching, counts);
            return met;
        }
        for record in matching.iter() {
            let values = filed.rows.of(record);
            let ticked = values.iter().fold(0, |all, v| all | ticks.by_value[*v as usize]);
            let failed = ticks.groups & !ticked;
            if failed != 0 {
                met.take(record);
            }
            for value in values.iter().map(|value| *value as usize) {
                let counted = failed == 0 || failed == bit(self.values[value].0);
                counts[value] += u32::from(counted);
            }
        }
        met
    }

    /// The values of a group.
    pub fn of(&self, group: FacetGroup) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |(g, _)| *g == group).map(|(_, value)| value.as_str())
    }

    /// What a request ticks. A group with an empty list narrows nothing.
    pub fn ticks(&self, request: &SearchRequest) -> Ticks {
        let ticked = |group: &FacetGroup, value: &String| {
            request.filters.get(group).is_some_and(|values| values.contains(value))
        };
        let by_value =
            self.values.iter().map(|(g, v)| if ticked(g, v) { bit(*g) } else { 0 }).collect();
        let narrowing = request.filters.iter().filter(|(_, values)| !values.is_empty());
        Ticks { by_value, groups: narrowing.fold(0, |groups, (group, _)| groups | bit(*group)) }
    }

    /// The counts laid out by group; ticked values with nothing stay, so that they can be unticked.
    pub fn laid_out(
        &self,
        counts: &[u32],
        request: &SearchRequest,
        names: &Names,
    ) -> Vec<FacetCounts> {
        FacetGroup::ALL
            .into_iter()
            .filter_map(|group| {
                let ticked = request.filters.get(&group).map_or(&[][..], Vec::as_slice);
                let counted = self.values.iter().zip(counts).filter(|((g, _), _)| *g == group);
                let mut found: BTreeMap<&str, u32> =
                    ticked.iter().map(|value| (value.as_str(), 0)).collect();
                for ((_, value), count) in counted.filter(|(_, count)| **count > 0) {
                    found.insert(value, *count);
                }
                let mut values: Vec<FacetCount> = found
                    .into_iter()
                    .map(|(value, count)| FacetCount {
                        label: names.label(group, value, &request.language),
                        selected: ticked.iter().any(|ticked| ticked == value),
                        value: value.to_owned(),
                        count,
                    })
                    .collect();
                values.sort_by_cached_key(|v| {
                    let label = v.label.as_ref().unwrap_or(&v.value);
                    let label = crate::alphabet::order(&request.language, label);
                    (std::cmp::Reverse(v.count), label, v.value.clone())
                });
                (!values.is_empty()).then_some(FacetCounts { group, values })
            })
            .collect()
    }
}

/// Thirteen groups fit into sixteen bits.
const fn bit(group: FacetGroup) -> u16 {
    1 << group as u16
}

fn parse(facet: &str) -> Option<(FacetGroup, String)> {
    let (name, value) = facet.split_once('=')?;
    let group = FacetGroup::ALL.into_iter().find(|group| group.as_str() == name)?;
    Some((group, value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn both_ways_of_counting_count_alike(
            rows in prop::collection::vec(prop::collection::btree_set(0_u32..40, 0..6), 1..300),
            matching in prop::collection::vec(any::<bool>(), 300),
        ) {
            let mut all = Rows { begins: vec![0], values: Vec::new() };
            for row in &rows {
                // The first three values are common, the others are not.
                let row: BTreeSet<u32> = row.iter().map(|v| if *v > 20 { v % 3 } else { *v }).collect();
                all.values.extend(row);
                all.begins.push(all.values.len() as u32);
            }
            let records = all.records();
            let mut set = Records::none(records);
            (0..records).filter(|r| matching[*r as usize]).for_each(|r| set.insert(r));
            let (mut by_rows, mut by_sets) = (vec![0; 40], vec![0; 40]);
            all.count(&set, &mut by_rows);
            let filed = Filed::new(all, 40);
            filed.common.iter().for_each(|(v, of)| by_sets[*v as usize] += set.shared(of));
            filed.others.count(&set, &mut by_sets);
            prop_assert_eq!(&by_rows, &by_sets, "what is common is counted by sets, the rest by rows");
            let mut counted = vec![0; 40];
            filed.count(&set, &mut counted);
            prop_assert_eq!(&by_rows, &counted, "whichever way is taken");
        }
    }
}
