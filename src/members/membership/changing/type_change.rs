//! What a change of type means in the middle of a term (rules 2.3): to a dearer type at once, for the difference of the days
//! left; to a cheaper one with the next renewal; to an associate on leaving practice at once and free. Pure.

use chrono::NaiveDate;

use crate::kernel::Pence;
use crate::members::membership::chain::TermRecord;
use crate::members::membership::membership_type::TypeVersion;
use crate::members::membership::term_source::TermSource;

/// How a change of type comes about.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum TypeChange {
    /// From the day its money is there, for the rest of the days paid for.
    AtOnce {
        /// The difference for the days left.
        price: Pence,
    },
    /// From the day after the last day paid for: nothing is paid or given back now.
    WithRenewal {
        /// The first day of the other type.
        from: NaiveDate,
    },
    /// It is the type they have.
    NoChange,
}

/// One side of a change: the type and what it is today.
#[derive(Copy, Clone, Debug)]
pub struct Side<'a> {
    /// The type's row.
    pub type_id: i64,
    /// What it is today.
    pub version: &'a TypeVersion,
}

/// What a change from `old` to `new` means on `today` for the terms that run on it or lie ahead (at least one).
/// `leaves_practice` is for members who can no longer have a type for practitioners: they change at once, and the lower price
/// begins with the renewal.
pub fn plan_change(
    terms: &[&TermRecord],
    (old, new): (Side<'_>, Side<'_>),
    leaves_practice: bool,
    today: NaiveDate,
) -> TypeChange {
    if old.type_id == new.type_id {
        return TypeChange::NoChange;
    }
    let difference = terms.iter().map(|term| difference_for_days_left(term, old.version, new.version, today)).sum();
    if difference > Pence::ZERO {
        return TypeChange::AtOnce { price: difference };
    }
    if leaves_practice {
        return TypeChange::AtOnce { price: Pence::ZERO };
    }
    let last_day = terms.iter().map(|term| term.term.last_day()).max().unwrap_or(today);
    TypeChange::WithRenewal { from: last_day.succ_opt().unwrap_or(NaiveDate::MAX) }
}

/// The difference of the renewal prices for the days from `today` to the end of the term, half a penny rounding up; below zero
/// when the new type is cheaper. Prices of types with terms of other lengths are brought to the same months; part of a fixed
/// year has its part of the price.
pub fn difference_for_days_left(term: &TermRecord, old: &TypeVersion, new: &TypeVersion, today: NaiveDate) -> Pence {
    let (starts_on, ends_on) = (term.term.starts_on, term.term.last_day());
    let total = i128::from(days_of_price(term, old));
    let left = i128::from((ends_on - std::cmp::max(today, starts_on)).num_days() + 1).max(0);
    let (old_months, new_months) = (i128::from(old.term_months), i128::from(new.term_months));
    let (old_price, new_price) = (old.renewal_price_on(starts_on), price_of_new(old, new, starts_on));
    let dearer = i128::from(new_price.get()) * old_months - i128::from(old_price.get()) * new_months;
    let (above, below) = (dearer * left, new_months * total);
    let rounded = (above.abs() * 2 + below) / (below * 2) * above.signum();
    Pence::new(i64::try_from(rounded).unwrap_or(i64::MAX))
}

/// What the new type costs for a term of the old one. The days stay those of the old: only where both follow a fixed year are
/// they what the new one's own price is for.
fn price_of_new(old: &TypeVersion, new: &TypeVersion, starts_on: NaiveDate) -> Pence {
    let rule = if old.fixed_year.is_some() && new.fixed_year.is_some() { new.term_rule() } else { old.term_rule() };
    rule.price(new.renewal_price, starts_on)
}

/// For how many days the price of the old type is: those of the term, or of a whole one where the term is what an earlier
/// change left of it.
fn days_of_price(term: &TermRecord, old: &TypeVersion) -> i64 {
    let starts_on = term.term.starts_on;
    let days_to = |last_day: NaiveDate| (last_day - starts_on).num_days() + 1;
    let own = days_to(term.term.last_day());
    match term.source {
        TermSource::TypeChange if old.fixed_year.is_none() => {
            std::cmp::max(own, days_to(old.term_rule().last_day(starts_on)))
        }
        _ => own,
    }
}

#[cfg(test)]
#[path = "type_change_tests.rs"]
mod tests;
