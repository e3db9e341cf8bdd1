//! VAT (AC-01, AC-02, INV-8): the rates and thresholds by date, and the tax within an inclusive price. Pure. Prices include
//! whatever VAT there is, so being registered changes what a document says and not what anybody pays.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::charge::VatTreatment;
use crate::kernel::Pence;

/// The standard rate in percent, by the day it came in, the latest first.
const STANDARD_RATES: [(&str, i64); 1] = [("2011-01-04", 20)];

/// Taxable turnover of 12 months above which a body must register, in pounds, by the day it came in, the latest first.
const THRESHOLDS: [(&str, i64); 2] = [("2024-04-01", 90_000), ("2017-04-01", 85_000)];

/// The share of members in the profession, in percent, below which the treasurer is warned. HMRC's benchmark is 75 (AC-02).
pub const PROFESSION_WARNS_BELOW: i64 = 80;

fn in_force(table: &[(&str, i64)], on: NaiveDate) -> i64 {
    let has_begun = |since: &str| since.parse::<NaiveDate>().is_ok_and(|since| since <= on);
    table.iter().find(|(since, _)| has_begun(since)).map_or(0, |(_, value)| *value)
}

/// The rate of a treatment on a day, in percent; none where no tax is due at any rate.
pub fn rate_on(treatment: VatTreatment, on: NaiveDate) -> Option<i64> {
    match treatment {
        VatTreatment::Standard => Some(in_force(&STANDARD_RATES, on)),
        VatTreatment::Zero => Some(0),
        VatTreatment::OutsideScope | VatTreatment::Exempt | VatTreatment::ExemptMembership => None,
    }
}

/// The tax within a price that includes it: to the nearest penny, half a penny up.
pub fn vat_within(price: Pence, rate_percent: i64) -> Pence {
    let (gross, whole) = (i128::from(price.get()) * i128::from(rate_percent), i128::from(100 + rate_percent));
    let rounded = (2 * gross.abs() + whole) / (2 * whole);
    let vat = i64::try_from(rounded).unwrap_or(i64::MAX);
    Pence::new(if gross < 0 { -vat } else { vat })
}

/// How one line of a registered body's document stands to VAT, frozen with it (AC-01, AC-04).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineVat {
    /// How it stands.
    pub treatment: VatTreatment,
    /// In percent; none where no rate applies.
    pub rate: Option<i64>,
    /// The tax within the line's amount.
    pub vat: Pence,
}

impl LineVat {
    /// Of an amount that includes the tax, on the day that counts for it.
    pub fn on(treatment: VatTreatment, amount: Pence, day: NaiveDate) -> Self {
        Self::at(treatment, rate_on(treatment, day), amount)
    }

    /// Of a credit, at the rate of the line that it credits and of which `left` was not credited yet: what the tax of the line
    /// falls by, so that the parts of a line add up to it (INV-5).
    #[must_use]
    pub fn of_credit(self, amount: Pence, left: Pence) -> Self {
        let of = |amount: Pence| Self::at(self.treatment, self.rate, amount).vat;
        Self { vat: of(left) - of(left - amount), ..self }
    }

    fn at(treatment: VatTreatment, rate: Option<i64>, amount: Pence) -> Self {
        Self { treatment, rate, vat: rate.map_or(Pence::ZERO, |rate| vat_within(amount, rate)) }
    }

    /// What a receipt's line says: "includes £15 VAT at 20%", or nothing where no rate applies.
    pub fn included(self) -> String {
        match self.rate {
            None => String::new(),
            Some(0) => "VAT at 0%".to_owned(),
            Some(rate) => format!("includes {} VAT at {rate}%", self.vat),
        }
    }

    /// "20%", "0%", "Exempt" or "Outside the scope".
    pub fn label(self) -> String {
        match (self.treatment, self.rate) {
            (_, Some(rate)) => format!("{rate}%"),
            (VatTreatment::OutsideScope, None) => "Outside the scope".to_owned(),
            (_, None) => "Exempt".to_owned(),
        }
    }
}

/// How near the taxable total is to the threshold (AC-02).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// Below 70 %.
    Far,
    /// From 70 %.
    Coming,
    /// From 85 %.
    Near,
    /// At it or above it.
    Reached,
}

/// The taxable total of 12 months against the threshold of the day (AC-02).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThresholdWatch {
    /// What was sold and would be taxed, less what was credited of it.
    pub total: Pence,
    /// The threshold in force.
    pub threshold: Pence,
}

impl ThresholdWatch {
    /// A total against the threshold of a day.
    pub fn new(total: Pence, on: NaiveDate) -> Self {
        Self { total, threshold: Pence::new(in_force(&THRESHOLDS, on) * 100) }
    }

    /// Whole percent of the threshold, rounded down.
    pub fn percent(self) -> i64 {
        if self.threshold.is_zero() { 0 } else { self.total.get().saturating_mul(100) / self.threshold.get() }
    }

    /// Which warning is due.
    pub fn nearness(self) -> Nearness {
        match self.percent() {
            100.. => Nearness::Reached,
            85.. => Nearness::Near,
            70.. => Nearness::Coming,
            _ => Nearness::Far,
        }
    }
}

/// The first of the 12 months that end with a day: the day after the same day a year before.
pub fn year_up_to(day: NaiveDate) -> NaiveDate {
    let year_before = day.checked_sub_months(Months::new(12)).unwrap_or(day);
    year_before.succ_opt().unwrap_or(year_before)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn ac_01_the_tax_is_taken_out_of_the_price_to_the_nearest_penny() {
        let table = [
            (0, 0),
            (1, 0),
            (2, 0),
            (3, 1), // half a penny goes up
            (6, 1),
            (9, 2),
            (100, 17),
            (9_000, 1_500),
            (9_999, 1_667),
            (5_001, 834),
            (-9_000, -1_500),
            (-3, -1),
        ];
        for (price, wanted) in table {
            assert_eq!(vat_within(Pence::new(price), 20), Pence::new(wanted), "{price}");
        }
        assert_eq!(vat_within(Pence::new(9_000), 0), Pence::ZERO);
        assert_eq!(vat_within(Pence::new(10_500), 5), Pence::new(500));
    }

    #[test]
    fn ac_01_only_taxed_lines_have_a_rate() {
        let today = day("2026-11-22");
        let table = [
            (VatTreatment::Standard, Some(20), 1_500, "20%"),
            (VatTreatment::Zero, Some(0), 0, "0%"),
            (VatTreatment::Exempt, None, 0, "Exempt"),
            (VatTreatment::ExemptMembership, None, 0, "Exempt"),
            (VatTreatment::OutsideScope, None, 0, "Outside the scope"),
        ];
        for (treatment, rate, vat, label) in table {
            let line = LineVat::on(treatment, Pence::new(9_000), today);
            assert_eq!((line.rate, line.vat, line.label().as_str()), (rate, Pence::new(vat), label));
        }
    }

    #[test]
    fn ac_02_warnings_come_at_70_85_and_100_percent_of_the_threshold_of_the_day() {
        let table = [
            (0, Nearness::Far, 0),
            (6_299_999, Nearness::Far, 69),
            (6_300_000, Nearness::Coming, 70),
            (7_649_999, Nearness::Coming, 84),
            (7_650_000, Nearness::Near, 85),
            (8_999_999, Nearness::Near, 99),
            (9_000_000, Nearness::Reached, 100),
            (-100, Nearness::Far, 0),
        ];
        for (total, nearness, percent) in table {
            let watch = ThresholdWatch::new(Pence::new(total), day("2026-11-22"));
            assert_eq!((watch.nearness(), watch.percent()), (nearness, percent), "{total}");
        }
        for (on, pounds) in [("2024-03-31", 85_000), ("2024-04-01", 90_000)] {
            assert_eq!(ThresholdWatch::new(Pence::ZERO, day(on)).threshold, Pence::new(pounds * 100), "{on}");
        }
    }

    #[test]
    fn ac_02_the_year_ends_with_the_day_and_is_twelve_months_long() {
        let table = [("2026-11-22", "2025-11-23"), ("2026-12-31", "2026-01-01"), ("2024-02-29", "2023-03-01")];
        for (last, first) in table {
            assert_eq!(year_up_to(day(last)), day(first));
        }
    }

    #[test]
    fn inv_5_the_tax_of_the_credits_of_a_line_adds_up_to_the_tax_of_the_line() {
        let line = LineVat::on(VatTreatment::Standard, Pence::new(5_000), day("2026-11-22"));
        let half = Pence::new(2_500);

        let parts = [line.of_credit(half, Pence::new(5_000)).vat, line.of_credit(half, half).vat];

        assert_eq!((line.vat, parts), (Pence::new(833), [Pence::new(416), Pence::new(417)]));
    }

    proptest! {
        #[test]
        fn ac_01_net_and_tax_are_the_price_and_the_tax_is_a_sixth(pence in 0_i64..100_000_000) {
            let vat = vat_within(Pence::new(pence), 20).get();
            prop_assert!((6 * vat - pence).abs() <= 3, "{vat} of {pence}");
            prop_assert!(vat >= 0 && vat <= pence);
        }
    }
}
