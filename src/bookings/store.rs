//! Statements that write bookings and places, or load them to be written. Every change of state repeats the old state in its
//! filter; zero rows means somebody was first.

use entity::{booking, capacity_pool, place, place_cancellation};
use sea_orm::sea_query::{Expr, ExprTrait, LockType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::booking_state::BookingState;
use super::hold::PaymentMethod;
use super::waiting_list::store::people_waiting;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

/// What to write of a new booking; amounts in pence inside [`Pence`].
pub struct NewBookingRow {
    pub(super) row: booking::ActiveModel,
}

/// Writes the booking.
pub async fn insert_booking(db: &impl ConnectionTrait, new: NewBookingRow) -> Result<booking::Model, DbErr> {
    booking::Entity::insert(new.row).exec_with_returning(db).await
}

/// Writes the places in one statement and gives them in their order. A place that somebody with this name and address has
/// already (D9, DUP-5) is not written and so is missing: that nobody has two is for the database to say.
pub async fn insert_places(
    db: &impl ConnectionTrait,
    rows: Vec<place::ActiveModel>,
) -> Result<Vec<place::Model>, DbErr> {
    let live_already = OnConflict::new().do_nothing().to_owned();
    let mut places = place::Entity::insert_many(rows).on_conflict(live_already).exec_with_returning(db).await?;
    places.sort_by_key(|place| place.position);
    Ok(places)
}

/// Names the charge that was raised for a booking.
pub async fn set_charge(db: &impl ConnectionTrait, booking_id: i64, charge_id: i64) -> Result<(), DbErr> {
    booking::Entity::update_many()
        .col_expr(booking::Column::ChargeId, Expr::value(charge_id))
        .filter(booking::Column::Id.eq(booking_id))
        .exec(db)
        .await?;
    Ok(())
}

/// Names for each place the line that it is charged by: pairs of ids, in one statement.
pub async fn set_charge_lines(db: &impl ConnectionTrait, lines: &[(i64, i64)]) -> Result<(), DbErr> {
    let is = |place_id: i64| Expr::col(place::Column::Id).eq(place_id);
    let Some(((first, line), others)) = lines.split_first() else { return Ok(()) };
    let line_of_place = others
        .iter()
        .fold(Expr::case(is(*first), Expr::value(*line)), |so_far, (place_id, line_id)| {
            so_far.case(is(*place_id), Expr::value(*line_id))
        })
        .finally(Expr::col(place::Column::ChargeLineId));
    place::Entity::update_many()
        .col_expr(place::Column::ChargeLineId, line_of_place.into())
        .filter(place::Column::Id.is_in(lines.iter().map(|(place_id, _)| *place_id)))
        .exec(db)
        .await?;
    Ok(())
}

/// Whether a live place on this event has the same name and address, other than those of `except_booking`.
pub async fn has_live_twin(
    db: &impl ConnectionTrait,
    event_id: i64,
    folded: (&str, &str),
    except_booking: Option<i64>,
) -> Result<bool, DbErr> {
    let (folded_email, folded_name) = folded;
    if folded_name.is_empty() {
        // Places without a name are nobody's, so nobody has two of them (D9).
        return Ok(false);
    }
    let found = place::Entity::find()
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::FoldedEmail.eq(folded_email))
        .filter(place::Column::FoldedName.eq(folded_name))
        .filter(place::Column::State.is_in([BookingState::Held.word(), BookingState::Confirmed.word()]))
        .all(db)
        .await?;
    Ok(found.iter().any(|twin| Some(twin.booking_id) != except_booking))
}

/// A booking by id; it must exist.
pub async fn load_booking(db: &impl ConnectionTrait, id: i64) -> Result<booking::Model, Unexpected> {
    booking::Entity::find_by_id(id).one(db).await?.context("a booking is missing")
}

/// A booking by what people quote, if there is one.
pub async fn find_booking_called(db: &impl ConnectionTrait, reference: &str) -> Result<Option<booking::Model>, DbErr> {
    booking::Entity::find().filter(booking::Column::Reference.eq(reference)).one(db).await
}

/// The booking a charge was raised for.
pub async fn find_booking_of_charge(
    db: &impl ConnectionTrait,
    charge_id: i64,
) -> Result<Option<booking::Model>, DbErr> {
    booking::Entity::find().filter(booking::Column::ChargeId.eq(charge_id)).one(db).await
}

/// The places of a booking in their order.
pub async fn load_places(db: &impl ConnectionTrait, booking_id: i64) -> Result<Vec<place::Model>, DbErr> {
    place::Entity::find()
        .filter(place::Column::BookingId.eq(booking_id))
        .order_by_asc(place::Column::Position)
        .all(db)
        .await
}

/// A place by id, if there is one.
pub async fn find_place(db: &impl ConnectionTrait, id: i64) -> Result<Option<place::Model>, DbErr> {
    place::Entity::find_by_id(id).one(db).await
}

/// Makes every other transaction that wants to change this booking wait until ours ends; for bookings without a charge.
pub async fn lock_booking(db: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    booking::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(db).await?;
    Ok(())
}

/// Moves a booking from one state to another. False: it was no longer in `from`.
pub async fn mark_booking(
    db: &impl ConnectionTrait,
    id: i64,
    from: BookingState,
    to: BookingState,
    now: Instant,
) -> Result<bool, DbErr> {
    let stamp = if to == BookingState::Confirmed { booking::Column::ConfirmedAt } else { booking::Column::EndedAt };
    let done = booking::Entity::update_many()
        .col_expr(booking::Column::State, Expr::value(to.word()))
        .col_expr(stamp, Expr::value(now))
        .filter(booking::Column::Id.eq(id))
        .filter(booking::Column::State.eq(from.word()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Moves all places of a booking that are in `from`. Gives how many moved.
pub async fn mark_places(
    db: &impl ConnectionTrait,
    booking_id: i64,
    from: BookingState,
    to: BookingState,
) -> Result<u64, DbErr> {
    let done = place::Entity::update_many()
        .col_expr(place::Column::State, Expr::value(to.word()))
        .filter(place::Column::BookingId.eq(booking_id))
        .filter(place::Column::State.eq(from.word()))
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// Cancels one place: its calendar entry gets a new sequence and its links die (CAL-2, D17). False: it was not live.
pub async fn mark_place_cancelled(db: &impl ConnectionTrait, place: &place::Model) -> Result<bool, DbErr> {
    let done = place::Entity::update_many()
        .col_expr(place::Column::State, Expr::value(BookingState::Cancelled.word()))
        .col_expr(place::Column::CalendarSequence, Expr::col(place::Column::CalendarSequence).add(1))
        .col_expr(place::Column::LinkGeneration, Expr::col(place::Column::LinkGeneration).add(1))
        .filter(place::Column::Id.eq(place.id))
        .filter(place::Column::State.is_in([BookingState::Held.word(), BookingState::Confirmed.word()]))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives seats back: exactly as many as were taken (HLD-9). From this statement on whoever waits comes before the public (WTL-4).
pub async fn release_places(db: &impl ConnectionTrait, pool_id: i64, places: i32) -> Result<(), DbErr> {
    use capacity_pool::{Column, Entity};
    let fewer = Entity::update_many().col_expr(Column::PlacesTaken, Expr::col(Column::PlacesTaken).sub(places));
    let update = fewer.col_expr(Column::PeopleWaiting, people_waiting());
    update.filter(Column::Id.eq(pool_id)).exec(db).await?;
    Ok(())
}

/// Bookings of an event whose hold is over at `now` (CLK-6: exclusive).
pub async fn list_expired_holds(
    db: &impl ConnectionTrait,
    event_id: i64,
    now: Instant,
) -> Result<Vec<booking::Model>, DbErr> {
    booking::Entity::find()
        .filter(booking::Column::EventId.eq(event_id))
        .filter(booking::Column::State.eq(BookingState::Held.word()))
        .filter(booking::Column::HeldUntil.lte(now))
        .order_by_asc(booking::Column::Id)
        .all(db)
        .await
}

/// What is kept of a cancellation.
pub struct CancellationRow<'a> {
    /// Which place.
    pub place_id: i64,
    /// "booker", "attendee", "organiser" or "system".
    pub by: &'a str,
    /// The signed-in person, if one acted.
    pub actor_person_id: Option<i64>,
    /// Percent given back.
    pub percent: u8,
    /// Pence given back.
    pub refund: Pence,
    /// Why.
    pub reason: &'a str,
}

/// Writes down a cancellation.
pub async fn insert_cancellation(
    db: &impl ConnectionTrait,
    row: CancellationRow<'_>,
    now: Instant,
) -> Result<(), DbErr> {
    let row = place_cancellation::ActiveModel {
        place_id: Set(row.place_id),
        cancelled_by: Set(row.by.to_owned()),
        actor_person_id: Set(row.actor_person_id),
        percent: Set(i32::from(row.percent)),
        refund_pence: Set(row.refund.get()),
        reason: Set(row.reason.to_owned()),
        cancelled_at: Set(now),
        ..Default::default()
    };
    place_cancellation::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Records that the attendee proved to be a member and what the place costs now. False: done before, or not confirmed.
pub async fn mark_member_price_claimed(
    db: &impl ConnectionTrait,
    place_id: i64,
    person_id: i64,
    price: Pence,
    now: Instant,
) -> Result<bool, DbErr> {
    let done = place::Entity::update_many()
        .col_expr(place::Column::MemberPriceClaimedAt, Expr::value(now))
        .col_expr(place::Column::PersonId, Expr::value(person_id))
        .col_expr(place::Column::PriceReason, Expr::value("member"))
        .col_expr(place::Column::PricePence, Expr::value(price.get()))
        .filter(place::Column::Id.eq(place_id))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .filter(place::Column::MemberPriceClaimedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Bookings that expired before `ended_before`, those to be paid by transfer before `transfer_ended_before`, and still hold
/// personal data (HLD-11).
pub async fn list_abandoned(
    db: &impl ConnectionTrait,
    ended_before: Instant,
    transfer_ended_before: Instant,
) -> Result<Vec<booking::Model>, DbErr> {
    let by_transfer = booking::Column::PaymentMethod.eq(PaymentMethod::BankTransfer.word());
    booking::Entity::find()
        .filter(booking::Column::State.eq(BookingState::Expired.word()))
        .filter(booking::Column::EndedAt.lte(ended_before))
        .filter(by_transfer.not().or(booking::Column::EndedAt.lte(transfer_ended_before)))
        .filter(booking::Column::PersonalDataWipedAt.is_null())
        .order_by_asc(booking::Column::Id)
        .all(db)
        .await
}

/// Forgets the people of an expired booking and its places; the rows stay for the figures. False: it was forgotten before, or
/// late money has brought it back to life.
pub async fn wipe_booking(db: &impl ConnectionTrait, id: i64, now: Instant) -> Result<bool, DbErr> {
    let wiped = booking::Entity::update_many()
        .col_expr(booking::Column::BookerName, Expr::value(""))
        .col_expr(booking::Column::BookerEmail, Expr::value(""))
        .col_expr(booking::Column::BookerPersonId, Expr::value(None::<i64>))
        .col_expr(booking::Column::OrganisationName, Expr::value(None::<String>))
        .col_expr(booking::Column::PersonalDataWipedAt, Expr::value(now))
        .filter(booking::Column::Id.eq(id))
        .filter(booking::Column::State.eq(BookingState::Expired.word()))
        .filter(booking::Column::PersonalDataWipedAt.is_null())
        .exec(db)
        .await?;
    if wiped.rows_affected == 0 {
        return Ok(false);
    }
    place::Entity::update_many()
        .col_expr(place::Column::AttendeeName, Expr::value(""))
        .col_expr(place::Column::FoldedName, Expr::value(""))
        .col_expr(place::Column::AttendeeEmail, Expr::value(""))
        .col_expr(place::Column::FoldedEmail, Expr::value(""))
        .col_expr(place::Column::PersonId, Expr::value(None::<i64>))
        .filter(place::Column::BookingId.eq(id))
        .exec(db)
        .await?;
    Ok(true)
}
