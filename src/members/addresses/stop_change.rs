//! Stops a change: its owner gives it up, or somebody objects by the link mailed to one of their addresses.

use chrono::Duration;
use sea_orm::ConnectionTrait;

use super::change::{ChangeKind, OpenChange};
use super::queries;
use super::store::{self, Outcome};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};
use crate::members::{search, session};

/// How long after an address was added the link can still take it away again.
pub(super) const OBJECTION_DAYS: Duration = Duration::days(30);

/// What an objection came to.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Stopped {
    /// The change is off, or the added address gone again; everybody is signed out of the account.
    Stopped,
    /// There was nothing to stop any more.
    TooLate,
}

/// The owner gives their change up. False when it was over already.
pub(super) async fn withdraw_change(app: &App, change: &OpenChange) -> Result<bool, Unexpected> {
    let now = app.now();
    app.db.write_tx(async |tx| Ok(store::close_change(tx, change.id, Outcome::Withdrawn, now).await?)).await
}

/// Somebody who reads one of the addresses says that this is not their doing. The change ends, an address that was added is
/// taken away again, and every session ends: whoever asked for it may be somebody who has no business in the account.
pub(super) async fn object(app: &App, change_id: i64) -> Result<Stopped, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let Some(past) = queries::find_any_change(tx, change_id).await? else { return Ok(Stopped::TooLate) };
            let stopped = match past.outcome.as_deref() {
                None => store::close_change(tx, change_id, Outcome::Stopped, now).await?,
                Some("done") if past.kind == ChangeKind::Add && now < past.created_at + OBJECTION_DAYS => {
                    store::delete_address(tx, past.person_id, &past.new_address).await?
                }
                Some(_) => false,
            };
            if !stopped {
                return Ok(Stopped::TooLate);
            }
            session::end_all(tx, past.person_id, None, now).await?;
            search::reindex(tx, past.person_id).await?;
            record(tx, past.person_id, past.kind, now).await?;
            Ok(Stopped::Stopped)
        })
        .await
}

async fn record(tx: &impl ConnectionTrait, person_id: i64, kind: ChangeKind, now: Instant) -> Result<(), Unexpected> {
    let entry = Entry {
        actor: Actor::Link,
        action: "address_change.stopped",
        subject_kind: "person",
        subject_id: person_id,
        reason: Some(kind.word()),
        values: None,
    };
    Ok(audit::record(tx, entry, now).await?)
}
