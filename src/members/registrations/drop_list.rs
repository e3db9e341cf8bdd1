//! Drops a list without results: by an officer, or after thirty days by itself. Whoever is on it stays due.

use chrono::Duration;
use entity::registration_list;
use sea_orm::ConnectionTrait;

use super::store::lists;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::jobs::JobOutcome;
use crate::kernel::{Instant, Unexpected};

/// Drops lists that nobody answered.
pub const DROP_OLD_REGISTRATION_LISTS: &str = "drop_old_registration_lists";

/// How long a list waits for its results (working data, D27).
const KEPT_FOR: Duration = Duration::days(30);

/// Drops one list. False when it was closed before.
pub(in crate::members) async fn drop_list(
    app: &App,
    list: &registration_list::Model,
    officer_id: i64,
) -> Result<bool, Unexpected> {
    let now = app.now();
    app.db.write_tx(async |tx| close(tx, list.id, Actor::Person(officer_id), now).await).await
}

/// Handler of [`DROP_OLD_REGISTRATION_LISTS`].
pub async fn run_drop_old_registration_lists(app: &App) -> Result<JobOutcome, Unexpected> {
    let now = app.now();
    for id in lists::list_open_before(app.db.reader(), now - KEPT_FOR).await? {
        app.db.write_tx(async |tx| close(tx, id, Actor::System, now).await).await?;
    }
    Ok(JobOutcome::Done)
}

async fn close(tx: &impl ConnectionTrait, id: i64, actor: Actor, now: Instant) -> Result<bool, Unexpected> {
    if !lists::close(tx, (id, "dropped"), None, now).await? {
        return Ok(false);
    }
    lists::delete_items(tx, id).await?;
    let entry = Entry {
        actor,
        action: "registration.list_dropped",
        subject_kind: "registration_list",
        subject_id: id,
        reason: None,
        values: None,
    };
    audit::record(tx, entry, now).await?;
    Ok(true)
}
