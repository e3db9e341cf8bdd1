//! Whether somebody may still change their mind about a term they bought, in words (CO-05). Pure; leaving decides it by the same days.

use crate::kernel::Instant;
use crate::kernel::uk_time::long_date;
use crate::members::membership::{TermRecord, cooling_off_last_day, is_in_cooling_off};

/// What the 14 days hang on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bought {
    contract_at: Instant,
    /// It was paid for.
    is_paid: bool,
    /// It ended before its first day: cancelled, or its payment was taken back.
    never_counted: bool,
}

impl From<&TermRecord> for Bought {
    fn from(record: &TermRecord) -> Self {
        Self {
            contract_at: record.created_at,
            is_paid: !record.price.is_zero(),
            never_counted: record.term.ended_early_on.is_some_and(|last| last < record.term.starts_on),
        }
    }
}

impl Bought {
    /// Whether everything that was paid would come back.
    pub(super) fn may_cancel(self, now: Instant) -> bool {
        self.is_paid && !self.never_counted && is_in_cooling_off(self.contract_at, now)
    }

    /// How it stands, a sentence or two; none is an order that is not paid yet.
    pub(super) fn words(bought: Option<Self>, now: Instant) -> String {
        let Some(bought) = bought else {
            return "The 14 days in which you may change your mind begin when your payment is confirmed.".to_owned();
        };
        let last_day = long_date(cooling_off_last_day(bought.contract_at));
        if bought.never_counted {
            "This does not count any more: it was cancelled, or its payment was taken back.".to_owned()
        } else if !bought.is_paid {
            "Nothing was paid for this in the end, so nothing can come back.".to_owned()
        } else if bought.may_cancel(now) {
            format!(
                "You may change your mind until the end of {last_day} (UK time). Everything that was paid then comes back, \
                 the way it was paid."
            )
        } else {
            format!("The 14 days in which you could change your mind ended with {last_day}. You can leave at any time.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn co_05_the_page_says_whether_the_14_days_still_run() {
        let at = |text: &str| -> Instant { text.parse().unwrap() };
        let paid = Bought { contract_at: at("2027-03-20T11:00:00Z"), is_paid: true, never_counted: false };
        let table = [
            (None, "2027-03-20T11:00:00Z", "begin when your payment is confirmed", false),
            (Some(paid), "2027-04-03T22:59:59Z", "until the end of Saturday 3 April 2027 (UK time)", true),
            (Some(paid), "2027-04-03T23:00:00Z", "ended with Saturday 3 April 2027", false),
            (Some(Bought { never_counted: true, ..paid }), "2027-03-21T11:00:00Z", "does not count any more", false),
            (Some(Bought { is_paid: false, ..paid }), "2027-03-21T11:00:00Z", "Nothing was paid", false),
        ];

        for (bought, now, words, may_cancel) in table {
            let said = Bought::words(bought, at(now));
            assert!(said.contains(words), "{now}: {said}");
            assert_eq!(bought.is_some_and(|bought| bought.may_cancel(at(now))), may_cancel, "{now}");
        }
    }
}
