//! Statements that change posts.

use entity::post::{ActiveModel, Column, Entity};
use entity::post_revision;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, TryInsertResult,
};

use super::{PostContent, PostId, PostState};
use crate::kernel::{Instant, Unexpected, slug};

/// Inserts a draft under the first free slug.
pub async fn insert_post(
    tx: &impl ConnectionTrait,
    content: &PostContent,
    by: Option<i64>,
    now: Instant,
) -> Result<PostId, Unexpected> {
    let row = ActiveModel {
        state: Set(PostState::Draft.word().to_owned()),
        created_by_id: Set(by),
        version: Set(1),
        created_at: Set(now),
        ..columns(content, now)
    };
    for slug in slug::numbered(&content.slug_stem()) {
        let row = ActiveModel { slug: Set(slug), ..row.clone() };
        if let TryInsertResult::Inserted(done) =
            Entity::insert(row).on_conflict_do_nothing_on([Column::Slug]).exec(tx).await?
        {
            return Ok(PostId(done.last_insert_id));
        }
    }
    Err(Unexpected::because("too many posts share a title"))
}

/// The first slug of `stem` that no other post has. The unique index decides if two ask at once.
pub async fn free_slug(tx: &impl ConnectionTrait, own: PostId, stem: &str) -> Result<String, Unexpected> {
    let others = Entity::find().select_only().column(Column::Slug).filter(Column::Id.ne(own.0));
    let taken: Vec<String> = others.filter(Column::Slug.starts_with(stem)).into_tuple().all(tx).await?;
    let free = slug::numbered(stem).find(|slug| !taken.contains(slug));
    free.ok_or_else(|| Unexpected::because("too many posts share a title"))
}

/// Writes over version `expected`; says if it won.
pub async fn claim_update(
    tx: &impl ConnectionTrait,
    (id, expected): (PostId, i32),
    (slug, content): (String, &PostContent),
    now: Instant,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .set(ActiveModel { slug: Set(slug), ..columns(content, now) })
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.0))
        .filter(Column::Version.eq(expected))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Keeps what was saved as a revision.
pub async fn insert_revision(
    tx: &impl ConnectionTrait,
    (id, version): (PostId, i32),
    content: &PostContent,
    by: Option<i64>,
    now: Instant,
) -> Result<(), DbErr> {
    let row = post_revision::ActiveModel {
        post_id: Set(id.0),
        version: Set(version),
        title: Set(content.title.clone()),
        summary: Set(content.summary.clone()),
        body: Set(content.body.clone()),
        byline_name: Set(content.byline_name.clone()),
        byline_post_held: Set(content.byline_post_held.clone()),
        edited_by_id: Set(by),
        edited_at: Set(now),
        ..Default::default()
    };
    post_revision::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// To published, from draft or withdrawn; says if it won. The first instant of publication stays.
pub async fn mark_published(
    tx: &impl ConnectionTrait,
    id: PostId,
    from: PostState,
    now: Instant,
) -> Result<bool, DbErr> {
    let first = Func::coalesce([Expr::col(Column::PublishedAt), Expr::value(now)]);
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(PostState::Published.word()))
        .col_expr(Column::PublishedAt, first.into())
        .col_expr(Column::WithdrawnAt, Expr::value(Option::<Instant>::None))
        .col_expr(Column::WithdrawReason, Expr::value(Option::<String>::None))
        .filter(Column::Id.eq(id.0))
        .filter(Column::State.eq(from.word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Published to withdrawn; says if it won.
pub async fn mark_withdrawn(tx: &impl ConnectionTrait, id: PostId, reason: &str, now: Instant) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(PostState::Withdrawn.word()))
        .col_expr(Column::WithdrawnAt, Expr::value(now))
        .col_expr(Column::WithdrawReason, Expr::value(reason))
        .filter(Column::Id.eq(id.0))
        .filter(Column::State.eq(PostState::Published.word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

fn columns(content: &PostContent, now: Instant) -> ActiveModel {
    ActiveModel {
        kind: Set(content.kind.word().to_owned()),
        title: Set(content.title.clone()),
        summary: Set(content.summary.clone()),
        body: Set(content.body.clone()),
        byline_name: Set(content.byline_name.clone()),
        byline_post_held: Set(content.byline_post_held.clone()),
        released_on: Set(content.released_on),
        updated_at: Set(now),
        ..Default::default()
    }
}
