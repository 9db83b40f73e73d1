//! Images of workshops, each once, by the digest of its bytes.
//!
//! An image is kept when it is chosen, before the workshop that shows it is; so one that no workshop
//! shows is only removed after some days.

use super::fault::{fault, unreadable};
use super::file::KeptImage;
use super::{Personal, instant};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hrc_domain::error::Result;
use hrc_domain::workshop::{ImageId, ImageKind, MAX_IMAGE, Workshop};
use hrc_domain::{Error, ErrorCode};
use jiff::SignedDuration;
use rusqlite::{Connection, OptionalExtension, Transaction};
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

/// What all images may have together, in bytes: an export of them all still is a file that is read.
const MAX_ALL: i64 = 128 << 20;

/// The longest side of an image, in pixels, and how many it may have: a small file can hold an image that
/// no memory does.
const MAX_SIDE: u32 = 16_384;
const MAX_PIXELS: u64 = 50_000_000;

/// How long an image is kept that no workshop shows.
const GRACE: SignedDuration = SignedDuration::from_hours(24 * 7);

impl Personal {
    /// Keeps an image. Errs with `invalid_input` when it is none of the kinds that are shown, or too large.
    pub fn add_image(&self, bytes: &[u8], now: jiff::Timestamp) -> Result<ImageId> {
        bounded(bytes)?;
        self.write(|transaction| put(transaction, bytes, now))
    }

    /// The same from a file on the disk.
    pub fn add_image_from(&self, place: &Path, now: jiff::Timestamp) -> Result<ImageId> {
        let mut bytes = Vec::new();
        let most = u64::try_from(MAX_IMAGE).unwrap_or(u64::MAX).saturating_add(1);
        std::fs::File::open(place)
            .and_then(|file| file.take(most).read_to_end(&mut bytes))
            .map_err(|e| Error::io("reading the image", &e))?;
        self.add_image(&bytes, now)
    }

    /// An image with its kind.
    pub fn image(&self, id: &ImageId) -> Result<(ImageKind, Vec<u8>)> {
        let bytes = self
            .read(|connection| find(connection, id))?
            .ok_or_else(|| Error::new(ErrorCode::NotFound, format!("there is no image {id}")))?;
        let kind = ImageKind::of(&bytes).ok_or_else(|| unreadable("an image", "it is none"))?;
        Ok((kind, bytes))
    }

    /// An image as an address that holds it: `data:image/png;base64,…`.
    pub fn image_address(&self, id: &ImageId) -> Result<String> {
        let (kind, bytes) = self.image(id)?;
        Ok(format!("data:{};base64,{}", kind.media_type(), STANDARD.encode(bytes)))
    }
}

/// The bytes of an image.
pub fn find(connection: &Connection, id: &ImageId) -> Result<Option<Vec<u8>>> {
    connection
        .query_row("SELECT bytes FROM image WHERE id = ?", [id.as_str()], |row| row.get(0))
        .optional()
        .map_err(fault("reading an image"))
}

/// All of them.
pub fn all(connection: &Connection) -> Result<Vec<KeptImage>> {
    let read = || -> rusqlite::Result<Vec<KeptImage>> {
        connection
            .prepare("SELECT bytes FROM image ORDER BY id")?
            .query_map([], |row| row.get(0).map(KeptImage))?
            .collect()
    };
    read().map_err(fault("reading the images"))
}

/// Keeps an image that was looked at by [`bounded`].
pub fn put(transaction: &Transaction<'_>, bytes: &[u8], now: jiff::Timestamp) -> Result<ImageId> {
    let id = ImageId::of(bytes);
    let keep = || -> rusqlite::Result<i64> {
        transaction.execute(
            "INSERT INTO image (id, bytes, made_at) VALUES (?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET made_at = excluded.made_at",
            (id.as_str(), bytes, instant(now)),
        )?;
        transaction.query_row("SELECT sum(length(bytes)) FROM image", [], |row| row.get(0))
    };
    if keep().map_err(fault("keeping an image"))? > MAX_ALL {
        return Err(refused("there are more images than can be kept"));
    }
    Ok(id)
}

/// Removes what no workshop shows and was not chosen lately.
pub fn tidy(
    transaction: &Transaction<'_>,
    workshops: &[Workshop],
    now: jiff::Timestamp,
) -> Result<()> {
    let shown: BTreeSet<&ImageId> = workshops.iter().flat_map(Workshop::images).collect();
    let since = instant(now.checked_sub(GRACE).unwrap_or(now));
    let stale = || -> rusqlite::Result<Vec<String>> {
        transaction
            .prepare_cached("SELECT id FROM image WHERE made_at < ?")?
            .query_map([since], |row| row.get(0))?
            .collect()
    };
    for id in stale().map_err(fault("looking for images"))? {
        if !shown.iter().any(|shown| shown.as_str() == id) {
            transaction
                .execute("DELETE FROM image WHERE id = ?", [id])
                .map_err(fault("removing an image"))?;
        }
    }
    Ok(())
}

/// Errs with `invalid_input` where bytes are no image that can be shown anywhere.
pub fn bounded(bytes: &[u8]) -> Result<ImageKind> {
    let kind = ImageKind::of(bytes).ok_or_else(|| refused("it is no PNG, JPEG or WebP image"))?;
    if bytes.len() > MAX_IMAGE {
        return Err(refused("it has more bytes than an image may"));
    }
    let (width, height) = size(kind, bytes).ok_or_else(|| refused("it does not say its size"))?;
    let fits = (1..=MAX_SIDE).contains(&width) && (1..=MAX_SIDE).contains(&height);
    if !fits || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(refused("it has more pixels than can be shown"));
    }
    Ok(kind)
}

/// Width and height as the image's head says them.
fn size(kind: ImageKind, bytes: &[u8]) -> Option<(u32, u32)> {
    match kind {
        ImageKind::Png => Some((big(bytes.get(16..20)?), big(bytes.get(20..24)?))),
        ImageKind::Jpeg => jpeg_size(bytes),
        ImageKind::Webp => webp_size(bytes),
    }
}

/// A JPEG is a row of segments; the frame's says the size.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let (mark, kind) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        match (mark, kind) {
            (0xff, 0xff) => at += 1,
            // Frames of any coding; the three others in that range are tables.
            (0xff, 0xc0..=0xcf) if !matches!(kind, 0xc4 | 0xc8 | 0xcc) => {
                let height = big(bytes.get(at + 5..at + 7)?);
                return Some((big(bytes.get(at + 7..at + 9)?), height));
            }
            (0xff, 0x01 | 0xd0..=0xd8) => at += 2,
            (0xff, _) => at += 2 + usize::try_from(big(bytes.get(at + 2..at + 4)?)).ok()?.max(2),
            _ => return None,
        }
    }
}

fn webp_size(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8 " => {
            let side = |at: usize| Some(little(bytes.get(at..at + 2)?) & 0x3fff);
            Some((side(26)?, side(28)?))
        }
        b"VP8L" => {
            let packed = little(bytes.get(21..25)?);
            Some(((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1))
        }
        b"VP8X" => {
            let side = |at: usize| Some(little(bytes.get(at..at + 3)?) + 1);
            Some((side(24)?, side(27)?))
        }
        _ => None,
    }
}

fn big(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

fn little(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

fn refused(why: &str) -> Error {
    Error::new(ErrorCode::InvalidInput, format!("the image: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    #[test]
    fn an_image_is_known_by_its_size_before_anybody_unpacks_it() {
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc2\0\x0b\x08\0\x20\0\x10\x01".to_vec();
        let mut lossless = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f".to_vec();
        lossless.extend(((31_u32 << 14) | 15).to_le_bytes());
        let mut extended = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
        extended.extend([15, 0, 0, 31, 0, 0]);
        for (name, bytes) in
            [("png", png(16, 32)), ("jpeg", jpeg), ("lossless", lossless), ("extended", extended)]
        {
            let kind = ImageKind::of(&bytes).unwrap();
            assert_eq!(size(kind, &bytes), Some((16, 32)), "{name}");
            assert!(bounded(&bytes).is_ok(), "{name} is kept");
        }
    }

    #[test]
    fn what_would_fill_the_memory_is_refused() {
        for (why, bytes) in [
            ("too wide", png(100_000, 10)),
            ("too many pixels", png(16_000, 16_000)),
            ("nothing to see", png(0, 10)),
            ("cut off", b"\x89PNG\r\n\x1a\n".to_vec()),
            ("a jpeg without a frame", b"\xff\xd8\xff\xe0\0\x02\xff\xd9".to_vec()),
            ("a jpeg that runs in circles", b"\xff\xd8\xff\xe0\0\0\xff\xe0\0\0".to_vec()),
            ("a drawing with programs in it", b"<svg onload='x'/>".to_vec()),
            ("too many bytes", [png(10, 10), vec![0; MAX_IMAGE]].concat()),
        ] {
            let refused = bounded(&bytes).map_err(|error| error.code);
            assert_eq!(refused, Err(ErrorCode::InvalidInput), "{why}");
        }
    }
}
