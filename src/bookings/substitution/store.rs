//! Statements that write who a place is for. Each repeats the state and the link's generation that were read.

use entity::{booking, place, place_naming, place_request};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::name_change::ChangedBy;
use crate::audit::Actor;
use crate::bookings::booking_state::BookingState;
use crate::bookings::hold::PaymentMethod;
use crate::kernel::{EmailAddress, Instant, Pence, PersonName};

/// A name and an address as they go on a place.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// As on the register.
    pub name: &'a PersonName,
    /// Own or shared.
    pub email: &'a EmailAddress,
}

fn same_live_place(place: &place::Model) -> sea_orm::Condition {
    sea_orm::Condition::all()
        .add(place::Column::Id.eq(place.id))
        .add(place::Column::State.eq(BookingState::Confirmed.word()))
        .add(place::Column::LinkGeneration.eq(place.link_generation))
}

/// Another person: fresh links and a new calendar entry; nobody has proved anything yet. False: it is no longer as it was read.
pub async fn mark_substituted(
    tx: &impl ConnectionTrait,
    place: &place::Model,
    person: Person<'_>,
    calendar_uid: &str,
) -> Result<bool, DbErr> {
    let done = place::Entity::update_many()
        .set(place::ActiveModel {
            attendee_name: Set(person.name.as_str().to_owned()),
            folded_name: Set(person.name.folded()),
            attendee_email: Set(person.email.as_str().to_owned()),
            folded_email: Set(person.email.folded()),
            person_id: Set(None),
            is_booker: Set(false),
            calendar_uid: Set(calendar_uid.to_owned()),
            calendar_sequence: Set(0),
            member_price_claimed_at: Set(None),
            ..Default::default()
        })
        .col_expr(place::Column::LinkGeneration, Expr::col(place::Column::LinkGeneration).add(1))
        .filter(same_live_place(place))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The same person, written rightly. Another address has fresh links: whoever reads the former mailbox is out. False: it is no
/// longer as it was read.
pub async fn mark_corrected(
    tx: &impl ConnectionTrait,
    place: &place::Model,
    person: Person<'_>,
) -> Result<bool, DbErr> {
    let renewed = i32::from(place.folded_email != person.email.folded());
    let done = place::Entity::update_many()
        .set(place::ActiveModel {
            attendee_name: Set(person.name.as_str().to_owned()),
            folded_name: Set(person.name.folded()),
            attendee_email: Set(person.email.as_str().to_owned()),
            folded_email: Set(person.email.folded()),
            ..Default::default()
        })
        .col_expr(place::Column::LinkGeneration, Expr::col(place::Column::LinkGeneration).add(renewed))
        .filter(same_live_place(place))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Another price for a place, and the line it is charged by from now on.
pub async fn set_price(
    tx: &impl ConnectionTrait,
    place_id: i64,
    (price, reason): (Pence, &str),
    line_id: Option<i64>,
) -> Result<(), DbErr> {
    let mut row = place::ActiveModel {
        price_pence: Set(price.get()),
        price_reason: Set(reason.to_owned()),
        ..Default::default()
    };
    if line_id.is_some() {
        row.charge_line_id = Set(line_id);
    }
    place::Entity::update_many().set(row).filter(place::Column::Id.eq(place_id)).exec(tx).await?;
    Ok(())
}

/// A booking that cost nothing was paid by card for the first time: what its places cost now.
pub async fn mark_paid_by_card(tx: &impl ConnectionTrait, booking_id: i64, total: Pence) -> Result<(), DbErr> {
    use booking::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        payment_method: Set(PaymentMethod::Card.word().to_owned()),
        total_pence: Set(total.get()),
        ..Default::default()
    };
    Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(booking_id))
        .filter(Column::PaymentMethod.eq(PaymentMethod::Free.word()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes down who was replaced by whom, by whom, when (SUB-4).
pub async fn insert_naming(
    tx: &impl ConnectionTrait,
    place: &place::Model,
    person: Person<'_>,
    (kind, by, actor): (&str, ChangedBy, Actor),
    now: Instant,
) -> Result<(), DbErr> {
    let row = place_naming::ActiveModel {
        place_id: Set(place.id),
        kind: Set(kind.to_owned()),
        old_name: Set(place.attendee_name.clone()),
        old_email: Set(place.attendee_email.clone()),
        new_name: Set(person.name.as_str().to_owned()),
        new_email: Set(person.email.as_str().to_owned()),
        made_by: Set(by.word().to_owned()),
        actor_person_id: Set(actor.person_id()),
        made_at: Set(now),
        ..Default::default()
    };
    place_naming::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes down that an attendee asked to be let go (GRP-8). False: they had asked already.
pub async fn insert_request(tx: &impl ConnectionTrait, place: &place::Model, now: Instant) -> Result<bool, DbErr> {
    let row = place_request::ActiveModel {
        place_id: Set(place.id),
        link_generation: Set(place.link_generation),
        asked_at: Set(now),
        ..Default::default()
    };
    let once = OnConflict::columns([place_request::Column::PlaceId, place_request::Column::LinkGeneration])
        .do_nothing()
        .to_owned();
    Ok(place_request::Entity::insert(row).on_conflict(once).exec_without_returning(tx).await? == 1)
}
