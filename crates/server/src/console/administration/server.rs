//! What the feeds stand at, when the last backup was made, and what an administrator must see to.

use crate::console::Console;
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::console::routes::{ADMINISTRATOR, Route};
use crate::status::{self, FeedStatus};
use crate::store::{Deed, Store};
use askama::Template;
use axum::extract::State;
use jiff::{SignedDuration, Timestamp};

/// How long before the root keys run out they are asked for: to bring three people together takes time.
const ROOT_NOTICE: SignedDuration = SignedDuration::from_hours(24 * 60);

/// How long before nobody has vouched for a feed this is told: it is done daily for seven days ahead.
const VOUCH_NOTICE: SignedDuration = SignedDuration::from_hours(24 * 5);

/// How old a backup becomes before another one is asked for.
const BACKUP_AGE: SignedDuration = SignedDuration::from_hours(24 * 7);

/// The server's state.
pub fn routes() -> Vec<Route> {
    vec![Route::page("/console/server", ADMINISTRATOR, show)]
}

/// A feed with what is to be said of it.
struct Feed {
    name: &'static str,
    status: FeedStatus,
    published: Option<Timestamp>,
    vouched_until: Option<Timestamp>,
    rooted_until: Option<Timestamp>,
    alarms: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "server.html")]
struct Server<'a> {
    frame: &'a Frame,
    feeds: Vec<Feed>,
    has_practitioner: bool,
    backup: Option<Timestamp>,
    backup_alarm: Option<&'static str>,
    published: Option<Timestamp>,
}

/// `GET /console/server`.
async fn show(State(console): State<Console>, frame: Frame, signed: Signed) -> Answer {
    let now = console.now();
    let status = status::status(&console.data, now).await?;
    let last = |store: &dyn Store| {
        let when = |deed| Ok::<_, hrc_domain::Error>(store.last(deed)?.map(|trace| trace.at));
        let content = when(Deed::ContentPublished)?;
        Ok((when(Deed::BackupMade)?, content, content.max(when(Deed::AnswersPublished)?)))
    };
    let (backup, published, changed) = console.store(&signed, last).await?;
    let has_practitioner = status.practitioner.is_some();
    let mut feeds = vec![feed(&frame, "server.general", status.public, now)];
    feeds
        .extend(status.practitioner.map(|status| feed(&frame, "server.practitioner", status, now)));
    let backup_alarm = match (backup, changed) {
        (None, _) => Some("server.backup_none"),
        (Some(made), Some(changed)) if made < changed => Some("server.backup_behind"),
        (Some(made), _) if now.duration_since(made) > BACKUP_AGE => Some("server.backup_old"),
        _ => None,
    };
    let backup_alarm = backup_alarm.map(|key| frame.say(key));
    let page = Server { frame: &frame, feeds, has_practitioner, backup, backup_alarm, published };
    reply::page(&page)
}

fn feed(frame: &Frame, name: &str, status: FeedStatus, now: Timestamp) -> Feed {
    let at = |text: &str| text.parse::<Timestamp>().ok();
    let (vouched_until, rooted_until) = (at(&status.vouched_until), at(&status.rooted_until));
    let is_near = |until: Option<Timestamp>, notice| {
        until.is_none_or(|until| until.duration_since(now) < notice)
    };
    let mut alarms = Vec::new();
    if !status.in_force {
        alarms.push("server.not_in_force");
    } else if is_near(vouched_until, VOUCH_NOTICE) {
        alarms.push("server.vouching_stopped");
    }
    if is_near(rooted_until, ROOT_NOTICE) {
        alarms.push("server.root_ends");
    }
    if status.keys_fault.is_some() {
        alarms.push("server.no_keys");
    }
    if status.root_keys_online {
        alarms.push("server.root_keys_online");
    }
    let alarms = alarms.into_iter().map(|key| frame.say(key)).collect();
    let (name, published) = (frame.say(name), at(&status.published));
    Feed { name, status, published, vouched_until, rooted_until, alarms }
}
