//! Reads of events: one, or a list with everything a card shows in a fixed number of statements.

use std::collections::HashMap;

use chrono::Datelike;
use entity::event::{Column, Entity, Model};
use entity::{course, event_facilitator, event_part};
use sea_orm::sea_query::{ExprTrait, NullOrdering};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::row_when::read_when;
use super::venues::with_venues;
use super::{
    CourseId, CourseOfEvent, CourseState, DateCertainty, EventDetails, EventId, EventKind, EventMode, EventPart,
    EventState, Facilitator, JoinUrl, Platform, VenueDetails, Visibility, running,
};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected, uk_time};
use crate::web::Page;

/// Which events a list shows. The default is all that visitors may see.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// Training or members' meetings only.
    pub kind: Option<EventKind>,
    /// Dates of this course only.
    pub course: Option<CourseId>,
    /// Leave out what was called off.
    pub without_cancelled: bool,
    /// Private ones too, for officers.
    pub with_private: bool,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedEvents {
    /// This page's events, in the list's order.
    pub events: Vec<EventDetails>,
    /// How many there are on all pages.
    pub total: u64,
}

/// The event with this id; a missing one is our fault.
pub async fn load_event(db: &impl ConnectionTrait, id: EventId) -> Result<EventDetails, Unexpected> {
    find_event(db, id).await?.with_context(|| format!("there is no event {id}"))
}

/// The event with this id, in any state.
pub async fn find_event(db: &impl ConnectionTrait, id: EventId) -> Result<Option<EventDetails>, Unexpected> {
    let row = Entity::find_by_id(id.0).one(db).await?;
    Ok(read_events(db, row.into_iter().collect()).await?.pop())
}

/// The same without facilitators and parts, which selling and telling when and where it is do not ask for: one statement.
pub async fn load_plain_event(db: &impl ConnectionTrait, id: EventId) -> Result<EventDetails, Unexpected> {
    load_plain_events(db, &[id]).await?.remove(&id).with_context(|| format!("there is no event {id}"))
}

/// The same for several, in one statement however many there are.
pub async fn load_plain_events(
    db: &impl ConnectionTrait,
    ids: &[EventId],
) -> Result<HashMap<EventId, EventDetails>, Unexpected> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let of_course = Entity::belongs_to(course::Entity).from(Column::CourseId).to(course::Column::Id);
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .join(JoinType::LeftJoin, of_course.into())
        .select_also(course::Entity)
        .all(db)
        .await?;
    let read = |(row, course): (Model, Option<course::Model>)| read_event(row, course.as_ref(), Vec::new(), Vec::new());
    let events = rows.into_iter().map(read).collect::<Result<Vec<_>, Unexpected>>()?;
    Ok(with_venues(db, events).await?.into_iter().map(|event| (event.id, event)).collect())
}

/// A row read together with something else, as it stands in a list: without course, parts and people.
pub fn event_of_row(row: Model) -> Result<EventDetails, Unexpected> {
    read_event(row, None, Vec::new(), Vec::new())
}

/// The event at this address, when visitors may see it: published, or cancelled since (WEB-6), and not private (INH-4).
pub async fn find_published_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<EventDetails>, Unexpected> {
    let row = Entity::find().filter(Column::Slug.eq(slug)).filter(on_the_site()).one(db).await?;
    Ok(read_events(db, row.into_iter().collect()).await?.pop())
}

/// The same, when only its id is needed.
pub async fn find_published_id(db: &impl ConnectionTrait, slug: &str) -> Result<Option<EventId>, Unexpected> {
    let select = Entity::find().select_only().column(Column::Id).filter(Column::Slug.eq(slug));
    let id: Option<i64> = select.filter(on_the_site()).into_tuple().one(db).await?;
    Ok(id.map(EventId))
}

/// Was published, and is not private.
fn on_the_site() -> Condition {
    let public = Column::Visibility.eq(Visibility::Public.word());
    Condition::all().add(Column::State.ne(EventState::Draft.word())).add(public)
}

/// What visitors may see and is not over at `now`, soonest first, undated last. Cancelled ones stay in their place until
/// their day is over.
pub async fn list_upcoming(
    db: &impl ConnectionTrait,
    now: Instant,
    filter: EventFilter,
    page: Page,
) -> Result<ListedEvents, Unexpected> {
    let select = visible(filter).filter(not_over(now));
    let ordered = select
        .order_by_with_nulls(Column::FirstDay, Order::Asc, NullOrdering::Last)
        .order_by_with_nulls(Column::StartsAt, Order::Asc, NullOrdering::Last)
        .order_by_asc(Column::Id);
    list(db, ordered, page).await
}

/// What was held and is over at `now`, the latest first. What was called off is left out.
pub async fn list_past(
    db: &impl ConnectionTrait,
    now: Instant,
    filter: EventFilter,
    page: Page,
) -> Result<ListedEvents, Unexpected> {
    list_latest_first(db, visible(EventFilter { without_cancelled: true, ..filter }), now, page).await
}

/// What is over at `now`, held or called off, the latest first, for officers.
pub async fn list_over(db: &impl ConnectionTrait, now: Instant, page: Page) -> Result<ListedEvents, Unexpected> {
    list_latest_first(db, visible(EventFilter { with_private: true, ..EventFilter::default() }), now, page).await
}

async fn list_latest_first(
    db: &impl ConnectionTrait,
    select: Select<Entity>,
    now: Instant,
    page: Page,
) -> Result<ListedEvents, Unexpected> {
    let over = select.filter(not_over(now).not());
    let ordered = over.order_by_desc(Column::FirstDay).order_by_desc(Column::StartsAt).order_by_desc(Column::Id);
    list(db, ordered, page).await
}

/// Drafts, the latest first, for officers.
pub async fn list_drafts(db: &impl ConnectionTrait, page: Page) -> Result<ListedEvents, Unexpected> {
    let select = Entity::find().filter(Column::State.eq(EventState::Draft.word()));
    list(db, select.order_by_desc(Column::Id), page).await
}

fn visible(filter: EventFilter) -> Select<Entity> {
    let states: &[&str] = if filter.without_cancelled { &["published"] } else { &["published", "cancelled"] };
    let mut select = Entity::find().filter(Column::State.is_in(states.iter().copied()));
    if !filter.with_private {
        select = select.filter(Column::Visibility.eq(Visibility::Public.word()));
    }
    if let Some(kind) = filter.kind {
        select = select.filter(Column::Kind.eq(kind.word()));
    }
    if let Some(course) = filter.course {
        select = select.filter(Column::CourseId.eq(course.0));
    }
    select
}

/// The same rule as [`EventWhen::over_at`](super::EventWhen::over_at), for the database. Each arm is never null, so that it
/// can be negated.
pub(super) fn not_over(now: Instant) -> Condition {
    let today = uk_time::london_date(now);
    let month = today.with_day(1).unwrap_or(today);
    let certainty = |certainty: DateCertainty| Column::DateCertainty.eq(certainty.word());
    Condition::any()
        .add(certainty(DateCertainty::ToBeAnnounced))
        .add(certainty(DateCertainty::DateAndTime).and(Column::EndsAt.gt(now)))
        .add(certainty(DateCertainty::DateOnly).and(Column::FirstDay.gte(today)))
        .add(certainty(DateCertainty::MonthOnly).and(Column::FirstDay.gte(month)))
}

async fn list(db: &impl ConnectionTrait, select: Select<Entity>, page: Page) -> Result<ListedEvents, Unexpected> {
    let total = select.clone().count(db).await?;
    let rows = select.limit(page.size).offset(page.offset()).all(db).await?;
    Ok(ListedEvents { events: read_events(db, rows).await?, total })
}

/// Rows with their courses, parts and facilitators: three statements for any number of rows, and one more for rooms.
pub(super) async fn read_events(db: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<EventDetails>, Unexpected> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = || rows.iter().map(|row| row.id);
    let courses = course::Entity::find().filter(course::Column::Id.is_in(rows.iter().filter_map(|row| row.course_id)));
    let parts = event_part::Entity::find()
        .filter(event_part::Column::EventId.is_in(ids()))
        .order_by_asc(event_part::Column::Position);
    let people = event_facilitator::Entity::find()
        .filter(event_facilitator::Column::EventId.is_in(ids()))
        .order_by_asc(event_facilitator::Column::Position);
    let (courses, parts, people) = tokio::try_join!(courses.all(db), parts.all(db), people.all(db))?;
    let courses: HashMap<i64, course::Model> = courses.into_iter().map(|row| (row.id, row)).collect();
    let (mut parts, mut people) = (by_event(parts, |row| row.event_id), by_event(people, |row| row.event_id));
    let read = |row: Model| {
        let course = row.course_id.and_then(|id| courses.get(&id));
        let (parts, people) = (parts.remove(&row.id).unwrap_or_default(), people.remove(&row.id).unwrap_or_default());
        read_event(row, course, parts, people)
    };
    let events = rows.into_iter().map(read).collect::<Result<Vec<_>, Unexpected>>()?;
    Ok(with_venues(db, events).await?)
}

fn by_event<R>(rows: Vec<R>, event_id: fn(&R) -> i64) -> HashMap<i64, Vec<R>> {
    let mut grouped: HashMap<i64, Vec<R>> = HashMap::new();
    for row in rows {
        grouped.entry(event_id(&row)).or_default().push(row);
    }
    grouped
}

fn read_event(
    row: Model,
    course: Option<&course::Model>,
    parts: Vec<event_part::Model>,
    people: Vec<event_facilitator::Model>,
) -> Result<EventDetails, Unexpected> {
    let because = |what: &str| Unexpected::because(format!("event {} has no readable {what}", row.id));
    let join_url = row.join_url.as_deref().map(JoinUrl::parse).transpose().map_err(|_| because("join address"))?;
    Ok(EventDetails {
        id: EventId(row.id),
        course: course.map(course_of_event),
        kind: EventKind::parse(&row.kind).ok_or_else(|| because("kind"))?,
        when: read_when(&row).ok_or_else(|| because("date"))?,
        mode: EventMode::parse(&row.mode).ok_or_else(|| because("mode"))?,
        platform: Platform::parse(&row.platform).ok_or_else(|| because("platform"))?,
        state: EventState::parse(&row.state).ok_or_else(|| because("state"))?,
        visibility: Visibility::parse(&row.visibility).ok_or_else(|| because("visibility"))?,
        join_url,
        run: running::queries::run_of(&row),
        slug: row.slug,
        title: row.title,
        summary: row.summary,
        description: row.description,
        venue: row.venue,
        venue_details: VenueDetails::default(),
        link_promised_on: row.join_link_promised_on,
        cpd_minutes: row.cpd_minutes,
        resources: row.resources,
        published_at: row.published_at,
        cancelled_at: row.cancelled_at,
        cancel_reason: row.cancel_reason,
        calendar_sequence: row.calendar_sequence,
        version: row.version,
        facilitators: people
            .into_iter()
            .map(|who| Facilitator { name: who.name, post_held: who.post_held, person_id: who.person_id })
            .collect(),
        parts: parts
            .into_iter()
            .map(|part| EventPart {
                position: part.position,
                title: part.title,
                starts_at: part.starts_at,
                ends_at: part.ends_at,
            })
            .collect(),
    })
}

fn course_of_event(row: &course::Model) -> CourseOfEvent {
    CourseOfEvent {
        id: CourseId(row.id),
        slug: row.slug.clone(),
        title: row.title.clone(),
        is_published: row.state == CourseState::Published.word(),
    }
}
