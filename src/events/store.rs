//! Statements that change events. Each change of state or content repeats what it expects to find; no row means that
//! somebody was first.

use entity::{event, event_facilitator, event_part};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, TryInsertResult,
};

use super::{EventContent, EventId, EventState, EventWhen, Facilitator, NewEvent, Visibility};
use crate::kernel::{Instant, Unexpected, slug, uk_time};

/// The zone wall times are in (CLK-1).
const ZONE: &str = "Europe/London";
/// Inserts a draft under the first free slug.
pub async fn insert_event(tx: &impl ConnectionTrait, new: &NewEvent, now: Instant) -> Result<EventId, Unexpected> {
    let content = &new.content;
    let row = event::ActiveModel {
        course_id: Set(new.course.map(|course| course.0)),
        kind: Set(new.kind.word().to_owned()),
        title: Set(content.title.clone()),
        summary: Set(content.summary.clone()),
        description: Set(content.description.clone()),
        date_certainty: Set(content.when.certainty().word().to_owned()),
        first_day: Set(content.when.first_day()),
        starts_at: Set(content.when.starts_at()),
        ends_at: Set(content.when.ends_at()),
        zone: Set(ZONE.to_owned()),
        mode: Set(content.mode.word().to_owned()),
        platform: Set(content.platform.word().to_owned()),
        venue: Set(content.venue.clone()),
        join_url: Set(content.join_url.as_ref().map(|url| url.as_str().to_owned())),
        join_link_promised_on: Set(content.link_promised_on),
        cpd_minutes: Set(content.cpd_minutes),
        resources: Set(content.resources.clone()),
        state: Set(EventState::Draft.word().to_owned()),
        visibility: Set(Visibility::Public.word().to_owned()),
        calendar_sequence: Set(0),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    for slug in slug::numbered(&content.slug_stem()) {
        let row = event::ActiveModel { slug: Set(slug), ..row.clone() };
        let done = event::Entity::insert(row).on_conflict_do_nothing_on([event::Column::Slug]).exec(tx).await?;
        if let TryInsertResult::Inserted(done) = done {
            return Ok(EventId(done.last_insert_id));
        }
    }
    Err(Unexpected::because("too many events share a title and a day"))
}

/// The first slug of `stem` that no other event has. The unique index decides if two ask at once.
pub async fn free_slug(tx: &impl ConnectionTrait, own: EventId, stem: &str) -> Result<String, Unexpected> {
    let taken: Vec<String> = event::Entity::find()
        .select_only()
        .column(event::Column::Slug)
        .filter(event::Column::Slug.starts_with(stem))
        .filter(event::Column::Id.ne(own.0))
        .into_tuple()
        .all(tx)
        .await?;
    let free = slug::numbered(stem).find(|slug| !taken.contains(slug));
    free.ok_or_else(|| Unexpected::because("too many events share a title and a day"))
}

/// A changed event, for [`claim_update`].
pub struct ChangedEvent<'a> {
    /// Its address from now on.
    pub slug: &'a str,
    /// What officers write.
    pub content: &'a EventContent,
    /// Raise the calendar sequence.
    pub tell_calendars: bool,
}

/// Writes over version `expected` of an event that is not cancelled; says if it won.
pub async fn claim_update(
    tx: &impl ConnectionTrait,
    id: EventId,
    expected: i32,
    row: ChangedEvent<'_>,
    now: Instant,
) -> Result<bool, DbErr> {
    use event::Column as C;
    let ChangedEvent { slug, content, tell_calendars } = row;
    let done = event::Entity::update_many()
        .set(event::ActiveModel {
            slug: Set(slug.to_owned()),
            title: Set(content.title.clone()),
            summary: Set(content.summary.clone()),
            description: Set(content.description.clone()),
            date_certainty: Set(content.when.certainty().word().to_owned()),
            first_day: Set(content.when.first_day()),
            starts_at: Set(content.when.starts_at()),
            ends_at: Set(content.when.ends_at()),
            mode: Set(content.mode.word().to_owned()),
            platform: Set(content.platform.word().to_owned()),
            venue: Set(content.venue.clone()),
            join_url: Set(content.join_url.as_ref().map(|url| url.as_str().to_owned())),
            join_link_promised_on: Set(content.link_promised_on),
            cpd_minutes: Set(content.cpd_minutes),
            resources: Set(content.resources.clone()),
            updated_at: Set(now),
            ..Default::default()
        })
        .col_expr(C::Version, next(C::Version))
        .col_expr(C::CalendarSequence, Expr::col(C::CalendarSequence).add(i32::from(tell_calendars)))
        .filter(C::Id.eq(id.0))
        .filter(C::Version.eq(expected))
        .filter(C::State.ne(EventState::Cancelled.word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Draft to published; says if it won.
pub async fn mark_published(tx: &impl ConnectionTrait, id: EventId, now: Instant) -> Result<bool, DbErr> {
    use event::Column as C;
    let done = event::Entity::update_many()
        .col_expr(C::State, Expr::value(EventState::Published.word()))
        .col_expr(C::PublishedAt, Expr::value(now))
        .col_expr(C::UpdatedAt, Expr::value(now))
        .col_expr(C::Version, next(C::Version))
        .filter(C::Id.eq(id.0))
        .filter(C::State.eq(EventState::Draft.word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Published to cancelled; says if it won.
pub async fn mark_cancelled(tx: &impl ConnectionTrait, id: EventId, reason: &str, now: Instant) -> Result<bool, DbErr> {
    use event::Column as C;
    let done = event::Entity::update_many()
        .col_expr(C::State, Expr::value(EventState::Cancelled.word()))
        .col_expr(C::CancelledAt, Expr::value(now))
        .col_expr(C::CancelReason, Expr::value(reason))
        .col_expr(C::UpdatedAt, Expr::value(now))
        .col_expr(C::Version, next(C::Version))
        .col_expr(C::CalendarSequence, next(C::CalendarSequence))
        .filter(C::Id.eq(id.0))
        .filter(C::State.eq(EventState::Published.word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Hidden to shown or back; says if it won.
pub async fn mark_visibility(
    tx: &impl ConnectionTrait,
    id: EventId,
    (from, to): (Visibility, Visibility),
    now: Instant,
) -> Result<bool, DbErr> {
    use event::Column as C;
    let done = event::Entity::update_many()
        .col_expr(C::Visibility, Expr::value(to.word()))
        .col_expr(C::UpdatedAt, Expr::value(now))
        .col_expr(C::Version, next(C::Version))
        .filter(C::Id.eq(id.0))
        .filter(C::Visibility.eq(from.word()))
        .filter(C::State.ne(EventState::Cancelled.word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The event's parts from now on: one when its time is known, else none.
pub async fn replace_parts(tx: &impl ConnectionTrait, id: EventId, when: &EventWhen) -> Result<(), DbErr> {
    event_part::Entity::delete_many().filter(event_part::Column::EventId.eq(id.0)).exec(tx).await?;
    let Some((starts_at, ends_at)) = when.starts_at().zip(when.ends_at()) else { return Ok(()) };
    let wall = |at: Instant| uk_time::london(at).format("%Y-%m-%dT%H:%M").to_string();
    let row = event_part::ActiveModel {
        event_id: Set(id.0),
        position: Set(1),
        title: Set(String::new()),
        wall_starts: Set(wall(starts_at)),
        wall_ends: Set(wall(ends_at)),
        starts_at: Set(starts_at),
        ends_at: Set(ends_at),
        ..Default::default()
    };
    event_part::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The event's facilitators from now on, in printing order.
pub async fn replace_facilitators(tx: &impl ConnectionTrait, id: EventId, people: &[Facilitator]) -> Result<(), DbErr> {
    event_facilitator::Entity::delete_many().filter(event_facilitator::Column::EventId.eq(id.0)).exec(tx).await?;
    if people.is_empty() {
        return Ok(());
    }
    let rows = (1_i32..).zip(people).map(|(position, who)| event_facilitator::ActiveModel {
        event_id: Set(id.0),
        position: Set(position),
        name: Set(who.name.clone()),
        post_held: Set(who.post_held.clone()),
        person_id: Set(who.person_id),
        ..Default::default()
    });
    event_facilitator::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

fn next(column: event::Column) -> SimpleExpr {
    Expr::col(column).add(1)
}
