//! Reminders of a date (RMD-2 to RMD-7): when, to whom, once, and what becomes of those that are late.

use chrono::Duration;
use nairo::bookings::reminders::send_reminders;
use nairo::kernel::{Instant, Role};

use super::shop::{OnSale, course};
use crate::support::TestApp;
use crate::support::app::{Wishes, spawn_app_with};

async fn reminding_app() -> TestApp {
    let app = spawn_app_with(Wishes { reminds: true, ..Wishes::default() }).await;
    // The site reminds from now on.
    app.run_jobs().await;
    app
}

/// Bo books for two others; the event is on Wednesday 1 July 2026 at half past nine, refunds until the end of 24 June.
async fn booked(app: &TestApp) -> OnSale {
    let event = app.sell(course()).await;
    event.book_and_pay(app, &app.visitor(), &["Asha Verma", "Ben Lee"]).await;
    app.ignore_mail();
    event
}

fn advance_to(app: &TestApp, instant: &str) {
    let at: Instant = instant.parse().unwrap();
    app.advance(at - app.now());
}

/// Sends what is due at an instant and gives who got what, in order.
async fn reminded_at(app: &TestApp, instant: &str) -> Vec<(String, String)> {
    advance_to(app, instant);
    send_reminders(&app.state).await.unwrap();
    app.settle().await;
    let mut lines: Vec<(String, String)> =
        app.mail().all().into_iter().map(|mail| (mail.to.clone(), mail.subject.clone())).collect();
    lines.sort();
    lines
}

fn lines(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(to, subject)| ((*to).to_owned(), (*subject).to_owned())).collect()
}

#[actix_web::test]
async fn rmd_2_everybody_is_reminded_by_the_schedule_and_once() {
    let app = reminding_app().await;
    booked(&app).await;
    let nothing: Vec<(String, String)> = Vec::new();

    assert_eq!(reminded_at(&app, "2026-06-23T07:59:59Z").await, nothing, "a second early");
    let refund_day = "Until tomorrow money comes back: The Role of the IRO, Wednesday 1 July 2026";
    assert_eq!(reminded_at(&app, "2026-06-23T08:00:00Z").await, lines(&[("bo@example.org", refund_day)]));
    let week = "In a week: The Role of the IRO, Wednesday 1 July 2026";
    let all = [("asha.verma@example.org", week), ("ben.lee@example.org", week), ("bo@example.org", week)];
    assert_eq!(reminded_at(&app, "2026-06-24T08:00:00Z").await, lines(&all), "RMD-7: the booker gets one list");
    assert_eq!(reminded_at(&app, "2026-06-24T08:02:00Z").await, nothing, "once");
    let ready = "Getting ready: The Role of the IRO, Wednesday 1 July 2026";
    let both = [("asha.verma@example.org", ready), ("ben.lee@example.org", ready)];
    assert_eq!(reminded_at(&app, "2026-06-29T08:00:00Z").await, lines(&both));
    let hour = "In an hour: The Role of the IRO, Wednesday 1 July 2026";
    let both = [("asha.verma@example.org", hour), ("ben.lee@example.org", hour)];
    assert_eq!(reminded_at(&app, "2026-07-01T07:30:00Z").await, lines(&both));
    assert_eq!(reminded_at(&app, "2026-07-01T08:30:00Z").await, nothing, "it has begun");
}

#[actix_web::test]
async fn rmd_7_an_attendee_gets_their_own_page_and_the_booker_no_way_to_join() {
    let app = reminding_app().await;
    booked(&app).await;
    advance_to(&app, "2026-06-24T08:00:00Z");
    send_reminders(&app.state).await.unwrap();
    app.settle().await;

    let mails = app.mail();
    let asha = mails.to("asha.verma@example.org");
    asha.assert_says("ask Bo Booker to cancel the place");
    let own = asha.link("/manage/");
    let booker = mails.to("bo@example.org");
    booker
        .assert_says("Asha Verma")
        .assert_says("Ben Lee")
        .assert_says("Each of them has been sent a page of their own");
    let manage = booker.link("/manage/");
    let visitor = app.visitor();
    visitor.get(&own).await.assert_status(200).assert_has("Asha Verma").assert_lacks("Ben Lee");
    visitor.get(&manage).await.assert_status(200).assert_has("Asha Verma").assert_has("Ben Lee");
}

#[actix_web::test]
async fn rmd_4_who_books_after_a_reminder_was_due_is_not_sent_it() {
    let app = reminding_app().await;
    let event = app.sell(course()).await;
    advance_to(&app, "2026-06-24T08:00:00Z");
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();

    let ready = "Getting ready: The Role of the IRO, Wednesday 1 July 2026";
    assert!(reminded_at(&app, "2026-06-24T09:00:00Z").await.is_empty());
    assert_eq!(reminded_at(&app, "2026-06-29T08:00:00Z").await, lines(&[("asha.verma@example.org", ready)]));
}

#[actix_web::test]
async fn rmd_5_what_is_six_hours_late_is_missed_and_shown_to_officers() {
    let app = reminding_app().await;
    let event = booked(&app).await;
    reminded_at(&app, "2026-06-23T08:00:00Z").await;

    assert!(reminded_at(&app, "2026-06-24T14:00:00Z").await.is_empty());
    let officer = app.officer(Role::EventsOfficer).await;
    let desk = officer.get(&format!("/admin/events/{}", event.id)).await;

    desk.assert_has("2 missed").assert_has("2 people were not reminded").assert_has("1 sent");
    desk.assert_has("Two working days before").assert_has("Monday 29 June 2026").assert_has("Not yet due");
}

#[actix_web::test]
async fn rmd_6_a_cancelled_place_gets_nothing_and_what_fell_due_before_reminding_began_is_left() {
    let app = reminding_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let page = event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let manage = page.path.split('?').next().unwrap().to_owned();
    let preview = visitor.get(&format!("{manage}/cancellation")).await;
    visitor.submit(preview.form(&format!("{manage}/cancellation"))).await;
    app.settle().await;
    app.ignore_mail();

    assert!(reminded_at(&app, "2026-06-24T08:00:00Z").await.is_empty());
}

#[actix_web::test]
async fn rmd_3_a_date_that_moves_reminds_anew() {
    let app = reminding_app().await;
    let event = booked(&app).await;
    assert_eq!(reminded_at(&app, "2026-06-24T08:00:00Z").await.len(), 3);
    let officer = app.officer(Role::EventsOfficer).await;
    super::event_moved::change(&officer, &event, &[("starts_on", "2026-07-15")]).await;
    app.advance(Duration::minutes(10));
    app.settle().await;
    app.ignore_mail();

    let week = "In a week: The Role of the IRO, Wednesday 15 July 2026";
    let due = reminded_at(&app, "2026-07-08T08:00:00Z").await;

    assert_eq!(due.iter().filter(|(_, subject)| subject == week).count(), 3, "{due:?}");
}
