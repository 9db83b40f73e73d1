//! The practitioners' feed on a stick: one file, encrypted to the computers that are enrolled.
//!
//! It is unpacked in memory only. What encryption hides it does not vouch for: the files inside are a
//! signed feed, and are followed as one.

use super::leg::Source;
use age::x25519::Identity;
use age::{DecryptError, Decryptor};
use async_trait::async_trait;
use futures_util::stream;
use hrc_domain::error;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{Arrival, Carrier, Trouble};
use jiff::Timestamp as Instant;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use tar::{Archive, EntryType};

/// What a parcel may hold, in bytes: a hundred times what the practitioners' layer is.
const MAX_BYTES: u64 = 256 << 20;

/// How many files it may hold; a feed has some thirty.
const MAX_FILES: usize = 1000;

/// How much is handed over at once.
const CHUNK: usize = 64 << 10;

/// The folders a feed has.
const FOLDERS: [&str; 4] = ["metadata", "targets", "seg", "snap"];

/// A feed that was unpacked.
pub(super) struct Parcel {
    files: BTreeMap<String, Arc<[u8]>>,
}

impl Parcel {
    /// Decrypts and unpacks this file. Errs with `not_enrolled` where it was not encrypted for this
    /// identity.
    pub(super) fn open(file: &Path, identity: &Identity) -> error::Result<Self> {
        let file =
            File::open(file).map_err(|e| Error::io("reading the practitioners' feed", &e))?;
        Self::read(BufReader::new(file), identity)
    }

    fn read(sealed: impl io::BufRead, identity: &Identity) -> error::Result<Self> {
        let sealed = sealed.take(2 * MAX_BYTES);
        let opened = Decryptor::new_buffered(sealed)
            .and_then(|sealed| sealed.decrypt(std::iter::once(identity as &dyn age::Identity)))
            .map_err(|cause| refused(&cause))?;
        let mut archive = Archive::new(opened.take(MAX_BYTES));
        let mut files = BTreeMap::new();
        let mut bytes = 0;
        for entry in archive.entries().map_err(|e| broken(&e))? {
            let entry = entry.map_err(|e| broken(&e))?;
            if entry.header().entry_type() == EntryType::Directory {
                continue;
            }
            let path = entry.path_bytes();
            let name = std::str::from_utf8(&path).ok().filter(|name| is_of_a_feed(name));
            let name = match name {
                Some(name) if entry.header().entry_type() == EntryType::Regular => name.to_owned(),
                _ => return Err(unreadable("it holds what is no file of a feed")),
            };
            bytes += entry.size();
            if bytes > MAX_BYTES || files.len() >= MAX_FILES {
                return Err(unreadable("it holds more than a feed may"));
            }
            let mut content = Vec::new();
            let size = entry.size();
            entry.take(size).read_to_end(&mut content).map_err(|e| broken(&e))?;
            if content.len() as u64 != size {
                return Err(Error::new(ErrorCode::FeedIncomplete, format!("{name} is cut off")));
            }
            if files.insert(name, Arc::from(content)).is_some() {
                return Err(unreadable("it holds one file twice"));
            }
        }
        Ok(Self { files })
    }
}

/// Only how much there is: texts of practitioners belong into no log.
impl fmt::Debug for Parcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parcel of {} files", self.files.len())
    }
}

fn is_of_a_feed(name: &str) -> bool {
    let is_plain = |file: &str| {
        !file.is_empty()
            && !file.starts_with('.')
            && file.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'.')
    };
    name.split_once('/').is_some_and(|(folder, file)| FOLDERS.contains(&folder) && is_plain(file))
}

fn refused(cause: &DecryptError) -> Error {
    match cause {
        DecryptError::NoMatchingKeys => Error::new(
            ErrorCode::NotEnrolled,
            "the practitioners' feed in the folder was not encrypted for this computer",
        ),
        DecryptError::Io(cause) => broken(cause),
        cause => unreadable(&cause.to_string()),
    }
}

/// What came in the middle: cut off, changed, or a stick that was pulled out.
fn broken(cause: &io::Error) -> Error {
    match cause.kind() {
        io::ErrorKind::UnexpectedEof => {
            Error::new(ErrorCode::FeedIncomplete, format!("the practitioners' feed: {cause}"))
        }
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
            unreadable(&cause.to_string())
        }
        _ => Error::io("reading the practitioners' feed", cause),
    }
}

fn unreadable(why: &str) -> Error {
    Error::new(ErrorCode::FeedUnreadable, format!("the practitioners' feed: {why}"))
}

#[async_trait]
impl Carrier for Parcel {
    async fn fetch(&self, name: &str, from: u64) -> Result<Arrival, Trouble> {
        let content = Arc::clone(self.files.get(name).ok_or(Trouble::Missing)?);
        let mut at = usize::try_from(from).unwrap_or(usize::MAX).min(content.len());
        let chunks = std::iter::from_fn(move || {
            let end = (at + CHUNK).min(content.len());
            let chunk = content.get(at..end).filter(|chunk| !chunk.is_empty())?;
            at = end;
            Some(Ok(chunk.to_vec().into()))
        });
        Ok(Arrival { from, bytes: Box::pin(stream::iter(chunks)) })
    }

    fn forget(&self) {}

    fn their_time(&self) -> Option<Instant> {
        None
    }
}

impl Source for Parcel {}

#[cfg(test)]
mod tests {
    use super::*;
    use age::Encryptor;
    use std::io::Write;

    fn sealed(to: &Identity, tar: &[u8]) -> Vec<u8> {
        let recipient = to.to_public();
        let recipients = std::iter::once(&recipient as &dyn age::Recipient);
        let mut sealed = Vec::new();
        let encryptor = Encryptor::with_recipients(recipients).unwrap();
        let mut writer = encryptor.wrap_output(&mut sealed).unwrap();
        writer.write_all(tar).unwrap();
        writer.finish().unwrap();
        sealed
    }

    fn tar(files: &[(&str, EntryType, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, kind, content) in files {
            let mut header = tar::Header::new_gnu();
            // Written as it is: the builder itself would refuse to lead out of a folder.
            header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
            header.set_entry_type(*kind);
            header.set_size(content.len() as u64);
            header.set_mode(0o600);
            header.set_cksum();
            builder.append(&header, *content).unwrap();
        }
        builder.into_inner().unwrap()
    }

    fn code(sealed: &[u8], identity: &Identity) -> Option<ErrorCode> {
        Parcel::read(sealed, identity).err().map(|cause| cause.code)
    }

    #[test]
    fn a_parcel_holds_the_files_of_a_feed() {
        let ours = Identity::generate();
        let content = vec![7; 3 * CHUNK + 5];
        let files = tar(&[
            ("seg/", EntryType::Directory, b""),
            ("metadata/1.root.json", EntryType::Regular, b"{}"),
            ("seg/ab12.zst", EntryType::Regular, &content),
        ]);
        let parcel = Parcel::read(&sealed(&ours, &files)[..], &ours).unwrap();
        assert_eq!(parcel.files.len(), 2, "folders are none of it");
        assert_eq!(parcel.files["seg/ab12.zst"].to_vec(), content, "whole");
    }

    #[test]
    fn what_is_no_feed_is_refused_whatever_its_seal() {
        let ours = Identity::generate();
        let plain = |name: &'static str| tar(&[(name, EntryType::Regular, b"x")]);
        let breaks: [(&str, Vec<u8>); 7] = [
            ("a path that leads out", plain("../../etc/passwd")),
            ("an absolute path", plain("/etc/passwd")),
            ("a folder of no feed", plain("personal/notes")),
            ("a path of three", plain("seg/a/b")),
            ("a hidden file", plain("seg/.a")),
            ("a link", tar(&[("seg/a", EntryType::Symlink, b"")])),
            (
                "one file twice",
                tar(&[("seg/a", EntryType::Regular, b"1"), ("seg/a", EntryType::Regular, b"2")]),
            ),
        ];
        for (what, tar) in breaks {
            assert_eq!(
                code(&sealed(&ours, &tar), &ours),
                Some(ErrorCode::FeedUnreadable),
                "{what}"
            );
        }
        assert_eq!(code(b"<html>", &ours), Some(ErrorCode::FeedUnreadable), "a page");
    }

    #[test]
    fn a_file_that_says_it_is_endless_is_refused_before_it_is_read() {
        let ours = Identity::generate();
        let mut files = tar(&[("seg/a", EntryType::Regular, b"x")]);
        let mut header = tar::Header::from_byte_slice(&files[..512]).clone();
        header.set_size(MAX_BYTES + 1);
        header.set_cksum();
        files[..512].copy_from_slice(header.as_bytes());
        let refused = Parcel::read(&sealed(&ours, &files)[..], &ours).unwrap_err();
        assert!(refused.message.contains("more than"), "{refused}");
    }

    #[test]
    fn a_parcel_for_another_computer_cannot_be_opened() {
        let files = tar(&[("seg/a", EntryType::Regular, b"x")]);
        let theirs = sealed(&Identity::generate(), &files);
        assert_eq!(code(&theirs, &Identity::generate()), Some(ErrorCode::NotEnrolled), "not ours");
    }

    #[test]
    fn a_parcel_that_was_cut_or_changed_is_refused_wherever() {
        let ours = Identity::generate();
        let files = tar(&[("seg/a", EntryType::Regular, &[1; 70_000])]);
        let whole = sealed(&ours, &files);
        let bad = [ErrorCode::FeedIncomplete, ErrorCode::FeedUnreadable];
        for part in 1..20 {
            let at = whole.len() * part / 20;
            let cut = code(&whole[..at], &ours);
            assert!(cut.is_some_and(|code| bad.contains(&code)), "cut at {at}: {cut:?}");
            let mut changed = whole.clone();
            changed[at] ^= 1;
            let refused = code(&changed, &ours);
            let bad = [&bad[..], &[ErrorCode::NotEnrolled]].concat();
            assert!(refused.is_some_and(|code| bad.contains(&code)), "at {at}: {refused:?}");
        }
    }
}
