//! The way from where a library is to where its feed is.

use crate::store::Mark;
use hrc_domain::error::Result;
use hrc_feed::{Catalogue, Segment, Snapshot};

/// What is to be fetched and applied.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// Nothing: the library is at the head.
    Stay,
    /// Nothing but the mark: the library holds just what the feed does, as a bundle of the same
    /// content would.
    Adopt,
    /// The changes since.
    Advance(Vec<Segment>),
    /// Everything anew: the snapshot and the changes since it. Without a snapshot the changes
    /// reach back to the beginning.
    Replace(Option<Snapshot>, Vec<Segment>),
}

impl Plan {
    /// Makes it. `follows` tells whether the library's head is one of this feed.
    pub(super) fn make(catalogue: &Catalogue, mark: &Mark, follows: bool) -> Result<Self> {
        // A feed nothing was published in yet takes nothing away.
        if catalogue.head == 0 {
            return Ok(Self::Stay);
        }
        if catalogue.state()? == mark.digest {
            let is_there = follows && catalogue.head == mark.head;
            return Ok(if is_there { Self::Stay } else { Self::Adopt });
        }
        if follows && mark.head >= catalogue.floor && mark.head < catalogue.head {
            return Ok(Self::Advance(after(catalogue, mark.head)));
        }
        Ok(Self::replace(catalogue))
    }

    /// Everything anew, wherever the library is.
    pub(super) fn replace(catalogue: &Catalogue) -> Self {
        let at = catalogue.snapshot.as_ref().map_or(0, |snapshot| snapshot.at);
        Self::Replace(catalogue.snapshot.clone(), after(catalogue, at))
    }

    /// The bytes to fetch.
    pub(super) fn bytes(&self) -> u64 {
        self.parts().map(|part| part.len).sum()
    }

    /// The bytes it unpacks to.
    pub(super) fn raw_bytes(&self) -> u64 {
        self.parts().map(|part| part.raw_len).sum()
    }

    /// The changes to apply.
    pub(super) fn changes(&self) -> u64 {
        self.parts().map(|part| part.n).sum()
    }

    /// The snapshot and the segments.
    pub(super) fn files(&self) -> (Option<&Snapshot>, &[Segment]) {
        match self {
            Self::Stay | Self::Adopt => (None, &[]),
            Self::Advance(segments) => (None, segments),
            Self::Replace(snapshot, segments) => (snapshot.as_ref(), segments),
        }
    }

    fn parts(&self) -> impl Iterator<Item = &hrc_feed::Part> {
        let (snapshot, segments) = self.files();
        snapshot.map(|s| &s.part).into_iter().chain(segments.iter().map(|s| &s.part))
    }
}

fn after(catalogue: &Catalogue, head: u64) -> Vec<Segment> {
    catalogue.segments.iter().filter(|segment| segment.to > head).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hrc_domain::StateDigest;
    use hrc_feed::Part;

    fn part() -> Part {
        Part { sha256: "0".repeat(64), n: 1, len: 10, raw_len: 20 }
    }

    fn catalogue() -> Catalogue {
        Catalogue {
            format: hrc_feed::FORMAT,
            feed: "public".into(),
            head: 9,
            floor: 2,
            entries: 3,
            digest: "ab".repeat(32),
            published: "2026-11-21T00:00:00Z".into(),
            segments: vec![
                Segment { from: 2, to: 5, part: part() },
                Segment { from: 5, to: 9, part: part() },
            ],
            snapshot: Some(Snapshot { at: 5, part: part() }),
            companions: Default::default(),
        }
    }

    fn plan(head: u64, follows: bool, same: bool) -> Plan {
        let digest = if same { catalogue().state().unwrap() } else { StateDigest::default() };
        Plan::make(&catalogue(), &Mark { head, digest }, follows).unwrap()
    }

    #[test]
    fn the_shortest_way_is_taken() {
        assert_eq!(plan(9, true, true), Plan::Stay, "at the head with its digest");
        assert_eq!(plan(0, false, true), Plan::Adopt, "a bundle of the same content");
        assert_eq!(plan(6, true, true), Plan::Adopt, "what changed was changed back");
        let later = catalogue().segments[1..].to_vec();
        assert_eq!(plan(5, true, false), Plan::Advance(later.clone()), "one segment behind");
        assert_eq!(plan(7, true, false), Plan::Advance(later.clone()), "in the middle of one");
        let all = catalogue().segments;
        assert_eq!(plan(2, true, false), Plan::Advance(all), "just at the floor");
        let anew = Plan::Replace(catalogue().snapshot, later);
        assert_eq!(plan(1, true, false), anew, "too far behind");
        assert_eq!(plan(5, false, false), anew, "another feed's head says nothing");
        assert_eq!(plan(9, true, false), anew, "at the head, but not what the feed says");
    }

    #[test]
    fn a_feed_without_a_snapshot_is_followed_from_its_beginning() {
        let mut young = catalogue();
        (young.floor, young.snapshot) = (0, None);
        young.segments[0].from = 0;
        let all = Plan::Replace(None, young.segments.clone());
        let mark = Mark { head: 5, digest: StateDigest::default() };
        assert_eq!(Plan::make(&young, &mark, false).unwrap(), all, "for whoever comes new");
        assert!(
            matches!(Plan::make(&young, &mark, true).unwrap(), Plan::Advance(_)),
            "but not for whoever follows it"
        );
    }

    #[test]
    fn a_feed_in_which_nothing_was_published_takes_nothing_away() {
        let mut empty = catalogue();
        (empty.head, empty.floor, empty.segments, empty.snapshot) = (0, 0, Vec::new(), None);
        empty.digest = StateDigest::default().to_string();
        let bundle = Mark { head: 0, digest: catalogue().state().unwrap() };
        assert_eq!(Plan::make(&empty, &bundle, false).unwrap(), Plan::Stay, "the bundle stays");
    }
}
