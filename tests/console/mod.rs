//! The console in a real browser: Chromium, against the real server.

mod access;
mod desk;
mod house;
mod keys;

use crate::harness::browser::{Browser, Setup};
use crate::harness::server::Server;

/// A password that everybody here has.
pub const PASSWORD: &str = "heather on the moor";

/// A server with somebody of each role.
pub fn staffed() -> Server {
    with_staff(Server::start())
}

/// The same server, with somebody of each role.
pub fn with_staff(server: Server) -> Server {
    for (login, role) in [("ada", "administrator"), ("edda", "editor"), ("ines", "expert")] {
        server.add_account(login, role, PASSWORD);
    }
    server
}

/// A browser in which this account is signed in.
pub fn inside(server: &Server, login: &str, setup: Setup) -> Browser {
    let browser = Browser::at(server.address(), setup);
    browser.sign_in(login, PASSWORD);
    browser
}
