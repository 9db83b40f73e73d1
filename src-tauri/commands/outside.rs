//! The one way out of the window: an address handed to the system's own browser or mail program.

use super::off_thread;
use hrc_domain::{Error, ErrorCode};
use url::Url;

/// The schemes that are ever opened.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// Opens an address outside; anything but http, https and mailto is refused.
#[tauri::command]
#[specta::specta]
pub async fn open_outside(address: String) -> Result<(), Error> {
    let address = admitted(&address)?;
    off_thread(move || {
        tauri_plugin_opener::open_url(address.as_str(), None::<&str>)
            .map_err(|cause| Error::new(ErrorCode::OpenFailed, cause.to_string()))
    })
    .await
}

/// The address as the system is to get it, or why it does not.
fn admitted(address: &str) -> Result<Url, Error> {
    let refused = |why: String| Error::new(ErrorCode::AddressRefused, why);
    let url = Url::parse(address).map_err(|cause| refused(format!("no address: {cause}")))?;
    if !SCHEMES.contains(&url.scheme()) {
        return Err(refused(format!("{} is never opened", url.scheme())));
    }
    let web = url.scheme() != "mailto";
    if web && url.host_str().is_none_or(str::is_empty) {
        return Err(refused("the address names no host".to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("an address with a user name can pass for another host".to_owned()));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_and_mail_addresses_go_out() {
        for address in [
            "https://fra.europa.eu/en",
            "http://www.whrcf.org/E_index.php",
            "mailto:info@example.org",
        ] {
            assert!(admitted(address).is_ok(), "{address} is what the directory is full of");
        }
    }

    #[test]
    fn everything_else_is_refused_with_its_own_code() {
        let addresses = [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "smb://server/share",
            "tauri://localhost",
            "/etc/passwd",
            "",
            "https://",
            "https://example.org@evil.example/",
            "\u{0}https://example.org",
            "--help",
        ];
        for address in addresses {
            let answer = admitted(address).map_err(|e| e.code);
            let fine = answer == Err(ErrorCode::AddressRefused)
                // URL parsing strips leading control characters, as browsers do; what is opened is the plain address.
                || answer.as_ref().is_ok_and(|u| u.as_str() == "https://example.org/");
            assert!(fine, "{address:?} must not reach the system, got {answer:?}");
        }
    }
}
