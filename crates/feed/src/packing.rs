//! Which segments and which snapshot a catalogue lists: few enough to be quick to read, old enough
//! to reach those who were away.

use crate::catalogue::{Catalogue, MAX_SEGMENTS, Segment, Snapshot};
use crate::parts::{segment_name, snapshot_name};
use crate::segment::{MAX_LINE, MAX_RAW, Packed, pack};
use crate::standing::{part_at, unpacked};
use hrc_domain::error::Result;
use hrc_domain::{Change, Error, ErrorCode, SealedEntry};
use object_store::ObjectStore;
use std::collections::BTreeMap;

/// A file to be put into the store before the catalogue that names it.
pub(crate) struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The change as a line; errs where nobody would read it.
fn line(change: &Change) -> Result<String> {
    let line = change.to_line()?;
    if line.len() as u64 >= MAX_LINE {
        let sentence =
            format!("{} is too long to be published: {} bytes", change.key(), line.len());
        return Err(Error::new(ErrorCode::InvalidInput, sentence));
    }
    Ok(line)
}

/// The changes as segments, each within its bound.
pub(crate) fn segments(
    from: u64,
    changes: &[Change],
    files: &mut Vec<File>,
) -> Result<Vec<Segment>> {
    let lines: Vec<(u64, String)> =
        changes.iter().map(|c| Ok((c.sequence(), line(c)?))).collect::<Result<_>>()?;
    let mut segments = Vec::new();
    let mut from = from;
    let mut rest = &lines[..];
    while !rest.is_empty() {
        let mut raw = 0;
        let fits = |(_, line): &&(u64, String)| {
            raw += line.len() as u64 + 1;
            raw <= MAX_RAW
        };
        // One line alone is always within the bound.
        let n = rest.iter().take_while(fits).count().max(1);
        let (these, later) = rest.split_at(n);
        let Packed { part, bytes } = pack(these.iter().map(|(_, line)| Ok(line.clone())))?;
        let to = these.last().map_or(from, |(sequence, _)| *sequence);
        files.push(File { name: segment_name(&part), bytes });
        segments.push(Segment { from, to, part });
        from = to;
        rest = later;
    }
    Ok(segments)
}

/// Everything there is, as a snapshot.
pub(crate) fn snapshot(
    at: u64,
    entries: &BTreeMap<String, (u64, SealedEntry)>,
    files: &mut Vec<File>,
) -> Result<Snapshot> {
    let mut ordered: Vec<&(u64, SealedEntry)> = entries.values().collect();
    ordered.sort_by_key(|(sequence, _)| *sequence);
    // One at a time, for there are many.
    let lines = ordered.into_iter().map(|(sequence, entry)| {
        line(&Change::Upsert { sequence: *sequence, entry: Box::new(entry.clone()) })
    });
    let Packed { part, bytes } = pack(lines)?;
    files.push(File { name: snapshot_name(&part), bytes });
    Ok(Snapshot { at, part })
}

/// Whether the segments after the snapshot have grown to a quarter of it: then whoever comes new
/// is better served by a fresh one.
pub(crate) fn is_stale(catalogue: &Catalogue) -> bool {
    let Some(snapshot) = &catalogue.snapshot else { return catalogue.head > 0 };
    let later = catalogue.segments.iter().filter(|segment| segment.to > snapshot.at);
    later.map(|segment| segment.part.len).sum::<u64>() * 4 > snapshot.part.len
}

/// Merges and drops segments until the catalogue is within its bounds.
pub(crate) async fn compact(
    store: &dyn ObjectStore,
    catalogue: &mut Catalogue,
    files: &mut Vec<File>,
) -> Result<()> {
    // Who is that far behind is quicker with the snapshot.
    let at = catalogue.snapshot.as_ref().map_or(0, |snapshot| snapshot.at);
    let bound = catalogue.snapshot.as_ref().map_or(u64::MAX, |snapshot| snapshot.part.len);
    let total = |segments: &[Segment]| segments.iter().map(|s| s.part.len).sum::<u64>();
    while total(&catalogue.segments) > bound && may_drop(catalogue, at) {
        drop_oldest(catalogue);
    }
    while catalogue.segments.len() > MAX_SEGMENTS {
        match smallest_pair(&catalogue.segments) {
            Some(n) => merge(store, catalogue, n, files).await?,
            None if may_drop(catalogue, at) => drop_oldest(catalogue),
            // The segments after the snapshot alone are too many and too large: cannot be, for then
            // the snapshot was stale.
            None => break,
        }
    }
    // What was packed and merged at once is named by nobody.
    files.retain(|file| catalogue.files().any(|name| name == file.name));
    Ok(())
}

fn may_drop(catalogue: &Catalogue, snapshot_at: u64) -> bool {
    catalogue.segments.first().is_some_and(|oldest| oldest.to <= snapshot_at)
}

fn drop_oldest(catalogue: &mut Catalogue) {
    catalogue.floor = catalogue.segments.remove(0).to;
}

/// The two neighbours that are smallest together and fit into one segment.
fn smallest_pair(segments: &[Segment]) -> Option<usize> {
    let together = |n: usize| segments[n].part.raw_len + segments[n + 1].part.raw_len;
    (0..segments.len().saturating_sub(1))
        .filter(|n| together(*n) <= MAX_RAW)
        .min_by_key(|n| together(*n))
}

/// Makes one segment of two, with the last change of each key.
async fn merge(
    store: &dyn ObjectStore,
    catalogue: &mut Catalogue,
    n: usize,
    files: &mut Vec<File>,
) -> Result<()> {
    let later = catalogue.segments.remove(n + 1);
    let earlier = catalogue.segments.remove(n);
    let mut last = BTreeMap::new();
    for segment in [&earlier, &later] {
        let packed = files.iter().find(|file| file.name == segment_name(&segment.part));
        let changes = match packed {
            Some(file) => unpacked(&file.bytes, segment)?,
            None => unpacked(
                &part_at(store, &segment_name(&segment.part), &segment.part).await?,
                segment,
            )?,
        };
        last.extend(changes.into_iter().map(|change| (change.key().to_owned(), change)));
    }
    let mut changes: Vec<Change> = last.into_values().collect();
    changes.sort_by_key(Change::sequence);
    let mut merged = segments(earlier.from, &changes, files)?;
    if let Some(whole) = merged.last_mut() {
        whole.to = later.to;
    }
    catalogue.segments.splice(n..n, merged);
    Ok(())
}
