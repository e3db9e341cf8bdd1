//! Keeps what a booker or an attendee answered: until the date begins (QST-6). A change after the cut-off is taken, and the
//! organiser is told.

use entity::{booking, place};

use super::answer::Answer;
use super::emails::{LateChange, queue_late_change};
use super::queries::{Respondent, answers_of};
use super::question::Question;
use super::store;
use crate::app::App;
use crate::bookings::needs::deadlines::is_late;
use crate::bookings::queries::{find_booking, find_place};
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// Why answers were not kept.
#[derive(Debug, thiserror::Error)]
pub enum SaveAnswersError {
    /// QST-6: until the start.
    #[error("The date has begun, so answers can no longer be changed. Write to us if something matters now.")]
    Started,
    /// Cancelled, expired or given to somebody else.
    #[error("This place is not booked any more, so there is nothing to answer.")]
    NotBooked,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(SaveAnswersError);

/// The command: every question of the form with its answer, if any. A question left out keeps what was answered before.
#[derive(Clone, Debug)]
pub struct SaveAnswers {
    /// Who answers.
    pub who: Respondent,
    /// The generation of the link they came by: it dies when the place goes to somebody else.
    pub generation: i32,
    /// Each question that was on the form, in the version shown, with the answer that counts.
    pub answers: Vec<(Question, Option<Answer>)>,
}

/// Who answers, as the database has them now.
struct Asked {
    booking: booking::Model,
    place: Option<place::Model>,
    event: EventDetails,
}

/// Keeps the answers. Says whether anything was changed.
pub async fn save_answers(app: &App, command: &SaveAnswers) -> Result<bool, SaveAnswersError> {
    let now = app.now();
    app.db.write_tx(async |tx| save_in(app, tx, command, now).await).await
}

/// The same in the caller's transaction, which may keep a file beside an answer.
pub(super) async fn save_in(app: &App, tx: &Tx, command: &SaveAnswers, now: Instant) -> Result<bool, SaveAnswersError> {
    if !store::lock_respondent(tx, command.who, command.generation).await? {
        return Err(SaveAnswersError::NotBooked);
    }
    let asked = find_asked(tx, command.who).await?;
    if asked.event.when.has_started(now) {
        return Err(SaveAnswersError::Started);
    }
    let before = answers_of(tx, command.who).await?;
    let (mut changed, mut replaced) = (false, false);
    for (question, answer) in &command.answers {
        let old = before.get(&question.id);
        // Two files may share a name.
        let is_file = matches!(answer, Some(Answer::File { .. }));
        let is_same = !is_file && old.map(|old| &old.answer) == answer.as_ref();
        if is_same && old.is_none_or(|old| old.version_id == question.version_id) {
            continue;
        }
        match answer {
            Some(answer) => {
                store::put_answer(tx, command.who, (question.id, question.version_id), answer, now).await?;
            }
            None => store::delete_answer(tx, command.who, question.id).await?,
        }
        changed = true;
        replaced |= old.is_some() && !is_same;
    }
    let days = app.holidays.read(tx, now).await?;
    if replaced && is_late(&days, asked.event.when.known_day(), now) {
        let who = asked.place.as_ref().map_or(&asked.booking.booker_name, |place| &place.attendee_name);
        let change = LateChange { event: &asked.event, who, reference: &asked.booking.reference };
        queue_late_change(app, tx, &change, now).await?;
    }
    Ok(changed)
}

async fn find_asked(tx: &Tx, who: Respondent) -> Result<Asked, SaveAnswersError> {
    let place = match who {
        Respondent::Place(id) => Some(find_place(tx, id).await?.context("the place that answers is gone")?),
        Respondent::Booking(_) => None,
    };
    let booking_id = match (who, &place) {
        (Respondent::Booking(id), _) => id,
        (Respondent::Place(_), place) => place.as_ref().map(|place| place.booking_id).unwrap_or_default(),
    };
    let booking = find_booking(tx, booking_id).await?.context("the booking that answers is gone")?;
    let event = load_event(tx, EventId(booking.event_id)).await?;
    if event.is_cancelled() {
        return Err(SaveAnswersError::NotBooked);
    }
    Ok(Asked { booking, place, event })
}
