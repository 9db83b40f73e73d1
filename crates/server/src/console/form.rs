//! What a browser sends: the fields of a form, and what stands behind the question mark.

use super::gate::Terms;
use super::reply::Faulty;
use crate::http::body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use url::form_urlencoded;

/// How a form without files is sent.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// How many fields a form has at most.
const FIELDS: usize = 1000;

/// The fields of a form, in the order in which they were sent.
#[derive(Debug, Clone, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// What these bytes say. What is no text in UTF-8 is replaced by its sign.
    pub fn parse(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().take(FIELDS).collect())
    }

    /// The first field of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The same, and nothing where it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// Every field of this name.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.0.iter().filter(move |(of, _)| of == name).map(|(_, value)| value.as_str())
    }

    /// Every field with its name.
    pub fn fields(&self) -> &[(String, String)] {
        &self.0
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Faulty;

    async fn from_request(request: Request, _: &S) -> Result<Self, Faulty> {
        let most = request.extensions().get::<Terms>().map_or(0, |terms| terms.most);
        let bytes = body::bytes_of(request, FORM, most).await.map_err(Faulty::Refused)?;
        Ok(Self::parse(&bytes))
    }
}

/// What stands behind the question mark.
#[derive(Debug, Clone, Default)]
pub struct Asked(pub Form);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(Form::parse(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}
