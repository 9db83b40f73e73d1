//! Whose a question is: who sends it, and to whom the server gives what became of it.

use super::fault::fault;
use super::{Personal, instant};
use hrc_domain::error::Result;
use hrc_domain::question::body_digest;
use hrc_domain::{Error, ErrorCode};
use rusqlite::types::{ToSql, ToSqlOutput};
use rusqlite::{Connection, OptionalExtension};
use std::fmt;

/// Whose a question is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// The account of this device id: sent with its token, by no other account ever.
    Account(String),
    /// A visitor's, not sent yet: it becomes the receipt's of the server it is sent to first.
    Visitor,
    /// The receipt of this id ([`Receipt::id`]).
    Receipt(String),
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(device) => write!(f, "account:{device}"),
            Self::Visitor => f.write_str("visitor"),
            Self::Receipt(id) => write!(f, "receipt:{id}"),
        }
    }
}

impl Owner {
    /// Reads back what [`fmt::Display`] wrote.
    pub(super) fn read(text: &str) -> Option<Self> {
        match text.split_once(':') {
            Some(("account", device)) if !device.is_empty() => {
                Some(Self::Account(device.to_owned()))
            }
            Some(("receipt", id)) if !id.is_empty() => Some(Self::Receipt(id.to_owned())),
            None if text == "visitor" => Some(Self::Visitor),
            _ => None,
        }
    }
}

impl ToSql for Owner {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

/// By what a server knows a visitor again.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its name: the digest of the secret. Tells nothing.
    pub id: String,
    /// 256 random bits as 64 hexadecimal digits: whoever has it reads the answers.
    pub secret: String,
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The secret stays out of every log.
        write!(f, "Receipt({})", self.id)
    }
}

impl Receipt {
    /// The receipt with this secret; none when it is not 64 hexadecimal digits in lower case.
    pub(super) fn of(secret: String) -> Option<Self> {
        let digits = |c: u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
        let well_formed = secret.len() == 64 && secret.bytes().all(digits);
        well_formed.then(|| Self { id: body_digest(secret.as_bytes()), secret })
    }

    /// The owner of what is sent with it.
    pub fn owner(&self) -> Owner {
        Owner::Receipt(self.id.clone())
    }
}

impl Personal {
    /// The receipt for a server, known by the identity of its public feed; made at the first use. No
    /// two servers get the same one: neither could read at the other what a visitor asked there.
    pub fn receipt(&self, server: &str, now: jiff::Timestamp) -> Result<Receipt> {
        if let Some(receipt) = self.receipts(server)?.into_iter().next() {
            return Ok(receipt);
        }
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|cause| {
            Error::new(ErrorCode::Internal, format!("the system gives no random numbers: {cause}"))
        })?;
        let secret: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let receipt = Receipt { id: body_digest(secret.as_bytes()), secret };
        self.write(|transaction| {
            // Another program may have been quicker since.
            if let Some(receipt) = receipts(transaction, server)?.into_iter().next() {
                return Ok(receipt);
            }
            let row = [&receipt.id, server, &receipt.secret, &instant(now)];
            transaction
                .execute(
                    "INSERT INTO receipt (id, server, secret, made_at) VALUES (?, ?, ?, ?)",
                    row,
                )
                .map_err(fault("keeping a receipt"))?;
            Ok(receipt)
        })
    }

    /// All receipts for a server, the first made first: one, and those that were imported. Each has
    /// updates of its own.
    pub fn receipts(&self, server: &str) -> Result<Vec<Receipt>> {
        self.read(|connection| receipts(connection, server))
    }

    /// The sequence after which updates are to be asked for.
    pub fn cursor(&self, owner: &Owner) -> Result<u32> {
        self.read(|connection| {
            connection
                .query_row("SELECT after FROM cursor WHERE owner = ?", [owner], |row| row.get(0))
                .optional()
                .map(Option::unwrap_or_default)
                .map_err(fault("reading how far updates were taken in"))
        })
    }
}

fn receipts(connection: &Connection, server: &str) -> Result<Vec<Receipt>> {
    let read = || -> rusqlite::Result<Vec<Receipt>> {
        let mut statement = connection
            .prepare("SELECT id, secret FROM receipt WHERE server = ? ORDER BY made_at, id")?;
        let rows = statement
            .query_map([server], |row| Ok(Receipt { id: row.get(0)?, secret: row.get(1)? }))?;
        rows.collect()
    };
    read().map_err(fault("reading the receipts"))
}
