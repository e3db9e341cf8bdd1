//! Staff have decided on a customer: what was booked is confirmed and invoiced, or the buyer hears how else to pay (INV-1).

use entity::booking;

use super::emails;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::booking_state::BookingState;
use crate::bookings::confirm_booking::confirm_booking;
use crate::bookings::event_facts::event_dates;
use crate::bookings::store;
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::jobs::{ClaimedJob, JobOutcome};
use crate::kernel::{Instant, Unexpected};
use crate::payments::customers::CustomerDecided;
use crate::payments::{self, invoices};

/// Handler of [`CUSTOMER_DECIDED`](crate::payments::customers::CUSTOMER_DECIDED): one transaction a charge, safe to run again.
pub async fn run_customer_decided(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    carry_out_decision(app, &job.read()?).await?;
    Ok(JobOutcome::Done)
}

/// Confirms and invoices what waited, or tells the buyers.
pub async fn carry_out_decision(app: &App, decided: &CustomerDecided) -> Result<(), Unexpected> {
    for charge_id in &decided.charge_ids {
        app.db.write_tx(async |tx| carry_out(app, tx, (*charge_id, decided), app.now()).await).await?;
    }
    Ok(())
}

async fn carry_out(
    app: &App,
    tx: &Tx,
    (charge_id, decided): (i64, &CustomerDecided),
    now: Instant,
) -> Result<(), Unexpected> {
    payments::lock_charge(tx, charge_id).await?;
    if let Some(booking) = store::find_booking_of_charge(tx, charge_id).await? {
        let event = load_event(tx, EventId(booking.event_id)).await?;
        let is_waiting = booking.state == BookingState::Held.word() && can_still_happen(&event, now);
        match (is_waiting, decided.is_approved) {
            (true, true) => confirm(app, tx, (&booking, &event), now).await?,
            (true, false) => return emails::tell_declined(app, tx, (&booking, &event), &decided.reason, now).await,
            // Expired or given up meanwhile: its charge is credited, so there is nothing to invoice either.
            (false, _) => {}
        }
    }
    if decided.is_approved {
        invoices::issue_or_ask(tx, charge_id, Actor::System, now).await?;
    }
    Ok(())
}

fn can_still_happen(event: &EventDetails, now: Instant) -> bool {
    event.is_published() && event_dates(event).is_some_and(|dates| now < dates.started_from())
}

async fn confirm(
    app: &App,
    tx: &Tx,
    (booking, event): (&booking::Model, &EventDetails),
    now: Instant,
) -> Result<(), Unexpected> {
    confirm_booking(app, tx, booking, event, now).await?;
    Ok(())
}
