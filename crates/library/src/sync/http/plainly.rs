//! One plain question, for whoever wants to know who answers: nobody is followed, nothing is judged.

use super::connection::{client, is_page, time_in, unreached};
use hrc_domain::error;
use hrc_domain::settings::Proxy;
use jiff::Timestamp as Instant;
use reqwest::header;
use reqwest::redirect::Policy;
use url::Url;

/// An answer as it came: no redirect followed, nothing judged.
#[derive(Debug)]
pub(in crate::sync) struct Answer {
    /// The status.
    pub status: u16,
    /// Whether it is a web page.
    pub is_page: bool,
    /// Where it sends whoever asked.
    pub leads_to: Option<Url>,
    /// The time it says it is.
    pub time: Option<Instant>,
}

/// Asks one plain question.
pub(in crate::sync) async fn ask_plainly(proxy: &Proxy, address: Url) -> error::Result<Answer> {
    let client = client(proxy, Policy::none())?;
    let asked = client.get(address).send().await;
    let mut response = asked.map_err(|cause| unreached(&cause))?;
    let status = response.status();
    let leads_to = response.headers().get(header::LOCATION).filter(|_| status.is_redirection());
    let leads_to = leads_to.and_then(|to| response.url().join(to.to_str().ok()?).ok());
    let time = time_in(response.headers());
    let named = is_page(response.headers());
    let first = response.chunk().await.map_err(|cause| unreached(&cause))?.unwrap_or_default();
    let is_page = named || first.trim_ascii_start().starts_with(b"<");
    Ok(Answer { status: status.as_u16(), is_page, leads_to, time })
}
