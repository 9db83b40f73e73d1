//! As much of HTTP as a proxy in a test needs: one question and one answer a connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    method: String,
    /// The path, also where a proxy was asked with a whole address; of a tunnel, where it shall lead.
    pub path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// What is answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, but for those that are about this one connection.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// Whether its length is told.
    pub has_length: bool,
}

impl Question {
    /// Reads it; none where whoever asked went away.
    pub fn read(stream: &mut impl Read) -> Option<Self> {
        let mut reader = BufReader::new(stream);
        let first = line(&mut reader)?;
        let (method, rest) = first.split_once(' ')?;
        let target = rest.split(' ').next()?;
        let path = match target.strip_prefix("http://") {
            Some(address) => address.split_once('/').map(|(_, path)| format!("/{path}"))?,
            None => target.to_owned(),
        };
        let headers = headers(&mut reader)?;
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let mut body = vec![0; length.map_or(Some(0), |(_, length)| length.parse().ok())?];
        reader.read_exact(&mut body).ok()?;
        Some(Self { method: method.to_owned(), path, headers, body })
    }

    /// The file of the feed that is asked for; empty where it is none.
    pub fn file(&self) -> &str {
        self.path.strip_prefix("/feeds/public/").unwrap_or("")
    }

    /// The header of this name, written small.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name)?;
        Some(&found.1)
    }

    /// The byte from which it is asked for; none where all of it is.
    pub fn range_from(&self) -> Option<usize> {
        self.header("range")?.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
    }

    /// The same for all of the file.
    pub fn without_range(&self) -> Self {
        let mut whole = self.clone();
        whole.headers.retain(|(name, _)| name != "range");
        whole
    }

    /// Asks the server.
    pub fn ask(&self, upstream: &str) -> Option<Answer> {
        let mut stream = TcpStream::connect(upstream).ok()?;
        let mut text = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        let passed = |name: &str| !["host", "connection", "proxy-connection"].contains(&name);
        for (name, value) in self.headers.iter().filter(|(name, _)| passed(name)) {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!("host: {upstream}\r\nconnection: close\r\n\r\n"));
        stream.write_all(text.as_bytes()).ok()?;
        stream.write_all(&self.body).ok()?;
        let mut reader = BufReader::new(stream);
        let status = line(&mut reader)?.split(' ').nth(1)?.parse().ok()?;
        let mut headers = headers(&mut reader)?;
        headers.retain(|(name, _)| !["connection", "content-length"].contains(&name.as_str()));
        let mut body = Vec::new();
        reader.read_to_end(&mut body).ok()?;
        Some(Answer { status, headers, body, has_length: true })
    }
}

impl Answer {
    /// An answer of one's own.
    pub fn new(status: u16, kind: &str, body: &[u8]) -> Self {
        let headers = vec![("content-type".into(), kind.into())];
        Self { status, headers, body: body.to_vec(), has_length: true }
    }

    /// Everything before the body.
    pub fn head(&self) -> Vec<u8> {
        let mut text = format!("HTTP/1.1 {} -\r\nconnection: close\r\n", self.status);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.has_length && self.status != 304 {
            text.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        text.push_str("\r\n");
        text.into_bytes()
    }
}

fn line(reader: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    Some(line.trim_end().to_owned())
}

fn headers(reader: &mut impl BufRead) -> Option<Vec<(String, String)>> {
    let mut headers = Vec::new();
    loop {
        let line = line(reader)?;
        if line.is_empty() {
            return Some(headers);
        }
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}
