//! The front page.

use super::{FREE, USUAL, half_day, meeting, training};
use crate::support::spawn_app;

#[actix_web::test]
async fn the_front_page_shows_courses_meetings_and_what_we_do() {
    let app = spawn_app().await;
    app.on_sale(training("The Role of the IRO", half_day("2026-09-04")), 12, USUAL).await;
    app.on_sale(meeting("Campaign update", "2026-09-16"), 100, FREE).await;

    let page = app.visitor().get("/").await;

    page.assert_status(200);
    for words in [
        "The Role of the IRO",
        "12 places left",
        "Campaign update",
        "Time to be confirmed",
        "link to follow",
        "What we do",
    ] {
        page.assert_has(words);
    }
    assert_eq!(page.link("Find a course or meeting"), "/events");
}

#[actix_web::test]
async fn an_empty_site_still_welcomes() {
    let app = spawn_app().await;

    let page = app.visitor().get("/").await;

    page.assert_has("No dates just now")
        .assert_has("No meeting is planned just now")
        .assert_has("Nothing has been published yet");
}
