//! Statements that change courses.

use entity::course::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, TryInsertResult,
};

use super::{CourseContent, CourseId, CourseState};
use crate::kernel::{Instant, Unexpected, slug};

/// Inserts a draft under the first free slug: `title`, `title-2`, …
pub async fn insert_course(
    tx: &impl ConnectionTrait,
    content: &CourseContent,
    now: Instant,
) -> Result<CourseId, Unexpected> {
    let row = ActiveModel {
        state: Set(CourseState::Draft.word().to_owned()),
        version: Set(1),
        created_at: Set(now),
        ..columns(content, now)
    };
    for slug in slug::numbered(&content.slug_stem()) {
        let row = ActiveModel { slug: Set(slug), ..row.clone() };
        if let TryInsertResult::Inserted(done) =
            Entity::insert(row).on_conflict_do_nothing_on([Column::Slug]).exec(tx).await?
        {
            return Ok(CourseId(done.last_insert_id));
        }
    }
    Err(Unexpected::because("too many courses share a title"))
}

/// The first slug of `stem` that no other course has. The unique index decides if two ask at once.
pub async fn free_slug(tx: &impl ConnectionTrait, own: CourseId, stem: &str) -> Result<String, Unexpected> {
    let others = Entity::find().select_only().column(Column::Slug).filter(Column::Id.ne(own.0));
    let taken: Vec<String> = others.filter(Column::Slug.starts_with(stem)).into_tuple().all(tx).await?;
    let free = slug::numbered(stem).find(|slug| !taken.contains(slug));
    free.ok_or_else(|| Unexpected::because("too many courses share a title"))
}

/// Writes over version `expected`; says if it won.
pub async fn claim_update(
    tx: &impl ConnectionTrait,
    (id, expected): (CourseId, i32),
    (slug, content): (String, &CourseContent),
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

/// From one state to another; says if it won.
pub async fn mark_state(
    tx: &impl ConnectionTrait,
    id: CourseId,
    (from, to): (CourseState, CourseState),
    now: Instant,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(to.word()))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id.0))
        .filter(Column::State.eq(from.word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

fn columns(content: &CourseContent, now: Instant) -> ActiveModel {
    ActiveModel {
        title: Set(content.title.clone()),
        summary: Set(content.summary.clone()),
        overview: Set(content.overview.clone()),
        topics: Set(content.topics.join("\n")),
        audience: Set(content.audience.clone()),
        further_information: Set(content.further_information.clone()),
        duration_minutes: Set(content.duration_minutes),
        cpd_minutes: Set(content.cpd_minutes),
        standard_price_pence: Set(content.standard_price.get()),
        member_price_pence: Set(content.member_price.get()),
        resources: Set(content.resources.clone()),
        refund_policy_code: Set(content.refund_policy.clone()),
        updated_at: Set(now),
        ..Default::default()
    }
}
