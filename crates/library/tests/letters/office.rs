//! A server's letter box that answers as it is told to: as promised, wrongly, or not at all.

use hrc_domain::question::body_digest;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    /// With the query.
    pub path: String,
    /// What stands in `Authorization`.
    pub proof: String,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn is_put(&self) -> bool {
        self.method == "PUT"
    }

    /// Whether its body mentions this.
    pub fn mentions(&self, word: &str) -> bool {
        String::from_utf8_lossy(&self.body).contains(word)
    }

    /// The sequence after which updates are asked for.
    pub fn after(&self) -> u32 {
        let query = self.path.split_once("after=").map_or("0", |(_, query)| query);
        query.split('&').next().unwrap_or_default().parse().unwrap()
    }
}

/// What is answered.
pub enum Said {
    /// This status, this kind of content, these further lines of the head, this body.
    Answer(u16, &'static str, String, Vec<u8>),
    /// Nothing: the line is cut.
    HangUp,
    /// Nothing, for longer than anybody waits.
    Silence,
}

/// JSON with this status.
pub fn says(status: u16, body: &Value) -> Said {
    Said::Answer(status, "application/json", String::new(), body.to_string().into_bytes())
}

/// A refusal in the server's own words.
pub fn refuses(status: u16, code: &str) -> Said {
    says(status, &json!({"code": code, "message": "why"}))
}

/// What a server answers that keeps its promises, and has no news.
pub fn as_promised(asked: &Asked) -> Said {
    if asked.is_put() {
        let id = asked.path.rsplit('/').next().unwrap();
        let digest = body_digest(&asked.body);
        let acknowledgement =
            json!({"id": id, "digest": digest, "received_at": "2026-11-21T10:00:00Z"});
        return says(201, &acknowledgement);
    }
    if asked.path.starts_with("/v1/updates") {
        return says(200, &json!({"updates": [], "next": asked.after(), "more": false}));
    }
    Said::Answer(404, "text/plain", String::new(), b"nothing here".to_vec())
}

/// The files of the feeds below this folder; else as promised.
pub fn with_feeds(folder: &Path, asked: &Asked) -> Said {
    match std::fs::read(folder.join(asked.path.trim_start_matches('/'))) {
        Ok(bytes) => Said::Answer(200, "application/octet-stream", String::new(), bytes),
        Err(_) => as_promised(asked),
    }
}

type Rule = Arc<dyn Fn(&Asked) -> Said + Send + Sync>;

/// A server; it listens until the test ends.
pub struct Office {
    pub address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    rule: Arc<Mutex<Rule>>,
}

impl Office {
    /// One that keeps its promises.
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let office = Self {
            address,
            asked: Arc::default(),
            rule: Arc::new(Mutex::new(Arc::new(as_promised))),
        };
        let (asked, rule) = (Arc::clone(&office.asked), Arc::clone(&office.rule));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (asked, rule) = (Arc::clone(&asked), Arc::clone(&rule));
                thread::spawn(move || serve(stream, &asked, &rule));
            }
        });
        office
    }

    /// Answers by this rule from now on.
    pub fn answers(&self, rule: impl Fn(&Asked) -> Said + Send + Sync + 'static) {
        *self.rule.lock().unwrap() = Arc::new(rule);
    }

    /// What was asked since the last call.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    /// What was put since the last call.
    pub fn puts(&self) -> Vec<Asked> {
        self.asked().into_iter().filter(Asked::is_put).collect()
    }
}

fn serve(stream: TcpStream, asked: &Mutex<Vec<Asked>>, rule: &Mutex<Rule>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let one = read(&mut reader)?;
    asked.lock().unwrap().push(one.clone());
    let rule = Arc::clone(&rule.lock().unwrap());
    let mut stream = reader.into_inner();
    match rule(&one) {
        Said::Answer(status, form, further, body) => {
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status} -\r\ncontent-type: {form}\r\ncontent-length: {length}\r\n\
                 connection: close\r\n{further}\r\n"
            );
            stream.write_all(head.as_bytes()).ok()?;
            stream.write_all(&body).ok()
        }
        Said::HangUp => None,
        Said::Silence => {
            thread::sleep(Duration::from_secs(60));
            None
        }
    }
}

fn read(reader: &mut impl BufRead) -> Option<Asked> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (mut proof, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "authorization" => proof = value.to_owned(),
            "content-length" => length = value.parse().ok()?,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { method, path, proof, body })
}
