//! A feed in a folder, as `hrc-server export` writes it onto a USB stick: the same files, verified the
//! same way, known by the same identity as from the server.

use super::leg::Source;
use super::{PRACTITIONER, PUBLIC};
use async_trait::async_trait;
use futures_util::stream;
use hrc_domain::error;
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{Arrival, Carrier, Trouble, Trust};
use jiff::Timestamp as Instant;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// The folder on a stick that holds the feeds.
const FEEDS: &str = "feeds";

/// How much is read at once.
const CHUNK: usize = 64 << 10;

/// What a root may be at most, in bytes.
const MAX_ROOT: u64 = 256 << 10;

/// A folder with feeds in it.
pub(crate) struct Stick {
    feeds: PathBuf,
    trust: Trust,
}

impl Stick {
    /// The feeds in this folder, or in `feeds` within it. Errs with `not_found` where there are none,
    /// and with `feed_foreign` where they are another Network's than the one of this identity.
    pub(crate) fn open(folder: &Path, identity: &str) -> error::Result<Self> {
        let places = [folder.join(FEEDS), folder.to_owned()];
        let is_there = |feeds: &PathBuf| root_of(feeds).is_file();
        let Some(feeds) = places.into_iter().find(is_there) else {
            let sentence = format!("there is no feed in {}", folder.display());
            return Err(Error::new(ErrorCode::NotFound, sentence));
        };
        let mut root = Vec::new();
        File::open(root_of(&feeds))
            .and_then(|file| file.take(MAX_ROOT).read_to_end(&mut root))
            .map_err(|e| Error::io("reading the folder's feed", &e))?;
        let trust = Trust::new(&root)
            .map_err(|cause| Error::new(ErrorCode::FeedUnreadable, cause.message))?;
        if trust.identity() != identity {
            let sentence = format!("the folder's feed is {}, not {identity}", trust.identity());
            return Err(Error::new(ErrorCode::FeedForeign, sentence));
        }
        Ok(Self { feeds, trust })
    }

    /// The root it begins with.
    pub(super) const fn trust(&self) -> &Trust {
        &self.trust
    }

    /// The feed of the general layer.
    pub(super) fn public(&self) -> Folder {
        Folder(self.feeds.join(PUBLIC))
    }

    /// The practitioners' feed, encrypted; none where the folder has none.
    pub(super) fn parcel(&self) -> Option<PathBuf> {
        Some(self.feeds.join(format!("{PRACTITIONER}.age"))).filter(|file| file.is_file())
    }
}

fn root_of(feeds: &Path) -> PathBuf {
    feeds.join(PUBLIC).join("metadata").join("1.root.json")
}

/// A folder that carries one feed.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

#[async_trait]
impl Carrier for Folder {
    async fn fetch(&self, name: &str, from: u64) -> Result<Arrival, Trouble> {
        let failed = |e: &io::Error| Trouble::Failed(Error::io(&format!("reading {name}"), e));
        let file = self.0.join(name);
        match file.metadata() {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Err(Trouble::Missing),
            Err(cause) => return Err(failed(&cause)),
            // A pipe or a device would never end.
            Ok(meta) if !meta.is_file() => return Err(Trouble::Missing),
            Ok(_) => {}
        }
        let mut file = File::open(file).map_err(|cause| failed(&cause))?;
        file.seek(SeekFrom::Start(from)).map_err(|cause| failed(&cause))?;
        let name = name.to_owned();
        let chunks = std::iter::from_fn(move || {
            let mut chunk = vec![0; CHUNK];
            match file.read(&mut chunk) {
                Ok(0) => None,
                Ok(n) => {
                    chunk.truncate(n);
                    Some(Ok(chunk.into()))
                }
                // Pulled out in the middle.
                Err(cause) => Some(Err(Error::io(&format!("reading {name}"), &cause))),
            }
        });
        // A reader that goes on after an error would ask for ever.
        let mut broken = false;
        let chunks = chunks.take_while(move |chunk: &error::Result<_>| {
            !std::mem::replace(&mut broken, chunk.is_err())
        });
        Ok(Arrival { from, bytes: Box::pin(stream::iter(chunks)) })
    }

    fn forget(&self) {}

    fn their_time(&self) -> Option<Instant> {
        None
    }
}

impl Source for Folder {}
