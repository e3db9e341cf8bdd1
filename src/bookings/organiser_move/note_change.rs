//! Notes what an officer changed of an event that people have booked, so that they are told ten minutes later by one notice
//! however many edits there were (RMD-11). To somebody who books between two edits the second is a change of its own.

use entity::event_change;
use sea_orm::ActiveValue::Set;

use super::change_words::as_before;
use super::choice::{Meaning, NOTICE_AFTER, meaning};
use super::jobs::send_notices_job;
use super::{queries, store};
use crate::audit::Actor;
use crate::db::Tx;
use crate::events::EventDetails;
use crate::jobs;
use crate::kernel::{Instant, Unexpected};

/// Notes the change from `before` to `after`, in the transaction that made it. Gives what it means to those who have booked.
pub async fn note_change(
    tx: &Tx,
    (before, after): (&EventDetails, &EventDetails),
    reason: &str,
    (by, now): (Actor, Instant),
) -> Result<Meaning, Unexpected> {
    let this = meaning(&before.content(), &after.content());
    if !this.is_told {
        return Ok(this);
    }
    let open = store::list_open(tx, after.id.0).await?;
    let Some(first) = open.first() else {
        let row = change_row(before, this, reason, (by, now));
        start(tx, row, now + NOTICE_AFTER, now).await?;
        return Ok(this);
    };
    let whole = meaning(&as_before(after, first).content(), &after.content());
    let mut is_any_told = false;
    for change in &open {
        let one = meaning(&as_before(after, change).content(), &after.content());
        is_any_told |= one.is_told;
        store::update_open(tx, change.id, (one.gives_choice, one.moves_time), reason).await?;
    }
    // Whoever has booked since the last edit knows the event as it was before this one, and nothing that came earlier.
    let last_edit = open.iter().map(|change| change.made_at).max().unwrap_or(first.made_at);
    if queries::is_booked_since(tx, after.id.0, last_edit).await? {
        let due = first.notice_due_at;
        let row = change_row(before, this, reason, (by, now));
        let row = event_change::ActiveModel { booked_after: Set(Some(last_edit)), notice_due_at: Set(due), ..row };
        start(tx, row, due, now).await?;
    } else if !is_any_told {
        store::delete_open(tx, after.id.0).await?;
    }
    Ok(whole)
}

async fn start(tx: &Tx, row: event_change::ActiveModel, due: Instant, now: Instant) -> Result<(), Unexpected> {
    let change = store::insert_change(tx, row).await?;
    Ok(jobs::enqueue(tx, send_notices_job(change.id, due)?, now).await?)
}

fn change_row(
    before: &EventDetails,
    meaning: Meaning,
    reason: &str,
    (by, now): (Actor, Instant),
) -> event_change::ActiveModel {
    event_change::ActiveModel {
        event_id: Set(before.id.0),
        gives_choice: Set(meaning.gives_choice),
        moves_time: Set(meaning.moves_time),
        old_certainty: Set(before.when.certainty().word().to_owned()),
        old_first_day: Set(before.when.first_day()),
        old_starts_at: Set(before.starts_at()),
        old_ends_at: Set(before.ends_at()),
        old_mode: Set(before.mode.word().to_owned()),
        old_platform: Set(before.platform.word().to_owned()),
        old_venue: Set(before.venue.clone()),
        old_title: Set(before.title.clone()),
        reason: Set(reason.to_owned()),
        made_by_id: Set(by.person_id()),
        made_at: Set(now),
        notice_due_at: Set(now + NOTICE_AFTER),
        ..Default::default()
    }
}
