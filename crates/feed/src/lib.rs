//! A signed feed: how the Network's knowledge is published, and how a library follows it.
//!
//! The feed is a TUF repository (The Update Framework, specification 1.0, <https://theupdateframework.io>)
//! whose only target is a catalogue; the catalogue names segments of changes and a snapshot by
//! their hashes. All of it is plain files, so that any folder, web server or object store carries
//! it. The format is written down in docs/feed.md, for whoever writes another client.
//!
//! `keys`, `roles` and `catalogue` are shared by both ends; `publisher` (with `packing`, `writing`,
//! `rotation`, `sweeping`) writes, `copying` takes an edition elsewhere, `follower` (with `fetching`)
//! reads over a `Carrier`. What HTTP is, and what a library does with the changes, is elsewhere: this
//! room knows bytes and keys, nothing of SQL.

mod carrier;
mod catalogue;
mod copying;
mod fault;
mod fetching;
mod follower;
mod keys;
mod packing;
mod parts;
mod publisher;
mod roles;
mod rotation;
mod segment;
mod standing;
mod sweeping;
mod trust;
mod writing;

pub use carrier::{Arrival, Carrier, Trouble};
pub use catalogue::{Catalogue, FORMAT, MAX_SEGMENTS, Segment, Snapshot};
pub use copying::copy_edition;
pub use follower::{Edition, Follower, Versions};
pub use keys::SigningKey;
pub use parts::Part;
pub use publisher::{Outcome, Publisher, Tallied};
pub use roles::{OnlineKeys, RootKeys, THRESHOLD, root_of};
pub use segment::{Changes, MAX_RAW};
pub use standing::Standing;
pub use trust::Trust;
