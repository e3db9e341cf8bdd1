//! Requests that were refused (REF-22): when somebody asked for what the rules do not give is written down, so that an officer
//! can make an exception later and judge it by the time it was asked for. The refusal's own words say whom to write to.

mod queries;
mod store;

pub use queries::{RefusedRequest, refused_requests_of};

use crate::app::App;
use crate::kernel::Unexpected;

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// To cancel, or to get money back by cancelling.
    Cancel,
    /// To send somebody else.
    Substitute,
    /// To move to another date.
    Move,
    /// Anything else.
    Other,
}

impl Wanted {
    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Substitute => "substitute",
            Self::Move => "move",
            Self::Other => "other",
        }
    }

    /// As an officer reads it.
    pub fn label(word: &str) -> &'static str {
        match word {
            "cancel" => "To cancel",
            "substitute" => "To send somebody else",
            "move" => "To move to another date",
            "refund" => "A refund",
            _ => "Something else",
        }
    }
}

/// Writes down that `wanted` was refused because of `why`, a word such as
/// [`ChangeRefused::word`](super::self_service_gate::ChangeRefused::word), in a transaction of its own: the refused one has
/// been rolled back. Asked again, the first time stays and is counted.
pub async fn note_refusal(app: &App, booking_id: i64, wanted: Wanted, why: &str) -> Result<(), Unexpected> {
    let now = app.now();
    app.db.write_tx(async |tx| store::note(tx, (booking_id, wanted.word(), why), now).await).await
}
