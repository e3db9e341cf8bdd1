//! Statements on logins and one-time codes.

use chrono::Duration;
use entity::{login, person_email, sign_in_code};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::code::MOST_TRIES;
use crate::kernel::{EmailAddress, Instant};

/// How long a dead code's row stays.
const KEPT_AFTER_END: Duration = Duration::days(1);

/// A code to be written.
pub(super) struct NewCode<'a> {
    pub(super) address: &'a EmailAddress,
    pub(super) code_hash: String,
    pub(super) purpose: &'static str,
    pub(super) person_id: Option<i64>,
    pub(super) expires_at: Instant,
}

/// Writes a code and gives its id.
pub(super) async fn insert_code(db: &impl ConnectionTrait, new: NewCode<'_>, now: Instant) -> Result<i64, DbErr> {
    let row = sign_in_code::ActiveModel {
        folded_address: Set(new.address.folded()),
        code_hash: Set(new.code_hash),
        purpose: Set(new.purpose.to_owned()),
        person_id: Set(new.person_id),
        attempts: Set(0),
        created_at: Set(now),
        expires_at: Set(new.expires_at),
        ..Default::default()
    };
    Ok(sign_in_code::Entity::insert(row).exec(db).await?.last_insert_id)
}

/// A code that still works.
pub(super) struct LiveCode {
    pub(super) id: i64,
    pub(super) code_hash: String,
    /// After the one just taken.
    pub(super) tries_left: i32,
}

impl From<sign_in_code::Model> for LiveCode {
    fn from(row: sign_in_code::Model) -> Self {
        Self { id: row.id, code_hash: row.code_hash, tries_left: MOST_TRIES - row.attempts }
    }
}

/// Takes one of the code's tries. The code when there was one left, the code is unused and its time is not over; this is one
/// statement, so that a crowd of guesses at once gets no more tries than one after the other.
pub(super) async fn claim_try(
    db: &impl ConnectionTrait,
    code_id: i64,
    now: Instant,
) -> Result<Option<LiveCode>, DbErr> {
    use sign_in_code::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.eq(code_id))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::Attempts.lt(MOST_TRIES))
        .exec(db)
        .await?;
    if done.rows_affected == 0 {
        return Ok(None);
    }
    Ok(Entity::find_by_id(code_id).one(db).await?.map(LiveCode::from))
}

/// The live code with this hash, for a printed one, which is not bound to a browser.
pub(super) async fn find_live_code(
    db: &impl ConnectionTrait,
    code_hash: &str,
    now: Instant,
) -> Result<Option<LiveCode>, DbErr> {
    use sign_in_code::{Column, Entity};
    let found = Entity::find()
        .filter(Column::CodeHash.eq(code_hash))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .one(db)
        .await?;
    Ok(found.map(LiveCode::from))
}

/// Uses the code up. False when somebody was first.
pub(super) async fn mark_code_used(db: &impl ConnectionTrait, code_id: i64, now: Instant) -> Result<bool, DbErr> {
    use sign_in_code::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::Id.eq(code_id))
        .filter(Column::UsedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends every code that is out for one of the person's addresses (S7: dead after a change of password).
pub(in crate::members) async fn mark_codes_dead(
    db: &impl ConnectionTrait,
    person_id: i64,
    now: Instant,
) -> Result<(), DbErr> {
    use sign_in_code::{Column, Entity};
    let addresses = Query::select()
        .column(person_email::Column::FoldedAddress)
        .from(person_email::Entity)
        .and_where(person_email::Column::PersonId.eq(person_id))
        .to_owned();
    Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::FoldedAddress.in_subquery(addresses))
        .filter(Column::UsedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Deletes codes that have been over for a day (retention).
pub async fn forget_old_codes(db: &impl ConnectionTrait, now: Instant) -> Result<u64, DbErr> {
    use sign_in_code::{Column, Entity};
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lt(now - KEPT_AFTER_END)).exec(db).await?.rows_affected)
}

/// Notes a sign-in; the first one makes the login.
pub(super) async fn note_sign_in(db: &impl ConnectionTrait, person_id: i64, now: Instant) -> Result<(), DbErr> {
    use login::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        person_id: Set(person_id),
        last_signed_in_at: Set(Some(now)),
        created_at: Set(now),
        ..Default::default()
    };
    let again = OnConflict::column(Column::PersonId).update_column(Column::LastSignedInAt).to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(db).await?;
    Ok(())
}

/// Writes a new password's hash, with the login if there is none yet.
pub(in crate::members) async fn save_password(
    db: &impl ConnectionTrait,
    person_id: i64,
    hash: String,
    now: Instant,
) -> Result<(), DbErr> {
    use login::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        person_id: Set(person_id),
        password_hash: Set(Some(hash)),
        password_set_at: Set(Some(now)),
        created_at: Set(now),
        ..Default::default()
    };
    let replace =
        OnConflict::column(Column::PersonId).update_columns([Column::PasswordHash, Column::PasswordSetAt]).to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// Replaces `old` by a hash of the same password made with today's parameters, unless the password was changed meanwhile.
pub(super) async fn renew_hash(
    db: &impl ConnectionTrait,
    person_id: i64,
    old: &str,
    renewed: String,
) -> Result<(), DbErr> {
    use login::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::PasswordHash, Expr::value(renewed))
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::PasswordHash.eq(old))
        .exec(db)
        .await?;
    Ok(())
}
