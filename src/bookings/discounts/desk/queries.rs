//! Discount codes for their desk.

use std::collections::BTreeMap;

use entity::{booking, course, discount_code, discount_code_scope, discount_use, event};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use super::forms::Scopes;
use crate::bookings::discounts::code_terms::CodeTerms;
use crate::bookings::discounts::queries::to_terms;
use crate::events::courses::queries::list_all_courses;
use crate::events::{CourseState, EventFilter, EventView, list_upcoming};
use crate::kernel::{Instant, Unexpected};
use crate::web::Page;

/// Dates that a code can be limited to, the next first.
const MOST_DATES: u64 = 60;

/// Every code, the newest first.
pub(super) async fn list_codes(db: &impl ConnectionTrait) -> Result<Vec<CodeTerms>, Unexpected> {
    let rows = discount_code::Entity::find()
        .order_by_desc(discount_code::Column::CreatedAt)
        .order_by_desc(discount_code::Column::Id)
        .all(db)
        .await?;
    let scope = discount_code_scope::Entity::find().all(db).await?;
    rows.into_iter().map(|row| to_terms(row, &scope)).collect()
}

/// Titles of courses and dates by id, for the codes' scopes.
pub(super) async fn scope_titles(
    db: &impl ConnectionTrait,
    codes: &[CodeTerms],
) -> Result<(BTreeMap<i64, String>, BTreeMap<i64, String>), DbErr> {
    let courses = course::Entity::find()
        .filter(course::Column::Id.is_in(codes.iter().flat_map(|code| code.courses.iter().copied())))
        .all(db)
        .await?;
    let events = event::Entity::find()
        .filter(event::Column::Id.is_in(codes.iter().flat_map(|code| code.events.iter().copied())))
        .all(db)
        .await?;
    let day = |event: &event::Model| event.first_day.map(|day| day.format(", %-d %B %Y").to_string());
    Ok((
        courses.into_iter().map(|course| (course.id, course.title)).collect(),
        events
            .into_iter()
            .map(|event| (event.id, format!("{}{}", event.title, day(&event).unwrap_or_default())))
            .collect(),
    ))
}

/// Title and address part of the dates on the site that a code is for.
pub(super) async fn dates_of(db: &impl ConnectionTrait, code: &CodeTerms) -> Result<Vec<(String, String)>, DbErr> {
    event::Entity::find()
        .select_only()
        .columns([event::Column::Title, event::Column::Slug])
        .filter(event::Column::Id.is_in(code.events.iter().copied()))
        .filter(event::Column::State.eq("published"))
        .order_by_asc(event::Column::FirstDay)
        .into_tuple()
        .all(db)
        .await
}

/// What a new code can be limited to.
pub(super) async fn load_scopes(db: &impl ConnectionTrait, now: Instant) -> Result<Scopes, Unexpected> {
    let courses = list_all_courses(db).await?.into_iter().map(|listed| listed.course);
    let courses = courses.filter(|course| course.state != CourseState::Withdrawn);
    let coming = list_upcoming(db, now, EventFilter::default(), Page { number: 1, size: MOST_DATES }).await?.events;
    let words = |event: &crate::events::EventDetails| {
        let view = EventView::new(event, now);
        format!("{}, {}", view.title, view.when_words)
    };
    Ok(Scopes {
        courses: courses.map(|course| (course.id.0, course.content.title)).collect(),
        events: coming.iter().map(|event| (event.id.0, words(event))).collect(),
    })
}

/// A booking that uses, or used, a code.
pub(super) struct UseRow {
    pub(super) reference: String,
    pub(super) event_id: i64,
    pub(super) given_pence: i64,
    pub(super) counted_at: Instant,
    pub(super) is_returned: bool,
    pub(super) seats_past_capacity: i32,
}

/// Bookings of an event that went past its last place, with the code that let them (ELG-12): code, booking, places beyond.
pub(in crate::bookings) async fn past_capacity_of(
    db: &impl ConnectionTrait,
    event_id: i64,
) -> Result<Vec<(String, String, i32)>, DbErr> {
    use discount_use::{Column, Entity};
    let of = Entity::belongs_to(booking::Entity).from(Column::BookingId).to(booking::Column::Id);
    let code = Entity::belongs_to(discount_code::Entity).from(Column::DiscountCodeId).to(discount_code::Column::Id);
    Entity::find()
        .select_only()
        .column(discount_code::Column::Code)
        .column(booking::Column::Reference)
        .column(Column::SeatsPastCapacity)
        .join(JoinType::InnerJoin, of.into())
        .join(JoinType::InnerJoin, code.into())
        .filter(booking::Column::EventId.eq(event_id))
        .filter(Column::SeatsPastCapacity.gt(0))
        .filter(Column::ReturnedAt.is_null())
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(db)
        .await
}

/// The newest 100 uses of a code.
pub(super) async fn uses_of(db: &impl ConnectionTrait, code_id: i64) -> Result<Vec<UseRow>, DbErr> {
    let uses = discount_use::Entity::find()
        .filter(discount_use::Column::DiscountCodeId.eq(code_id))
        .order_by_desc(discount_use::Column::Id)
        .limit(100)
        .all(db)
        .await?;
    let bookings = booking::Entity::find()
        .filter(booking::Column::Id.is_in(uses.iter().map(|row| row.booking_id)))
        .all(db)
        .await?;
    let bookings: BTreeMap<i64, booking::Model> = bookings.into_iter().map(|row| (row.id, row)).collect();
    let row = |used: discount_use::Model| {
        let booking = bookings.get(&used.booking_id)?;
        Some(UseRow {
            reference: booking.reference.clone(),
            event_id: booking.event_id,
            given_pence: used.given_pence,
            counted_at: used.counted_at,
            is_returned: used.returned_at.is_some(),
            seats_past_capacity: used.seats_past_capacity,
        })
    };
    Ok(uses.into_iter().filter_map(row).collect())
}
