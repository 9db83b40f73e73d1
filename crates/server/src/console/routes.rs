//! The table of every route with the least role it asks for. The router is made from it, and so are
//! the tests that try every route in every role: none can be forgotten.

use super::gate::{self, Terms};
use super::{Console, administration, desk, entrance, files, own};
use crate::store::Role;
use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};

/// What the body of a form may have at most, in bytes, where nothing else is said.
const FORM: usize = 64 << 10;

/// Who may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Least {
    /// Everybody.
    Anyone,
    /// Whoever is signed in with this role, or one that may more.
    Role(Role),
}

/// The least a form or page asks for: an expert, who may do what everybody who is signed in may.
pub const EXPERT: Least = Least::Role(Role::Expert);

/// An editor.
pub const EDITOR: Least = Least::Role(Role::Editor);

/// An administrator.
pub const ADMINISTRATOR: Least = Least::Role(Role::Administrator);

/// A page or a form.
pub struct Route {
    path: &'static str,
    method: Method,
    terms: Terms,
    handler: MethodRouter<Console>,
}

impl Route {
    /// A page.
    pub fn page<H, T>(path: &'static str, least: Least, handler: H) -> Self
    where
        H: Handler<T, Console>,
        T: 'static,
    {
        Self { path, method: Method::GET, terms: Terms { least, most: 0 }, handler: get(handler) }
    }

    /// What a form is sent to.
    pub fn form<H, T>(path: &'static str, least: Least, handler: H) -> Self
    where
        H: Handler<T, Console>,
        T: 'static,
    {
        let terms = Terms { least, most: FORM };
        Self { path, method: Method::POST, terms, handler: post(handler) }
    }

    /// The same for a form of up to so many bytes.
    #[must_use]
    pub fn of_bytes(mut self, most: usize) -> Self {
        self.terms.most = most;
        self
    }
}

fn routes() -> Vec<Route> {
    let mut routes = entrance::routes();
    routes.extend(own::routes());
    routes.extend(desk::routes());
    routes.extend(administration::routes());
    routes.push(Route::page("/console/files/{version}/{name}", Least::Anyone, files::file));
    // Whatever else is asked for is not there.
    routes.push(Route::page("/console/{*rest}", Least::Anyone, entrance::missing));
    routes
}

/// Every route: how and where it is asked, and by whom.
pub fn table() -> Vec<(Method, &'static str, Least)> {
    routes().into_iter().map(|route| (route.method, route.path, route.terms.least)).collect()
}

/// The router made from the table.
pub fn router(console: Console) -> Router {
    let guarded = |router: Router<Console>, route: Route| {
        let state = (console.clone(), route.terms);
        router.route(route.path, route.handler.layer(from_fn_with_state(state, gate::pass)))
    };
    routes().into_iter().fold(Router::new(), guarded).with_state(console.clone())
}
