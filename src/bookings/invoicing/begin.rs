//! How a booking by invoice begins: confirmed and invoiced at once for a customer we know, kept for staff to look at otherwise
//! (INV-1).

use entity::booking;

use super::ask::BillingAsk;
use super::emails;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::book_places::BookPlaces;
use crate::bookings::confirm_booking::confirm_booking;
use crate::bookings::hold::PaymentMethod;
use crate::bookings::jobs::end_hold_job;
use crate::db::Tx;
use crate::events::EventDetails;
use crate::jobs;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::members::employers::find_or_propose;
use crate::payments::customers::{BillingDetails, open_customer};
use crate::payments::invoices;

/// The organisation that pays by invoice (D10); none when the booking is paid otherwise.
pub(in crate::bookings) async fn organisation_of(
    app: &App,
    tx: &Tx,
    (command, method): (&BookPlaces, PaymentMethod),
    now: Instant,
) -> Result<Option<i64>, Unexpected> {
    match (method, &command.organisation) {
        (PaymentMethod::Invoice, Some(name)) => {
            let id = find_or_propose(tx, app.tokens.as_ref(), name, (london_date(now), now)).await?;
            Ok(Some(id))
        }
        _ => Ok(None),
    }
}

/// Keeps the billing details, and confirms the booking or puts the customer before staff. The places are claimed, the charge
/// is raised; the number of the invoice is the last thing taken.
pub(in crate::bookings) async fn begin(
    app: &App,
    tx: &Tx,
    (booking, ask): (&booking::Model, &BillingAsk),
    event: &EventDetails,
    now: Instant,
) -> Result<(), Unexpected> {
    let charge_id = booking.charge_id.context("a booking by invoice has no charge")?;
    let organisation_id = booking.organisation_id.context("a booking by invoice has no organisation")?;
    let details = billing_details(booking, ask, event);
    let customer = open_customer(tx, organisation_id, &details, now).await?;
    invoices::draft_for_charge(tx, charge_id, (customer, &details), now).await?;
    if customer.is_trusted {
        confirm_booking(app, tx, booking, event, now).await?;
        let actor = Actor::person_or_visitor(booking.booker_person_id);
        invoices::issue_or_ask(tx, charge_id, actor, now).await?;
        return Ok(());
    }
    let until = booking.held_until.context("a held booking has no end")?;
    jobs::enqueue(tx, end_hold_job(booking.id, until)?, now).await?;
    invoices::ask_for_approval(tx, charge_id, now).await?;
    emails::tell_waits(app, tx, (booking, event), now).await
}

fn billing_details(booking: &booking::Model, ask: &BillingAsk, event: &EventDetails) -> BillingDetails {
    BillingDetails {
        name: booking.organisation_name.clone().unwrap_or_default(),
        address: ask.address.clone(),
        email: ask.email.as_str().to_owned(),
        contact_name: if ask.contact_name.is_empty() { booking.booker_name.clone() } else { ask.contact_name.clone() },
        buyer_reference: ask.buyer_reference.clone(),
        po_number: ask.po_number.clone(),
        po_to_follow: ask.po_to_follow,
        supply_on: event.when.known_day(),
        supply_words: event.title.clone(),
    }
}

/// Places moved to a booking of another date: the invoice of the old one is credited, and the new one is invoiced in the same way.
pub(in crate::bookings) async fn carry_over(
    tx: &Tx,
    (old, new): (&booking::Model, &booking::Model),
    event: &EventDetails,
    actor: Actor,
    now: Instant,
) -> Result<(), Unexpected> {
    match (old.charge_id, new.charge_id) {
        (Some(from), Some(to)) if new.payment_method == PaymentMethod::Invoice.word() => {
            let supply = (event.when.known_day(), event.title.as_str());
            invoices::carry_billing_over(tx, (from, to), supply, actor, now).await
        }
        _ => Ok(()),
    }
}
