//! Mail to the experts: that something waits, and at which address; nothing of what it is.
//!
//! [`Mail`] is what is set, [`Postman`] sends one mail, [`Bell`] knows when. What came and was not
//! told of yet is counted in `store`, in the transaction that takes a question in: a restart forgets
//! nothing, and no question waits for a mail or fails with one. A mail is built from the settings, a
//! time and a random id alone, so that it can hold nothing of an asker's. Its few lines are plain
//! ASCII and need no library for mails; the talk with the mail server has one.

use crate::members::new_id;
use crate::store::{Questions, SqliteStore};
use crate::{Configuration, Data};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822};
use lettre::address::Envelope;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use serde::Deserialize;
use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;
use tracing::{error, info};
use url::{Host, Url};

/// Where the mail server's user stands in the environment.
pub const USER: &str = "HRC_SMTP_USER";

/// Where the password does. It is never in a file that a backup takes along.
pub const PASSWORD: &str = "HRC_SMTP_PASSWORD";

/// How often it is looked whether something came.
const GLANCE: Duration = Duration::from_secs(5);

/// How long after one mail the next may go: it gathers what came meanwhile.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// How long a mail server that keeps failing is left alone at the most.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// How long a mail server may take over one step.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is set under `[mail]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// `smtps://host`, `smtp://host?tls=required`, or `smtp://localhost:25` on this computer.
    pub server: String,
    /// The address it comes from.
    pub from: String,
    /// The experts' addresses.
    pub to: Vec<String>,
}

impl Mail {
    /// Whether mail can be sent like that: encrypted unless it stays on this computer, from and to
    /// addresses that fit into a line.
    pub fn check(&self) -> Result<()> {
        self.relay()?;
        self.envelope().map(drop)
    }

    fn relay(&self) -> Result<Url> {
        // The address is not repeated: somebody may have put a password into it.
        let refused =
            |why: &str| Err(Error::new(ErrorCode::InvalidInput, format!("server: {why}")));
        let Ok(url) = Url::parse(&self.server) else { return refused("it is no address") };
        let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
            return refused("it names no computer");
        };
        if !url.username().is_empty() || url.password().is_some() {
            return refused(&format!("user and password are set in {USER} and {PASSWORD}"));
        }
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return refused("nothing follows the computer's name but its port and ?tls=required");
        }
        let stays_here =
            host == "localhost" || host.parse().is_ok_and(|ip: Ipv4Addr| ip.is_loopback());
        match (url.scheme(), url.query()) {
            ("smtps", None) | ("smtp", Some("tls=required")) => Ok(url),
            ("smtp", None) if stays_here => Ok(url),
            _ => refused("it is smtps://…, smtp://…?tls=required, or smtp:// on this computer"),
        }
    }

    fn envelope(&self) -> Result<Envelope> {
        let to = self.to.iter().map(|one| read_address("to", one)).collect::<Result<_>>()?;
        Envelope::new(Some(read_address("from", &self.from)?), to)
            .map_err(|_| Error::new(ErrorCode::InvalidInput, "to: it names nobody"))
    }
}

/// An address that can stand in a header as it is.
fn read_address(field: &str, said: &str) -> Result<Address> {
    let refused =
        || Error::new(ErrorCode::InvalidInput, format!("{field}: {said:?} is no mail address"));
    if !said.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(refused());
    }
    said.parse().map_err(|_| refused())
}

/// Sends a mail to the experts.
#[derive(Debug)]
pub struct Postman {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    envelope: Envelope,
    /// Where the server is, as the mail tells it.
    address: Url,
}

impl Postman {
    /// The one that was set, with user and password out of the environment; none where none was.
    pub fn of(configuration: &Configuration) -> Result<Option<Self>> {
        let named = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        let credentials = match (named(USER), named(PASSWORD)) {
            (Some(user), Some(password)) => Some(Credentials::new(user, password)),
            (None, None) => None,
            _ => {
                let sentence = format!("{USER} and {PASSWORD} are set both, or neither");
                return Err(Error::new(ErrorCode::InvalidInput, sentence));
            }
        };
        let Some(mail) = &configuration.mail else { return Ok(None) };
        let address = configuration.public_address.as_deref().unwrap_or_default();
        let address = Url::parse(address).map_err(|cause| {
            Error::new(ErrorCode::InvalidInput, format!("[mail] needs public_address: {cause}"))
        })?;
        // The name this computer has inside its own network is nobody's business.
        let name = match address.host() {
            Some(Host::Domain(name)) => ClientId::Domain(name.to_owned()),
            Some(Host::Ipv4(ip)) => ClientId::Ipv4(ip),
            Some(Host::Ipv6(ip)) => ClientId::Ipv6(ip),
            None => ClientId::default(),
        };
        let failed = |cause| Error::new(ErrorCode::Internal, format!("setting up mail: {cause}"));
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(mail.relay()?.as_str())
            .map_err(failed)?
            .hello_name(name)
            .timeout(Some(PATIENCE));
        if let Some(credentials) = credentials {
            transport = transport.credentials(credentials);
        }
        Ok(Some(Self { transport: transport.build(), envelope: mail.envelope()?, address }))
    }

    /// Sends one, and returns when the mail server has taken it.
    pub async fn send(&self, now: Timestamp) -> Result<()> {
        let sent = self.transport.send_raw(&self.envelope, self.letter(now)?.as_bytes()).await;
        sent.map(drop).map_err(|cause| Error::new(ErrorCode::Io, format!("sending mail: {cause}")))
    }

    fn letter(&self, now: Timestamp) -> Result<String> {
        let date = rfc2822::DateTimePrinter::new()
            .timestamp_to_string(&now)
            .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?;
        let from = self.envelope.from().map(ToString::to_string).unwrap_or_default();
        let to: Vec<_> = self.envelope.to().iter().map(ToString::to_string).collect();
        let (id, domain) = (new_id(now)?, from.rsplit('@').next().unwrap_or_default());
        Ok([
            &format!("From: {from}"),
            &format!("To: {}", to.join(",\r\n ")),
            "Subject: A question waits",
            &format!("Date: {date}"),
            &format!("Message-ID: <{id}@{domain}>"),
            // So that nobody's absence is answered to it.
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=us-ascii",
            "",
            "Something new waits for the experts: a question, or a message to one.",
            "What it is stays on the server:",
            "",
            self.address.as_str(),
            "",
        ]
        .join("\r\n"))
    }
}

/// Tells the experts when something came: at most once a minute, less often while mail fails.
#[derive(Debug)]
pub struct Bell {
    data: Data,
    store: Arc<SqliteStore>,
    postman: Postman,
    /// When it was last tried, and how long nothing is tried after it.
    pause: Option<(Timestamp, SignedDuration)>,
    /// How often it failed in a row.
    failures: u32,
}

impl Bell {
    /// The one of this server; none where no mail is set.
    pub fn of(data: &Data) -> Result<Option<Self>> {
        let bell = |postman| Self {
            data: data.clone(),
            store: Arc::new(data.members()),
            postman,
            pause: None,
            failures: 0,
        };
        Ok(Postman::of(data.configuration())?.map(bell))
    }

    /// Tells while the server runs.
    pub async fn ring(mut self) -> Infallible {
        loop {
            tokio::time::sleep(GLANCE).await;
            self.glance(Timestamp::now()).await;
        }
    }

    /// Tells what is to be told now, if anything is. A failure stops nothing: it is logged, and tried
    /// again after a minute, then two, four, an hour at the most.
    pub async fn glance(&mut self, now: Timestamp) {
        // A clock that was set back makes nobody wait for its old time.
        let waits = self.pause.is_some_and(|(at, pause)| at <= now && now < at + pause);
        if waits || !self.data.has_members() {
            return;
        }
        match self.tell(now).await {
            Ok(false) => {}
            Ok(true) => {
                info!("the experts were told by mail that something waits");
                self.failures = 0;
                self.pause = Some((now, PAUSE));
            }
            Err(cause) => {
                let pause = PAUSE * 2_i32.pow(self.failures.min(6));
                let pause = pause.min(LONGEST_PAUSE);
                error!(%cause, "the experts could not be told by mail; tried again in {pause:#}");
                self.failures = self.failures.saturating_add(1);
                self.pause = Some((now, pause));
            }
        }
    }

    /// Whether there was something to tell. A server that is killed between mail and note tells twice,
    /// which is better than never.
    async fn tell(&self, now: Timestamp) -> Result<bool> {
        let Some(arrived) = self.beside(|store| store.untold()).await? else { return Ok(false) };
        self.postman.send(now).await?;
        self.beside(move |store| store.told(arrived)).await?;
        Ok(true)
    }

    /// Asks the store beside what else is going on: it may wait for a disk.
    async fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&SqliteStore) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let store = Arc::clone(&self.store);
        tokio::task::spawn_blocking(move || work(&store))
            .await
            .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(server: &str, from: &str, to: &[&str]) -> Mail {
        let to = to.iter().map(|one| (*one).to_owned()).collect();
        Mail { server: server.to_owned(), from: from.to_owned(), to }
    }

    #[test]
    fn mail_leaves_this_computer_encrypted_or_not_at_all() {
        for server in [
            "smtps://mail.example",
            "smtps://mail.example:4650",
            "smtp://mail.example?tls=required",
            "smtp://localhost:25",
            "smtp://127.0.0.1:2525",
        ] {
            let set = mail(server, "kc@kc.example", &["a@kc.example"]);
            assert_eq!(set.check(), Ok(()), "{server} keeps it to itself");
        }
        for server in [
            "smtp://mail.example",
            "smtp://mail.example?tls=opportunistic",
            "smtp://mail.example?tls=none&tls=required",
            "smtp://127.example.org.evil",
            "https://mail.example",
            "mail.example:25",
            "smtps://",
        ] {
            let set = mail(server, "kc@kc.example", &["a@kc.example"]);
            assert_eq!(set.check().unwrap_err().code, ErrorCode::InvalidInput, "{server}");
        }
    }

    #[test]
    fn a_password_in_the_file_is_refused_and_not_repeated() {
        let set = mail("smtps://me:hush@mail.example", "kc@kc.example", &["a@kc.example"]);
        let refused = set.check().unwrap_err();
        assert!(refused.message.contains(PASSWORD), "where it belongs: {refused}");
        assert!(!refused.message.contains("hush"), "a terminal is read over shoulders: {refused}");
    }

    #[test]
    fn what_is_no_address_does_not_get_into_a_header() {
        for (from, to) in [
            ("kc", &["a@kc.example"][..]),
            ("kc@kc.example\r\nBcc: x@y.example", &["a@kc.example"]),
            ("kc@kc.example", &["a@kc.example,b@kc.example"]),
            ("kc@kc.example", &["A <a@kc.example>"]),
            ("kc@kc.example", &["ä@kc.example"]),
            ("kc@kc.example", &[]),
        ] {
            let refused = mail("smtps://mail.example", from, to).check().unwrap_err();
            assert_eq!(refused.code, ErrorCode::InvalidInput, "{from:?} {to:?}");
        }
    }
}
