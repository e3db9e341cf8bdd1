//! The money of a move (TRF-3, TRF-4, REF-14): dearer, cheaper, carried across, and what a refund is afterwards.

use chrono::Duration;
use nairo::kernel::Role;

use super::moving::{look, move_to, two_dates};
use super::shop::{OnSale, course};
use crate::support::{TestApp, spawn_app};

/// A date at £90 and one at another price, of one course.
pub async fn dates(app: &TestApp, standard: i64, member: i64) -> (OnSale, OnSale) {
    let id = app.a_course().await;
    let other = course().of(id).in_days(44).for_pence(standard, Some(member));
    (app.sell(course().of(id)).await, app.sell(other).await)
}

#[actix_web::test]
async fn trf_3_a_dearer_date_is_paid_for_first_and_its_seat_is_kept_meanwhile() {
    let app = spawn_app().await;
    let (from, to) = dates(&app, 12_000, 7_000).await;
    let visitor = app.visitor();
    from.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    app.ignore_mail();
    let manage = app.page_of(&app.last_booking().await);

    let page = look(&visitor, &manage, &to, "").await;
    let answer = visitor.submit_once(page.assert_has("Pay £30 and move").form(&format!("{manage}/move"))).await;
    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (1, 1), "kept, and nothing is moved yet");
    visitor
        .get(&manage)
        .await
        .assert_has("£30 is due for the move to another date")
        .assert_has("Wednesday 1 July 2026");
    app.pay(&answer).await;
    app.settle().await;

    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (0, 1));
    let booking = app.last_booking().await;
    let money = app.money_of(booking.charge_id.unwrap()).await;
    assert_eq!((money.charged.get(), money.paid.get(), money.outstanding.get()), (12_000, 12_000, 0));
    app.assert_books_balance().await;
    assert_eq!(app.stripe.total_charged().get(), 12_000);
    app.mail().to("bo@example.org").assert_says("The difference of £30 has been paid");

    let manage = app.page_of(&booking);
    let preview = visitor.get(&format!("{manage}/cancellation")).await;
    visitor.submit(preview.form(&format!("{manage}/cancellation"))).await.assert_has("£120 is on its way back");
    app.settle().await;
    assert_eq!(app.stripe.total_refunded().get(), 12_000, "out of both payments");
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn trf_3_nobody_pays_in_time_and_the_seat_is_free_again() {
    let app = spawn_app().await;
    let (from, to) = dates(&app, 12_000, 7_000).await;
    let visitor = app.visitor();
    from.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let manage = app.page_of(&app.last_booking().await);
    move_to_pay(&app, &manage, &to).await;

    app.advance(Duration::minutes(40) - Duration::microseconds(1));
    app.settle().await;
    assert_eq!(app.seats_taken(&to).await, 1, "CLK-6: at the instant, not before");
    app.advance(Duration::microseconds(1));
    app.settle().await;

    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (1, 0));
    visitor.get(&manage).await.assert_has("You are booked").assert_lacks("A change waits");
    app.assert_books_balance().await;
    app.ignore_mail();
}

/// Asks for the move as far as Stripe's page.
pub async fn move_to_pay(app: &TestApp, manage: &str, to: &OnSale) -> crate::support::page::Page {
    let visitor = app.visitor();
    let page = look(&visitor, manage, to, "").await;
    visitor.submit_once(page.form(&format!("{manage}/move"))).await
}

#[actix_web::test]
async fn money_for_a_move_that_is_no_longer_possible_goes_back_and_the_booking_stays() {
    let app = spawn_app().await;
    let (from, to) = dates(&app, 12_000, 7_000).await;
    let visitor = app.visitor();
    from.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let manage = app.page_of(&app.last_booking().await);
    let answer = move_to_pay(&app, &manage, &to).await;
    app.office_calls_off(&to, nairo::audit::Actor::System).await;
    app.run_jobs().await;
    app.ignore_mail();

    app.pay(&answer).await;
    app.settle().await;

    assert_eq!(app.stripe.total_refunded().get(), 3_000);
    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (1, 0));
    app.mail().to("bo@example.org").assert_says("is as it was before");
    visitor.get(&manage).await.assert_has("You are booked");
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn trf_3_a_cheaper_date_gives_the_difference_back_in_time_and_a_member_place_stays_one() {
    let app = spawn_app().await;
    let (from, to) = dates(&app, 6_000, 4_000).await;
    let asha = app.member("Asha").await;
    let form = asha.get(&from.form_path()).await.form(&from.bookings_path()).choose("payer", "person");
    let answer = asha.submit_once(form.press("pay", "card")).await;
    app.pay(&answer).await;
    app.settle().await;
    app.ignore_mail();
    let manage = app.page_of(&app.last_booking().await);

    let page = look(&asha, &manage, &to, "").await;
    page.assert_has("Member price; £50 was paid, £10 comes back");
    asha.submit(page.form(&format!("{manage}/move"))).await.assert_has("Moved.").assert_has("member price");
    app.settle().await;

    assert_eq!(app.stripe.total_refunded().get(), 1_000);
    let money = app.money_of(app.last_booking().await.charge_id.unwrap()).await;
    assert_eq!((money.paid.get(), money.outstanding.get()), (4_000, 0));
    app.mail().to(&asha.email);
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn ref_14_staff_move_a_place_past_its_deadline_and_it_is_still_not_refundable() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let visitor = app.visitor();
    from.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let old = app.last_booking().await;
    app.clock.set("2026-06-27T12:00:00Z".parse().unwrap());
    let officer = app.officer(Role::EventsOfficer).await;
    let desk = format!("/admin/bookings/{}", old.reference);
    move_to(&officer, &desk, &to, "").await.assert_has("Moved.");
    app.settle().await;
    let moved = app.last_booking().await;

    let preview = visitor.get(&format!("{}/cancellation", app.page_of(&moved))).await;

    preview.assert_has("£90 was paid, none of it comes back");
    preview.assert_has("The last day for a refund has passed: it was possible until the end of Wednesday 24 June 2026");
    app.ignore_mail();
}

#[actix_web::test]
async fn two_confirmations_of_a_move_move_once() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let visitor = app.visitor();
    from.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let manage = app.page_of(&app.last_booking().await);
    let form = look(&visitor, &manage, &to, "").await.form(&format!("{manage}/move"));

    visitor.submit(form.clone()).await.assert_has("Moved.");
    visitor.submit(form).await;
    app.settle().await;

    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (0, 1));
    assert_eq!(app.bookings().await.len(), 2);
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn elg_11_a_moved_early_place_keeps_its_price_and_takes_none_of_the_other_dates() {
    let app = spawn_app().await;
    let (from, to) = dates(&app, 9_000, 5_000).await;
    app.early_price(&from, 7_000, None).await;
    app.early_price(&to, 6_000, Some(1)).await;
    let visitor = app.visitor();
    from.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    app.ignore_mail();
    let manage = app.page_of(&app.last_booking().await);

    move_to(&visitor, &manage, &to, "").await.assert_has("Moved.").assert_has("early price, instead of £90");
    app.settle().await;

    let money = app.money_of(app.last_booking().await.charge_id.unwrap()).await;
    assert_eq!((money.charged.get(), money.paid.get(), money.outstanding.get()), (7_000, 7_000, 0));
    visitor.get(&format!("/events/{}", to.slug)).await.assert_has("1 place is left at this price");
    app.assert_books_balance().await;
    app.ignore_mail();
}
