use super::*;
use crate::events::{EventKind, EventMode, EventState, EventWhen, Platform, Visibility};

fn event(mode: EventMode, when: EventWhen, venue_details: VenueDetails) -> EventDetails {
    EventDetails {
        id: EventId(1),
        slug: String::new(),
        course: None,
        kind: EventKind::Training,
        title: String::new(),
        summary: String::new(),
        description: String::new(),
        when,
        mode,
        platform: Platform::Zoom,
        venue: "Sampleton Library".to_owned(),
        venue_details,
        join_url: None,
        link_promised_on: None,
        cpd_minutes: 0,
        resources: String::new(),
        run: None,
        state: EventState::Published,
        visibility: Visibility::Public,
        published_at: None,
        cancelled_at: None,
        cancel_reason: None,
        calendar_sequence: 0,
        version: 1,
        facilitators: Vec::new(),
        parts: Vec::new(),
    }
}

fn summer() -> EventWhen {
    EventWhen::DateAndTime {
        first_day: "2026-09-04".parse().unwrap(),
        starts_at: "2026-09-04T08:30:00Z".parse().unwrap(),
        ends_at: "2026-09-04T12:00:00Z".parse().unwrap(),
    }
}

fn known() -> VenueDetails {
    VenueDetails {
        room: "Garden Room".to_owned(),
        address: "1 High Street, Sampleton SA1 1AA".to_owned(),
        travel: "Five minutes from the station.".to_owned(),
        access: "Step-free, with a hearing loop.".to_owned(),
        arrive_minutes: Some(30),
    }
}

#[test]
fn ses_8_everything_known_of_a_room_is_said_in_its_order() {
    let rows = venue_rows(&event(EventMode::Hybrid, summer(), known()));

    let read: Vec<(&str, &str)> = rows.iter().map(|row| (row.label, row.value.as_str())).collect();
    let expected = [
        ("Venue", "Sampleton Library"),
        ("Room", "Garden Room"),
        ("Address", "1 High Street, Sampleton SA1 1AA"),
        ("Arrive", "From 9:00am (UK time)"),
        ("Getting there", "Five minutes from the station."),
        ("Access", "Step-free, with a hearing loop."),
    ];
    assert_eq!(read, expected);
}

#[test]
fn ses_8_what_is_not_known_is_not_said_and_an_online_date_has_no_room() {
    let labels = |event: &EventDetails| venue_rows(event).iter().map(|row| row.label).collect::<Vec<_>>();
    let arrive = VenueDetails { arrive_minutes: Some(15), ..VenueDetails::default() };
    let day = EventWhen::DateOnly("2026-09-04".parse().unwrap());

    assert_eq!(labels(&event(EventMode::InPerson, summer(), VenueDetails::default())), ["Venue"]);
    assert!(labels(&event(EventMode::Online, summer(), known())).is_empty());
    let undated = venue_rows(&event(EventMode::InPerson, day, arrive));
    assert_eq!(undated[1].value, "From 15 minutes before the start");
}

#[test]
fn a_calendar_reads_house_room_and_street_in_one_line() {
    let line = venue_line(&event(EventMode::InPerson, summer(), known()));
    assert_eq!(line, "Sampleton Library, Garden Room, 1 High Street, Sampleton SA1 1AA");
    assert_eq!(venue_line(&event(EventMode::InPerson, summer(), VenueDetails::default())), "Sampleton Library");
}
