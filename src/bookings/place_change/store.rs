//! Statements that write changes which wait for money. Every end repeats the state "waiting" in its filter.

use entity::{place_change, place_naming};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::db::is_literally;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// How a change that waited ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeEnd {
    /// Paid and carried out.
    Done,
    /// Nobody paid in time.
    Expired,
    /// The booker left it.
    Withdrawn,
    /// The money came, but it was no longer possible; it goes back.
    Refused,
}

impl ChangeEnd {
    /// As stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Refused => "refused",
        }
    }
}

/// The stored word of a change that waits.
pub const WAITING: &str = "waiting";

/// Writes the change.
pub async fn insert_change(
    tx: &impl ConnectionTrait,
    row: place_change::ActiveModel,
) -> Result<place_change::Model, DbErr> {
    place_change::Entity::insert(row).exec_with_returning(tx).await
}

/// A change by id; it must exist.
pub async fn load_change(db: &impl ConnectionTrait, id: i64) -> Result<place_change::Model, Unexpected> {
    place_change::Entity::find_by_id(id).one(db).await?.context("a change of a place is missing")
}

/// Ends a change that waits. False: it had ended.
pub async fn mark_ended(tx: &impl ConnectionTrait, id: i64, end: ChangeEnd, now: Instant) -> Result<bool, DbErr> {
    let done = place_change::Entity::update_many()
        .col_expr(place_change::Column::State, Expr::value(end.word()))
        .col_expr(place_change::Column::EndedAt, Expr::value(now))
        .filter(place_change::Column::Id.eq(id))
        .filter(place_change::Column::State.eq(WAITING))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Changes that still wait though their time was over at `before`, a hundred at most.
pub async fn list_overdue(db: &impl ConnectionTrait, before: Instant) -> Result<Vec<i64>, DbErr> {
    place_change::Entity::find()
        .select_only()
        .column(place_change::Column::Id)
        .filter(is_literally((place_change::Entity, place_change::Column::State), &[WAITING]))
        .filter(place_change::Column::WaitsUntil.lte(before))
        .order_by_asc(place_change::Column::WaitsUntil)
        .limit(100)
        .into_tuple()
        .all(db)
        .await
}

/// Forgets people in what was changed: who a place went from and to stays known as an act, not as a name (D27).
pub async fn forget_changes(tx: &impl ConnectionTrait, places: &[i64], addresses: &[String]) -> Result<(), Unexpected> {
    use place_change::Column as C;
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
