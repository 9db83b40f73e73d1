//! What a browser sends: the fields of a form, and what stands behind the question mark.

use super::gate::Terms;
use super::reply::Faulty;
use crate::http::body;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::{header, request};
use hrc_domain::{Error, ErrorCode};
use url::form_urlencoded;

/// How a form without files is sent.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// How one with a file is.
const WITH_A_FILE: &str = "multipart/form-data";

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

/// A form with a file in it, as a browser sends it without a script. Every part of it is text.
#[derive(Debug, Clone, Default)]
pub struct Parts(pub Form);

impl<S: Send + Sync> FromRequest<S> for Parts {
    type Rejection = Faulty;

    async fn from_request(request: Request, state: &S) -> Result<Self, Faulty> {
        let refused = |why: String| Faulty::from(Error::new(ErrorCode::InvalidInput, why));
        let most = request.extensions().get::<Terms>().map_or(0, |terms| terms.most);
        let sort = request.headers().get(header::CONTENT_TYPE).cloned();
        // Read whole, bounded as every other form, and only then cut into its parts.
        let bytes = body::bytes_of(request, WITH_A_FILE, most).await.map_err(Faulty::Refused)?;
        let mut whole = Request::new(Body::from(bytes));
        whole.headers_mut().extend(sort.map(|sort| (header::CONTENT_TYPE, sort)));
        let mut parts = Multipart::from_request(whole, state)
            .await
            .map_err(|cause| refused(cause.to_string()))?;
        let mut fields = Vec::new();
        while let Some(part) =
            parts.next_field().await.map_err(|cause| refused(cause.to_string()))?
        {
            let name = part.name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(|cause| refused(cause.to_string()))?;
            let text = String::from_utf8(bytes.into());
            fields.push((name, text.map_err(|_| refused("a part is not UTF-8 text".to_owned()))?));
            if fields.len() == FIELDS {
                break;
            }
        }
        Ok(Self(Form(fields)))
    }
}

/// What stands behind the question mark.
#[derive(Debug, Clone, Default)]
pub struct Asked(pub Form);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut request::Parts,
        _: &S,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self(Form::parse(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}
