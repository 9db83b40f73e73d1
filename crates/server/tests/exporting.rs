//! `export`: a folder that is carried to a computer without a network.

use crate::following::{Folder, Reader};
use crate::harness::{BESIDE, Call, Serving, Site, application, path};
use hrc_feed::Trust;
use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A computer that was enrolled.
struct Computer {
    identity: age::x25519::Identity,
    id: String,
}

impl Computer {
    fn enrolled(site: &Site, served: &Serving) -> Self {
        let identity = age::x25519::Identity::generate();
        let recipient = identity.to_public().to_string();
        let answer = served.post(application(&site.invite("A. Example"), &recipient));
        let grant: Value = answer.json().unwrap();
        Self { identity, id: grant["device"].as_str().unwrap().to_owned() }
    }

    /// The practitioners' feed of an export, unpacked beside it; none where it cannot be read.
    fn unpack(&self, stick: &Path, to: &Path) -> Option<PathBuf> {
        let file = std::fs::File::open(stick.join("feeds/practitioner.age")).unwrap();
        let decryptor = age::Decryptor::new(file).unwrap();
        let reader =
            decryptor.decrypt(std::iter::once(&self.identity as &dyn age::Identity)).ok()?;
        tar::Archive::new(reader).unpack(to).unwrap();
        Some(to.to_owned())
    }
}

fn export(site: &Site, more: &[&str]) -> Call {
    let stick = site.place("stick");
    site.call(&[&["export", "--to", path(&stick), "--json"], more].concat())
}

fn names(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap().flatten() {
        let name = file.file_name().into_string().unwrap();
        assert!(!file.file_type().unwrap().is_symlink(), "{name}: a stick knows no links");
        if file.path().is_dir() {
            found.extend(names(&file.path()).iter().map(|below| format!("{name}/{below}")));
        } else {
            found.push(name);
        }
    }
    found
}

#[test]
fn an_export_is_followed_like_the_server_by_whom_it_is_for() {
    let site = Site::published(3);
    let served = site.serve();
    let computer = Computer::enrolled(&site, &served);
    let told = export(&site, &[]).ends_with(0).json();
    let stick = site.place("stick");
    let edition = Reader::of(&site).look_over(Arc::new(Folder(stick.join("feeds/public"))));
    let catalogue = edition.unwrap().catalogue;
    assert_eq!(catalogue.entries, 3 + BESIDE, "the general layer as it is served");
    assert_eq!(told["devices"], serde_json::json!([computer.id]), "and for whom the other is");
    let unpacked = computer.unpack(&stick, &site.place("unpacked")).expect("it can be read");
    let root = std::fs::read(unpacked.join("metadata/1.root.json")).unwrap();
    let trust = Trust::new(&root).unwrap();
    assert_eq!(catalogue.companions["practitioner"], trust.identity(), "vouched for as ever");
    let mut reader = Reader::new(trust, "practitioner", None);
    let edition = reader.look_over(Arc::new(Folder(unpacked))).unwrap();
    assert_eq!(edition.catalogue.entries, 1, "the practitioners' depth");
    let mut raw = Vec::new();
    let file = std::fs::File::open(stick.join("feeds/practitioner.age")).unwrap();
    std::io::BufReader::new(file).read_to_end(&mut raw).unwrap();
    let size = told["practitioner"]["bytes"].as_u64().unwrap();
    assert_eq!(size, raw.len() as u64, "its size is told");
    let read_me = std::fs::read_to_string(stick.join("README.txt")).unwrap();
    assert!(read_me.contains(told["public"]["until"].as_str().unwrap()), "until when: {read_me}");
    let trail = site.call(&["audit", "--json"]).ends_with(0).out;
    let last: Value = serde_json::from_str(trail.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&last["deed"], &last["subject"]),
        (&"exported".into(), &told["devices"][0]),
        "noted"
    );
}

#[test]
fn only_those_it_is_for_can_read_it() {
    let site = Site::published(3);
    let served = site.serve();
    let [one, two, gone] = [(); 3].map(|()| Computer::enrolled(&site, &served));
    site.call(&["devices", "revoke", &gone.id]).ends_with(0);
    let (stick, to) = (site.place("stick"), site.place("unpacked"));
    export(&site, &[]).ends_with(0);
    assert!(one.unpack(&stick, &to).is_some() && two.unpack(&stick, &to).is_some(), "members");
    assert!(gone.unpack(&stick, &to).is_none(), "not who was one");
    export(&site, &["--device", &two.id]).ends_with(0);
    assert!(one.unpack(&stick, &to).is_none(), "nor one who was not named");
    assert!(two.unpack(&stick, &to).is_some(), "who was, can");
    let call = export(&site, &["--device", &two.id, "--device", &gone.id]);
    call.refused(11, "account_revoked", &gone.id);
    export(&site, &["--device", "none"]).refused(3, "not_found", "no device none");
    site.call(&["devices", "revoke", &one.id]).ends_with(0);
    site.call(&["devices", "revoke", &two.id]).ends_with(0);
    let told = export(&site, &[]).ends_with(0).json();
    assert!(told["practitioner"].is_null(), "where there is no member left");
    assert!(!stick.join("feeds/practitioner.age").exists(), "the older one is gone too");
}

#[test]
fn nothing_of_the_practitioners_is_readable_on_a_stick() {
    let site = Site::published(3);
    let served = site.serve();
    let _member = Computer::enrolled(&site, &served);
    export(&site, &[]).ends_with(0);
    let stick = site.place("stick");
    for name in names(&stick) {
        let bytes = std::fs::read(stick.join(&name)).unwrap();
        let text = zstd::decode_all(&bytes[..]).unwrap_or(bytes);
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(!text.contains("Wheelbarrow"), "{name} holds what practitioners alone read");
        assert!(!text.contains("lindenau/practitioner"), "{name} tells what there is");
    }
}

#[test]
fn an_older_export_is_replaced_and_nothing_else_touched() {
    let site = Site::published(3);
    let stick = site.place("stick");
    export(&site, &[]).ends_with(0);
    std::fs::write(stick.join("holiday.jpg"), "somebody's own").unwrap();
    let before = names(&stick);
    site.publish(30);
    export(&site, &[]).ends_with(0);
    let after = names(&stick);
    let look = Reader::of(&site).look_over(Arc::new(Folder(stick.join("feeds/public"))));
    assert_eq!(look.unwrap().catalogue.entries, 30 + BESIDE, "the newer one");
    assert!(after.contains(&"holiday.jpg".to_owned()), "what is not ours stays");
    assert!(!after.iter().any(|name| name.ends_with(".part")), "and nothing half written");
    let snapshot = before.iter().find(|name| name.contains("/snap/")).unwrap();
    assert!(!after.contains(snapshot), "what nobody needs is gone: a stick is small");
    for name in after {
        let file = name.rsplit('/').next().unwrap();
        let is_plain = |c: u8| c.is_ascii_alphanumeric() || c == b'.';
        assert!(file.bytes().all(is_plain) && file.len() <= 100, "{name}: any stick takes it");
    }
    let other = Site::published(1);
    let call = other.call(&["export", "--to", path(&stick)]);
    call.refused(9, "feed_foreign", "another folder");
}

#[test]
fn an_export_made_while_somebody_publishes_is_of_one_edition() {
    let site = Site::published(3);
    let served = site.serve();
    let computer = Computer::enrolled(&site, &served);
    let contents: Vec<PathBuf> = (4..10).map(|n| site.content(n)).collect();
    std::thread::scope(|scope| {
        scope.spawn(|| contents.iter().for_each(|content| drop(site.publish_from(content))));
        for round in 0..6 {
            export(&site, &[]).ends_with(0);
            let stick = site.place("stick");
            let look = Reader::of(&site).look_over(Arc::new(Folder(stick.join("feeds/public"))));
            let catalogue = look.unwrap_or_else(|e| panic!("round {round}: {e}")).catalogue;
            assert!((3 + BESIDE..10 + BESIDE).contains(&catalogue.entries), "some whole edition");
            let snapshot = catalogue.snapshot.unwrap().part.sha256;
            let file = stick.join("feeds/public/snap").join(snapshot);
            assert!(file.is_file(), "with what it names");
            let to = site.place(&format!("unpacked-{round}"));
            let unpacked = computer.unpack(&stick, &to).unwrap();
            assert!(unpacked.join("metadata/timestamp.json").is_file(), "the other one as well");
        }
    });
}

#[test]
fn what_has_run_out_is_not_exported() {
    let site = Site::bare();
    let past = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * 10);
    let data = hrc_server::Data::make(&site.data(), Default::default()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(hrc_server::founding::found(&data, past)).unwrap();
    export(&site, &[]).refused(9, "feed_expired", "ran out");
    assert!(!site.place("stick").exists(), "nobody carries for nothing");
}
