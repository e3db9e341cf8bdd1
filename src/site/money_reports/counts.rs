//! Tables that count things rather than money that moved (REP-4), and what waits to go back.

use sea_orm::ConnectionTrait;

use super::tables::{Cell, Row, Table};
use crate::bookings::pricing::PriceReason;
use crate::bookings::reports::{CancelledWhy, cancelled_sums, sold_sums};
use crate::kernel::short_text::without_full_stop;
use crate::kernel::uk_time::{end_of_days_before, london_date, start_of_day};
use crate::kernel::{Instant, Unexpected};
use crate::payments::reports::{Owed, OwedWhy, Period, dispute_sums, owed_back};

/// The instants a period covers: from the first to before the second.
pub(super) fn instants(period: Period) -> (Instant, Instant) {
    (start_of_day(period.first_day()), end_of_days_before(period.last_day(), 0))
}

pub(super) fn plain_row(label: &str, detail: String, cells: Vec<Cell>) -> Row {
    Row { label: label.to_owned(), detail, on: None, href: String::new(), cells }
}

/// Money that is to go back, or may have to, as it stands now.
pub(super) async fn owed_back_table(db: &impl ConnectionTrait, now: Instant) -> Result<Table, Unexpected> {
    let rows = owed_back(db, london_date(now)).await?;
    Ok(Table {
        slug: "owed-back",
        title: "Owed back today",
        note: "Refunds that have been asked for and have not arrived, charges paid beyond what is owed, and money that is not set against anything. Only what has arrived counts as refunded.",
        of: "Charge",
        columns: &["Amount"],
        rows: rows.iter().map(owed_row).collect(),
        none: "Nothing is owed to anybody.",
        has_total: true,
    })
}

fn owed_row(owed: &Owed) -> Row {
    let why = match owed.why {
        OwedWhy::Refund(state) => format!("Refund: {}", state.label().to_lowercase()),
        OwedWhy::PaidTooMuch => "Paid more than is owed; not asked back yet".to_owned(),
        OwedWhy::NotYetUsed => "Received, not set against anything".to_owned(),
    };
    let (label, href) = match &owed.charge {
        Some((_, reference, payer)) if payer.is_empty() => (reference.clone(), charge_href(reference)),
        Some((_, reference, payer)) => (format!("{payer}, {reference}"), charge_href(reference)),
        None => ("A payment without a charge".to_owned(), String::new()),
    };
    Row { label, detail: why, on: owed.since.map(london_date), href, cells: vec![Cell::Money(owed.amount)] }
}

pub(super) fn charge_href(reference: &str) -> String {
    format!("/admin/money/charges/{reference}")
}

/// Disputes: open now, and decided in the period (REF-19).
pub(super) async fn disputes_table(db: &impl ConnectionTrait, period: Period) -> Result<Table, Unexpected> {
    let label = |state: &str| match state {
        "won" => "Won: the money stayed",
        "lost" => "Lost: the bank took the money",
        _ => "Open today",
    };
    let rows = dispute_sums(db, period).await?;
    let row = |sum: &crate::payments::reports::DisputeSum| {
        let count = i64::try_from(sum.count).unwrap_or(i64::MAX);
        plain_row(
            label(&sum.state),
            String::new(),
            vec![Cell::Count(count), Cell::Money(sum.amount), Cell::Money(sum.fees)],
        )
    };
    Ok(Table {
        slug: "disputes",
        title: "Disputes",
        note: "Payments that the payer’s bank has questioned: those open today, and those decided in this period.",
        of: "How it stands",
        columns: &["Disputes", "Amount in question", "Fees"],
        rows: rows.iter().map(row).collect(),
        none: "No dispute is open, and none was decided.",
        has_total: true,
    })
}

/// Places sold, by why they cost what they cost (REP-4, AC-16).
pub(super) async fn sold_table(db: &impl ConnectionTrait, period: Period) -> Result<Table, Unexpected> {
    let (from, to) = instants(period);
    let rows = sold_sums(db, from, to).await?;
    let row = |sum: &crate::bookings::reports::SoldSum| {
        let cells =
            vec![Cell::Count(sum.places), Cell::Count(sum.live), Cell::Money(sum.reduction), Cell::Money(sum.price)];
        plain_row(&capitalised(PriceReason::label(&sum.price_reason)), String::new(), cells)
    };
    Ok(Table {
        slug: "places-sold",
        title: "Places sold, by kind of price",
        note: "Places whose booking was confirmed in this period. Free places and reductions are shown as what they are.",
        of: "Kind of price",
        columns: &["Places", "Of them live today", "Taken off the list price", "Price"],
        rows: rows.iter().map(row).collect(),
        none: "No booking was confirmed.",
        has_total: true,
    })
}

fn why_words(why: &CancelledWhy) -> &'static str {
    match why {
        CancelledWhy::CalledOff(_) => "We called the date off",
        CancelledWhy::Withdrawn => "An officer withdrew the place",
        CancelledWhy::PaymentTakenBack => "By itself: a payment was taken back",
        CancelledWhy::GivenUp => "The attendee gave the place up",
        CancelledWhy::OwnReason => "The person who booked cancelled, and said why",
        CancelledWhy::NoReason => "The person who booked cancelled, without a reason",
    }
}

/// Places cancelled, by reason and with how much back (REP-4). What a booker wrote may be about their health, so it stays out (REP-5).
pub(super) async fn cancelled_table(db: &impl ConnectionTrait, period: Period) -> Result<Table, Unexpected> {
    let (from, to) = instants(period);
    let rows = cancelled_sums(db, from, to).await?;
    let row = |sum: &crate::bookings::reports::CancelledSum| {
        let detail = match &sum.why {
            CancelledWhy::CalledOff(reason) => format!("{}: {}% back", without_full_stop(reason), sum.percent),
            _ => format!("{}% back", sum.percent),
        };
        plain_row(why_words(&sum.why), detail, vec![Cell::Count(sum.places), Cell::Money(sum.refund)])
    };
    Ok(Table {
        slug: "cancellations",
        title: "Cancellations",
        note: "Places cancelled in this period. What people wrote about themselves is not here. The amount is what was promised then, whether or not it has arrived.",
        of: "Why",
        columns: &["Places", "Promised back"],
        rows: rows.iter().map(row).collect(),
        none: "No place was cancelled.",
        has_total: true,
    })
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
