//! What visitors see in lists, to the instant.

use chrono::Duration;
use nairo::audit::Actor;
use nairo::events::{
    CourseId, EventFilter, EventId, EventKind, EventWhen, NewEvent, find_published_by_slug, list_drafts, list_past,
    list_upcoming, mark_cancelled,
};
use nairo::kernel::Instant;
use nairo::web::Page;

use super::{course, event, half_day};
use crate::support::{TestApp, spawn_app};

const ALL: Page = Page { number: 1, size: 50 };

async fn upcoming(app: &TestApp, now: &str, filter: EventFilter) -> Vec<EventId> {
    let listed = list_upcoming(app.state.db.reader(), at(now), filter, ALL).await.unwrap();
    listed.events.iter().map(|event| event.id).collect()
}

async fn past(app: &TestApp, now: &str) -> Vec<EventId> {
    let listed = list_past(app.state.db.reader(), at(now), EventFilter::default(), ALL).await.unwrap();
    listed.events.iter().map(|event| event.id).collect()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn on(day: &str) -> EventWhen {
    EventWhen::DateOnly(day.parse().unwrap())
}

async fn cancel(app: &TestApp, id: EventId) {
    let now = app.now();
    let won = app.state.db.write_tx(async |tx| mark_cancelled(tx, id, "Ill", Actor::System, now).await).await.unwrap();
    assert!(won);
}

#[actix_web::test]
async fn events_come_soonest_first_and_undated_ones_last() {
    let app = spawn_app().await;
    let undated = app.published(event("Undated", EventWhen::ToBeAnnounced)).await;
    let late = app.published(event("Late", half_day("2026-09-04"))).await;
    let early = app.published(event("Early", on("2026-06-16"))).await;
    app.draft(event("Draft", half_day("2026-06-10"))).await;

    let listed = upcoming(&app, "2026-06-01T09:00:00Z", EventFilter::default()).await;

    assert_eq!(listed, [early, late, undated]);
}

#[actix_web::test]
async fn an_event_moves_to_the_past_at_its_end_and_a_day_at_midnight_in_london() {
    let app = spawn_app().await;
    let timed = app.published(event("Timed", half_day("2026-09-04"))).await;
    let day = app.published(event("Day", on("2026-09-04"))).await;
    let month = app.published(event("Month", EventWhen::MonthOnly("2026-09-01".parse().unwrap()))).await;
    let table = [
        ("2026-09-04T11:59:59.999999Z", vec![month, timed, day], vec![]),
        ("2026-09-04T12:00:00Z", vec![month, day], vec![timed]),
        ("2026-09-04T22:59:59.999999Z", vec![month, day], vec![timed]),
        ("2026-09-04T23:00:00Z", vec![month], vec![day, timed]),
        ("2026-09-30T22:59:59.999999Z", vec![month], vec![day, timed]),
        ("2026-09-30T23:00:00Z", vec![], vec![day, timed, month]),
    ];

    for (now, coming, held) in table {
        assert_eq!(upcoming(&app, now, EventFilter::default()).await, coming, "coming at {now}");
        let mut found = past(&app, now).await;
        found.sort();
        let mut wanted = held;
        wanted.sort();
        assert_eq!(found, wanted, "held at {now}");
    }
}

#[actix_web::test]
async fn a_cancelled_event_stays_in_its_place_and_keeps_its_page() {
    let app = spawn_app().await;
    let id = app.published(event("Talk", half_day("2026-09-04"))).await;
    cancel(&app, id).await;
    let without = EventFilter { without_cancelled: true, ..EventFilter::default() };

    assert_eq!(upcoming(&app, "2026-09-01T09:00:00Z", EventFilter::default()).await, [id]);
    assert_eq!(upcoming(&app, "2026-09-01T09:00:00Z", without).await, []);
    assert_eq!(past(&app, "2026-10-01T09:00:00Z").await, []);
    let page = find_published_by_slug(app.state.db.reader(), "talk-2026-09-04").await.unwrap().unwrap();
    assert!(page.is_cancelled());
    assert_eq!(page.cancel_reason.as_deref(), Some("Ill"));
}

#[actix_web::test]
async fn a_draft_has_no_page() {
    let app = spawn_app().await;
    let id = app.draft(event("Talk", half_day("2026-09-04"))).await;

    assert_eq!(find_published_by_slug(app.state.db.reader(), "talk-2026-09-04").await.unwrap(), None);
    let drafts = list_drafts(app.state.db.reader(), ALL).await.unwrap();
    assert_eq!(drafts.events.iter().map(|event| event.id).collect::<Vec<_>>(), [id]);
}

#[actix_web::test]
async fn lists_are_narrowed_by_kind_and_course() {
    let app = spawn_app().await;
    let role: CourseId = app.new_course(&course("Role")).await;
    let date = app.published(NewEvent { course: Some(role), ..event("Role", half_day("2026-09-04")) }).await;
    let meeting = NewEvent { kind: EventKind::MembersMeeting, ..event("Meeting", on("2026-09-05")) };
    let meeting = app.published(meeting).await;
    let now = "2026-06-01T09:00:00Z";
    let table = [
        (EventFilter { kind: Some(EventKind::Training), ..EventFilter::default() }, date),
        (EventFilter { kind: Some(EventKind::MembersMeeting), ..EventFilter::default() }, meeting),
        (EventFilter { course: Some(role), ..EventFilter::default() }, date),
    ];

    for (filter, wanted) in table {
        assert_eq!(upcoming(&app, now, filter).await, [wanted], "{filter:?}");
    }
    assert_eq!(app.event(date).await.course.map(|course| course.title).as_deref(), Some("Role"));
}

#[actix_web::test]
async fn a_long_list_is_read_page_by_page() {
    let app = spawn_app().await;
    let mut made = Vec::new();
    for week in 1..=5 {
        let day = app.today() + Duration::weeks(week);
        made.push(app.published(event("Talk", EventWhen::DateOnly(day))).await);
    }

    let mut found = Vec::new();
    for number in 1..=3 {
        let page = Page { number, size: 2 };
        let listed = list_upcoming(app.state.db.reader(), app.now(), EventFilter::default(), page).await.unwrap();
        assert_eq!(listed.total, 5);
        found.extend(listed.events.iter().map(|event| event.id));
    }

    assert_eq!(found, made);
}
