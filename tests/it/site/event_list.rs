//! The list of dates, by month.

use chrono::Duration;
use nairo::events::EventWhen;

use super::{FREE, USUAL, half_day, meeting, training};
use crate::support::page::Page;
use crate::support::spawn_app;

fn headings(page: &Page) -> Vec<String> {
    page.root()
        .named("h2")
        .iter()
        .map(|heading| heading.text())
        .filter(|text| text.contains("20") || text.contains("Date"))
        .collect()
}

#[actix_web::test]
async fn dates_stand_under_their_month_and_undated_ones_last() {
    let app = spawn_app().await;
    app.on_sale(training("Undated", EventWhen::ToBeAnnounced), 12, FREE).await;
    app.on_sale(training("Late", half_day("2026-10-02")), 12, USUAL).await;
    app.on_sale(training("Early", half_day("2026-09-04")), 3, USUAL).await;
    app.on_sale(meeting("Campaign update", "2026-09-16"), 100, FREE).await;

    let page = app.visitor().get("/events").await;

    assert_eq!(headings(&page), ["September 2026", "October 2026", "Date to be announced"]);
    for words in
        ["£50 to £90", "by who attends", "3 places left", "12 places left", "Open to members", "Time to be confirmed"]
    {
        page.assert_has(words);
    }
}

#[actix_web::test]
async fn the_links_narrow_the_list() {
    let app = spawn_app().await;
    app.on_sale(training("A course", half_day("2026-09-04")), 12, USUAL).await;
    app.on_sale(meeting("A meeting", "2026-09-16"), 100, FREE).await;
    let visitor = app.visitor();

    let courses = visitor.get("/events?kind=courses").await;
    let meetings = visitor.get("/events?kind=meetings").await;
    let nonsense = visitor.get("/events?kind=%00&kind=x&page=-1").await;

    courses.assert_has("A course").assert_lacks("A meeting");
    meetings.assert_has("A meeting").assert_lacks("A course");
    nonsense.assert_status(200).assert_has("A course").assert_has("A meeting");
}

#[actix_web::test]
async fn what_has_been_held_is_listed_apart_without_prices() {
    let app = spawn_app().await;
    app.on_sale(training("Held", half_day("2026-06-04")), 12, USUAL).await;
    app.advance(Duration::days(4));
    let visitor = app.visitor();

    let coming = visitor.get("/events").await;
    let held = visitor.get("/events?when=past").await;

    coming.assert_lacks("Thursday 4").assert_has("No dates just now");
    held.assert_has("Held").assert_lacks("£50").assert_lacks("places left");
    visitor.get("/events?when=past&page=7").await.assert_status(404);
}

#[actix_web::test]
async fn a_cancelled_date_stays_in_its_place_and_sells_nothing() {
    let app = spawn_app().await;
    let (id, _) = app.on_sale(training("A course", half_day("2026-09-04")), 12, USUAL).await;
    app.call_off(id).await;

    let page = app.visitor().get("/events").await;

    page.assert_has("A course").assert_has("Cancelled").assert_lacks("places left");
}
