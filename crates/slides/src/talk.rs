//! A talk of ten minutes: which of a record's slides are shown by themselves. The others wait hidden, one
//! press away; nothing is thrown away.
//!
//! The rule, in four turns, until the room is full: every part a talk cannot do without shows its first slide;
//! what did not work goes on to its end, for half of it would be another truth; then the parts a talk can do
//! without show their first; then all go on, page by page. So a short record is shown whole, and whoever reads
//! "1 of 3" in a heading knows that there is more.

use crate::draft::Draft;
use hrc_domain::deck::Part;
use std::collections::BTreeSet;

/// How many slides of a record are shown by themselves; its sources follow them.
pub(crate) const ROOM: usize = 12;

/// The parts no talk can do without.
const NEEDED: [Part; 10] = [
    Part::Title,
    Part::WhatWasDone,
    Part::WhatDidNotWork,
    Part::WhatYouNeed,
    Part::Discussion,
    Part::Structures,
    Part::Figures,
    Part::Context,
    Part::Map,
    Part::Quotation,
];

/// The others, the most telling first. Sections are each a part of their own.
const ALSO: [Part; 4] = [Part::Timeline, Part::Results, Part::Programmes, Part::Section];

/// Settles which of a record's slides wait hidden. What was chosen paragraph by paragraph never does.
pub(crate) fn settle(drafts: &mut [Draft]) {
    let mut ranked: Vec<(Rank, usize)> = Vec::new();
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| !draft.practitioner) {
        let before = drafts.iter().take(at).filter(|other| other.name == draft.name).count();
        ranked.push((rank(draft.part, before), at));
    }
    // A single slide would wait for nothing.
    if ranked.len() <= ROOM + 1 {
        return;
    }
    ranked.sort_unstable();
    let waiting: BTreeSet<usize> = ranked.into_iter().skip(ROOM).map(|(_, at)| at).collect();
    for (at, draft) in drafts.iter_mut().enumerate() {
        draft.spare = waiting.contains(&at);
    }
}

/// In which turn, after how many pages of the same, and where among the parts. Least is shown first.
type Rank = (u8, usize, usize);

fn rank(part: Part, page: usize) -> Rank {
    let place = |among: &[Part]| among.iter().position(|one| *one == part);
    let needed = place(&NEEDED);
    let turn = match (needed, page) {
        (Some(_), 0) => 0,
        (Some(_), _) if part == Part::WhatDidNotWork => 1,
        (None, 0) => 2,
        _ => 3,
    };
    let also = || NEEDED.len() + place(&ALSO).unwrap_or(ALSO.len());
    (turn, page, needed.unwrap_or_else(also))
}
