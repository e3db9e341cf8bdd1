//! The price of a place follows its attendee, not the payer (ELG-1, ELG-10, D8). Pure.

use entity::place;
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
    /// A discount code has a part in it; its name is printed with the reason.
    pub with_code: bool,
}

impl PlacePrice {
    /// A price in which no code has a part.
    pub const fn plain(list: Pence, price: Pence, reason: PriceReason) -> Self {
        Self { list, price, reason, with_code: false }
    }

    /// What comes off the list price.
    pub fn discount(self) -> Pence {
        self.list - self.price
    }
}

/// Why a place costs what it costs, as it is printed wherever the price is (ELG-10, AC-16): the reason, the code's name or the
/// officer's words, and the price it would have been.
pub fn why_words(reason: &str, note: &str, list: Pence, price: Pence) -> String {
    let label = PriceReason::label(reason);
    let mut words = match PriceReason::parse(reason) {
        _ if note.is_empty() => label.to_owned(),
        Some(PriceReason::Code) => format!("with code {note}"),
        Some(PriceReason::Bursary | PriceReason::Complimentary | PriceReason::Agreed) => format!("{label}: {note}"),
        _ => format!("{label}, less with code {note}"),
    };
    // Everybody knows what the member price stands beside; other reductions say what they come off.
    let is_plain_member = note.is_empty() && reason == PriceReason::Member.word();
    if list > price && !is_plain_member {
        words.push_str(&format!(", instead of {list}"));
    }
    words
}

/// The same for a stored place.
pub fn place_why(place: &place::Model) -> String {
    let (list, price) = (Pence::new(place.list_pence), Pence::new(place.price_pence));
    why_words(&place.price_reason, &place.price_note, list, price)
}

impl Prices {
    /// Whether nobody pays anything.
    pub fn is_free(self) -> bool {
        self.standard.is_zero()
    }

    /// The price for an attendee who is, or is not, proven to be a member now: the cheapest lawful one (ELG-10).
    pub fn price_for(self, is_proven_member: bool) -> PlacePrice {
        if self.is_free() {
            return PlacePrice::plain(Pence::ZERO, Pence::ZERO, PriceReason::Free);
        }
        match self.member.filter(|member| is_proven_member && *member < self.standard) {
            Some(member) => PlacePrice::plain(self.standard, member, PriceReason::Member),
            None => PlacePrice::plain(self.standard, self.standard, PriceReason::Standard),
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
            PlacePrice::plain(Pence::new(9_000), Pence::new(9_000), PriceReason::Standard)
        );
        assert_eq!(BOTH.price_for(true), PlacePrice::plain(Pence::new(9_000), Pence::new(5_000), PriceReason::Member));
    }

    #[test]
    fn elg_10_a_member_never_pays_more_than_others() {
        let odd = Prices { standard: Pence::new(4_000), member: Some(Pence::new(5_000)) };
        assert_eq!(odd.price_for(true).reason, PriceReason::Standard);
        assert_eq!(odd.member_difference(Pence::new(4_000)), Pence::ZERO);
    }

    #[test]
    fn ac_16_a_reduced_price_says_why_and_from_what() {
        let (list, code) = (Pence::new(9_000), "AUTUMN");
        let table = [
            ("standard", "", 9_000, "standard price"),
            ("member", "", 5_000, "member price"),
            ("early_bird", "", 7_000, "early price, instead of £90"),
            ("code", code, 8_100, "with code AUTUMN, instead of £90"),
            ("standard", code, 8_763, "standard price, less with code AUTUMN, instead of £90"),
            ("member", code, 4_868, "member price, less with code AUTUMN, instead of £90"),
            ("bursary", "care leavers’ fund", 0, "bursary place: care leavers’ fund, instead of £90"),
            ("free", "", 0, "free"),
        ];
        for (reason, note, price, words) in table {
            let list = if reason == "free" { Pence::ZERO } else { list };
            assert_eq!(why_words(reason, note, list, Pence::new(price)), words);
        }
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
