//! Statements that change courses.

use entity::course::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, TryInsertResult};

use super::{CourseContent, CourseId, CourseState};
use crate::kernel::slug;
use crate::kernel::{Instant, Unexpected};

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
    let stem = match slug::slug_of(&content.title) {
        stem if stem.is_empty() => "course".to_owned(),
        stem => stem,
    };
    for number in 1..=200 {
        let slug = if number == 1 { stem.clone() } else { format!("{stem}-{number}") };
        let row = ActiveModel { slug: Set(slug), ..row.clone() };
        if let TryInsertResult::Inserted(done) =
            Entity::insert(row).on_conflict_do_nothing_on([Column::Slug]).exec(tx).await?
        {
            return Ok(CourseId(done.last_insert_id));
        }
    }
    Err(Unexpected::because("too many courses share a title"))
}

/// Writes over version `expected`; says if it won.
pub async fn claim_update(
    tx: &impl ConnectionTrait,
    id: CourseId,
    expected: i32,
    content: &CourseContent,
    now: Instant,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .set(columns(content, now))
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
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
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
        updated_at: Set(now),
        ..Default::default()
    }
}
