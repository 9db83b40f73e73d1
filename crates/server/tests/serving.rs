//! `serve`: what the world sees.

use crate::following::Reader;
use crate::harness::{BESIDE, PATIENCE, Serving, Site, header};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const TIMESTAMP: &str = "metadata/timestamp.json";

/// The name of the one snapshot that is published.
fn snapshot(site: &Site) -> String {
    let folder = std::fs::read_dir(site.data().join("feeds/public/snap")).unwrap();
    let name = folder.flatten().next().expect("there is a snapshot").file_name();
    format!("snap/{}", name.to_str().unwrap())
}

fn at(name: &str) -> String {
    format!("/feeds/public/{name}")
}

#[test]
fn what_is_published_is_served_byte_for_byte_and_followed() {
    let site = Site::published(30);
    let served = site.serve();
    for name in [TIMESTAMP.to_owned(), "metadata/1.root.json".to_owned(), snapshot(&site)] {
        let stored = std::fs::read(site.data().join("feeds/public").join(&name)).unwrap();
        let answer = served.file(&name);
        assert_eq!(answer.status(), 200, "{name}");
        assert_eq!(answer.content_length(), Some(stored.len() as u64), "{name}");
        assert_eq!(answer.bytes().unwrap(), stored, "{name}");
    }
    let edition = Reader::of(&site).look(&served).unwrap();
    assert_eq!(edition.catalogue.entries, 30 + BESIDE, "from the trust root that was handed out");
}

#[test]
fn names_for_ever_are_kept_for_ever_and_the_timestamp_is_asked_for() {
    let site = Site::published(3);
    let served = site.serve();
    let caching = |name: &str| header(&served.file(name), "cache-control").to_owned();
    assert_eq!(caching(TIMESTAMP), "no-cache", "what is written again and again");
    for name in ["metadata/1.root.json", "metadata/1.targets.json", &snapshot(&site)] {
        assert_eq!(caching(name), "public, max-age=31536000, immutable", "{name}");
    }
    for name in ["metadata/2.root.json", "metadata/9.targets.json", "seg/none.zst", "other/x"] {
        let answer = served.file(name);
        assert_eq!(answer.status(), 404, "{name}");
        assert_eq!(header(&answer, "cache-control"), "no-store", "{name}: there may be one later");
    }
    for at in ["/", "/healthz", "/metrics", "/feeds/practitioner/metadata/timestamp.json"] {
        assert_eq!(header(&served.get(at), "cache-control"), "no-store", "{at}");
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ] {
        for at in ["/", "/metrics", &at(TIMESTAMP)] {
            assert_eq!(header(&served.get(at), name), value, "{at}");
        }
    }
}

#[test]
fn who_has_the_newest_is_told_so_without_a_body() {
    let site = Site::published(3);
    let served = site.serve();
    let tag = header(&served.file(TIMESTAMP), "etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    let ask = |tag: &str| served.ask(&at(TIMESTAMP)).header("if-none-match", tag).send().unwrap();
    for held in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
        let answer = ask(&held);
        assert_eq!(answer.status(), 304, "{held}");
        assert_eq!(header(&answer, "etag"), tag, "and which it is");
        assert_eq!(header(&answer, "cache-control"), "no-cache", "and for how long");
        assert!(answer.bytes().unwrap().is_empty(), "and nothing else");
    }
    assert_eq!(served.metric("hrc_feed_files_unchanged"), 4, "counted");
    site.publish(4);
    assert_eq!(ask(&tag).status(), 200, "there is something new");
}

#[test]
fn a_download_goes_on_where_it_broke_off() {
    let site = Site::published(30);
    let served = site.serve();
    let name = snapshot(&site);
    let whole = served.file(&name);
    let (tag, whole) = (header(&whole, "etag").to_owned(), whole.bytes().unwrap());
    let size = whole.len();
    let ask = |range: String| served.ask(&at(&name)).header("range", range).send().unwrap();
    for (range, first, last) in [
        ("bytes=100-".to_owned(), 100, size - 1),
        ("bytes=0-0".to_owned(), 0, 0),
        ("bytes=-7".to_owned(), size - 7, size - 1),
        (format!("bytes=5-{}", size * 2), 5, size - 1),
    ] {
        let answer = ask(range.clone());
        assert_eq!(answer.status(), 206, "{range}");
        let said = format!("bytes {first}-{last}/{size}");
        assert_eq!(header(&answer, "content-range"), said, "{range}");
        assert_eq!(header(&answer, "etag"), tag, "{range}: of the same file");
        assert_eq!(answer.bytes().unwrap(), whole[first..=last], "{range}");
    }
    let answer = ask(format!("bytes={size}-"));
    assert_eq!(answer.status(), 416, "behind the end");
    assert_eq!(header(&answer, "content-range"), format!("bytes */{size}"), "which is there");
    assert_eq!(header(&answer, "cache-control"), "no-store", "nobody keeps that");
    assert_eq!(ask("bytes=1-2,5-6".to_owned()).status(), 200, "several parts: all of it");
    let go_on = |held: &str| {
        let asked = served.ask(&at(&name)).header("range", "bytes=100-").header("if-range", held);
        asked.send().unwrap().status().as_u16()
    };
    assert_eq!((go_on(&tag), go_on("\"other\"")), (206, 200), "of another file: from the start");
}

#[test]
fn text_is_compressed_when_asked_and_parts_and_segments_never() {
    let site = Site::published(30);
    let served = site.serve();
    let ask = |name: &str, range: Option<&str>| {
        let asked = served.ask(&at(name)).header("accept-encoding", "gzip");
        range.into_iter().fold(asked, |asked, range| asked.header("range", range)).send().unwrap()
    };
    let plain = served.file(TIMESTAMP);
    assert_eq!(header(&plain, "content-encoding"), "", "unasked it is not");
    assert_eq!(header(&plain, "vary"), "accept-encoding", "and caches are told");
    let tag = header(&plain, "etag").to_owned();
    let packed = ask(TIMESTAMP, None);
    assert_eq!(header(&packed, "content-encoding"), "gzip", "asked for it is");
    assert_eq!(header(&packed, "vary"), "accept-encoding", "and caches are told");
    assert_eq!(header(&packed, "etag"), format!("W/{tag}"), "not byte for byte the same");
    assert_eq!(packed.bytes().unwrap()[..2], [0x1f, 0x8b], "truly");
    let part = ask(TIMESTAMP, Some("bytes=3-"));
    assert_eq!((part.status().as_u16(), header(&part, "content-encoding")), (206, ""), "a part");
    assert_eq!(header(&ask(&snapshot(&site), None), "content-encoding"), "", "it is already");
}

#[test]
fn who_asks_for_the_head_alone_gets_what_the_whole_would_say() {
    let site = Site::published(3);
    let served = site.serve();
    for name in [TIMESTAMP.to_owned(), snapshot(&site)] {
        let (head, whole) = (served.head(&at(&name)), served.file(&name));
        assert_eq!(head.status(), 200, "{name}");
        for said in ["content-length", "etag", "cache-control", "content-type", "accept-ranges"] {
            assert_eq!(header(&head, said), header(&whole, said), "{name}: {said}");
        }
        assert!(head.bytes().unwrap().is_empty(), "and no body");
    }
    assert_eq!(served.head(&at("seg/none.zst")).status(), 404, "of nothing, nothing");
    assert_eq!(served.head("/healthz").status(), 200, "for balancers");
}

#[test]
fn no_path_leads_out_of_the_feed() {
    let site = Site::published(3);
    let served = site.serve();
    let long = format!("/feeds/public/metadata/{}", "a".repeat(5000));
    for path in [
        "/feeds/public/../../keys/public/targets.pem",
        "/feeds/public/metadata/../../../keys/public/targets.pem",
        "/feeds/public/metadata/..%2f..%2f..%2fkeys%2fpublic%2ftargets.pem",
        "/feeds/public/%2e%2e/keys",
        "/feeds/public/metadata/%2e%2e",
        "/feeds/public/metadata/..%5c..%5ckeys",
        "/feeds/public/metadata/%2fetc%2fpasswd",
        "/feeds/public/metadata//timestamp.json",
        "/feeds/public/metadata/timestamp.json%00",
        "/feeds/public/metadata/timestamp.json/",
        "/feeds/public/metadata/%ff",
        "/feeds/public/metadata/%c3%a4",
        "/feeds/public/metadata/.hidden",
        "/feeds/public/metadata",
        "/feeds/public/keys/targets.pem",
        "/feeds/../keys/public/targets.pem",
        "/keys/public/targets.pem",
        &long,
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let answer = served.answer_to(&request);
        let status = answer.get(9..12).unwrap_or_default();
        assert!(matches!(status, "404" | "400"), "{path}: {answer}");
        assert!(answer.to_lowercase().contains("cache-control: no-store"), "{path}: {answer}");
        assert!(!answer.contains("KEY") && !answer.contains("root:"), "{path}: {answer}");
    }
}

#[test]
fn only_reading_is_possible() {
    let site = Site::published(3);
    let served = site.serve();
    for method in ["PUT", "POST", "DELETE", "PATCH"] {
        let path = at(TIMESTAMP);
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        assert_eq!(served.answer_to(&request).get(9..12), Some("405"), "{method}");
    }
}

#[test]
fn a_monstrous_request_is_turned_away_and_the_server_goes_on() {
    let site = Site::published(3);
    let served = site.serve();
    let request = |size: usize| {
        let fill = "a".repeat(size);
        format!("GET /healthz HTTP/1.1\r\nhost: x\r\nx-fill: {fill}\r\nconnection: close\r\n\r\n")
    };
    assert!(served.answer_to(&request(8 << 10)).starts_with("HTTP/1.1 200"), "what proxies send");
    for size in [256 << 10, 4 << 20] {
        let answer = served.answer_to(&request(size));
        // What the system throws away with the connection is not seen.
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{size}: {answer}");
    }
    let nonsense = served.answer_to("\x16\x03\x01\r\n\r\n");
    assert!(nonsense.is_empty() || nonsense.starts_with("HTTP/1.1 400"), "TLS it is not");
    assert_eq!(served.get("/healthz").status(), 200, "it goes on");
}

#[test]
fn those_who_say_nothing_keep_nobody_from_being_answered() {
    let site = Site::published(3);
    let served = site.serve();
    let silent: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut stream = served.connect();
            stream.write_all(b"GET /healthz HT").unwrap();
            stream
        })
        .collect();
    assert_eq!(served.get("/healthz").status(), 200, "with {} waiting", silent.len());
}

#[test]
fn a_server_that_is_stopped_finishes_what_was_begun_and_begins_nothing() {
    /// More than the system takes in between.
    const SIZE: usize = 48 << 20;
    let site = Site::published(3);
    let name = format!("seg/{}.zst", "0".repeat(64));
    let file = site.data().join("feeds/public").join(&name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, vec![7; SIZE]).unwrap();
    let mut served = site.serve();
    let idle = served.connect();
    let mut download = served.connect();
    let request = format!("GET {} HTTP/1.1\r\nhost: x\r\n\r\n", at(&name));
    download.write_all(request.as_bytes()).unwrap();
    let mut begun = vec![0; 1 << 10];
    download.read_exact(&mut begun).unwrap();
    served.terminate();
    while TcpStream::connect(&served.address).is_ok() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut rest = Vec::new();
    download.read_to_end(&mut rest).unwrap();
    let head = String::from_utf8_lossy(&begun);
    let head = head.find("\r\n\r\n").expect("the head is within the first kilobyte") + 4;
    assert_eq!(begun.len() + rest.len() - head, SIZE, "the whole file arrived");
    assert_eq!(served.ended().code(), Some(0), "and then it ended well");
    drop(idle);
}

#[test]
fn a_server_that_nobody_uses_stops_at_once() {
    let site = Site::published(3);
    let mut served = site.serve();
    let idle = served.connect();
    assert_eq!(served.get("/healthz").status(), 200, "a connection that is kept alive");
    let began = std::time::Instant::now();
    served.terminate();
    assert_eq!(served.ended().code(), Some(0), "well");
    assert!(began.elapsed() < PATIENCE / 6, "those who keep a connection open hold nobody up");
    drop(idle);
}

#[test]
fn a_port_that_is_taken_is_told() {
    let site = Site::published(3);
    let served: Serving = site.serve();
    let call = site.call(&["serve", "--listen", &served.address]).ends_with(6);
    let told = call.err.lines().last().unwrap();
    assert!(told.starts_with("hrc-server: io: listening on 127.0.0.1:"), "{told}");
}

#[test]
fn what_is_counted_is_files_and_answers_not_people() {
    let site = Site::published(3);
    let served = site.serve();
    let before = served.metric("hrc_feed_files_sent");
    served.file(TIMESTAMP);
    served.head(&at(TIMESTAMP));
    served.file("metadata/9.root.json");
    assert_eq!(served.metric("hrc_feed_files_sent"), before + 1, "what was sent");
    let answer = served.get("/metrics");
    assert!(header(&answer, "content-type").starts_with("text/plain; version=0.0.4"), "its format");
    let text = answer.text().unwrap();
    assert!(!text.contains("127.0.0.1"), "no addresses: {text}");
}
