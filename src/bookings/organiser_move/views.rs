//! What pages show of an event that we moved.

use entity::booking;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::change_words::{as_before, differences};
use super::queries::{changes_of_event, choices_for, count_told, find_notice};
use crate::bookings::refund_terms::until_words;
use crate::bookings::what_comes_back::refund_terms;
use crate::events::{EventDetails, EventView};
use crate::kernel::uk_time::{date_and_time, rfc3339_london};
use crate::kernel::{Instant, Unexpected};

/// The choice of a booker whose event we moved (REF-13).
#[derive(Clone, Debug, Serialize)]
pub struct ChoiceView {
    /// What is different, a sentence each.
    pub differences: Vec<String>,
    /// Why, in the officer's words; may be empty.
    pub reason: String,
    /// "until the end of Friday 27 November 2026".
    pub until_words: String,
    /// They said that they keep the places.
    pub is_kept: bool,
    /// They paid something, so there is something to give back.
    pub is_paid: bool,
    /// Where "keep" is posted to.
    pub keep_action: String,
    /// All the money back.
    pub refund_href: String,
    /// Another date; empty when the event has none.
    pub move_href: String,
}

/// The choice of this booking, while it is open.
pub async fn choice_view(
    db: &impl ConnectionTrait,
    (booking, event): (&booking::Model, &EventDetails),
    base: &str,
    now: Instant,
) -> Result<Option<ChoiceView>, Unexpected> {
    let changes = choices_for(db, booking).await?;
    let (Some(first), Some(last)) = (changes.first(), changes.last()) else { return Ok(None) };
    let Some(until) = refund_terms(db, booking, event).await?.open_choice(now) else { return Ok(None) };
    let notice = find_notice(db, (last.id, booking.id)).await?;
    Ok(Some(ChoiceView {
        differences: differences(&as_before(event, first), event, now),
        reason: last.reason.clone(),
        until_words: until_words(until),
        is_kept: notice.is_some_and(|notice| notice.kept_at.is_some()),
        is_paid: booking.total_pence != 0,
        keep_action: format!("{base}/kept-places"),
        refund_href: format!("{base}/cancellation"),
        move_href: event.course.as_ref().map(|_| format!("{base}/move")).unwrap_or_default(),
    }))
}

/// What the public page says of a date that was moved (WEB-3, WEB-6).
#[derive(Clone, Debug, Default, Serialize)]
pub struct MovedEventView {
    /// "Thursday 3 September 2026, 9:30am to 1:00pm (UK time)", the latest last.
    pub was: Vec<String>,
    /// For machines, with the offset or the date alone, the latest last.
    pub previous_starts: Vec<String>,
}

/// The earlier dates of an event; empty when it was never moved.
pub async fn moved_event_view(
    db: &impl ConnectionTrait,
    event: &EventDetails,
    now: Instant,
) -> Result<MovedEventView, Unexpected> {
    let mut view = MovedEventView::default();
    for change in changes_of_event(db, event.id.0)
        .await?
        .into_iter()
        .filter(|change| change.moves_time && change.booked_after.is_none())
    {
        let before = EventView::new(&as_before(event, &change), now);
        if !before.start_for_machines.is_empty() && !view.previous_starts.contains(&before.start_for_machines) {
            view.previous_starts.push(before.start_for_machines);
            view.was.push(before.when_words);
        }
    }
    Ok(view)
}

/// One change as the desk shows it.
#[derive(Clone, Debug, Serialize)]
pub struct DeskChangeView {
    /// What is different, a sentence each.
    pub differences: Vec<String>,
    /// Why.
    pub reason: String,
    /// "Everyone is told at …", or how many were.
    pub told_words: String,
    /// RFC 3339 of when they are told; empty once they were.
    pub due: String,
}

/// What was changed of an event, the latest first, with how far the telling has come.
pub async fn desk_changes(
    db: &impl ConnectionTrait,
    event: &EventDetails,
    now: Instant,
) -> Result<Vec<DeskChangeView>, Unexpected> {
    let changes = changes_of_event(db, event.id.0).await?;
    let mut views = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        // What came after a change is what the next one was before.
        let after = changes.get(index + 1).map_or_else(|| event.clone(), |next| as_before(event, next));
        let (told, kept) = count_told(db, change.id).await?;
        let told_words = match change.noticed_at {
            None => format!(
                "Everyone who has booked is told {}; edits until then join this notice.",
                date_and_time(change.notice_due_at)
            ),
            Some(at) if change.gives_choice => {
                format!("{} told {}; {kept} said that they keep their places.", bookings_words(told), date_and_time(at))
            }
            Some(at) => format!("{} told {}.", bookings_words(told), date_and_time(at)),
        };
        views.push(DeskChangeView {
            differences: differences(&as_before(event, change), &after, now),
            reason: change.reason.clone(),
            told_words,
            due: if change.noticed_at.is_none() { rfc3339_london(change.notice_due_at) } else { String::new() },
        });
    }
    views.reverse();
    Ok(views)
}

fn bookings_words(count: usize) -> String {
    if count == 1 { "1 booking was".to_owned() } else { format!("{count} bookings were") }
}
