//! The back office's first page: each role sees what is theirs.

use nairo::kernel::Role;

use super::{USUAL, half_day, training};
use crate::support::spawn_app;

#[actix_web::test]
async fn the_events_officer_sees_the_next_dates_with_their_places() {
    let app = spawn_app().await;
    app.on_sale(training("The Role of the IRO", half_day("2026-09-04")), 12, USUAL).await;
    let officer = app.officer(Role::EventsOfficer).await;

    let page = officer.get("/admin").await;

    page.assert_status(200)
        .assert_has("The Role of the IRO")
        .assert_has("0 of 12")
        .assert_lacks("No worker has been heard of");
}

#[actix_web::test]
async fn the_administrator_is_told_that_no_worker_runs() {
    let app = spawn_app().await;
    let admin = app.admin().await;

    admin.get("/admin").await.assert_has("No worker has been heard of for a minute");
}

#[actix_web::test]
async fn an_editor_sees_no_bookings_and_a_member_no_back_office() {
    let app = spawn_app().await;
    app.on_sale(training("The Role of the IRO", half_day("2026-09-04")), 12, USUAL).await;
    let (editor, member) = (app.officer(Role::Editor).await, app.member("Asha").await);

    editor.get("/admin").await.assert_status(200).assert_lacks("The Role of the IRO");
    member.get("/admin").await.assert_status(403);
}
