//! Writing a feed's files, each in its turn and none of them twice.

use crate::catalogue::Catalogue;
use crate::publisher::Publisher;
use crate::roles::{self, Hand};
use crate::standing::{Standing, TIMESTAMP, catalogue_name, missing};
use crate::trust::sha256_hex;
use aws_lc_rs::digest::{SHA256, digest};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp as Instant;
use object_store::path::Path;
use object_store::{PutMode, PutOptions};
use tough::schema::Metafile;

/// How many versions may have been taken by those who never came to an end.
const ABANDONED: u64 = 1000;

/// The versions of targets and snapshot that were the last.
#[derive(Clone, Copy, Default)]
pub(crate) struct Last {
    pub targets: u64,
    pub snapshot: u64,
}

impl Last {
    pub(crate) fn of(standing: &Standing) -> Self {
        Self {
            targets: standing.targets.signed.version.get(),
            snapshot: standing.snapshot.signed.version.get(),
        }
    }
}

impl Publisher {
    /// Puts the catalogue, the targets that name it and the snapshot that names those.
    pub(crate) async fn put_catalogue(
        &self,
        hands: &[Hand<'_>],
        catalogue: &Catalogue,
        last: Last,
        now: Instant,
    ) -> Result<Metafile> {
        let bytes = serde_json::to_vec(catalogue)
            .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?;
        // What nobody could read is not published.
        Catalogue::read(&bytes, &self.feed)?;
        let hash = digest(&SHA256, &bytes);
        let len = bytes.len() as u64;
        self.create(&Path::from(catalogue_name(&sha256_hex(&bytes))), bytes).await?;
        let targets = self
            .put_next("targets", last.targets, async |version| {
                let role = roles::targets(version, hash.as_ref(), len, now)?;
                let signed = roles::sign_by(role, hands, |keys| &keys.targets).await?;
                Ok((signed.buffer().clone(), roles::metafile(version, &signed)?))
            })
            .await?;
        self.put_next("snapshot", last.snapshot, async |version| {
            let role = roles::snapshot(version, targets.clone(), now)?;
            let signed = roles::sign_by(role, hands, |keys| &keys.snapshot).await?;
            Ok((signed.buffer().clone(), roles::metafile(version, &signed)?))
        })
        .await
    }

    /// Signs and puts a role under the next version that is free: a crash, or somebody quicker, may
    /// have taken one.
    async fn put_next(
        &self,
        role: &str,
        last: u64,
        sign: impl AsyncFn(u64) -> Result<(Vec<u8>, Metafile)>,
    ) -> Result<Metafile> {
        for version in last.saturating_add(1)..last.saturating_add(ABANDONED) {
            let (bytes, file) = sign(version).await?;
            if self.create(&Path::from(format!("metadata/{version}.{role}.json")), bytes).await? {
                return Ok(file);
            }
        }
        Err(Error::new(ErrorCode::Internal, format!("no version of {role} is free")))
    }

    /// The commit: from here on everybody sees it.
    pub(crate) async fn put_timestamp(
        &self,
        standing: &Standing,
        hands: &[Hand<'_>],
        snapshot: Metafile,
        now: Instant,
    ) -> Result<Instant> {
        let version = standing.timestamp.signed.version.get().saturating_add(1);
        let role = roles::timestamp(version, snapshot, now)?;
        let until = role.expires;
        let signed = roles::sign_by(role, hands, |keys| &keys.timestamp).await?;
        let at = Path::from(TIMESTAMP);
        let put = |mode: PutMode| {
            let options = PutOptions { mode, ..PutOptions::default() };
            self.store.put_opts(&at, signed.buffer().clone().into(), options)
        };
        let outcome = match put(PutMode::Update(standing.tag.clone())).await {
            // A folder cannot compare; there the caller's lock keeps others away.
            Err(
                object_store::Error::NotImplemented { .. }
                | object_store::Error::NotSupported { .. },
            ) => put(PutMode::Overwrite).await,
            outcome => outcome,
        };
        match outcome {
            Ok(_) => Ok(until),
            Err(object_store::Error::Precondition { .. }) => {
                Err(Error::new(ErrorCode::Busy, "another publisher was quicker"))
            }
            Err(cause) => Err(missing(&at, &cause)),
        }
    }

    /// Puts a new file; says whether there was none of that name.
    pub(crate) async fn create(&self, at: &Path, bytes: Vec<u8>) -> Result<bool> {
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.store.put_opts(at, bytes.into(), options).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
            Err(cause) => Err(missing(at, &cause)),
        }
    }
}
