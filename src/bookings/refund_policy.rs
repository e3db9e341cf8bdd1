//! When money comes back, and how much (REF-1 to REF-5, REF-15, REF-18, CO-07). Pure: the same functions make the words on
//! the event page, the preview and the outcome, so they cannot differ.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kernel::uk_time::{end_of_days_after, end_of_days_before, start_of_day, until_end_of};
use crate::kernel::{Instant, Pence};

/// Days after the day of booking in which a person paying for themselves may change their mind (D1).
pub const FOURTEEN_DAYS: u32 = 14;

/// "Up to `days_before` days before the first day, `percent` comes back."
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundTier {
    /// London calendar days before the event's first day.
    pub days_before: u32,
    /// Percent of what was paid for the place.
    pub percent: u8,
}

/// A version of a policy; bookings keep the version they were made under (REF-1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundPolicy {
    /// Row id.
    pub id: i64,
    /// Its name, for officers.
    pub name: String,
    /// In any order; the kindest that still applies wins.
    pub tiers: Vec<RefundTier>,
}

/// The dates of an event that refunds depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventDates {
    /// First London day.
    pub first_day: NaiveDate,
    /// The start, when the time is known.
    pub starts_at: Option<Instant>,
}

impl EventDates {
    /// The instant from which the event counts as started: its start, or the end of its day while the time is not known.
    pub fn started_from(self) -> Instant {
        self.starts_at.unwrap_or_else(|| end_of_days_before(self.first_day, 0))
    }

    /// The start, or the first instant of the day while the time is not known.
    pub fn begins(self) -> Instant {
        self.starts_at.unwrap_or_else(|| start_of_day(self.first_day))
    }
}

/// Who pays decides whether consumer rights apply (CO-01, D10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayerKind {
    /// The person pays for themselves or for friends: 14 days to change their mind.
    Person,
    /// An employer or other organisation pays.
    Organisation,
}

impl PayerKind {
    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
        }
    }

    /// From the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Person, Self::Organisation].into_iter().find(|kind| kind.word() == word)
    }
}

/// Why this much comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundReason {
    /// A tier of the policy still applies.
    InTime,
    /// The person's 14 days still run (CO-07).
    FourteenDays,
    /// The last day has passed.
    TooLate,
    /// The event has started: self-service is closed (REF-18).
    Started,
}

/// What cancelling now would give back for each place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundDecision {
    /// Percent of what was paid for the place.
    pub percent: u8,
    /// Why.
    pub reason: RefundReason,
    /// The first instant at which the answer would be less kind; none when it cannot get worse.
    pub until: Option<Instant>,
}

impl RefundDecision {
    /// What comes back for a place that cost `paid` (REF-4), rounded half up.
    pub fn amount(self, paid: Pence) -> Pence {
        paid.percent_half_up(self.percent)
    }
}

/// Decides by the kindest rule that applies: any tier still open, or the 14 days of a person who pays (REF-3, CO-07).
pub fn decide_refund(
    policy: &RefundPolicy,
    payer: PayerKind,
    booked_on: NaiveDate,
    dates: EventDates,
    now: Instant,
) -> RefundDecision {
    if now >= dates.started_from() {
        return RefundDecision { percent: 0, reason: RefundReason::Started, until: None };
    }
    let tiers = policy.tiers.iter().map(|tier| {
        let until = end_of_days_before(dates.first_day, tier.days_before);
        (tier.percent, RefundReason::InTime, std::cmp::min(until, dates.started_from()))
    });
    let own_right = (payer == PayerKind::Person).then(|| {
        let until = end_of_days_after(booked_on, FOURTEEN_DAYS);
        (100, RefundReason::FourteenDays, std::cmp::min(until, dates.started_from()))
    });
    let open = tiers.chain(own_right).filter(|(percent, _, until)| now < *until && *percent > 0);
    open.max_by_key(|(percent, _, until)| (*percent, *until)).map_or(
        RefundDecision { percent: 0, reason: RefundReason::TooLate, until: None },
        |(percent, reason, until)| RefundDecision { percent, reason, until: Some(until) },
    )
}

/// The policy in sentences, with the exact days (REF-2).
pub fn policy_words(policy: &RefundPolicy, dates: EventDates) -> Vec<String> {
    let mut tiers = policy.tiers.clone();
    tiers.sort_by_key(|tier| std::cmp::Reverse(tier.days_before));
    let mut words: Vec<String> = tiers
        .iter()
        .map(|tier| {
            let until = until_end_of(end_of_days_before(dates.first_day, tier.days_before));
            match tier.percent {
                100 => format!("Cancel {until} for a full refund."),
                percent => format!("Cancel {until} and {percent}% comes back."),
            }
        })
        .collect();
    words.push("After that the place is not refunded.".to_owned());
    words
}

/// The person's own right in a sentence, with the exact day (CO-05, CO-07).
pub fn fourteen_day_words(booked_on: NaiveDate) -> String {
    let until = until_end_of(end_of_days_after(booked_on, FOURTEEN_DAYS));
    format!(
        "You pay for yourself, so you may also change your mind {until}, as long as the event has not started, and get everything back."
    )
}

/// Whether the event begins while the 14 days still run, so that the person must ask for the place now (CO-06).
pub fn needs_start_now(payer: PayerKind, booked_on: NaiveDate, dates: EventDates) -> bool {
    payer == PayerKind::Person && dates.begins() < end_of_days_after(booked_on, FOURTEEN_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Duration, TimeZone, Utc};
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn seven_days() -> RefundPolicy {
        RefundPolicy { id: 1, name: "Seven days".into(), tiers: vec![RefundTier { days_before: 7, percent: 100 }] }
    }

    fn fourth_of_september() -> EventDates {
        EventDates { first_day: day(2026, 9, 4), starts_at: Some(Utc.with_ymd_and_hms(2026, 9, 4, 8, 30, 0).unwrap()) }
    }

    fn noon(y: i32, m: u32, d: u32) -> Instant {
        Utc.with_ymd_and_hms(y, m, d, 12, 0, 0).unwrap()
    }

    #[test]
    fn ref_2_the_boundary_is_the_end_of_the_london_day() {
        let starts = |y, m, d, h, min| Some(Utc.with_ymd_and_hms(y, m, d, h, min, 0).unwrap());
        let table = [
            (day(2026, 10, 29), starts(2026, 10, 29, 9, 30), Utc.with_ymd_and_hms(2026, 10, 22, 23, 0, 0).unwrap()),
            (day(2027, 4, 1), starts(2027, 4, 1, 8, 30), Utc.with_ymd_and_hms(2027, 3, 26, 0, 0, 0).unwrap()),
            (day(2026, 9, 4), starts(2026, 9, 4, 8, 30), Utc.with_ymd_and_hms(2026, 8, 28, 23, 0, 0).unwrap()),
            (day(2025, 12, 4), starts(2025, 12, 4, 9, 30), Utc.with_ymd_and_hms(2025, 11, 28, 0, 0, 0).unwrap()),
        ];
        for (first_day, starts_at, deadline) in table {
            let dates = EventDates { first_day, starts_at };
            let at = |now| decide_refund(&seven_days(), PayerKind::Organisation, day(2025, 1, 1), dates, now);

            assert_eq!(at(deadline - Duration::microseconds(1)).percent, 100, "{first_day}");
            assert_eq!(at(deadline).percent, 0, "{first_day}");
            assert_eq!(at(deadline).reason, RefundReason::TooLate);
        }
    }

    #[test]
    fn co_07_the_kinder_rule_wins_for_a_person() {
        let table = [
            (day(2026, 6, 1), noon(2026, 8, 28), 100, RefundReason::InTime),
            (day(2026, 6, 1), noon(2026, 8, 29), 0, RefundReason::TooLate),
            (day(2026, 8, 28), noon(2026, 8, 30), 100, RefundReason::FourteenDays),
            (day(2026, 8, 28), noon(2026, 9, 5), 0, RefundReason::Started),
        ];
        for (booked_on, now, percent, reason) in table {
            let decision = decide_refund(&seven_days(), PayerKind::Person, booked_on, fourth_of_september(), now);
            assert_eq!((decision.percent, decision.reason), (percent, reason), "booked {booked_on}, asked {now}");
        }
    }

    #[test]
    fn an_employer_has_no_fourteen_days() {
        let decision = decide_refund(
            &seven_days(),
            PayerKind::Organisation,
            day(2026, 8, 28),
            fourth_of_september(),
            noon(2026, 8, 30),
        );
        assert_eq!(decision.percent, 0);
    }

    #[test]
    fn ref_18_nothing_by_oneself_from_the_very_start() {
        let start = fourth_of_september().started_from();
        let at = |now| decide_refund(&seven_days(), PayerKind::Person, day(2026, 9, 3), fourth_of_september(), now);

        assert_eq!(at(start - Duration::microseconds(1)).percent, 100);
        assert_eq!(at(start).reason, RefundReason::Started);
    }

    #[test]
    fn ref_3_the_first_tier_not_yet_past() {
        let policy = RefundPolicy {
            id: 2,
            name: "Tiers".into(),
            tiers: vec![RefundTier { days_before: 2, percent: 50 }, RefundTier { days_before: 7, percent: 100 }],
        };
        let table = [(noon(2026, 8, 28), 100), (noon(2026, 8, 29), 50), (noon(2026, 9, 2), 50), (noon(2026, 9, 3), 0)];
        for (now, percent) in table {
            let decision = decide_refund(&policy, PayerKind::Organisation, day(2026, 6, 1), fourth_of_september(), now);
            assert_eq!(decision.percent, percent, "{now}");
        }
        assert_eq!(
            policy_words(&policy, fourth_of_september()),
            [
                "Cancel until the end of Friday 28 August 2026 for a full refund.",
                "Cancel until the end of Wednesday 2 September 2026 and 50% comes back.",
                "After that the place is not refunded.",
            ]
        );
    }

    #[test]
    fn ref_4_half_a_penny_rounds_up() {
        let decision = RefundDecision { percent: 50, reason: RefundReason::InTime, until: None };
        assert_eq!(decision.amount(Pence::new(4869)), Pence::new(2435));
    }

    #[test]
    fn co_06_is_asked_only_when_the_event_comes_within_the_fourteen_days() {
        let dates = fourth_of_september();
        assert!(!needs_start_now(PayerKind::Person, day(2026, 8, 20), dates), "the fourteen days end with 3 September");
        assert!(needs_start_now(PayerKind::Person, day(2026, 8, 21), dates));
        assert!(!needs_start_now(PayerKind::Organisation, day(2026, 9, 1), dates));
    }

    #[test]
    fn a_day_without_a_time_can_be_cancelled_until_it_is_over() {
        let dates = EventDates { first_day: day(2026, 9, 16), starts_at: None };
        assert_eq!(dates.started_from(), Utc.with_ymd_and_hms(2026, 9, 16, 23, 0, 0).unwrap());
    }

    proptest! {
        #[test]
        fn waiting_never_makes_a_refund_kinder(hours in 0_i64..4_000, later in 0_i64..500, booked in 0_i64..90) {
            let booked_on = day(2026, 6, 1) + Duration::days(booked);
            let now = Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).unwrap() + Duration::hours(hours);
            for payer in [PayerKind::Person, PayerKind::Organisation] {
                let first = decide_refund(&seven_days(), payer, booked_on, fourth_of_september(), now);
                let second = decide_refund(&seven_days(), payer, booked_on, fourth_of_september(), now + Duration::hours(later));
                prop_assert!(second.percent <= first.percent);
                if let Some(until) = first.until {
                    prop_assert!(until > now);
                }
            }
        }
    }
}
