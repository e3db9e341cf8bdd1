//! What cancelling places would give back: pure, and the same for preview and outcome (REF-4 to REF-7, REF-12, REF-15).

use super::refund_policy::{RefundDecision, RefundReason};
use crate::jobs::Priority;
use crate::kernel::money::share_largest_remainder;
use crate::kernel::{Instant, Pence};

/// Who cancels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelledBy {
    /// The booker, by the booking page or the link in the email.
    Booker,
    /// We cancel the event: everything comes back, whatever the date (REF-12).
    Organiser,
    /// An officer withdraws the place and chooses, in percent, what comes back (REF-17, REF-21).
    Officer(u8),
    /// The bank that paid has taken the money back (REF-19).
    Bank,
}

impl CancelledBy {
    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Booker => "booker",
            Self::Organiser | Self::Officer(_) => "organiser",
            Self::Bank => "system",
        }
    }

    /// What comes of it goes behind everything else when it is one of thousands: whoever books, pays or signs in while a date is
    /// called off is not kept waiting.
    pub fn priority(self) -> Priority {
        if self == Self::Organiser { Priority::Bulk } else { Priority::Usual }
    }
}

/// What is written down when whoever booked gives no reason.
pub(in crate::bookings) const NO_REASON: &str = "cancelled by the booker";
/// What is written down when an attendee gives a free place up.
pub(in crate::bookings) const GIVEN_UP: &str = "given up by the attendee";

/// A live place and its price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LivePlace {
    /// Row id.
    pub id: i64,
    /// Who was to come.
    pub attendee_name: String,
    /// What it costs: the member's difference is off already.
    pub price: Pence,
}

/// How the booking stands with its money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not paid for; whatever part was paid comes back, because it bought nothing.
    Held {
        /// That part, mostly nothing.
        paid: Pence,
    },
    /// Paid for, or free.
    Confirmed {
        /// What of the price is not paid all the same: an invoice that is open or written off, a payment that its bank took back,
        /// or that went back in Stripe's dashboard.
        owed: Pence,
    },
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
    /// What is no longer charged for it.
    pub credited: Pence,
    /// What comes back: less than is credited when the money has gone back already.
    pub refund: Pence,
}

/// What would happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancellationPreview {
    /// Each place.
    pub places: Vec<PlaceRefund>,
    /// The sum of what was paid for them.
    pub paid: Pence,
    /// The sum of their refunds.
    pub total: Pence,
    /// Why this much.
    pub reason: RefundReason,
    /// The first instant at which less would come back; none when it cannot get worse (REF-7).
    pub until: Option<Instant>,
}

/// Works out the preview. What was never paid, or has gone back, does not come back.
pub fn preview(places: &[LivePlace], decision: RefundDecision, standing: Standing) -> CancellationPreview {
    let prices: Vec<Pence> = places.iter().map(|place| place.price).collect();
    let (decision, paid) = match standing {
        Standing::Held { paid } => (RefundDecision { percent: 100, ..decision }, share_out(paid, &prices)),
        Standing::Confirmed { .. } => (decision, prices),
    };
    let credited: Vec<Pence> = paid.iter().map(|paid| decision.amount(*paid)).collect();
    let refunds = match standing {
        Standing::Confirmed { owed } if owed > Pence::ZERO => {
            share_out(credited.iter().sum::<Pence>() - owed, &credited)
        }
        _ => credited.clone(),
    };
    let amounts = paid.into_iter().zip(credited).zip(refunds);
    let places: Vec<PlaceRefund> = places
        .iter()
        .zip(amounts)
        .map(|(place, ((paid, credited), refund))| PlaceRefund {
            place_id: place.id,
            attendee_name: place.attendee_name.clone(),
            paid,
            percent: decision.percent,
            credited,
            refund,
        })
        .collect();
    CancellationPreview {
        paid: places.iter().map(|place| place.paid).sum(),
        total: places.iter().map(|place| place.refund).sum(),
        places,
        reason: decision.reason,
        until: decision.until,
    }
}

/// Shares an amount by weights, as the refund itself will be; less than nothing is nothing.
fn share_out(amount: Pence, weights: &[Pence]) -> Vec<Pence> {
    if amount <= Pence::ZERO {
        return vec![Pence::ZERO; weights.len()];
    }
    share_largest_remainder(amount, weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAID: Standing = Standing::Confirmed { owed: Pence::ZERO };

    fn place(id: i64, pence: i64) -> LivePlace {
        LivePlace { id, attendee_name: format!("Attendee {id}"), price: Pence::new(pence) }
    }

    fn places(prices: &[i64]) -> Vec<LivePlace> {
        (1..).zip(prices).map(|(id, pence)| place(id, *pence)).collect()
    }

    fn percent(percent: u8) -> RefundDecision {
        RefundDecision { percent, reason: RefundReason::InTime, until: None }
    }

    fn refunds(preview: &CancellationPreview) -> Vec<i64> {
        preview.places.iter().map(|place| place.refund.get()).collect()
    }

    #[test]
    fn one_fifty_and_one_ninety_in_time_give_back_140_pounds() {
        let preview = preview(&[place(1, 5_000), place(5, 9_000)], percent(100), PAID);
        assert_eq!((preview.total, preview.paid), (Pence::new(14_000), Pence::new(14_000)));
    }

    #[test]
    fn the_worked_examples_of_the_rule_book() {
        let table = [
            (vec![4_500, 8_100], 100, 12_600),
            (vec![4_869], 50, 2_435),
            (vec![5_000, 9_000], 0, 0),
            (vec![0], 100, 0),
        ];
        for (prices, tier, expected) in table {
            let total = preview(&places(&prices), percent(tier), PAID).total;
            assert_eq!(total, Pence::new(expected), "{prices:?} {tier}");
        }
    }

    /// Six places, four at £50 and two at £90: £380 (rules 2.9).
    const SIX: [i64; 6] = [5_000, 5_000, 5_000, 5_000, 9_000, 9_000];

    #[test]
    fn ref_6_cancelling_two_of_six_leaves_the_price_of_the_other_four() {
        let all = places(&SIX);
        let (gone, stay): (Vec<_>, Vec<_>) = all.into_iter().partition(|place| [1, 5].contains(&place.id));
        let first = preview(&gone, percent(100), PAID);
        let rest = preview(&stay, RefundDecision::CALLED_OFF, PAID);

        assert_eq!((first.total, rest.paid), (Pence::new(14_000), Pence::new(24_000)));
        assert_eq!(
            first.total + rest.total,
            Pence::new(38_000),
            "the organiser cancels afterwards: never more than was paid"
        );
    }

    #[test]
    fn the_fixed_ten_pounds_off_all_six_come_off_what_each_gives_back() {
        let shares = share_largest_remainder(Pence::new(1_000), &SIX.map(Pence::new));
        let paid: Vec<i64> = SIX.iter().zip(&shares).map(|(price, share)| price - share.get()).collect();
        let table =
            [(100, [4_868, 4_868, 4_869, 4_869, 8_763, 8_763]), (50, [2_434, 2_434, 2_435, 2_435, 4_382, 4_382])];

        assert_eq!(shares.iter().map(|share| share.get()).collect::<Vec<_>>(), [132, 132, 131, 131, 237, 237]);
        for (tier, expected) in table {
            assert_eq!(refunds(&preview(&places(&paid), percent(tier), PAID)), expected, "{tier}%");
        }
    }

    #[test]
    fn ref_12_three_of_six_on_an_unpaid_invoice_are_credited_and_no_money_moves_for_them() {
        let unpaid = Standing::Confirmed { owed: Pence::new(15_000) };
        let preview = preview(&places(&SIX[..3]), RefundDecision::CALLED_OFF, unpaid);
        let credited: Pence = preview.places.iter().map(|place| place.credited).sum();
        assert_eq!((credited, preview.total), (Pence::new(15_000), Pence::ZERO));
    }

    #[test]
    fn ref_12_the_organiser_gives_everything_back() {
        let preview = preview(&[place(1, 9_000)], RefundDecision::CALLED_OFF, PAID);
        assert_eq!((preview.total, preview.reason), (Pence::new(9_000), RefundReason::CalledOff));
    }

    #[test]
    fn what_was_never_paid_never_comes_back() {
        let held = Standing::Held { paid: Pence::ZERO };
        let preview = preview(&[place(1, 9_000)], RefundDecision::CALLED_OFF, held);
        assert_eq!((preview.total, preview.paid), (Pence::ZERO, Pence::ZERO));
    }

    #[test]
    fn a_part_payment_of_what_is_given_up_comes_back_whatever_the_date() {
        let held = Standing::Held { paid: Pence::new(4_001) };
        let preview = preview(&places(&[9_000, 9_000]), percent(0), held);
        assert_eq!((refunds(&preview), preview.paid), (vec![2_001, 2_000], Pence::new(4_001)));
    }

    #[test]
    fn what_has_gone_back_already_is_credited_and_does_not_come_back_twice() {
        let table = [(0, vec![9_000, 9_000]), (2_000, vec![8_000, 8_000]), (18_000, vec![0, 0]), (20_000, vec![0, 0])];
        for (owed, expected) in table {
            let preview =
                preview(&places(&[9_000, 9_000]), percent(100), Standing::Confirmed { owed: Pence::new(owed) });
            assert_eq!(refunds(&preview), expected, "{owed}");
            assert_eq!(preview.places[0].credited, Pence::new(9_000));
        }
    }

    proptest! {
        #[test]
        fn a_refund_never_exceeds_what_was_paid(
            prices in prop::collection::vec(0_i64..100_000, 1..10), tier in 0_u8..=100, owed in 0_i64..200_000,
        ) {
            let preview = preview(&places(&prices), percent(tier), Standing::Confirmed { owed: Pence::new(owed) });
            let most = std::cmp::max(prices.iter().sum::<i64>() - owed, 0);
            prop_assert!(preview.total.get() <= most);
            prop_assert_eq!(preview.total, preview.places.iter().map(|place| place.refund).sum::<Pence>());
            for place in &preview.places {
                prop_assert!(place.refund <= place.credited && place.credited <= place.paid);
            }
        }
    }
}
