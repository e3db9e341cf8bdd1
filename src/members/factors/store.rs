//! Statements that write second factors.

use chrono::Duration;
use entity::{passkey, passkey_ceremony, recovery_code, totp_factor};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::Value;

use crate::kernel::Instant;

/// How long the row of a ceremony stays after its end.
const CEREMONY_KEPT: Duration = Duration::days(1);

/// Puts an authenticator app that is being set up in the place of one begun before.
pub(super) async fn begin_app(
    db: &impl ConnectionTrait,
    person_id: i64,
    (key_id, sealed_seed): (&str, Vec<u8>),
    now: Instant,
) -> Result<(), DbErr> {
    use totp_factor::{ActiveModel, Column, Entity};
    let begun = Entity::delete_many().filter(Column::PersonId.eq(person_id)).filter(Column::ConfirmedAt.is_null());
    begun.exec(db).await?;
    let row = ActiveModel {
        person_id: Set(person_id),
        key_id: Set(key_id.to_owned()),
        sealed_seed: Set(sealed_seed),
        created_at: Set(now),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Puts the app that was begun in the place of the one that worked until now. False when somebody was first.
pub(super) async fn confirm_app(
    db: &impl ConnectionTrait,
    (person_id, factor_id): (i64, i64),
    step: i64,
    now: Instant,
) -> Result<bool, DbErr> {
    use totp_factor::{Column, Entity};
    let old = Entity::delete_many().filter(Column::PersonId.eq(person_id)).filter(Column::ConfirmedAt.is_not_null());
    old.exec(db).await?;
    let done = Entity::update_many()
        .col_expr(Column::ConfirmedAt, Expr::value(now))
        .col_expr(Column::LastStep, Expr::value(step))
        .filter(Column::Id.eq(factor_id))
        .filter(Column::ConfirmedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Puts a seed sealed anew in the place of the one that `before` sealed. False when somebody was first.
pub(super) async fn replace_seal(
    db: &impl ConnectionTrait,
    (factor_id, before): (i64, &str),
    (key_id, sealed_seed): (&str, Vec<u8>),
) -> Result<bool, DbErr> {
    use totp_factor::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::KeyId, Expr::value(key_id))
        .col_expr(Column::SealedSeed, Expr::value(sealed_seed))
        .filter(Column::Id.eq(factor_id))
        .filter(Column::KeyId.eq(before))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes a time step. False when it, or a later one, was taken already: of two who send the same code, one wins.
pub(super) async fn claim_step(db: &impl ConnectionTrait, factor_id: i64, step: i64) -> Result<bool, DbErr> {
    use totp_factor::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::LastStep, Expr::value(step))
        .filter(Column::Id.eq(factor_id))
        .filter(Condition::any().add(Column::LastStep.is_null()).add(Column::LastStep.lt(step)))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes the person's authenticator app away, begun or confirmed. False when there was none that worked.
pub(super) async fn delete_app(db: &impl ConnectionTrait, person_id: i64) -> Result<bool, DbErr> {
    use totp_factor::{Column, Entity};
    let mine = || Entity::delete_many().filter(Column::PersonId.eq(person_id));
    let gone = mine().filter(Column::ConfirmedAt.is_not_null()).exec(db).await?;
    mine().exec(db).await?;
    Ok(gone.rows_affected == 1)
}

/// Puts new recovery codes in the place of all earlier ones.
pub(super) async fn replace_codes(
    db: &impl ConnectionTrait,
    person_id: i64,
    hashes: Vec<String>,
    now: Instant,
) -> Result<(), DbErr> {
    use recovery_code::{ActiveModel, Entity};
    delete_codes(db, person_id).await?;
    let row = |code_hash: String| ActiveModel {
        person_id: Set(person_id),
        code_hash: Set(code_hash),
        created_at: Set(now),
        ..Default::default()
    };
    Entity::insert_many(hashes.into_iter().map(row)).exec_without_returning(db).await?;
    Ok(())
}

/// Takes all recovery codes away.
pub(super) async fn delete_codes(db: &impl ConnectionTrait, person_id: i64) -> Result<(), DbErr> {
    use recovery_code::{Column, Entity};
    Entity::delete_many().filter(Column::PersonId.eq(person_id)).exec(db).await?;
    Ok(())
}

/// Uses a recovery code up. False when there is none such, or somebody was first.
pub(super) async fn claim_code(
    db: &impl ConnectionTrait,
    (person_id, code_hash): (i64, &str),
    now: Instant,
) -> Result<bool, DbErr> {
    use recovery_code::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::CodeHash.eq(code_hash))
        .filter(Column::UsedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A passkey to be kept.
pub(super) struct NewPasskeyRow {
    pub(super) person_id: i64,
    pub(super) reference: String,
    pub(super) credential_id: String,
    pub(super) credential: Value,
    pub(super) name: String,
}

/// Keeps a passkey.
pub(super) async fn insert_passkey(db: &impl ConnectionTrait, new: NewPasskeyRow, now: Instant) -> Result<(), DbErr> {
    let row = passkey::ActiveModel {
        person_id: Set(new.person_id),
        reference: Set(new.reference),
        credential_id: Set(new.credential_id),
        credential: Set(new.credential),
        name: Set(new.name),
        created_at: Set(now),
        ..Default::default()
    };
    passkey::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Notes that a passkey was used, with its state after that.
pub(super) async fn note_passkey_use(
    db: &impl ConnectionTrait,
    passkey_id: i64,
    credential: Value,
    now: Instant,
) -> Result<(), DbErr> {
    use passkey::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::Credential, Expr::value(credential))
        .col_expr(Column::LastUsedAt, Expr::value(now))
        .filter(Column::Id.eq(passkey_id))
        .exec(db)
        .await?;
    Ok(())
}

/// Takes one passkey of this person away. False when it was gone.
pub(super) async fn delete_passkey(db: &impl ConnectionTrait, person_id: i64, reference: &str) -> Result<bool, DbErr> {
    use passkey::{Column, Entity};
    let mine = Entity::delete_many().filter(Column::PersonId.eq(person_id)).filter(Column::Reference.eq(reference));
    Ok(mine.exec(db).await?.rows_affected == 1)
}

/// Takes all passkeys of this person away.
pub(super) async fn delete_passkeys(db: &impl ConnectionTrait, person_id: i64) -> Result<u64, DbErr> {
    use passkey::{Column, Entity};
    Ok(Entity::delete_many().filter(Column::PersonId.eq(person_id)).exec(db).await?.rows_affected)
}

/// A ceremony to be kept until its answer comes.
pub(super) struct NewCeremony {
    pub(super) token_hash: String,
    pub(super) purpose: &'static str,
    pub(super) session_id: Option<i64>,
    pub(super) state: Value,
    pub(super) expires_at: Instant,
}

/// Keeps a ceremony.
pub(super) async fn insert_ceremony(db: &impl ConnectionTrait, new: NewCeremony, now: Instant) -> Result<(), DbErr> {
    let row = passkey_ceremony::ActiveModel {
        token_hash: Set(new.token_hash),
        purpose: Set(new.purpose.to_owned()),
        session_id: Set(new.session_id),
        state: Set(new.state),
        created_at: Set(now),
        expires_at: Set(new.expires_at),
        ..Default::default()
    };
    passkey_ceremony::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Uses a ceremony up and gives what was kept of it. None when it is unknown, another session's, over, or was used.
pub(super) async fn claim_ceremony(
    db: &impl ConnectionTrait,
    token_hash: &str,
    (purpose, session_id): (&str, Option<i64>),
    now: Instant,
) -> Result<Option<Value>, DbErr> {
    use passkey_ceremony::{Column, Entity};
    let whose = match session_id {
        Some(id) => Column::SessionId.eq(id),
        None => Column::SessionId.is_null(),
    };
    let done = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::TokenHash.eq(token_hash))
        .filter(Column::Purpose.eq(purpose))
        .filter(whose)
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .exec(db)
        .await?;
    if done.rows_affected == 0 {
        return Ok(None);
    }
    let row = Entity::find().filter(Column::TokenHash.eq(token_hash)).one(db).await?;
    Ok(row.map(|row| row.state))
}

/// Deletes ceremonies that are over, and apps whose setting up was left a day ago (retention).
pub(in crate::members) async fn forget_old_ceremonies(db: &impl ConnectionTrait, now: Instant) -> Result<u64, DbErr> {
    let before = now - CEREMONY_KEPT;
    let ceremonies =
        passkey_ceremony::Entity::delete_many().filter(passkey_ceremony::Column::ExpiresAt.lt(before)).exec(db).await?;
    let begun = totp_factor::Entity::delete_many()
        .filter(totp_factor::Column::ConfirmedAt.is_null())
        .filter(totp_factor::Column::CreatedAt.lt(before))
        .exec(db)
        .await?;
    Ok(ceremonies.rows_affected + begun.rows_affected)
}
