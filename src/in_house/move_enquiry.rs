//! Moves an enquiry from one state to the next, with its line of history and its audit entry, in the caller's transaction.

use entity::in_house_enquiry;

use super::enquiry_state::{EnquiryEvent, EnquiryState};
use super::store::enquiries::{Beside, NewNote, insert_note, mark_enquiry};
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// Why an enquiry was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// Its state does not allow it, or somebody was first.
    #[error("This enquiry is “{}” by now, so that is no longer possible. Look at its history.", .0.label())]
    NotNow(EnquiryState),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(MoveError);

/// What is to happen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'a> {
    pub(super) event: EnquiryEvent,
    pub(super) by: Actor,
    /// For the history; may be empty.
    pub(super) words: &'a str,
    pub(super) beside: Beside<'a>,
}

impl<'a> Step<'a> {
    /// A step that writes nothing beside the state.
    pub(super) fn plain(event: EnquiryEvent, by: Actor, words: &'a str) -> Self {
        Self { event, by, words, beside: Beside::default() }
    }
}

/// Which of the three kinds of people the history names.
pub(super) fn actor_word(by: Actor) -> &'static str {
    match by {
        Actor::Person(_) => "officer",
        Actor::Visitor | Actor::Link => "contact",
        Actor::System => "system",
    }
}

/// Moves it on and gives its new state.
pub(super) async fn move_enquiry(
    tx: &Tx,
    enquiry: &in_house_enquiry::Model,
    step: Step<'_>,
    now: Instant,
) -> Result<EnquiryState, MoveError> {
    let from = state_of(enquiry)?;
    let to = from.transition(step.event).map_err(|refused| MoveError::NotNow(refused.from))?;
    if !mark_enquiry(tx, enquiry.id, (from, to), step.beside, now).await? {
        return Err(MoveError::NotNow(from));
    }
    let note = NewNote {
        enquiry_id: enquiry.id,
        kind: "moved",
        actor: actor_word(step.by),
        written_by: step.by.person_id(),
        to: Some(to),
        words: step.words,
    };
    insert_note(tx, note, now).await?;
    let entry = Entry {
        actor: step.by,
        action: action_of(step.event),
        subject_kind: "in_house_enquiry",
        subject_id: enquiry.id,
        reason: step.beside.lost_reason,
        values: None,
    };
    audit::record(tx, entry, now).await?;
    Ok(to)
}

/// The state of a row.
pub(super) fn state_of(enquiry: &in_house_enquiry::Model) -> Result<EnquiryState, Unexpected> {
    EnquiryState::parse(&enquiry.state).ok_or_else(|| Unexpected::because("an enquiry has no readable state"))
}

fn action_of(event: EnquiryEvent) -> &'static str {
    match event {
        EnquiryEvent::Answered => "in_house_enquiry.answered",
        EnquiryEvent::QuoteSent => "in_house_enquiry.quoted",
        EnquiryEvent::AcceptedByLink => "in_house_enquiry.accepted",
        EnquiryEvent::Scheduled => "in_house_enquiry.scheduled",
        EnquiryEvent::Delivered => "in_house_enquiry.delivered",
        EnquiryEvent::Invoiced => "in_house_enquiry.invoiced",
        EnquiryEvent::Settled => "in_house_enquiry.paid",
        EnquiryEvent::Lost => "in_house_enquiry.lost",
        EnquiryEvent::Cancelled => "in_house_enquiry.cancelled",
        EnquiryEvent::Expired => "in_house_enquiry.expired",
        EnquiryEvent::FoundDuplicate => "in_house_enquiry.merged",
        EnquiryEvent::Reopened => "in_house_enquiry.reopened",
    }
}
