//! Everything that a refund of one booking hangs on, and the one decision that preview, outcome and words share: the policy and
//! dates of its event, those it was moved away from (REF-14), and the choice we gave by moving the event (REF-13). Pure.

use chrono::{Duration, NaiveDate};

use super::refund_policy::{
    EventDates, PayerKind, RefundDecision, RefundPolicy, RefundReason, decide_refund, policy_words,
};
use crate::kernel::uk_time::{end_of_days_before, long_date, until_end_of};
use crate::kernel::{Instant, uk_time};

/// A policy with the dates its deadlines are counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyDates {
    /// The version the booking was made under.
    pub policy: RefundPolicy,
    /// Dates of the event.
    pub dates: EventDates,
}

/// The terms of one booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundTerms {
    /// Who pays (CO-01).
    pub payer: PayerKind,
    /// London day of the first booking; a move does not begin the 14 days anew.
    pub booked_on: NaiveDate,
    /// Of the event it is for now.
    pub own: PolicyDates,
    /// Of the dates the places were moved away from at the customer's wish, as they stood then.
    pub earlier: Vec<PolicyDates>,
    /// We moved the event: a full refund until this instant (exclusive), never after the start.
    pub choice_until: Option<Instant>,
}

impl RefundTerms {
    /// What cancelling at `now` gives back. A move by the customer keeps the less kind of the old and new policies (REF-14). The
    /// 14 days of a person who pays are no policy: they run until the event begins for which the place is now (CO-07, D1). A move
    /// by us gives everything back while the choice is open, whatever the rest says (REF-13, CO-13).
    pub fn decide(&self, now: Instant) -> RefundDecision {
        let own = self.own.by_policy(now);
        if own.reason == RefundReason::Started {
            return own;
        }
        let earlier = self.earlier.iter().map(|terms| match terms.by_policy(now) {
            started if started.reason == RefundReason::Started => {
                RefundDecision { reason: RefundReason::TooLate, ..started }
            }
            other => other,
        });
        let least = kinder(earlier.fold(own, less_kind), self.own_right(now));
        let choice = self.choice_until.map(|until| std::cmp::min(until, self.own.dates.started_from()));
        match choice.filter(|until| now < *until) {
            Some(until) if least.percent < 100 || least.until.is_some_and(|own| own < until) => {
                RefundDecision { percent: 100, reason: RefundReason::MovedByUs, until: Some(until) }
            }
            _ => least,
        }
    }

    /// The 14 days alone; nothing for an organisation.
    fn own_right(&self, now: Instant) -> RefundDecision {
        let no_policy = RefundPolicy { tiers: Vec::new(), ..self.own.policy.clone() };
        decide_refund(&no_policy, self.payer, self.booked_on, self.own.dates, now)
    }

    /// The rules in sentences with their exact days, as they read at `now` (REF-2).
    pub fn words(&self, now: Instant) -> Vec<String> {
        let mut words = if self.earlier.is_empty() {
            policy_words(&self.own.policy, self.own.dates, now)
        } else {
            self.joined_words(now)
        };
        // Where the policy is as kind for as long, its own words say it all.
        if let Some(until) = self.open_choice(now).filter(|_| self.decide(now).reason == RefundReason::MovedByUs) {
            words.insert(
                0,
                format!("We moved this date, so everything comes back if you cancel {}.", until_words(until)),
            );
        }
        words
    }

    /// Until when the choice of REF-13 is open, if it is.
    pub fn open_choice(&self, now: Instant) -> Option<Instant> {
        let until = self.choice_until.map(|until| std::cmp::min(until, self.own.dates.started_from()));
        until.filter(|until| now < *until)
    }

    /// The last day on which anything came back by the policies; none when nothing ever did.
    pub fn last_deadline(&self) -> Option<Instant> {
        self.steps().last().map(|(deadline, _)| *deadline)
    }

    /// Deadlines with the percent that comes back before each, the earliest first: the least of all the policies at that time.
    fn steps(&self) -> Vec<(Instant, u8)> {
        let all: Vec<&PolicyDates> = std::iter::once(&self.own).chain(&self.earlier).collect();
        let mut deadlines: Vec<Instant> = all.iter().flat_map(|terms| terms.deadlines()).collect();
        deadlines.sort_unstable();
        deadlines.dedup();
        let moment = Duration::microseconds(1);
        let percent = |at: Instant| all.iter().map(|terms| terms.percent_at(at - moment)).min().unwrap_or_default();
        let mut steps: Vec<(Instant, u8)> = Vec::new();
        for (deadline, percent) in deadlines.into_iter().map(|at| (at, percent(at))).filter(|(_, percent)| *percent > 0)
        {
            match steps.last_mut() {
                Some(last) if last.1 == percent => last.0 = deadline,
                _ => steps.push((deadline, percent)),
            }
        }
        steps
    }

    fn joined_words(&self, now: Instant) -> Vec<String> {
        let steps = self.steps();
        let mut words: Vec<String> =
            steps.iter().map(|(deadline, percent)| step_words(*deadline, *percent, now)).collect();
        match steps.last() {
            Some((last, _)) if now < *last => words.push("After that the place is not refunded.".to_owned()),
            Some(_) => {}
            None => words.push("The place is not refunded.".to_owned()),
        }
        words.push(
            "The place was moved from another date, so the earlier of the two dates’ deadlines counts.".to_owned(),
        );
        words
    }
}

impl PolicyDates {
    /// By the policy alone: an organisation has no other right.
    fn by_policy(&self, now: Instant) -> RefundDecision {
        decide_refund(&self.policy, PayerKind::Organisation, NaiveDate::MIN, self.dates, now)
    }

    fn deadlines(&self) -> Vec<Instant> {
        self.policy.tiers.iter().map(|tier| end_of_days_before(self.dates.first_day, tier.days_before)).collect()
    }

    /// By the tiers alone.
    fn percent_at(&self, now: Instant) -> u8 {
        let open = |days: u32| now < end_of_days_before(self.dates.first_day, days);
        let tiers = self.policy.tiers.iter().filter(|tier| open(tier.days_before));
        tiers.map(|tier| tier.percent).max().unwrap_or_default()
    }

    /// The end of the last day on which everything came back; none for a policy that never gives everything.
    pub fn full_refund_until(&self) -> Option<Instant> {
        let full = self.policy.tiers.iter().filter(|tier| tier.percent == 100).map(|tier| tier.days_before).min();
        full.map(|days| end_of_days_before(self.dates.first_day, days))
    }
}

/// Of two decisions the one that gives less back; of equals, the one that ends first.
fn less_kind(one: RefundDecision, other: RefundDecision) -> RefundDecision {
    let ends = |decision: &RefundDecision| decision.until.unwrap_or(Instant::MIN_UTC);
    if (other.percent, ends(&other)) < (one.percent, ends(&one)) { other } else { one }
}

/// Of two decisions the one that gives more back; of equals, the one that lasts longer.
fn kinder(policy: RefundDecision, own_right: RefundDecision) -> RefundDecision {
    let is_kinder = own_right.percent > 0 && (own_right.percent, own_right.until) >= (policy.percent, policy.until);
    if is_kinder { own_right } else { policy }
}

fn step_words(deadline: Instant, percent: u8, now: Instant) -> String {
    let day = long_date(uk_time::london_date(deadline - Duration::microseconds(1)));
    match percent {
        100 if now >= deadline => format!("The last day for a full refund was {day}."),
        percent if now >= deadline => format!("The last day for {percent}% back was {day}."),
        100 => format!("Cancel {} for a full refund.", until_end_of(deadline)),
        percent => format!("Cancel {} and {percent}% comes back.", until_end_of(deadline)),
    }
}

/// "until the end of Friday 28 August 2026", or for a choice that ends with the start, "before it starts".
pub fn until_words(until: Instant) -> String {
    let is_midnight = uk_time::start_of_day(uk_time::london_date(until)) == until;
    if is_midnight { until_end_of(until) } else { format!("before {}", uk_time::date_and_time(until)) }
}

#[cfg(test)]
#[path = "refund_terms_tests.rs"]
mod tests;
