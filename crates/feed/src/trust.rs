//! What a client starts from: the first root of a feed, whose hash is the feed's identity.

use aws_lc_rs::digest::{SHA256, digest};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use std::fmt::Write;
use tough::schema::{Root, Signed};

/// A feed's `1.root.json`, checked to be one that vouches for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    root: Vec<u8>,
    identity: String,
}

impl Trust {
    /// Takes the content of a `1.root.json`.
    pub fn new(root: &[u8]) -> Result<Self> {
        let refused = |why: String| {
            let sentence = format!("the trust root is not a feed's 1.root.json: {why}");
            Error::new(ErrorCode::InvalidInput, sentence)
        };
        let signed: Signed<Root> =
            serde_json::from_slice(root).map_err(|cause| refused(cause.to_string()))?;
        signed.signed.verify_role(&signed).map_err(|cause| refused(cause.to_string()))?;
        if signed.signed.version.get() != 1 {
            return Err(refused(format!("it is version {}", signed.signed.version)));
        }
        Ok(Self { root: root.to_vec(), identity: sha256_hex(root) })
    }

    /// The feed's identity: the SHA-256 of its first root, as 64 hexadecimal digits.
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// The file's content.
    pub fn root(&self) -> &[u8] {
        &self.root
    }
}

/// The SHA-256 of these bytes as 64 hexadecimal digits.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
