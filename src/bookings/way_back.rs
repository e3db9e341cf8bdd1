//! Which way money goes back (REF-10): as each payment came, whatever was chosen when the booking was made.

use entity::booking;
use sea_orm::ConnectionTrait;

use crate::kernel::Unexpected;
use crate::payments;

/// How a booking's money would go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WayBack {
    /// To the card.
    Card,
    /// By bank transfer; somebody is asked where to.
    Bank,
    /// Some each way.
    Both,
}

impl WayBack {
    /// Asks the payments of a booking; with none, what was chosen for it.
    pub(super) async fn of(db: &impl ConnectionTrait, booking: &booking::Model) -> Result<Self, Unexpected> {
        let by_card = match booking.charge_id {
            Some(charge_id) => payments::queries::came_by_card(db, charge_id).await?,
            None => Vec::new(),
        };
        Ok(Self::from_payments(&by_card, booking.payment_method == "card"))
    }

    fn from_payments(by_card: &[bool], chose_card: bool) -> Self {
        match (by_card.contains(&true), by_card.contains(&false)) {
            (true, true) => Self::Both,
            (true, false) => Self::Card,
            (false, false) if chose_card => Self::Card,
            (false, _) => Self::Bank,
        }
    }

    /// As the cancellation page says it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Card => "Refunded to the card that paid",
            Self::Bank => "Paid back by bank transfer; our treasurer will ask where to",
            Self::Both => {
                "Goes back as it was paid: to the card, and by bank transfer; our treasurer will ask where to"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ref_10_money_goes_back_the_way_it_came() {
        let table = [
            (&[true][..], false, WayBack::Card),
            (&[false], true, WayBack::Bank),
            (&[true, false, false], true, WayBack::Both),
            (&[], true, WayBack::Card),
            (&[], false, WayBack::Bank),
        ];

        for (payments, chose_card, way) in table {
            assert_eq!(WayBack::from_payments(payments, chose_card), way, "{payments:?}");
        }
    }
}
