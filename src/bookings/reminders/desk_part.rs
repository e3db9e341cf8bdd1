//! What officers see of a date's reminders: when each falls due, how many went out, and whom it missed (RMD-5).

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::queries::{count_of_event, last_changes, reminding_since};
use super::refund_days::last_refund_days;
use super::schedule::{Reminder, begins_at, reminded_since};
use super::store::Ending;
use crate::bookings::event_facts::event_dates;
use crate::events::EventDetails;
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{Instant, Unexpected, WorkingDays};

/// One reminder of a date.
#[derive(Clone, Debug, Serialize)]
pub struct ReminderRow {
    pub(super) label: &'static str,
    /// "Monday 24 August 2026 at 9am"; several where bookings have several policies.
    pub(super) due: String,
    /// "12 sent", "Not yet due", "Not sent: it fell due before reminders were switched on".
    pub(super) state: String,
    /// How many it missed.
    pub(super) missed: i64,
}

/// The reminders of a date that people can book; none for one that has no day or is called off.
pub async fn reminder_rows(
    (db, working): (&impl ConnectionTrait, &WorkingDays),
    event: &EventDetails,
    now: Instant,
) -> Result<Vec<ReminderRow>, Unexpected> {
    let Some(dates) = event_dates(event).filter(|_| event.is_published() && !event.is_cancelled()) else {
        return Ok(Vec::new());
    };
    let since = reminding_since(db).await?;
    let changed = last_changes(db, &[event.id]).await?.remove(&event.id.0);
    let counts = count_of_event(db, event.id.0, begins_at(dates)).await?;
    if counts.is_empty() && event.when.is_over(now) {
        return Ok(Vec::new());
    }
    let mut days: Vec<NaiveDate> =
        last_refund_days(db, event.id.0, dates).await?.into_iter().map(|(_, day)| day).collect();
    days.sort_unstable();
    days.dedup();
    let row = |reminder: Reminder| {
        let dues: Vec<Instant> = match reminder {
            Reminder::RefundDay => days.iter().filter_map(|day| reminder.due_at(working, dates, Some(*day))).collect(),
            other => other.due_at(working, dates, None).into_iter().collect(),
        };
        let count = |ending: Ending| {
            let key = (reminder.word().to_owned(), ending.word().to_owned());
            counts.get(&key).copied().unwrap_or_default()
        };
        let (sent, missed) = (count(Ending::Sent), count(Ending::Missed));
        let last = dues.iter().max().copied()?;
        let is_held_back = event.awaits_decision() && reminder != Reminder::RefundDay;
        let since = since.and_then(|since| reminded_since(reminder, since, event.run));
        let state = match sent {
            0 if is_held_back => "Held back until this date is confirmed to run".to_owned(),
            0 if now < last => "Not yet due".to_owned(),
            0 if since.is_none_or(|since| last < since) => before_words(event).to_owned(),
            0 if changed.is_some_and(|changed| last < changed) => {
                "Not sent: the date was changed after that".to_owned()
            }
            0 => "Nobody to remind".to_owned(),
            some => format!("{some} sent"),
        };
        let state = if sent == 0 && missed > 0 { "Not sent".to_owned() } else { state };
        let due = dues.into_iter().map(date_and_time).collect::<Vec<_>>().join("; ");
        Some(ReminderRow { label: reminder.label(), due, state, missed })
    };
    Ok(Reminder::ALL.into_iter().filter_map(row).collect())
}

/// Why a reminder that fell due was sent to nobody.
fn before_words(event: &EventDetails) -> &'static str {
    if event.run.is_some() {
        "Fell due before this date was confirmed to run"
    } else {
        "Fell due before reminders began"
    }
}
