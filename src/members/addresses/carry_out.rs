//! Makes a confirmed change happen, tells the addresses it concerns, and, by a job, the changes whose notice is over.

use chrono::Duration;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::change::{ChangeKind, OpenChange, Verdict, verdict};
use super::emails;
use super::store::{self, Outcome};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::jobs::JobOutcome;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Unexpected};
use crate::members::people;
use crate::members::search;
use crate::members::sign_in::mark_codes_dead;
use crate::notifications::outbox;

/// The name of the job that carries out changes whose notice is over, and forgets old ones.
pub const CARRY_OUT_ADDRESS_CHANGES: &str = "carry_out_address_changes";

/// A change that nobody followed up ends after so long, and is forgotten so long after its end.
const KEPT: Duration = Duration::days(30);

/// How a change ended.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum CarriedOut {
    /// It happened.
    Done(ChangeKind),
    /// The address is somebody else's by now, or no longer theirs.
    Overtaken,
}

/// Carries a change out in the caller's transaction, with its audit entry and the mails. The caller knows that it is ready.
pub(super) async fn carry_out(
    tx: &impl ConnectionTrait,
    app: &App,
    change: &OpenChange,
    now: Instant,
) -> Result<CarriedOut, Unexpected> {
    // Before anything moves: to whom we wrote so far.
    let before = people::find_person(tx, change.person_id).await?.context("a change of address belongs to nobody")?;
    let happened = match change.kind {
        ChangeKind::Add => {
            let address = EmailAddress::parse(&change.new_address)?;
            store::insert_verified(tx, change.person_id, &address, now).await?
        }
        ChangeKind::Replace => {
            let address = EmailAddress::parse(&change.new_address)?;
            // One that is theirs already is only written to from now on.
            store::insert_verified(tx, change.person_id, &address, now).await?;
            store::move_primary(tx, change.person_id, &change.new_address).await?
        }
        ChangeKind::MakePrimary => store::move_primary(tx, change.person_id, &change.new_address).await?,
        ChangeKind::Remove => {
            // A sign-in code on its way there must not outlive the address.
            mark_codes_dead(tx, change.person_id, now).await?;
            store::delete_address(tx, change.person_id, change.old_address.as_deref().unwrap_or_default()).await?
        }
    };
    let outcome = if happened { Outcome::Done } else { Outcome::Overtaken };
    if !store::close_change(tx, change.id, outcome, now).await? || !happened {
        return Ok(CarriedOut::Overtaken);
    }
    search::reindex(tx, change.person_id).await?;
    record(tx, change, Actor::Person(change.person_id), now).await?;
    for mail in emails::address_changed(&before, change, now) {
        outbox::queue(tx, app.tokens.as_ref(), mail, now).await?;
    }
    Ok(CarriedOut::Done(change.kind))
}

async fn record(tx: &impl ConnectionTrait, change: &OpenChange, actor: Actor, now: Instant) -> Result<(), Unexpected> {
    let action = match change.kind {
        ChangeKind::Add => "person_email.added",
        ChangeKind::MakePrimary | ChangeKind::Replace => "person_email.made_primary",
        ChangeKind::Remove => "person_email.removed",
    };
    let entry = Entry {
        actor,
        action,
        subject_kind: "person",
        subject_id: change.person_id,
        reason: (!change.is_old_confirmed && change.proceeds_at.is_some())
            .then_some("the old address did not answer within the notice"),
        values: Some((json!({ "old": change.old_address }), json!({ "new": change.new_address }))),
    };
    Ok(audit::record(tx, entry, now).await?)
}

/// Runs [`CARRY_OUT_ADDRESS_CHANGES`]. Safe to run twice or late: each change closes once.
pub async fn run_carry_out_address_changes(app: &App) -> Result<JobOutcome, Unexpected> {
    let now = app.now();
    for id in store::list_due(app.db.reader(), now).await? {
        app.db
            .write_tx(async |tx| {
                let change = store::find_change(tx, id).await?.filter(|open| verdict(open, now) == Verdict::Ready);
                if let Some(change) = change {
                    carry_out(tx, app, &change, now).await?;
                }
                Ok::<_, Unexpected>(())
            })
            .await?;
    }
    app.db.write_tx(async |tx| store::tidy(tx, now - KEPT, now).await).await?;
    Ok(JobOutcome::Done)
}
