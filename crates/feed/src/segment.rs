//! Segments and snapshots: changes as lines of JSON in one zstd frame.

use crate::parts::Part;
use crate::trust::sha256_hex;
use hrc_domain::error::Result;
use hrc_domain::{Change, Error, ErrorCode};
use std::io::{BufRead, BufReader, Read, Write};
use zstd::stream::read::Decoder;
use zstd::stream::write::Encoder;

/// What every file of changes begins with: the mark of a zstd frame.
pub(crate) const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// What a segment may unpack to, in bytes.
pub const MAX_RAW: u64 = 16 << 20;

/// The largest window a reader must hold in memory: 2^23 bytes.
const WINDOW_LOG: u32 = 23;

/// What one line may be, in bytes: the longest article there will be, many times over.
pub(crate) const MAX_LINE: u64 = 4 << 20;

/// Slower than the default and a fifth smaller: packed once, fetched by everybody.
const LEVEL: i32 = 15;

/// A file of changes, packed.
pub(crate) struct Packed {
    /// What a catalogue says of it.
    pub part: Part,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Packs lines, which are changes in the order of their sequence.
pub(crate) fn pack(lines: impl Iterator<Item = Result<String>>) -> Result<Packed> {
    let failed = |cause| Error::io("packing changes", &cause);
    let mut lines = lines.fuse();
    let (mut n, mut begun, mut is_all) = (0, Vec::new(), false);
    while !is_all && begun.len() as u64 <= MAX_RAW {
        match lines.next() {
            Some(line) => {
                begun.extend_from_slice(line?.as_bytes());
                begun.push(b'\n');
                n += 1;
            }
            None => is_all = true,
        }
    }
    let mut raw_len = begun.len() as u64;
    let mut encoder = Encoder::new(Vec::new(), LEVEL).map_err(failed)?;
    encoder.window_log(WINDOW_LOG).map_err(failed)?;
    encoder.include_checksum(true).map_err(failed)?;
    if is_all {
        // Else a reader must hold the largest window in memory for the smallest segment.
        encoder.set_pledged_src_size(Some(raw_len)).map_err(failed)?;
    }
    encoder.write_all(&begun).map_err(failed)?;
    for line in lines {
        let line = line?;
        encoder
            .write_all(line.as_bytes())
            .and_then(|()| encoder.write_all(b"\n"))
            .map_err(failed)?;
        n += 1;
        raw_len += line.len() as u64 + 1;
    }
    let bytes = encoder.finish().map_err(failed)?;
    let part = Part { sha256: sha256_hex(&bytes), n, len: bytes.len() as u64, raw_len };
    Ok(Packed { part, bytes })
}

/// The changes of a file whose hash was found right, one after the other.
///
/// A hash says that the publisher made the file, not that it made it well: every bound the
/// catalogue declares is held here. The first error ends the reading.
pub struct Changes<R: Read> {
    lines: BufReader<std::io::Take<Decoder<'static, BufReader<R>>>>,
    part: Part,
    from: u64,
    to: u64,
    last: Option<u64>,
    read: u64,
    count: u64,
    ended: bool,
    line: Vec<u8>,
}

impl<R: Read> Changes<R> {
    /// Reads a segment or snapshot: changes after `from`, up to and with `to`.
    pub fn read(file: R, part: &Part, from: u64, to: u64) -> Result<Self> {
        let mut decoder =
            Decoder::new(file).map_err(|cause| Error::io("unpacking changes", &cause))?;
        decoder
            .window_log_max(WINDOW_LOG)
            .map_err(|cause| Error::io("unpacking changes", &cause))?;
        // One byte more than declared, to see that there is more.
        let lines = BufReader::with_capacity(1 << 16, decoder.take(part.raw_len.saturating_add(1)));
        Ok(Self {
            lines,
            part: part.clone(),
            from,
            to,
            last: None,
            read: 0,
            count: 0,
            ended: false,
            line: Vec::new(),
        })
    }

    fn next_change(&mut self) -> Result<Option<Change>> {
        let lies = |what: &str| {
            let sentence = format!("{} is not what its catalogue says: {what}", self.part.sha256);
            Error::new(ErrorCode::FeedUnreadable, sentence)
        };
        self.line.clear();
        let read = (&mut self.lines)
            .take(MAX_LINE + 1)
            .read_until(b'\n', &mut self.line)
            .map_err(|cause| lies(&cause.to_string()))?;
        self.read += read as u64;
        if read == 0 {
            return if self.read == self.part.raw_len && self.count == self.part.n {
                Ok(None)
            } else {
                Err(lies("it is shorter"))
            };
        }
        self.count += 1;
        if self.read > self.part.raw_len || self.count > self.part.n {
            return Err(lies("it is longer"));
        }
        if self.line.pop() != Some(b'\n') {
            return Err(lies("a line has no end"));
        }
        let line = std::str::from_utf8(&self.line).map_err(|cause| lies(&cause.to_string()))?;
        let change = Change::from_line(line)?;
        let sequence = change.sequence();
        if sequence > self.to
            || sequence < self.from
            || self.last.is_some_and(|last| sequence <= last)
        {
            return Err(lies("its changes are not in their order"));
        }
        self.last = Some(sequence);
        Ok(Some(change))
    }
}

impl<R: Read> Iterator for Changes<R> {
    type Item = Result<Change>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.next_change().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(n: u64) -> Vec<String> {
        (1..=n).map(|s| format!(r#"{{"sequence":{s},"withdraw":"record-{s}"}}"#)).collect()
    }

    fn packed(lines: &[String]) -> Packed {
        pack(lines.iter().cloned().map(Ok)).unwrap()
    }

    fn outcome(bytes: &[u8], part: &Part, from: u64, to: u64) -> Result<Vec<Change>> {
        Changes::read(bytes, part, from, to)?.collect()
    }

    #[test]
    fn changes_come_out_as_they_went_in() {
        let Packed { part, bytes } = packed(&lines(100));
        let changes = outcome(&bytes, &part, 1, 100).unwrap();
        assert_eq!(changes.len(), 100, "each of them");
        assert_eq!(changes[99].key(), "record-100", "in their order");
    }

    #[test]
    fn a_lying_segment_is_refused() {
        let Packed { part, bytes } = packed(&lines(10));
        let lie = |change: fn(&mut Part)| {
            let mut lying = part.clone();
            change(&mut lying);
            outcome(&bytes, &lying, 1, 10).unwrap_err().code
        };
        assert_eq!(lie(|p| p.n = 9), ErrorCode::FeedUnreadable, "more changes than declared");
        assert_eq!(lie(|p| p.n = 11), ErrorCode::FeedUnreadable, "fewer changes than declared");
        assert_eq!(lie(|p| p.raw_len -= 1), ErrorCode::FeedUnreadable, "more bytes than declared");
        assert_eq!(lie(|p| p.raw_len += 1), ErrorCode::FeedUnreadable, "fewer bytes than declared");
        let beyond = outcome(&bytes, &part, 1, 9).unwrap_err().code;
        assert_eq!(beyond, ErrorCode::FeedUnreadable, "a change beyond the segment's end");
        let mut shuffled = lines(3);
        shuffled.swap(0, 1);
        let Packed { part, bytes } = packed(&shuffled);
        let order = outcome(&bytes, &part, 1, 3).unwrap_err().code;
        assert_eq!(order, ErrorCode::FeedUnreadable, "a change that goes back");
    }

    #[test]
    fn a_cut_or_flipped_segment_is_refused() {
        let Packed { part, bytes } = packed(&lines(1000));
        for n in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            assert!(outcome(&bytes[..n], &part, 1, 1000).is_err(), "cut after {n} bytes");
            let mut flipped = bytes.clone();
            flipped[n] ^= 0x40;
            assert!(outcome(&flipped, &part, 1, 1000).is_err(), "a bit of byte {n} is flipped");
        }
    }

    #[test]
    fn what_unpacks_without_end_is_cut_at_its_declared_length() {
        let bomb = zstd::encode_all(std::io::repeat(b'a').take(64 << 20), 3).unwrap();
        let part = Part { sha256: sha256_hex(&bomb), n: 1, len: bomb.len() as u64, raw_len: 1000 };
        let refused = outcome(&bomb, &part, 1, 1).unwrap_err().code;
        assert_eq!(refused, ErrorCode::FeedUnreadable, "a small file that becomes a large one");
    }
}
