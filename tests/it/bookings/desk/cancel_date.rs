//! Calling a date off (REF-12): preview first, everyone told and refunded in full, run again without harm.

use chrono::Duration;
use nairo::bookings::cancel_event::cancel_next_bookings;
use nairo::kernel::Role;
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;

use crate::bookings::shop::course;
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::spawn_app;

/// Calls a date off by its page, and gives the page that follows.
pub async fn cancel(officer: &Person, id: i64, reason: &str) -> Page {
    let path = format!("/admin/events/{id}/cancellation");
    let preview = officer.get(&path).await;
    officer.submit(preview.form(&path).fill("reason", reason)).await
}

#[actix_web::test]
async fn ref_12_everyone_is_told_and_refunded_whatever_the_date() {
    let app = spawn_app().await;
    let event = app.sell(course().in_days(3)).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma", "Ben Lee"]).await;
    event.book_and_pay(&app, &app.visitor(), &["Sian Jones"]).await;
    event.book(&app.visitor(), &["Minh Nguyen"]).await;
    app.ignore_mail();
    let officer = app.officer(Role::EventsOfficer).await;

    let preview = officer.get(&format!("/admin/events/{}/cancellation", event.id)).await;
    let desk = cancel(&officer, event.id, "The trainer is ill.").await;
    app.settle().await;

    let preview = preview.assert_has("Refunds in all £270").main();
    assert!(preview.contains("Bookings 3") && preview.contains("Places 4"), "{preview}");
    assert!(preview.find("£180").unwrap() < preview.find("£90").unwrap(), "the biggest first: {preview}");
    desk.assert_has("Cancelled").assert_has("3 bookings are still to be cancelled").assert_has("The trainer is ill.");
    assert_eq!(app.stripe.total_refunded().get(), 27_000);
    assert_eq!(app.seats_taken(&event).await, 0);
    let mails = app.mail();
    for attendee in ["asha.verma@example.org", "ben.lee@example.org"] {
        let mail = mails.to(attendee);
        mail.assert_says("The trainer is ill.");
        assert_eq!(mail.calendar_line("METHOD"), "CANCEL");
    }
    officer.get(&format!("/admin/events/{}", event.id)).await.assert_has("Every booking has been cancelled");
}

#[actix_web::test]
async fn running_it_again_is_harmless() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let continuation = format!("/admin/events/{}/cancellation/continuation", event.id);

    let desk = cancel(&officer, event.id, "Too few of us.").await;
    let pressed = officer.submit(desk.form(&continuation)).await;
    app.settle().await;
    app.ignore_mail();
    let cancelled_again = cancel_next_bookings(&app.state, event.id, None).await.unwrap().done;
    let twice = officer.post(&continuation, &[("csrf".to_owned(), officer.csrf().await)]).await;
    app.settle().await;

    pressed.assert_has("The bookings that are left are being cancelled now.");
    twice.assert_status(303);
    officer.get(&format!("/admin/events/{}", event.id)).await.assert_has("Nothing is left to do");
    assert_eq!((cancelled_again, app.stripe.total_refunded().get()), (0, 9_000));
    app.mail().assert_none();
    officer.get(&format!("/admin/events/{}/cancellation", event.id)).await.assert_has("or has been cancelled already");
}

#[actix_web::test]
async fn a_booking_made_after_the_preview_stops_it() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let path = format!("/admin/events/{}/cancellation", event.id);
    let preview = officer.get(&path).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();

    let stopped = officer.submit(preview.form(&path).fill("reason", "Too few of us.")).await;
    let forged = preview.form(&path).fill("reason", "x").set("expected_bookings", "many");
    let forged = officer.submit(forged).await;

    stopped.assert_status(409).assert_has("Bookings have changed since the preview").assert_has("Refunds in all £90");
    assert_eq!(stopped.form(&path).value("reason"), Some("Too few of us."), "what was typed is kept");
    forged.assert_status(409);
    assert_eq!(app.seats_taken(&event).await, 1);
}

#[actix_web::test]
async fn a_reason_is_needed_and_read_by_everyone() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let long = "x".repeat(501);
    let table = [
        ("  ", "Enter the reason"),
        (long.as_str(), "The reason must be 500 characters or fewer"),
        ("a\u{202e}b", "The reason has hidden characters. Type it again by hand"),
    ];

    for (typed, message) in table {
        let page = cancel(&officer, event.id, typed).await;
        assert_eq!(page.assert_status(422).error_of("reason"), message);
    }
    let desk = cancel(&officer, event.id, "<b>Flood</b> in the hall 🎉").await;

    desk.assert_has("<b>Flood</b> in the hall 🎉").assert_has("Every booking has been cancelled");
    app.run_jobs().await;
}

#[actix_web::test]
async fn nobody_can_book_or_pay_for_a_date_that_was_called_off() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let to_stripe = event.book(&visitor, &["Asha Verma"]).await;
    let officer = app.officer(Role::EventsOfficer).await;

    cancel(&officer, event.id, "The trainer is ill.").await;
    app.pay(&to_stripe).await;
    app.settle().await;
    app.advance(Duration::minutes(1));
    let form = visitor.get_once(&event.form_path()).await;

    assert!(form.status.is_redirection());
    assert_eq!(app.stripe.total_refunded().get(), 9_000, "money that came all the same goes back (HLD-7)");
    assert_eq!(app.seats_taken(&event).await, 0);
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_12_what_fails_is_listed_keeps_nobody_waiting_and_is_tried_again() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    event.book_and_pay(&app, &app.visitor(), &["Ben Lee"]).await;
    app.ignore_mail();
    let broken = app.bookings().await.remove(0);
    let set_charge = async |charge_id: Option<i64>| {
        let row = entity::booking::ActiveModel { charge_id: Set(charge_id), ..broken.clone().into() };
        app.state.db.write_tx(async |tx| row.update(tx).await).await.unwrap();
    };
    let officer = app.officer(Role::EventsOfficer).await;
    let continuation = format!("/admin/events/{}/cancellation/continuation", event.id);

    let path = format!("/admin/events/{}/cancellation", event.id);
    let form = officer.get(&path).await.form(&path).fill("reason", "The trainer is ill.");
    officer.submit_once(form).await;
    set_charge(None).await;
    app.run_jobs_that_may_fail().await;
    let desk = officer.get(&format!("/admin/events/{}", event.id)).await;

    desk.assert_has("1 booking is still to be cancelled").assert_has("Could not be cancelled yet");
    desk.assert_has(&broken.reference).assert_has("Tried once");
    assert_eq!(app.seats_taken(&event).await, 1, "the other did not wait for it");
    set_charge(broken.charge_id).await;
    officer.submit(desk.form(&continuation)).await;
    app.advance(Duration::minutes(10));
    app.stripe.deliver_all().await;
    app.run_jobs_that_may_fail().await;
    assert_eq!(app.seats_taken(&event).await, 0);
    officer.get(&format!("/admin/events/{}", event.id)).await.assert_has("Every booking has been cancelled");
    app.ignore_mail();
    app.leave_work();
}
