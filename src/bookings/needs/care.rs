//! Who arranges a date for its attendees, and whether food is served there: what needs and late answers are told to.

use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde_json::{Value, json};

use super::queries::care_row;
use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::events::{EventDetails, EventId};
use crate::identity;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Permission, Unexpected};
use crate::members;
use crate::members::people::PersonRow;
use crate::notifications::{NewMessage, outbox};
use crate::web::FormView;

/// What is set for a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Care {
    /// Something to eat is served, so diet is asked of those who come in person.
    pub serves_food: bool,
    /// Who was chosen to arrange; none: whoever holds the office.
    pub owner_id: Option<i64>,
}

/// What is set for a date; nothing set is no food and whoever holds the office.
pub async fn find_care(db: &impl ConnectionTrait, event_id: i64) -> Result<Care, Unexpected> {
    let row = care_row(db, event_id).await?;
    Ok(row.map(|row| Care { serves_food: row.serves_food, owner_id: row.owner_id }).unwrap_or_default())
}

/// Whether diet is asked of those who come to this date (QST-1).
pub fn asks_dietary(event: &EventDetails, care: Care) -> bool {
    event.mode.has_room() && care.serves_food
}

/// Who arranges a date now: the one chosen, while their office lets them read needs; else the first of those whose office it is.
pub async fn owner_of(db: &impl ConnectionTrait, event_id: i64, now: Instant) -> Result<Option<PersonRow>, Unexpected> {
    let holders = members::roles::holders_of(db, Permission::ViewNeeds, london_date(now)).await?;
    let chosen = find_care(db, event_id).await?.owner_id.filter(|id| holders.contains(id));
    match chosen.or(holders.first().copied()) {
        Some(id) => members::people::find_person(db, id).await,
        None => Ok(None),
    }
}

/// Writes to whoever arranges the date; with nobody in office, to the charity's own mailbox. Nothing in it may say what anybody
/// needs (QST-3).
pub async fn tell_organiser(
    app: &App,
    tx: &Tx,
    event_id: i64,
    (template, data, dedupe_key): (&'static str, Value, String),
    now: Instant,
) -> Result<(), Unexpected> {
    let owner = owner_of(tx, event_id, now).await?.filter(|person| !person.email.is_empty());
    let (person_id, to_name, to_address) = if let Some(person) = owner {
        (Some(person.id), person.name, person.email)
    } else {
        let charity = identity::load_identity(tx).await?.filter(|charity| !charity.email.is_empty());
        let Some(charity) = charity else {
            tracing::error!(template, "nobody can be told: no officer, and the charity has no email address");
            return Ok(());
        };
        (None, "Events officer".to_owned(), charity.email)
    };
    let message = NewMessage { template, person_id, to_name, to_address, data, calendar: None, dedupe_key };
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// What an officer sets, with its entry in the audit trail.
pub async fn set_care(app: &App, event_id: i64, care: Care, officer_id: i64) -> Result<(), Unexpected> {
    let now = app.now();
    let values = |care: Care| json!({ "serves_food": care.serves_food, "owner_id": care.owner_id });
    app.db
        .write_tx(async |tx| {
            let before = find_care(tx, event_id).await?;
            store::put_care(tx, event_id, (care.serves_food, care.owner_id)).await?;
            let entry = Entry {
                actor: Actor::Person(officer_id),
                action: "event_care.changed",
                subject_kind: "event",
                subject_id: event_id,
                reason: None,
                values: Some((values(before), values(care))),
            };
            Ok(audit::record(tx, entry, now).await?)
        })
        .await
}

/// Whether food is served goes with a copy of a date (SES-9); who arranges it is asked anew.
pub async fn copy_care(tx: &Tx, source: EventId, copy: EventId) -> Result<(), Unexpected> {
    let care = find_care(tx, source.0).await?;
    if care.serves_food {
        store::put_care(tx, copy.0, (true, None)).await?;
    }
    Ok(())
}

/// The form of it at the desk.
#[derive(Serialize)]
pub struct CareView {
    /// Its fields.
    pub form: FormView,
    /// Who can be chosen.
    pub owners: Vec<OwnerChoice>,
    /// People can come in person, so food can be served.
    pub has_room: bool,
}

/// Somebody who can arrange.
#[derive(Serialize)]
pub struct OwnerChoice {
    /// The person's number.
    pub value: String,
    /// Their name.
    pub label: String,
}

/// What is set for this date, as its form.
pub async fn care_view(app: &App, event: &EventDetails) -> Result<CareView, Unexpected> {
    let db = app.db.reader();
    let care = find_care(db, event.id.0).await?;
    let mut owners = Vec::new();
    for id in members::roles::holders_of(db, Permission::ViewNeeds, london_date(app.now())).await? {
        if let Some(person) = members::people::find_person(db, id).await? {
            owners.push(OwnerChoice { value: person.id.to_string(), label: person.name });
        }
    }
    let form = FormView::filled([
        ("serves_food", if care.serves_food { "yes" } else { "" }.to_owned()),
        ("owner", care.owner_id.map(|id| id.to_string()).unwrap_or_default()),
    ]);
    Ok(CareView { form, owners, has_room: event.mode.has_room() })
}
