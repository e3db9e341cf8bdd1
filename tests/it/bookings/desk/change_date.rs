//! Changing a date: over the version seen, with and without bookings, and fewer seats than are taken (HLD-8).

use super::{date_id, meeting_form};
use crate::bookings::shop::course;
use crate::support::form::TestForm;
use crate::support::people::Person;
use crate::support::spawn_app;

async fn edit_form(officer: &Person, id: i64) -> TestForm {
    officer.get(&format!("/admin/events/{id}/edit")).await.form(&format!("/admin/events/{id}/edit"))
}

#[actix_web::test]
async fn everything_can_be_changed_while_nobody_has_booked() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    let id = date_id(&officer.submit(meeting_form(&officer).await).await);

    let form = edit_form(&officer, id).await.fill_all(&[
        ("title", "Summer meeting <b>2026</b>"),
        ("starts_on", "2026-07-02"),
        ("venue", "Sampleton Library"),
        ("facilitator_1", "Nguyễn Thị Minh Khai"),
        ("post_held_1", "Co-Chair"),
        ("capacity", "60"),
        ("standard_price", "25.50"),
        ("closes_on", "2026-06-25"),
    ]);
    let desk = officer.submit(form.choose("mode", "hybrid")).await;

    desk.assert_has("Saved.").assert_has("Summer meeting <b>2026</b>").assert_has("Thursday 2 July 2026");
    desk.assert_has("In person, Sampleton Library, or online, by Zoom");
    desk.assert_has("Nguyễn Thị Minh Khai, Co-Chair").assert_has("Booked of 60").assert_has("£25.50");
    desk.assert_has("the end of Thursday 25 June 2026");
}

#[actix_web::test]
async fn two_officers_cannot_overwrite_each_other_unawares() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    let id = date_id(&officer.submit(meeting_form(&officer).await).await);
    let (mine, theirs) = (edit_form(&officer, id).await, edit_form(&officer, id).await);

    officer.submit(theirs.fill("title", "Theirs")).await.assert_has("Saved.");
    let clash = officer.submit(mine.fill("title", "Mine")).await;
    let again = officer.submit(clash.form(&format!("/admin/events/{id}/edit"))).await;

    clash.assert_status(409).assert_has("Somebody else saved this date while you were writing");
    assert_eq!(clash.form(&format!("/admin/events/{id}/edit")).value("title"), Some("Mine"), "what was typed is kept");
    again.assert_has("Saved.").assert_has("Mine");
}

#[actix_web::test]
async fn hld_8_fewer_seats_than_are_taken_after_a_warning_and_nobody_is_removed() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    event.book_and_pay(&app, &visitor, &["Asha Verma", "Ben Lee"]).await;
    app.ignore_mail();
    let officer = app.officer(nairo::kernel::Role::EventsOfficer).await;

    let warned = officer.submit(edit_form(&officer, event.id).await.fill("capacity", "1")).await;
    let form = warned.form(&format!("/admin/events/{}/edit", event.id));
    let desk = officer.submit(form.tick("capacity_ok")).await;

    assert!(warned.assert_status(409).error_of("capacity").starts_with("2 places are taken."));
    desk.assert_has("Saved.").assert_has("Places: 1, taken: 2").assert_has("Full").assert_has("Asha Verma");
    assert_eq!(app.seats_taken(&event).await, 2);
    let full = officer.submit(edit_form(&officer, event.id).await.fill("summary", "Still on.")).await;
    full.assert_has("Saved.");
}

/// A date that two people have booked, and its form.
async fn booked_date(app: &crate::support::TestApp) -> (Person, crate::bookings::shop::OnSale, TestForm) {
    let event = app.sell(course()).await;
    event.book_and_pay(app, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    let officer = app.officer(nairo::kernel::Role::EventsOfficer).await;
    let form = edit_form(&officer, event.id).await;
    (officer, event, form)
}

#[actix_web::test]
async fn a_date_with_bookings_keeps_its_prices() {
    let app = spawn_app().await;
    let (officer, event, form) = booked_date(&app).await;

    let cheaper = officer.submit(form.clone().set("standard_price", "10").set("member_price", "")).await;

    assert_eq!(form.value("standard_price"), None, "prices are shown, not asked for");
    cheaper.assert_status(409).assert_has("so the prices stay as they are");
    officer.get(&format!("/admin/events/{}", event.id)).await.assert_has("9:30am to 1:00pm").assert_has("£90");
}

#[actix_web::test]
async fn rmd_11_another_platform_is_told_after_the_officer_has_seen_whom() {
    let app = spawn_app().await;
    let (officer, event, form) = booked_date(&app).await;

    let quiet = officer.submit(form.fill_all(&[("capacity", "30"), ("summary", "Other words.")])).await;
    let edit = edit_form(&officer, event.id).await;
    let asked = officer.submit(edit.choose("platform", "teams")).await;
    let told = officer.submit(asked.form(&format!("/admin/events/{}/edit", event.id))).await;
    app.advance(chrono::Duration::minutes(10));
    app.run_jobs().await;

    quiet.assert_has("Booked of 30");
    assert_eq!(quiet.flash(), "Saved.");
    asked
        .assert_status(409)
        .assert_has("1 booking with 1 place are told")
        .assert_has("There is nothing for them to decide");
    told.assert_has("Online, by Microsoft Teams").assert_has("Changed after people had booked");
    app.mail().to("asha.verma@example.org").assert_says("it now takes place online, by Microsoft Teams");
}

#[actix_web::test]
async fn a_cancelled_date_cannot_be_changed() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(nairo::kernel::Role::EventsOfficer).await;
    let form = edit_form(&officer, event.id).await;
    super::cancel_date::cancel(&officer, event.id, "The trainer is ill.").await;
    app.run_jobs().await;

    let page = officer.get(&format!("/admin/events/{}/edit", event.id)).await;
    let late = officer.submit(form).await;

    page.assert_has("This date has been cancelled, so it can no longer be changed.");
    late.assert_status(409).assert_has("This date has been cancelled, so it can no longer be changed.");
}
