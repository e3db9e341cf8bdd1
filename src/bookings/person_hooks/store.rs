//! Forgets people in bookings and places.

use entity::{booking, place};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::audit;
use crate::bookings::needs;
use crate::bookings::questions::forget_answers;
use crate::kernel::{Instant, Unexpected};

pub(super) async fn erase(
    tx: &impl ConnectionTrait,
    ids: &[i64],
    addresses: &[String],
    now: Instant,
) -> Result<(), Unexpected> {
    let bookings: Vec<i64> = booking::Entity::find()
        .select_only()
        .column(booking::Column::Id)
        .filter(
            Condition::any()
                .add(booking::Column::BookerPersonId.is_in(ids.iter().copied()))
                .add(Expr::expr(Func::lower(Expr::col(booking::Column::BookerEmail))).is_in(addresses.iter().cloned())),
        )
        .into_tuple()
        .all(tx)
        .await?;
    booking::Entity::update_many()
        .col_expr(booking::Column::BookerName, Expr::value(""))
        .col_expr(booking::Column::BookerEmail, Expr::value(""))
        .col_expr(booking::Column::BookerPersonId, Expr::value(None::<i64>))
        .col_expr(booking::Column::PersonalDataWipedAt, Expr::value(now))
        .filter(booking::Column::Id.is_in(bookings.iter().copied()))
        .exec(tx)
        .await?;
    let mine = Condition::any()
        .add(place::Column::PersonId.is_in(ids.iter().copied()))
        .add(place::Column::FoldedEmail.is_in(addresses.iter().cloned()))
        .add(
            Condition::all()
                .add(place::Column::IsBooker.eq(true))
                .add(place::Column::BookingId.is_in(bookings.iter().copied())),
        );
    let places: Vec<i64> =
        place::Entity::find().select_only().column(place::Column::Id).filter(mine).into_tuple().all(tx).await?;
    place::Entity::update_many()
        .col_expr(place::Column::AttendeeName, Expr::value(""))
        .col_expr(place::Column::FoldedName, Expr::value(""))
        .col_expr(place::Column::AttendeeEmail, Expr::value(""))
        .col_expr(place::Column::FoldedEmail, Expr::value(""))
        .col_expr(place::Column::PersonId, Expr::value(None::<i64>))
        .filter(place::Column::Id.is_in(places.iter().copied()))
        .exec(tx)
        .await?;
    forget_answers(tx, &bookings, &places).await?;
    needs::person_hooks::erase(tx, ids, &places).await?;
    for (kind, rows) in [("booking", &bookings), ("place", &places)] {
        for id in rows {
            audit::empty_values_of(tx, kind, *id).await?;
        }
    }
    Ok(())
}
