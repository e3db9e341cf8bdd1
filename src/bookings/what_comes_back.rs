//! What cancelling would give back, read from the booking, its policy and the money of its charge: one answer for the preview, the
//! act and the emails (REF-7).

use entity::{booking, place};
use sea_orm::ConnectionTrait;

use super::booking_state::BookingState;
use super::cancellation::{CancellationPreview, CancelledBy, LivePlace, Standing, preview};
use super::event_facts::event_dates;
use super::moving::queries::earlier_terms;
use super::organiser_move::queries::{choices_for, open_until};
use super::refund_policy::{PayerKind, RefundDecision};
use super::refund_terms::{PolicyDates, RefundTerms};
use super::sale::load_policy_for_booking;
use crate::events::EventDetails;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::queries::charge_money;
use crate::payments::{self, ChargeMoney};

/// What cancelling these live places now would give back. When we have called the event off it is everything, whoever presses
/// the button (REF-12).
pub(super) async fn what_comes_back(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    live: &[&place::Model],
    (event, by): (&EventDetails, CancelledBy),
    now: Instant,
) -> Result<CancellationPreview, Unexpected> {
    let by_rules = by == CancelledBy::Booker && !event.is_cancelled();
    let terms = async { if by_rules { refund_terms(db, booking, event).await.map(Some) } else { Ok(None) } };
    let (money, terms) = tokio::try_join!(money_of_booking(db, booking), terms)?;
    reckon_what_comes_back(booking, live, (event, by), (money, terms.as_ref()), now)
}

/// The same from what was read: the booking's money, and its terms when its booker cancels.
pub(super) fn reckon_what_comes_back(
    booking: &booking::Model,
    live: &[&place::Model],
    (event, by): (&EventDetails, CancelledBy),
    (money, terms): (ChargeMoney, Option<&RefundTerms>),
    now: Instant,
) -> Result<CancellationPreview, Unexpected> {
    let decision = match by {
        _ if event.is_cancelled() => return Ok(all_comes_back(booking, live, money)),
        CancelledBy::Organiser | CancelledBy::Bank => return Ok(all_comes_back(booking, live, money)),
        CancelledBy::Officer(percent) => RefundDecision::chosen(percent),
        CancelledBy::Booker => terms.context("a booked event has no date")?.decide(now),
    };
    Ok(preview(&live_places(live), decision, standing(booking, money)))
}

/// What was charged, paid and given back for a booking; nothing for a free one.
pub(super) async fn money_of_booking(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
) -> Result<ChargeMoney, Unexpected> {
    match booking.charge_id {
        Some(charge_id) => charge_money(db, charge_id).await,
        None => Ok(ChargeMoney::default()),
    }
}

/// Everything the refund of a booking hangs on: its policy and dates, those it was moved away from (REF-14), and the choice we
/// gave by moving the event (REF-13).
pub(super) async fn refund_terms(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    event: &EventDetails,
) -> Result<RefundTerms, Unexpected> {
    let (policy, earlier, choices) = tokio::try_join!(
        load_policy_for_booking(db, booking.refund_policy_id),
        earlier_terms(db, booking.id),
        async { Ok(choices_for(db, booking).await?) },
    )?;
    let own = PolicyDates { policy, dates: event_dates(event).context("a booked event has no date")? };
    Ok(RefundTerms {
        payer: PayerKind::parse(&booking.payer_kind).context("a booking's payer is unknown")?,
        booked_on: booking.booked_on,
        earlier,
        choice_until: open_until(&choices, &own),
        own,
    })
}

/// What comes back when we cancel, from what was read before: all that was paid (REF-12).
pub(super) fn all_comes_back(
    booking: &booking::Model,
    live: &[&place::Model],
    money: ChargeMoney,
) -> CancellationPreview {
    preview(&live_places(live), RefundDecision::CALLED_OFF, standing(booking, money))
}

fn standing(booking: &booking::Model, money: ChargeMoney) -> Standing {
    if booking.state == BookingState::Held.word() {
        Standing::Held { paid: money.paid - money.refunded - money.refund_pending }
    } else {
        // What was written off is not owed any more, and was not paid either.
        Standing::Confirmed { owed: money.unpaid() }
    }
}

fn live_places(live: &[&place::Model]) -> Vec<LivePlace> {
    let live_place = |place: &&place::Model| LivePlace {
        id: place.id,
        attendee_name: super::groups::place_status::place_name(place),
        price: Pence::new(place.price_pence),
    };
    live.iter().map(live_place).collect()
}

/// Whether a bank questions a payment for the booking (REF-19): until it has decided, only officers act.
pub(super) async fn is_disputed(db: &impl ConnectionTrait, booking: &booking::Model) -> Result<bool, Unexpected> {
    match booking.charge_id {
        Some(charge_id) => payments::queries::is_disputed(db, charge_id).await,
        None => Ok(false),
    }
}
