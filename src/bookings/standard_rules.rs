//! The refund policy and the booking terms a new site begins with, so that the first event can be put on sale. Both are data from
//! then on: a later version never changes what was booked under an earlier one (REF-1, CO-04).

use sea_orm::ConnectionTrait;

use super::refund_policy::RefundTier;
use super::sale::{find_current_terms, list_policies};
use super::set_up_sale::{add_booking_terms, create_booking_terms, create_refund_policy};
use crate::app::App;
use crate::kernel::{Instant, Unexpected};

/// "Refunds up to 7 days before", as D1 counts them.
const STANDARD_TIERS: [RefundTier; 1] = [RefundTier { days_before: 7, percent: 100 }];
/// The terms as they ship. They name no day and no percent: those are the refund policy's, and an event may have its own.
const STANDARD_TERMS: &str = include_str!("standard_terms.md");
/// The terms as they first shipped, with days of their own; kept only to know a site that still has them.
const FIRST_TERMS: &str = include_str!("standard_terms_first.md");

/// Writes whatever of the two is missing, in the caller's transaction. Gives the id of a refund policy.
pub async fn ensure_standard_rules(tx: &impl ConnectionTrait, now: Instant) -> Result<i64, Unexpected> {
    if find_current_terms(tx).await?.is_none() {
        create_booking_terms(tx, 1, STANDARD_TERMS, now).await?;
    }
    match list_policies(tx).await?.first() {
        Some(policy) => Ok(policy.id),
        None => create_refund_policy(tx, ("standard", 1, "In full up to 7 days before"), &STANDARD_TIERS, now).await,
    }
}

/// At start-up: a site that still has the terms as they first shipped gets today's as version 2. Terms that an association wrote
/// for itself are left alone, and each booking stays under the version it was made under. Safe to repeat, and for two processes
/// at once.
pub async fn renew_standard_terms(app: &App) -> Result<(), Unexpected> {
    let current = find_current_terms(app.db.reader()).await?;
    if current.is_none_or(|terms| terms.version != 1 || terms.words != FIRST_TERMS) {
        return Ok(());
    }
    let now = app.now();
    Ok(app.db.write_tx(async |tx| add_booking_terms(tx, 2, STANDARD_TERMS, now).await).await?)
}

#[cfg(test)]
mod tests {
    use super::{FIRST_TERMS, STANDARD_TERMS};

    #[test]
    fn the_standard_terms_leave_days_and_percents_to_the_refund_policy() {
        for words in ["seven days", "7 days", "not given back", "%"] {
            assert!(!STANDARD_TERMS.contains(words), "{words}");
        }
        assert!(STANDARD_TERMS.contains("depends on the event’s refund policy"));
        assert!(FIRST_TERMS.contains("seven days before the event"), "the first terms are known by their own words");
    }

    #[test]
    fn the_standard_terms_say_what_the_rules_promise() {
        let promises = [
            ("REF-6", "those that stay keep their price"),
            ("SUB-1", "free of charge, until the event begins"),
            ("TRF-3", "What a move costs or gives back is shown before you decide"),
            ("INV-3", "due by the date printed on it"),
            ("CO-01", "If you pay for yourself, not for an employer or another organisation"),
            ("CO-06", "this right ends once the event has been held"),
            ("CO-07", "whichever is kinder to you counts"),
            ("CO-08", "sent within 14 days, the way it was paid"),
            ("CO-13", "everybody gets back everything they paid"),
        ];
        for (rule, words) in promises {
            assert!(STANDARD_TERMS.contains(words), "{rule}: {words}");
        }
    }
}
