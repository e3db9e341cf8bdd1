//! Discount codes used, and places without a name by date (REP-4).

use chrono::NaiveDate;
use entity::{discount_code, discount_use, event, place};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use crate::bookings::booking_state::BookingState;
use crate::kernel::{Instant, Pence, Unexpected};

/// What one code was used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeSum {
    /// The code.
    pub code: String,
    /// What officers call it.
    pub name: String,
    /// Bookings that used it in the period.
    pub uses: i64,
    /// Of those, bookings that ended, so that the use was given back.
    pub returned: i64,
    /// What it took off the bookings that kept it.
    pub given: Pence,
}

/// Codes used from `from` to before `to`, by code.
pub async fn code_sums(db: &impl ConnectionTrait, from: Instant, to: Instant) -> Result<Vec<CodeSum>, Unexpected> {
    use discount_use::{Column, Entity};
    let to_code = Entity::belongs_to(discount_code::Entity).from(Column::DiscountCodeId).to(discount_code::Column::Id);
    let rows: Vec<(String, String, Option<Instant>, i64)> = Entity::find()
        .select_only()
        .column(discount_code::Column::Code)
        .column(discount_code::Column::Name)
        .column(Column::ReturnedAt)
        .column(Column::GivenPence)
        .join(JoinType::InnerJoin, to_code.into())
        .filter(Column::CountedAt.gte(from))
        .filter(Column::CountedAt.lt(to))
        .order_by_asc(discount_code::Column::Code)
        .into_tuple()
        .all(db)
        .await?;
    let mut sums: Vec<CodeSum> = Vec::new();
    for (code, name, returned_at, pence) in rows {
        if sums.last().is_none_or(|last| last.code != code) {
            sums.push(CodeSum { code, name, uses: 0, returned: 0, given: Pence::ZERO });
        }
        let Some(sum) = sums.last_mut() else { continue };
        sum.uses += 1;
        match returned_at {
            Some(_) => sum.returned += 1,
            None => sum.given += Pence::new(pence),
        }
    }
    Ok(sums)
}

/// Confirmed places without a name on one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnnamedSum {
    /// The event's row.
    pub event_id: i64,
    /// Its title.
    pub title: String,
    /// Its first day, where it is known.
    pub on: Option<NaiveDate>,
    /// How many.
    pub places: i64,
}

/// Confirmed places without a name, of events from `today` on, the soonest first (REP-4, GRP-7).
pub async fn unnamed_sums(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<UnnamedSum>, Unexpected> {
    let to_event = place::Entity::belongs_to(event::Entity).from(place::Column::EventId).to(event::Column::Id);
    let rows: Vec<(i64, String, Option<NaiveDate>, i64)> = place::Entity::find()
        .select_only()
        .column_as(event::Column::Id, "event_id")
        .column(event::Column::Title)
        .column(event::Column::FirstDay)
        .column_as(Expr::col((place::Entity, place::Column::Id)).count().cast_as("bigint"), "places")
        .join(JoinType::InnerJoin, to_event.into())
        .filter(place::Column::FoldedName.eq(""))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .filter(event::Column::FirstDay.gte(today))
        .group_by(event::Column::Id)
        .group_by(event::Column::Title)
        .group_by(event::Column::FirstDay)
        .order_by_asc(event::Column::FirstDay)
        .order_by_asc(event::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let read = |(event_id, title, on, places)| UnnamedSum { event_id, title, on, places };
    Ok(rows.into_iter().map(read).collect())
}
