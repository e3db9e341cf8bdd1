//! What leaving now would mean: until when membership lasts, and what comes back (rules 2.3, CO-05, CO-10). Pure.

use chrono::NaiveDate;

use super::cooling_off::is_in_cooling_off;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Instant, Pence};
use crate::members::membership::chain::{Chain, TermRecord};
use crate::members::membership::standing::FOR_LIFE;
use crate::members::membership::term::Basis;
use crate::members::membership::term_source::TermSource;

/// Why a term ended that another type took the place of.
pub const TYPE_CHANGED: &str = "changed to another type";

/// What leaving means, shown before anything happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// The last day of membership.
    pub effective_on: NaiveDate,
    /// What comes back.
    pub refund: Pence,
    /// Why so, a sentence or two.
    pub why: String,
    /// The terms that are cancelled and paid back; they never counted.
    pub cancelled_terms: Vec<i64>,
}

/// What leaving at `now` means; none for somebody who is no member and has no term ahead, or gave notice before.
pub fn preview_leaving(chain: &Chain, now: Instant) -> Option<Leaving> {
    let today = london_date(now);
    let is_member = chain.standing_on(today).is_member();
    if !is_member && !chain.runs_on_or_after(today) {
        return None;
    }
    let live: Vec<&TermRecord> = chain.counted().filter(|record| record.term.last_day() >= today).collect();
    let (cancelled, kept): (Vec<&TermRecord>, Vec<&TermRecord>) =
        live.into_iter().partition(|record| can_be_cancelled(record, now));
    // Months that a pause added after a term that is paid back were free because it was paid.
    let is_dropped = |pause: &TermRecord| cancelled.iter().any(|record| goes_with(pause, record, today));
    let refund: Pence = cancelled.iter().map(|record| record.price).sum();
    // Cancelling a change of type brings the days of the type before back; they are paid for.
    let restored = cancelled.iter().filter_map(|record| restored_end(chain, record, &cancelled));
    let kept = kept.iter().filter(|record| !is_dropped(record));
    let kept_until = kept.map(|record| record.term.last_day()).chain(restored).max();
    let effective_on = match kept_until {
        Some(FOR_LIFE) | None => today,
        Some(last_day) => last_day,
    };
    Some(Leaving {
        effective_on,
        refund,
        why: why(effective_on, refund, today),
        cancelled_terms: cancelled.iter().map(|record| record.id).collect(),
    })
}

/// Bought and paid, and its 14 days still run.
pub(super) fn can_be_cancelled(record: &TermRecord, now: Instant) -> bool {
    let was_bought = record.order_id.is_some() && record.charge_id.is_some() && record.term.basis == Basis::Paid;
    was_bought && record.price > Pence::ZERO && is_in_cooling_off(record.created_at, now)
}

/// Whether these free months of a pause, not begun on `today`, end with `term` when its money goes back.
pub(super) fn goes_with(pause: &TermRecord, term: &TermRecord, today: NaiveDate) -> bool {
    let starts_on = pause.term.starts_on;
    pause.source == TermSource::Pause && pause.term.counts() && starts_on > term.term.starts_on && starts_on > today
}

/// The terms that `change` took the place of, when it was a change of type: they run on when it is cancelled.
pub(super) fn changed_from<'a>(chain: &'a Chain, change: &TermRecord) -> Vec<&'a TermRecord> {
    let day_before = change.term.starts_on.pred_opt();
    let was_changed = |record: &&TermRecord| {
        record.id != change.id
            && record.term.ended_early_on == day_before
            && record.end_reason.as_deref() == Some(TYPE_CHANGED)
    };
    if change.source == TermSource::TypeChange { chain.terms.iter().filter(was_changed).collect() } else { Vec::new() }
}

fn restored_end(chain: &Chain, change: &TermRecord, cancelled: &[&TermRecord]) -> Option<NaiveDate> {
    let is_cancelled = |before: &TermRecord| cancelled.iter().any(|record| record.id == before.id);
    let restored = changed_from(chain, change).into_iter().filter(|before| !is_cancelled(before));
    restored.map(|before| before.term.ends_on).max()
}

fn why(effective_on: NaiveDate, refund: Pence, today: NaiveDate) -> String {
    let until = if effective_on == today {
        "Your membership ends today.".to_owned()
    } else {
        format!("You stay a member until the end of {}, which is paid for.", long_date(effective_on))
    };
    if refund.is_zero() {
        format!("{until} Nothing is paid back.")
    } else {
        format!("{until} You bought within the last 14 days, so you get {refund} back, all of what you paid then.")
    }
}

#[cfg(test)]
#[path = "leaving_tests.rs"]
mod tests;
