//! D8: a colleague's place costs the standard price; the difference comes back by itself when that colleague, from a link mailed to
//! the address on their own record, confirms. Nothing on any screen says who is a member: the booker sees nothing of this.

use std::collections::BTreeSet;

use entity::{booking, place};
use sea_orm::SqlErr;

use super::booking_state::BookingState;
use super::event_facts::event_dates;
use super::joining::queries::REPLACED;
use super::member_price_emails;
use super::pricing::PriceReason;
use super::queries::has_member_place;
use super::renewal_nudge::plan_nudges;
use super::sale::find_sale;
use super::store;
use super::substitution::queries::was_substituted;
use super::what_comes_back::refund_terms;
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::jobs::Priority;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::{Context, unexpected_from};
use crate::kernel::{EmailAddress, Instant, Pence, Unexpected};
use crate::members;
use crate::payments::{self, RefundCharge};

/// Why no difference comes back.
#[derive(Debug, thiserror::Error)]
pub enum ClaimMemberPriceError {
    /// Cancelled, or never confirmed.
    #[error("This place is no longer booked, so there is nothing to give back.")]
    NotBooked,
    /// D8: before the event starts.
    #[error("The event has started, so the member price can no longer be claimed.")]
    Started,
    /// SUB-2: a place that was passed on keeps anyone's price once the last day for a refund has gone.
    #[error("The last day for a refund of this place has passed, so the difference can no longer be given back.")]
    TooLate,
    /// Not a member on the day of asking (ELG-3).
    #[error(
        "The membership on record is not current today. Renew it, then open this link again before the event starts."
    )]
    NotAMember,
    /// Done before.
    #[error("The member price has been given for this place already.")]
    AlreadyClaimed,
    /// D8: the price follows the person, and nobody comes twice.
    #[error(
        "One member pays the member price for one place of a date, and you have yours already. This place keeps the standard price."
    )]
    HasOne,
    /// We or a supplier failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(ClaimMemberPriceError);

/// Mails the members among the attendees, at the address on their record, that the difference is theirs to claim.
pub(super) async fn offer_member_prices(
    app: &App,
    tx: &Tx,
    (booking, places): (&booking::Model, &[place::Model]),
    event: &EventDetails,
    now: Instant,
) -> Result<(), Unexpected> {
    let Some(sale) = find_sale(tx, event.id.0).await? else { return Ok(()) };
    let mut asked = BTreeSet::new();
    let may_be_replaced = |place: &&place::Model| {
        let reason = PriceReason::parse(&place.price_reason);
        place.state == BookingState::Confirmed.word() && reason.is_some_and(|reason| REPLACED.contains(&reason))
    };
    for place in places.iter().filter(may_be_replaced) {
        let difference = sale.prices.member_difference(Pence::new(place.price_pence));
        if difference.is_zero() {
            continue;
        }
        let Some(person_id) = member_behind(tx, place, now).await? else { continue };
        // One address may stand for several people; a member is asked about one place, and not when they have theirs.
        if asked.insert(person_id) && !has_member_place(tx, (event.id.0, person_id), None).await? {
            member_price_emails::queue_member_price_offer(
                app,
                tx,
                (booking, place),
                event,
                (person_id, difference),
                now,
            )
            .await?;
        }
    }
    Ok(())
}

/// The person whose verified address is the attendee's and whose standing gives the member price today.
async fn member_behind(tx: &Tx, place: &place::Model, now: Instant) -> Result<Option<i64>, Unexpected> {
    let Ok(address) = EmailAddress::parse(&place.attendee_email) else { return Ok(None) };
    let Some(person_id) = members::people::find_by_verified_email(tx, &address).await? else { return Ok(None) };
    let standing = members::standing(tx, person_id, london_date(now)).await?;
    Ok(standing.gives_member_price().then_some(person_id))
}

/// Gives the difference back for a place; the caller has checked the link. Gives the amount.
pub async fn claim_member_price(app: &App, place_id: i64) -> Result<Pence, ClaimMemberPriceError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let place = lock_place(tx, place_id).await?.ok_or(ClaimMemberPriceError::NotBooked)?;
            check_place(tx, &place, now).await?;
            if was_substituted(tx, place.id).await? {
                let booking = store::load_booking(tx, place.booking_id).await?;
                let event = load_event(tx, EventId(place.event_id)).await?;
                if refund_terms(tx, &booking, &event).await?.decide(now).percent < 100 {
                    return Err(ClaimMemberPriceError::TooLate);
                }
            }
            let person_id = member_behind(tx, &place, now).await?.ok_or(ClaimMemberPriceError::NotAMember)?;
            if has_member_place(tx, (place.event_id, person_id), None).await? {
                return Err(ClaimMemberPriceError::HasOne);
            }
            give_difference(app, tx, &place, (person_id, Actor::Link), now).await
        })
        .await
}

/// Gives the difference for the own place of somebody whose membership has begun since they booked it (ELG-7).
pub(super) async fn give_to_new_member(
    app: &App,
    place_id: i64,
    person_id: i64,
) -> Result<Pence, ClaimMemberPriceError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let place = lock_place(tx, place_id).await?.ok_or(ClaimMemberPriceError::NotBooked)?;
            check_place(tx, &place, now).await?;
            let standing = members::standing(tx, person_id, london_date(now)).await?;
            if !standing.gives_member_price() {
                return Err(ClaimMemberPriceError::NotAMember);
            }
            if has_member_place(tx, (place.event_id, person_id), None).await? {
                return Err(ClaimMemberPriceError::HasOne);
            }
            give_difference(app, tx, &place, (person_id, Actor::System), now).await
        })
        .await
}

/// Confirmed, not claimed before, of an event that has not begun, and not given away.
async fn check_place(tx: &Tx, place: &place::Model, now: Instant) -> Result<(), ClaimMemberPriceError> {
    let reason = PriceReason::parse(&place.price_reason);
    if place.state != BookingState::Confirmed.word() {
        return Err(ClaimMemberPriceError::NotBooked);
    }
    if place.member_price_claimed_at.is_some() || !reason.is_some_and(|reason| REPLACED.contains(&reason)) {
        return Err(ClaimMemberPriceError::AlreadyClaimed);
    }
    let event = load_event(tx, EventId(place.event_id)).await?;
    if event_dates(&event).is_none_or(|dates| now >= dates.started_from()) {
        return Err(ClaimMemberPriceError::Started);
    }
    Ok(())
}

/// The place, read behind the lock of its booking's charge: charges come before places in every transaction.
async fn lock_place(tx: &Tx, place_id: i64) -> Result<Option<place::Model>, Unexpected> {
    let Some(place) = store::find_place(tx, place_id).await? else { return Ok(None) };
    if let Some(charge_id) = store::load_booking(tx, place.booking_id).await?.charge_id {
        payments::lock_charge(tx, charge_id).await?;
    }
    Ok(store::find_place(tx, place_id).await?)
}

async fn give_difference(
    app: &App,
    tx: &Tx,
    place: &place::Model,
    (person_id, actor): (i64, Actor),
    now: Instant,
) -> Result<Pence, ClaimMemberPriceError> {
    let sale = find_sale(tx, place.event_id).await?.context("a booked event is not on sale")?;
    let paid = Pence::new(place.price_pence);
    let difference = sale.prices.member_difference(paid);
    let marked = store::mark_member_price_claimed(tx, place.id, person_id, paid - difference, now).await;
    match marked {
        Ok(true) => {}
        Ok(false) => return Err(ClaimMemberPriceError::AlreadyClaimed),
        // Two claims at once: the database lets one of them through.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Err(ClaimMemberPriceError::HasOne);
        }
        Err(error) => return Err(error.into()),
    }
    let booking = store::load_booking(tx, place.booking_id).await?;
    if let (Some(charge_id), Some(line_id), true) = (booking.charge_id, place.charge_line_id, difference.get() > 0) {
        let lines = vec![(line_id, difference)];
        let key = format!("member-price:{}:{}", place.id, place.link_generation);
        let refund = RefundCharge {
            charge_id,
            lines: lines.clone(),
            reason: "Difference to the member price".to_owned(),
            dedupe_key: key,
            requested_by: None,
            priority: Priority::Usual,
        };
        let credit = (lines.as_slice(), "the attendee is a member");
        payments::credit_and_refund(tx, app.tokens.as_ref(), credit, refund, now).await?;
    }
    let entry = Entry {
        actor,
        action: "place.member_price_claimed",
        subject_kind: "place",
        subject_id: place.id,
        reason: None,
        values: None,
    };
    record(tx, entry, now).await?;
    member_price_emails::queue_member_price_given(app, tx, (&booking, place), difference, now).await?;
    // Read again: the place has the member price now.
    let place = store::find_place(tx, place.id).await?;
    plan_nudges(tx, place.as_slice(), &load_event(tx, EventId(booking.event_id)).await?, now).await?;
    Ok(difference)
}
