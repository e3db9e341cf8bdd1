//! Gives back what was paid for lines of a charge.

use sea_orm::ConnectionTrait;

use super::open_refund::{NewRefund, SECOND_PERSON_ABOVE, open_refund};
use super::split_refund::{Part, cap, split};
use super::store;
use crate::kernel::{Instant, Pence, TokenSource, Unexpected};
use crate::payments::charge::RefundId;
use crate::payments::ledger;
use crate::payments::ledger_entry::{Account, Posting, Pot};
use crate::payments::store as money;

/// What is to go back, and why.
#[derive(Clone, Debug)]
pub struct RefundCharge {
    /// The charge that was paid.
    pub charge_id: i64,
    /// By line: at most what was credited of the line and has not gone back yet.
    pub lines: Vec<(i64, Pence)>,
    /// A few words for officers and for the payer, such as "Place cancelled in time".
    pub reason: String,
    /// Names the act; asked again, the same refunds are answered (REF-9).
    pub dedupe_key: String,
    /// Who asked, if signed in.
    pub requested_by: Option<i64>,
}

/// Writes the refunds in the caller's transaction, one for each payment they come out of; a job sends the money later
/// (REF-8). Call [`credit_lines`](crate::payments::credit_lines()) first: only what was paid beyond what is still owed can go
/// back, so a charge that nobody paid gives none. Above £500 in all, each waits for a second person (D11).
pub async fn refund_charge(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    ask: RefundCharge,
    now: Instant,
) -> Result<Vec<RefundId>, Unexpected> {
    money::lock_charge(tx, ask.charge_id).await?;
    let known = known_refunds(tx, &ask).await?;
    if !known.is_empty() {
        return Ok(known);
    }
    let parts = decide_parts(tx, &ask).await?;
    let total: Pence = parts.iter().map(Part::total).sum();
    let mut refunds = Vec::with_capacity(parts.len());
    for part in parts {
        money::lock_payment(tx, part.payment_id).await?;
        let payment = money::load_payment(tx, part.payment_id).await?;
        let new = NewRefund {
            payment: &payment,
            charge_id: Some(ask.charge_id),
            amount: part.total(),
            reason: &ask.reason,
            dedupe_key: format!("{}:{}", ask.dedupe_key, part.payment_id),
            lines: &part.lines,
            requested_by: ask.requested_by,
            needs_second_person: total > SECOND_PERSON_ABOVE,
            debits: debits(tx, &ask, &part).await?,
        };
        refunds.push(open_refund(tx, tokens, new, now).await?);
    }
    Ok(refunds)
}

async fn known_refunds(tx: &impl ConnectionTrait, ask: &RefundCharge) -> Result<Vec<RefundId>, Unexpected> {
    let refunds = store::list_of_charge(tx, ask.charge_id).await?;
    let is_ours =
        |refund: &&store::RefundRow| refund.row.dedupe_key == format!("{}:{}", ask.dedupe_key, refund.row.payment_id);
    Ok(refunds.iter().filter(is_ours).map(store::RefundRow::id).collect())
}

/// How much of each line comes out of which payment: never more than was credited of the line, than the charge was
/// overpaid, or than the payments hold.
async fn decide_parts(tx: &impl ConnectionTrait, ask: &RefundCharge) -> Result<Vec<Part>, Unexpected> {
    let mut lines = Vec::with_capacity(ask.lines.len());
    for (line_id, asked) in &ask.lines {
        let credited = money::credited_of_line(tx, *line_id).await?;
        let open = credited - store::refunded_of_line(tx, *line_id).await?;
        lines.push((*line_id, std::cmp::min(*asked, open)));
    }
    let overpaid = -ledger::balance_of_charge(tx, Account::Receivable, ask.charge_id).await?;
    let drawable = ledger::drawable_by_payment(tx, ask.charge_id).await?;
    let drawable: Vec<(i64, Pence)> = drawable.iter().map(|held| (held.payment_id, Pence::new(held.pence))).collect();
    Ok(split(&cap(&lines, overpaid), &drawable))
}

async fn debits(tx: &impl ConnectionTrait, ask: &RefundCharge, part: &Part) -> Result<Vec<Posting>, Unexpected> {
    let ids: Vec<i64> = part.lines.iter().map(|(id, _)| *id).collect();
    let lines = money::load_lines(tx, &ids).await?;
    let amount_of =
        |id: i64| part.lines.iter().find(|(line, _)| *line == id).map_or(Pence::ZERO, |(_, amount)| *amount);
    let debit = |line: money::LineRow| Posting {
        account: Account::Receivable,
        amount: amount_of(line.id),
        pot: Pot { fund: line.fund, activity: line.activity },
        charge_id: Some(ask.charge_id),
        payment_id: Some(part.payment_id),
    };
    Ok(lines.into_iter().map(debit).collect())
}
