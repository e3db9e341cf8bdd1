//! Somebody has died. One act stops every message to them, ends the membership and hides them from the directory; money
//! records stay, and whoever paid for them is told politely (rules 2.3).

use chrono::NaiveDate;
use serde_json::json;

use super::fact_kind::FactKind;
use super::officer_act::{ByOfficer, OfficerActError, OfficerFact, put_on_record};
use super::store::set_died_on;
use crate::app::App;
use crate::db::Tx;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::chain::Chain;
use crate::members::membership::ending::store::end_terms_before;
use crate::members::membership::orders::close_open_order;
use crate::members::membership::queries::load_chain;
use crate::members::people::{addresses, find_person};
use crate::notifications::{NewMessage, outbox};
use crate::payments;

/// Who died, and when.
#[derive(Clone, Debug)]
pub struct RecordDeath {
    /// The person.
    pub person_id: i64,
    /// The day, or the day we heard.
    pub died_on: NaiveDate,
    /// Who wrote it down, and how we know.
    pub by: ByOfficer,
}

/// Puts the death on record and gives the fact's id. [`revoke_fact`](super::revoke_fact()) takes it back.
pub async fn record_death(app: &App, command: RecordDeath) -> Result<i64, OfficerActError> {
    let now = app.now();
    if command.died_on > london_date(now) {
        return Err(OfficerActError::DatesDoNotFit);
    }
    app.db
        .write_tx(async |tx| {
            let chain = load_chain(tx, command.person_id).await?;
            if chain.fact_on(FactKind::Died, london_date(now)).is_some() {
                return Err(OfficerActError::OnRecordAlready);
            }
            let fact = OfficerFact {
                person_id: command.person_id,
                kind: FactKind::Died,
                starts_on: command.died_on,
                ends_on: None,
                minute_reference: None,
            };
            let fact_id = put_on_record(tx, fact, &command.by, now).await?;
            set_died_on(tx, command.person_id, Some(command.died_on)).await?;
            let day_after = command.died_on.succ_opt().unwrap_or(command.died_on);
            end_terms_before(tx, command.person_id, day_after, DIED).await?;
            close_open_order(app, tx, command.person_id, (command.by.actor(), DIED), now).await?;
            tell_payer(app, tx, (&command, &chain, fact_id), now).await?;
            Ok(fact_id)
        })
        .await
}

/// Why the terms of somebody who died ended.
pub(super) const DIED: &str = "died";

/// Whoever else paid for a term that still ran; the member's own addresses stay silent.
async fn tell_payer(
    app: &App,
    tx: &Tx,
    (command, chain, fact_id): (&RecordDeath, &Chain, i64),
    now: Instant,
) -> Result<(), Unexpected> {
    let Some(person) = find_person(tx, command.person_id).await? else { return Ok(()) };
    let own = addresses(tx, person.id).await?;
    let mut told: Vec<String> = own.into_iter().map(|held| held.address.to_lowercase()).collect();
    for record in chain.counted().filter(|record| record.term.last_day() >= command.died_on) {
        let Some(charge_id) = record.charge_id else { continue };
        let (name, email) = payments::queries::payer_of(tx, charge_id).await?;
        if email.is_empty() || told.contains(&email.to_lowercase()) {
            continue;
        }
        told.push(email.to_lowercase());
        let message = NewMessage {
            template: "member_died",
            person_id: None,
            to_name: name.clone(),
            data: json!({ "name": name, "member": person.name, "type_name": record.type_name }),
            dedupe_key: format!("member-died:{fact_id}:{charge_id}"),
            to_address: email,
            calendar: None,
        };
        outbox::queue(tx, app.tokens.as_ref(), message, now).await?;
    }
    Ok(())
}
