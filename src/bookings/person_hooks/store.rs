//! Forgets people in bookings and places.

use entity::{booking, place, place_change, place_naming};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::audit;
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
    forget_changes(tx, &places, addresses).await?;
    for (kind, rows) in [("booking", &bookings), ("place", &places)] {
        for id in rows {
            audit::empty_values_of(tx, kind, *id).await?;
        }
    }
    Ok(())
}

/// Who a place went from and to stays known as an act, not as a name.
async fn forget_changes(tx: &impl ConnectionTrait, places: &[i64], addresses: &[String]) -> Result<(), Unexpected> {
    use place_naming::Column as N;
    let folded = |column: N| Expr::expr(Func::lower(Expr::col(column))).is_in(addresses.iter().cloned());
    for (name, email) in [(N::OldName, N::OldEmail), (N::NewName, N::NewEmail)] {
        place_naming::Entity::update_many()
            .col_expr(name, Expr::value(""))
            .col_expr(email, Expr::value(""))
            .filter(Condition::any().add(folded(email)).add(N::PlaceId.is_in(places.iter().copied())))
            .exec(tx)
            .await?;
    }
    use place_change::Column as C;
    let of_these = Expr::expr(Func::lower(Expr::col(C::NewEmail))).is_in(addresses.iter().cloned());
    place_change::Entity::update_many()
        .col_expr(C::NewName, Expr::value(""))
        .col_expr(C::NewEmail, Expr::value(""))
        .filter(Condition::any().add(of_these).add(C::PlaceId.is_in(places.iter().copied())))
        .filter(C::State.ne("waiting"))
        .exec(tx)
        .await?;
    Ok(())
}
