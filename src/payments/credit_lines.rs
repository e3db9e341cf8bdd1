//! Credits lines of a charge: what is no longer owed, because a place was cancelled or its price came down.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait;

use super::invoices;
use super::known_lines::KnownLines;
use super::ledger::{self, NewEntry};
use super::ledger_entry::{Account, Document, EntryKind, Posting, Pot};
use super::store::{self, LineRow, NewCredit};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};

/// Credits each line by up to its amount, in the caller's transaction: debit deferred income, credit what is owed. Never
/// more than is left of the line's price; asked again under the same key, nothing happens. Gives the sum credited now.
/// A charge that has an invoice gets a credit note of it (AC-04); what is credited of a debt that was written off is no bad
/// debt any more. What was paid beyond the new total goes back only when [`refund_charge`](super::refund_charge()) is called
/// after this, or both at once by [`credit_and_refund`](super::credit_and_refund()).
pub async fn credit_lines(
    tx: &impl ConnectionTrait,
    lines: &[(i64, Pence)],
    reason: &str,
    dedupe_key: &str,
    now: Instant,
) -> Result<Pence, Unexpected> {
    let ids: Vec<i64> = lines.iter().map(|(id, _)| *id).collect();
    let rows = store::load_lines(tx, &ids).await?;
    for charge_id in charges_of(&rows) {
        store::lock_charge(tx, charge_id).await?;
    }
    credit_known(tx, &mut KnownLines::of(tx, rows).await?, lines, Wording { reason, dedupe_key }, now).await
}

/// Why something is credited, and what names the act.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wording<'a> {
    pub(super) reason: &'a str,
    pub(super) dedupe_key: &'a str,
}

/// The same for lines that are known and whose charges are locked.
pub(super) async fn credit_known(
    tx: &impl ConnectionTrait,
    known: &mut KnownLines,
    lines: &[(i64, Pence)],
    wording: Wording<'_>,
    now: Instant,
) -> Result<Pence, Unexpected> {
    let mut total = Pence::ZERO;
    let mut credited = Vec::new();
    for line in known.rows() {
        let asked = lines.iter().find(|(id, _)| *id == line.id).map_or(Pence::ZERO, |(_, amount)| *amount);
        let amount = credit_line(tx, (line, known.credited(line.id)), asked, wording, now).await?;
        credited.push((line.id, amount));
        total += amount;
    }
    for (line_id, amount) in credited {
        known.note_credit(line_id, amount);
    }
    for charge_id in charges_of(known.rows()) {
        invoices::take_back_credited_debt(tx, charge_id, wording.dedupe_key, now).await?;
        invoices::credit_notes_for(tx, charge_id, wording.reason, now).await?;
    }
    Ok(total)
}

/// The charges of these lines, each once, by rising id.
fn charges_of(rows: &[LineRow]) -> BTreeSet<i64> {
    rows.iter().map(|line| line.charge_id).collect()
}

async fn credit_line(
    tx: &impl ConnectionTrait,
    (line, credited): (&LineRow, Pence),
    asked: Pence,
    wording: Wording<'_>,
    now: Instant,
) -> Result<Pence, Unexpected> {
    let open = Pence::new(line.price_pence) - credited;
    let amount = std::cmp::min(asked, open);
    if amount <= Pence::ZERO {
        return Ok(Pence::ZERO);
    }
    let dedupe_key = format!("{}:{}", wording.dedupe_key, line.id);
    let new = NewCredit { line_id: line.id, amount, reason: wording.reason, dedupe_key: &dedupe_key };
    let Some(credit_id) = store::insert_credit(tx, new, now).await? else { return Ok(Pence::ZERO) };
    let income = Posting {
        account: Account::DeferredIncome,
        pot: Pot { fund: line.fund.clone(), activity: line.activity.clone() },
        amount,
        charge_id: Some(line.charge_id),
        payment_id: None,
    };
    let owed = Posting { account: Account::Receivable, ..income.clone().reversed() };
    let entry = NewEntry {
        kind: EntryKind::ChargeCredited,
        document: Document::Credit(credit_id),
        occurred_on: london_date(now),
        dedupe_key: format!("credit:{dedupe_key}"),
        postings: vec![income, owed],
    };
    ledger::post(tx, entry, now).await?;
    Ok(amount)
}
