//! Somebody leaves: notice goes on record, what was bought within 14 days is cancelled and paid back, the rest runs to its paid
//! end, and an acknowledgement goes out at once (CO-10).

use serde_json::json;

use super::leaving::{Leaving, changed_from, preview_leaving};
use super::money_back::end_pauses_after;
use super::store;
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::db::Tx;
use crate::jobs::Priority;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::chain::{Chain, TermRecord};
use crate::members::membership::officer_facts::FactKind;
use crate::members::membership::officer_facts::store::{NewFact, insert_fact};
use crate::members::membership::orders::close_open_order;
use crate::members::membership::orders::letters::{Letter, queue_letter};
use crate::members::membership::queries::load_chain;
use crate::payments::{self, RefundCharge};
use crate::unexpected_from;

/// Who leaves.
#[derive(Clone, Debug)]
pub struct Leave {
    /// The member.
    pub person_id: i64,
    /// Why, if they cared to say.
    pub reason: Option<String>,
    /// Who wrote it down: the member, or an officer for them.
    pub actor: Actor,
}

/// Why nothing happened.
#[derive(Debug, thiserror::Error)]
pub enum LeaveError {
    /// No membership to leave.
    #[error("You are not a member, so there is nothing to leave.")]
    NotAMember,
    /// Notice was given before.
    #[error("You have told us already. Your account shows until when you stay a member.")]
    LeftBefore,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(LeaveError);

/// Leaves, and says what that came to.
pub async fn leave(app: &App, command: Leave) -> Result<Leaving, LeaveError> {
    let now = app.now();
    app.db.write_tx(async |tx| leave_in(app, tx, &command, now).await).await
}

async fn leave_in(app: &App, tx: &Tx, command: &Leave, now: Instant) -> Result<Leaving, LeaveError> {
    let today = london_date(now);
    let chain = load_chain(tx, command.person_id).await?;
    if chain.fact_on(FactKind::Resigned, today).is_some() {
        return Err(LeaveError::LeftBefore);
    }
    let leaving = preview_leaving(&chain, now).ok_or(LeaveError::NotAMember)?;
    let notice = NewFact {
        person_id: command.person_id,
        kind: FactKind::Resigned,
        starts_on: today,
        ends_on: None,
        reason: command.reason.as_deref(),
        minute_reference: None,
        recorded_by_id: command.actor.person_id().filter(|id| *id != command.person_id),
    };
    let fact_id = insert_fact(tx, notice, now).await?;
    close_open_order(app, tx, command.person_id, (command.actor, "left"), now).await?;
    end_what_lasts_for_life(tx, &chain, &leaving).await?;
    for term in chain.terms.iter().filter(|term| leaving.cancelled_terms.contains(&term.id)) {
        cancel_term(app, tx, (&chain, term), "cancelled within 14 days", now).await?;
    }
    let entry = Entry {
        actor: command.actor,
        action: "membership.left",
        subject_kind: "membership_fact",
        subject_id: fact_id,
        reason: command.reason.as_deref(),
        values: Some((
            json!({}),
            json!({ "effective_on": leaving.effective_on, "refund_pence": leaving.refund.get() }),
        )),
    };
    record(tx, entry, now).await?;
    let data = json!({
        "effective_on": long_date(leaving.effective_on),
        "is_at_once": leaving.effective_on == today,
        "has_refund": leaving.refund > Pence::ZERO,
        "refund": leaving.refund.to_string(),
    });
    let key = format!("membership-left:{fact_id}");
    queue_letter(app, tx, Letter { template: "membership_left", person_id: command.person_id, data, key }, now).await?;
    Ok(leaving)
}

/// A membership for life has no paid end to run to: it ends on the day of the notice.
async fn end_what_lasts_for_life(tx: &Tx, chain: &Chain, leaving: &Leaving) -> Result<(), Unexpected> {
    for term in chain.counted().filter(|term| term.term.last_day() > leaving.effective_on) {
        if !leaving.cancelled_terms.contains(&term.id) {
            store::end_term(tx, term.id, leaving.effective_on, "left").await?;
        }
    }
    Ok(())
}

/// Cancels a bought term: it never counted, its charge is credited, and what was paid goes back. A term it had taken the place
/// of runs on.
pub(in crate::members::membership) async fn cancel_term(
    app: &App,
    tx: &Tx,
    (chain, term): (&Chain, &TermRecord),
    reason: &str,
    now: Instant,
) -> Result<(), Unexpected> {
    let day_before = term.term.starts_on.pred_opt().unwrap_or(chrono::NaiveDate::MIN);
    store::end_term(tx, term.id, day_before, reason).await?;
    end_pauses_after(tx, (chain, term), reason, london_date(now)).await?;
    for before in changed_from(chain, term) {
        store::restore_term(tx, before.id).await?;
    }
    let Some(charge_id) = term.charge_id else { return Ok(()) };
    let lines = payments::queries::lines_of(tx, charge_id).await?;
    let lines: Vec<(i64, Pence)> = lines.into_iter().filter(|(_, price)| *price > Pence::ZERO).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let key = format!("membership-term:{}:cancelled", term.id);
    let ask = RefundCharge {
        charge_id,
        lines: lines.clone(),
        reason: "Membership cancelled within 14 days".to_owned(),
        dedupe_key: key,
        requested_by: None,
        priority: Priority::Usual,
    };
    payments::credit_and_refund(tx, app.tokens.as_ref(), (&lines, reason), ask, now).await?;
    Ok(())
}
