//! The ways out of the pipeline that officers take: lost with a reason, the same as another, and back into talk.

use super::enquiry_state::EnquiryEvent;
use super::move_enquiry::{MoveError, Step, move_enquiry};
use super::queries::find_enquiry_by_reference;
use super::quote::QuoteState;
use super::store::enquiries::{Beside, NewNote, insert_note, lock_enquiry};
use super::store::quotes::end_offer;
use crate::app::App;
use crate::audit::Actor;

/// It came to nothing; what was on offer is withdrawn.
pub async fn lose_enquiry(app: &App, enquiry_id: i64, reason: &str, officer: i64) -> Result<(), MoveError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let enquiry = lock_enquiry(tx, enquiry_id).await?;
            let beside = Beside { lost_reason: Some(reason), duplicate_of: None };
            let by = Actor::Person(officer);
            move_enquiry(tx, &enquiry, Step { event: EnquiryEvent::Lost, by, words: reason, beside }, now).await?;
            Ok(end_offer(tx, enquiry_id, QuoteState::Withdrawn).await?)
        })
        .await
}

/// It is talked about again.
pub async fn reopen_enquiry(app: &App, enquiry_id: i64, officer: i64) -> Result<(), MoveError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let enquiry = lock_enquiry(tx, enquiry_id).await?;
            let step = Step::plain(EnquiryEvent::Reopened, Actor::Person(officer), "");
            move_enquiry(tx, &enquiry, step, now).await?;
            Ok(())
        })
        .await
}

/// It is the same as `into`: what it says is kept there as a note (INH-7). False when there is no such other enquiry.
pub async fn merge_enquiry(app: &App, enquiry_id: i64, into: &str, officer: i64) -> Result<bool, MoveError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let Some(kept) = find_enquiry_by_reference(tx, into).await?.filter(|kept| kept.id != enquiry_id) else {
                return Ok(false);
            };
            // Two officers who merge the same two into each other wait for one another in the same order.
            let (first, second) = (kept.id.min(enquiry_id), kept.id.max(enquiry_id));
            lock_enquiry(tx, first).await?;
            lock_enquiry(tx, second).await?;
            let enquiry = lock_enquiry(tx, enquiry_id).await?;
            if lock_enquiry(tx, kept.id).await?.state == "duplicate" {
                return Ok(false);
            }
            let by = Actor::Person(officer);
            let words = format!("The same as {}", kept.reference);
            let beside = Beside { lost_reason: None, duplicate_of: Some(kept.id) };
            let step = Step { event: EnquiryEvent::FoundDuplicate, by, words: &words, beside };
            move_enquiry(tx, &enquiry, step, now).await?;
            let said = [&enquiry.topic, &enquiry.date_wishes, &enquiry.needs].map(String::as_str);
            let said: Vec<&str> = said.into_iter().filter(|words| !words.is_empty()).collect();
            let words = format!(
                "{} was the same enquiry, for {} people. {}",
                enquiry.reference,
                enquiry.attendees,
                said.join("\n")
            );
            let note = NewNote {
                enquiry_id: kept.id,
                kind: "note",
                actor: "officer",
                written_by: Some(officer),
                to: None,
                words: words.trim(),
            };
            insert_note(tx, note, now).await?;
            Ok(true)
        })
        .await
}
