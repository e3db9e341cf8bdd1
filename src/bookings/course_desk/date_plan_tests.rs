use super::super::policy_versions::PolicyVersion;
use super::*;
use crate::bookings::desk::forms::TypedDate;
use crate::bookings::discounts::offers::EarlyBird;
use crate::bookings::pricing::Prices;
use crate::bookings::refund_policy::RefundPolicy;
use crate::bookings::sale::BookingRules;
use crate::events::{
    DateCertainty, EventId, EventKind, EventMode, EventPart, EventState, Platform, VenueDetails, Visibility, WallTime,
};
use crate::kernel::Instant;

use CopiedField::{
    Cpd, Description, Duration, Prices as PriceField, RefundPolicy as Policy, Resources, Summary, Title,
};

fn course() -> CourseContent {
    CourseContent {
        title: "Role".to_owned(),
        summary: "Half a day.".to_owned(),
        overview: "What it is.".to_owned(),
        topics: Vec::new(),
        audience: String::new(),
        further_information: String::new(),
        duration_minutes: 240,
        cpd_minutes: 240,
        standard_price: Pence::new(9_500),
        member_price: Pence::new(5_500),
        refund_policy: Some("kind".to_owned()),
        resources: "Read it.".to_owned(),
    }
}

fn until(ends: &str) -> EventWhen {
    let wall = WallTime { day: "2026-09-04".parse().ok(), starts: "09:30:00".parse().ok(), ends: ends.parse().ok() };
    EventWhen::from_wall(DateCertainty::DateAndTime, wall).unwrap()
}

fn event() -> EventDetails {
    EventDetails {
        id: EventId(1),
        slug: String::new(),
        course: None,
        kind: EventKind::Training,
        title: "Old".to_owned(),
        summary: "Old.".to_owned(),
        description: "Old words.".to_owned(),
        when: until("13:00:00"),
        mode: EventMode::Online,
        platform: Platform::Zoom,
        venue: String::new(),
        venue_details: VenueDetails::default(),
        join_url: None,
        link_promised_on: None,
        cpd_minutes: 180,
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

fn sale() -> EventSale {
    EventSale {
        event_id: 1,
        policy: RefundPolicy { id: 1, name: "Seven days".to_owned(), tiers: Vec::new() },
        most_places: 10,
        closes_at: None,
        members_only: false,
        pool_id: 1,
        capacity: 20,
        room: 20,
        taken: 0,
        waiting: 0,
        modes: None,
        shows_waiting_position: false,
        prices: Prices { standard: Pence::new(9_000), member: Some(Pence::new(5_000)) },
        vat: "exempt".to_owned(),
        early_bird: None,
        rules: BookingRules::default(),
    }
}

fn policies() -> PolicyVersions {
    let version = |id, code: &str| PolicyVersion { id, code: code.to_owned(), name: format!("{code} {id}") };
    PolicyVersions(vec![version(3, "kind"), version(2, "kind"), version(1, "standard")])
}

fn planned(event: &EventDetails, sale: &EventSale, has_bookings: bool, fields: &[CopiedField]) -> DatePlan {
    let (content, policies, stored) = (course(), policies(), TypedDate::stored(event, sale, &[]));
    plan(&CourseNow { content: &content, policies: &policies }, &DateNow { event, sale, has_bookings, stored }, fields)
}

fn taken_over(plan: &DatePlan) -> Vec<CopiedField> {
    plan.differences.iter().filter(|one| one.stays.is_none()).map(|one| one.field).collect()
}

#[test]
fn ses_1_a_date_without_bookings_takes_everything_over() {
    let plan = planned(&event(), &sale(), false, &CopiedField::ALL);

    assert_eq!(taken_over(&plan), CopiedField::ALL);
    assert_eq!((plan.after.title.as_str(), plan.after.description.as_str()), ("Role", "What it is."));
    assert_eq!((plan.after.when, plan.after.learning.cpd_minutes), (until("13:30:00"), 240));
    assert_eq!(plan.after.sale.standard_price, Pence::new(9_500));
    assert_eq!((plan.after.sale.member_price, plan.after.sale.refund_policy_id), (Some(Pence::new(5_500)), 3));
    let words: Vec<_> = plan.differences.iter().map(|one| (one.now.as_str(), one.new.as_str())).collect();
    assert_eq!(
        words[3..7],
        [
            ("3 hours 30 minutes", "4 hours"),
            ("£90, members £50", "£95, members £55"),
            ("3 hours", "4 hours"),
            ("standard 1", "kind 3"),
        ]
    );
    assert_eq!(words[7], ("Nothing", "Read it."));
}

#[test]
fn ses_1_only_the_fields_that_changed_are_compared() {
    let plan = planned(&event(), &sale(), false, &[Resources, Title]);

    assert_eq!(taken_over(&plan), [Title, Resources]);
    assert_eq!((plan.after.summary.as_str(), plan.after.sale.standard_price), ("Old.", Pence::new(9_000)));
}

#[test]
fn ses_1_what_was_sold_or_agreed_stays() {
    let early_at = |price| EarlyBird {
        price: Pence::new(price),
        ends_at: Instant::UNIX_EPOCH,
        most_places: None,
        created_at: Instant::UNIX_EPOCH,
    };
    let part = |position| EventPart {
        position,
        title: String::new(),
        starts_at: Instant::UNIX_EPOCH,
        ends_at: Instant::UNIX_EPOCH,
    };
    let private = EventDetails { visibility: Visibility::Private, ..event() };
    let in_parts = EventDetails { parts: vec![part(1), part(2)], ..event() };
    let with_early = |price| EventSale { early_bird: Some((early_at(price), 0)), ..sale() };
    let members_only = EventSale { members_only: true, ..sale() };
    let all_but =
        |kept: &[CopiedField]| CopiedField::ALL.into_iter().filter(|one| !kept.contains(one)).collect::<Vec<_>>();
    let (old, new) = (Pence::new(9_000), Pence::new(9_500));
    let table = [
        ("booked", event(), sale(), true, all_but(&[Duration, PriceField]), old),
        ("private", private, sale(), false, all_but(&[PriceField, Policy]), old),
        ("in parts", in_parts, sale(), false, all_but(&[Duration]), new),
        ("early price", event(), with_early(9_500), false, all_but(&[PriceField]), old),
        ("lower early price", event(), with_early(8_000), false, all_but(&[]), new),
        ("for members", event(), members_only, false, all_but(&[PriceField]), old),
    ];
    for (which, event, sale, has_bookings, expected, price) in table {
        let plan = planned(&event, &sale, has_bookings, &CopiedField::ALL);

        assert_eq!((taken_over(&plan), plan.after.sale.standard_price), (expected, price), "{which}");
        assert_eq!(plan.differences.len(), CopiedField::ALL.len(), "{which}: what stays is shown too");
    }
}

#[test]
fn ses_1_cpd_is_never_longer_than_the_date_whose_times_stay() {
    let booked = planned(&event(), &sale(), true, &[Duration, Cpd]);
    let evening = EventDetails { when: until("13:00:00"), cpd_minutes: 210, ..event() };

    assert_eq!(booked.after.learning.cpd_minutes, 210);
    assert!(!planned(&evening, &sale(), true, &[Cpd]).changes_anything());
}

#[test]
fn ses_1_nothing_differs_where_the_date_says_it_already_or_cannot_say_it() {
    let older = EventSale { policy: RefundPolicy { id: 2, ..sale().policy }, ..sale() };
    let undated = EventDetails { when: EventWhen::ToBeAnnounced, ..event() };
    let table = [
        ("an older version of the same policy", event(), older, Policy),
        ("no time is known", undated, sale(), Duration),
        ("the same title", EventDetails { title: "Role".to_owned(), ..event() }, sale(), Title),
        ("the same summary", EventDetails { summary: "Half a day.".to_owned(), ..event() }, sale(), Summary),
        ("the same text", EventDetails { description: "What it is.".to_owned(), ..event() }, sale(), Description),
    ];
    for (which, event, sale, field) in table {
        assert!(planned(&event, &sale, false, &[field]).differences.is_empty(), "{which}");
    }
}
