//! Who this computer is to the server: enrolling it, and asking whether it is still known.

use super::connection::{beginning, client, refusal, unreached};
use crate::sync::Server;
use hrc_domain::enrolment::{EnrolmentGrant, EnrolmentRequest, Membership};
use hrc_domain::{Error, ErrorCode, error};
use reqwest::redirect::Policy;

/// Where computers are enrolled.
const ENROLMENTS: &str = "v1/enrolments";

const ACCOUNT: &str = "v1/account";

/// What the server may say of a token.
pub(in crate::sync) const REFUSED_TOKEN: [ErrorCode; 3] =
    [ErrorCode::NotEnrolled, ErrorCode::AccountRevoked, ErrorCode::AccountExpired];

/// What the server may say of the code of an invitation.
const REFUSED_CODE: [ErrorCode; 5] = [
    ErrorCode::InvitationUnknown,
    ErrorCode::InvitationUsed,
    ErrorCode::InvitationExpired,
    ErrorCode::TooManyTries,
    ErrorCode::InvalidInput,
];

/// Asks the server to enrol this computer. Blocks.
pub(crate) fn enrol(server: &Server, request: &EnrolmentRequest) -> error::Result<EnrolmentGrant> {
    let failed = |cause: &std::io::Error| Error::io("starting to enrol", cause);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let late = |_| Error::new(ErrorCode::TimedOut, "the server took too long to enrol");
    runtime.map_err(|cause| failed(&cause))?.block_on(async {
        tokio::time::timeout(server.patience, ask_to_enrol(server, request))
            .await
            .map_err(late)
            .flatten()
    })
}

async fn ask_to_enrol(
    server: &Server,
    request: &EnrolmentRequest,
) -> error::Result<EnrolmentGrant> {
    // A code is told to the server that was named, and to nobody it sends us to.
    let client = client(&server.proxy, Policy::none())?;
    let sent = client.post(server.below(ENROLMENTS)?).json(request).send().await;
    let response = sent.map_err(|cause| unreached(&cause))?;
    if !response.status().is_success() {
        return Err(refusal(response, ENROLMENTS, &REFUSED_CODE).await);
    }
    let unreadable = || Error::new(ErrorCode::ServerRefused, "the answer is no enrolment");
    serde_json::from_slice(&beginning(response).await?).map_err(|_| unreadable())
}

/// Asks the server whether it still knows the device this token was given to. Errs with what it says of
/// the token, or with what stood in the way.
pub(in crate::sync) async fn ask_membership(
    server: &Server,
    token: &str,
) -> error::Result<Membership> {
    let client = client(&server.proxy, Policy::none())?;
    let sent = client.get(server.below(ACCOUNT)?).bearer_auth(token).send().await;
    let response = sent.map_err(|cause| unreached(&cause))?;
    if !response.status().is_success() {
        return Err(refusal(response, ACCOUNT, &REFUSED_TOKEN).await);
    }
    let unreadable = || Error::new(ErrorCode::ServerRefused, "the answer is no membership");
    serde_json::from_slice(&beginning(response).await?).map_err(|_| unreadable())
}
