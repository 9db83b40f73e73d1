//! What is said of members: invitations, devices, the audit trail, exports.

use super::{say, say_json};
use hrc_domain::{Error, ErrorCode};
use hrc_server::Data;
use hrc_server::export::{self, Part};
use hrc_server::members;
use hrc_server::store::{Device, Invitation, Store};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::Path;

/// How many lines of the audit trail are read at a time.
const PAGE: u32 = 1000;

pub(crate) fn invite(
    data: &Data,
    name: &str,
    days: u16,
    member_until: Option<Date>,
    json: bool,
    now: Timestamp,
) -> Result<(), Error> {
    let zone = data.configuration().zone();
    let member_until = member_until.map(|day| end_of(day, zone)).transpose()?;
    let invited = members::invite(&data.members(), name, days, member_until, now)?;
    let (Invitation { id, name, valid_until, .. }, code) = (invited.invitation, invited.code);
    if json {
        let code = code.to_string();
        return say_json(&serde_json::json!({
            "id": id, "code": code, "name": name, "valid_until": valid_until,
        }));
    }
    say(&format!(
        "{code}\n\nThe invitation of {name}. It can be used once, until {valid_until}.\n\
         The code is not kept and not shown again; `invitations revoke {id}` takes it back.\n"
    ))
}

/// The end of a day: the membership holds until then.
fn end_of(day: Date, zone: TimeZone) -> Result<Timestamp, Error> {
    let refused = |cause: jiff::Error| Error::new(ErrorCode::InvalidInput, cause.to_string());
    let midnight = day.tomorrow().and_then(|next| next.to_zoned(zone));
    Ok(midnight.map_err(refused)?.timestamp())
}

pub(crate) fn list_invitations(data: &Data, json: bool, now: Timestamp) -> Result<(), Error> {
    let invitations = data.members().invitations()?;
    if json {
        return say_json(&invitations);
    }
    let mut told = String::new();
    for Invitation { id, name, valid_until, used_by, revoked_at, .. } in &invitations {
        let state = match (used_by, revoked_at) {
            (Some(device), _) => format!("used by {device}"),
            (None, Some(at)) => format!("taken back at {at}"),
            (None, None) if *valid_until <= now => format!("came too late at {valid_until}"),
            (None, None) => format!("open until {valid_until}"),
        };
        told += &format!("{id}  {name}: {state}\n");
    }
    say(&told)
}

pub(crate) fn revoke_invitation(data: &Data, id: &str, now: Timestamp) -> Result<(), Error> {
    data.members().revoke_invitation(id, now)?;
    say("The invitation was taken back.\n")
}

pub(crate) fn list_devices(data: &Data, json: bool, now: Timestamp) -> Result<(), Error> {
    let devices = data.members().devices()?;
    if json {
        return say_json(&devices);
    }
    let mut told = String::new();
    for device in &devices {
        let Device { id, name, computer, last_seen, valid_until, revoked_at, .. } = device;
        let state = match (revoked_at, valid_until) {
            (Some(at), _) => format!("revoked at {at}"),
            (None, Some(until)) if *until <= now => format!("ended at {until}"),
            (None, Some(until)) => format!("member until {until}"),
            (None, None) => "member".to_owned(),
        };
        let seen = last_seen.map_or("never".to_owned(), |day| day.to_string());
        told += &format!("{id}  {name} ({computer}): {state}, last seen {seen}\n");
    }
    say(&told)
}

pub(crate) fn revoke_device(data: &Data, id: &str, now: Timestamp) -> Result<(), Error> {
    data.members().revoke_device(id, now)?;
    say(
        "The membership was taken back. Exports that were made for this device before can still be\n\
         read by it.\n",
    )
}

pub(crate) fn tell_trail(data: &Data, mut after: u64, json: bool) -> Result<(), Error> {
    loop {
        let traces = data.members().trail(after, PAGE)?;
        let Some(last) = traces.last() else { return Ok(()) };
        after = last.sequence;
        for trace in &traces {
            if json {
                say_json(trace)?;
            } else {
                let (at, actor) = (&trace.at, &trace.actor);
                say(&format!("{at}  {actor}  {}  {}\n", trace.deed, trace.subject))?;
            }
        }
    }
}

pub(crate) async fn export(
    data: &Data,
    to: &Path,
    devices: &[String],
    json: bool,
    now: Timestamp,
) -> Result<(), Error> {
    let exported = export::export(data, to, devices, now).await?;
    if json {
        return say_json(&exported);
    }
    let part = |what: &str, part: &Part| {
        format!("{what}: {} KiB, until {}\n", part.bytes.div_ceil(1024), part.until)
    };
    let mut told = part("The general layer", &exported.public);
    told += &match &exported.practitioner {
        Some(own) => {
            let count = exported.devices.len();
            part(&format!("The practitioners' layer, for {count} devices"), own)
        }
        None => "The practitioners' layer is not in it: no device may read it.\n".to_owned(),
    };
    say(&told)
}
