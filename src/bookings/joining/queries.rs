//! Reads about joining while booking.

use entity::{booking, place};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::join_choice::JoinOffer;
use crate::bookings::booking_state::BookingState;
use crate::bookings::pricing::PriceReason;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::{
    OrderKind, find_current_terms, find_live_application, find_open_order, load_chain, rejoin_offer, type_with_code,
};

/// What is offered to a person without the member price; none when joining would not give it.
pub async fn load_offer(
    db: &impl ConnectionTrait,
    person_id: i64,
    now: Instant,
) -> Result<Option<JoinOffer>, Unexpected> {
    let today = london_date(now);
    let gives_price = async |code: &str| -> Result<bool, Unexpected> {
        Ok(type_with_code(db, code, today).await?.is_some_and(|offered| offered.version.gives_member_price))
    };
    let open = find_open_order(db, person_id).await?.filter(|order| now < order.open_until);
    if let Some(order) = open {
        if order.kind == OrderKind::TypeChange || !gives_price(&order.type_code).await? {
            return Ok(None);
        }
        return Ok(Some(together(db, order.type_name, order.price).await?));
    }
    if let Some(application) = find_live_application(db, person_id).await?.filter(|found| found.state != "draft") {
        let gives = gives_price(&application.type_code).await?;
        return Ok(gives.then_some(JoinOffer::Awaited { type_name: application.type_name }));
    }
    let chain = load_chain(db, person_id).await?;
    if let Some(offer) = rejoin_offer(db, &chain, today).await? {
        let gives = gives_price(&offer.type_code).await?;
        return if gives { Ok(Some(together(db, offer.type_name, offer.price).await?)) } else { Ok(None) };
    }
    Ok(Some(JoinOffer::Elsewhere))
}

async fn together(db: &impl ConnectionTrait, type_name: String, price: Pence) -> Result<JoinOffer, Unexpected> {
    let terms_version = find_current_terms(db).await?.map_or(0, |terms| terms.version);
    Ok(JoinOffer::Together { type_name, price, terms_version })
}

/// Reasons of prices that the member price may replace (D8, ELG-7).
pub(in crate::bookings) const REPLACED: [PriceReason; 3] =
    [PriceReason::Standard, PriceReason::EarlyBird, PriceReason::Code];

/// The person's own confirmed places, booked while they were joining, that still have another price than the members'.
pub(super) async fn places_awaiting(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<place::Model>, DbErr> {
    let joining = booking::Entity::find()
        .select_only()
        .column(booking::Column::Id)
        .filter(booking::Column::BookerPersonId.eq(person_id))
        .filter(booking::Column::JoinsTooAt.is_not_null())
        .into_query();
    place::Entity::find()
        .filter(place::Column::BookingId.in_subquery(joining))
        .filter(place::Column::PersonId.eq(person_id))
        .filter(place::Column::IsBooker.eq(true))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .filter(place::Column::PriceReason.is_in(REPLACED.map(PriceReason::word)))
        .filter(place::Column::MemberPriceClaimedAt.is_null())
        .order_by_asc(place::Column::Id)
        .all(db)
        .await
}

/// The order that is paid with the booking a charge is for, if there is one.
pub(super) async fn order_paid_with(db: &impl ConnectionTrait, charge_id: i64) -> Result<Option<i64>, DbErr> {
    let found = booking::Entity::find().filter(booking::Column::ChargeId.eq(charge_id)).one(db).await?;
    Ok(found.and_then(|booking| booking.joins_order_id))
}
