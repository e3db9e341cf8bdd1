//! Notes what an officer changed of an event that people have booked, so that they are told ten minutes later by one notice
//! however many edits there were (RMD-11).

use entity::event_change;
use sea_orm::ActiveValue::Set;
use sea_orm::DatabaseTransaction;

use super::change_words::as_before;
use super::choice::{Meaning, NOTICE_AFTER, meaning};
use super::jobs::send_notices_job;
use super::store;
use crate::audit::Actor;
use crate::events::EventDetails;
use crate::jobs;
use crate::kernel::{Instant, Unexpected};

/// Notes the change from `before` to `after`, in the transaction that made it. Gives what it means to those who have booked.
pub async fn note_change(
    tx: &DatabaseTransaction,
    (before, after): (&EventDetails, &EventDetails),
    reason: &str,
    (by, now): (Actor, Instant),
) -> Result<Meaning, Unexpected> {
    let this = meaning(&before.content(), &after.content());
    if !this.is_told {
        return Ok(this);
    }
    if let Some(open) = store::find_open(tx, after.id.0).await? {
        let whole = meaning(&as_before(after, &open).content(), &after.content());
        if whole.is_told {
            store::update_open(tx, open.id, (whole.gives_choice, whole.moves_time), reason).await?;
        } else {
            store::delete_open(tx, open.id).await?;
        }
        return Ok(whole);
    }
    let due = now + NOTICE_AFTER;
    let change = store::insert_change(tx, change_row(before, this, reason, (by, now))).await?;
    jobs::enqueue(tx, send_notices_job(change.id, due)?, now).await?;
    Ok(this)
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
