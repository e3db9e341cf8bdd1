//! The second address that an application names.

use entity::person_email;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};

use crate::kernel::{EmailAddress, Instant};

/// Notes a further address, unproved: it signs nobody in until its owner shows that they read its mail.
pub(in crate::members::applications) async fn insert_unproved_address(
    db: &impl ConnectionTrait,
    person_id: i64,
    address: &EmailAddress,
    now: Instant,
) -> Result<(), DbErr> {
    let row = person_email::ActiveModel {
        person_id: Set(person_id),
        address: Set(address.as_str().to_owned()),
        folded_address: Set(address.folded()),
        is_primary: Set(false),
        verified_at: Set(None),
        created_at: Set(now),
        ..Default::default()
    };
    let known = OnConflict::new().do_nothing().to_owned();
    person_email::Entity::insert(row).on_conflict(known).exec_without_returning(db).await?;
    Ok(())
}
