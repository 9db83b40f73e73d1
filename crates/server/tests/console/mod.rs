//! The console, as a browser meets it: over HTTP, against the built program.

mod administration;
mod crowds;
mod entrance;
mod forms;
mod roles;
mod terminal;
mod time;
mod words;

use crate::harness::{PATIENCE, Site};
use hrc_server::accounts::{self, sessions};
use hrc_server::store::{Account, Role, SqliteStore};
use hrc_server::{Configuration, Data};
use jiff::Timestamp;
use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::{Method, redirect};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A password that everybody here has.
pub const PASSWORD: &str = "heather on the moor";

/// The store of a site, as the terminal opens it.
pub fn store(site: &Site) -> SqliteStore {
    Data::open(&site.data(), Configuration::default()).unwrap().members()
}

/// Adds an account whose sign-in name is its role's, or this.
pub fn account(site: &Site, login: &str, role: Role) -> Account {
    accounts::add(&store(site), login, login, role, Some(PASSWORD), Timestamp::now()).unwrap()
}

/// A browser: it keeps cookies, follows nothing by itself, and says where a form comes from.
pub struct Browser {
    client: Client,
    address: String,
    cookies: RefCell<BTreeMap<String, String>>,
}

impl Browser {
    pub fn at(address: &str) -> Self {
        let client = Client::builder().no_proxy().timeout(PATIENCE);
        let client = client.redirect(redirect::Policy::none()).build().unwrap();
        Self { client, address: address.to_owned(), cookies: RefCell::default() }
    }

    /// One in which this account is signed in, without going through the entrance.
    pub fn signed(address: &str, site: &Site, account: &Account) -> Self {
        let browser = Self::at(address);
        let token = sessions::begin(&store(site), &account.id, Timestamp::now()).unwrap();
        browser.keep("__Host-hrc-session", &token);
        browser
    }

    pub fn keep(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A request with the cookies there are, and nothing else a browser says.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let cookies = self.cookies.borrow();
        let line: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let asked = self.client.request(method, format!("{}{path}", self.origin()));
        if line.is_empty() { asked } else { asked.header("cookie", line.join("; ")) }
    }

    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let body =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let asked = self.bare(Method::POST, path).body(body);
        asked.header("content-type", "application/x-www-form-urlencoded")
    }

    pub fn get(&self, path: &str) -> Response {
        self.kept(self.bare(Method::GET, path).header("sec-fetch-site", "none").send().unwrap())
    }

    /// Sends a form as a page of the console does.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let asked = self.form(path, fields).header("origin", self.origin());
        self.kept(asked.header("sec-fetch-site", "same-origin").send().unwrap())
    }

    pub fn sign_in(&self, login: &str, password: &str) -> Response {
        self.post("/console/sign-in", &[("login", login), ("password", password)])
    }

    /// Keeps the cookies of an answer, as a browser would.
    pub fn kept(&self, answer: Response) -> Response {
        for line in answer.headers().get_all("set-cookie") {
            let line = line.to_str().unwrap();
            let (pair, rest) = line.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let mut cookies = self.cookies.borrow_mut();
            if rest.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}

/// Where an answer leads.
pub fn location(answer: &Response) -> &str {
    crate::harness::header(answer, "location")
}

/// Whether this is a page that somebody who is signed in sees.
pub fn is_inside(browser: &Browser) -> bool {
    browser.get("/console/me").status() == 200
}
