//! What an authority still owes when it cancels training it has accepted: each quote has terms of its own (INH-2). Pure; the
//! same function makes the words of the quote, the preview and the outcome.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::kernel::money::share_largest_remainder;
use crate::kernel::uk_time::{end_of_days_before, long_date};
use crate::kernel::{Instant, Pence};

/// "Up to `days_before` days before the date, `percent` of the price is not owed, or comes back."
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsTier {
    /// London calendar days before the first day.
    pub days_before: u32,
    /// Percent of the price, 1 to 100.
    pub percent: u8,
}

/// Terms a quote has when nobody writes others: 28 days full, 14 days half, then nothing.
pub const DEFAULT_TERMS: [TermsTier; 2] =
    [TermsTier { days_before: 28, percent: 100 }, TermsTier { days_before: 14, percent: 50 }];

/// What cancelling now would give back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenBack {
    /// Percent of the price.
    pub percent: u8,
    /// The first instant at which the answer would be less kind; none when it cannot get worse.
    pub until: Option<Instant>,
}

/// By the kindest tier that is still open. While no date is set, nothing was kept free for the authority: everything.
pub fn given_back(terms: &[TermsTier], first_day: Option<NaiveDate>, now: Instant) -> GivenBack {
    let Some(first_day) = first_day else { return GivenBack { percent: 100, until: None } };
    let open = terms
        .iter()
        .map(|tier| (tier.percent, end_of_days_before(first_day, tier.days_before)))
        .filter(|(_, until)| now < *until);
    open.max_by_key(|(percent, until)| (*percent, *until))
        .map_or(GivenBack { percent: 0, until: None }, |(percent, until)| GivenBack { percent, until: Some(until) })
}

/// How much of each line is given back: the percent of the whole, rounded half up, shared by largest remainder.
pub fn credits(percent: u8, lines: &[Pence]) -> Vec<Pence> {
    let whole: Pence = lines.iter().copied().sum();
    share_largest_remainder(whole.percent_half_up(percent), lines)
}

/// The terms in sentences, with the exact days when the date is known.
pub fn terms_words(terms: &[TermsTier], first_day: Option<NaiveDate>) -> Vec<String> {
    let mut sorted = terms.to_vec();
    sorted.sort_by_key(|tier| std::cmp::Reverse(tier.days_before));
    let mut words: Vec<String> = sorted
        .iter()
        .map(|tier| {
            let last = match first_day {
                Some(day) => format!("until the end of {}", long_date(day - Days::new(u64::from(tier.days_before)))),
                None => format!("up to {} days before the date", tier.days_before),
            };
            match tier.percent {
                100 => format!("Cancel {last} and nothing is owed."),
                percent => format!("Cancel {last} and {percent}% of the price is not owed."),
            }
        })
        .collect();
    words.push(if words.is_empty() {
        "Once accepted, the whole price is owed.".to_owned()
    } else {
        "After that the whole price is owed.".to_owned()
    });
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn inh_2_each_default_tier_ends_with_its_london_day() {
        // Monday 2 November 2026: 28 days before is 5 October (summer time), 14 days before 19 October.
        let first = Some(day("2026-11-02"));
        let (full, half): (Instant, Instant) =
            ("2026-10-05T23:00:00Z".parse().unwrap(), "2026-10-19T23:00:00Z".parse().unwrap());
        let moment = Duration::microseconds(1);
        let table = [
            (full - moment, 100, Some(full)),
            (full, 50, Some(half)),
            (half - moment, 50, Some(half)),
            (half, 0, None),
            (half + Duration::days(60), 0, None),
        ];
        for (now, percent, until) in table {
            assert_eq!(given_back(&DEFAULT_TERMS, first, now), GivenBack { percent, until }, "{now}");
        }
    }

    #[test]
    fn inh_2_a_winter_date_is_counted_in_winter_time() {
        let first = Some(day("2026-12-10"));
        let full: Instant = "2026-11-13T00:00:00Z".parse().unwrap();

        assert_eq!(given_back(&DEFAULT_TERMS, first, full - Duration::microseconds(1)).percent, 100);
        assert_eq!(given_back(&DEFAULT_TERMS, first, full).percent, 50);
    }

    #[test]
    fn without_a_date_everything_is_given_back() {
        let now: Instant = "2026-06-01T09:00:00Z".parse().unwrap();
        assert_eq!(given_back(&DEFAULT_TERMS, None, now), GivenBack { percent: 100, until: None });
        assert_eq!(given_back(&[], Some(day("2027-01-01")), now), GivenBack { percent: 0, until: None });
    }

    #[test]
    fn half_of_an_odd_price_is_rounded_once_and_shared() {
        let lines = [Pence::new(9_999), Pence::new(1), Pence::ZERO];
        let back = credits(50, &lines);
        assert_eq!(back.iter().copied().sum::<Pence>(), Pence::new(5_000));
        assert_eq!(back[2], Pence::ZERO);
    }

    #[test]
    fn the_words_name_the_days_once_the_date_is_known() {
        assert_eq!(
            terms_words(&DEFAULT_TERMS, None),
            [
                "Cancel up to 28 days before the date and nothing is owed.",
                "Cancel up to 14 days before the date and 50% of the price is not owed.",
                "After that the whole price is owed.",
            ]
        );
        let known = terms_words(&DEFAULT_TERMS, Some(day("2026-11-02")));
        assert_eq!(known[0], "Cancel until the end of Monday 5 October 2026 and nothing is owed.");
        assert_eq!(terms_words(&[], None), ["Once accepted, the whole price is owed."]);
    }

    proptest! {
        #[test]
        fn what_is_given_back_is_never_more_than_a_line_and_adds_up(
            percent in 0_u8..=100, prices in prop::collection::vec(0_i64..1_000_000, 1..8),
        ) {
            let lines: Vec<Pence> = prices.into_iter().map(Pence::new).collect();
            let back = credits(percent, &lines);

            prop_assert!(back.iter().zip(&lines).all(|(back, line)| *back >= Pence::ZERO && back <= line));
            let whole: Pence = lines.iter().copied().sum();
            prop_assert_eq!(back.into_iter().sum::<Pence>(), whole.percent_half_up(percent));
        }

        #[test]
        fn waiting_never_gives_more_back(first in 0_i64..400, early in 0_i64..400, wait in 0_i64..400) {
            let begin: Instant = "2026-06-01T09:00:00Z".parse().unwrap();
            let first_day = Some(day("2026-06-01") + Duration::days(first));
            let at = |days: i64| given_back(&DEFAULT_TERMS, first_day, begin + Duration::days(days)).percent;

            prop_assert!(at(early + wait) <= at(early));
        }
    }
}
