//! What a customer will not pay is written off: with a reason, and above £500 only when a second person agrees (D11). It posts; the
//! invoice itself does not change.

pub(in crate::payments) mod store;

use sea_orm::{ConnectionTrait, DbErr};

use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::ledger::{self, NewEntry};
use crate::payments::ledger_entry::{Account, Document, EntryKind, Posting};
use crate::payments::refunds::SECOND_PERSON_ABOVE;
use crate::payments::settle::spread;
use crate::payments::store as charges;

/// The command: everything that is still owed of a charge.
#[derive(Clone, Debug)]
pub struct WriteOff {
    /// Which charge.
    pub charge_id: i64,
    /// Why.
    pub reason: String,
    /// The officer.
    pub requested_by: i64,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenOff {
    /// Posted.
    Done(Pence),
    /// Above the limit: somebody else must agree.
    WaitsForSecondPerson(Pence),
}

/// A second person's answer.
#[derive(Clone, Copy, Debug)]
pub struct DecideWriteOff {
    /// Which request.
    pub write_off_id: i64,
    /// Agree, or not.
    pub is_approved: bool,
    /// The officer; never the one who asked.
    pub decided_by: i64,
}

/// Why nothing was written off.
#[derive(Debug, thiserror::Error)]
pub enum WriteOffError {
    /// Nothing is owed.
    #[error("Nothing is owed on this invoice, so there is nothing to write off.")]
    NothingOwed,
    /// One is waiting already.
    #[error("A write-off of this invoice waits for a second person already.")]
    AlreadyAsked,
    /// Decided before.
    #[error("Somebody has decided on this write-off already.")]
    NotWaiting,
    /// D11.
    #[error("You asked for this write-off, so somebody else has to decide on it.")]
    SamePerson,
    /// Money or a credit came meanwhile.
    #[error("What is owed has changed since this was asked for: it is {now} now. Refuse it, and ask again.")]
    Changed {
        /// What is owed.
        now: Pence,
    },
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(WriteOffError);

/// Writes off at once, or asks for a second person.
pub async fn write_off(app: &App, command: &WriteOff) -> Result<WrittenOff, WriteOffError> {
    let now = app.now();
    app.db.write_tx(async |tx| write_off_in(tx, command, now).await).await
}

async fn write_off_in(tx: &Tx, command: &WriteOff, now: Instant) -> Result<WrittenOff, WriteOffError> {
    charges::lock_charge(tx, command.charge_id).await?;
    let owed = ledger::balance_of_charge(tx, Account::Receivable, command.charge_id).await?;
    if owed <= Pence::ZERO {
        return Err(WriteOffError::NothingOwed);
    }
    if store::find_waiting(tx, command.charge_id).await?.is_some() {
        return Err(WriteOffError::AlreadyAsked);
    }
    let needs_second = owed > SECOND_PERSON_ABOVE;
    let id = store::insert(tx, command, (owed, needs_second), now).await?;
    if needs_second {
        record(tx, ("write_off.asked_for", id), (command.requested_by, &command.reason), now).await?;
        return Ok(WrittenOff::WaitsForSecondPerson(owed));
    }
    post(tx, id, command.charge_id, now).await?;
    record(tx, ("write_off.done", id), (command.requested_by, &command.reason), now).await?;
    Ok(WrittenOff::Done(owed))
}

/// Carries a second person's answer out.
pub async fn decide_write_off(app: &App, command: DecideWriteOff) -> Result<(), WriteOffError> {
    let now = app.now();
    app.db.write_tx(async |tx| decide_in(tx, command, now).await).await
}

async fn decide_in(tx: &Tx, command: DecideWriteOff, now: Instant) -> Result<(), WriteOffError> {
    let asked = store::find(tx, command.write_off_id).await?.ok_or(WriteOffError::NotWaiting)?;
    charges::lock_charge(tx, asked.charge_id).await?;
    if asked.requested_by_id == command.decided_by {
        return Err(WriteOffError::SamePerson);
    }
    let owed = ledger::balance_of_charge(tx, Account::Receivable, asked.charge_id).await?;
    if command.is_approved && owed.get() != asked.amount_pence {
        return Err(WriteOffError::Changed { now: owed });
    }
    if !store::mark_decided(tx, asked.id, command, now).await? {
        return Err(WriteOffError::NotWaiting);
    }
    if command.is_approved {
        post(tx, asked.id, asked.charge_id, now).await?;
    }
    let action = if command.is_approved { "write_off.done" } else { "write_off.refused" };
    Ok(record(tx, (action, asked.id), (command.decided_by, &asked.reason), now).await?)
}

/// Debit bad debts, credit what is owed, pot by pot.
async fn post(tx: &impl ConnectionTrait, id: i64, charge_id: i64, now: Instant) -> Result<(), Unexpected> {
    let mut postings = Vec::new();
    for (pot, amount) in ledger::receivable_by_pot(tx, charge_id).await? {
        let lost = Posting { account: Account::BadDebts, pot, amount, charge_id: Some(charge_id), payment_id: None };
        let owed = Posting { account: Account::Receivable, ..lost.clone().reversed() };
        postings.extend([lost, owed]);
    }
    let entry = NewEntry {
        kind: EntryKind::WrittenOff,
        document: Document::WriteOff(id),
        occurred_on: london_date(now),
        dedupe_key: format!("write_off:{id}"),
        postings,
    };
    ledger::post(tx, entry, now).await?;
    Ok(())
}

/// What was written off and has been credited since was never owed, so it is no bad debt: as much of the write-off is taken back
/// as the charge would otherwise look overpaid by, although nobody paid it.
pub(in crate::payments) async fn take_back_credited_debt(
    tx: &impl ConnectionTrait,
    charge_id: i64,
    dedupe_key: &str,
    now: Instant,
) -> Result<(), Unexpected> {
    let [lost, owed] = ledger::balances_of_charge(tx, [Account::BadDebts, Account::Receivable], charge_id).await?;
    let back = std::cmp::min(lost, -owed);
    if back <= Pence::ZERO {
        return Ok(());
    }
    let Some(row) = store::list_of_charge(tx, charge_id).await?.into_iter().rfind(|row| row.state != "refused") else {
        return Ok(());
    };
    let negative = ledger::receivable_by_pot(tx, charge_id).await?.into_iter().map(|(pot, held)| (pot, -held));
    let pots = negative.filter(|(_, overpaid)| *overpaid > Pence::ZERO).collect();
    let mut postings = Vec::new();
    for (pot, amount) in spread(back, pots) {
        let owed = Posting { account: Account::Receivable, pot, amount, charge_id: Some(charge_id), payment_id: None };
        let lost = Posting { account: Account::BadDebts, ..owed.clone().reversed() };
        postings.extend([owed, lost]);
    }
    let entry = NewEntry {
        kind: EntryKind::WrittenOff,
        document: Document::WriteOff(row.id),
        occurred_on: london_date(now),
        dedupe_key: format!("write_off:{}:credited:{dedupe_key}", row.id),
        postings,
    };
    ledger::post(tx, entry, now).await?;
    Ok(())
}

async fn record(
    tx: &impl ConnectionTrait,
    (action, id): (&str, i64),
    (by, reason): (i64, &str),
    now: Instant,
) -> Result<(), DbErr> {
    let entry = Entry {
        actor: Actor::Person(by),
        action,
        subject_kind: "write_off",
        subject_id: id,
        reason: Some(reason),
        values: None,
    };
    audit::record(tx, entry, now).await
}
