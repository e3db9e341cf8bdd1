//! Mail to the owner about changes of their second factors: if it was not them, they must hear of it (ASVS 6.3.7).

use serde_json::json;

use crate::kernel::Instant;
use crate::kernel::uk_time::date_and_time;
use crate::members::people::PersonRow;
use crate::notifications::NewMessage;

/// What happened to somebody's second factors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FactorChange {
    AppAdded,
    AppRemoved,
    PasskeyAdded(String),
    PasskeyRemoved(String),
    CodesRenewed,
    /// A recovery code let somebody in; so many are left.
    CodeUsed(u64),
    /// An administrator took all of them away.
    Reset,
}

impl FactorChange {
    /// The audit trail's word for it.
    pub(super) const fn action(&self) -> &'static str {
        match self {
            Self::AppAdded | Self::PasskeyAdded(_) => "login.factor_added",
            Self::AppRemoved | Self::PasskeyRemoved(_) => "login.factor_removed",
            Self::CodesRenewed => "login.recovery_codes_renewed",
            Self::CodeUsed(_) => "login.recovery_code_used",
            Self::Reset => "login.factors_reset",
        }
    }

    /// What the audit trail keeps of it.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::AppAdded | Self::AppRemoved => "authenticator app",
            Self::PasskeyAdded(_) | Self::PasskeyRemoved(_) => "passkey",
            Self::CodesRenewed | Self::CodeUsed(_) => "recovery codes",
            Self::Reset => "all",
        }
    }

    /// The beginning of a sentence that ends with "your account".
    fn words(&self) -> String {
        match self {
            Self::AppAdded => "An authenticator app was added to".to_owned(),
            Self::AppRemoved => "The authenticator app was removed from".to_owned(),
            Self::PasskeyAdded(name) => format!("The passkey “{name}” was added to"),
            Self::PasskeyRemoved(name) => format!("The passkey “{name}” was removed from"),
            Self::CodesRenewed => "New recovery codes were made for".to_owned(),
            Self::CodeUsed(_) => "A recovery code was used for".to_owned(),
            Self::Reset => "An administrator removed the second step of signing in from".to_owned(),
        }
    }

    fn more(&self) -> String {
        match self {
            Self::CodesRenewed => "The earlier ones no longer work.".to_owned(),
            Self::CodeUsed(0) => "It was the last one. Make new ones on your account’s security page.".to_owned(),
            Self::CodeUsed(1) => "One is left. Make new ones on your account’s security page.".to_owned(),
            Self::CodeUsed(left) => format!("{left} are left."),
            Self::Reset => {
                "All devices have been signed out. When you next sign in, you may set up a new second step; \
                            your password is as it was."
                    .to_owned()
            }
            _ => "Other devices have been signed out.".to_owned(),
        }
    }
}

/// The mail that tells of it.
pub(super) fn factors_changed(person: &PersonRow, change: &FactorChange, now: Instant) -> NewMessage {
    NewMessage {
        template: "second_factor_changed",
        person_id: Some(person.id),
        to_name: person.name.clone(),
        to_address: person.email.clone(),
        data: json!({
            "name": person.name, "what": change.words(), "more": change.more(), "when": date_and_time(now),
        }),
        calendar: None,
        dedupe_key: format!("second-factor-changed:{}:{}:{}", person.id, change.action(), now.timestamp_micros()),
    }
}
