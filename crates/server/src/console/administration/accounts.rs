//! The accounts of those who work here. Nobody removes their own or gives it another role: then there
//! is always an administrator left.

use crate::accounts;
use crate::console::Console;
use crate::console::form::Form;
use crate::console::frame::Frame;
use crate::console::gate::Signed;
use crate::console::reply::{self, Answer};
use crate::console::routes::{ADMINISTRATOR, Route};
use crate::store::{Account, Role, Store};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;

/// Accounts.
pub fn routes() -> Vec<Route> {
    vec![
        Route::page("/console/accounts", ADMINISTRATOR, show),
        Route::form("/console/accounts/add", ADMINISTRATOR, add),
        Route::form("/console/accounts/role", ADMINISTRATOR, set_role),
        Route::form("/console/accounts/link", ADMINISTRATOR, give_link),
        Route::form("/console/accounts/sign-out", ADMINISTRATOR, sign_out),
        Route::form("/console/accounts/remove", ADMINISTRATOR, remove),
    ]
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage<'a> {
    frame: &'a Frame,
    own: &'a str,
    now: Timestamp,
    accounts: Vec<Account>,
    removed: Vec<Account>,
    roles: [Role; 3],
    typed: &'a Form,
    wrong: Option<&'static str>,
}

async fn shown(
    console: &Console,
    frame: &Frame,
    signed: &Signed,
    typed: &Form,
    wrong: Option<&'static str>,
) -> Answer {
    let mut all = console.store(signed, |store| store.accounts()).await?;
    all.sort_by_key(|one| one.name.to_lowercase());
    let (accounts, removed) = all.into_iter().partition(|one| one.removed_at.is_none());
    let (own, now, roles) = (signed.id.as_str(), console.now(), Role::ALL);
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = AccountsPage { frame, own, now, accounts, removed, roles, typed, wrong };
    reply::page_with(status, &page)
}

/// `GET /console/accounts`.
async fn show(State(console): State<Console>, frame: Frame, signed: Signed) -> Answer {
    shown(&console, &frame, &signed, &Form::default(), None).await
}

#[derive(Template)]
#[template(path = "linked.html")]
struct Linked<'a> {
    frame: &'a Frame,
    account: &'a Account,
    address: String,
    until: Timestamp,
}

/// `POST /console/accounts/add`. The link by which the new owner sets a password is in the answer,
/// and shown nowhere again.
async fn add(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    let Some(role) = Role::from_name(form.text("role")) else { return Err(no_role().into()) };
    let (login, name, now) =
        (form.text("login").to_owned(), form.text("name").to_owned(), console.now());
    let add = move |store: &dyn Store| {
        let account = accounts::add(store, &login, &name, role, None, now)?;
        let (secret, until) = accounts::link(store, &account.id, now)?;
        Ok((account, secret, until))
    };
    let wrong = match console.store(&signed, add).await {
        Ok((account, secret, until)) => {
            let address = address(&console, &headers, &secret);
            return reply::page(&Linked { frame: &frame, account: &account, address, until });
        }
        Err(cause) if cause.code == ErrorCode::InvalidInput => "accounts.wrong",
        Err(cause) if cause.code == ErrorCode::Conflict => "accounts.taken",
        Err(cause) => return Err(cause.into()),
    };
    shown(&console, &frame, &signed, &form, Some(frame.say(wrong))).await
}

/// `POST /console/accounts/link`.
async fn give_link(
    State(console): State<Console>,
    frame: Frame,
    signed: Signed,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    let (id, now) = (form.text("id").to_owned(), console.now());
    let make = move |store: &dyn Store| {
        let (secret, until) = accounts::link(store, &id, now)?;
        Ok((store.account(&id)?, secret, until))
    };
    let (account, secret, until) = console.store(&signed, make).await?;
    let address = address(&console, &headers, &secret);
    reply::page(&Linked { frame: &frame, account: &account, address, until })
}

/// `POST /console/accounts/role`.
async fn set_role(State(console): State<Console>, signed: Signed, form: Form) -> Answer {
    let Some(role) = Role::from_name(form.text("role")) else { return Err(no_role().into()) };
    let id = not_ones_own(&signed, &form)?;
    let now = console.now();
    console.store(&signed, move |store| store.set_role(&id, role, now)).await?;
    Ok(reply::go_and_say("/console/accounts", "said.role_set"))
}

/// `POST /console/accounts/sign-out`.
async fn sign_out(State(console): State<Console>, signed: Signed, form: Form) -> Answer {
    let id = not_ones_own(&signed, &form)?;
    let now = console.now();
    let end = move |store: &dyn Store| accounts::sign_out_everywhere(store, &id, now);
    console.store(&signed, end).await?;
    Ok(reply::go_and_say("/console/accounts", "said.account_signed_out"))
}

/// `POST /console/accounts/remove`.
async fn remove(State(console): State<Console>, signed: Signed, form: Form) -> Answer {
    let id = not_ones_own(&signed, &form)?;
    let now = console.now();
    console.store(&signed, move |store| store.remove_account(&id, now)).await?;
    Ok(reply::go_and_say("/console/accounts", "said.account_removed"))
}

fn not_ones_own(signed: &Signed, form: &Form) -> Result<String, Error> {
    match form.text("id") {
        own if own == signed.id => {
            Err(Error::new(ErrorCode::InvalidInput, "this is not done to one's own account"))
        }
        id => Ok(id.to_owned()),
    }
}

fn no_role() -> Error {
    Error::new(ErrorCode::InvalidInput, "there is no such role")
}

/// Where a link leads: under the address that was set, else the one that was asked for.
fn address(console: &Console, headers: &HeaderMap, secret: &str) -> String {
    let asked = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let origin = console.origin.clone().unwrap_or_else(|| format!("http://{asked}"));
    format!("{origin}/console/set-password?link={secret}")
}
