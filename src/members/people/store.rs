//! Statements that write people and their addresses.

use entity::{person, person_email};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::kernel::{EmailAddress, Instant, PersonName};

/// Inserts a person under a reference that is not taken yet, and gives the row's id.
pub(in crate::members) async fn insert_person(
    db: &impl ConnectionTrait,
    name: &PersonName,
    reference: String,
    now: Instant,
) -> Result<i64, DbErr> {
    let row = person::ActiveModel {
        reference: Set(reference),
        full_name: Set(name.as_str().to_owned()),
        folded_name: Set(name.folded()),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(person::Entity::insert(row).exec(db).await?.last_insert_id)
}

/// Gives a person an address. False when it is already verified as somebody's, or this person has it already.
pub(in crate::members) async fn insert_address(
    db: &impl ConnectionTrait,
    person_id: i64,
    address: &EmailAddress,
    verified_at: Option<Instant>,
    now: Instant,
) -> Result<bool, DbErr> {
    let row = person_email::ActiveModel {
        person_id: Set(person_id),
        address: Set(address.as_str().to_owned()),
        folded_address: Set(address.folded()),
        is_primary: Set(true),
        verified_at: Set(verified_at),
        created_at: Set(now),
        ..Default::default()
    };
    let done = person_email::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(done == 1)
}

/// Closes a person's account. False when it was closed already.
pub(in crate::members) async fn mark_disabled(
    db: &impl ConnectionTrait,
    person_id: i64,
    now: Instant,
) -> Result<bool, DbErr> {
    let done = person::Entity::update_many()
        .col_expr(person::Column::DisabledAt, Expr::value(now))
        .filter(person::Column::Id.eq(person_id))
        .filter(person::Column::DisabledAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
