//! Tables of REP-4 that list rather than sum: codes, places without a name, overdue invoices, write-offs, refunds that failed, VAT.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::counts::{charge_href, instants, plain_row};
use super::tables::{Cell, Row, Table};
use crate::bookings::reports::{CodeSum, UnnamedSum, code_sums, unnamed_sums};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::payments::reports::{
    FailedRefund, OverdueInvoice, Period, VatSum, WrittenOffSum, overdue_invoices, refunds_that_failed, vat_sums,
    write_offs,
};

/// Discount codes used in the period (REP-4, ELG-13).
pub(super) async fn codes_table(db: &impl ConnectionTrait, period: Period) -> Result<Table, Unexpected> {
    let (from, to) = instants(period);
    let row = |sum: &CodeSum| {
        let cells = vec![Cell::Count(sum.uses), Cell::Count(sum.returned), Cell::Money(sum.given)];
        Row { href: format!("/admin/discount-codes/{}", sum.code), ..plain_row(&sum.code, sum.name.clone(), cells) }
    };
    Ok(Table {
        slug: "codes",
        title: "Discount codes used",
        note: "Bookings of this period that used a code. A use is given back when its booking ends without being paid.",
        of: "Code",
        columns: &["Bookings", "Of them given back", "Taken off"],
        rows: code_sums(db, from, to).await?.iter().map(row).collect(),
        none: "No code was used.",
        has_total: true,
    })
}

/// Places of coming dates that have no name yet (REP-4, GRP-7).
pub(super) async fn unnamed_table(db: &impl ConnectionTrait, now: Instant) -> Result<Table, Unexpected> {
    let row = |sum: &UnnamedSum| Row {
        on: sum.on,
        href: format!("/admin/events/{}", sum.event_id),
        ..plain_row(&sum.title, sum.title.clone(), vec![Cell::Count(sum.places)])
    };
    Ok(Table {
        slug: "unnamed-places",
        title: "Places without a name today",
        note: "Confirmed places of dates to come that nobody has been named for. Whoever booked them is asked by email.",
        of: "Course",
        columns: &["Places"],
        rows: unnamed_sums(db, london_date(now)).await?.iter().map(row).collect(),
        none: "Every confirmed place has a name.",
        has_total: true,
    })
}

/// What is overdue today, by age (REP-4).
pub(super) async fn overdue_table(db: &impl ConnectionTrait, now: Instant) -> Result<Table, Unexpected> {
    let row = |invoice: &OverdueInvoice| Row {
        on: Some(invoice.due_on),
        href: format!("/admin/money/invoices/{}", invoice.billing_id),
        ..plain_row(
            invoice.age,
            format!("{}, {}, due", invoice.customer, invoice.number),
            vec![Cell::Count(1), Cell::Money(invoice.owed)],
        )
    };
    Ok(Table {
        slug: "overdue",
        title: "Overdue invoices today, by age",
        note: "Counted from the day after the last day to pay.",
        of: "Overdue for",
        columns: &["Invoices", "Owed"],
        rows: overdue_invoices(db, now).await?.iter().map(row).collect(),
        none: "No invoice is overdue.",
        has_total: true,
    })
}

/// Debts given up in the period (REP-4).
pub(super) async fn write_offs_table(db: &impl ConnectionTrait, period: Period) -> Result<Table, Unexpected> {
    let row = |sum: &WrittenOffSum| {
        let (reference, payer) = &sum.charge;
        Row {
            on: Some(sum.on),
            href: charge_href(reference),
            ..plain_row(&format!("{payer}, {reference}"), sum.reason.clone(), vec![Cell::Money(sum.amount)])
        }
    };
    Ok(Table {
        slug: "write-offs",
        title: "Written off",
        note: "Debts that were given up in this period, each with its reason. Below zero: what was owed has been credited since.",
        of: "Charge",
        columns: &["Amount"],
        rows: write_offs(db, period).await?.iter().map(row).collect(),
        none: "Nothing was written off.",
        has_total: true,
    })
}

/// Refunds that did not arrive at the first attempt (REP-4, REF-11).
pub(super) async fn failed_refunds_table(db: &impl ConnectionTrait, period: Period) -> Result<Table, Unexpected> {
    let row = |refund: &FailedRefund| {
        let (reference, payer) = refund.charge.clone().unwrap_or_default();
        let words = [payer, reference.clone(), refund.why.clone()];
        let detail = words.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        Row {
            on: Some(refund.on),
            href: if reference.is_empty() { String::new() } else { charge_href(&reference) },
            ..plain_row(refund.state.label(), detail, vec![Cell::Count(1), Cell::Money(refund.amount)])
        }
    };
    Ok(Table {
        slug: "refunds-failed",
        title: "Refunds that failed",
        note: "Refunds asked for in this period that failed at least once, by how they stand today.",
        of: "How it stands",
        columns: &["Refunds", "Amount"],
        rows: refunds_that_failed(db, period).await?.iter().map(row).collect(),
        none: "No refund failed.",
        has_total: true,
    })
}

/// What was charged, by how it stands to VAT (REP-4). The tax itself has a column only for a charity that is registered (AC-01).
pub(super) async fn vat_table(
    db: &impl ConnectionTrait,
    period: Period,
    registered_from: Option<NaiveDate>,
) -> Result<Table, Unexpected> {
    let registered_from = registered_from.filter(|from| *from <= period.last_day());
    let cells = |sum: &VatSum| {
        let mut cells = [sum.charged, -sum.credited, sum.charged - sum.credited].map(Cell::Money).to_vec();
        cells.extend(registered_from.map(|_| Cell::Money(sum.vat)));
        cells
    };
    let columns: &'static [&'static str] = match registered_from {
        None => &["Charged", "Credited", "What is left"],
        Some(_) => &["Charged", "Credited", "What is left", "VAT in it"],
    };
    let sums = vat_sums(db, period, registered_from).await?;
    Ok(Table {
        slug: "vat",
        title: "Charged, by VAT treatment",
        note: "By the day something was charged or credited, whether or not it was paid.",
        of: "Treatment",
        columns,
        rows: sums.iter().map(|sum| plain_row(sum.treatment.label(), String::new(), cells(sum))).collect(),
        none: "Nothing was charged or credited.",
        has_total: true,
    })
}
