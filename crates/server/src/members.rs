//! Members: inviting them, enrolling their computers, knowing them again.
//!
//! Secrets are made and hashed here, and kept nowhere: a code is printed once, a token is sent once.
//! Both are drawn by chance from far more than can be tried (100 and 256 bits), so that a quick hash
//! is enough: the slow ones protect what people choose themselves.

use crate::store::{Applicant, Device, Hash, Invitation, Owner, Store};
use hrc_domain::enrolment::{EnrolmentGrant, EnrolmentRequest, Membership};
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode, InvitationCode};
use jiff::{SignedDuration, Timestamp};
use std::fmt::Write;

/// How many days an invitation can be used, if nothing else is said.
pub const DAYS: u16 = 14;

/// How many days it can be made to last.
pub const MOST_DAYS: u16 = 365;

/// What the name on an invitation may have at most, in characters.
pub const MAX_NAME: usize = 200;

/// How long a token is, in hexadecimal digits.
const TOKEN: usize = 64;

/// An invitation as it is handed out: the only time its code is seen.
#[derive(Debug)]
pub struct Invited {
    /// The invitation.
    pub invitation: Invitation,
    /// Its code.
    pub code: InvitationCode,
}

/// Invites somebody. `member_until` ends the membership that the invitation brings.
pub fn invite(
    store: &dyn Store,
    name: &str,
    days: u16,
    member_until: Option<Timestamp>,
    now: Timestamp,
) -> Result<Invited> {
    let refused = |why: &str| Err(Error::new(ErrorCode::InvalidInput, why));
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        return refused("a name has one line, and is neither empty nor longer than 200 characters");
    }
    if !(1..=MOST_DAYS).contains(&days) {
        return refused("an invitation is valid for 1 to 365 days");
    }
    if member_until.is_some_and(|until| until <= now) {
        return refused("the membership would be over before it began");
    }
    let code = InvitationCode::from_bits(u128::from_le_bytes(random()?));
    let now = whole_seconds(now)?;
    let invitation = Invitation {
        id: new_id(now)?,
        name: name.to_owned(),
        made_at: now,
        valid_until: now + SignedDuration::from_hours(24 * i64::from(days)),
        member_until,
        used_by: None,
        revoked_at: None,
    };
    store.invite(&invitation, &hash_of_code(&code), now)?;
    Ok(Invited { invitation, code })
}

/// Enrols a computer by the code of an invitation.
pub fn enrol(
    store: &dyn Store,
    request: &EnrolmentRequest,
    now: Timestamp,
) -> Result<EnrolmentGrant> {
    request.check()?;
    request.recipient.parse::<age::x25519::Recipient>().map_err(|why| {
        Error::new(ErrorCode::InvalidInput, format!("recipient: it is no recipient of age: {why}"))
    })?;
    let code = InvitationCode::parse(&request.code)?;
    let token = hex(&random::<{ TOKEN / 2 }>()?);
    let now = whole_seconds(now)?;
    let applicant = Applicant {
        id: &new_id(now)?,
        computer: request.device.trim(),
        recipient: &request.recipient,
        token: &hash_of_token(&token),
    };
    let Device { id: device, name, valid_until, .. } =
        store.enrol(&hash_of_code(&code), &applicant, now)?;
    let valid_until = valid_until.map(|until| until.to_string());
    Ok(EnrolmentGrant { device, token, name, valid_until })
}

/// The device with this token, if it is a member's. Notes that it was seen today; where that cannot
/// be written, the device is served all the same.
pub fn member(store: &dyn Store, token: &str, now: Timestamp) -> Result<Device> {
    if token.len() != TOKEN || !token.bytes().all(|c| c.is_ascii_hexdigit()) {
        return Err(Error::new(ErrorCode::NotEnrolled, "this is no token"));
    }
    let device = store.member(&hash_of_token(&token.to_ascii_lowercase()), now)?;
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    if device.last_seen.is_none_or(|day| day < today)
        && let Err(cause) = store.note_seen(&device.id, now)
    {
        tracing::warn!(%cause, "that a device was seen could not be noted");
    }
    Ok(device)
}

/// What a device is told of its own membership.
pub fn membership(device: Device) -> Membership {
    let valid_until = device.valid_until.map(|until| until.to_string());
    Membership { device: device.id, name: device.name, valid_until }
}

/// Each with a context of its own, so that no code is ever taken for a token.
fn hash_of_code(code: &InvitationCode) -> Hash {
    blake3::derive_key("hrc-server 2026-11-21 code of an invitation", code.drawn().as_bytes())
}

fn hash_of_token(token: &str) -> Hash {
    blake3::derive_key("hrc-server 2026-11-21 token of a device", token.as_bytes())
}

/// The owner whose receipt this is: 64 hexadecimal digits in lower case, made on a visitor's computer
/// and registered nowhere. Errs with `not_enrolled` where it is none.
pub fn visitor(secret: &str) -> Result<Owner> {
    let is_digit = |c: u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
    if secret.len() != TOKEN || !secret.bytes().all(is_digit) {
        return Err(Error::new(ErrorCode::NotEnrolled, "this is no receipt"));
    }
    let hash = blake3::derive_key("hrc-server 2026-11-21 receipt of a visitor", secret.as_bytes());
    Ok(Owner::Receipt(hex(&hash)))
}

/// Drawn by chance.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|cause| {
        Error::new(ErrorCode::Internal, format!("the system gave no random numbers: {cause}"))
    })?;
    Ok(bytes)
}

/// In hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A new id, which sorts by time.
pub(crate) fn new_id(now: Timestamp) -> Result<String> {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random()?).into_uuid().to_string())
}

/// The instant as stores keep it.
pub(crate) fn whole_seconds(now: Timestamp) -> Result<Timestamp> {
    Timestamp::from_second(now.as_second())
        .map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))
}
