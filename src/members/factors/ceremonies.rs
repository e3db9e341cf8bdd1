//! A ceremony is a challenge sent to a browser and its answer. What we must remember in between lies in the database for a few
//! minutes, under a token that only this page knows, and is used up by the first answer.

use chrono::Duration;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::store::{self, NewCeremony};
use crate::app::App;
use crate::kernel::tokens::hash_secret;
use crate::kernel::{Instant, Unexpected};
use crate::web::Posted;

/// People look for their phone; browsers give up after five minutes too.
const LIFE: Duration = Duration::minutes(5);

/// What a ceremony is for; its answer is good for nothing else.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(in crate::members) enum Purpose {
    /// Adding a passkey, in this session.
    Register(i64),
    /// Signing in with a passkey alone; nobody is known yet.
    SignIn,
    /// The second step of signing in, in this half-way session.
    SecondFactor(i64),
    /// Confirming that it is the owner, in this session.
    Confirm(i64),
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::Register(_) => "register",
            Self::SignIn => "sign_in",
            Self::SecondFactor(_) => "second_factor",
            Self::Confirm(_) => "confirm",
        }
    }

    const fn session_id(self) -> Option<i64> {
        match self {
            Self::SignIn => None,
            Self::Register(id) | Self::SecondFactor(id) | Self::Confirm(id) => Some(id),
        }
    }
}

/// What a page sends back of a ceremony.
#[derive(Clone)]
pub(in crate::members) struct PasskeyAnswer {
    /// The ceremony's token.
    pub(super) token: String,
    /// The browser's JSON, as it stands.
    pub(super) credential: String,
}

impl PasskeyAnswer {
    /// Reads the two hidden fields that the script filled in.
    pub(in crate::members) fn read(form: &Posted) -> Self {
        Self { token: form.get("ceremony").to_owned(), credential: form.get("credential").to_owned() }
    }
}

/// What the page's script gets: the token and the browser's options.
#[derive(Clone, Debug, Serialize)]
pub(in crate::members) struct Offer {
    pub(super) ceremony: String,
    pub(super) options: serde_json::Value,
}

/// Keeps the state of a ceremony and gives its token.
pub(super) async fn begin(
    tx: &impl ConnectionTrait,
    app: &App,
    purpose: Purpose,
    state: &impl Serialize,
    now: Instant,
) -> Result<String, Unexpected> {
    let token = app.tokens.secret();
    let new = NewCeremony {
        token_hash: hash_secret(&token),
        purpose: purpose.word(),
        session_id: purpose.session_id(),
        state: serde_json::to_value(state)?,
        expires_at: now + LIFE,
    };
    store::insert_ceremony(tx, new, now).await?;
    Ok(token)
}

/// Uses the ceremony up and gives its state. None when it was used, is over, or was never ours.
pub(super) async fn take<State: DeserializeOwned>(
    tx: &impl ConnectionTrait,
    token: &str,
    purpose: Purpose,
    now: Instant,
) -> Result<Option<State>, Unexpected> {
    let whose = (purpose.word(), purpose.session_id());
    let kept = store::claim_ceremony(tx, &hash_secret(token), whose, now).await?;
    Ok(kept.map(serde_json::from_value).transpose()?)
}
