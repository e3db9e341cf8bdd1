//! HLD-11: who abandoned a booking is forgotten, but not while money of theirs may still come, is here, or is on its way back.

use chrono::Duration;
use nairo::stripe_sandbox::RefundOutcome;

use super::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn a_transfer_two_days_late_still_finds_who_sent_it_and_buys_the_places() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let booking = event.book_by_bank(&app, &visitor, &["Asha Verma"]).await;
    app.advance(Duration::days(8));
    app.run_jobs().await;
    assert_eq!(app.last_booking().await.state, "expired");
    app.advance(Duration::days(2));
    app.run_jobs().await;

    app.money_comes(booking.charge_id.unwrap(), 9_000).await;

    visitor.get(&app.page_of(&booking)).await.assert_has("You are booked").assert_has("Asha Verma");
    app.mail().to("bo@example.org").assert_says("Total paid");
    app.ignore_mail();
}

#[actix_web::test]
async fn a_transfer_that_never_comes_is_waited_for_thirty_days() {
    let app = spawn_app().await;
    let event = app.sell(course().in_days(90)).await;
    let booking = event.book_by_bank(&app, &app.visitor(), &["Asha Verma"]).await;
    app.advance(Duration::days(8));
    app.run_jobs().await;
    app.advance(Duration::days(29));
    app.run_jobs().await;
    assert_eq!(app.last_booking().await.booker_name, "Bo Booker");

    app.advance(Duration::days(2));
    app.run_jobs().await;

    assert_eq!(app.last_booking().await.booker_name, "");
    app.visitor().get(&app.page_of(&booking)).await.assert_status(404);
}

#[actix_web::test]
async fn nobody_is_forgotten_while_their_money_is_on_its_way_back() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1).in_days(90)).await;
    let answer = event.book(&app.visitor(), &["Asha Verma"]).await;
    app.pay(&answer).await;
    let late = app.stripe.pending_webhooks();
    app.stripe.drop_webhooks();
    app.advance(Duration::minutes(40));
    event.book(&app.visitor(), &["Ben Lee"]).await.assert_status(303);
    app.stripe.set_refund_outcome(RefundOutcome::Fail);
    app.stripe.deliver(&late[0].id).await;
    app.settle().await;
    app.ignore_mail();

    // Three more tries, one a day, and then it is with an officer: all the time it is known whose money it is.
    for _ in 0..5 {
        app.advance(Duration::hours(25));
        app.settle().await;
    }

    assert_eq!(app.bookings().await[0].booker_email, "bo@example.org");
    let charge = app.bookings().await[0].charge_id.unwrap();
    assert_eq!(app.payer_of(charge).await, "Sampleton Council");
    app.ignore_mail();
}

#[actix_web::test]
async fn thirty_days_after_the_money_is_back_the_people_are_forgotten_and_the_payer_stays_in_the_books() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1).in_days(90)).await;
    let answer = event.book(&app.visitor(), &["Asha Verma"]).await;
    app.pay(&answer).await;
    let late = app.stripe.pending_webhooks();
    app.stripe.drop_webhooks();
    app.advance(Duration::minutes(40));
    event.book(&app.visitor(), &["Ben Lee"]).await.assert_status(303);
    app.stripe.deliver(&late[0].id).await;
    app.settle().await;
    app.advance(Duration::days(29));
    app.settle().await;
    assert_eq!(app.bookings().await[0].booker_email, "bo@example.org");

    app.advance(Duration::days(2));
    app.settle().await;

    let booking = app.bookings().await[0].clone();
    assert_eq!(booking.booker_email, "");
    assert_eq!(app.payer_of(booking.charge_id.unwrap()).await, "Sampleton Council");
    app.ignore_mail();
}

impl crate::support::TestApp {
    async fn payer_of(&self, charge_id: i64) -> String {
        use sea_orm::EntityTrait;
        entity::charge::Entity::find_by_id(charge_id).one(self.state.db.reader()).await.unwrap().unwrap().payer_name
    }
}
