use chrono::Duration;

use super::*;
use crate::events::{EventId, EventKind, EventMode, EventWhen, Facilitator, Platform, Visibility};

const LEADER: i64 = 7;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// Wednesday 1 July 2026, 9:30 to 13:00 in British Summer Time.
fn event(state: EventState) -> EventDetails {
    let leads = Facilitator { name: "Ann Lee".to_owned(), post_held: "Co-Chair".to_owned(), person_id: Some(LEADER) };
    EventDetails {
        id: EventId(1),
        slug: "role".to_owned(),
        course: None,
        kind: EventKind::Training,
        title: "The Role of the IRO".to_owned(),
        summary: String::new(),
        description: String::new(),
        when: EventWhen::DateAndTime {
            first_day: "2026-07-01".parse().unwrap(),
            starts_at: at("2026-07-01T08:30:00Z"),
            ends_at: at("2026-07-01T12:00:00Z"),
        },
        mode: EventMode::Online,
        platform: Platform::Zoom,
        venue: String::new(),
        venue_details: crate::events::VenueDetails::default(),
        join_url: None,
        run: None,
        link_promised_on: None,
        cpd_minutes: 0,
        resources: String::new(),
        state,
        visibility: Visibility::Public,
        published_at: None,
        cancelled_at: None,
        cancel_reason: None,
        calendar_sequence: 0,
        version: 1,
        facilitators: vec![Facilitator { name: "Bo".to_owned(), post_held: String::new(), person_id: None }, leads],
        parts: Vec::new(),
    }
}

#[test]
fn trn_5_access_ends_after_the_twenty_eighth_whole_day() {
    let published = event(EventState::Published);
    // The last of 28 days is 29 July; it ends at 23:00 UTC.
    let end = at("2026-07-29T23:00:00Z");

    assert_eq!(access_ends_at(&published), Some(end));
    assert_eq!(sees(&published, LEADER, end - Duration::microseconds(1)), Sees::Needs);
    assert_eq!(sees(&published, LEADER, end), Sees::NoLonger);
    let undated = EventDetails { when: EventWhen::ToBeAnnounced, ..published.clone() };
    assert_eq!(sees(&undated, LEADER, end), Sees::Needs);
    let called_off = EventDetails { cancelled_at: Some(at("2026-06-01T09:00:00Z")), ..published };
    assert_eq!(access_ends_at(&called_off), Some(at("2026-06-29T23:00:00Z")));
}

#[test]
fn trn_1_a_date_of_somebody_else_and_a_draft_do_not_exist() {
    let now = at("2026-06-20T09:00:00Z");
    let table = [
        (EventState::Published, LEADER, Sees::Needs),
        (EventState::Cancelled, LEADER, Sees::Needs),
        (EventState::Draft, LEADER, Sees::Nothing),
        (EventState::Published, 8, Sees::Nothing),
    ];

    for (state, person, wanted) in table {
        assert_eq!(sees(&event(state), person, now), wanted, "{state:?} {person}");
    }
}
