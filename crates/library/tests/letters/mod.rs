//! Letters over the network: what is sent, what counts as received, and what a bad line, a bad server
//! or a bad question must never do.

mod fetching;
mod office;
mod rounds;
mod sending;

use crate::network::{Computer, Network};
use crate::personal::draft;
use hrc_domain::question::{LetterId, QuestionState};
use hrc_domain::settings::Proxy;
use hrc_library::{Letters, Occasion, Owner, Personal, Server, Unwatched};
use jiff::{SignedDuration, Timestamp};
use office::Office;
use std::time::Duration;

/// A computer, the server it writes to, and the Network whose it is.
struct Scene {
    network: Network,
    computer: Computer,
    personal: Personal,
    office: Office,
    server: Server,
    began: Timestamp,
}

impl Scene {
    /// A visitor's.
    fn of_visitor() -> Self {
        Self::of(Computer::new(), Network::founded(Timestamp::now()))
    }

    /// A member's.
    fn of_member() -> Self {
        let network = Network::founded(Timestamp::now());
        Self::of(Computer::enrolled(&network), network)
    }

    fn of(computer: Computer, network: Network) -> Self {
        let began = Timestamp::now();
        let office = Office::open();
        let server = Server::new(&office.address, network.trust(), Proxy::None)
            .unwrap()
            .with_patience(Duration::from_secs(20));
        let personal = Personal::open(computer.path(), began).unwrap();
        Self { network, computer, personal, office, server, began }
    }

    /// So many seconds after the beginning.
    fn at(&self, seconds: i64) -> Timestamp {
        self.began + SignedDuration::from_secs(seconds)
    }

    fn visitor_asks(&self, subject: &str) -> LetterId {
        self.personal.ask(&draft(subject), &Owner::Visitor, self.began).unwrap()
    }

    fn member_asks(&self, subject: &str) -> LetterId {
        self.personal.ask(&draft(subject), &member(), self.began).unwrap()
    }

    /// Sends and fetches, as when its time has come.
    fn exchange_at(&self, seconds: i64) -> Letters {
        self.personal.exchange(&self.server, Occasion::Due, &Unwatched, self.at(seconds))
    }

    /// Sends and fetches because somebody asked for it.
    fn exchange_now(&self) -> Letters {
        self.personal.exchange(&self.server, Occasion::Asked, &Unwatched, self.at(1))
    }

    fn state(&self, id: &LetterId) -> QuestionState {
        crate::personal::state(&self.personal, id)
    }
}

/// The owner [`Computer::enrolled`] makes.
fn member() -> Owner {
    Owner::Account("0193-device".to_owned())
}
