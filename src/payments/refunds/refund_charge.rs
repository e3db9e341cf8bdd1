//! Gives back what was paid for lines of a charge.

use sea_orm::ConnectionTrait;

use super::open_refund::{NewRefund, SECOND_PERSON_ABOVE, open_refund};
use super::split_refund::{Part, cap, split};
use super::store;
use crate::jobs::Priority;
use crate::kernel::{Instant, Pence, TokenSource, Unexpected};
use crate::payments::charge::RefundId;
use crate::payments::credit_lines::{Wording, credit_known};
use crate::payments::known_lines::KnownLines;
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
    /// Whether it is one of very many.
    pub priority: Priority,
}

/// Writes the refunds in the caller's transaction, one for each payment they come out of; a job sends the money later
/// (REF-8). Call [`credit_lines`](crate::payments::credit_lines()) first: only what was paid beyond what is still owed can go
/// back, so a charge that nobody paid gives none. Above £500 in all, each waits for a second person (D11). Gives the refunds
/// with what each comes to.
pub async fn refund_charge(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    ask: RefundCharge,
    now: Instant,
) -> Result<Refunded, Unexpected> {
    money::lock_charge(tx, ask.charge_id).await?;
    let ids: Vec<i64> = ask.lines.iter().map(|(id, _)| *id).collect();
    let lines = KnownLines::of(tx, money::load_lines(tx, &ids).await?).await?;
    refund_known(tx, tokens, &lines, ask, now).await
}

/// Credits lines and gives back what was paid for them, in the caller's transaction and behind one lock: what
/// [`credit_lines`](crate::payments::credit_lines()) and [`refund_charge`] do one after the other, for lines of one charge and
/// under one key. `credited` holds every line of the refund.
pub async fn credit_and_refund(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    (credited, reason): (&[(i64, Pence)], &str),
    ask: RefundCharge,
    now: Instant,
) -> Result<Refunded, Unexpected> {
    money::lock_charge(tx, ask.charge_id).await?;
    let ids: Vec<i64> = credited.iter().map(|(id, _)| *id).collect();
    let mut lines = KnownLines::of(tx, money::load_lines(tx, &ids).await?).await?;
    if lines.rows().iter().any(|line| line.charge_id != ask.charge_id) {
        return Err(Unexpected::because(format!("not all lines to be credited belong to charge {}", ask.charge_id)));
    }
    if ask.lines.iter().any(|(id, _)| !ids.contains(id)) {
        return Err(Unexpected::because(format!("a line of charge {} is to go back and not credited", ask.charge_id)));
    }
    let wording = Wording { reason, dedupe_key: &ask.dedupe_key };
    credit_known(tx, &mut lines, credited, wording, now).await?;
    refund_known(tx, tokens, &lines, ask, now).await
}

/// Refunds as they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refunded(Vec<(RefundId, Pence)>);

impl Refunded {
    /// What goes back in all.
    pub fn total(&self) -> Pence {
        self.0.iter().map(|(_, amount)| *amount).sum()
    }

    /// Which refunds.
    pub fn ids(&self) -> Vec<RefundId> {
        self.0.iter().map(|(id, _)| *id).collect()
    }
}

async fn refund_known(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    lines: &KnownLines,
    ask: RefundCharge,
    now: Instant,
) -> Result<Refunded, Unexpected> {
    let known = known_refunds(tx, &ask).await?;
    if !known.0.is_empty() {
        return Ok(known);
    }
    let parts = decide_parts(tx, lines, &ask).await?;
    let total: Pence = parts.iter().map(Part::total).sum();
    let mut refunds = Vec::with_capacity(parts.len());
    for part in parts {
        let payment = money::lock_payment(tx, part.payment_id).await?;
        let new = NewRefund {
            payment: &payment,
            charge_id: Some(ask.charge_id),
            amount: part.total(),
            reason: &ask.reason,
            dedupe_key: format!("{}:{}", ask.dedupe_key, part.payment_id),
            lines: &part.lines,
            requested_by: ask.requested_by,
            priority: ask.priority,
            needs_second_person: total > SECOND_PERSON_ABOVE,
            debits: debits(lines, &ask, &part),
        };
        refunds.push((open_refund(tx, tokens, new, now).await?, part.total()));
    }
    Ok(Refunded(refunds))
}

async fn known_refunds(tx: &impl ConnectionTrait, ask: &RefundCharge) -> Result<Refunded, Unexpected> {
    let refunds = store::list_of_charge(tx, ask.charge_id).await?;
    let is_ours =
        |refund: &&store::RefundRow| refund.row.dedupe_key == format!("{}:{}", ask.dedupe_key, refund.row.payment_id);
    Ok(Refunded(refunds.iter().filter(is_ours).map(|refund| (refund.id(), refund.amount())).collect()))
}

/// How much of each line comes out of which payment: never more than was credited of the line, than the charge was
/// overpaid, or than the payments hold.
async fn decide_parts(
    tx: &impl ConnectionTrait,
    known: &KnownLines,
    ask: &RefundCharge,
) -> Result<Vec<Part>, Unexpected> {
    let ids: Vec<i64> = ask.lines.iter().map(|(id, _)| *id).collect();
    let refunded = store::refunded_of_lines(tx, &ids).await?;
    let open = |id: i64| known.credited(id) - refunded.get(&id).copied().unwrap_or_default();
    let lines: Vec<(i64, Pence)> =
        ask.lines.iter().map(|(id, asked)| (*id, std::cmp::min(*asked, open(*id)))).collect();
    let charge = ledger::owed_and_set(tx, ask.charge_id).await?;
    Ok(split(&cap(&lines, -charge.owed), &charge.drawable))
}

fn debits(known: &KnownLines, ask: &RefundCharge, part: &Part) -> Vec<Posting> {
    let amount_of = |id: i64| part.lines.iter().find(|(line, _)| *line == id).map(|(_, amount)| *amount);
    let debit = |line: &money::LineRow| {
        Some(Posting {
            account: Account::Receivable,
            amount: amount_of(line.id)?,
            pot: Pot { fund: line.fund.clone(), activity: line.activity.clone() },
            charge_id: Some(ask.charge_id),
            payment_id: Some(part.payment_id),
        })
    };
    known.rows().iter().filter_map(debit).collect()
}
