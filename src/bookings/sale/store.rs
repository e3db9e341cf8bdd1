//! Puts an event on sale: policy, rules, seats and prices, in the caller's transaction.

use entity::{booking_terms, capacity_pool, event_sale, price_band, refund_policy};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::super::refund_policy::RefundTier;
use super::BookingRules;
use super::queries::MAIN_POOL;
use super::seat_limits::store::smallest_limit;
use crate::bookings::waiting_list::store::people_waiting;
use crate::kernel::{Instant, Pence, Unexpected};

/// What an officer decides about selling an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSale {
    /// Which event.
    pub event_id: i64,
    /// The policy bookings are made under.
    pub refund_policy_id: i64,
    /// Seats there is room for.
    pub capacity: i32,
    /// Anyone's price; nothing for a free event.
    pub standard_price: Pence,
    /// The members' price, when there is one.
    pub member_price: Option<Pence>,
    /// VAT treatment word.
    pub vat: String,
    /// Most places in one booking (GRP-9: 10).
    pub most_places: i32,
    /// Only for people with member rights.
    pub members_only: bool,
    /// An own closing instant instead of the usual one.
    pub closes_at: Option<Instant>,
}

/// Writes the sale of a new event.
pub async fn set_up_sale(tx: &impl ConnectionTrait, sale: &NewSale) -> Result<(), DbErr> {
    let row = event_sale::ActiveModel {
        event_id: Set(sale.event_id),
        refund_policy_id: Set(sale.refund_policy_id),
        most_places_a_booking: Set(sale.most_places),
        closes_at: Set(sale.closes_at),
        members_only: Set(sale.members_only),
        ..Default::default()
    };
    event_sale::Entity::insert(row).exec_without_returning(tx).await?;
    let pool = capacity_pool::ActiveModel {
        event_id: Set(sale.event_id),
        name: Set(MAIN_POOL.to_owned()),
        capacity: Set(sale.capacity),
        room: Set(sale.capacity),
        places_taken: Set(0),
        ..Default::default()
    };
    capacity_pool::Entity::insert(pool).exec_without_returning(tx).await?;
    let bands =
        [("standard", "Standard price", Some(sale.standard_price)), ("member", "Member price", sale.member_price)];
    for (audience, name, price) in bands {
        let Some(price) = price else { continue };
        let band = price_band::ActiveModel {
            event_id: Set(sale.event_id),
            audience: Set(audience.to_owned()),
            name: Set(name.to_owned()),
            price_pence: Set(price.get()),
            vat_treatment: Set(sale.vat.clone()),
            ..Default::default()
        };
        price_band::Entity::insert(band).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Writes until when people can be exchanged, and whether it takes a code to book.
pub async fn set_rules(tx: &impl ConnectionTrait, event_id: i64, rules: BookingRules) -> Result<(), DbErr> {
    let row = event_sale::ActiveModel {
        names_lock_days: Set(rules.names_lock_days),
        code_only: Set(rules.code_only),
        ..Default::default()
    };
    event_sale::Entity::update_many().set(row).filter(event_sale::Column::EventId.eq(event_id)).exec(tx).await?;
    Ok(())
}

/// Changes how many seats there is room for; fewer than are taken is allowed, and nobody is removed (HLD-8). A smaller limit
/// besides the room goes on deciding (HLD-10). New seats go to the waiting list first, as freed ones do.
pub async fn set_capacity(tx: &impl ConnectionTrait, event_id: i64, room: i32) -> Result<(), DbErr> {
    capacity_pool::Entity::update_many()
        .col_expr(capacity_pool::Column::Room, Expr::value(room))
        .col_expr(capacity_pool::Column::Capacity, smallest_limit(Expr::value(room)))
        .col_expr(capacity_pool::Column::PeopleWaiting, people_waiting())
        .filter(capacity_pool::Column::EventId.eq(event_id))
        .filter(capacity_pool::Column::Name.eq(MAIN_POOL))
        .exec(tx)
        .await?;
    Ok(())
}

/// Makes whoever is taking seats of this event wait until our transaction ends, and waits for them. What is read of its bookings
/// after that stays true. The date's own pool alone is touched: everybody comes to it before the pools of its room and screen.
pub async fn lock_seats(tx: &impl ConnectionTrait, event_id: i64) -> Result<(), DbErr> {
    capacity_pool::Entity::update_many()
        .col_expr(capacity_pool::Column::PlacesTaken, Expr::col(capacity_pool::Column::PlacesTaken))
        .filter(capacity_pool::Column::EventId.eq(event_id))
        .filter(capacity_pool::Column::Name.eq(MAIN_POOL))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes a new version of a refund policy; bookings made under older ones keep theirs (REF-1). Gives its id.
pub async fn create_refund_policy(
    tx: &impl ConnectionTrait,
    (code, version, name): (&str, i32, &str),
    tiers: &[RefundTier],
    now: Instant,
) -> Result<i64, Unexpected> {
    let row = refund_policy::ActiveModel {
        code: Set(code.to_owned()),
        version: Set(version),
        name: Set(name.to_owned()),
        tiers: Set(serde_json::to_value(tiers)?),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(refund_policy::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Writes a new version of the booking terms (CO-04). Gives its id.
pub async fn create_booking_terms(
    tx: &impl ConnectionTrait,
    version: i32,
    words: &str,
    now: Instant,
) -> Result<i64, DbErr> {
    Ok(booking_terms::Entity::insert(terms_row(version, words, now)).exec(tx).await?.last_insert_id)
}

/// The same, unless somebody has written a version of this number meanwhile: theirs stands.
pub async fn add_booking_terms(
    tx: &impl ConnectionTrait,
    version: i32,
    words: &str,
    now: Instant,
) -> Result<(), DbErr> {
    let known = OnConflict::column(booking_terms::Column::Version).do_nothing().to_owned();
    booking_terms::Entity::insert(terms_row(version, words, now)).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}

fn terms_row(version: i32, words: &str, now: Instant) -> booking_terms::ActiveModel {
    booking_terms::ActiveModel {
        version: Set(version),
        words: Set(words.to_owned()),
        created_at: Set(now),
        ..Default::default()
    }
}
