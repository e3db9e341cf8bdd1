//! An officer gives back whatever the payer of a charge is owed: money that bought nothing, and what was paid for lines credited
//! since. Nothing is typed: the books say how much.

use sea_orm::ConnectionTrait;

use super::refund_charge::{RefundCharge, refund_charge};
use super::refund_left_over::left_over_asked_by;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::jobs::Priority;
use crate::kernel::{Instant, Pence, TokenSource, Unexpected};
use crate::payments::charge::RefundId;
use crate::payments::ledger_entry::Account;
use crate::payments::{ledger, store as money};

const REASON: &str = "Paid more than is owed";

/// Asks for the refunds and gives them; none when nothing is owed. Above £500 each waits for a second person, who cannot be the
/// officer who asked (D11).
pub async fn return_what_is_owed(app: &App, charge_id: i64, asked_by: i64) -> Result<Vec<RefundId>, Unexpected> {
    let now = app.now();
    app.db.write_tx(async |tx| ask_for_all(app, tx, charge_id, asked_by, now).await).await
}

async fn ask_for_all(
    app: &App,
    tx: &Tx,
    charge_id: i64,
    asked_by: i64,
    now: Instant,
) -> Result<Vec<RefundId>, Unexpected> {
    money::lock_charge(tx, charge_id).await?;
    let tokens = app.tokens.as_ref();
    let ask = RefundCharge {
        charge_id,
        lines: credited_lines(tx, charge_id).await?,
        reason: REASON.to_owned(),
        dedupe_key: format!("owed:{}", tokens.reference()),
        requested_by: Some(asked_by),
        priority: Priority::Usual,
    };
    let mut refunds = refund_charge(tx, tokens, ask, now).await?.ids();
    // Money that still has something to pay for is not left over.
    let is_settled = ledger::balance_of_charge(tx, Account::Receivable, charge_id).await? <= Pence::ZERO;
    let unused = if is_settled { ledger::payments_meant_for(tx, charge_id).await? } else { Vec::new() };
    for payment_id in unused {
        refunds.extend(left_over_asked_by(tx, tokens, payment_id, (REASON, Some(asked_by)), now).await?);
    }
    for refund in &refunds {
        let entry = Entry {
            actor: Actor::Person(asked_by),
            action: "refund.asked_for",
            subject_kind: "refund",
            subject_id: refund.0,
            reason: Some(REASON),
            values: None,
        };
        audit::record(tx, entry, now).await?;
    }
    Ok(refunds)
}

/// Why what was paid too much goes back.
#[derive(Clone, Debug)]
pub struct Overpaid<'a> {
    /// The charge that was paid.
    pub charge_id: i64,
    /// A few words for officers and for the payer.
    pub reason: &'a str,
    /// Names the act; asked again, nothing more goes back (REF-9).
    pub dedupe_key: &'a str,
    /// Who asked, if signed in.
    pub requested_by: Option<i64>,
}

/// Gives back, in the caller's transaction, what was set against a charge beyond what is owed for it: a part payment of what
/// was credited since. Gives the sum; one statement when there is nothing.
pub async fn refund_overpaid(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    overpaid: Overpaid<'_>,
    now: Instant,
) -> Result<Pence, Unexpected> {
    let Overpaid { charge_id, reason, dedupe_key, requested_by } = overpaid;
    if ledger::balance_of_charge(tx, Account::Receivable, charge_id).await? >= Pence::ZERO {
        return Ok(Pence::ZERO);
    }
    let ask = RefundCharge {
        charge_id,
        lines: credited_lines(tx, charge_id).await?,
        reason: reason.to_owned(),
        dedupe_key: dedupe_key.to_owned(),
        requested_by,
        priority: Priority::Usual,
    };
    Ok(refund_charge(tx, tokens, ask, now).await?.total())
}

/// Every line with what was credited of it; what has gone back already is taken off when the refund is decided.
async fn credited_lines(tx: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<(i64, Pence)>, Unexpected> {
    let ids: Vec<i64> = money::list_lines(tx, charge_id).await?.iter().map(|line| line.id).collect();
    let credited = money::credited_of_lines(tx, &ids).await?;
    Ok(ids.into_iter().map(|id| (id, credited.get(&id).copied().unwrap_or_default())).collect())
}
