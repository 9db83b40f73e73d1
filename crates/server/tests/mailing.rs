//! Mail to the experts: that something waits, never what; and no question waits for it.

use crate::asking::{RECEIPT, act, ask, id, question, receipt};
use crate::harness::{PATIENCE, Site};
use hrc_server::mail::{Bell, Mail};
use hrc_server::store::Questions;
use hrc_server::{Configuration, Data};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};

const ADDRESS: &str = "https://kc.example/";

/// A mail server on this computer: it takes everything, and tells all that was said to it.
struct Letterbox {
    address: SocketAddr,
    talks: Receiver<String>,
}

impl Letterbox {
    fn open() -> Self {
        Self::open_at("127.0.0.1:0".parse().unwrap())
    }

    fn open_at(at: SocketAddr) -> Self {
        let listener = TcpListener::bind(at).unwrap();
        let address = listener.local_addr().unwrap();
        let (told, talks) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                listen(&stream, &told);
            }
        });
        Self { address, talks }
    }

    /// The next talk that brought a mail.
    fn wait(&self) -> String {
        self.talks.recv_timeout(PATIENCE).expect("a mail comes")
    }

    fn is_empty(&self) -> bool {
        self.talks.try_recv().is_err()
    }
}

/// Follows one talk to its end; it is told as soon as a mail was taken.
fn listen(stream: &TcpStream, told: &Sender<String>) {
    let mut out = stream;
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes()).is_ok();
    say("220 here");
    let (mut talk, mut in_mail) = (String::new(), false);
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        talk += &format!("{line}\n");
        if in_mail && line != "." {
            continue;
        }
        let verb = line.split(' ').next().unwrap_or_default();
        let goes_on = match verb {
            "." => {
                in_mail = false;
                let _ = told.send(talk.clone());
                say("250 taken")
            }
            "EHLO" => say("250-here\r\n250 AUTH PLAIN"),
            "AUTH" => say("235 you are"),
            "DATA" => {
                in_mail = true;
                say("354 go on")
            }
            "QUIT" => {
                say("221 bye");
                false
            }
            _ => say("250 well"),
        };
        if !goes_on {
            break;
        }
    }
}

/// Where nobody listens, and no other test does: the computer's own address differs.
fn nobody_at(at: &str) -> SocketAddr {
    TcpListener::bind(at).unwrap().local_addr().unwrap()
}

fn settings(letterbox: SocketAddr) -> String {
    format!(
        "public_address = '{ADDRESS}'\n[mail]\nserver = 'smtp://{letterbox}'\n\
         from = 'kc@kc.example'\nto = ['a@experts.example', 'b@experts.example']\n"
    )
}

fn set(site: &Site, text: &str) {
    std::fs::write(site.data().join("server.toml"), text).unwrap();
}

fn data(site: &Site, letterbox: SocketAddr) -> Data {
    data_with(site, format!("smtp://{letterbox}"))
}

fn data_with(site: &Site, server: String) -> Data {
    let mail =
        Mail { server, from: "kc@kc.example".to_owned(), to: vec!["a@experts.example".to_owned()] };
    let configuration = Configuration {
        public_address: Some(ADDRESS.to_owned()),
        mail: Some(mail),
        ..Configuration::default()
    };
    Data::open(&site.data(), configuration).unwrap()
}

/// The bell at so many seconds.
fn glance(bell: &mut Bell, seconds: i64) {
    let now = Timestamp::from_second(1_800_000_000).unwrap() + SignedDuration::from_secs(seconds);
    tokio::runtime::Runtime::new().unwrap().block_on(bell.glance(now));
}

#[test]
fn the_experts_are_told_that_a_question_waits_and_nothing_of_it() {
    let mut site = Site::published(1);
    let letterbox = Letterbox::open();
    set(&site, &settings(letterbox.address));
    site.set("HRC_SMTP_USER", "post");
    site.set("HRC_SMTP_PASSWORD", "secret");
    let served = site.serve();
    let mut asked = question(1);
    asked["subject"] = "Playgrounds on Sundays".into();
    assert_eq!(ask(&served, &receipt(RECEIPT), &asked).status(), 201, "acknowledged");
    let talk = letterbox.wait();
    for said in [
        "AUTH PLAIN AHBvc3QAc2VjcmV0",
        "MAIL FROM:<kc@kc.example>",
        "RCPT TO:<a@experts.example>",
        "RCPT TO:<b@experts.example>",
        "Subject: A question waits",
        ADDRESS,
    ] {
        assert!(talk.contains(said), "{said} in {talk}");
    }
    let asked_id = id(1);
    let theirs = [
        "Playgrounds",
        "Sundays",
        "others begin",
        "Lindenau",
        "Agnes",
        "Muster",
        RECEIPT,
        &asked_id,
    ];
    for word in theirs {
        assert!(!talk.to_lowercase().contains(&word.to_lowercase()), "{word} in {talk}");
    }
}

#[test]
fn a_mail_server_that_is_down_costs_nobody_a_question_and_is_tried_again() {
    let site = Site::published(1);
    let down = nobody_at("127.0.0.77:0");
    set(&site, &settings(down));
    {
        let served = site.serve();
        assert_eq!(ask(&served, &receipt(RECEIPT), &question(1)).status(), 201, "acknowledged");
    }
    let data = data(&site, down);
    let mut bell = Bell::of(&data).unwrap().unwrap();
    glance(&mut bell, 0);
    assert!(data.members().untold().unwrap().is_some(), "what was not told stays to be told");
    let letterbox = Letterbox::open_at(down);
    glance(&mut bell, 59);
    assert!(letterbox.is_empty(), "it is left alone for a minute");
    glance(&mut bell, 60);
    assert!(letterbox.wait().contains("A question waits"), "then it is tried again");
    assert_eq!(data.members().untold().unwrap(), None, "and that is noted");
}

#[test]
fn a_mail_server_that_stays_down_is_tried_less_and_less_often() {
    let site = Site::published(1);
    let down = nobody_at("127.0.0.78:0");
    let served = site.serve();
    assert_eq!(ask(&served, &receipt(RECEIPT), &question(1)).status(), 201, "acknowledged");
    let mut bell = Bell::of(&data(&site, down)).unwrap().unwrap();
    for tried in [0, 60, 180] {
        glance(&mut bell, tried);
    }
    let letterbox = Letterbox::open_at(down);
    glance(&mut bell, 180 + 239);
    assert!(letterbox.is_empty(), "after the third time it rests four minutes");
    glance(&mut bell, 180 + 240);
    assert!(letterbox.wait().contains("A question waits"), "then it is tried again");
}

#[test]
fn what_is_to_be_encrypted_is_never_sent_in_the_open() {
    let site = Site::published(1);
    let (letterbox, served) = (Letterbox::open(), site.serve());
    assert_eq!(ask(&served, &receipt(RECEIPT), &question(1)).status(), 201, "acknowledged");
    let open = letterbox.address;
    for server in [format!("smtp://{open}?tls=required"), format!("smtps://{open}")] {
        let data = data_with(&site, server.clone());
        glance(&mut Bell::of(&data).unwrap().unwrap(), 0);
        assert!(letterbox.is_empty(), "{server} cannot encrypt, and gets nothing");
        assert!(data.members().untold().unwrap().is_some(), "{server}: it stays to be told");
    }
    glance(&mut Bell::of(&data(&site, open)).unwrap().unwrap(), 0);
    letterbox.wait();
}

#[test]
fn what_comes_within_a_minute_is_told_in_one_mail_and_once() {
    let site = Site::published(1);
    let (letterbox, served) = (Letterbox::open(), site.serve());
    let mut bell = Bell::of(&data(&site, letterbox.address)).unwrap().unwrap();
    let who = receipt(RECEIPT);
    glance(&mut bell, 0);
    assert!(letterbox.is_empty(), "nothing came");
    for n in 1..4 {
        assert_eq!(ask(&served, &who, &question(n)).status(), 201, "acknowledged");
    }
    glance(&mut bell, 1);
    letterbox.wait();
    assert_eq!(ask(&served, &who, &question(1)).status(), 200, "the same again is nothing new");
    glance(&mut bell, 100);
    assert!(letterbox.is_empty(), "three questions, one mail");
    let message = json!({ "what": "message", "text": "More" });
    assert_eq!(act(&served, &who, 10, 1, &message).status(), 201, "acknowledged");
    glance(&mut bell, 101);
    letterbox.wait();
    assert_eq!(act(&served, &who, 11, 2, &message).status(), 201, "acknowledged");
    glance(&mut bell, 160);
    assert!(letterbox.is_empty(), "not twice in a minute");
    glance(&mut bell, 161);
    letterbox.wait();
    let withdraw = json!({ "what": "withdraw" });
    assert_eq!(act(&served, &who, 12, 3, &withdraw).status(), 201, "acknowledged");
    glance(&mut bell, 300);
    assert!(letterbox.is_empty(), "whoever takes a question back waits for nobody");
}

#[test]
fn without_a_setting_nothing_is_sent_and_a_restart_forgets_nothing() {
    let site = Site::published(1);
    let letterbox = Letterbox::open();
    {
        let served = site.serve();
        assert_eq!(ask(&served, &receipt(RECEIPT), &question(1)).status(), 201, "acknowledged");
    }
    let unset = Data::open(&site.data(), Configuration::default()).unwrap();
    assert!(Bell::of(&unset).unwrap().is_none(), "nobody rings");
    assert!(letterbox.is_empty(), "and nothing was sent");
    set(&site, &settings(letterbox.address));
    let _served = site.serve();
    assert!(letterbox.wait().contains(ADDRESS), "it is told once there is a way");
}

#[test]
fn mail_that_is_set_wrongly_is_refused_before_anything_is_served() {
    let mut site = Site::published(1);
    let good = settings("127.0.0.1:25".parse().unwrap());
    for (from, to, words) in [
        ("public_address", "# public_address", "public_address"),
        ("smtp://127.0.0.1:25", "smtp://mail.example", "smtps://"),
        ("smtp://127.0.0.1:25", "smtps://a:b@mail.example", "HRC_SMTP_PASSWORD"),
        ("kc@kc.example", "kc", "from"),
        ("to =", "too =", "server.toml: line"),
    ] {
        set(&site, &good.replace(from, to));
        site.call(&["serve"]).refused(2, "invalid_input", words);
    }
    set(&site, &good);
    site.set("HRC_SMTP_USER", "post");
    site.call(&["serve"]).refused(2, "invalid_input", "HRC_SMTP_PASSWORD");
}
