//! What stands about the terms on a page before somebody pays (CO-02).

use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::find_current_terms;
use crate::kernel::uk_time::long_date;
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::cooling_off_last_day;

/// The terms in force, and until when somebody who pays now may change their mind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TermsShown {
    /// Sent back with the form, so that nobody accepts what they have not seen.
    pub version: i32,
    /// "Monday 15 June 2026": the last of the 14 days (CO-05).
    pub cancel_until: String,
}

/// For a page that is shown at `now`.
pub async fn terms_shown(db: &impl ConnectionTrait, now: Instant) -> Result<Option<TermsShown>, Unexpected> {
    let terms = find_current_terms(db).await?;
    Ok(terms.map(|terms| TermsShown { version: terms.version, cancel_until: long_date(cooling_off_last_day(now)) }))
}
