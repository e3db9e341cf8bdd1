//! What the page of a payout sees. Amounts and dates are words already.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::kernel::Unexpected;
use crate::kernel::uk_time::{london_date, long_date};
use crate::payments::payouts::queries::line_of;
use crate::payments::payouts::reckoning::{Line, Reckoning};
use crate::payments::payouts::store::ItemRow;
use crate::web::FormView;

/// The page.
#[derive(Serialize)]
pub(super) struct PayoutView {
    pub(super) stripe_id: String,
    pub(super) standing: &'static str,
    pub(super) arrives_on: String,
    /// Where the report of its month is.
    pub(super) report: String,
    /// Label and amount.
    pub(super) sums: Vec<(&'static str, String)>,
    /// Empty when there is none.
    pub(super) difference: String,
    /// What is not matched, first; then the rest, in the order in which it happened.
    pub(super) lines: Vec<LineView>,
    /// The sums of the lines shown: amount, fee, what is left, in our books.
    pub(super) totals: [String; 4],
    /// What an officer said, when, and who; empty otherwise.
    pub(super) explanation: String,
    pub(super) explained: String,
    pub(super) may_explain: bool,
    pub(super) form: FormView,
}

/// One line.
#[derive(Serialize)]
pub(super) struct LineView {
    pub(super) label: &'static str,
    /// The payer, or Stripe's ids where nobody is known.
    pub(super) about: String,
    pub(super) href: String,
    pub(super) on: String,
    pub(super) is_unexplained: bool,
    pub(super) amount: String,
    pub(super) fee: String,
    pub(super) net: String,
    /// What our books say, or words for nothing.
    pub(super) known: String,
}

/// The lines with their charges, and the sums of what is shown.
pub(super) fn lines(
    items: &[ItemRow],
    charges: &BTreeMap<i64, (String, String)>,
) -> Result<(Vec<LineView>, [String; 4]), Unexpected> {
    let mut read: Vec<(Line, &ItemRow)> =
        items.iter().map(|item| Ok((line_of(item)?, item))).collect::<Result<_, Unexpected>>()?;
    read.sort_by_key(|(line, _)| !line.is_unexplained());
    let sum = |figure: &dyn Fn(&Line) -> crate::kernel::Pence| -> String {
        read.iter().map(|(line, _)| figure(line)).sum::<crate::kernel::Pence>().to_string()
    };
    let totals = [
        sum(&|line| line.amount),
        sum(&|line| line.fee),
        sum(&|line| line.amount - line.fee),
        sum(&|line| line.known.unwrap_or_default()),
    ];
    Ok((read.iter().map(|(line, item)| line_view(*line, item, charges)).collect(), totals))
}

fn line_view(line: Line, item: &ItemRow, charges: &BTreeMap<i64, (String, String)>) -> LineView {
    let charge = item.payment_id.and_then(|id| charges.get(&id));
    LineView {
        label: line.kind.label(),
        about: match charge {
            Some((reference, payer)) if payer.is_empty() => reference.clone(),
            Some((reference, payer)) => format!("{payer}, {reference}"),
            None => [&item.stripe_type, &item.source].map(String::as_str).join(" ").trim_end().to_owned(),
        },
        href: charge.map(|(reference, _)| format!("/admin/money/charges/{reference}")).unwrap_or_default(),
        on: long_date(london_date(item.happened_at)),
        is_unexplained: line.is_unexplained(),
        amount: line.amount.to_string(),
        fee: line.fee.to_string(),
        net: (line.amount - line.fee).to_string(),
        known: line.known.map_or_else(|| "Nothing".to_owned(), |known| known.to_string()),
    }
}

/// The sums as the page lists them.
pub(super) fn sums(sums: &Reckoning) -> Vec<(&'static str, String)> {
    let shown = [
        ("Payments", sums.payments),
        ("Refunds", sums.refunds),
        ("Fees", sums.fees),
        ("Disputes and payouts that came back", sums.adjustments),
        ("Difference", sums.difference()),
        ("Paid out", sums.amount),
    ];
    shown.into_iter().map(|(label, amount)| (label, amount.to_string())).collect()
}
