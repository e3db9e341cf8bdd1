//! Reminds everybody for whom a reminder has fallen due, a hundred a transaction: what is noted is in the outbox, and the other way
//! round. What fails for one event or one booking is logged, keeps nobody else waiting, and is tried again by the next run.

use chrono::{Days, Duration, NaiveDate};
use entity::{booking, place};

use super::emails;
use super::queries::{
    Round, bookings_to_remind, events_between, last_changes, places_of, places_to_remind, reminding_since,
};
use super::refund_days::last_refund_days;
use super::schedule::{Reminder, Verdict, begins_at, reminded_since, verdict};
use super::store::{Ending, Note, begin_reminding, note, still_confirmed};
use crate::app::App;
use crate::bookings::booking_state::BookingState;
use crate::bookings::event_facts::event_dates;
use crate::bookings::store::{load_booking, lock_booking};
use crate::bookings::what_comes_back::refund_terms;
use crate::db::Tx;
use crate::events::{EventDetails, load_plain_event, load_plain_events};
use crate::kernel::uk_time::{last_whole_day, london_date};
use crate::kernel::{Instant, Pence, Unexpected, WorkingDays};
use crate::notifications::{NewMessage, outbox};
use crate::payments::queries::charge_money;

/// How far ahead an event may be and have a reminder due: a policy gives money back until a year before at most.
const LOOK_AHEAD: Days = Days::new(370);
/// How far back a reminder that was missed is still noted.
const LOOK_BACK: Days = Days::new(2);
/// Places or bookings looked up at once.
const A_STEP: u64 = 100;
/// Longer than this one run does not take: a claim of the queue lasts a minute.
const ONE_RUN: Duration = Duration::seconds(20);

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Letters queued.
    pub queued: usize,
    /// The time was over before everybody was reminded.
    pub goes_on: bool,
}

/// Sends what has fallen due and notes what was missed, for twenty seconds at most. Safe to run twice at once.
pub async fn send_reminders(app: &App) -> Result<Progress, Unexpected> {
    let now = app.now();
    let db = app.db.reader();
    let since = if let Some(since) = reminding_since(db).await? {
        since
    } else {
        app.db.write_tx(async |tx| begin_reminding(tx, now).await).await?;
        now
    };
    let today = london_date(now);
    let first = today.checked_sub_days(LOOK_BACK).unwrap_or(today);
    let last = today.checked_add_days(LOOK_AHEAD).unwrap_or(today);
    let ids = events_between(db, first..=last).await?;
    let events = load_plain_events(db, &ids).await?;
    let changes = last_changes(db, &ids).await?;
    let days = app.holidays.read(db, now).await?;
    let mut progress = Progress::default();
    for event in ids.iter().filter_map(|id| events.get(id)) {
        let since = changes.get(&event.id.0).map_or(since, |changed| std::cmp::max(since, *changed));
        let mut reminding = Reminding { app, event, days: &days, since, now, progress };
        if let Err(error) = reminding.remind_of_event().await {
            tracing::error!(event = event.id.0, %error, "people could not be reminded of a date");
        }
        progress = reminding.progress;
    }
    Ok(progress)
}

/// One event's reminders at one instant.
struct Reminding<'a> {
    app: &'a App,
    event: &'a EventDetails,
    days: &'a WorkingDays,
    since: Instant,
    now: Instant,
    progress: Progress,
}

impl Reminding<'_> {
    async fn remind_of_event(&mut self) -> Result<(), Unexpected> {
        for reminder in [Reminder::Hour, Reminder::TwoWorkingDays, Reminder::Week] {
            if let Some((round, verdict)) = self.round(reminder, None) {
                self.remind_places(round, verdict).await?;
            }
        }
        let Some(dates) = event_dates(self.event) else { return Ok(()) };
        for (policy_id, last_day) in last_refund_days(self.app.db.reader(), self.event.id.0, dates).await? {
            if let Some((round, verdict)) = self.round(Reminder::RefundDay, Some(last_day)) {
                self.remind_bookers(round, policy_id, verdict).await?;
            }
        }
        Ok(())
    }

    /// The reminder when it is due, and not held back.
    fn round(&self, reminder: Reminder, last_refund_day: Option<NaiveDate>) -> Option<(Round, Verdict)> {
        let dates = event_dates(self.event)?;
        let due = reminder.due_at(self.days, dates, last_refund_day)?;
        let verdict = verdict(due, dates, reminded_since(reminder, self.since, self.event.run)?, self.now);
        let round = Round { event_id: self.event.id.0, reminder, begins_at: begins_at(dates), due };
        (verdict != Verdict::Leave).then_some((round, verdict))
    }

    fn is_over(&mut self) -> bool {
        self.progress.goes_on |= self.app.now() - self.now > ONE_RUN;
        self.progress.goes_on
    }

    async fn remind_places(&mut self, round: Round, verdict: Verdict) -> Result<(), Unexpected> {
        while !self.is_over() {
            let found = places_to_remind(self.app.db.reader(), round, A_STEP).await?;
            if found.is_empty() {
                break;
            }
            let some = async |tx: &Tx| self.remind_some_places(tx, round, verdict, &found).await;
            match self.app.db.write_tx(some).await? {
                Some(queued) => self.progress.queued += queued,
                // It is another date now, or none: the next run sees that.
                None => break,
            }
        }
        Ok(())
    }

    async fn remind_some_places(
        &self,
        tx: &Tx,
        round: Round,
        verdict: Verdict,
        found: &[(place::Model, booking::Model)],
    ) -> Result<Option<usize>, Unexpected> {
        let ids: Vec<i64> = found.iter().map(|(place, _)| place.id).collect();
        let confirmed = still_confirmed(tx, &ids).await?;
        if !self.is_as_it_was(tx, round).await? {
            return Ok(None);
        }
        let ending = |place_id: i64| match (verdict, confirmed.get(&place_id)) {
            (_, None) => Ending::Skipped,
            (_, Some(place)) if place.folded_name.is_empty() => Ending::Skipped,
            (Verdict::Send, _) => Ending::Sent,
            (Verdict::Miss | Verdict::Leave, _) => Ending::Missed,
        };
        let one = |(place, booking): &(place::Model, booking::Model)| Note {
            booking_id: booking.id,
            place_id: Some(place.id),
            ending: ending(place.id),
        };
        let ours = note(tx, round, &found.iter().map(one).collect::<Vec<_>>(), self.now).await?;
        let told: Vec<(&place::Model, &booking::Model)> = found
            .iter()
            .filter(|(place, booking)| ours.contains(&(booking.id, Some(place.id))) && ending(place.id) == Ending::Sent)
            .filter_map(|(place, booking)| Some((confirmed.get(&place.id)?, booking)))
            .collect();
        let mut messages = emails::to_attendees(self.app, self.event, round, &told, self.now);
        if round.reminder == Reminder::Week {
            let booked: Vec<&booking::Model> = told.iter().map(|(_, booking)| *booking).collect();
            let coming = places_of(tx, &booked).await?;
            messages.extend(emails::to_bookers(self.app, self.event, round, (&booked, &coming), self.now));
        }
        self.queue(tx, round, messages).await.map(Some)
    }

    /// Whether the date is still on, at the same time.
    async fn is_as_it_was(&self, tx: &Tx, round: Round) -> Result<bool, Unexpected> {
        let event = load_plain_event(tx, self.event.id).await?;
        let same = event_dates(&event).map(begins_at) == Some(round.begins_at);
        Ok(same && event.is_published() && !event.is_cancelled())
    }

    async fn remind_bookers(&mut self, round: Round, policy_id: i64, verdict: Verdict) -> Result<(), Unexpected> {
        let mut after = 0;
        while !self.is_over() {
            let found = bookings_to_remind(self.app.db.reader(), round, (policy_id, after), A_STEP).await?;
            let Some(last) = found.last() else { break };
            after = last.id;
            for booking in &found {
                let one = async |tx: &Tx| self.remind_booker(tx, round, booking.id, verdict).await;
                match self.app.db.write_tx(one).await {
                    Ok(queued) => self.progress.queued += queued,
                    Err(error) => tracing::error!(booking = booking.id, %error, "a booker could not be reminded"),
                }
            }
        }
        Ok(())
    }

    async fn remind_booker(
        &self,
        tx: &Tx,
        round: Round,
        booking_id: i64,
        verdict: Verdict,
    ) -> Result<usize, Unexpected> {
        lock_booking(tx, booking_id).await?;
        let booking = load_booking(tx, booking_id).await?;
        let letter =
            if self.is_as_it_was(tx, round).await? { self.refund_day(tx, round, &booking).await? } else { None };
        let ending = match (verdict, &letter) {
            (_, None) => Ending::Skipped,
            (Verdict::Send, Some(_)) => Ending::Sent,
            (Verdict::Miss | Verdict::Leave, Some(_)) => Ending::Missed,
        };
        let noted = note(tx, round, &[Note { booking_id, place_id: None, ending }], self.now).await?;
        match letter.filter(|_| ending == Ending::Sent && !noted.is_empty()) {
            Some(letter) => self.queue(tx, round, vec![letter]).await,
            None => Ok(0),
        }
    }

    /// The letter to who booked, when it is true of this booking: something was paid, it comes back until that day and not after it.
    /// A place that was moved may have other days (REF-14), a person who pays has 14 of their own (CO-07), and who was moved by us
    /// may still choose (REF-13).
    async fn refund_day(
        &self,
        tx: &Tx,
        round: Round,
        booking: &booking::Model,
    ) -> Result<Option<NewMessage>, Unexpected> {
        let paid = match booking.charge_id {
            Some(charge_id) => charge_money(tx, charge_id).await?.paid,
            None => Pence::ZERO,
        };
        let terms = refund_terms(tx, booking, self.event).await?;
        let Some(deadline) = terms.last_deadline() else { return Ok(None) };
        let is_tomorrow = last_whole_day(deadline).pred_opt() == Some(london_date(round.due));
        let is_so = booking.state == BookingState::Confirmed.word()
            && paid > Pence::ZERO
            && is_tomorrow
            && terms.decide(self.now).percent > 0
            && terms.decide(deadline).percent == 0;
        Ok(is_so.then(|| emails::refund_day(self.app, self.event, round, (booking, &terms), self.now)))
    }

    /// An hour before, nobody is kept waiting by letters that can wait.
    async fn queue(&self, tx: &Tx, round: Round, messages: Vec<NewMessage>) -> Result<usize, Unexpected> {
        let (queued, tokens) = (messages.len(), self.app.tokens.as_ref());
        if round.reminder == Reminder::Hour {
            outbox::queue_all(tx, tokens, messages, Vec::new(), self.now).await?;
        } else {
            outbox::queue_in_bulk(tx, tokens, messages, self.now).await?;
        }
        Ok(queued)
    }
}
