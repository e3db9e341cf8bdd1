//! One link of the chain: a dated term, and which days it covers. Pure.

use chrono::{Days, NaiveDate};

use super::renewal::GRACE_DAYS;

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
    pub fn last_day(&self) -> NaiveDate {
        self.ended_early_on.map_or(self.ends_on, |early| early.min(self.ends_on))
    }

    /// It ran (or runs, or will run) for at least one day, paid for where it must be.
    pub fn counts(&self) -> bool {
        (self.basis != Basis::Paid || self.money_cleared) && self.last_day() >= self.starts_on
    }

    /// It gives rights on this day.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.counts() && self.starts_on <= day && day <= self.last_day()
    }

    /// It is written down, its money is not there, and its days are not over.
    pub(super) fn awaits_payment(&self, day: NaiveDate) -> bool {
        self.basis == Basis::Paid && !self.money_cleared && self.ended_early_on.is_none() && day <= self.ends_on
    }

    /// The last day of grace, inclusive; none when it was ended on purpose.
    pub(super) fn grace_ends_on(&self) -> Option<NaiveDate> {
        if self.last_day() < self.ends_on { None } else { self.ends_on.checked_add_days(Days::new(GRACE_DAYS)) }
    }
}
