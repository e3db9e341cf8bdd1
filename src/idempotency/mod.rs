//! Forms that spend money or capacity carry a key (D26): a repeat shows the first result, a changed body under the same
//! key is refused, and two at once are one.

use entity::idempotency_key::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::kernel::{Instant, Unexpected};

/// What a key means for the request at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Never seen: go on; unless the result was given with the claim, call [`finish`] in the same transaction.
    Fresh,
    /// Done before: this was the result.
    Repeat(String),
    /// The key was used for something else.
    Different,
}

/// Takes the key in the caller's transaction. A second request with the same key waits here for the first to end.
pub async fn claim(
    db: &impl ConnectionTrait,
    key: &str,
    actor: &str,
    digest: &str,
    now: Instant,
) -> Result<Claim, Unexpected> {
    claim_for(db, (key, actor, digest), None, now).await
}

/// The same for a caller who knows beforehand what the result will be called: it is kept with the key, in one statement.
/// Whatever keeps the work from being done rolls the key back too.
pub async fn claim_for(
    db: &impl ConnectionTrait,
    (key, actor, digest): (&str, &str, &str),
    result: Option<&str>,
    now: Instant,
) -> Result<Claim, Unexpected> {
    let row = ActiveModel {
        key: Set(key.to_owned()),
        actor: Set(actor.to_owned()),
        body_digest: Set(digest.to_owned()),
        result: Set(result.map(str::to_owned)),
        created_at: Set(now),
        ..Default::default()
    };
    let nothing = OnConflict::columns([Column::Key, Column::Actor]).do_nothing().to_owned();
    if Entity::insert(row).on_conflict(nothing).exec_without_returning(db).await? == 1 {
        return Ok(Claim::Fresh);
    }
    let known = Entity::find().filter(Column::Key.eq(key)).filter(Column::Actor.eq(actor)).one(db).await?;
    Ok(match known {
        Some(row) if row.body_digest == digest => row.result.map_or(Claim::Different, Claim::Repeat),
        _ => Claim::Different,
    })
}

/// Keeps the result under the key.
pub async fn finish(db: &impl ConnectionTrait, key: &str, actor: &str, result: &str) -> Result<(), Unexpected> {
    Entity::update_many()
        .col_expr(Column::Result, Expr::value(result))
        .filter(Column::Key.eq(key))
        .filter(Column::Actor.eq(actor))
        .exec(db)
        .await?;
    Ok(())
}

/// Forgets keys made before `before`.
pub async fn delete_old(db: &impl ConnectionTrait, before: Instant) -> Result<u64, Unexpected> {
    Ok(Entity::delete_many().filter(Column::CreatedAt.lt(before)).exec(db).await?.rows_affected)
}
