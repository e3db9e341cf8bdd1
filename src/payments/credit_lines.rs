//! Credits lines of a charge: what is no longer owed, because a place was cancelled or its price came down.

use sea_orm::ConnectionTrait;

use super::invoices;
use super::ledger::{self, NewEntry};
use super::ledger_entry::{Account, Document, EntryKind, Posting, Pot};
use super::store::{self, LineRow, NewCredit};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};

/// Credits each line by up to its amount, in the caller's transaction: debit deferred income, credit what is owed. Never
/// more than is left of the line's price; asked again under the same key, nothing happens. Gives the sum credited now.
/// A charge that has an invoice gets a credit note of it (AC-04); what is credited of a debt that was written off is no bad debt any more. What was paid beyond the new total goes back only when [`refund_charge`](super::refund_charge()) is called after this.
pub async fn credit_lines(
    tx: &impl ConnectionTrait,
    lines: &[(i64, Pence)],
    reason: &str,
    dedupe_key: &str,
    now: Instant,
) -> Result<Pence, Unexpected> {
    let ids: Vec<i64> = lines.iter().map(|(id, _)| *id).collect();
    let rows = store::load_lines(tx, &ids).await?;
    let mut charges: Vec<i64> = rows.iter().map(|line| line.charge_id).collect();
    charges.sort_unstable();
    charges.dedup();
    for charge_id in &charges {
        store::lock_charge(tx, *charge_id).await?;
    }
    let mut credited = Pence::ZERO;
    for line in rows {
        let asked = lines.iter().find(|(id, _)| *id == line.id).map_or(Pence::ZERO, |(_, amount)| *amount);
        credited += credit_line(tx, &line, asked, Wording { reason, dedupe_key }, now).await?;
    }
    for charge_id in charges {
        invoices::take_back_credited_debt(tx, charge_id, dedupe_key, now).await?;
        invoices::credit_notes_for(tx, charge_id, reason, now).await?;
    }
    Ok(credited)
}

#[derive(Clone, Copy)]
struct Wording<'a> {
    reason: &'a str,
    dedupe_key: &'a str,
}

async fn credit_line(
    tx: &impl ConnectionTrait,
    line: &LineRow,
    asked: Pence,
    wording: Wording<'_>,
    now: Instant,
) -> Result<Pence, Unexpected> {
    let open = Pence::new(line.price_pence) - store::credited_of_line(tx, line.id).await?;
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
