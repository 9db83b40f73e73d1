//! A web proxy that is asked for tunnels, as for addresses with `https://`.

use super::wire::{Answer, Question};
use std::io::Write;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;

/// A web proxy that makes tunnels, or says why it makes none; it listens until the test ends.
pub struct Tunnels {
    address: String,
}

impl Tunnels {
    /// One that lets through whoever brings these credentials, and answers others with this status.
    pub fn for_whom(credentials: &'static str, status: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                thread::spawn(move || {
                    let question = Question::read(&mut stream)?;
                    let brought = question.header("proxy-authorization");
                    if brought != Some(credentials) {
                        let answer = Answer::new(status, "text/plain", b"");
                        return stream.write_all(&answer.head()).ok();
                    }
                    let server = TcpStream::connect(&question.path).ok()?;
                    stream.write_all(b"HTTP/1.1 200 -\r\n\r\n").ok()?;
                    pass(stream, server)
                });
            }
        });
        Self { address }
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// Passes everything on, both ways, until both ends are done.
fn pass(one: TcpStream, other: TcpStream) -> Option<()> {
    let (mut from, mut to) = (one.try_clone().ok()?, other.try_clone().ok()?);
    let there = thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let (mut from, mut to) = (other, one);
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
    there.join().ok()
}
