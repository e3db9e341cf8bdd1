//! Another date of the same course for a place (TRF-1 to TRF-6, REF-14): who may, until when, and what everybody hears.

use nairo::bookings::sale::{BookingRules, set_rules};
use nairo::kernel::{Role, Unexpected};

use super::shop::{OnSale, course};
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::{TestApp, spawn_app};

/// Two dates of one course, the second two weeks after the first (1 and 15 July).
pub async fn two_dates(app: &TestApp) -> (OnSale, OnSale) {
    let id = app.a_course().await;
    (app.sell(course().of(id)).await, app.sell(course().of(id).in_days(44)).await)
}

/// The page that shows what the move comes to.
pub async fn look(client: &Client, manage: &str, to: &OnSale, place: &str) -> Page {
    client.get(&format!("{manage}/move?to={}{place}", to.id)).await
}

/// Looks and confirms.
pub async fn move_to(client: &Client, manage: &str, to: &OnSale, place: &str) -> Page {
    let page = look(client, manage, to, place).await;
    client.submit(page.form(&format!("{manage}/move"))).await
}

async fn booked(app: &TestApp, event: &OnSale, client: &Client, people: &[&str]) -> String {
    event.book_and_pay(app, client, people).await;
    app.page_of(&app.last_booking().await)
}

#[actix_web::test]
async fn trf_2_the_place_goes_over_and_one_message_says_from_where_to_where() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let visitor = app.visitor();
    let manage = booked(&app, &from, &visitor, &["Asha Verma"]).await;
    let first = app.mail().to("asha.verma@example.org");

    let choice = visitor.get(&format!("{manage}/move?place=1")).await;
    choice.assert_has("Wednesday 15 July 2026").assert_has("Nothing to pay");
    let page = move_to(&visitor, &manage, &to, "&place=1").await;
    app.settle().await;

    page.assert_has("Moved.").assert_has("You are booked").assert_has("Wednesday 15 July 2026");
    page.assert_has("Moved here from Wednesday 1 July 2026");
    visitor
        .get(&manage)
        .await
        .assert_has("This booking has moved to another date")
        .assert_has("Wednesday 15 July 2026");
    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (0, 1));
    let mails = app.mail();
    let asha = mails.to("asha.verma@example.org");
    assert_eq!(asha.subject, "Moved from Wednesday 1 July 2026 to Wednesday 15 July 2026: The Role of the IRO");
    assert_eq!(asha.calendar_line("METHOD"), "REQUEST");
    assert_ne!(asha.calendar_line("UID"), first.calendar_line("UID"));
    let raw = String::from_utf8_lossy(&asha.raw).into_owned();
    assert!(raw.contains("text/calendar; method=CANCEL"), "the old entry is taken away by the same message");
    visitor.get(&first.link("/manage/")).await.assert_status(404);
    visitor.get(&asha.link("/manage/")).await.assert_has("Wednesday 15 July 2026");
    mails.to("bo@example.org").assert_says("They are booking");
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn trf_1_until_the_end_of_the_seventh_day_before() {
    for (at, expected) in [("2026-06-24T22:59:59Z", "Moved."), ("2026-06-24T23:00:00Z", "That day has passed")] {
        let app = spawn_app().await;
        let (from, to) = two_dates(&app).await;
        let visitor = app.visitor();
        let manage = booked(&app, &from, &visitor, &["Asha Verma"]).await;
        let page = look(&visitor, &manage, &to, "").await;
        app.clock.set(at.parse().unwrap());

        visitor.submit(page.form(&format!("{manage}/move"))).await.assert_has(expected);

        app.settle().await;
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn trf_1_once_by_oneself_and_staff_at_any_time() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let visitor = app.visitor();
    let manage = booked(&app, &from, &visitor, &["Asha Verma"]).await;
    move_to(&visitor, &manage, &to, "").await.assert_has("Moved.");
    let moved = app.last_booking().await;

    let again = visitor.get(&format!("{}/move?to={}", app.page_of(&moved), from.id)).await;
    app.clock.set("2026-06-27T12:00:00Z".parse().unwrap());
    let officer = app.officer(Role::EventsOfficer).await;
    let desk = format!("/admin/bookings/{}", moved.reference);
    let page = look(&officer, &desk, &from, "").await;
    let form = page.form(&format!("{desk}/move")).fill("reason", "Asked by telephone");
    officer.submit(form).await.assert_has("Moved.").assert_has("Wednesday 1 July 2026");

    again.assert_has("has been moved once already");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn trf_2_a_full_date_says_so_and_the_old_place_is_kept() {
    let app = spawn_app().await;
    let id = app.a_course().await;
    let (from, to) = (app.sell(course().of(id)).await, app.sell(course().of(id).in_days(44).with_capacity(1)).await);
    let visitor = app.visitor();
    let manage = booked(&app, &from, &visitor, &["Asha Verma", "Ben Lee"]).await;

    visitor.get(&format!("{manage}/move")).await.assert_has("Not enough places").assert_lacks("join its waiting list");
    let one = look(&visitor, &manage, &to, "&place=1").await;
    to.book_and_pay(&app, &app.visitor(), &["Cara Holt"]).await;
    let full = visitor.submit(one.form(&format!("{manage}/move"))).await;

    full.assert_status(409).assert_has("That date is full, so nothing has been moved");
    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (2, 1));
    app.ignore_mail();
}

#[actix_web::test]
async fn one_of_two_moves_and_the_other_stays() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let visitor = app.visitor();
    let manage = booked(&app, &from, &visitor, &["Asha Verma", "Ben Lee"]).await;

    move_to(&visitor, &manage, &to, "&place=2")
        .await
        .assert_has("Moved.")
        .assert_has("Ben Lee")
        .assert_lacks("Asha Verma");
    app.settle().await;

    visitor.get(&manage).await.assert_has("Some places have moved").assert_has("You are booked").assert_has("£90");
    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (1, 1));
    for booking in app.bookings().await {
        let money = app.money_of(booking.charge_id.unwrap()).await;
        assert_eq!((money.paid.get(), money.outstanding.get()), (9_000, 0), "{}", booking.reference);
    }
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn dup_1_nobody_moves_to_a_date_they_have_booked() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let visitor = app.visitor();
    booked(&app, &to, &visitor, &["Asha Verma"]).await;
    let manage = booked(&app, &from, &visitor, &["Asha Verma"]).await;

    let refused = move_to(&visitor, &manage, &to, "").await;

    refused.assert_status(409).assert_has("Asha Verma has a place on that date already");
    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (1, 1));
    app.ignore_mail();
}

#[actix_web::test]
async fn tampered_numbers_move_nothing() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let other = app.sell(course().in_days(50)).await;
    let visitor = app.visitor();
    let manage = booked(&app, &from, &visitor, &["Asha Verma"]).await;
    let form = look(&visitor, &manage, &to, "").await.form(&format!("{manage}/move"));

    visitor.submit(form.clone().set("to", &other.id.to_string())).await.assert_has("another date of the same course");
    visitor.submit(form.clone().set("back_pence", "5000")).await.assert_status(409);
    visitor.submit(form.clone().set("due_pence", "-1")).await.assert_status(409);
    visitor.submit(form.clone().set("place", "7")).await.assert_status(404);
    visitor.submit(form.set("to", "999999")).await;

    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (1, 0));
    app.ignore_mail();
}

#[actix_web::test]
async fn a_free_place_moves_without_money() {
    let app = spawn_app().await;
    let id = app.a_course().await;
    let free = || course().of(id).for_pence(0, None);
    let (from, to) = (app.sell(free()).await, app.sell(free().in_days(44)).await);
    let visitor = app.visitor();
    let form = from.filled(&visitor, &["Asha Verma"]).await.set("payer", "person").press("pay", "free");
    visitor.submit(form).await.assert_has("You are booked");
    let manage = app.page_of(&app.last_booking().await);

    move_to(&visitor, &manage, &to, "").await.assert_has("Moved.");
    app.settle().await;

    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (0, 1));
    assert_eq!(app.last_booking().await.charge_id, None);
    app.ignore_mail();
}

#[actix_web::test]
async fn trf_2_a_full_date_is_waited_for_from_the_move_page_while_the_old_place_is_kept() {
    let app = spawn_app().await;
    let id = app.a_course().await;
    let (from, to) = (app.sell(course().of(id)).await, app.sell(course().of(id).in_days(44).with_capacity(1)).await);
    to.book_and_pay(&app, &app.visitor(), &["Cara Holt"]).await;
    let other = app.last_booking().await;
    let visitor = app.visitor();
    let manage = booked(&app, &from, &visitor, &["Asha Verma"]).await;
    app.ignore_mail();

    let choice = visitor.get(&format!("{manage}/move?place=1")).await;
    let list = visitor.get(&choice.assert_has("You keep this place").link("join its waiting list")).await;
    let form = list.assert_status(200).form(&format!("/events/{}/waiting-list", to.slug));
    visitor
        .submit(form.fill("name", "Asha Verma").fill("email", "asha.verma@example.org"))
        .await
        .assert_has("You are on the waiting list");
    app.run_jobs().await;
    app.ignore_mail();
    assert_eq!(app.seats_taken(&from).await, 1, "the old place stays");

    let cancellation = format!("{}/cancellation", app.page_of(&other));
    let client = app.visitor();
    client.submit(client.get(&cancellation).await.form(&cancellation)).await.assert_has("This booking is cancelled");
    app.advance(chrono::Duration::seconds(30));
    app.settle().await;
    app.mail().to("asha.verma@example.org").assert_says("Wednesday 15 July 2026");
    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (1, 1), "offered, and nothing given up yet");
    visitor.get(&manage).await.assert_has("You are booked").assert_has("Wednesday 1 July 2026");
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn elg_12_a_date_with_a_code_only_takes_nobody_from_another_date_but_by_an_officer() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let visitor = app.visitor();
    let manage = booked(&app, &from, &visitor, &["Asha Verma"]).await;
    let open = look(&visitor, &manage, &to, "").await;
    let limits = BookingRules { code_only: true, ..BookingRules::default() };
    let set = async |tx: &nairo::db::Tx| Ok::<_, Unexpected>(set_rules(tx, to.id, limits).await?);
    app.state.db.write_tx(set).await.unwrap();

    visitor.get(&format!("{manage}/move")).await.assert_lacks("Wednesday 15 July 2026");
    let refused = visitor.submit(open.form(&format!("{manage}/move"))).await;
    refused.assert_has("A place can only be moved to another date of the same course");
    assert_eq!(app.seats_taken(&to).await, 0);
    let officer = app.officer(Role::EventsOfficer).await;
    let desk = format!("/admin/bookings/{}", app.last_booking().await.reference);
    let page = look(&officer, &desk, &to, "").await;
    officer.submit(page.form(&format!("{desk}/move")).fill("reason", "They rang")).await.assert_has("Moved.");

    assert_eq!(app.seats_taken(&to).await, 1);
    app.settle().await;
    app.ignore_mail();
}
