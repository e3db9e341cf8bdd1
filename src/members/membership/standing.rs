//! Whether somebody is a member on a day: one pure function of their terms (D7, ELG-3).

use chrono::{Days, NaiveDate};

use super::renewal::GRACE_DAYS;
use crate::kernel::uk_time::long_date;

/// What a term rests on.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Money; the term counts once it has cleared.
    Paid,
    /// Given by the trustees as an honour.
    Honorary,
    /// For life.
    Life,
    /// Given free for another reason.
    Complimentary,
}

impl Basis {
    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Honorary => "honorary",
            Self::Life => "life",
            Self::Complimentary => "complimentary",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Paid, Self::Honorary, Self::Life, Self::Complimentary].into_iter().find(|known| known.word() == word)
    }
}

/// One dated term, with what standing needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// What it rests on.
    pub basis: Basis,
    /// First London day.
    pub starts_on: NaiveDate,
    /// Last London day, inclusive (D3).
    pub ends_on: NaiveDate,
    /// The money is there; only a paid term asks.
    pub money_cleared: bool,
    /// The last day after all, when it ended before its time: resigned, removed, refunded. Before `starts_on` it means that
    /// the term never counted.
    pub ended_early_on: Option<NaiveDate>,
    /// Its type buys training at the member price.
    pub gives_member_price: bool,
}

impl Term {
    /// The last day it really ran to, inclusive.
    fn last_day(&self) -> NaiveDate {
        self.ended_early_on.map_or(self.ends_on, |early| early.min(self.ends_on))
    }

    /// It ran (or runs, or will run) for at least one day, paid for where it must be.
    fn counts(&self) -> bool {
        (self.basis != Basis::Paid || self.money_cleared) && self.last_day() >= self.starts_on
    }

    fn covers(&self, day: NaiveDate) -> bool {
        self.counts() && self.starts_on <= day && day <= self.last_day()
    }

    fn awaits_payment(&self, day: NaiveDate) -> bool {
        self.basis == Basis::Paid && !self.money_cleared && self.ended_early_on.is_none() && day <= self.ends_on
    }

    /// The last day of grace, inclusive; none when it was ended on purpose.
    fn grace_ends_on(&self) -> Option<NaiveDate> {
        if self.last_day() < self.ends_on { None } else { self.ends_on.checked_add_days(Days::new(GRACE_DAYS)) }
    }
}

/// Whether somebody is a member on a day.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Never a member, and nothing under way.
    None,
    /// An application waits for a decision; no rights yet (ELG-3).
    Applied,
    /// A term is offered, its money has not cleared; no rights yet (ELG-3).
    AwaitingPayment,
    /// A member.
    Active {
        /// The last day of the unbroken run of terms, inclusive.
        ends_on: NaiveDate,
        /// The type held today buys at the member price.
        member_price: bool,
    },
    /// The term is over, the days to renew are not; all rights are kept (D6, ELG-3).
    InGrace {
        /// The last day of the term.
        ended_on: NaiveDate,
        /// The last day of grace, inclusive.
        grace_ends_on: NaiveDate,
        /// The type that was held buys at the member price.
        member_price: bool,
    },
    /// Was a member.
    Lapsed {
        /// The last day of membership.
        ended_on: NaiveDate,
    },
}

impl Standing {
    /// Has a member's rights: active or in grace (ELG-3).
    pub fn is_member(self) -> bool {
        matches!(self, Self::Active { .. } | Self::InGrace { .. })
    }

    /// Buys training at the member price: a member of a type that gives it (ELG-3).
    pub fn gives_member_price(self) -> bool {
        match self {
            Self::Active { member_price, .. } | Self::InGrace { member_price, .. } => member_price,
            Self::None | Self::Applied | Self::AwaitingPayment | Self::Lapsed { .. } => false,
        }
    }

    /// A sentence for the person concerned.
    pub fn words(self) -> String {
        match self {
            Self::None => "You are not a member.".to_owned(),
            Self::Applied => "We have your application and will write to you when it is decided.".to_owned(),
            Self::AwaitingPayment => "Your membership begins when your payment arrives.".to_owned(),
            Self::Active { ends_on, .. } => format!("You are a member until the end of {}.", long_date(ends_on)),
            Self::InGrace { ended_on, grace_ends_on, .. } => format!(
                "Your membership ended on {}. You keep your rights until the end of {}, so that you can renew.",
                long_date(ended_on),
                long_date(grace_ends_on)
            ),
            Self::Lapsed { ended_on } => format!("Your membership ended on {}.", long_date(ended_on)),
        }
    }
}

/// Standing on the London day `on`. A term taken later for days already gone (a renewal in grace) counts for those days too:
/// the chain has no gap (D6).
pub fn standing_on(terms: &[Term], on: NaiveDate) -> Standing {
    if terms.iter().any(|term| term.covers(on)) {
        let member_price = terms.iter().any(|term| term.covers(on) && term.gives_member_price);
        return Standing::Active { ends_on: end_of_run(terms, on), member_price };
    }
    let over = |term: &&Term| term.counts() && term.last_day() < on;
    let latest = terms.iter().filter(over).max_by_key(|term| term.last_day());
    if let Some(term) = latest
        && let Some(grace_ends_on) = term.grace_ends_on().filter(|last| on <= *last)
    {
        return Standing::InGrace { ended_on: term.last_day(), grace_ends_on, member_price: term.gives_member_price };
    }
    if terms.iter().any(|term| term.awaits_payment(on)) {
        return Standing::AwaitingPayment;
    }
    latest.map_or(Standing::None, |term| Standing::Lapsed { ended_on: term.last_day() })
}

/// The last day that can be reached from `on` without a day outside a term.
fn end_of_run(terms: &[Term], on: NaiveDate) -> NaiveDate {
    let mut end = on;
    while let Some(further) = terms
        .iter()
        .filter(|term| term.counts() && term.last_day() > end && term.starts_on <= next_day(end))
        .map(Term::last_day)
        .max()
    {
        end = further;
    }
    end
}

fn next_day(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

#[cfg(test)]
#[path = "standing_tests.rs"]
mod tests;
