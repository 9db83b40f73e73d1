//! Signing keys: Ed25519, one a file, readable by their owner alone.

use async_trait::async_trait;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::Ed25519KeyPair;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use std::fmt;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use tough::key_source::KeySource;
use tough::schema::decoded::{Decoded, Hex};
use tough::schema::key::Key;
use tough::sign::Sign;

const TAG: &str = "PRIVATE KEY";

/// A key that signs.
#[derive(Clone)]
pub struct SigningKey {
    pkcs8: Arc<[u8]>,
}

impl fmt::Debug for SigningKey {
    /// Never the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey")
    }
}

impl SigningKey {
    /// Makes a new one.
    pub fn generate() -> Result<Self> {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new())
            .map_err(|_| Error::new(ErrorCode::Internal, "the system gave no random numbers"))?;
        Ok(Self { pkcs8: document.as_ref().into() })
    }

    /// Reads the one kept in this file.
    pub fn load(file: &Path) -> Result<Self> {
        let doing = format!("reading the key {}", file.display());
        let text = std::fs::read(file).map_err(|cause| Error::io(&doing, &cause))?;
        let refused =
            |why: &str| Error::new(ErrorCode::InvalidInput, format!("{doing}: it is no {why}"));
        let parsed = pem::parse(&text).map_err(|_| refused("PEM file"))?;
        let key = Self { pkcs8: parsed.contents().into() };
        if parsed.tag() != TAG || key.pair().is_err() {
            return Err(refused("Ed25519 key in PKCS #8"));
        }
        Ok(key)
    }

    /// Keeps it in a new file that only its owner reads; never in the place of another.
    pub fn save(&self, file: &Path) -> Result<()> {
        let failed = |cause| Error::io(&format!("keeping the key {}", file.display()), &cause);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut place = options.open(file).map_err(failed)?;
        let text = pem::encode(&pem::Pem::new(TAG, self.pkcs8.to_vec()));
        place.write_all(text.as_bytes()).and_then(|()| place.sync_all()).map_err(failed)
    }

    fn pair(&self) -> std::result::Result<Ed25519KeyPair, aws_lc_rs::error::KeyRejected> {
        Ed25519KeyPair::from_pkcs8(&self.pkcs8)
    }

    /// Its public half and the name metadata knows it by.
    pub(crate) fn public(&self) -> Result<(Decoded<Hex>, Key)> {
        let refused = |cause: String| Error::new(ErrorCode::InvalidInput, cause);
        let key = self.pair().map_err(|cause| refused(cause.to_string()))?.tuf_key();
        let id = key.key_id().map_err(|cause| refused(cause.to_string()))?;
        Ok((id, key))
    }

    /// The name metadata knows it by: 64 hexadecimal digits.
    pub fn id(&self) -> Result<String> {
        Ok(crate::trust::hex(&self.public()?.0))
    }
}

#[async_trait]
impl KeySource for SigningKey {
    async fn as_sign(
        &self,
    ) -> std::result::Result<Box<dyn Sign>, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Box::new(self.pair()?))
    }

    async fn write(
        &self,
        _: &str,
        _: &str,
    ) -> std::result::Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Err("a key is only ever kept by `save`".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_kept_for_its_owner_alone_and_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("root.pem");
        let key = SigningKey::generate().unwrap();
        key.save(&file).unwrap();
        assert_eq!(SigningKey::load(&file).unwrap().id(), key.id(), "the same key comes back");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = file.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "nobody else may read it");
        }
        assert!(
            SigningKey::generate().unwrap().save(&file).is_err(),
            "a key lost is lost for good"
        );
        std::fs::write(&file, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")
            .unwrap();
        let refused = SigningKey::load(&file).unwrap_err().code;
        assert_eq!(refused, ErrorCode::InvalidInput, "a damaged key is told, not used");
    }
}
