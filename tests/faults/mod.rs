//! What can lie between a reader and the server: a proxy that passes everything on, until it is told
//! to spoil some of it.
//!
//! It stands in the server's place (the reader is given its address) or between, as a web proxy.
//! Beside it: TLS with certificates good and bad, a proxy for tunnels, a computer
//! whose store trusts one authority more, and ends where nobody answers.

pub mod deaf;
mod machine;
mod secure;
mod spoiling;
mod tunnels;
mod wire;

pub use machine::Machine;
pub use secure::{Authority, Secure, Terms};
pub use spoiling::Fault;
pub use tunnels::Tunnels;

use std::collections::HashMap;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use wire::{Answer, Question};

/// A proxy; it listens until the test ends.
pub struct Proxy {
    address: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    upstream: String,
    /// What is spoiled: files whose name begins so, and how.
    fault: Mutex<Option<(&'static str, Fault)>>,
    recorded: Mutex<HashMap<String, Answer>>,
    recording: AtomicBool,
    questions: AtomicU64,
    sent: AtomicU64,
}

impl Proxy {
    /// Stands before the server at this address.
    pub fn before(upstream: &str) -> Self {
        Self::at("127.0.0.1:0", upstream)
    }

    /// The same, listening at this address, where nobody did until now.
    pub fn at(address: &str, upstream: &str) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let upstream = upstream.trim_start_matches("http://").to_owned();
        let shared = Arc::new(Shared { upstream, ..Shared::default() });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&serving);
                thread::spawn(move || shared.serve(stream));
            }
        });
        Self { address, shared }
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Spoils the files of the feed whose name begins like this, or, where it begins with a stroke, what
    /// lies at paths that do; the empty name means everything.
    pub fn spoil(&self, files: &'static str, fault: Fault) {
        *self.shared.fault.lock().unwrap() = Some((files, fault));
    }

    /// Passes everything on as it is again.
    pub fn heal(&self) {
        *self.shared.fault.lock().unwrap() = None;
    }

    /// Keeps what passes from now on, to be sent again later by [`Fault::Replay`].
    pub fn record(&self) {
        self.shared.recorded.lock().unwrap().clear();
        self.shared.recording.store(true, Ordering::Relaxed);
    }

    /// Keeps no more.
    pub fn end_recording(&self) {
        self.shared.recording.store(false, Ordering::Relaxed);
    }

    /// How many questions came.
    pub fn questions(&self) -> u64 {
        self.shared.questions.load(Ordering::Relaxed)
    }

    /// How many bytes of bodies were sent.
    pub fn sent(&self) -> u64 {
        self.shared.sent.load(Ordering::Relaxed)
    }
}

impl Shared {
    /// One question and its answer; whoever hangs up in between is welcome to.
    fn serve(&self, mut stream: TcpStream) -> Option<()> {
        let question = Question::read(&mut stream)?;
        self.questions.fetch_add(1, Ordering::Relaxed);
        let fault = self.fault.lock().unwrap().clone();
        let spoils = fault.filter(|(files, _)| {
            question.file().starts_with(files)
                || (files.starts_with('/') && question.path.starts_with(files))
                || question.path == spoiling::ELSEWHERE
        });
        let fault = spoils.map(|(_, fault)| fault);
        if let Some(answer) = fault.as_ref().and_then(|fault| fault.instead(&question)) {
            return self.send(&mut stream, &answer);
        }
        if matches!(fault, Some(Fault::Replay)) {
            let old = self.recorded.lock().unwrap().get(&question.path).cloned();
            if let Some(old) = old {
                return self.send(&mut stream, &Fault::Replay.spoil(&question, old));
            }
        }
        let asked = match &fault {
            Some(fault) => fault.asks(&question),
            None => question.clone(),
        };
        let answer = asked.ask(&self.upstream)?;
        if self.recording.load(Ordering::Relaxed) && answer.status == 200 {
            self.recorded.lock().unwrap().insert(question.path.clone(), answer.clone());
        }
        match fault {
            Some(fault) => {
                let answer = fault.spoil(&question, answer);
                self.send_spoiled(&mut stream, &answer, &fault)
            }
            None => self.send(&mut stream, &answer),
        }
    }

    fn send(&self, stream: &mut TcpStream, answer: &Answer) -> Option<()> {
        stream.write_all(&answer.head()).ok()?;
        self.send_part(stream, &answer.body)
    }

    fn send_part(&self, stream: &mut TcpStream, part: &[u8]) -> Option<()> {
        stream.write_all(part).ok()?;
        self.sent.fetch_add(part.len() as u64, Ordering::Relaxed);
        Some(())
    }

    /// Sends what tells itself only in the sending: late, not all of it, without an end.
    fn send_spoiled(&self, stream: &mut TcpStream, answer: &Answer, fault: &Fault) -> Option<()> {
        stream.write_all(&answer.head()).ok()?;
        match *fault {
            Fault::Cut { tenths } => {
                self.send_part(stream, &answer.body[..answer.body.len() * tenths / 10])
            }
            Fault::Slow { bytes, pause } => {
                for part in answer.body.chunks(bytes) {
                    self.send_part(stream, part)?;
                    thread::sleep(pause);
                }
                Some(())
            }
            Fault::Endless => {
                self.send_part(stream, &answer.body)?;
                loop {
                    self.send_part(stream, &[b' '; 4096])?;
                }
            }
            _ => self.send_part(stream, &answer.body),
        }
    }
}
