//! Raises a charge: what is owed, by whom, for what.

use sea_orm::ConnectionTrait;

use super::charge::{NewCharge, NewLine, Payer, RaisedCharge};
use super::ledger::{self, NewEntry};
use super::ledger_entry::{Account, Document, EntryKind, Posting, Pot};
use super::store;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, TokenSource, Unexpected};

/// A charge whose lines are still to be written, in the same transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedCharge {
    /// The row.
    pub id: i64,
    /// What people see.
    pub reference: String,
}

/// Writes the charge and its lines in the caller's transaction: debit what is owed, credit deferred income. A free charge
/// is written too, and moves no money.
pub async fn raise_charge(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    new: NewCharge,
    now: Instant,
) -> Result<RaisedCharge, Unexpected> {
    let opened = open_charge(tx, tokens, (&new.payer, &new.description), now).await?;
    fill_charge(tx, opened, &new.lines, now).await
}

/// The first half of [`raise_charge`], for a seller whose rows name the charge; [`fill_charge`] follows when the lines can
/// name those rows.
pub async fn open_charge(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    (payer, description): (&Payer, &str),
    now: Instant,
) -> Result<OpenedCharge, Unexpected> {
    let reference = tokens.reference();
    let id = store::insert_charge(tx, payer, (&reference, description), now).await?;
    Ok(OpenedCharge { id, reference })
}

/// The second half: lines and postings.
pub async fn fill_charge(
    tx: &impl ConnectionTrait,
    opened: OpenedCharge,
    lines: &[NewLine],
    now: Instant,
) -> Result<RaisedCharge, Unexpected> {
    (!lines.is_empty()).then_some(()).context("a charge has at least one line")?;
    let OpenedCharge { id, reference } = opened;
    let entry = NewEntry {
        kind: EntryKind::ChargeRaised,
        document: Document::Charge(id),
        occurred_on: london_date(now),
        dedupe_key: format!("charge:{reference}:raised"),
        postings: lines.iter().flat_map(|line| line_postings(id, line)).collect(),
    };
    let (line_ids, _) =
        tokio::try_join!(biased; store::insert_lines(tx, id, lines, now), ledger::post(tx, entry, now))?;
    let total: Pence = lines.iter().map(NewLine::price).sum();
    Ok(RaisedCharge { id, reference, line_ids, total })
}

pub(super) fn line_postings(charge_id: i64, line: &NewLine) -> [Posting; 2] {
    let owed = Posting {
        account: Account::Receivable,
        pot: Pot { fund: line.fund.clone(), activity: line.activity.clone() },
        amount: line.price(),
        charge_id: Some(charge_id),
        payment_id: None,
    };
    let income = Posting { account: Account::DeferredIncome, ..owed.clone().reversed() };
    [owed, income]
}
