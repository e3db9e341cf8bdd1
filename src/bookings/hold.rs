//! How long places are kept for somebody who is paying (HLD-1, D4, D14). Pure.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::kernel::uk_time::{end_of_days_before, london_date};
use crate::kernel::{Instant, WorkingDays};

/// Stripe's page stays open this long.
pub const CARD_PAGE_MINUTES: i64 = 35;
/// The places are kept this long, a little longer than the page.
pub const CARD_HOLD_MINUTES: i64 = 40;
/// A bank transfer is waited for this many working days.
pub const BANK_HOLD_WORKING_DAYS: u32 = 5;
/// A bank transfer may be chosen only when the event is more than this many days away.
pub const BANK_DAYS_BEFORE: i64 = 7;

/// How the booking is to be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// On Stripe's page.
    Card,
    /// By bank transfer, recorded by an officer.
    BankTransfer,
    /// Nothing to pay.
    Free,
    /// By an organisation, on an invoice with a due date; the places are valid while it is unpaid (INV-1).
    Invoice,
}

impl PaymentMethod {
    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::BankTransfer => "bank_transfer",
            Self::Free => "free",
            Self::Invoice => "invoice",
        }
    }
}

/// The first instant at which the places are no longer kept (CLK-6: exclusive). A bank transfer is waited for no longer than
/// places are sold, until `sale_closes`: around Christmas five working days may end after the event has begun.
pub fn held_until(days: &WorkingDays, method: PaymentMethod, now: Instant, sale_closes: Option<Instant>) -> Instant {
    match method {
        // A new customer's places wait as long for approval as others do for a transfer (INV-1).
        PaymentMethod::BankTransfer | PaymentMethod::Invoice => {
            let until = end_of_days_before(days.after(london_date(now), BANK_HOLD_WORKING_DAYS), 0);
            sale_closes.map_or(until, |closes| std::cmp::min(until, closes))
        }
        PaymentMethod::Card | PaymentMethod::Free => now + Duration::minutes(CARD_HOLD_MINUTES),
    }
}

/// Whether a bank transfer may be chosen: the event starts more than seven days from now (D14).
pub fn bank_transfer_is_in_time(starts_at: Instant, now: Instant) -> bool {
    starts_at - now > Duration::days(BANK_DAYS_BEFORE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone, Utc};

    #[test]
    fn d4_a_card_hold_outlasts_stripes_page() {
        let now = Utc.with_ymd_and_hms(2026, 6, 1, 9, 0, 0).unwrap();
        assert_eq!(
            held_until(&WorkingDays::shipped(), PaymentMethod::Card, now, Some(now)),
            now + Duration::minutes(40)
        );
        const { assert!(CARD_PAGE_MINUTES < CARD_HOLD_MINUTES && CARD_PAGE_MINUTES > 30) };
    }

    #[test]
    fn d14_a_bank_transfer_is_waited_for_to_the_end_of_the_fifth_working_day() {
        let friday = Utc.with_ymd_and_hms(2026, 10, 23, 9, 0, 0).unwrap();
        let end = held_until(&WorkingDays::shipped(), PaymentMethod::BankTransfer, friday, None);
        assert_eq!(
            end,
            Utc.with_ymd_and_hms(2026, 10, 31, 0, 0, 0).unwrap(),
            "the end of Friday 30 October, after the clocks went back"
        );
    }

    #[test]
    fn a_bank_transfer_is_waited_for_until_the_sale_closes_at_the_latest() {
        let friday = Utc.with_ymd_and_hms(2026, 10, 23, 9, 0, 0).unwrap();
        let end = Utc.with_ymd_and_hms(2026, 10, 31, 0, 0, 0).unwrap();
        let moment = Duration::microseconds(1);
        for (closes, expected) in [(end - moment, end - moment), (end, end), (end + moment, end)] {
            assert_eq!(
                held_until(&WorkingDays::shipped(), PaymentMethod::BankTransfer, friday, Some(closes)),
                expected,
                "{closes}"
            );
        }
    }

    #[test]
    fn d14_more_than_seven_days_before_means_more() {
        let now = Utc.with_ymd_and_hms(2026, 6, 1, 9, 0, 0).unwrap();
        assert!(!bank_transfer_is_in_time(now + Duration::days(7), now));
        assert!(bank_transfer_is_in_time(now + Duration::days(7) + Duration::microseconds(1), now));
    }
}
