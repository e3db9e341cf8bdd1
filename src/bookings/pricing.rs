//! The price of a place follows its attendee, not the payer (ELG-1, ELG-10, D8). Pure.

use serde::{Deserialize, Serialize};

use crate::kernel::Pence;

/// What an event costs, by who attends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
    /// For anyone.
    pub standard: Pence,
    /// For members; none when there is no lower price.
    pub member: Option<Pence>,
}

/// Why a place costs what it costs; stored and printed (ELG-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceReason {
    /// Anyone's price.
    Standard,
    /// The attendee is a member.
    Member,
    /// The event costs nothing.
    Free,
    /// Booked before the early price ended (ELG-11).
    EarlyBird,
    /// A discount code took something off.
    Code,
    /// Given to somebody who could not have come otherwise (AC-16).
    Bursary,
    /// Given away by the organiser (AC-16).
    Complimentary,
    /// Paid for by the authority that ordered the training (INH-4).
    Agreed,
}

impl PriceReason {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Standard,
        Self::Member,
        Self::Free,
        Self::EarlyBird,
        Self::Code,
        Self::Bursary,
        Self::Complimentary,
        Self::Agreed,
    ];

    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Member => "member",
            Self::Free => "free",
            Self::EarlyBird => "early_bird",
            Self::Code => "code",
            Self::Bursary => "bursary",
            Self::Complimentary => "complimentary",
            Self::Agreed => "agreed",
        }
    }

    /// From the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }

    /// As printed beside the price.
    pub fn label(word: &str) -> &'static str {
        match Self::parse(word) {
            Some(Self::Member) => "member price",
            Some(Self::Free) => "free",
            Some(Self::EarlyBird) => "early price",
            Some(Self::Code) => "with a discount code",
            Some(Self::Bursary) => "bursary place",
            Some(Self::Complimentary) => "given free of charge",
            Some(Self::Agreed) => "paid for by the authority",
            Some(Self::Standard) | None => "standard price",
        }
    }
}

/// The price of one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacePrice {
    /// Before any reduction.
    pub list: Pence,
    /// To be paid.
    pub price: Pence,
    /// Why.
    pub reason: PriceReason,
}

impl Prices {
    /// Whether nobody pays anything.
    pub fn is_free(self) -> bool {
        self.standard.is_zero()
    }

    /// The price for an attendee who is, or is not, proven to be a member now: the cheapest lawful one (ELG-10).
    pub fn price_for(self, is_proven_member: bool) -> PlacePrice {
        if self.is_free() {
            return PlacePrice { list: Pence::ZERO, price: Pence::ZERO, reason: PriceReason::Free };
        }
        match self.member.filter(|member| is_proven_member && *member < self.standard) {
            Some(member) => PlacePrice { list: self.standard, price: member, reason: PriceReason::Member },
            None => PlacePrice { list: self.standard, price: self.standard, reason: PriceReason::Standard },
        }
    }

    /// What comes back when an attendee who paid `paid` turns out to be a member (D8): never negative, computed from prices.
    pub fn member_difference(self, paid: Pence) -> Pence {
        let member = self.price_for(true).price;
        if member < paid { paid - member } else { Pence::ZERO }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: Prices = Prices { standard: Pence::new(9_000), member: Some(Pence::new(5_000)) };

    #[test]
    fn elg_1_the_price_follows_the_attendee() {
        assert_eq!(
            BOTH.price_for(false),
            PlacePrice { list: Pence::new(9_000), price: Pence::new(9_000), reason: PriceReason::Standard }
        );
        assert_eq!(
            BOTH.price_for(true),
            PlacePrice { list: Pence::new(9_000), price: Pence::new(5_000), reason: PriceReason::Member }
        );
    }

    #[test]
    fn elg_10_a_member_never_pays_more_than_others() {
        let odd = Prices { standard: Pence::new(4_000), member: Some(Pence::new(5_000)) };
        assert_eq!(odd.price_for(true).reason, PriceReason::Standard);
        assert_eq!(odd.member_difference(Pence::new(4_000)), Pence::ZERO);
    }

    #[test]
    fn a_free_event_is_free_for_all() {
        let free = Prices { standard: Pence::ZERO, member: None };
        for member in [true, false] {
            assert_eq!(free.price_for(member).reason, PriceReason::Free);
        }
    }

    #[test]
    fn d8_the_difference_is_computed_from_what_was_paid() {
        assert_eq!(BOTH.member_difference(Pence::new(9_000)), Pence::new(4_000));
        assert_eq!(BOTH.member_difference(Pence::new(5_000)), Pence::ZERO);
        assert_eq!(BOTH.member_difference(Pence::new(4_500)), Pence::ZERO);
    }
}
