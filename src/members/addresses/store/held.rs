//! Statements on the addresses themselves.

use entity::person_email;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::kernel::{EmailAddress, Instant, Unexpected};

/// Makes an address theirs, as verified. False when it is somebody else's already, which the schema decides even in a race.
pub(in crate::members::addresses) async fn insert_verified(
    tx: &impl ConnectionTrait,
    person_id: i64,
    address: &EmailAddress,
    now: Instant,
) -> Result<bool, DbErr> {
    use person_email::{ActiveModel, Column, Entity};
    // A row that was only typed (an import) makes way for the proved one.
    let typed = Entity::find()
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::FoldedAddress.eq(address.folded()))
        .filter(Column::VerifiedAt.is_null())
        .one(tx)
        .await?;
    if let Some(row) = &typed {
        Entity::delete_by_id(row.id).exec(tx).await?;
    }
    let row = ActiveModel {
        person_id: Set(person_id),
        address: Set(address.as_str().to_owned()),
        folded_address: Set(address.folded()),
        is_primary: Set(typed.is_some_and(|row| row.is_primary)),
        verified_at: Set(Some(now)),
        created_at: Set(now),
        ..Default::default()
    };
    let done =
        Entity::insert(row).on_conflict(OnConflict::new().do_nothing().to_owned()).exec_without_returning(tx).await?;
    Ok(done == 1)
}

/// Writes to another of their addresses from now on. False when that one is not theirs, verified, any more.
pub(in crate::members::addresses) async fn move_primary(
    tx: &impl ConnectionTrait,
    person_id: i64,
    address: &str,
) -> Result<bool, Unexpected> {
    use person_email::{Column, Entity};
    let folded = EmailAddress::parse(address)?.folded();
    let target = Entity::find()
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::FoldedAddress.eq(folded))
        .filter(Column::VerifiedAt.is_not_null())
        .one(tx)
        .await?;
    let Some(target) = target else { return Ok(false) };
    Entity::update_many()
        .col_expr(Column::IsPrimary, Expr::value(false))
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::IsPrimary.eq(true))
        .exec(tx)
        .await?;
    let done = Entity::update_many()
        .col_expr(Column::IsPrimary, Expr::value(true))
        .filter(Column::Id.eq(target.id))
        .exec(tx)
        .await?;
    // Nobody may be left without an address we write to: undone with the whole transaction.
    if done.rows_affected == 1 {
        Ok(true)
    } else {
        Err(Unexpected::because("the address went while it was made primary"))
    }
}

/// Takes an address away, unless it is the one we write to. False when there was nothing to take.
pub(in crate::members::addresses) async fn delete_address(
    tx: &impl ConnectionTrait,
    person_id: i64,
    address: &str,
) -> Result<bool, Unexpected> {
    use person_email::{Column, Entity};
    let folded = EmailAddress::parse(address)?.folded();
    let done = Entity::delete_many()
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::FoldedAddress.eq(folded))
        .filter(Column::IsPrimary.eq(false))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
