//! A reader's library that follows a server, asked through the library itself and through `hrc`.

use super::programs::hrc;
use super::server::Server;
use hrc_domain::search::SearchRequest;
use hrc_domain::settings::Proxy;
use hrc_domain::sync::{News, SyncReport};
use hrc_domain::{Error, Language, RecordId};
use hrc_library::{Library, Unwatched};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;
use tempfile::TempDir;

/// A reader with a library folder, and somebody to sync with.
pub struct Reader {
    folder: TempDir,
    address: String,
    trust: PathBuf,
    proxy: Proxy,
    patience: Duration,
}

impl Reader {
    /// A reader of this server with an empty library.
    pub fn of(server: &Server) -> Self {
        let reader = Self::without_library(server);
        drop(Library::create(&reader.dir()).unwrap());
        reader
    }

    /// A reader of this server with a copy of this library.
    pub fn with_copy(server: &Server, library: &Path) -> Self {
        let reader = Self::without_library(server);
        copy(library, &reader.dir());
        reader
    }

    /// A reader of this server with no library yet.
    pub fn without_library(server: &Server) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            address: server.address().to_owned(),
            trust: server.trust(),
            proxy: Proxy::None,
            patience: Duration::from_secs(30),
        }
    }

    /// The same, who reaches the server at another address.
    pub fn at(self, address: &str) -> Self {
        Self { address: address.to_owned(), ..self }
    }

    /// The same, through a proxy.
    pub fn through(self, proxy: Proxy) -> Self {
        Self { proxy, ..self }
    }

    /// The same, waiting less.
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Follows another server from now on.
    pub fn turn_to(&mut self, server: &Server) {
        self.address = server.address().to_owned();
        self.trust = server.trust();
    }

    /// The library's folder.
    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    /// The library, opened.
    pub fn library(&self) -> Library {
        Library::open(&self.dir()).unwrap()
    }

    /// The server as the library wants it.
    pub fn server(&self) -> hrc_library::Server {
        let root = std::fs::read(&self.trust).unwrap();
        hrc_library::Server::new(&self.address, &root, self.proxy.clone())
            .unwrap()
            .with_patience(self.patience)
    }

    /// Syncs with the library itself.
    pub fn try_sync(&self) -> Result<SyncReport, Error> {
        self.library().sync(&self.server(), &Unwatched, hrc_library::now())
    }

    /// Syncs; panics when it fails.
    pub fn sync(&self) -> SyncReport {
        self.try_sync().unwrap_or_else(|cause| panic!("the sync succeeds, not {cause}"))
    }

    /// `hrc sync`, to be run.
    pub fn syncing(&self) -> Command {
        let mut command = self.hrc("sync");
        command
            .args(["--server", &self.address, "--proxy", "none"])
            .arg("--trust")
            .arg(&self.trust);
        command
    }

    /// `hrc doctor`, to be run.
    pub fn doctor(&self) -> Command {
        let mut command = self.hrc("doctor");
        self.name_server(&mut command);
        command
    }

    /// What `hrc doctor` says to people.
    pub fn doctor_report(&self) -> String {
        let mut command = hrc();
        command.arg("doctor").arg("--data").arg(self.dir());
        self.name_server(&mut command);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    }

    fn name_server(&self, command: &mut Command) {
        let proxy = match &self.proxy {
            Proxy::System => "system",
            Proxy::None => "none",
            Proxy::Manual { address } => address,
        };
        command.args(["--server", &self.address, "--proxy", proxy]).arg("--trust").arg(&self.trust);
    }

    /// `hrc` with this verb on this library, in JSON.
    pub fn hrc(&self, verb: &str) -> Command {
        let mut command = hrc();
        // The built bundle is none of its business.
        command.env("HRC_BUNDLE", self.folder.path().join("no-bundle"));
        command.arg(verb).arg("--json").arg("--data").arg(self.dir());
        command
    }

    /// What `hrc status` says.
    pub fn status(&self) -> Value {
        json(&self.hrc("status").output().unwrap())
    }

    /// The records that are listed.
    pub fn ids(&self) -> Vec<String> {
        let records = self.library().list(None).unwrap();
        records.into_iter().map(|(record, _)| record.id.to_string()).collect()
    }

    /// The records a search finds.
    pub fn found(&self, query: &str) -> Vec<String> {
        let request = SearchRequest::new(query, Language::english(), 50);
        let found = self.library().search(&request).unwrap();
        found.hits.into_iter().map(|hit| hit.id.to_string()).collect()
    }

    /// A record's text.
    pub fn text(&self, id: &str) -> String {
        self.library().record(&RecordId::new(id).unwrap()).unwrap().0.body
    }

    /// What the last sync brought.
    pub fn news(&self) -> News {
        self.library().news(1).unwrap().into_iter().next().unwrap_or_default()
    }

    /// Fails unless the library is whole, has an index, and holds just what the server does.
    pub fn is_at(&self, server: &Server, when: &str) {
        self.is_whole(when);
        let (own, theirs) = (self.status(), server.status());
        assert_eq!(own["digest"], theirs["digest"], "{when}: it holds what the server does");
        assert_eq!(own["head"], theirs["head"], "{when}: and is at its head");
    }

    /// Fails where anything is wrong with the library.
    pub fn is_whole(&self, when: &str) {
        let library =
            Library::open(&self.dir()).unwrap_or_else(|e| panic!("{when}: it opens, not {e}"));
        assert_eq!(library.verify().unwrap().faults, Vec::<String>::new(), "{when}: it is whole");
        assert!(library.status().unwrap().index_current, "{when}: its index is of its state");
    }
}

/// What a program printed, as JSON.
pub fn json(output: &Output) -> Value {
    let complaint = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("JSON, not: {complaint}"))
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}
