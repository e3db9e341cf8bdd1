//! A type of membership in the words of the join pages.

use serde::Serialize;

use crate::members::membership::{OfferedType, TypeVersion};

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
    pub(super) needs_decision: bool,
    pub(super) asks_registration: bool,
    pub(super) has_vote: bool,
}

impl TypeView {
    pub(super) fn new(offered: &OfferedType) -> Self {
        let version = &offered.version;
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
            price: price_words(version.joining_price),
            renewal,
            length: length_words(version.term_months),
            needs_decision: version.needs_decision,
            asks_registration: version.asks_registration,
            has_vote: version.has_vote,
        }
    }
}

/// The rights, one a line in the record.
pub(super) fn rights(version: &TypeVersion) -> Vec<String> {
    version.rights.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn price_words(price: crate::kernel::Pence) -> String {
    if price.is_zero() { "Free".to_owned() } else { price.to_string() }
}

/// How long a term lasts, in words.
pub(super) fn length_words(months: u32) -> String {
    match months {
        1 => "1 month".to_owned(),
        12 => "12 months from the day your payment reaches us".to_owned(),
        months => format!("{months} months from the day your payment reaches us"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_said_in_months() {
        assert_eq!(length_words(12), "12 months from the day your payment reaches us");
        assert_eq!(length_words(1), "1 month");
    }
}
