//! Statements that write sessions.

use chrono::Duration;
use entity::login_session::{ActiveModel, Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::kernel::Instant;
use crate::kernel::tokens::hash_secret;

/// How long the row of an ended session stays, for looking into a misuse.
const KEPT_AFTER_END: Duration = Duration::days(90);

/// A session to be written.
pub(super) struct NewSessionRow {
    pub(super) token_hash: String,
    pub(super) person_id: i64,
    pub(super) is_back_office: bool,
    pub(super) proof: &'static str,
    pub(super) awaits_factor: bool,
    pub(super) second_factor_at: Option<Instant>,
    pub(super) user_agent: String,
    pub(super) expires_at: Instant,
}

/// Writes a session that begins now.
pub(super) async fn insert_session(db: &impl ConnectionTrait, new: NewSessionRow, now: Instant) -> Result<(), DbErr> {
    let row = ActiveModel {
        token_hash: Set(new.token_hash),
        person_id: Set(new.person_id),
        is_back_office: Set(new.is_back_office),
        proof: Set(new.proof.to_owned()),
        awaits_factor: Set(new.awaits_factor),
        second_factor_at: Set(new.second_factor_at),
        confirmed_at: Set(now),
        confirmed_by: Set(new.proof.to_owned()),
        user_agent: Set(new.user_agent),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(new.expires_at),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Notes that the session was used, unless it has ended meanwhile.
pub(super) async fn mark_used(db: &impl ConnectionTrait, id: i64, now: Instant) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::LastSeenAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::EndedAt.is_null())
        .filter(Column::LastSeenAt.lt(now))
        .exec(db)
        .await?;
    Ok(())
}

/// What changes when somebody proves again who they are.
pub(super) struct Renewal<'a> {
    pub(super) session_id: i64,
    pub(super) token_hash: String,
    pub(super) confirmed_by: &'a str,
    /// A second factor was given just now.
    pub(super) with_factor: bool,
}

/// Gives a live session another token. None when it has ended meanwhile; else whether the shorter lifetime holds for it.
pub(super) async fn renew(
    db: &impl ConnectionTrait,
    renewal: Renewal<'_>,
    now: Instant,
) -> Result<Option<bool>, DbErr> {
    let mut update = Entity::update_many()
        .col_expr(Column::PreviousTokenHash, Expr::col(Column::TokenHash))
        .col_expr(Column::TokenHash, Expr::value(renewal.token_hash))
        .col_expr(Column::ConfirmedAt, Expr::value(now))
        .col_expr(Column::ConfirmedBy, Expr::value(renewal.confirmed_by))
        .col_expr(Column::LastSeenAt, Expr::value(now));
    if renewal.with_factor {
        update = update
            .col_expr(Column::AwaitsFactor, Expr::value(false))
            .col_expr(Column::SecondFactorAt, Expr::value(now));
    }
    let done = update.filter(Column::Id.eq(renewal.session_id)).filter(Column::EndedAt.is_null()).exec(db).await?;
    if done.rows_affected == 0 {
        return Ok(None);
    }
    Ok(Entity::find_by_id(renewal.session_id).one(db).await?.map(|row| row.is_back_office))
}

async fn end(db: &impl ConnectionTrait, which: Condition, now: Instant) -> Result<u64, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(which)
        .filter(Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// Ends every session of a person, but for `keep`: sign-out everywhere, a new password, a closed account, a change of role.
pub async fn end_all(db: &impl ConnectionTrait, person_id: i64, keep: Option<i64>, now: Instant) -> Result<u64, DbErr> {
    let mut which = Condition::all().add(Column::PersonId.eq(person_id));
    if let Some(keep) = keep {
        which = which.add(Column::Id.ne(keep));
    }
    end(db, which, now).await
}

/// Ends one session. False when it had ended already.
pub async fn end_one(db: &impl ConnectionTrait, id: i64, now: Instant) -> Result<bool, DbErr> {
    Ok(end(db, Condition::all().add(Column::Id.eq(id)), now).await? == 1)
}

/// Ends the session that this cookie opens, if any.
pub async fn end_by_token(db: &impl ConnectionTrait, token: &str, now: Instant) -> Result<bool, DbErr> {
    Ok(end(db, Condition::all().add(Column::TokenHash.eq(hash_secret(token))), now).await? == 1)
}

/// Deletes sessions that ended, or could at the latest have ended, 90 days ago (retention).
pub async fn forget_ended(db: &impl ConnectionTrait, now: Instant) -> Result<u64, DbErr> {
    let before = now - KEPT_AFTER_END;
    let long_over = Condition::any().add(Column::EndedAt.lt(before)).add(Column::ExpiresAt.lt(before));
    Ok(Entity::delete_many().filter(long_over).exec(db).await?.rows_affected)
}
