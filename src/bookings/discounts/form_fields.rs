//! The fields of the booking form that bear on the price: the code, and what the page showed. Pure.

use crate::bookings::book_places::Extras;
use crate::bookings::joining::JoinChoice;
use crate::kernel::Pence;
use crate::web::{FormView, Posted};

/// The longest code that is kept as typed; a longer text is none.
pub const LONGEST_TYPED: usize = 60;

/// The fields as they were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriceFields {
    /// The code as typed; "" for none.
    pub code: String,
    shown_total: String,
    shown_places: String,
    shown_policy: String,
    shown_membership: String,
    shown_membership_terms: String,
    /// Whether the booker joins as well (ELG-7).
    pub join: JoinChoice,
}

impl PriceFields {
    /// Reads them, typed text untouched.
    pub fn read(posted: &Posted) -> Self {
        Self {
            code: posted.get("code").trim().chars().take(LONGEST_TYPED).collect(),
            shown_total: posted.get("shown_total").to_owned(),
            shown_places: posted.get("shown_places").to_owned(),
            shown_policy: posted.get("shown_policy").to_owned(),
            shown_membership: posted.get("shown_membership").to_owned(),
            shown_membership_terms: posted.get("shown_membership_terms").to_owned(),
            join: JoinChoice::parse(posted.get("join")),
        }
    }

    /// Puts them into the form as it is shown again.
    pub fn fill(&self, view: &mut FormView) {
        view.set("code", self.code.as_str());
        view.set("join", self.join.word());
    }

    /// The total that the page showed for exactly `places` places; none when it showed prices of one place instead, which may be
    /// multiplied. A total for another number of places never matches (ELG-15).
    pub fn shown_total(&self, places: usize) -> Option<Pence> {
        if self.shown_total.is_empty() {
            return None;
        }
        let total = self.shown_total.parse::<i64>().ok().filter(|pence| (0..=100_000_000).contains(pence));
        let is_for_these = self.shown_places == places.to_string();
        Some(total.filter(|_| is_for_these).map_or(Pence::new(-1), Pence::new))
    }

    /// What goes into the command.
    pub fn extras(&self) -> Extras {
        Extras {
            code: Some(self.code.clone()).filter(|code| !code.is_empty()),
            shown_policy: self.shown_policy.parse().ok(),
            join: self.join,
            shown_membership: self.shown_membership.parse().map_or(Pence::ZERO, Pence::new),
            shown_membership_terms: Some(self.shown_membership_terms.parse().unwrap_or(0)),
            told_together: false,
            modes: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elg_15_a_total_counts_only_for_the_places_it_was_shown_for() {
        let fields = |total: &str, places: &str| {
            PriceFields::read(&Posted::of(&[("shown_total", total), ("shown_places", places)]))
        };
        let table = [
            ("16200", "2", Some(16_200)),
            ("16200", "1", Some(-1)),
            ("-1", "2", Some(-1)),
            ("x", "2", Some(-1)),
            ("", "2", None),
        ];
        for (total, places, expected) in table {
            assert_eq!(fields(total, places).shown_total(2), expected.map(Pence::new), "{total} {places}");
        }
    }
}
