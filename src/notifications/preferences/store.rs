//! Statements on answers and refusals.

use entity::{email_choice, marketing_refusal};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::choice::MailPurpose;
use super::record_choice::RecordChoice;
use crate::kernel::Instant;

/// Adds an answer; none is ever changed.
pub(super) async fn insert_choice(tx: &impl ConnectionTrait, choice: &RecordChoice, now: Instant) -> Result<(), DbErr> {
    let row = email_choice::ActiveModel {
        person_id: Set(choice.person_id),
        purpose: Set(choice.purpose.word().to_owned()),
        basis: Set(choice.basis.word().to_owned()),
        answer: Set(choice.answer.word().to_owned()),
        source: Set(choice.source.to_owned()),
        wording_version: Set(choice.wording_version.clone()),
        recorded_by_id: Set(choice.recorded_by),
        at: Set(now),
        ..Default::default()
    };
    email_choice::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Remembers that this address refused this kind of mail.
pub(super) async fn insert_refusal(
    tx: &impl ConnectionTrait,
    address_hash: &str,
    purpose: MailPurpose,
    now: Instant,
) -> Result<(), DbErr> {
    use marketing_refusal::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        address_hash: Set(address_hash.to_owned()),
        purpose: Set(purpose.word().to_owned()),
        at: Set(now),
        ..Default::default()
    };
    let known = OnConflict::columns([Column::AddressHash, Column::Purpose]).do_nothing().to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}

/// They said yes again.
pub(super) async fn delete_refusal(
    tx: &impl ConnectionTrait,
    address_hash: &str,
    purpose: MailPurpose,
) -> Result<(), DbErr> {
    use marketing_refusal::{Column, Entity};
    Entity::delete_many()
        .filter(Column::AddressHash.eq(address_hash))
        .filter(Column::Purpose.eq(purpose.word()))
        .exec(tx)
        .await?;
    Ok(())
}
