//! Servers that show certificates, good and bad, and the authorities that issue them.

use super::wire::Question;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use tempfile::TempDir;

/// What a certificate says of itself.
#[derive(Debug, Clone, Copy)]
pub enum Terms {
    /// That it is for this computer, now.
    Good,
    /// That it ran out long ago.
    Expired,
    /// That it begins to hold in a far future.
    Early,
    /// That it is for somebody else.
    ForOther,
}

/// An authority that issues certificates.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    folder: TempDir,
}

impl Authority {
    /// An authority of this name, which nobody trusts yet.
    pub fn named(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let own = params.self_signed(&key).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("authority.pem"), own.pem()).unwrap();
        Self { issuer: Issuer::new(params, key), folder }
    }

    /// Its own certificate, as a system's store is given it.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    fn issue(&self, terms: Terms) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let name = if matches!(terms, Terms::ForOther) { "other.example" } else { "127.0.0.1" };
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, "The server of a test");
        (params.not_before, params.not_after) = match terms {
            Terms::Good | Terms::ForOther => (date_time_ymd(2020, 1, 1), date_time_ymd(2090, 1, 1)),
            Terms::Expired => (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1)),
            Terms::Early => (date_time_ymd(2080, 1, 1), date_time_ymd(2090, 1, 1)),
        };
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let chain = vec![CertificateDer::from(certificate.der().to_vec())];
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap()
    }
}

/// TLS before a server that speaks none; it listens until the test ends.
pub struct Secure {
    address: String,
    questions: Arc<AtomicU64>,
}

impl Secure {
    /// Stands before the server at this address, with a certificate of this authority.
    pub fn before(upstream: &str, authority: &Authority, terms: Terms) -> Self {
        let config = Arc::new(authority.issue(terms));
        let upstream = upstream.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("https://{}", listener.local_addr().unwrap());
        let questions = Arc::<AtomicU64>::default();
        let counted = Arc::clone(&questions);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (config, upstream) = (Arc::clone(&config), upstream.clone());
                let counted = Arc::clone(&counted);
                thread::spawn(move || serve(config, stream, &upstream, &counted));
            }
        });
        Self { address, questions }
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// How many questions came.
    pub fn questions(&self) -> u64 {
        self.questions.load(Ordering::Relaxed)
    }
}

/// One question and its answer; whoever does not like the certificate hangs up.
fn serve(
    config: Arc<ServerConfig>,
    stream: TcpStream,
    upstream: &str,
    counted: &AtomicU64,
) -> Option<()> {
    let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
    let question = Question::read(&mut stream)?;
    counted.fetch_add(1, Ordering::Relaxed);
    let answer = question.ask(upstream)?;
    stream.write_all(&answer.head()).ok()?;
    stream.write_all(&answer.body).ok()?;
    stream.conn.send_close_notify();
    stream.flush().ok()
}
