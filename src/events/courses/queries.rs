//! Reads of courses. There are a dozen of them, so lists have no pages.

use entity::course::{Column, Entity, Model};
use entity::event;
use sea_orm::sea_query::NullOrdering;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder};

use super::{CourseContent, CourseDetails, CourseId, CourseState};
use crate::events::queries::{not_over, read_events};
use crate::events::{EventDetails, EventState};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

/// A row of the officers' list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedCourse {
    /// The course.
    pub course: CourseDetails,
    /// Last changed.
    pub updated_at: Instant,
}

/// The course with this id, in any state.
pub async fn find_course(db: &impl ConnectionTrait, id: CourseId) -> Result<Option<CourseDetails>, Unexpected> {
    Entity::find_by_id(id.0).one(db).await?.map(read_course).transpose()
}

/// The course with this id; a missing one is our fault.
pub async fn load_course(db: &impl ConnectionTrait, id: CourseId) -> Result<CourseDetails, Unexpected> {
    find_course(db, id).await?.with_context(|| format!("there is no course {id}"))
}

/// The course at this address, when it is on the site.
pub async fn find_published_course(db: &impl ConnectionTrait, slug: &str) -> Result<Option<CourseDetails>, Unexpected> {
    let published = Column::State.eq(CourseState::Published.word());
    let row = Entity::find().filter(Column::Slug.eq(slug)).filter(published).one(db).await?;
    row.map(read_course).transpose()
}

/// Courses on the site, by title.
pub async fn list_published_courses(db: &impl ConnectionTrait) -> Result<Vec<CourseDetails>, Unexpected> {
    let published = Column::State.eq(CourseState::Published.word());
    let rows = Entity::find().filter(published).order_by_asc(Column::Title).all(db).await?;
    rows.into_iter().map(read_course).collect()
}

/// Every course for officers, by title.
pub async fn list_all_courses(db: &impl ConnectionTrait) -> Result<Vec<ListedCourse>, Unexpected> {
    let rows = Entity::find().order_by_asc(Column::Title).all(db).await?;
    rows.into_iter()
        .map(|row| {
            let updated_at = row.updated_at;
            Ok(ListedCourse { course: read_course(row)?, updated_at })
        })
        .collect()
}

/// The course's dates that are not over and not called off, drafts and private ones among them, soonest first.
pub async fn list_coming_dates(
    db: &impl ConnectionTrait,
    id: CourseId,
    now: Instant,
) -> Result<Vec<EventDetails>, Unexpected> {
    let rows = event::Entity::find()
        .filter(event::Column::CourseId.eq(id.0))
        .filter(event::Column::State.ne(EventState::Cancelled.word()))
        .filter(not_over(now))
        .order_by_with_nulls(event::Column::FirstDay, Order::Asc, NullOrdering::Last)
        .order_by_asc(event::Column::Id)
        .all(db)
        .await?;
    read_events(db, rows).await
}

fn read_course(row: Model) -> Result<CourseDetails, Unexpected> {
    let state = CourseState::parse(&row.state).with_context(|| format!("course {} has no readable state", row.id))?;
    Ok(CourseDetails {
        id: CourseId(row.id),
        slug: row.slug,
        state,
        version: row.version,
        content: CourseContent {
            title: row.title,
            summary: row.summary,
            overview: row.overview,
            topics: row.topics.lines().map(str::to_owned).collect(),
            audience: row.audience,
            further_information: row.further_information,
            duration_minutes: row.duration_minutes,
            cpd_minutes: row.cpd_minutes,
            standard_price: Pence::new(row.standard_price_pence),
            member_price: Pence::new(row.member_price_pence),
            refund_policy: row.refund_policy_code,
            resources: row.resources,
        },
    })
}
