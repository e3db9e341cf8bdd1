//! What money going back means for the term it had paid for: all of it inside 14 days ends the term as if it had never been;
//! so does, from today, a dispute that the bank decided against us. A part of it changes nothing.

use serde_json::json;

use super::cooling_off::is_in_cooling_off;
use super::leaving::{changed_from, goes_with};
use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::chain::{Chain, TermRecord};
use crate::members::membership::orders::letters::{Letter, queue_letter};
use crate::members::membership::queries::load_chain;
use crate::payments;
use crate::payments::refunds::RefundState;

/// A term that ended because its money went back.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct TermEnded {
    /// Whose.
    pub person_id: i64,
    /// The term.
    pub term_id: i64,
}

/// How the money of a term went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyGone {
    /// We gave it back.
    PaidBack,
    /// The payer's bank took it back.
    TakenBack,
}

impl MoneyGone {
    /// Both.
    pub const ALL: [Self; 2] = [Self::PaidBack, Self::TakenBack];

    /// As it stands beside the end of a term.
    pub const fn end_reason(self) -> &'static str {
        match self {
            Self::PaidBack => "paid back within 14 days",
            Self::TakenBack => "the bank took the payment back",
        }
    }

    /// From the stored reason.
    pub fn parse(reason: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.end_reason() == reason)
    }
}

/// Hears that money of this charge has arrived back with its payer.
pub async fn on_refund(tx: &Tx, charge_id: i64, now: Instant) -> Result<Option<TermEnded>, Unexpected> {
    let money = payments::queries::charge_money(tx, charge_id).await?;
    // What was left over of a second payment goes back from its account, not from what paid for the term.
    let kept = money.paid - money.refunded - money.refund_pending;
    if money.paid <= Pence::ZERO || kept > Pence::ZERO || money.refund_pending > Pence::ZERO {
        return Ok(None);
    }
    let refunds = payments::queries::refunds_of_charge(tx, charge_id).await?;
    let asked =
        refunds.iter().filter(|refund| refund.state == RefundState::Succeeded).map(|refund| refund.requested_at);
    let Some(last_asked) = asked.max() else { return Ok(None) };
    for (person_id, term_id) in store::list_terms_of_charge(tx, charge_id).await? {
        let chain = load_chain(tx, person_id).await?;
        let term = chain.terms.iter().find(|record| record.id == term_id);
        let Some(term) = term.filter(|term| is_in_cooling_off(term.created_at, last_asked)) else { continue };
        if !end(tx, term, never_counted(term), MoneyGone::PaidBack.end_reason(), now).await? {
            continue;
        }
        end_pauses_after(tx, (&chain, term), MoneyGone::PaidBack.end_reason(), london_date(now)).await?;
        for before in changed_from(&chain, term) {
            store::restore_term(tx, before.id).await?;
        }
        return Ok(Some(TermEnded { person_id, term_id }));
    }
    Ok(None)
}

/// Hears that the bank has taken the payment of this charge back for good.
pub async fn on_dispute_lost(
    app: &App,
    tx: &Tx,
    charge_id: i64,
    now: Instant,
) -> Result<Option<TermEnded>, Unexpected> {
    for (person_id, term_id) in store::list_terms_of_charge(tx, charge_id).await? {
        let chain = load_chain(tx, person_id).await?;
        let Some(term) = chain.terms.iter().find(|record| record.id == term_id) else { continue };
        let yesterday = london_date(now).pred_opt().unwrap_or(chrono::NaiveDate::MIN);
        let last_day = std::cmp::max(yesterday, never_counted(term));
        if !end(tx, term, last_day, MoneyGone::TakenBack.end_reason(), now).await? {
            continue;
        }
        end_pauses_after(tx, (&chain, term), MoneyGone::TakenBack.end_reason(), london_date(now)).await?;
        let data = json!({ "type_name": term.type_name });
        let key = format!("membership-payment-lost:{term_id}");
        let letter = Letter { template: "membership_payment_lost", person_id, data, key };
        queue_letter(app, tx, letter, now).await?;
        return Ok(Some(TermEnded { person_id, term_id }));
    }
    Ok(None)
}

/// Ends the free months that a pause added after this term and that have not begun: they were free because the term was paid.
pub(super) async fn end_pauses_after(
    tx: &Tx,
    (chain, term): (&Chain, &TermRecord),
    reason: &str,
    today: chrono::NaiveDate,
) -> Result<(), Unexpected> {
    for pause in chain.terms.iter().filter(|pause| goes_with(pause, term, today)) {
        store::end_term(tx, pause.id, never_counted(pause), reason).await?;
    }
    Ok(())
}

fn never_counted(term: &TermRecord) -> chrono::NaiveDate {
    term.term.starts_on.pred_opt().unwrap_or(chrono::NaiveDate::MIN)
}

async fn end(
    tx: &Tx,
    term: &TermRecord,
    last_day: chrono::NaiveDate,
    reason: &str,
    now: Instant,
) -> Result<bool, Unexpected> {
    if !store::end_term(tx, term.id, last_day, reason).await? {
        return Ok(false);
    }
    let entry = Entry {
        actor: Actor::System,
        action: "membership_term.ended",
        subject_kind: "membership_term",
        subject_id: term.id,
        reason: Some(reason),
        values: Some((json!({ "last_day": term.term.last_day() }), json!({ "last_day": last_day }))),
    };
    audit::record(tx, entry, now).await?;
    Ok(true)
}
