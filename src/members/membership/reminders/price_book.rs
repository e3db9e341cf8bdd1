//! Every renewal price by type and day, read once for a whole run. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::kernel::Pence;
use crate::members::membership::term_rule::TermRule;

/// What a type is called and costs to renew, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PricedType {
    /// The version's row.
    pub(super) id: i64,
    pub(super) valid_from: NaiveDate,
    pub(super) name: String,
    /// Of a whole term.
    pub(super) renewal_price: Pence,
    pub(super) rule: TermRule,
}

impl PricedType {
    /// What a renewal costs that is due on this day.
    pub(super) fn price_on(&self, due_on: NaiveDate) -> Pence {
        self.rule.price(self.renewal_price, due_on)
    }

    /// What a whole term costs of which one from `starts_on` was bought for `paid`.
    pub(super) fn price_to_compare(&self, paid: Pence, starts_on: NaiveDate) -> Pence {
        self.rule.price_to_compare((self.renewal_price, paid), starts_on)
    }
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub(super) struct PriceBook {
    by_type: BTreeMap<i64, Vec<PricedType>>,
    closed: BTreeMap<i64, NaiveDate>,
}

impl PriceBook {
    /// Adds a version.
    pub(super) fn add(&mut self, type_id: i64, version: PricedType) {
        let versions = self.by_type.entry(type_id).or_default();
        versions.push(version);
        versions.sort_by_key(|version| version.valid_from);
    }

    /// Says that a type can no longer be had from a day on.
    pub(super) fn close(&mut self, type_id: i64, closed_on: NaiveDate) {
        self.closed.insert(type_id, closed_on);
    }

    /// Whether a term of this type that begins on a day can no longer be had.
    pub(super) fn is_closed(&self, type_id: i64, day: NaiveDate) -> bool {
        self.closed.get(&type_id).is_some_and(|closed_on| *closed_on <= day)
    }

    /// The version in force on a day; none before the first.
    pub(super) fn on(&self, type_id: i64, day: NaiveDate) -> Option<&PricedType> {
        self.by_type.get(&type_id)?.iter().rev().find(|version| version.valid_from <= day)
    }

    /// The version a term was taken under.
    pub(super) fn with_id(&self, type_id: i64, version_id: i64) -> Option<&PricedType> {
        self.by_type.get(&type_id)?.iter().find(|version| version.id == version_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_version_that_began_is_in_force() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let mut book = PriceBook::default();
        for (from, pence) in [("2027-04-01", 6_500), ("2026-01-01", 6_000)] {
            let (rule, renewal_price) = (TermRule::Rolling { months: 12 }, Pence::new(pence));
            book.add(1, PricedType { id: 1, valid_from: day(from), name: "Full".to_owned(), renewal_price, rule });
        }
        let price = |on: &str| book.on(1, day(on)).map(|version| version.price_on(day(on)).get());

        assert_eq!(price("2025-12-31"), None);
        assert_eq!(price("2027-03-31"), Some(6_000));
        assert_eq!(price("2027-04-01"), Some(6_500));
        assert_eq!(book.on(2, day("2027-04-01")), None);
        book.close(1, day("2027-06-01"));
        let closed = ["2027-05-31", "2027-06-01"].map(|on| book.is_closed(1, day(on)));
        assert_eq!((closed, book.is_closed(2, day("2027-06-01"))), ([false, true], false));
    }
}
