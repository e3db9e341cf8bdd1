//! What officers do for one booking against the rules' grain, and what is noted when the rules say no (REF-16, REF-17, REF-21,
//! REF-22).

use chrono::Duration;
use nairo::kernel::Role;
use nairo::payments::refunds::RefundState;
use nairo::payments::seen::DisputeStanding;

use super::shop::course;
use crate::support::{TestApp, spawn_app};

async fn exceptions_path(app: &TestApp) -> String {
    format!("/admin/bookings/{}/exceptions", app.last_booking().await.reference)
}

#[actix_web::test]
async fn ref_17_goodwill_goes_back_once_with_its_reason_and_never_twice() {
    let app = spawn_app().await;
    let officer = app.officer(Role::EventsOfficer).await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma", "Ben Lee"]).await;
    app.ignore_mail();
    let booking = app.last_booking().await;
    let path = exceptions_path(&app).await;
    let action = path.replace("/exceptions", "/goodwill-refund");
    let page = officer.get(&path).await;
    page.assert_status(200).assert_has("Asha Verma").assert_has("£90 is charged");
    let place = super::sequences::places_of(&app, booking.id).await[0].id.to_string();
    let form = page.form(&action).set("place", &place).fill("amount", "20").fill("reason", "The sound failed");

    let done = officer.submit(form.clone()).await;
    let twice = officer.submit(form).await;
    app.settle().await;

    done.assert_has("£20 goes back").assert_has("£70");
    twice.assert_has("£20 goes back");
    assert_eq!(app.stripe.total_refunded().get(), 2_000);
    app.mail().to("bo@example.org").assert_says("£20").assert_says("The sound failed").assert_says("card that paid");
    officer.get(&format!("/admin/events/{}", event.id)).await.assert_has("Make an exception");

    let visitor = app.visitor();
    let cancellation = format!("{}/cancellation", app.page_of(&booking));
    let preview = visitor.get(&cancellation).await;
    preview.assert_has("Cancel and refund £160");
    visitor.submit(preview.form(&cancellation)).await;
    app.settle().await;
    assert_eq!(app.stripe.total_refunded().get(), 18_000, "all of it came back, in two parts");
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_17_more_than_is_charged_is_refused_and_over_500_waits_for_a_second_person() {
    let app = spawn_app().await;
    let officer = app.officer(Role::EventsOfficer).await;
    let event = app.sell(course().for_pence(60_000, None)).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    let path = exceptions_path(&app).await;
    let action = path.replace("/exceptions", "/goodwill-refund");
    let place = super::sequences::places_of(&app, app.last_booking().await.id).await[0].id.to_string();
    let table = [
        ("600.01", "a reason", "amount", "Only £600 is still charged"),
        ("0", "a reason", "amount", "more than £0"),
        ("lots", "a reason", "amount", "like 50 or 48.69"),
        ("10", "", "reason", "Enter the reason"),
    ];

    for (amount, reason, field, wanted) in table {
        let form = officer.get(&path).await.form(&action).set("place", &place);
        let page = officer.submit(form.fill("amount", amount).fill("reason", reason)).await;
        page.assert_status(422);
        assert!(page.error_of(field).contains(wanted), "{amount}: {:?}", page.error_of(field));
    }
    let form = officer.get(&path).await.form(&action).set("place", &place);
    officer.submit(form.fill("amount", "500.01").fill("reason", "A long outage")).await.assert_has("£500.01 goes back");
    app.settle().await;

    let refund = app.all_refunds().await.remove(0);
    assert_eq!(RefundState::parse(&refund.state), Some(RefundState::Requested));
    assert_eq!(refund.requested_by_id, Some(officer.id));
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_21_a_place_is_withdrawn_with_what_the_officer_chose() {
    for (percent, back) in [("100", 9_000), ("50", 4_500), ("0", 0)] {
        let app = spawn_app().await;
        let officer = app.officer(Role::EventsOfficer).await;
        let event = app.sell(course()).await;
        event.book_and_pay(&app, &app.visitor(), &["Asha Verma", "Ben Lee"]).await;
        app.ignore_mail();
        let path = exceptions_path(&app).await;
        let action = path.replace("/exceptions", "/withdrawal");
        let place = super::sequences::places_of(&app, app.last_booking().await.id).await[0].id.to_string();
        let page = officer.get(&path).await;
        let unchosen = officer.submit(page.form(&action).set("withdrawn_place", &place)).await;
        unchosen.assert_status(422);
        assert!(unchosen.error_of("percent").contains("Choose what comes back"));

        let form = page.form(&action).set("withdrawn_place", &place).choose("percent", percent);
        officer.submit(form.fill("withdrawal_reason", "conduct")).await.assert_has("The place is withdrawn");
        app.settle().await;

        assert_eq!((app.stripe.total_refunded().get(), app.seats_taken(&event).await), (back, 1));
        let mail = app.mail();
        mail.to("asha.verma@example.org").assert_says("We have cancelled your place");
        assert!(!mail.to("asha.verma@example.org").text.contains("conduct"), "the reason is for the record");
        app.assert_books_balance().await;
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn ref_22_a_refusal_says_whom_to_ask_and_when_it_was_asked_for_is_kept() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    app.ignore_mail();
    let booking = app.last_booking().await;
    let cancellation = format!("{}/cancellation", app.page_of(&booking));
    let form = visitor.get(&cancellation).await.form(&cancellation);
    app.advance(Duration::days(31));

    for _ in 0..2 {
        visitor.submit(form.clone()).await.assert_has("The event has started").assert_has("Write to us");
    }
    let officer = app.officer(Role::EventsOfficer).await;
    let page = officer.get(&exceptions_path(&app).await).await;

    page.assert_has("What they asked for and were refused")
        .assert_has("To cancel: first asked for on")
        .assert_has("2 times");
    app.leave_work();
}

#[actix_web::test]
async fn ref_22_a_move_and_another_person_asked_for_too_late_are_noted_as_well() {
    let app = spawn_app().await;
    let id = app.a_course().await;
    let (event, other) = (app.sell(course().of(id)).await, app.sell(course().of(id).in_days(60)).await);
    let visitor = app.visitor();
    event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    app.ignore_mail();
    let manage = app.page_of(&app.last_booking().await);
    let (to_move, to_name) = (format!("{manage}/move"), format!("{manage}/places/1/attendee"));
    let move_form = visitor.get(&format!("{to_move}?to={}", other.id)).await.form(&to_move);
    let name_form = visitor.get(&to_name).await.form(&to_name).fill("name", "Ben Lee").fill("email", "b@example.org");

    app.advance(Duration::days(25));
    visitor.get(&to_move).await.assert_has("That day has passed");
    visitor.submit(move_form).await.assert_has("That day has passed");
    app.advance(Duration::days(6));
    visitor.submit(name_form).await.assert_has("The event has started");
    let officer = app.officer(Role::EventsOfficer).await;
    let page = officer.get(&exceptions_path(&app).await).await;

    page.assert_has("To move to another date: first asked for on");
    page.assert_has("To send somebody else: first asked for on").assert_lacks("2 times");
    app.leave_work();
}

#[actix_web::test]
async fn ref_19_nothing_goes_back_by_hand_or_by_goodwill_while_the_bank_decides() {
    let app = spawn_app().await;
    let officer = app.officer(Role::EventsOfficer).await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    let path = exceptions_path(&app).await;
    let action = path.replace("/exceptions", "/goodwill-refund");
    let place = super::sequences::places_of(&app, app.last_booking().await.id).await[0].id.to_string();
    let form = officer.get(&path).await.form(&action).set("place", &place);
    app.bank_tells(9_000, DisputeStanding::Open).await;

    let refused = officer.submit(form.fill("amount", "20").fill("reason", "The sound failed")).await;
    app.settle().await;

    refused.assert_status(422).assert_has("The bank that paid is looking into the payment");
    officer.get(&path).await.assert_lacks("Take it off");
    assert_eq!(app.all_refunds().await, []);
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_17_staff_move_a_no_show_to_a_later_date_for_nothing_with_the_reason_in_the_record() {
    let app = spawn_app().await;
    let (from, to) = super::moving::two_dates(&app).await;
    let visitor = app.visitor();
    from.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    app.ignore_mail();
    let booking = app.last_booking().await;
    app.clock.set("2026-07-02T09:00:00Z".parse().unwrap());
    app.run_jobs().await;
    app.ignore_mail();
    let own = visitor.get(&format!("{}/move?to={}", app.page_of(&booking), to.id)).await;
    own.assert_has("The event has started");
    let officer = app.officer(Role::EventsOfficer).await;
    let desk = format!("/admin/bookings/{}", booking.reference);

    let page = super::moving::look(&officer, &desk, &to, "").await;
    let form = page.form(&format!("{desk}/move")).fill("reason", "Ill on the day");
    let moved = officer.submit(form).await;
    app.settle().await;

    moved.assert_has("Moved.").assert_has("Wednesday 15 July 2026");
    let by = format!("by {} of the office (Ill on the day)", officer.name);
    officer.get(&desk).await.assert_has(&by);
    visitor.get(&app.page_of(&booking)).await.assert_lacks("Ill on the day").assert_lacks(&officer.name);
    assert_eq!((app.stripe.total_charged().get(), app.stripe.total_refunded().get()), (9_000, 0), "a free move");
    app.assert_books_balance().await;
    app.ignore_mail();
}
