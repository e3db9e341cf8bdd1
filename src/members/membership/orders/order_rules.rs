//! Who may order which term, at which day's price, and for how long the offer stands (D6, rules 2.3). Pure.

use chrono::{Days, NaiveDate};

use super::order::OrderKind;
use crate::kernel::Instant;
use crate::kernel::uk_time::end_of_days_after;
use crate::members::membership::chain::Chain;
use crate::members::membership::membership_type::AppliedForBy;
use crate::members::membership::officer_facts::FactKind;
use crate::members::membership::queries::OfferedType;
use crate::members::membership::renewal::{GRACE_DAYS, next_term_start};
use crate::members::membership::term::Basis;

/// An offer to somebody new, or back after a gap, stands this many days.
pub const OFFER_DAYS: u32 = 60;

/// An offer to change the type stands this many days, and never beyond the term it changes.
pub const CHANGE_OFFER_DAYS: u32 = 14;

/// Why there is nothing to order.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MayNotOrder {
    /// They have a term that covers today or lies ahead.
    #[error("this person is a member already")]
    AlreadyMember,
    /// The renewal is not open yet.
    #[error("renewal opens on {opens_on}")]
    TooEarly {
        /// The first day on which it may be taken.
        opens_on: NaiveDate,
    },
    /// There is no live term to renew or change; they may join again.
    #[error("there is no live term to renew")]
    NothingToRenew,
    /// A membership for life is not renewed.
    #[error("a membership for life needs no renewal")]
    ForLife,
    /// Somebody has to decide first.
    #[error("this needs an application")]
    NeedsApplication,
    /// The type is closed, not there yet, or given by the trustees only.
    #[error("this type of membership is not offered")]
    NotOffered,
}

/// An order that may be opened.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct OrderPlan {
    /// What it is for, as the record says: somebody who was a member before joins again.
    pub kind: OrderKind,
    /// The day whose price and rights hold.
    pub priced_on: NaiveDate,
    /// The last day of the term it follows.
    pub follows_end: Option<NaiveDate>,
    /// The first instant at which it can no longer be paid.
    pub open_until: Instant,
}

/// Plans a first term, a renewal, or a term after a gap. A change of type is planned by
/// [`plan_change`](crate::members::membership::plan_change()).
pub fn plan_order(kind: OrderKind, chain: &Chain, today: NaiveDate) -> Result<OrderPlan, MayNotOrder> {
    if chain.fact_on(FactKind::Died, today).is_some() {
        return Err(MayNotOrder::NotOffered);
    }
    match kind {
        OrderKind::Joining | OrderKind::Rejoining => plan_joining(chain, today),
        OrderKind::Renewal => plan_renewal(chain, today),
        OrderKind::TypeChange => Err(MayNotOrder::NothingToRenew),
    }
}

fn plan_joining(chain: &Chain, today: NaiveDate) -> Result<OrderPlan, MayNotOrder> {
    let has_rights = chain.standing_on(today).is_member();
    let is_removed = chain.fact_on(FactKind::Removed, today).is_some();
    if has_rights || (!is_removed && chain.runs_on_or_after(today)) {
        return Err(MayNotOrder::AlreadyMember);
    }
    let was_member = chain.counted().next().is_some();
    Ok(OrderPlan {
        kind: if was_member { OrderKind::Rejoining } else { OrderKind::Joining },
        priced_on: today,
        follows_end: None,
        open_until: end_of_days_after(today, OFFER_DAYS),
    })
}

fn plan_renewal(chain: &Chain, today: NaiveDate) -> Result<OrderPlan, MayNotOrder> {
    let last = chain.last_term().ok_or(MayNotOrder::NothingToRenew)?;
    if last.term.basis == Basis::Life {
        return Err(MayNotOrder::ForLife);
    }
    let end = last.term.last_day();
    if end < last.term.ends_on || chain.fact_on(FactKind::Removed, today).is_some() {
        return Err(MayNotOrder::NothingToRenew);
    }
    let has_given_notice = chain.fact_on(FactKind::Resigned, today).is_some();
    if has_given_notice && today > end {
        return Err(MayNotOrder::NothingToRenew);
    }
    let start =
        next_term_start(Some(end), today).map_err(|early| MayNotOrder::TooEarly { opens_on: early.opens_on })?;
    let due_on = end.succ_opt().unwrap_or(end);
    if start != due_on {
        return Err(MayNotOrder::NothingToRenew);
    }
    Ok(OrderPlan {
        kind: OrderKind::Renewal,
        priced_on: due_on,
        follows_end: Some(end),
        open_until: end_of_days_after(end, u32::try_from(GRACE_DAYS).unwrap_or(u32::MAX)),
    })
}

/// Whether this type may be ordered without anybody deciding; with an approved application it always may. A type planned for
/// the next renewal was checked when it was planned; one whose renewals are decided each time needs an application (rules 2.1).
pub fn check_type(
    plan: OrderPlan,
    (offered, is_planned): (&OfferedType, bool),
    chain: &Chain,
    today: NaiveDate,
) -> Result<(), MayNotOrder> {
    if chain.fact_on(FactKind::Removed, today).is_some() {
        return Err(MayNotOrder::NeedsApplication);
    }
    let last = chain.last_term();
    let keeps_type = last.is_some_and(|record| record.type_id == offered.id);
    if plan.kind == OrderKind::Renewal && (keeps_type || is_planned) {
        let is_decided = keeps_type && offered.version.renewal_needs_decision;
        return if is_decided { Err(MayNotOrder::NeedsApplication) } else { Ok(()) };
    }
    let months = offered.version.rejoin_months;
    let is_soon = last.is_some_and(|record| is_quick_rejoin(record.term.last_day(), months, today));
    match offered.version.applied_for_by {
        AppliedForBy::Trustees => Err(MayNotOrder::NotOffered),
        // Whoever waits out the grace does not come round the decision.
        _ if keeps_type && offered.version.renewal_needs_decision => Err(MayNotOrder::NeedsApplication),
        _ if plan.kind == OrderKind::Rejoining && keeps_type && is_soon => Ok(()),
        AppliedForBy::Invitation => Err(MayNotOrder::NeedsApplication),
        AppliedForBy::Anyone if offered.version.needs_decision => Err(MayNotOrder::NeedsApplication),
        AppliedForBy::Anyone => Ok(()),
    }
}

/// Whether somebody whose membership ended on `ended_on` may come back to the same type with one click: within so many months,
/// or at any time when the type says none (rules 2.3).
pub fn is_quick_rejoin(ended_on: NaiveDate, months: Option<u32>, today: NaiveDate) -> bool {
    let Some(months) = months else { return true };
    let last = ended_on.checked_add_months(chrono::Months::new(months)).unwrap_or(NaiveDate::MAX);
    today <= last
}

/// What the days of a bought term are decided by.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct StartFacts {
    /// What the order is for.
    pub kind: OrderKind,
    /// The last day of the term it follows or changes.
    pub follows_end: Option<NaiveDate>,
    /// The London day the order was opened: nobody has rights before it.
    pub opened_on: NaiveDate,
    /// The value date of the money that completed it.
    pub value_on: NaiveDate,
    /// The last day of the last term that counts.
    pub last_day: Option<NaiveDate>,
}

/// The first day of a bought term: D6 for a renewal, else the value date, but never before the order, and never on a day that
/// another term covers.
pub fn first_day(facts: StartFacts) -> NaiveDate {
    let not_before = std::cmp::max(facts.value_on, facts.opened_on);
    if facts.kind == OrderKind::TypeChange {
        return not_before;
    }
    let day_after = |day: NaiveDate| day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    let wanted = match facts.follows_end {
        Some(end) => next_term_start(Some(end), facts.value_on).unwrap_or_else(|_| day_after(end)),
        None => not_before,
    };
    facts.last_day.map_or(wanted, |last| std::cmp::max(wanted, day_after(last)))
}
