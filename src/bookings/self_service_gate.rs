//! May the person who booked, or the attendee, change this booking by their own hand now: cancel, send somebody else, move to
//! another date, answer an offer? One gate for every such act, so that none forgets a rule (REF-18, REF-19). Pure; each act
//! adds its own rules after it.
//!
//! Use it so: read the booking behind its lock (charge, then booking), then
//! `may_change(&gate_facts(tx, &booking, &event).await?, now)?`. Show a refusal with its own words, and write down when it
//! was asked for ([`note_refusal`](super::refused_requests::note_refusal), REF-22).

use entity::booking;
use sea_orm::ConnectionTrait;

use super::booking_state::BookingState;
use super::event_facts::event_dates;
use super::refund_policy::EventDates;
use super::what_comes_back::is_disputed;
use crate::events::EventDetails;
use crate::kernel::{Instant, Unexpected};

/// What the gate looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateFacts {
    /// The booking is confirmed.
    pub is_confirmed: bool,
    /// We have called the event off.
    pub is_called_off: bool,
    /// The instant from which the event counts as started; none while no date is known.
    pub started_from: Option<Instant>,
    /// A payer's bank questions a payment for the booking now.
    pub is_disputed: bool,
}

/// Why the booking cannot be changed by whoever booked it. Each says what to do next (REF-22).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefused {
    /// REF-19: the payer's bank is asked for the money already; it must not come back twice.
    #[error(
        "The bank that paid is looking into the payment for this booking, so it cannot be changed here. Write to us at the address at the foot of this page and quote the booking's reference: we have noted when you asked, and answer when the bank has decided."
    )]
    Disputed,
    /// REF-18.
    #[error(
        "The event has started, so this can no longer be changed here. Write to us at the address at the foot of this page and quote the booking's reference: we have noted when you asked."
    )]
    Started,
    /// REF-12: everything is cancelled and refunded anyway.
    #[error("We have called this date off, so there is nothing to change. Everything that was paid for it comes back.")]
    CalledOff,
    /// Held, expired or cancelled.
    #[error(
        "This booking is not confirmed, so there is nothing to change yet. Open the booking's page to see how it stands."
    )]
    NotConfirmed,
}

impl ChangeRefused {
    /// The word kept with the request.
    pub fn word(self) -> &'static str {
        match self {
            Self::Disputed => "disputed",
            Self::Started => "started",
            Self::CalledOff => "called_off",
            Self::NotConfirmed => "not_confirmed",
        }
    }
}

/// Whether the booking may be changed by self-service at `now`. The dispute comes first: what the bank decides outlives the
/// event. The start is exclusive: at the instant itself the event has started.
pub fn may_change(facts: &GateFacts, now: Instant) -> Result<(), ChangeRefused> {
    if facts.is_disputed {
        return Err(ChangeRefused::Disputed);
    }
    if facts.is_called_off {
        return Err(ChangeRefused::CalledOff);
    }
    if facts.started_from.is_some_and(|started| now >= started) {
        return Err(ChangeRefused::Started);
    }
    if !facts.is_confirmed {
        return Err(ChangeRefused::NotConfirmed);
    }
    Ok(())
}

/// Reads what [`may_change`] asks about.
pub async fn gate_facts(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    event: &EventDetails,
) -> Result<GateFacts, Unexpected> {
    Ok(GateFacts {
        is_confirmed: booking.state == BookingState::Confirmed.word(),
        is_called_off: event.is_cancelled(),
        started_from: event_dates(event).map(EventDates::started_from),
        is_disputed: is_disputed(db, booking).await?,
    })
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, TimeZone, Utc};

    use super::*;

    fn start() -> Instant {
        Utc.with_ymd_and_hms(2026, 9, 4, 8, 30, 0).unwrap()
    }

    fn open() -> GateFacts {
        GateFacts { is_confirmed: true, is_called_off: false, started_from: Some(start()), is_disputed: false }
    }

    #[test]
    fn ref_18_the_gate_closes_at_the_start_itself() {
        let moment = Duration::microseconds(1);

        assert_eq!(may_change(&open(), start() - moment), Ok(()));
        assert_eq!(may_change(&open(), start()), Err(ChangeRefused::Started));
        assert_eq!(may_change(&open(), start() + moment), Err(ChangeRefused::Started));
        assert_eq!(may_change(&GateFacts { started_from: None, ..open() }, start()), Ok(()), "no date is known yet");
    }

    #[test]
    fn ref_19_an_open_dispute_comes_before_every_other_reason() {
        let facts = GateFacts { is_disputed: true, is_called_off: true, is_confirmed: false, ..open() };

        for now in [start() - Duration::days(1), start()] {
            assert_eq!(may_change(&facts, now), Err(ChangeRefused::Disputed));
        }
    }

    #[test]
    fn every_refusal_says_what_to_do_or_that_nothing_is_to_be_done() {
        let before = start() - Duration::days(1);
        let table = [
            (GateFacts { is_called_off: true, ..open() }, ChangeRefused::CalledOff, "comes back"),
            (GateFacts { is_confirmed: false, ..open() }, ChangeRefused::NotConfirmed, "Open the booking's page"),
            (GateFacts { is_disputed: true, ..open() }, ChangeRefused::Disputed, "Write to us"),
            (GateFacts { started_from: Some(before), ..open() }, ChangeRefused::Started, "Write to us"),
        ];

        for (facts, refusal, next) in table {
            assert_eq!(may_change(&facts, before), Err(refusal));
            assert!(refusal.to_string().contains(next), "{refusal}");
        }
    }
}
