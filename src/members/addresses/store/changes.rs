//! Statements on changes of address.

use entity::address_change;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::members::addresses::change::{ChangeKind, OpenChange};
use crate::members::addresses::codes::MOST_TRIES;

/// How a change ended.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(in crate::members::addresses) enum Outcome {
    Done,
    /// Its owner gave it up, or began another.
    Withdrawn,
    /// Somebody objected at one of the addresses.
    Stopped,
    /// The address went to somebody else meanwhile, or is no longer theirs.
    Overtaken,
    Expired,
}

impl Outcome {
    pub(in crate::members::addresses) const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Withdrawn => "withdrawn",
            Self::Stopped => "stopped",
            Self::Overtaken => "overtaken",
            Self::Expired => "expired",
        }
    }
}

/// A change to be begun.
pub(in crate::members::addresses) struct NewChange<'a> {
    pub(in crate::members::addresses) reference: String,
    pub(in crate::members::addresses) person_id: i64,
    pub(in crate::members::addresses) kind: ChangeKind,
    pub(in crate::members::addresses) new_address: &'a str,
    pub(in crate::members::addresses) old_address: Option<&'a str>,
    /// There is nobody to ask at the old address.
    pub(in crate::members::addresses) old_has_agreed: bool,
}

/// Begins a change in place of the one under way, if there is one: somebody has one at a time.
pub(in crate::members::addresses) async fn replace_change(
    tx: &impl ConnectionTrait,
    new: NewChange<'_>,
    now: Instant,
) -> Result<OpenChange, Unexpected> {
    use address_change::{ActiveModel, Column, Entity};
    Entity::update_many()
        .col_expr(Column::ClosedAt, Expr::value(now))
        .col_expr(Column::Outcome, Expr::value(Outcome::Withdrawn.word()))
        .filter(Column::PersonId.eq(new.person_id))
        .filter(Column::ClosedAt.is_null())
        .exec(tx)
        .await?;
    let row = ActiveModel {
        reference: Set(new.reference),
        person_id: Set(new.person_id),
        kind: Set(new.kind.word().to_owned()),
        new_address: Set(new.new_address.to_owned()),
        old_address: Set(new.old_address.map(str::to_owned)),
        old_confirmed_at: Set(new.old_has_agreed.then_some(now)),
        attempts: Set(0),
        codes_expire_at: Set(now),
        created_at: Set(now),
        ..Default::default()
    };
    let id = Entity::insert(row).exec(tx).await?.last_insert_id;
    find_change(tx, id).await?.context("the change just begun is not there")
}

/// A change by its row, while it is under way.
pub(in crate::members::addresses) async fn find_change(
    db: &impl ConnectionTrait,
    id: i64,
) -> Result<Option<OpenChange>, Unexpected> {
    use address_change::{Column, Entity};
    let row = Entity::find_by_id(id).filter(Column::ClosedAt.is_null()).one(db).await?;
    row.map(read_change).transpose()
}

/// Reads a row.
pub(in crate::members::addresses) fn read_change(row: address_change::Model) -> Result<OpenChange, Unexpected> {
    Ok(OpenChange {
        kind: ChangeKind::parse(&row.kind).with_context(|| format!("a change of address is a {:?}", row.kind))?,
        id: row.id,
        reference: row.reference,
        person_id: row.person_id,
        new_address: row.new_address,
        old_address: row.old_address,
        is_new_confirmed: row.new_confirmed_at.is_some(),
        is_old_confirmed: row.old_confirmed_at.is_some(),
        proceeds_at: row.proceeds_at,
        codes_expire_at: row.codes_expire_at,
    })
}

/// Writes fresh codes; the tries begin again.
pub(in crate::members::addresses) async fn save_codes(
    tx: &impl ConnectionTrait,
    id: i64,
    (new_hash, old_hash): (Option<String>, Option<String>),
    expire_at: Instant,
) -> Result<(), DbErr> {
    use address_change::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::NewCodeHash, Expr::value(new_hash))
        .col_expr(Column::OldCodeHash, Expr::value(old_hash))
        .col_expr(Column::CodesExpireAt, Expr::value(expire_at))
        .col_expr(Column::Attempts, Expr::value(0))
        .filter(Column::Id.eq(id))
        .filter(Column::ClosedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes one of the tries. The two hashes when there was one left and the codes are fresh; one statement, so that a crowd of
/// guesses at once gets no more tries than one after the other.
pub(in crate::members::addresses) async fn claim_try(
    tx: &impl ConnectionTrait,
    id: i64,
    now: Instant,
) -> Result<Option<(Option<String>, Option<String>, i32)>, DbErr> {
    use address_change::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::ClosedAt.is_null())
        .filter(Column::CodesExpireAt.gt(now))
        .filter(Column::Attempts.lt(MOST_TRIES))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        return Ok(None);
    }
    let row = Entity::find_by_id(id).one(tx).await?;
    Ok(row.map(|row| (row.new_code_hash, row.old_code_hash, MOST_TRIES - row.attempts)))
}

/// One address has spoken; its code is used up.
pub(in crate::members::addresses) async fn mark_confirmed(
    tx: &impl ConnectionTrait,
    id: i64,
    is_new: bool,
    now: Instant,
) -> Result<(), DbErr> {
    use address_change::{Column, Entity};
    let (confirmed, hash) = if is_new {
        (Column::NewConfirmedAt, Column::NewCodeHash)
    } else {
        (Column::OldConfirmedAt, Column::OldCodeHash)
    };
    Entity::update_many()
        .col_expr(confirmed, Expr::value(now))
        .col_expr(hash, Expr::value(None::<String>))
        .filter(Column::Id.eq(id))
        .filter(Column::ClosedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives notice, once. False when it was given before, or the new address has not proved itself.
pub(in crate::members::addresses) async fn mark_noticed(
    tx: &impl ConnectionTrait,
    id: i64,
    proceeds_at: Instant,
) -> Result<bool, DbErr> {
    use address_change::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::ProceedsAt, Expr::value(proceeds_at))
        .filter(Column::Id.eq(id))
        .filter(Column::ClosedAt.is_null())
        .filter(Column::ProceedsAt.is_null())
        .filter(Column::NewConfirmedAt.is_not_null())
        .filter(Column::OldAddress.is_not_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Says when a change goes forward without the old address, from its beginning.
pub(in crate::members::addresses) async fn give_time(
    tx: &impl ConnectionTrait,
    id: i64,
    proceeds_at: Instant,
) -> Result<(), DbErr> {
    use address_change::{Column, Entity};
    let update = Entity::update_many().col_expr(Column::ProceedsAt, Expr::value(proceeds_at));
    update.filter(Column::Id.eq(id)).filter(Column::ClosedAt.is_null()).exec(tx).await?;
    Ok(())
}

/// Ends a change. False when somebody was first.
pub(in crate::members::addresses) async fn close_change(
    tx: &impl ConnectionTrait,
    id: i64,
    outcome: Outcome,
    now: Instant,
) -> Result<bool, DbErr> {
    use address_change::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::ClosedAt, Expr::value(now))
        .col_expr(Column::Outcome, Expr::value(outcome.word()))
        .filter(Column::Id.eq(id))
        .filter(Column::ClosedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Changes whose notice is over, the oldest first.
pub(in crate::members::addresses) async fn list_due(
    db: &impl ConnectionTrait,
    now: Instant,
) -> Result<Vec<i64>, DbErr> {
    use address_change::{Column, Entity};
    let due = Entity::find()
        .filter(Column::ClosedAt.is_null())
        .filter(Column::ProceedsAt.lte(now))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    Ok(due.into_iter().map(|row| row.id).collect())
}

/// Ends changes that nobody followed up, and forgets those that ended before `before`.
pub(in crate::members::addresses) async fn tidy(
    tx: &impl ConnectionTrait,
    before: Instant,
    now: Instant,
) -> Result<u64, DbErr> {
    use address_change::{Column, Entity};
    let expired = Entity::update_many()
        .col_expr(Column::ClosedAt, Expr::value(now))
        .col_expr(Column::Outcome, Expr::value(Outcome::Expired.word()))
        .filter(Column::ClosedAt.is_null())
        .filter(Condition::any().add(Column::ProceedsAt.is_null()).add(Column::NewConfirmedAt.is_null()))
        .filter(Column::CreatedAt.lt(before))
        .exec(tx)
        .await?;
    let forgotten = Entity::delete_many().filter(Column::ClosedAt.lt(before)).exec(tx).await?;
    Ok(expired.rows_affected + forgotten.rows_affected)
}
