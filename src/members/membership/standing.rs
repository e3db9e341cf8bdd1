//! Whether somebody is a member on a day: one pure function of their terms, the dated facts about them, and what is under way
//! (D7, ELG-3).

use chrono::NaiveDate;

use super::officer_facts::FactKind;
use super::term::Term;
use crate::kernel::uk_time::long_date;

/// The last day of a term for life.
pub const FOR_LIFE: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day there is");

/// A dated fact as standing asks about it. One that was taken back is not among them.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What is on record.
    pub kind: FactKind,
    /// First London day on which it holds.
    pub starts_on: NaiveDate,
    /// Last London day, inclusive; none while it goes on.
    pub ends_on: Option<NaiveDate>,
}

impl Fact {
    /// It holds on this day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|last| day <= last)
    }
}

/// Something that is to become a membership.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct UnderWay {
    /// Decided, or never in need of a decision: only the money is missing. Otherwise somebody is to decide.
    pub is_decided: bool,
    /// First London day.
    pub from: NaiveDate,
    /// Last London day, inclusive; none while it goes on.
    pub until: Option<NaiveDate>,
}

/// Everything that standing is derived from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The chain of terms.
    pub terms: Vec<Term>,
    /// Dated facts.
    pub facts: Vec<Fact>,
    /// Applications that wait for a decision, orders that wait for money.
    pub under_way: Vec<UnderWay>,
}

impl Evidence {
    /// Standing on the London day `on`, past or future.
    pub fn standing_on(&self, on: NaiveDate) -> Standing {
        if let Some(fact) = self.fact_on(FactKind::Died, on) {
            return Standing::Deceased { died_on: fact.starts_on };
        }
        if let Some(fact) = self.fact_on(FactKind::Removed, on) {
            return Standing::Removed { from: fact.starts_on };
        }
        let by_terms = standing_with_grace(&self.terms, on, self.fact_on(FactKind::Resigned, on).is_none());
        match by_terms {
            Standing::Active { .. } | Standing::InGrace { .. } => match self.fact_on(FactKind::Suspended, on) {
                Some(fact) => Standing::Suspended { since: fact.starts_on, until: fact.ends_on },
                None => by_terms,
            },
            Standing::None | Standing::Lapsed { .. } => self.under_way_on(on).unwrap_or(by_terms),
            _ => by_terms,
        }
    }

    /// The fact of this kind that holds on a day.
    pub fn fact_on(&self, kind: FactKind, on: NaiveDate) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.kind == kind && fact.holds_on(on))
    }

    fn under_way_on(&self, on: NaiveDate) -> Option<Standing> {
        let holds = |step: &&UnderWay| step.from <= on && step.until.is_none_or(|last| on <= last);
        let is_decided = self.under_way.iter().filter(holds).map(|step| step.is_decided).max()?;
        Some(if is_decided { Standing::AwaitingPayment } else { Standing::Applied })
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
        /// The last day of the unbroken run of terms, inclusive; [`FOR_LIFE`] for a life member.
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
    /// Has a term, and no rights while the suspension lasts.
    Suspended {
        /// Its first day.
        since: NaiveDate,
        /// Its last day, inclusive, if one is set.
        until: Option<NaiveDate>,
    },
    /// Membership was ended by a resolution.
    Removed {
        /// The first day without membership.
        from: NaiveDate,
    },
    /// Has died.
    Deceased {
        /// The day.
        died_on: NaiveDate,
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
            _ => false,
        }
    }

    /// A sentence for the person concerned.
    pub fn words(self) -> String {
        match self {
            Self::None => "You are not a member.".to_owned(),
            Self::Applied => "We have your application and will write to you when it is decided.".to_owned(),
            Self::AwaitingPayment => "Your membership begins when your payment arrives.".to_owned(),
            Self::Active { ends_on: FOR_LIFE, .. } => "You are a member for life.".to_owned(),
            Self::Active { ends_on, .. } => format!("You are a member until the end of {}.", long_date(ends_on)),
            Self::InGrace { ended_on, grace_ends_on, .. } => format!(
                "Your membership ended on {}. You keep your rights until the end of {}, so that you can renew.",
                long_date(ended_on),
                long_date(grace_ends_on)
            ),
            Self::Lapsed { ended_on } => format!("Your membership ended on {}.", long_date(ended_on)),
            Self::Suspended { until: Some(until), .. } => {
                format!("Your membership is suspended until the end of {}.", long_date(until))
            }
            Self::Suspended { until: None, since } => {
                format!("Your membership has been suspended since {}.", long_date(since))
            }
            Self::Removed { from } => format!("The trustees ended your membership from {}.", long_date(from)),
            Self::Deceased { died_on } => format!("Died on {}.", long_date(died_on)),
        }
    }
}

/// Standing by terms alone. A term taken later for days already gone (a renewal in grace) counts for those days too: the
/// chain has no gap (D6).
pub fn standing_on(terms: &[Term], on: NaiveDate) -> Standing {
    standing_with_grace(terms, on, true)
}

fn standing_with_grace(terms: &[Term], on: NaiveDate, has_grace: bool) -> Standing {
    if terms.iter().any(|term| term.covers(on)) {
        let member_price = terms.iter().any(|term| term.covers(on) && term.gives_member_price);
        return Standing::Active { ends_on: end_of_run(terms, on), member_price };
    }
    let over = |term: &&Term| term.counts() && term.last_day() < on;
    let latest = terms.iter().filter(over).max_by_key(|term| term.last_day());
    if let Some(term) = latest.filter(|_| has_grace)
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
