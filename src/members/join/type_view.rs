//! A type of membership in the words of the join pages.

use chrono::NaiveDate;
use serde::Serialize;

use crate::kernel::uk_time::long_date;
use crate::members::membership::{OfferedType, TermRule, TypeVersion, years_words};

/// A type as the pages show it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct TypeView {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) who_for: String,
    pub(super) rights: Vec<String>,
    pub(super) price: String,
    pub(super) renewal: String,
    pub(super) length: String,
    /// What a whole year costs, when the price is for a part of it; "" otherwise.
    pub(super) whole_year: String,
    pub(super) needs_decision: bool,
    pub(super) asks_registration: bool,
    /// What else is asked, a sentence each.
    pub(super) evidence: Vec<String>,
    /// What is declared in the type's own words; "" for nothing more than everybody does.
    pub(super) declaration: String,
    /// So many years are expected, in words; "" where none are.
    pub(super) least_years: String,
    /// The version of all this.
    pub(super) version_id: i64,
    pub(super) has_vote: bool,
}

impl TypeView {
    /// The type for somebody who pays today.
    pub(super) fn new(offered: &OfferedType, today: NaiveDate) -> Self {
        let version = &offered.version;
        let (price, least) = (version.joining_price_on(today), version.evidence.least_years);
        let renewal = if version.renewal_price == version.joining_price {
            String::new()
        } else {
            price_words(version.renewal_price)
        };
        Self {
            code: offered.code.clone(),
            name: version.name.clone(),
            who_for: version.who_for.clone(),
            rights: rights(version),
            price: price_words(price),
            renewal,
            length: length_words(version.term_rule(), today),
            whole_year: whole_year(version, price),
            needs_decision: version.needs_decision,
            asks_registration: version.asks_registration,
            evidence: version.evidence.sentences(),
            declaration: version.evidence.declaration.clone(),
            least_years: least.filter(|least| *least > 0).map(years_words).unwrap_or_default(),
            version_id: offered.version_id,
            has_vote: version.has_vote,
        }
    }
}

/// The rights, one a line in the record.
pub(super) fn rights(version: &TypeVersion) -> Vec<String> {
    version.rights.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The price of a whole year, said where only a part of one is paid (rules 2.3).
fn whole_year(version: &TypeVersion, price: crate::kernel::Pence) -> String {
    match version.term_rule() {
        rule @ TermRule::FixedYear(_) if price != version.joining_price => {
            format!("{}: {}", rule.words(), version.joining_price)
        }
        _ => String::new(),
    }
}

fn price_words(price: crate::kernel::Pence) -> String {
    if price.is_zero() { "Free".to_owned() } else { price.to_string() }
}

/// How long a term lasts that is paid today, in words.
fn length_words(rule: TermRule, today: NaiveDate) -> String {
    match rule {
        TermRule::Rolling { months: 1 } => "1 month".to_owned(),
        TermRule::Rolling { months } => format!("{months} months from the day your payment reaches us"),
        TermRule::FixedYear(year) => {
            format!("the time from your payment to the end of {}", long_date(year.last_day(today)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::membership::{DayOfYear, FixedYear};

    #[test]
    fn a_length_is_said_in_months_or_by_its_last_day() {
        let (today, starts) = ("2026-11-22".parse().unwrap(), DayOfYear::new(4, 1).unwrap());
        let year = FixedYear { starts, rolls_over: None, lowest_price: None };

        let months = |months| length_words(TermRule::Rolling { months }, today);

        assert_eq!(months(12), "12 months from the day your payment reaches us");
        assert_eq!(months(1), "1 month");
        assert_eq!(
            length_words(TermRule::FixedYear(year), today),
            "the time from your payment to the end of Wednesday 31 March 2027"
        );
    }
}
