//! The fields of a type's form that say how long a term lasts: months, or the association's own year with its first day, its
//! roll-over day and its part prices (rules 2.3).

use super::forms::read_price;
use crate::kernel::Pence;
use crate::members::membership::{DayOfYear, FixedYear, TypeVersion};
use crate::web::{FieldErrors, FormView, Posted};

/// The word of the form for a fixed year.
pub(super) const FIXED: &str = "fixed";
/// The word of the form for months from each term's first day.
pub(super) const ROLLING: &str = "rolling";

const LONGEST_TERM: u32 = 60;
const LONGEST_REJOIN: u32 = 600;
/// Months of a fixed year, and what a new form suggests for both numbers of months.
const YEAR: u32 = 12;

/// What the fields say.
pub(super) struct TermFields {
    pub(super) months: u32,
    pub(super) fixed_year: Option<FixedYear>,
    pub(super) rejoin_months: Option<u32>,
}

/// An amount as the form shows it: without the sign.
pub(super) fn pounds(amount: Pence) -> String {
    amount.to_string().replace(['£', ','], "")
}

/// The fields of a new type.
pub(super) fn blank(form: &mut FormView) {
    form.set("term_kind", ROLLING);
    form.set("term_months", YEAR.to_string());
    form.set("rejoin_months", YEAR.to_string());
}

/// The fields filled from a version.
pub(super) fn fill(form: &mut FormView, version: &TypeVersion) {
    let year = version.fixed_year;
    form.set("term_kind", if year.is_some() { FIXED } else { ROLLING });
    form.set("term_months", version.term_months.to_string());
    set_day(form, "year_starts", year.map(|year| year.starts));
    set_day(form, "rolls_over", year.and_then(|year| year.rolls_over));
    let lowest = year.and_then(|year| year.lowest_price);
    form.set("part_prices", if lowest.is_some() { "yes" } else { "" });
    form.set("lowest_price", lowest.map(pounds).unwrap_or_default());
    form.set("rejoin_months", version.rejoin_months.map(|months| months.to_string()).unwrap_or_default());
}

fn set_day(form: &mut FormView, name: &str, day: Option<DayOfYear>) {
    let parts = day.map(DayOfYear::parts);
    form.set(format!("{name}_month"), parts.map(|(month, _)| month.to_string()).unwrap_or_default());
    form.set(format!("{name}_day"), parts.map(|(_, day)| day.to_string()).unwrap_or_default());
}

/// Reads the fields; what is wrong stands beside its field. Of the two kinds of term only the chosen one's fields are read.
pub(super) fn read(form: &Posted, errors: &mut FieldErrors) -> TermFields {
    let rejoin_months = match form.get("rejoin_months").trim() {
        "" => None,
        typed => Some(number(typed, LONGEST_REJOIN).unwrap_or_else(|| {
            let words = "Enter a whole number of months, or leave it empty for however long ago";
            errors.add("rejoin_months", words);
            YEAR
        })),
    };
    let is_fixed = form.get("term_kind") == FIXED;
    let fixed_year = if is_fixed { read_year(form, errors) } else { None };
    let months = if is_fixed { YEAR } else { read_months(form, errors) };
    TermFields { months, fixed_year, rejoin_months }
}

fn number(typed: &str, most: u32) -> Option<u32> {
    let is_plain = typed.bytes().all(|byte| byte.is_ascii_digit());
    typed.parse().ok().filter(|number| is_plain && (1..=most).contains(number))
}

fn read_months(form: &Posted, errors: &mut FieldErrors) -> u32 {
    number(form.get("term_months").trim(), LONGEST_TERM).unwrap_or_else(|| {
        errors.add("term_months", format!("Enter a whole number of months from 1 to {LONGEST_TERM}"));
        1
    })
}

fn read_year(form: &Posted, errors: &mut FieldErrors) -> Option<FixedYear> {
    let starts = read_day(form, ("year_starts_month", "year_starts_day"), errors);
    if starts == Read::Empty {
        errors.add("year_starts_day", "Enter the first day of the membership year, such as 1 April");
    }
    let rolls_over = read_day(form, ("rolls_over_month", "rolls_over_day"), errors);
    if starts == rolls_over && starts != Read::Empty && starts != Read::Wrong {
        errors.add("rolls_over_day", "Enter another day than the first of the year, or leave it empty");
    }
    let lowest_price = form.has("part_prices").then(|| read_price(form, "lowest_price", errors));
    match (starts, rolls_over) {
        (Read::Day(starts), Read::Day(day)) => Some(FixedYear { starts, rolls_over: Some(day), lowest_price }),
        (Read::Day(starts), _) => Some(FixedYear { starts, rolls_over: None, lowest_price }),
        _ => None,
    }
}

#[derive(Copy, Clone, PartialEq, Eq)]
enum Read {
    Empty,
    Wrong,
    Day(DayOfYear),
}

fn read_day(form: &Posted, (month_field, day_field): (&str, &'static str), errors: &mut FieldErrors) -> Read {
    let (month, day) = (form.get(month_field).trim(), form.get(day_field).trim());
    if month.is_empty() && day.is_empty() {
        return Read::Empty;
    }
    let parts = number(month, 12).zip(number(day, 31));
    if let Some(day) = parts.and_then(|(month, day)| DayOfYear::new(month, day)) {
        return Read::Day(day);
    }
    errors.add(day_field, "Enter a day that every year has, such as 1 April; 29 February is not one");
    Read::Wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> (TermFields, Vec<String>) {
        let mut errors = FieldErrors::new();
        let read = read(&Posted::of(pairs), &mut errors);
        (read, errors.iter().map(|error| error.field.clone()).collect())
    }

    const APRIL: [(&str, &str); 3] = [("term_kind", FIXED), ("year_starts_month", "4"), ("year_starts_day", "1")];

    #[test]
    fn months_and_a_fixed_year_are_read() {
        let (rolling, wrong) = fields(&[("term_kind", ROLLING), ("term_months", "24"), ("rejoin_months", "6")]);
        assert_eq!((rolling.months, rolling.fixed_year, rolling.rejoin_months), (24, None, Some(6)));
        assert_eq!(wrong, [""; 0]);

        let more =
            [("rolls_over_month", "1"), ("rolls_over_day", "15"), ("part_prices", "yes"), ("lowest_price", "10")];
        let (fixed, wrong) = fields(&[APRIL.as_slice(), &more].concat());
        let wanted = FixedYear {
            starts: DayOfYear::new(4, 1).unwrap(),
            rolls_over: DayOfYear::new(1, 15),
            lowest_price: Some(Pence::new(1_000)),
        };
        assert_eq!((fixed.months, fixed.fixed_year, fixed.rejoin_months), (12, Some(wanted), None));
        assert_eq!(wrong, [""; 0]);
    }

    #[test]
    fn what_is_wrong_with_a_fixed_year_is_said_beside_its_field() {
        let table: [(&[(&str, &str)], &str); 6] = [
            (&[("term_kind", FIXED)], "year_starts_day"),
            (&[("term_kind", FIXED), ("year_starts_month", "2"), ("year_starts_day", "29")], "year_starts_day"),
            (&[("term_kind", FIXED), ("year_starts_month", "4")], "year_starts_day"),
            (&[("rolls_over_month", "4"), ("rolls_over_day", "1")], "rolls_over_day"),
            (&[("rolls_over_month", "4"), ("rolls_over_day", "31")], "rolls_over_day"),
            (&[("part_prices", "yes"), ("lowest_price", "ten")], "lowest_price"),
        ];

        for (pairs, wanted) in table {
            let pairs = if pairs[0].0 == "term_kind" { pairs.to_vec() } else { [APRIL.as_slice(), pairs].concat() };
            assert_eq!(fields(&pairs).1, [wanted], "{pairs:?}");
        }
    }
}
