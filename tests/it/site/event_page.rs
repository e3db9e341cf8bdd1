//! One date's own page, and what search engines read on it.

use chrono::Duration;
use nairo::events::{EventMode, Platform};

use super::{FREE, USUAL, half_day, json_ld, meeting, training};
use crate::support::spawn_app;

#[actix_web::test]
async fn a_visitor_reads_everything_they_need_before_booking() {
    let app = spawn_app().await;
    let (_, path) = app.on_sale(training("The Role of the IRO", half_day("2026-09-04")), 12, USUAL).await;

    let page = app.visitor().get(&path).await;

    page.assert_status(200);
    assert_eq!(page.heading(), "The Role of the IRO");
    for words in [
        "Half-day course",
        "Friday 4 September 2026",
        "9:30am to 1:00pm (UK time)",
        "3 hours 30 minutes",
        "Online, by Zoom",
        "Ann Lee",
        "Co-Chair",
        "12 places left",
        "£50",
        "£90",
        "until the end of Friday 28 August 2026",
        "Whoever pays for themselves may also change their mind within 14 days after the day of booking",
        "Organised by EARO",
        "A half day <b>on the role</b>.",
        "Challenge",
    ] {
        page.assert_has(words);
    }
    assert_eq!(page.link("Book places"), format!("{path}/bookings/new"));
}

#[actix_web::test]
async fn the_meetings_own_address_is_never_on_the_page() {
    let app = spawn_app().await;
    let (_, path) = app.on_sale(training("The Role of the IRO", half_day("2026-09-04")), 12, USUAL).await;

    let page = app.visitor().get(&path).await;

    assert!(!page.html.contains("zoom.example.org"));
}

#[actix_web::test]
async fn search_engines_read_an_online_event_with_both_prices() {
    let app = spawn_app().await;
    let (_, path) = app.on_sale(training("The Role of the IRO", half_day("2026-09-04")), 12, USUAL).await;

    let data = json_ld(&app.visitor().get(&path).await).unwrap();

    let url = format!("{}{path}", app.base_url);
    assert_eq!(data["@type"], "EducationEvent");
    assert_eq!(data["startDate"], "2026-09-04T09:30:00+01:00");
    assert_eq!(data["endDate"], "2026-09-04T13:00:00+01:00");
    assert_eq!(data["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(data["eventAttendanceMode"], "https://schema.org/OnlineEventAttendanceMode");
    assert_eq!(data["location"], serde_json::json!({"@type": "VirtualLocation", "url": url}));
    let offers: Vec<_> =
        data["offers"].as_array().unwrap().iter().map(|offer| offer["price"].as_str().unwrap()).collect();
    assert_eq!(offers, ["50.00", "90.00"]);
    assert_eq!(data["offers"][0]["priceCurrency"], "GBP");
    assert_eq!(data["offers"][0]["availability"], "https://schema.org/InStock");
}

#[actix_web::test]
async fn an_event_in_a_room_has_a_place() {
    let app = spawn_app().await;
    let mut new = training("The Role of the IRO", half_day("2026-09-04"));
    new.content.mode = EventMode::InPerson;
    new.content.platform = Platform::None;
    new.content.venue = "Sampleton Library".to_owned();
    let (_, path) = app.on_sale(new, 12, USUAL).await;

    let page = app.visitor().get(&path).await;

    page.assert_has("In person, Sampleton Library").assert_lacks("joining page");
    assert_eq!(json_ld(&page).unwrap()["location"]["@type"], "Place");
}

#[actix_web::test]
async fn a_meeting_of_members_says_what_is_not_known_yet_and_nothing_to_search_engines() {
    let app = spawn_app().await;
    let (_, path) = app.on_sale(meeting("Campaign update", "2026-09-16"), 100, FREE).await;

    let page = app.visitor().get(&path).await;

    for words in
        ["Wednesday 16 September 2026", "Time to be confirmed", "link to follow", "Free", "Sign in as a member"]
    {
        page.assert_has(words);
    }
    page.assert_lacks("change their mind");
    assert!(json_ld(&page).is_none());
}

#[actix_web::test]
async fn a_cancelled_date_stays_and_says_so() {
    let app = spawn_app().await;
    let (id, path) = app.on_sale(training("The Role of the IRO", half_day("2026-09-04")), 12, USUAL).await;
    app.call_off(id).await;

    let page = app.visitor().get(&path).await;

    page.assert_status(200)
        .assert_has("This date has been cancelled")
        .assert_has("Ann is unwell.")
        .assert_lacks("Book places");
    let data = json_ld(&page).unwrap();
    assert_eq!(data["eventStatus"], "https://schema.org/EventCancelled");
    assert_eq!(data["startDate"], "2026-09-04T09:30:00+01:00");
    assert!(data.get("offers").is_none());
}

#[actix_web::test]
async fn a_date_that_is_over_stays_and_says_so() {
    let app = spawn_app().await;
    let (_, path) = app.on_sale(training("The Role of the IRO", half_day("2026-06-04")), 12, USUAL).await;
    app.advance(Duration::days(4));

    let page = app.visitor().get(&path).await;

    page.assert_status(200).assert_has("This has been held").assert_lacks("Book places").assert_lacks("places left");
}

#[actix_web::test]
async fn a_full_date_says_so_and_shows_the_others() {
    let app = spawn_app().await;
    let course = app.course_on_site("The Role of the IRO").await;
    let date = |day| {
        let mut new = training("The Role of the IRO", half_day(day));
        new.course = Some(course);
        new
    };
    let (_, full) = app.on_sale(date("2026-09-04"), 0, USUAL).await;
    let (_, other) = app.on_sale(date("2026-10-02"), 12, USUAL).await;

    let page = app.visitor().get(&full).await;

    page.assert_has("Full").assert_has("Other dates of this course").assert_lacks("Book places");
    assert!(page.targets().contains(&other));
    assert_eq!(json_ld(&page).unwrap()["offers"][0]["availability"], "https://schema.org/SoldOut");
}

#[actix_web::test]
async fn a_draft_and_an_unknown_address_are_the_same() {
    let app = spawn_app().await;

    for path in ["/events/the-role-of-the-iro-2026-09-04", "/events/..%2F..", "/courses/nothing"] {
        app.visitor().get(path).await.assert_status(404);
    }
}

#[actix_web::test]
async fn the_page_notices_by_itself_that_the_sale_has_closed() {
    let app = spawn_app().await;
    let (_, path) = app.on_sale(training("The Role of the IRO", half_day("2026-06-02")), 12, USUAL).await;
    let visitor = app.visitor();
    app.clock.set("2026-06-02T07:29:59.500Z".parse().unwrap());
    let before = visitor.get(&path).await;

    app.advance(Duration::milliseconds(501));
    let after = visitor.get(&path).await;

    before.assert_has("Book places");
    after.assert_lacks("Book places");
}

#[actix_web::test]
async fn a_date_whose_link_is_to_follow_says_by_when() {
    let app = spawn_app().await;
    let mut new = training("The Role of the IRO", half_day("2026-09-04"));
    new.content.join_url = None;
    new.content.link_promised_on = "2026-08-28".parse().ok();
    let (_, path) = app.on_sale(new, 12, USUAL).await;

    let page = app.visitor().get(&path).await;

    page.assert_has("The link to join is to follow, by the end of Friday 28 August 2026.");
}
