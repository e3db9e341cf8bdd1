//! All that is on record about one person's membership, and what can be read off it without asking anybody. Pure.

use chrono::NaiveDate;

use super::officer_facts::FactKind;
use super::standing::{Evidence, Fact, Standing, UnderWay};
use super::term::{Basis, Term};
use super::term_source::TermSource;
use crate::kernel::{Instant, Pence};

/// A term with everything about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermRecord {
    /// The row.
    pub id: i64,
    /// The order that became it, if it was bought.
    pub order_id: Option<i64>,
    /// The type's row.
    pub type_id: i64,
    /// The type's short lasting word.
    pub type_code: String,
    /// The version it was taken under.
    pub version_id: i64,
    /// What the type was called then.
    pub type_name: String,
    /// Its days and its money.
    pub term: Term,
    /// How it came about.
    pub source: TermSource,
    /// What was paid.
    pub price: Pence,
    /// The charge that paid for it.
    pub charge_id: Option<i64>,
    /// What people quote of that charge.
    pub charge_reference: Option<String>,
    /// Why it ended before its time, in words.
    pub end_reason: Option<String>,
    /// When it was written: for one that was bought, the moment of the contract (CO-05).
    pub created_at: Instant,
}

/// A dated fact with everything about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactRecord {
    /// The row.
    pub id: i64,
    /// What is on record.
    pub kind: FactKind,
    /// First London day on which it holds.
    pub starts_on: NaiveDate,
    /// Last London day, inclusive; none while it goes on.
    pub ends_on: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
    /// The minute of the meeting that resolved it.
    pub minute_reference: Option<String>,
    /// Who put it on record; none for the person themselves, or a job.
    pub recorded_by_id: Option<i64>,
    /// When it was put on record.
    pub created_at: Instant,
    /// When it was taken back; then it holds on no day.
    pub revoked_at: Option<Instant>,
}

impl FactRecord {
    /// As standing asks about it; none for one that was taken back.
    pub fn fact(&self) -> Option<Fact> {
        let held = Fact { kind: self.kind, starts_on: self.starts_on, ends_on: self.ends_on };
        self.revoked_at.is_none().then_some(held)
    }
}

/// One person's membership as it is on record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// Every term, the oldest first.
    pub terms: Vec<TermRecord>,
    /// Every fact, taken back or not, the oldest first.
    pub facts: Vec<FactRecord>,
    /// Orders and applications, by their days.
    pub under_way: Vec<UnderWay>,
}

impl Chain {
    /// What standing is derived from.
    pub fn evidence(&self) -> Evidence {
        Evidence {
            terms: self.terms.iter().map(|record| record.term.clone()).collect(),
            facts: self.facts.iter().filter_map(FactRecord::fact).collect(),
            under_way: self.under_way.clone(),
        }
    }

    /// Standing on a London day.
    pub fn standing_on(&self, on: NaiveDate) -> Standing {
        self.evidence().standing_on(on)
    }

    /// The fact of this kind that holds on a day.
    pub fn fact_on(&self, kind: FactKind, on: NaiveDate) -> Option<&FactRecord> {
        let holds = |record: &&FactRecord| record.fact().is_some_and(|fact| fact.kind == kind && fact.holds_on(on));
        self.facts.iter().find(holds)
    }

    /// The terms that count, by their first day.
    pub fn counted(&self) -> impl DoubleEndedIterator<Item = &TermRecord> {
        self.terms.iter().filter(|record| record.term.counts())
    }

    /// The term that ends last: the one a renewal follows.
    pub fn last_term(&self) -> Option<&TermRecord> {
        self.counted().max_by_key(|record| record.term.last_day())
    }

    /// The term that covers a day; of two, the one that began later.
    pub fn term_on(&self, on: NaiveDate) -> Option<&TermRecord> {
        self.counted().filter(|record| record.term.covers(on)).max_by_key(|record| record.term.starts_on)
    }

    /// Whether a term covers the day or any day after it.
    pub fn runs_on_or_after(&self, on: NaiveDate) -> bool {
        self.counted().any(|record| record.term.last_day() >= on)
    }

    /// The first day of the unbroken run of terms that holds `on`, or was the last one before it ("continuous since").
    pub fn continuous_since(&self, on: NaiveDate) -> Option<NaiveDate> {
        let mut begun: Vec<&TermRecord> = self.counted().filter(|record| record.term.starts_on <= on).collect();
        begun.sort_by_key(|record| record.term.last_day());
        let mut since = begun.pop()?.term.starts_on;
        while let Some(earlier) = begun
            .iter()
            .filter(|record| {
                record.term.starts_on < since
                    && record.term.last_day().succ_opt().is_some_and(|next_day| next_day >= since)
            })
            .map(|record| record.term.starts_on)
            .min()
        {
            since = earlier;
        }
        Some(since)
    }

    /// Whether the last term is one for life or in honour: nothing to renew.
    pub fn needs_no_renewal(&self) -> bool {
        self.last_term().is_some_and(|record| matches!(record.term.basis, Basis::Life))
    }
}
