//! Adds lines to a charge that stands already: a place of a booking costs another price from now on, so its old line is credited
//! and a new one takes its place. What was written before is never changed.

use sea_orm::ConnectionTrait;

use super::charge::NewLine;
use super::invoices;
use super::ledger::{self, NewEntry};
use super::ledger_entry::{Document, EntryKind};
use super::raise_charge::line_postings;
use super::store;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// Writes the lines behind those that are there and posts them as owed; an invoice of the charge is issued anew with them (AC-04).
/// Gives their ids in the same order.
pub async fn add_lines(
    tx: &impl ConnectionTrait,
    charge_id: i64,
    lines: &[NewLine],
    now: Instant,
) -> Result<Vec<i64>, Unexpected> {
    store::lock_charge(tx, charge_id).await?;
    let there = store::list_lines(tx, charge_id).await?.last().map_or(0, |line| line.position);
    let ids = store::insert_lines_after(tx, (charge_id, there), lines, now).await?;
    let first = ids.first().context("no line was added")?;
    let entry = NewEntry {
        kind: EntryKind::ChargeRaised,
        document: Document::Charge(charge_id),
        occurred_on: london_date(now),
        dedupe_key: format!("charge-line:{first}:added"),
        postings: lines.iter().flat_map(|line| line_postings(charge_id, line)).collect(),
    };
    ledger::post(tx, entry, now).await?;
    invoices::reissue_with_new_lines(tx, charge_id, now).await?;
    Ok(ids)
}
