//! A carrier over a folder, that can be made to lie.

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use hrc_domain::{Error, ErrorCode};
use hrc_feed::{Arrival, Carrier, Trouble};
use jiff::Timestamp as Instant;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

/// What a carrier does with a file it is asked for.
#[derive(Debug, Clone)]
pub enum Lie {
    /// Says there is none.
    Missing,
    /// Says it could not be brought.
    Failed(ErrorCode),
    /// Brings something else, whatever the offset.
    Instead(Vec<u8>),
    /// Brings this beginning and then spaces without end.
    Endless(&'static [u8]),
    /// Brings it one byte at a time, with a pause after each.
    Drip(Duration),
    /// Brings this many bytes and breaks off with an error.
    Cut(usize),
    /// Brings it from so many bytes further on than it was asked to.
    Skips(u64),
    /// Always begins at the beginning.
    NeverResumes,
}

/// A folder that is carried.
#[derive(Debug)]
pub struct Courier {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    folder: PathBuf,
    lies: Vec<(String, Lie)>,
    asked: Vec<(String, u64)>,
    forgotten: usize,
    their_time: Option<Instant>,
}

impl Courier {
    pub fn of(folder: &Path) -> Self {
        let state = State {
            folder: folder.to_owned(),
            lies: Vec::new(),
            asked: Vec::new(),
            forgotten: 0,
            their_time: None,
        };
        Self { state: Mutex::new(state) }
    }

    /// From now on carries this folder.
    pub fn serve(&self, folder: &Path) {
        folder.clone_into(&mut self.state.lock().unwrap().folder);
    }

    /// Lies about each file whose name ends so.
    pub fn lie(&self, name: &str, lie: Lie) {
        self.state.lock().unwrap().lies.push((name.to_owned(), lie));
    }

    /// Lies no more.
    pub fn repent(&self) {
        self.state.lock().unwrap().lies.clear();
    }

    pub fn says_it_is(&self, time: Instant) {
        self.state.lock().unwrap().their_time = Some(time);
    }

    /// What was asked for since it was last looked.
    pub fn asked(&self) -> Vec<(String, u64)> {
        std::mem::take(&mut self.state.lock().unwrap().asked)
    }

    pub fn forgotten(&self) -> usize {
        self.state.lock().unwrap().forgotten
    }
}

#[async_trait]
impl Carrier for Courier {
    async fn fetch(&self, name: &str, from: u64) -> Result<Arrival, Trouble> {
        let (file, lie) = {
            let mut state = self.state.lock().unwrap();
            state.asked.push((name.to_owned(), from));
            let lie = state.lies.iter().find(|(end, _)| name.ends_with(end));
            (state.folder.join(name), lie.map(|(_, lie)| lie.clone()))
        };
        let read = || std::fs::read(&file).map_err(|_| Trouble::Missing);
        let rest = |skip: u64| {
            let bytes = read()?;
            let skip = usize::try_from(skip).unwrap().min(bytes.len());
            Ok::<_, Trouble>(bytes[skip..].to_vec())
        };
        // Small pieces, as a network brings them.
        let pieces = |bytes: Vec<u8>| -> Vec<_> {
            bytes.chunks(700).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect()
        };
        let arrival = match lie {
            None => Arrival { from, bytes: stream::iter(pieces(rest(from)?)).boxed_sync() },
            Some(Lie::Missing) => return Err(Trouble::Missing),
            Some(Lie::Failed(code)) => {
                return Err(Trouble::Failed(Error::new(code, "the carrier was told to fail")));
            }
            Some(Lie::Instead(bytes)) => {
                Arrival { from: 0, bytes: stream::iter(pieces(bytes)).boxed_sync() }
            }
            Some(Lie::Endless(beginning)) => {
                let spaces = stream::repeat_with(|| Ok(Bytes::from_static(&[b' '; 700])));
                let begun = stream::iter([Ok(Bytes::from_static(beginning))]);
                Arrival { from: 0, bytes: begun.chain(spaces).boxed_sync() }
            }
            Some(Lie::Drip(pause)) => {
                let mut left = rest(from)?.into_iter();
                let mut clock = tokio::time::interval(pause);
                let drops = stream::poll_fn(move |cx| {
                    clock.poll_tick(cx).map(|_| left.next().map(|byte| Ok(Bytes::from(vec![byte]))))
                });
                Arrival { from, bytes: drops.boxed_sync() }
            }
            Some(Lie::Cut(n)) => {
                let mut bytes = rest(from)?;
                bytes.truncate(n);
                let mut pieces = pieces(bytes);
                pieces.push(Err(Error::new(ErrorCode::Offline, "the link broke")));
                Arrival { from, bytes: stream::iter(pieces).boxed_sync() }
            }
            Some(Lie::Skips(n)) => Arrival {
                from: from + n,
                bytes: stream::iter(pieces(rest(from + n)?)).boxed_sync(),
            },
            Some(Lie::NeverResumes) => {
                Arrival { from: 0, bytes: stream::iter(pieces(rest(0)?)).boxed_sync() }
            }
        };
        Ok(arrival)
    }

    fn forget(&self) {
        self.state.lock().unwrap().forgotten += 1;
    }

    fn their_time(&self) -> Option<Instant> {
        self.state.lock().unwrap().their_time
    }
}

/// A boxed stream that may also be shared, as arrivals must be.
trait BoxedSync: Sized {
    fn boxed_sync(self) -> std::pin::Pin<Box<Self>>;
}

impl<S> BoxedSync for S {
    fn boxed_sync(self) -> std::pin::Pin<Box<Self>> {
        Box::pin(self)
    }
}
