//! Money of places that change: what a code or goodwill took off stays off, and what happens to one payment happens to every place
//! it pays for.

use nairo::bookings::discounts::offers::Reduction;
use nairo::kernel::{Pence, Role};
use nairo::payments::seen::{DisputeStanding, RefundSeen, RefundStanding, Seen};

use super::discounts::{code, pay_with_code};
use super::moving::{look, move_to, two_dates};
use super::sequences::places_of;
use super::shop::{OnSale, course};
use super::substitution::{member_place, name};
use crate::support::client::Client;
use crate::support::{TestApp, spawn_app};

/// Pays with the code and gives the booking's address.
async fn booked_with_code(app: &TestApp, event: &OnSale, client: &Client, people: &[&str]) -> String {
    let answer = pay_with_code(event, client, people, "AUTUMN").await;
    let page = app.pay(&answer).await;
    app.settle().await;
    app.ignore_mail();
    page.split('?').next().unwrap().to_owned()
}

/// An officer takes something off the first place of the booking made last.
async fn goodwill(app: &TestApp, pounds: &str) {
    let officer = app.officer(Role::EventsOfficer).await;
    let booking = app.last_booking().await;
    let path = format!("/admin/bookings/{}/exceptions", booking.reference);
    let place = places_of(app, booking.id).await[0].id.to_string();
    let form = officer.get(&path).await.form(&path.replace("/exceptions", "/goodwill-refund"));
    let form = form.set("place", &place).fill("amount", pounds).fill("reason", "The sound failed");
    officer.submit(form).await.assert_has(&format!("£{pounds} goes back"));
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn trf_3_an_amount_off_the_booking_is_not_asked_for_again_by_a_move() {
    let app = spawn_app().await;
    let id = app.a_course().await;
    let offer = || course().of(id).for_pence(3_333, None);
    let (from, to) = (app.sell(offer()).await, app.sell(offer().in_days(44)).await);
    app.gives_out(code(Reduction::OffBooking(Pence::new(1_000)))).await;
    let visitor = app.visitor();
    let manage = booked_with_code(&app, &from, &visitor, &["Asha Verma", "Ben Lee", "Cai Ng"]).await;

    look(&visitor, &manage, &to, "").await.assert_lacks("To pay now");
    move_to(&visitor, &manage, &to, "").await.assert_has("Moved.");
    app.settle().await;

    let money = app.money_of(app.last_booking().await.charge_id.unwrap()).await;
    assert_eq!((money.paid.get(), money.outstanding.get()), (8_999, 0));
    assert_eq!((app.stripe.total_charged().get(), app.stripe.total_refunded().get()), (8_999, 0));
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn trf_3_goodwill_stays_off_a_place_that_moves() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let visitor = app.visitor();
    from.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    app.ignore_mail();
    let manage = app.page_of(&app.last_booking().await);
    goodwill(&app, "90").await;

    look(&visitor, &manage, &to, "").await.assert_lacks("To pay now");
    move_to(&visitor, &manage, &to, "").await.assert_has("Moved.");
    app.settle().await;

    assert_eq!(app.last_booking().await.total_pence, 0);
    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (0, 1));
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn sub_2_a_reduced_member_place_costs_the_difference_of_the_prices_and_no_more() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let (asha, manage) = member_place(&app, &event).await;
    goodwill(&app, "5").await;

    let asked = name(&asha, &manage, 1, ("Ben Lee", "ben.lee@example.org")).await;
    let form = asked.assert_status(409).assert_has("£40 is due first").form(&format!("{manage}/places/1/attendee"));
    app.pay(&asha.submit_once(form).await).await;
    app.settle().await;

    let booking = app.last_booking().await;
    let money = app.money_of(booking.charge_id.unwrap()).await;
    assert_eq!((money.outstanding.get(), places_of(&app, booking.id).await[0].price_pence), (0, 8_500));
    app.assert_books_balance().await;
    app.ignore_mail();
}

/// Two places on one payment of £180, the second of them moved to the other date. Gives both dates.
async fn one_payment_for_two_dates(app: &TestApp) -> (OnSale, OnSale) {
    let (from, to) = two_dates(app).await;
    let visitor = app.visitor();
    from.book_and_pay(app, &visitor, &["Asha Verma", "Ben Lee"]).await;
    let manage = app.page_of(&app.last_booking().await);
    move_to(&visitor, &manage, &to, "&place=2").await.assert_has("Moved.");
    app.settle().await;
    app.ignore_mail();
    (from, to)
}

async fn states(app: &TestApp) -> Vec<String> {
    app.bookings().await.into_iter().map(|booking| booking.state).collect()
}

#[actix_web::test]
async fn ref_19_a_lost_payment_cancels_the_place_that_stayed_and_the_one_that_moved() {
    let app = spawn_app().await;
    let (from, to) = one_payment_for_two_dates(&app).await;

    app.bank_tells(18_000, DisputeStanding::Lost).await;
    app.settle().await;

    assert_eq!(states(&app).await, ["cancelled", "cancelled"]);
    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (0, 0));
    for booking in app.bookings().await {
        assert_eq!(app.money_of(booking.charge_id.unwrap()).await.outstanding.get(), 0);
    }
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_19_a_lost_payment_finds_places_that_moved_one_after_the_other() {
    let app = spawn_app().await;
    let id = app.a_course().await;
    let from = app.sell(course().of(id)).await;
    let (second, third) = (app.sell(course().of(id).in_days(44)).await, app.sell(course().of(id).in_days(51)).await);
    let visitor = app.visitor();
    from.book_and_pay(&app, &visitor, &["Asha Verma", "Ben Lee"]).await;
    let manage = app.page_of(&app.last_booking().await);
    move_to(&visitor, &manage, &second, "&place=2").await.assert_has("Moved.");
    move_to(&visitor, &manage, &third, "&place=1").await.assert_has("Moved.");
    app.settle().await;
    app.ignore_mail();

    app.bank_tells(18_000, DisputeStanding::Lost).await;
    app.settle().await;

    assert_eq!(states(&app).await, ["moved", "cancelled", "cancelled"]);
    assert_eq!((app.seats_taken(&second).await, app.seats_taken(&third).await), (0, 0));
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_refund_in_the_dashboard_of_a_payment_for_two_bookings_is_shown_on_both() {
    let app = spawn_app().await;
    one_payment_for_two_dates(&app).await;
    let seen = RefundSeen {
        id: Some("re_dashboard".to_owned()),
        payment_intent: app.stripe.sessions().last().unwrap().payment_intent.clone(),
        amount: Pence::new(18_000),
        standing: RefundStanding::Succeeded,
        failure_reason: None,
        ours: None,
    };

    nairo::facts::take_in(&app.state, &Seen::Refund(seen)).await.unwrap();
    app.settle().await;

    for booking in app.bookings().await {
        let money = app.money_of(booking.charge_id.unwrap()).await;
        assert_eq!((money.refunded.get(), money.refund_pending.get(), money.outstanding.get()), (9_000, 0, 9_000));
    }
    assert_eq!(app.account("refunds_payable").await, 0);
    app.assert_books_balance().await;
    app.ignore_mail();
}

async fn cancel(client: &Client, manage: &str) {
    let action = format!("{manage}/cancellation");
    let preview = client.get(&action).await;
    client.submit(preview.form(&action)).await.assert_has("cancelled");
}

#[actix_web::test]
async fn elg_13_a_code_goes_on_with_the_places_that_move_and_its_use_comes_back_with_the_last_of_them() {
    for place in ["&place=2", ""] {
        let app = spawn_app().await;
        let (from, to) = two_dates(&app).await;
        app.gives_out(code(Reduction::Percent(10))).await;
        let visitor = app.visitor();
        let first = booked_with_code(&app, &from, &visitor, &["Asha Verma", "Ben Lee"]).await;
        move_to(&visitor, &first, &to, place).await.assert_has("Moved.");
        let second = app.page_of(&app.last_booking().await);
        app.settle().await;

        if !place.is_empty() {
            cancel(&visitor, &first).await;
            assert_eq!(app.code_counts().await, (1, 1_800), "the other place is still cheaper by the code");
        }
        cancel(&visitor, &second).await;
        app.settle().await;

        assert_eq!(app.code_counts().await, (0, 0), "{place}");
        let live = app.bookings().await.into_iter().filter(|booking| booking.state == "confirmed").count();
        assert_eq!(live, 0);
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn co_07_a_self_payer_keeps_the_14_days_when_the_old_date_has_begun() {
    let app = spawn_app().await;
    let id = app.a_course().await;
    let (from, to) = (app.sell(course().of(id).in_days(5)).await, app.sell(course().of(id).in_days(44)).await);
    let asha = app.member("Asha").await;
    let page = asha.get(&from.form_path()).await;
    let form = page.form(&from.bookings_path()).choose("payer", "person").tick("start_now").press("pay", "card");
    app.pay(&asha.submit_once(form).await).await;
    app.settle().await;
    let officer = app.officer(Role::EventsOfficer).await;
    let booking = app.last_booking().await;
    move_to(&officer, &format!("/admin/bookings/{}", booking.reference), &to, "").await.assert_has("Moved.");
    app.settle().await;
    app.advance(chrono::Duration::days(7));
    app.run_jobs().await;
    app.sign_in(&asha).await;

    let manage = app.page_of(&app.last_booking().await);
    asha.get(&format!("{manage}/cancellation")).await.assert_has("£50 was paid, all of it comes back");

    app.ignore_mail();
}
