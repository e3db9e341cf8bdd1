//! What cancelling places would give back: pure, and the same for preview and outcome (REF-4 to REF-7, REF-12, REF-15).

use super::refund_policy::{RefundDecision, RefundReason};
use crate::kernel::Pence;

/// Who cancels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelledBy {
    /// The booker, by the booking page or the link in the email.
    Booker,
    /// We cancel the event: everything comes back, whatever the date (REF-12).
    Organiser,
}

impl CancelledBy {
    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Booker => "booker",
            Self::Organiser => "organiser",
        }
    }
}

/// A live place and what is still paid for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LivePlace {
    /// Row id.
    pub id: i64,
    /// Who was to come.
    pub attendee_name: String,
    /// What was paid for it and not given back.
    pub paid: Pence,
}

/// One place of a preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceRefund {
    /// Which place.
    pub place_id: i64,
    /// Who was to come.
    pub attendee_name: String,
    /// What was paid for it.
    pub paid: Pence,
    /// Percent that comes back.
    pub percent: u8,
    /// What comes back.
    pub refund: Pence,
}

/// What would happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancellationPreview {
    /// Each place.
    pub places: Vec<PlaceRefund>,
    /// The sum of their refunds.
    pub total: Pence,
    /// Why this much.
    pub reason: RefundReason,
}

/// Works out the preview. An unpaid booking gives nothing back, because nothing was paid.
pub fn preview(places: &[LivePlace], decision: RefundDecision, by: CancelledBy, is_paid: bool) -> CancellationPreview {
    let decision = match by {
        CancelledBy::Booker => decision,
        CancelledBy::Organiser => RefundDecision { percent: 100, reason: RefundReason::InTime, until: None },
    };
    let places: Vec<PlaceRefund> = places
        .iter()
        .map(|place| {
            let paid = if is_paid { place.paid } else { Pence::ZERO };
            PlaceRefund {
                place_id: place.id,
                attendee_name: place.attendee_name.clone(),
                paid,
                percent: decision.percent,
                refund: decision.amount(paid),
            }
        })
        .collect();
    let total = places.iter().map(|place| place.refund).sum();
    CancellationPreview { places, total, reason: decision.reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(id: i64, pence: i64) -> LivePlace {
        LivePlace { id, attendee_name: format!("Attendee {id}"), paid: Pence::new(pence) }
    }

    fn percent(percent: u8) -> RefundDecision {
        RefundDecision { percent, reason: RefundReason::InTime, until: None }
    }

    #[test]
    fn one_fifty_and_one_ninety_in_time_give_back_140_pounds() {
        let preview = preview(&[place(1, 5_000), place(5, 9_000)], percent(100), CancelledBy::Booker, true);
        assert_eq!(preview.total, Pence::new(14_000));
    }

    #[test]
    fn the_worked_examples_of_the_rule_book() {
        let table = [
            (vec![4_500, 8_100], 100, 12_600),
            (vec![4_869], 50, 2_435),
            (vec![5_000, 9_000], 0, 0),
            (vec![0], 100, 0),
        ];
        for (paid, tier, expected) in table {
            let places: Vec<LivePlace> = (1..).zip(&paid).map(|(id, pence)| place(id, *pence)).collect();
            assert_eq!(
                preview(&places, percent(tier), CancelledBy::Booker, true).total,
                Pence::new(expected),
                "{paid:?} {tier}"
            );
        }
    }

    #[test]
    fn ref_12_the_organiser_gives_everything_back_whatever_the_date() {
        let late = RefundDecision { percent: 0, reason: RefundReason::TooLate, until: None };
        assert_eq!(preview(&[place(1, 9_000)], late, CancelledBy::Organiser, true).total, Pence::new(9_000));
    }

    #[test]
    fn what_was_never_paid_never_comes_back() {
        assert_eq!(preview(&[place(1, 9_000)], percent(100), CancelledBy::Organiser, false).total, Pence::ZERO);
    }

    proptest! {
        #[test]
        fn a_refund_never_exceeds_what_was_paid(paid in prop::collection::vec(0_i64..100_000, 1..10), tier in 0_u8..=100) {
            let places: Vec<LivePlace> = (1..).zip(&paid).map(|(id, pence)| place(id, *pence)).collect();
            let preview = preview(&places, percent(tier), CancelledBy::Booker, true);
            prop_assert!(preview.total.get() <= paid.iter().sum::<i64>());
            prop_assert_eq!(preview.total, preview.places.iter().map(|place| place.refund).sum::<Pence>());
        }
    }
}
