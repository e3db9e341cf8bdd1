//! Writes a profile: one's own, or an officer for somebody. A changed name is a change of who somebody is on every list, so it is in the audit trail with the
//! old one, which is shown nowhere else (AX-05).

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::profile_answer::{EmployerAnswer, ProfileAnswer};
use super::store::{self, ProfileRow, unless_empty};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, PersonName, Unexpected};
use crate::members::people;
use crate::members::search;

/// Whose profile, and what it says now.
#[derive(Clone, Debug)]
pub struct UpdateProfile {
    /// Whose.
    pub person_id: i64,
    /// What it says.
    pub answer: ProfileAnswer,
    /// Who writes it: the person, or an officer for them.
    pub actor: Actor,
    /// Why, when an officer writes.
    pub reason: Option<String>,
}

/// Writes the profile. Sending it twice changes nothing more.
pub async fn update_profile(app: &App, command: UpdateProfile) -> Result<(), Unexpected> {
    let now = app.now();
    let (person_id, answer) = (command.person_id, &command.answer);
    let by = (command.actor, command.reason.as_deref());
    app.db
        .write_tx(async |tx| {
            rename(tx, person_id, &answer.name, by, now).await?;
            store::put_profile(tx, person_id, profile_row(answer), now).await?;
            store::put_roles(tx, person_id, &answer.roles, answer.main_role).await?;
            search::reindex(tx, person_id).await?;
            record(tx, person_id, ("person_profile.updated", by, None), now).await
        })
        .await
}

fn profile_row(answer: &ProfileAnswer) -> ProfileRow {
    ProfileRow {
        service_address: unless_empty(&answer.address),
        postcode: answer.postcode.as_ref().map(|postcode| postcode.as_str().to_owned()),
        workplace: answer.workplace,
        regulator: answer.regulator.map(|regulator| regulator.word().to_owned()),
        registration_number: unless_empty(&answer.registration_number),
        welcomes_welsh: answer.welcomes_welsh,
    }
}

async fn rename(
    tx: &impl ConnectionTrait,
    person_id: i64,
    name: &PersonName,
    by: (Actor, Option<&str>),
    now: Instant,
) -> Result<(), Unexpected> {
    let before = people::find_person(tx, person_id).await?.context("a profile belongs to nobody")?;
    if !store::rename(tx, person_id, name).await? {
        return Ok(());
    }
    let values = (json!({ "name": before.name }), json!({ "name": name.as_str() }));
    record(tx, person_id, ("person.renamed", by, Some(values)), now).await
}

/// Writes the employer; an officer who writes it for somebody says why.
pub async fn update_employer(
    app: &App,
    person_id: i64,
    answer: &EmployerAnswer,
    by: (Actor, Option<&str>),
) -> Result<(), Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            store::put_employer(tx, person_id, answer, now).await?;
            search::reindex(tx, person_id).await?;
            record(tx, person_id, ("person_profile.employer_changed", by, None), now).await
        })
        .await
}

/// What a change was from and to, where it is kept.
type BeforeAndAfter = Option<(Value, Value)>;

async fn record(
    tx: &impl ConnectionTrait,
    person_id: i64,
    (action, (actor, reason), values): (&str, (Actor, Option<&str>), BeforeAndAfter),
    now: Instant,
) -> Result<(), Unexpected> {
    let entry = Entry { actor, action, subject_kind: "person", subject_id: person_id, reason, values };
    Ok(audit::record(tx, entry, now).await?)
}
