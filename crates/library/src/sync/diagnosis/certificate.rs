//! The certificate the other side shows, and what the system's store thinks of it.
//!
//! The judge is the one a sync has; a witness stands beside it and keeps what was shown, also where
//! it is refused: whose network inspects traffic can be read from who issued it. Nothing is ever
//! sent over a connection made here.

use super::reaching::{Broken, Stream};
use hrc_domain::diagnosis::{Cause, Examination, FactName};
use jiff::Timestamp as Instant;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs as cryptography};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use rustls_platform_verifier::Verifier;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::time::Time;

/// How long two ends may take to agree.
const PATIENCE: Duration = Duration::from_secs(8);

/// How shaking hands went.
pub(super) struct Handshake {
    /// The certificate that was shown, where one was.
    pub shown: Option<Shown>,
    /// The secured connection, or why there is none.
    pub secured: Result<Box<dyn Stream>, Broken>,
}

/// What stands in a certificate.
pub(super) struct Shown {
    subject: String,
    issuer: String,
    from: Option<Instant>,
    until: Option<Instant>,
}

/// Secures a connection to the server of this name.
pub(super) async fn shake_hands(stream: Box<dyn Stream>, host: &str) -> Handshake {
    let broken = |cause, message: String| Handshake {
        shown: None,
        secured: Err(Broken { cause, message, status: None }),
    };
    let provider = Arc::new(cryptography::default_provider());
    let witness = match Verifier::new(Arc::clone(&provider)) {
        Ok(judge) => Arc::new(Witness { judge, seen: Mutex::default() }),
        Err(cause) => return broken(Cause::NoAuthorities, cause.to_string()),
    };
    let config = match config(provider, &witness) {
        Ok(config) => Arc::new(config),
        Err(cause) => return broken(Cause::NoTls, cause.to_string()),
    };
    let name = match ServerName::try_from(host.to_owned()) {
        Ok(name) => name,
        Err(cause) => return broken(Cause::CertificateForOther, cause.to_string()),
    };
    let shaken = timeout(PATIENCE, TlsConnector::from(config).connect(name, stream)).await;
    let shown = witness.seen.lock().unwrap_or_else(PoisonError::into_inner).take();
    let shown = shown.and_then(|certificate| Shown::read(&certificate));
    let secured = match shaken {
        Ok(Ok(secured)) => Ok(Box::new(secured) as Box<dyn Stream>),
        Ok(Err(cause)) => {
            let why = why(&cause, shown.as_ref());
            Err(Broken { cause: why, message: cause.to_string(), status: None })
        }
        Err(_) => {
            let message = "securing the connection took too long".to_owned();
            Err(Broken { cause: Cause::AnswerTimedOut, message, status: None })
        }
    };
    Handshake { shown, secured }
}

fn config(
    provider: Arc<CryptoProvider>,
    witness: &Arc<Witness>,
) -> Result<ClientConfig, rustls::Error> {
    let verifier: Arc<dyn ServerCertVerifier> = Arc::clone(witness) as _;
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth())
}

fn why(cause: &std::io::Error, shown: Option<&Shown>) -> Cause {
    let tls = cause.get_ref().and_then(|within| within.downcast_ref::<rustls::Error>());
    match tls {
        Some(rustls::Error::InvalidCertificate(fault)) => match fault {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                Cause::CertificateExpired
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Cause::CertificateEarly
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Cause::CertificateForOther
            }
            CertificateError::UnknownIssuer => Cause::IssuerUnknown,
            // One that vouches for itself is refused by another word.
            _ if shown.is_some_and(|shown| shown.issuer == shown.subject) => Cause::IssuerUnknown,
            _ => Cause::CertificateInvalid,
        },
        Some(_) => Cause::NoTls,
        None => Cause::HandshakeCut,
    }
}

/// Lets the judge decide, and keeps what was shown.
#[derive(Debug)]
struct Witness {
    judge: Verifier,
    seen: Mutex<Option<Vec<u8>>>,
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = Some(end_entity.to_vec());
        self.judge.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.judge.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.judge.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.judge.supported_verify_schemes()
    }
}

impl Shown {
    /// Reads it; none where it is no certificate at all.
    fn read(certificate: &[u8]) -> Option<Self> {
        let certificate = Certificate::from_der(certificate).ok()?;
        let told = certificate.tbs_certificate();
        Some(Self {
            subject: told.subject().to_string(),
            issuer: told.issuer().to_string(),
            from: instant(&told.validity().not_before),
            until: instant(&told.validity().not_after),
        })
    }

    /// The finding with what was shown.
    pub(super) fn described(&self, mut finding: Examination) -> Examination {
        let Self { subject, issuer, from, until } = self;
        finding = finding.with(FactName::Subject, subject).with(FactName::Issuer, issuer);
        for (name, time) in [(FactName::ValidFrom, from), (FactName::ValidUntil, until)] {
            if let Some(time) = time {
                finding = finding.with(name, time.to_string());
            }
        }
        finding
    }
}

fn instant(time: &Time) -> Option<Instant> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).ok()?;
    Instant::from_second(seconds).ok()
}
