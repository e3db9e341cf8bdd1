use super::*;
use crate::events::{CourseId, CourseOfEvent, DateCertainty, EventId, EventMode, EventState, Platform, WallTime};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn timed(day: &str, starts: &str, ends: &str) -> EventWhen {
    let typed = WallTime { day: day.parse().ok(), starts: starts.parse().ok(), ends: ends.parse().ok() };
    EventWhen::from_wall(DateCertainty::DateAndTime, typed).unwrap()
}

fn event(when: EventWhen) -> EventDetails {
    EventDetails {
        id: EventId(1),
        slug: "the-role-of-the-iro-2025-12-04".to_owned(),
        course: None,
        kind: EventKind::Training,
        title: "The Role of the IRO".to_owned(),
        summary: String::new(),
        description: String::new(),
        when,
        mode: EventMode::Online,
        platform: Platform::Zoom,
        venue: String::new(),
        venue_details: crate::events::VenueDetails::default(),
        join_url: None,
        run: None,
        link_promised_on: None,
        cpd_minutes: 0,
        resources: String::new(),
        state: EventState::Published,
        visibility: crate::events::Visibility::Public,
        published_at: None,
        cancelled_at: None,
        cancel_reason: None,
        calendar_sequence: 0,
        version: 1,
        facilitators: Vec::new(),
        parts: Vec::new(),
    }
}

fn person(name: &str, post_held: &str) -> Facilitator {
    Facilitator { name: name.to_owned(), post_held: post_held.to_owned(), person_id: None }
}

const NOW: &str = "2025-11-01T12:00:00Z";

#[test]
fn a_half_day_course_is_told_in_uk_time() {
    let view = EventView::new(&event(timed("2025-12-04", "09:30:00", "13:00:00")), at(NOW));

    assert_eq!(view.when_words, "Thursday 4 December 2025, 9:30am to 1:00pm (UK time)");
    assert_eq!(
        (view.weekday.as_str(), view.day.as_str(), view.month_year.as_str()),
        ("Thursday", "4", "December 2025")
    );
    assert_eq!(view.when, "9:30am to 1:00pm (UK time)");
    assert_eq!(
        (view.starts_at.as_str(), view.ends_at.as_str()),
        ("2025-12-04T09:30:00+00:00", "2025-12-04T13:00:00+00:00")
    );
    assert_eq!((view.kind, view.duration.as_str()), ("Half-day course", "3 hours 30 minutes"));
    assert_eq!((view.place.as_str(), view.place_words.as_str()), ("online, by Zoom", "Online, by Zoom"));
    assert_eq!((view.tag, view.is_past), (None, false));
}

#[test]
fn summer_times_carry_summer_offsets() {
    let view = EventView::new(&event(timed("2026-09-04", "09:30:00", "13:00:00")), at(NOW));

    assert_eq!(view.start_for_machines, "2026-09-04T09:30:00+01:00");
    assert_eq!(view.when_words, "Friday 4 September 2026, 9:30am to 1:00pm (UK time)");
}

#[test]
fn what_is_not_known_is_said_so() {
    let table = [
        (
            EventWhen::DateOnly("2026-09-16".parse().unwrap()),
            "Wednesday 16 September 2026, time to be confirmed",
            "16",
            "2026-09-16",
            Some("Time to be confirmed"),
        ),
        (
            EventWhen::MonthOnly("2026-09-01".parse().unwrap()),
            "September 2026, day to be announced, time to be confirmed",
            "",
            "",
            Some("Date to be announced"),
        ),
        (EventWhen::ToBeAnnounced, "Date to be announced, time to be confirmed", "", "", Some("Date to be announced")),
    ];

    for (when, words, day, machine, tag) in table {
        let view = EventView::new(&event(when), at(NOW));
        assert_eq!((view.when_words.as_str(), view.day.as_str()), (words, day));
        assert_eq!((view.start_for_machines.as_str(), view.starts_at.as_str()), (machine, ""));
        assert_eq!(view.tag.map(|tag| tag.label), tag);
        assert_eq!((view.kind, view.duration.as_str()), ("Course", ""));
    }
}

#[test]
fn past_and_cancelled_are_told_apart() {
    let held = EventView::new(&event(timed("2025-12-04", "09:30:00", "13:00:00")), at("2025-12-04T13:00:00Z"));
    let called_off = EventDetails {
        state: EventState::Cancelled,
        cancel_reason: Some("The facilitator is ill.".to_owned()),
        ..event(timed("2025-12-04", "09:30:00", "13:00:00"))
    };
    let called_off = EventView::new(&called_off, at(NOW));

    assert!(held.is_past && !held.is_cancelled);
    assert!(called_off.is_cancelled && !called_off.is_past);
    assert_eq!(called_off.tag.map(|tag| tag.label), Some("Cancelled"));
    assert_eq!(called_off.cancel_reason.as_deref(), Some("The facilitator is ill."));
}

#[test]
fn facilitators_are_named_with_the_post_held() {
    let table = [
        (vec![], None),
        (vec![person("Ann Lee", "Co-Chair")], Some("Ann Lee, Co-Chair")),
        (vec![person("Siân O'Neill", "")], Some("Siân O'Neill")),
        (
            vec![person("Ann Lee", "Co-Chair"), person("Sam Ng", "Trustee"), person("Jo Hale", "")],
            Some("Ann Lee, Co-Chair; Sam Ng, Trustee, and Jo Hale"),
        ),
    ];

    for (facilitators, wanted) in table {
        let view = EventView::new(&EventDetails { facilitators, ..event(EventWhen::ToBeAnnounced) }, at(NOW));
        assert_eq!(view.facilitator.as_deref(), wanted);
    }
}

#[test]
fn only_a_published_course_is_linked() {
    let course = |is_published| {
        let course = CourseOfEvent { id: CourseId(1), slug: "role".to_owned(), title: "Role".to_owned(), is_published };
        EventDetails { course: Some(course), ..event(EventWhen::ToBeAnnounced) }
    };

    assert_eq!(EventView::new(&course(true), at(NOW)).course.map(|link| link.href).as_deref(), Some("/courses/role"));
    assert_eq!(EventView::new(&course(false), at(NOW)).course, None);
}

#[test]
fn a_kept_list_ends_with_the_next_change_or_the_day() {
    let events = [event(timed("2025-12-04", "09:30:00", "13:00:00")), event(EventWhen::ToBeAnnounced)];
    let table = [
        ("2025-12-04T09:29:59Z", "2025-12-04T09:30:00Z"),
        ("2025-12-04T09:30:00Z", "2025-12-04T13:00:00Z"),
        ("2025-12-04T13:00:00Z", "2025-12-05T00:00:00Z"),
        ("2026-07-01T12:00:00Z", "2026-07-01T23:00:00Z"),
    ];

    for (now, wanted) in table {
        assert_eq!(list_valid_until(&events, at(now)), at(wanted), "{now}");
    }
}

#[test]
fn lnk_7_the_page_says_by_when_the_link_is_promised() {
    let promised = || EventDetails {
        link_promised_on: "2025-11-03".parse().ok(),
        ..event(timed("2025-12-04", "09:30:00", "13:00:00"))
    };
    let words = |event: &EventDetails, now: &str| EventView::new(event, at(now)).link_words;

    assert_eq!(words(&promised(), NOW), "The link to join is to follow, by the end of Monday 3 November 2025.");
    assert_eq!(
        words(&promised(), "2025-11-03T23:59:59Z"),
        "The link to join is to follow, by the end of Monday 3 November 2025."
    );
    assert_eq!(words(&promised(), "2025-11-04T00:00:00Z"), "The link to join is still to follow.");
    assert_eq!(words(&promised(), "2025-12-04T13:00:00Z"), "", "it is over");
    let has_one =
        EventDetails { join_url: crate::events::JoinUrl::parse("https://zoom.example.org/j/1").ok(), ..promised() };
    assert_eq!(words(&has_one, NOW), "");
    assert_eq!(words(&EventDetails { state: EventState::Cancelled, ..promised() }, NOW), "");
    assert_eq!(words(&EventDetails { mode: EventMode::InPerson, ..promised() }, NOW), "");
    assert_eq!(words(&EventDetails { link_promised_on: None, ..promised() }, NOW), "", "nothing was promised");
}
