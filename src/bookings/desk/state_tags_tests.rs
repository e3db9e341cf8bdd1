use super::*;
use crate::bookings::pricing::Prices;
use crate::bookings::refund_policy::RefundPolicy;
use crate::events::{EventId, EventKind, EventMode, EventWhen, JoinUrl, Platform};
use crate::kernel::Pence;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn timed() -> EventWhen {
    EventWhen::DateAndTime {
        first_day: "2026-09-04".parse().unwrap(),
        starts_at: at("2026-09-04T08:30:00Z"),
        ends_at: at("2026-09-04T12:00:00Z"),
    }
}

fn event(state: EventState, when: EventWhen) -> EventDetails {
    EventDetails {
        id: EventId(1),
        slug: "role".to_owned(),
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
        state,
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

fn sale(taken: i32) -> EventSale {
    EventSale {
        early_bird: None,
        rules: crate::bookings::sale::BookingRules::default(),
        event_id: 1,
        policy: RefundPolicy { id: 1, name: String::new(), tiers: Vec::new() },
        most_places: 10,
        closes_at: None,
        members_only: false,
        pool_id: 1,
        capacity: 20,
        room: 20,
        taken,
        waiting: 0,
        shows_waiting_position: false,
        prices: Prices { standard: Pence::new(9_000), member: None },
        vat: "outside_scope".to_owned(),
        modes: None,
    }
}

#[test]
fn a_date_says_in_a_word_where_it_stands() {
    use EventState::{Cancelled, Draft, Published};
    let day_only = EventWhen::DateOnly("2026-09-04".parse().unwrap());
    let (early, late) = ("2026-09-01T08:00:00Z", "2026-09-04T08:00:00Z");
    let table = [
        (Draft, timed(), 0, early, "Draft"),
        (Cancelled, timed(), 0, early, "Cancelled"),
        (Published, timed(), 0, early, "On sale"),
        (Published, timed(), 20, early, "Full"),
        (Published, timed(), 21, early, "Full"),
        (Published, timed(), 0, late, "Bookings closed"),
        (Published, timed(), 0, "2026-09-04T09:00:00Z", "Running"),
        (Published, timed(), 0, "2026-09-04T12:00:00Z", "Over"),
        (Published, day_only, 0, early, "Announced, not on sale"),
        (Published, EventWhen::ToBeAnnounced, 0, early, "Announced, not on sale"),
    ];

    for (state, when, taken, now, label) in table {
        assert_eq!(state_tag(&event(state, when), Some(&sale(taken)), at(now)).label, label, "{state:?} {now}");
    }
    assert_eq!(state_tag(&event(Published, timed()), None, at(early)).label, "No bookings");
}

#[test]
fn lnk_7_a_missing_address_is_a_problem_from_a_day_before_the_start() {
    let link = |event: &EventDetails, now| link_tag(event, at(now)).map(|tag| tag.label);
    let online = event(EventState::Published, timed());
    let in_person = EventDetails { mode: EventMode::InPerson, ..online.clone() };
    let join_url = JoinUrl::parse("https://zoom.example.org/j/1").ok();
    let with_link = EventDetails { join_url, ..online.clone() };

    assert_eq!(link(&online, "2026-09-03T08:29:59Z"), Some("Link to follow"));
    assert_eq!(link(&online, "2026-09-03T08:30:00Z"), Some("Link missing"));
    assert_eq!(link(&online, "2026-09-04T12:00:00Z"), None, "it is over");
    for complete in [in_person, with_link, event(EventState::Cancelled, timed())] {
        assert_eq!(link(&complete, "2026-09-03T08:30:00Z"), None);
    }
}

#[test]
fn lnk_7_the_promised_day_is_said() {
    let promised =
        EventDetails { link_promised_on: "2026-08-28".parse().ok(), ..event(EventState::Published, timed()) };

    let words = link_words(&promised, at("2026-08-01T08:00:00Z")).unwrap();

    assert!(words.ends_with("It is promised for Friday 28 August 2026."), "{words}");
}
