//! When money comes back, and how much (REF-1 to REF-5, REF-15, REF-18, CO-07). Pure: the same functions make the words on
//! the event page, the preview and the outcome, so they cannot differ.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::kernel::uk_time::{end_of_days_after, end_of_days_before, long_date, start_of_day, until_end_of};
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

impl RefundPolicy {
    /// The policy as it holds for a booking made under it when later versions were written since: a later version counts only
    /// where it is kinder (REF-1), so each of its tiers is a further promise and none is taken away. What every other tier
    /// outdoes is left out of the words.
    #[must_use]
    pub fn with_later_versions(self, later: &[Self]) -> Self {
        let all: Vec<RefundTier> =
            self.tiers.iter().chain(later.iter().flat_map(|version| &version.tiers)).copied().collect();
        if later.is_empty() {
            return self;
        }
        let outdoes = |one: &RefundTier, other: &RefundTier| {
            one != other && one.days_before <= other.days_before && one.percent >= other.percent
        };
        let mut tiers: Vec<RefundTier> =
            all.iter().filter(|tier| !all.iter().any(|other| outdoes(other, tier))).copied().collect();
        tiers.sort_by_key(|tier| (std::cmp::Reverse(tier.days_before), tier.percent));
        tiers.dedup();
        Self { tiers, ..self }
    }
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
    /// We called the event off: everything comes back (REF-12).
    CalledOff,
    /// We moved the event, and the time to choose still runs (REF-13).
    MovedByUs,
    /// An officer decided (REF-17, REF-21).
    Chosen,
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
    /// What comes back when we call the event off, whatever the date (REF-12).
    pub const CALLED_OFF: Self = Self { percent: 100, reason: RefundReason::CalledOff, until: None };

    /// What comes back when an officer chose so much (REF-17, REF-21).
    pub const fn chosen(percent: u8) -> Self {
        Self { percent, reason: RefundReason::Chosen, until: None }
    }

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

/// When a tier ends: with its London day, or with the start when that comes first.
fn tier_deadline(tier: RefundTier, dates: EventDates) -> Instant {
    std::cmp::min(end_of_days_before(dates.first_day, tier.days_before), dates.started_from())
}

/// The policy in sentences, with the exact days (REF-2), as it reads at `now`: a day that has passed is said to have passed.
pub fn policy_words(policy: &RefundPolicy, dates: EventDates, now: Instant) -> Vec<String> {
    let mut tiers = policy.tiers.clone();
    tiers.sort_by_key(|tier| std::cmp::Reverse(tier.days_before));
    let mut words: Vec<String> = tiers
        .iter()
        .map(|tier| {
            let deadline = tier_deadline(*tier, dates);
            let until = match dates.starts_at {
                Some(start) if start == deadline => "before the start".to_owned(),
                _ => until_end_of(deadline),
            };
            let day = long_date(dates.first_day - Days::new(u64::from(tier.days_before)));
            match tier.percent {
                100 if now >= deadline => format!("The last day for a full refund was {day}."),
                percent if now >= deadline => format!("The last day for {percent}% back was {day}."),
                100 => format!("Cancel {until} for a full refund."),
                percent => format!("Cancel {until} and {percent}% comes back."),
            }
        })
        .collect();
    if tiers.last().is_some_and(|tier| now < tier_deadline(*tier, dates)) {
        words.push("After that the place is not refunded.".to_owned());
    }
    words
}

/// Tiers without a date, for officers: "Up to 7 days before: 100%".
pub fn general_words(tiers: &[RefundTier]) -> Vec<String> {
    let mut tiers = tiers.to_vec();
    tiers.sort_by_key(|tier| std::cmp::Reverse(tier.days_before));
    let words = |tier: &RefundTier| match tier.days_before {
        0 => format!("Up to the start: {}%", tier.percent),
        1 => format!("Up to 1 day before: {}%", tier.percent),
        days => format!("Up to {days} days before: {}%", tier.percent),
    };
    tiers.iter().map(words).chain(["After that: nothing".to_owned()]).collect()
}

/// The instants at which [`policy_words`] begins to read differently.
pub fn refund_deadlines(policy: &RefundPolicy, dates: EventDates) -> Vec<Instant> {
    policy.tiers.iter().map(|tier| tier_deadline(*tier, dates)).collect()
}

/// A self-payer's own right in a sentence, with the exact day (CO-05, CO-07).
pub fn fourteen_day_words(booked_on: NaiveDate) -> String {
    own_right_words(&until_end_of(end_of_days_after(booked_on, FOURTEEN_DAYS)))
}

/// The same where nobody has booked yet, so that there is no day to name (CO-02).
pub fn fourteen_day_rule() -> String {
    own_right_words(&format!("within {FOURTEEN_DAYS} days after the day of booking"))
}

fn own_right_words(until_when: &str) -> String {
    format!(
        "Whoever pays for themselves may also change their mind {until_when}, as long as the event has not started, and get everything back."
    )
}

/// Whether the event begins while the 14 days still run, so that the person must ask for the place now (CO-06).
pub fn needs_start_now(payer: PayerKind, booked_on: NaiveDate, dates: EventDates) -> bool {
    payer == PayerKind::Person && dates.begins() < end_of_days_after(booked_on, FOURTEEN_DAYS)
}
