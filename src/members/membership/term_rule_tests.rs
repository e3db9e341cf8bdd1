//! Tables for the fixed year: its ends, its roll-over, its part prices (rules 2.3, TM-03, TM-04).

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn on(word: &str) -> DayOfYear {
    DayOfYear::parse(word).unwrap()
}

fn year(starts: &str, rolls_over: Option<&str>, lowest: Option<i64>) -> FixedYear {
    FixedYear { starts: on(starts), rolls_over: rolls_over.map(on), lowest_price: lowest.map(Pence::new) }
}

#[test]
fn a_day_that_not_every_year_has_begins_no_year() {
    for bad in ["02-29", "02-30", "04-31", "13-01", "00-10", "01-00", "0401", "", "a-b", "-1-01"] {
        assert_eq!(DayOfYear::parse(bad), None, "{bad}");
    }
    for good in ["01-01", "02-28", "04-01", "12-31"] {
        assert_eq!(on(good).word(), good);
    }
    assert_eq!(on("04-01").words(), "1 April");
}

#[test]
fn a_term_ends_with_the_year_it_begins_in() {
    let april = year("04-01", None, None);
    let calendar = year("01-01", None, None);
    let march = year("03-01", None, None);
    let last = year("12-31", None, None);
    let table = [
        (april, "2026-04-01", "2027-03-31"),
        (april, "2026-12-01", "2027-03-31"),
        (april, "2027-03-31", "2027-03-31"),
        (april, "2027-04-01", "2028-03-31"),
        // Clocks change on 28 March 2027 and 25 October 2026; days do not.
        (april, "2027-03-28", "2027-03-31"),
        (april, "2026-10-25", "2027-03-31"),
        // 29 February, on both sides.
        (march, "2027-03-01", "2028-02-29"),
        (march, "2028-02-29", "2028-02-29"),
        (march, "2028-03-01", "2029-02-28"),
        (april, "2028-02-29", "2028-03-31"),
        // 31 December.
        (calendar, "2026-12-31", "2026-12-31"),
        (calendar, "2027-01-01", "2027-12-31"),
        (last, "2026-12-30", "2026-12-30"),
        (last, "2026-12-31", "2027-12-30"),
    ];

    for (year, starts, ends) in table {
        assert_eq!(year.last_day(day(starts)), day(ends), "{starts}");
    }
}

#[test]
fn from_the_roll_over_day_on_the_next_year_comes_with_it() {
    let april = year("04-01", Some("01-15"), None);
    let calendar = year("01-01", Some("10-01"), None);
    let autumn = year("10-01", Some("09-30"), None);
    let table = [
        (april, "2027-01-14", "2027-03-31"),
        (april, "2027-01-15", "2028-03-31"),
        (april, "2027-03-31", "2028-03-31"),
        (april, "2027-04-01", "2028-03-31"),
        (april, "2026-12-31", "2027-03-31"),
        (calendar, "2026-09-30", "2026-12-31"),
        (calendar, "2026-10-01", "2027-12-31"),
        (calendar, "2026-12-31", "2027-12-31"),
        (calendar, "2027-01-01", "2027-12-31"),
        (autumn, "2027-09-29", "2027-09-30"),
        (autumn, "2027-09-30", "2028-09-30"),
    ];

    for (year, starts, ends) in table {
        assert_eq!(year.last_day(day(starts)), day(ends), "{starts}");
    }
}

#[test]
fn part_of_a_year_costs_its_whole_months_and_at_least_the_lowest_price() {
    let april = year("04-01", None, Some(1_000));
    let table = [
        ("2026-04-01", 6_000, 6_000),
        // Eleven whole months and some days.
        ("2026-04-02", 6_000, 5_500),
        ("2026-05-01", 6_000, 5_500),
        ("2026-05-02", 6_000, 5_000),
        // From 31 August: a month to 30 September and so on; six to 28 February, seven to 31 March.
        ("2026-08-31", 6_000, 3_500),
        ("2026-12-31", 6_000, 1_500),
        ("2027-01-01", 6_000, 1_500),
        ("2027-01-31", 6_000, 1_000),
        ("2027-03-01", 6_000, 1_000),
        ("2027-03-31", 6_000, 1_000),
        // To the penny, half a penny up: 11/12 of 49.99 is 45.824; 7/12 of 0.06 is 0.035.
        ("2026-05-01", 4_999, 4_582),
        // Never above the whole price, and what is free stays free.
        ("2027-03-01", 600, 600),
        ("2027-03-01", 0, 0),
    ];

    for (starts, whole, wanted) in table {
        assert_eq!(april.price(Pence::new(whole), day(starts)), Pence::new(wanted), "{starts} of {whole}");
    }
    let half_penny = year("04-01", None, Some(0));
    assert_eq!(half_penny.price(Pence::new(6), day("2026-09-01")), Pence::new(4));
    assert_eq!(half_penny.price(Pence::new(6_000), day("2027-03-02")), Pence::ZERO);
}

#[test]
fn without_a_lowest_price_part_of_a_year_costs_the_whole_one() {
    assert_eq!(year("04-01", None, None).price(Pence::new(6_000), day("2027-03-31")), Pence::new(6_000));
}

#[test]
fn what_takes_the_next_year_with_it_costs_the_whole_price_and_no_more() {
    let april = year("04-01", Some("01-15"), Some(1_000));

    assert_eq!(april.price(Pence::new(6_000), day("2027-01-14")), Pence::new(1_000));
    assert_eq!(april.price(Pence::new(6_000), day("2027-01-15")), Pence::new(6_000));
}

#[test]
fn a_rolling_term_keeps_its_months_and_its_price() {
    let rule = TermRule::Rolling { months: 12 };

    assert_eq!(rule.last_day(day("2028-02-29")), day("2029-02-28"));
    assert_eq!(rule.price(Pence::new(6_000), day("2027-03-31")), Pence::new(6_000));
    assert_eq!(rule.promised_end(day("2027-03-31")), None);
    assert_eq!(rule.words(), "12 months");
    assert_eq!(TermRule::FixedYear(year("04-01", None, None)).words(), "The year from 1 April to 31 March");
    assert_eq!(TermRule::FixedYear(year("03-01", None, None)).words(), "The year from 1 March to 28 February");
}

#[test]
fn co_12_part_of_a_year_is_compared_by_the_whole_price_it_was_a_part_of() {
    let whole = Pence::new(6_000);
    let fixed = |lowest| TermRule::FixedYear(year("04-01", None, lowest));
    let table = [
        (fixed(Some(1_000)), "2027-01-01", 1_500, 6_000),
        (fixed(Some(1_000)), "2026-04-01", 5_500, 5_500),
        (fixed(None), "2027-01-01", 5_500, 5_500),
        (TermRule::Rolling { months: 12 }, "2027-01-01", 5_500, 5_500),
    ];

    for (rule, starts_on, paid, compared) in table {
        let price = rule.price_to_compare((whole, Pence::new(paid)), day(starts_on));
        assert_eq!(price, Pence::new(compared), "{rule:?} from {starts_on}");
    }
}

proptest! {
    #[test]
    fn a_fixed_term_holds_its_first_day_and_ends_on_the_eve_of_a_year(
        offset in 0_u64..20_000, month in 1_u32..=12, starts_day in 1_u32..=28, roll_month in 1_u32..=12,
    ) {
        let starts_on = day("2020-01-01") + Days::new(offset);
        let starts = DayOfYear::new(month, starts_day).unwrap();
        let rolls_over = DayOfYear::new(roll_month, 28).filter(|roll| *roll != starts);
        let year = FixedYear { starts, rolls_over, lowest_price: Some(Pence::new(500)) };

        let ends_on = year.last_day(starts_on);

        prop_assert!(ends_on >= starts_on);
        prop_assert_eq!(ends_on.succ_opt().map(|next| (next.month(), next.day())), Some(starts.parts()));
        prop_assert!((ends_on - starts_on).num_days() < 2 * 366);
        let price = year.price(Pence::new(6_000), starts_on);
        prop_assert!(price >= Pence::new(500) && price <= Pence::new(6_000));
    }

    #[test]
    fn whoever_begins_later_in_a_year_never_pays_more(offset in 0_u64..365, later in 0_u64..365) {
        let (first, starts_on) = (day("2026-04-01"), day("2026-04-01") + Days::new(offset));
        let year = year("04-01", None, Some(1_000));
        let then = std::cmp::min(starts_on + Days::new(later), first + Days::new(364));
        let whole = Pence::new(6_000);

        prop_assert!(year.price(whole, then) <= year.price(whole, starts_on));
    }
}
