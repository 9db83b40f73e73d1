//! Looking after the house: members and their computers, accounts, the audit trail, feeds and backups.

mod accounts;
mod members;
mod server;
mod trail;

use super::routes::Route;

/// Everything an administrator looks after.
pub fn routes() -> Vec<Route> {
    let mut routes = members::routes();
    routes.extend(accounts::routes());
    routes.extend(server::routes());
    routes.extend(trail::routes());
    routes
}
