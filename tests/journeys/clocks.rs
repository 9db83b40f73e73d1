//! Syncing on a computer whose clock is wrong, or over a line on which time stands still.
//!
//! The clock is another one by the program `faketime`; where it is not installed, these tests say
//! so and end.

use crate::faults::{Fault, Proxy};
use crate::harness::content::Content;
use crate::harness::reader::Reader;
use crate::harness::server::Server;
use std::process::Command;

/// A week holds what vouches for a feed.
const NEXT_WEEK: &str = "+8d";
const LAST_WEEK: &str = "-8d";

/// The same program with its clock moved by so much; none where that cannot be done.
pub fn at_another_time(shift: &str, program: &Command) -> Option<Command> {
    if Command::new("faketime").arg("--version").output().is_err() {
        eprintln!("NOT TESTED: another time, for faketime is not installed");
        return None;
    }
    let mut command = Command::new("faketime");
    command.args(["--exclude-monotonic", "-f", shift]).arg(program.get_program());
    command.args(program.get_args());
    let set = program.get_envs().filter_map(|(name, value)| Some((name, value?)));
    command.envs(set);
    Some(command)
}

/// Fails unless a sync at that time is refused for this reason, and the library is as it was.
fn is_refused(shift: &str, reader: &Reader, word: &str) {
    let Some(mut syncing) = at_another_time(shift, &reader.syncing()) else { return };
    let before = reader.status();
    let output = syncing.output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(9), "{shift}: {complaint}");
    assert!(complaint.contains(word), "{shift}: it is {word}, not {complaint}");
    assert_eq!(reader.status(), before, "{shift}: the library is as it was");
    assert_eq!(reader.found("edition").len(), 10, "{shift}: and is searched as ever");
}

#[test]
fn a_wrong_clock_is_named_and_forgotten_once_it_is_right() {
    let content = Content::of(10);
    let server = Server::with(&content);
    let reader = Reader::of(&server);
    reader.sync();
    content.word(1, "second");
    server.publish(&content);
    for shift in [NEXT_WEEK, LAST_WEEK] {
        is_refused(shift, &reader, "clock_wrong");
    }
    reader.sync();
    reader.is_at(&server, "with the right time again");
}

#[test]
fn a_line_on_which_time_stands_still_is_noticed_within_a_week() {
    let content = Content::of(10);
    let server = Server::with(&content);
    let proxy = Proxy::before(server.address());
    let reader = Reader::of(&server).at(proxy.address());
    proxy.record();
    reader.sync();
    proxy.end_recording();
    proxy.spoil("", Fault::Replay);
    is_refused(NEXT_WEEK, &reader, "feed_expired");
    proxy.heal();
    content.word(1, "second");
    server.publish(&content);
    reader.sync();
    reader.is_at(&server, "once the line is good");
}
