//! Forgets people in bookings and places.

use entity::{booking, place, place_invitation, waiting_entry};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::audit;
use crate::bookings::needs;
use crate::bookings::place_change::forget_changes;
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
    forget_claim_links(tx, addresses).await?;
    forget_answers(tx, &bookings, &places).await?;
    needs::person_hooks::erase(tx, ids, &places).await?;
    forget_changes(tx, &places, addresses).await?;
    let entries = forget_who_waits(tx, (ids, addresses), now).await?;
    for (kind, rows) in [("booking", &bookings), ("place", &places), ("waiting_entry", &entries)] {
        for id in rows {
            audit::empty_values_of(tx, kind, *id).await?;
        }
    }
    Ok(())
}

/// Forgets where claim links went; the links themselves go on working for whoever has them.
async fn forget_claim_links(tx: &impl ConnectionTrait, addresses: &[String]) -> Result<(), Unexpected> {
    use place_invitation::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::SentTo, Expr::value(""))
        .filter(Expr::expr(Func::lower(Expr::col(Column::SentTo))).is_in(addresses.iter().cloned()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes people off every waiting list and forgets them there; a seat that was offered to them is freed when the list is looked
/// at next, within the minute.
async fn forget_who_waits(
    tx: &impl ConnectionTrait,
    (ids, addresses): (&[i64], &[String]),
    now: Instant,
) -> Result<Vec<i64>, Unexpected> {
    use waiting_entry::{Column, Entity};
    let mine = Condition::any()
        .add(Column::PersonId.is_in(ids.iter().copied()))
        .add(Column::FoldedEmail.is_in(addresses.iter().cloned()));
    let entries: Vec<i64> = Entity::find().select_only().column(Column::Id).filter(mine).into_tuple().all(tx).await?;
    Entity::update_many()
        .col_expr(Column::State, Expr::value("withdrawn"))
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(Column::Id.is_in(entries.iter().copied()))
        .filter(Column::State.is_in(["waiting", "offered"]))
        .exec(tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::Name, Expr::value(""))
        .col_expr(Column::FoldedName, Expr::value(""))
        .col_expr(Column::Email, Expr::value(""))
        .col_expr(Column::FoldedEmail, Expr::value(""))
        .col_expr(Column::PersonId, Expr::value(None::<i64>))
        .col_expr(Column::LinkGeneration, Expr::col(Column::LinkGeneration).add(1))
        .filter(Column::Id.is_in(entries.iter().copied()))
        .exec(tx)
        .await?;
    Ok(entries)
}
