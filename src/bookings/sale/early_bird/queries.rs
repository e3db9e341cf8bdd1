//! The early price of a sale, read with the sale, in the same statement (ELG-11).

use entity::{early_bird, event_sale, place, place_move};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, QueryTrait, Select};

use crate::bookings::booking_state::BookingState;
use crate::bookings::discounts::offers::EarlyBird;
use crate::bookings::pricing::PriceReason;
use crate::kernel::{Instant, Pence};

/// The columns that [`with_early_birds`] adds.
#[derive(FromQueryResult)]
pub(in crate::bookings::sale) struct EarlyRow {
    early_pence: Option<i64>,
    early_ends_at: Option<Instant>,
    early_most: Option<i32>,
    early_since: Option<Instant>,
    early_taken: Option<i64>,
}

impl EarlyRow {
    /// The early price with how many places have it, when there is one.
    pub(in crate::bookings::sale) fn read(self) -> Option<(EarlyBird, i32)> {
        let early = EarlyBird {
            price: Pence::new(self.early_pence?),
            ends_at: self.early_ends_at?,
            most_places: self.early_most,
            created_at: self.early_since?,
        };
        Some((early, i32::try_from(self.early_taken.unwrap_or_default()).unwrap_or(i32::MAX)))
    }
}

/// Joins the early price to a choice of sales. Live places that have it are counted only where their number is limited.
pub(in crate::bookings::sale) fn with_early_birds(sales: Select<event_sale::Entity>) -> Select<event_sale::Entity> {
    use early_bird::Column;
    let early =
        event_sale::Entity::belongs_to(early_bird::Entity).from(event_sale::Column::EventId).to(Column::EventId);
    let of_this_event =
        Expr::col((place::Entity, place::Column::EventId)).equals((event_sale::Entity, event_sale::Column::EventId));
    let taken = place::Entity::find()
        .select_only()
        .column_as(place::Column::Id.count(), "taken")
        .filter(of_this_event)
        .filter(place::Column::PriceReason.eq(PriceReason::EarlyBird.word()))
        .filter(place::Column::State.is_in([BookingState::Held.word(), BookingState::Confirmed.word()]));
    // Whoever was moved here has the price of another date, and takes none of this one's.
    let moved_here = place_move::Entity::find().select_only().column(place_move::Column::NewPlaceId).filter(
        Expr::col((place_move::Entity, place_move::Column::NewPlaceId)).equals((place::Entity, place::Column::Id)),
    );
    let taken = taken.filter(Expr::exists(moved_here.into_query()).not());
    let counted = Expr::case(Column::MostPlaces.is_not_null(), Expr::from(taken.into_query()));
    sales
        .column_as(Column::PricePence, "early_pence")
        .column_as(Column::EndsAt, "early_ends_at")
        .column_as(Column::MostPlaces, "early_most")
        .column_as(Column::CreatedAt, "early_since")
        .expr_as(counted, "early_taken")
        .join(JoinType::LeftJoin, early.into())
}
