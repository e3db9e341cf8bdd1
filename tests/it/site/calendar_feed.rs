//! The calendar that anybody may subscribe to.

use super::{FREE, USUAL, half_day, meeting, training};
use crate::support::spawn_app;

#[actix_web::test]
async fn published_dates_come_in_utc_with_our_own_page() {
    let app = spawn_app().await;
    let (_, path) = app.on_sale(training("The Role of the IRO", half_day("2026-09-04")), 12, USUAL).await;
    app.on_sale(meeting("Campaign update", "2026-09-16"), 100, FREE).await;

    let feed = app.visitor().get("/calendar.ics").await;

    assert_eq!(feed.header("content-type"), "text/calendar; charset=utf-8");
    let text = feed.html.replace("\r\n ", "");
    let url = format!("URL:{}{path}", app.base_url);
    for line in [
        "METHOD:PUBLISH",
        "DTSTART:20260904T083000Z",
        "DTEND:20260904T120000Z",
        "DTSTART;VALUE=DATE:20260916",
        "STATUS:TENTATIVE",
        "SUMMARY:The Role of the IRO",
        url.as_str(),
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(!text.contains("zoom.example.org"), "the meeting's own address is never published");
    assert!(feed.html.split("\r\n").all(|line| line.len() <= 75));
}

#[actix_web::test]
async fn a_cancelled_date_is_cancelled_in_the_calendar() {
    let app = spawn_app().await;
    let (id, _) = app.on_sale(training("The Role of the IRO", half_day("2026-09-04")), 12, USUAL).await;
    app.call_off(id).await;

    let feed = app.visitor().get("/calendar.ics").await.html;

    assert!(feed.contains("STATUS:CANCELLED"));
    assert!(feed.contains("SEQUENCE:1"));
}
