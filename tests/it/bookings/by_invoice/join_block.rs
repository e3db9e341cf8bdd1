//! INV-6: who is booked on an overdue invoice keeps place and link, unless an officer says otherwise, for as long as it is overdue.

use nairo::kernel::Role;
use sea_orm::EntityTrait;

use super::{book_for_sampleton, course, spawn_app};
use crate::support::TestApp;
use crate::support::people::Person;

const MEETING: &str = "https://zoom.example.org/j/secret";

/// A place on an invoice of 1 June, due on 1 July, ten minutes before its date on 6 July begins: the attendee's page, and where the
/// officer holds joining back.
async fn overdue(app: &TestApp) -> (String, String, Person) {
    let event = app.sell(course().in_days(35).joined_at(MEETING)).await;
    book_for_sampleton(app, &event).await;
    app.run_jobs().await;
    let own_page = app.all_mail().into_iter().find(|mail| mail.calendar.is_some()).unwrap().link("/manage/");
    let officer = app.officer(Role::EventsOfficer).await;
    app.clock.set("2026-07-06T08:20:00Z".parse().unwrap());
    app.sign_in(&officer).await;
    let path = format!("/admin/bookings/{}/join-block", app.last_booking().await.reference);
    app.ignore_mail();
    (own_page, path, officer)
}

#[actix_web::test]
async fn inv_6_an_overdue_invoice_alone_keeps_nobody_out() {
    let app = spawn_app().await;
    let (own_page, path, officer) = overdue(&app).await;

    let open = app.visitor().get(&own_page).await;
    let joined = app.visitor().get_once(&open.link("Join now")).await;

    assert_eq!(joined.header("location"), MEETING);
    officer.get(&path).await.assert_has("EARO-2026-00001, to be paid by Wednesday 1 July 2026").assert_has("Open, as");
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn inv_6_an_officer_holds_joining_back_with_a_reason_and_lets_go_again() {
    let app = spawn_app().await;
    let (own_page, path, officer) = overdue(&app).await;
    let join_link = app.visitor().get(&own_page).await.link("Join now");
    let form = officer.get(&path).await.form(&path);
    officer.submit(form.clone()).await.assert_status(422).assert_has("Enter the reason");
    officer.submit(form.clone().fill("reason", "Three reminders, no answer")).await.assert_has("held back");
    officer.submit(form.fill("reason", "Again")).await.assert_has("held back already");
    app.run_jobs().await;

    let attendee = app.visitor().get(&own_page).await;
    let refused = app.visitor().get_once(&join_link).await;
    let booker = app.visitor().get(&app.page_of(&app.last_booking().await)).await;

    attendee.assert_has("held back for now").assert_lacks("Join now").assert_lacks("nvoice").assert_lacks("reminders");
    assert!(refused.header("location").starts_with("/manage/"), "{}", refused.header("location"));
    booker.assert_has("EARO-2026-00001 is overdue").assert_has("Three reminders, no answer");
    let mail = app.mail().all().into_iter().find(|mail| mail.subject.starts_with("Joining is held back")).unwrap();
    mail.assert_says("Three reminders, no answer").assert_says("EARO-2026-00001");

    let end = officer.get(&path).await.form(&format!("{path}/end"));
    officer.submit(end.clone()).await.assert_has("can join");
    officer.submit(end).await.assert_has("is not held back");
    app.visitor().get(&own_page).await.assert_has("Join now");
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn inv_6_whoever_pays_joins_without_waiting_for_an_officer() {
    let app = spawn_app().await;
    let (own_page, path, officer) = overdue(&app).await;
    let form = officer.get(&path).await.form(&path).fill("reason", "Three reminders, no answer");
    officer.submit(form).await.assert_has("held back");

    app.money_comes(app.last_booking().await.charge_id.unwrap(), 9_000).await;

    app.visitor().get(&own_page).await.assert_has("Join now");
    officer.get(&path).await.assert_has("nobody is kept out");
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn inv_6_what_is_not_overdue_cannot_be_held_back() {
    let app = spawn_app().await;
    let (_, path, officer) = overdue(&app).await;
    let form = officer.get(&path).await.form(&path).fill("reason", "Three reminders, no answer");
    app.money_comes(app.last_booking().await.charge_id.unwrap(), 9_000).await;

    officer.submit(form).await.assert_has("no overdue invoice");

    let blocks = entity::join_block::Entity::find().all(app.state.db.reader()).await.unwrap();
    assert!(blocks.is_empty(), "{blocks:?}");
    app.leave_work();
    app.ignore_mail();
}
