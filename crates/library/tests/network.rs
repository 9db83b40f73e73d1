//! A Network with both its feeds in folders, sticks it hands out, and computers that read them.

use crate::corpus::{lang, records, vocabularies};
use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use hrc_domain::error::Result;
use hrc_domain::sync::SyncReport;
use hrc_domain::{Entry, SealedEntry};
use hrc_feed::{OnlineKeys, Publisher, SigningKey, Trust};
use hrc_library::{Library, Unwatched};
use jiff::{SignedDuration, Timestamp};
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A word that stands in practitioners' texts and nowhere else.
pub const CANARY: &str = "quagmirebird";

pub fn now() -> Timestamp {
    Timestamp::now()
}

pub fn days(n: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * n)
}

/// What everybody gets.
pub fn general() -> Vec<Entry> {
    let records = records().into_iter().map(|record| Entry::Record(Box::new(record)));
    records.chain(vocabularies().into_iter().map(Entry::Vocabulary)).collect()
}

/// The practitioners' depth of Graz.
pub fn depth() -> Vec<Entry> {
    vec![deeper("graz", &format!("## Budget\n\nThe {CANARY} nests in the ledger."))]
}

pub fn deeper(name: &str, body: &str) -> Entry {
    Entry::Supplement(crate::corpus::supplement(name, body))
}

struct Feed {
    dir: TempDir,
    publisher: Publisher,
    root: Vec<u8>,
}

impl Feed {
    fn found(runtime: &Runtime, name: &str, at: Timestamp) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store: Arc<dyn ObjectStore> =
            Arc::new(LocalFileSystem::new_with_prefix(dir.path()).unwrap());
        let roots: Vec<_> = (0..3).map(|_| SigningKey::generate().unwrap()).collect();
        let keys = OnlineKeys::generate().unwrap();
        let founded = Publisher::found(Arc::clone(&store), name, &roots, keys.clone(), at);
        let root = runtime.block_on(founded).unwrap();
        Self { dir, publisher: Publisher::open(store, name, keys), root }
    }

    fn identity(&self) -> String {
        Trust::new(&self.root).unwrap().identity().to_owned()
    }
}

/// Two feeds, the general of which names the practitioners'.
pub struct Network {
    runtime: Runtime,
    public: Feed,
    practitioner: Feed,
}

impl Network {
    /// One that has published the corpus, with a depth of Graz.
    pub fn new() -> Self {
        let network = Self::founded(now());
        network.publish(general(), depth());
        network
    }

    /// One that has published nothing yet.
    pub fn founded(at: Timestamp) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let practitioner = Feed::found(&runtime, "practitioner", at);
        let mut public = Feed::found(&runtime, "public", at);
        let companions = [("practitioner".to_owned(), practitioner.identity())];
        public.publisher = public.publisher.with_companions(companions.into());
        Self { runtime, public, practitioner }
    }

    /// The same, with another practitioners' feed than the one the general layer names.
    pub fn with_a_false_companion() -> Self {
        Self { practitioner: Self::new().practitioner, ..Self::new() }
    }

    pub fn publish(&self, general: Vec<Entry>, depth: Vec<Entry>) {
        self.publish_at(general, depth, now());
    }

    pub fn publish_at(&self, general: Vec<Entry>, depth: Vec<Entry>, at: Timestamp) {
        for (feed, entries) in [(&self.public, general), (&self.practitioner, depth)] {
            let sealed = entries.into_iter().map(|entry| SealedEntry::new(&entry).unwrap());
            self.runtime.block_on(feed.publisher.publish(sealed, at)).unwrap();
        }
    }

    pub fn trust(&self) -> &[u8] {
        &self.public.root
    }

    pub fn fingerprint(&self) -> String {
        self.public.identity()
    }

    /// The server such a Network would have, at an address where nobody answers.
    pub fn server(&self) -> hrc_library::Server {
        let proxy = hrc_domain::settings::Proxy::None;
        hrc_library::Server::new("http://127.0.0.1:9/", self.trust(), proxy).unwrap()
    }

    /// A stick with both feeds as they are now; the practitioners' encrypted to these computers.
    pub fn stick(&self, to: &[&Computer]) -> Stick {
        let dir = tempfile::tempdir().unwrap();
        copy(self.public.dir.path(), &dir.path().join("feeds/public"));
        let stick = Stick { dir };
        if !to.is_empty() {
            let recipients: Vec<_> =
                to.iter().map(|computer| computer.identity.to_public()).collect();
            fs::write(stick.parcel(), sealed(&recipients, &tar_of(self.practitioner.dir.path())))
                .unwrap();
        }
        stick
    }
}

fn tar_of(dir: &Path) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for folder in fs::read_dir(dir).unwrap().map(|folder| folder.unwrap()) {
        for file in fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()) {
            builder.append_path_with_name(&file, file.strip_prefix(dir).unwrap()).unwrap();
        }
    }
    builder.into_inner().unwrap()
}

fn sealed(recipients: &[age::x25519::Recipient], bytes: &[u8]) -> Vec<u8> {
    let recipients = recipients.iter().map(|one| one as &dyn age::Recipient);
    let mut sealed = Vec::new();
    let mut writer =
        age::Encryptor::with_recipients(recipients).unwrap().wrap_output(&mut sealed).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap();
    sealed
}

/// A folder as `hrc-server export` writes it.
pub struct Stick {
    pub dir: TempDir,
}

impl Stick {
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn parcel(&self) -> PathBuf {
        self.path().join("feeds/practitioner.age")
    }

    pub fn public(&self, folder: &str) -> PathBuf {
        self.path().join("feeds/public").join(folder)
    }
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// A computer with a library of its own, and a key.
pub struct Computer {
    pub dir: TempDir,
    identity: Identity,
}

impl Computer {
    /// One with an empty library that nobody enrolled.
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        drop(Library::create(dir.path()).unwrap());
        Self { dir, identity: Identity::generate() }
    }

    /// One that is enrolled with this Network.
    pub fn enrolled(network: &Network) -> Self {
        let computer = Self::new();
        computer.enrol(network, None);
        computer
    }

    /// Leaves what an enrolment leaves, its secrets in the file.
    pub fn enrol(&self, network: &Network, until: Option<Timestamp>) {
        let account = serde_json::json!({
            "device": "0193-device", "name": "Ada of Graz", "server": "http://127.0.0.1:9/",
            "fingerprint": network.fingerprint(), "since": "2026-11-01T08:00:00Z",
            "valid_until": until.map(|until| until.to_string()), "custody": "file", "entry": "e",
        });
        let identity = self.identity.to_string();
        let secret = serde_json::json!({
            "token": TOKEN, "identity": identity.expose_secret(),
        });
        fs::write(self.path().join("account.json"), account.to_string()).unwrap();
        fs::write(self.path().join("account.secret"), secret.to_string()).unwrap();
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn library(&self) -> Library {
        Library::open(self.path()).unwrap()
    }

    /// Syncs from this stick, trusting this Network.
    pub fn read(&self, network: &Network, stick: &Stick) -> Result<SyncReport> {
        self.library().sync_folder(stick.path(), Some(network.trust()), &Unwatched, now())
    }

    /// The files in which this word stands, wherever they lie and whatever they are.
    pub fn mentions(&self, word: &str) -> Vec<PathBuf> {
        mentions(self.path(), word)
    }
}

/// The token of every computer here.
pub const TOKEN: &str = "feedfacefeedfacefeedfacefeedfacefeedfacefeedfacefeedfacefeedface";

pub fn mentions(dir: &Path, word: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(mentions(&path, word));
        } else {
            let bytes = fs::read(&path).unwrap();
            if bytes.windows(word.len()).any(|part| part == word.as_bytes()) {
                found.push(path);
            }
        }
    }
    found
}

/// Fails unless everything fits, and the index is of the state.
pub fn is_whole(library: &Library, when: &str) {
    assert_eq!(library.verify().unwrap().faults, Vec::<String>::new(), "{when}: it is whole");
    assert!(library.status().unwrap().index_current, "{when}: its index is of its state");
}

/// A library's hits for a word, with the layers it says they have.
pub fn hits(library: &Library, word: &str) -> Vec<(String, hrc_domain::search::Layer)> {
    let request = hrc_domain::search::SearchRequest {
        exact: true,
        ..hrc_domain::search::SearchRequest::new(word, lang("en"), 20)
    };
    let response = library.search(&request).unwrap();
    response.hits.into_iter().map(|hit| (hit.id.to_string(), hit.layer)).collect()
}
