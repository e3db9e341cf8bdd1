//! Create, change, publish, cancel and duplicate events, and what each refuses.

use nairo::audit::Actor;
use nairo::events::{
    EventChanges, EventContent, EventDetails, EventId, EventState, EventWhen, Facilitator, JoinUrl, NewEvent,
    PublishEventError, UpdateEventError, WhenChange, duplicate_event, mark_cancelled, publish_course, publish_event,
    update_event,
};
use nairo::kernel::Unexpected;

use super::{course, event, half_day};
use crate::support::{TestApp, spawn_app};

async fn change(
    app: &TestApp,
    target: (EventId, i32),
    content: EventContent,
) -> Result<EventChanges, UpdateEventError> {
    let now = app.now();
    app.state.db.write_tx(async |tx| update_event(tx, target, content, Actor::System, now).await).await
}

async fn publish(app: &TestApp, id: EventId) -> Result<(), PublishEventError> {
    let now = app.now();
    app.state.db.write_tx(async |tx| publish_event(tx, id, Actor::System, now).await).await
}

async fn cancel(app: &TestApp, id: EventId) -> bool {
    let now = app.now();
    app.state.db.write_tx(async |tx| mark_cancelled(tx, id, "Ill", Actor::System, now).await).await.unwrap()
}

#[actix_web::test]
async fn an_event_is_read_back_as_it_was_made() {
    let app = spawn_app().await;
    let join_url = JoinUrl::parse("https://zoom.example.org/j/1").ok();
    let mut new = event("Siân O’Neill’s talk", half_day("2026-09-04"));
    new.content = EventContent { join_url, venue: "Hall & <b>".to_owned(), ..new.content };

    let id = app.draft(new.clone()).await;

    let found = app.event(id).await;
    assert_eq!(found.content(), new.content);
    assert_eq!(
        (found.slug.as_str(), found.state, found.version),
        ("sian-oneills-talk-2026-09-04", EventState::Draft, 1)
    );
    assert_eq!(found.parts.len(), 1);
    assert_eq!((found.minutes(), found.parts[0].starts_at), (Some(210), found.starts_at().unwrap()));
}

#[actix_web::test]
async fn two_events_of_one_name_and_day_have_two_addresses() {
    let app = spawn_app().await;
    let first = app.draft(event("Talk", half_day("2026-09-04"))).await;
    let second = app.draft(event("Talk", half_day("2026-09-04"))).await;

    assert_eq!(app.event(first).await.slug, "talk-2026-09-04");
    assert_eq!(app.event(second).await.slug, "talk-2026-09-04-2");
}

#[actix_web::test]
async fn an_address_follows_a_draft_and_stays_once_published() {
    let app = spawn_app().await;
    let id = app.draft(event("Talk", half_day("2026-09-04"))).await;
    let moved = event("Talk", half_day("2026-09-11")).content;

    change(&app, (id, 1), moved).await.unwrap();
    assert_eq!(app.event(id).await.slug, "talk-2026-09-11");
    publish(&app, id).await.unwrap();
    let version = app.event(id).await.version;
    let changes = change(&app, (id, version), event("Talk", half_day("2026-09-18")).content).await.unwrap();

    let found = app.event(id).await;
    assert_eq!(found.slug, "talk-2026-09-11");
    assert_eq!((changes.when, found.calendar_sequence), (WhenChange::Moved, 2));
    assert_eq!(found.parts[0].starts_at, found.starts_at().unwrap());
}

#[actix_web::test]
async fn the_second_of_two_officers_is_told() {
    let app = spawn_app().await;
    let id = app.draft(event("Talk", half_day("2026-09-04"))).await;
    let content =
        |summary: &str| EventContent { summary: summary.to_owned(), ..event("Talk", half_day("2026-09-04")).content };

    change(&app, (id, 1), content("first")).await.unwrap();
    let second = change(&app, (id, 1), content("second")).await;

    assert!(matches!(second, Err(UpdateEventError::ChangedMeanwhile)));
    let found = app.event(id).await;
    assert_eq!((found.summary.as_str(), found.version, found.calendar_sequence), ("first", 2, 0));
}

#[actix_web::test]
async fn publication_and_cancellation_each_happen_once() {
    let app = spawn_app().await;
    let id = app.draft(event("Talk", half_day("2026-09-04"))).await;

    assert!(!cancel(&app, id).await, "a draft is not cancelled");
    publish(&app, id).await.unwrap();
    assert!(matches!(publish(&app, id).await, Err(PublishEventError::NotADraft)));
    assert!(cancel(&app, id).await);
    assert!(!cancel(&app, id).await);

    let found = app.event(id).await;
    assert_eq!((found.state, found.calendar_sequence), (EventState::Cancelled, 1));
    assert_eq!((found.published_at, found.cancelled_at), (Some(app.now()), Some(app.now())));
    let late = change(&app, (id, found.version), found.content()).await;
    assert!(matches!(late, Err(UpdateEventError::Cancelled)));
}

#[actix_web::test]
async fn a_time_becomes_known_and_a_part_appears() {
    let app = spawn_app().await;
    let id = app.published(event("Talk", EventWhen::DateOnly("2026-09-16".parse().unwrap()))).await;
    assert!(app.event(id).await.parts.is_empty());

    let changes = change(&app, (id, 2), event("Talk", half_day("2026-09-16")).content).await.unwrap();

    let found = app.event(id).await;
    assert_eq!(changes.when, WhenChange::Announced);
    assert_eq!((found.parts.len(), found.calendar_sequence), (1, 1));
}

#[actix_web::test]
async fn a_copy_takes_the_content_but_not_the_meeting_address() {
    let app = spawn_app().await;
    let role = app.new_course(&course("Role")).await;
    let mut new = NewEvent { course: Some(role), ..event("Role", half_day("2026-09-04")) };
    new.content.join_url = JoinUrl::parse("https://zoom.example.org/j/1").ok();
    let mo = app.person("Mo").await;
    let (name, post_held) = ("Dr Mo".to_owned(), String::new());
    new.content.facilitators = vec![Facilitator { name, post_held, person_id: Some(mo.id) }];
    let source = app.published(new).await;
    let now = app.now();

    let copied = app.state.db.write_tx(async |tx| {
        publish_course(tx, role, Actor::System, now).await.map_err(|error| Unexpected::because(error.to_string()))?;
        duplicate_event(tx, source, half_day("2026-10-02"), Actor::System, now).await
    });

    let (copy, source) = (app.event(copied.await.unwrap()).await, app.event(source).await);
    assert_eq!((copy.state, copy.join_url.clone()), (EventState::Draft, None));
    assert_eq!((copy.slug.as_str(), copy.when), ("role-2026-10-02", half_day("2026-10-02")));
    assert_eq!((&copy.title, &copy.course), (&source.title, &source.course));
    let names = |event: &EventDetails| event.facilitators.iter().map(|who| who.name.clone()).collect::<Vec<_>>();
    assert_eq!((names(&copy), names(&source)), (vec!["Dr Mo".to_owned()], vec!["Dr Mo".to_owned()]));
    assert!(source.facilitators.iter().all(|who| who.person_id.is_some()));
    assert!(copy.facilitators.iter().all(|who| who.person_id.is_none()), "nobody sees what people need there (TRN-4)");
    assert!(copy.course.is_some_and(|course| course.is_published));
}
