//! Payments that the payer's bank questions (REF-19): noted, and nothing goes back while one is open.

use nairo::kernel::Pence;
use nairo::payments::MoneyFact;
use nairo::payments::queries::is_disputed;
use nairo::payments::refunds::RefundState;
use nairo::payments::seen::{DisputeSeen, DisputeStanding, Seen};
use reqwest::Method;
use sea_orm::EntityTrait;
use serde_json::json;

use super::till::Paid;
use crate::bookings::shop::course;
use crate::support::{TestApp, spawn_app};

fn intent(app: &TestApp, paid: &Paid) -> String {
    let sessions = app.stripe.sessions();
    let session = sessions.iter().find(|session| session.id == paid.session).unwrap();
    session.payment_intent.clone().unwrap()
}

fn seen(app: &TestApp, paid: &Paid, standing: DisputeStanding) -> Seen {
    let payment_intent = Some(intent(app, paid));
    Seen::Dispute(DisputeSeen::new("dp_1", payment_intent, Pence::new(5_000), standing))
}

#[actix_web::test]
async fn a_dispute_told_by_webhook_is_noted_and_the_treasurer_hears_of_it_once() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    let object = json!({ "id": "dp_1", "object": "dispute", "amount": 5_000, "payment_intent": intent(&app, &paid),
        "status": "needs_response" });

    for kind in ["charge.dispute.created", "charge.dispute.updated"] {
        let body = app.stripe.make_event_payload(kind, object.clone());
        let visitor = app.visitor();
        let request = visitor.request(Method::POST, "/webhooks/stripe");
        visitor.send(request.header("stripe-signature", app.stripe.sign(&body, app.now())).body(body)).await;
        app.run_jobs().await;
    }

    assert!(is_disputed(app.state.db.reader(), paid.charge.id).await.unwrap());
    let mail = app.mail().only();
    assert_eq!(mail.subject, "A payment of £50 is disputed");
    mail.assert_says("no refund of this payment is sent");
}

#[actix_web::test]
async fn a_refund_waits_while_a_dispute_is_open_and_goes_out_when_it_is_won() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    let facts = app.apply(&seen(&app, &paid, DisputeStanding::Open)).await;
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.settle().await;
    let waiting = (app.refund_state(refund).await, app.stripe.refunds().len());

    app.apply(&seen(&app, &paid, DisputeStanding::Won)).await;
    app.settle().await;

    assert_eq!(facts, [MoneyFact::Disputed { charge_id: paid.charge.id }]);
    assert_eq!(waiting, (RefundState::Approved, 0));
    assert_eq!(app.refund_state(refund).await, RefundState::Succeeded);
    app.ignore_mail();
}

#[actix_web::test]
async fn a_lost_dispute_takes_the_money_and_the_refund_that_waited() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    app.apply(&seen(&app, &paid, DisputeStanding::Open)).await;
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.settle().await;

    app.apply(&seen(&app, &paid, DisputeStanding::Lost)).await;
    app.apply(&seen(&app, &paid, DisputeStanding::Lost)).await;
    app.settle().await;

    assert_eq!(app.refund_state(refund).await, RefundState::GivenUp);
    assert_eq!((app.account("stripe_clearing").await, app.account("refunds_payable").await), (0, 0));
    let money = app.money_of(paid.charge.id).await;
    assert_eq!((money.paid.get(), money.outstanding.get()), (0, 0), "credited, and paid by nobody any more");
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn an_end_told_before_its_beginning_is_the_end() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;

    app.apply(&seen(&app, &paid, DisputeStanding::Lost)).await;
    app.apply(&seen(&app, &paid, DisputeStanding::Open)).await;
    app.run_jobs().await;

    assert!(!is_disputed(app.state.db.reader(), paid.charge.id).await.unwrap());
    assert_eq!(app.money_of(paid.charge.id).await.outstanding.get(), 5_000, "what was sold is owed again");
    app.ignore_mail();
}

#[actix_web::test]
async fn while_a_dispute_is_open_a_booking_is_not_cancelled_by_its_booker_and_says_what_to_do() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let manage = manage.path.split('?').next().unwrap().to_owned();
    let preview = visitor.get(&format!("{manage}/cancellation")).await;
    let payment_intent = app.stripe.sessions()[0].payment_intent.clone();
    let seen = DisputeSeen::new("dp_1", payment_intent, Pence::new(9_000), DisputeStanding::Open);
    app.apply(&Seen::Dispute(seen)).await;
    app.run_jobs().await;

    let pressed = visitor.submit(preview.form(&format!("{manage}/cancellation"))).await;
    let looked = visitor.get(&format!("{manage}/cancellation")).await;

    for page in [&pressed, &looked] {
        page.assert_has("The bank that paid is looking into the payment").assert_has("Write to us");
    }
    pressed.assert_has("You are booked");
    looked.assert_has("Note my request").assert_lacks("What comes back");
    let times = async || {
        let noted = entity::refused_request::Entity::find().one(app.state.db.reader()).await.unwrap();
        noted.map(|noted| (noted.wanted, noted.why, noted.times))
    };
    assert_eq!(times().await, Some(("cancel".into(), "disputed".into(), 1)), "looking writes nothing (S3)");
    visitor.submit(looked.form(&format!("{manage}/cancellation"))).await.assert_has("You are booked");
    assert_eq!(times().await, Some(("cancel".into(), "disputed".into(), 2)));
    assert_eq!(app.seats_taken(&event).await, 1);
    assert_eq!(app.stripe.total_refunded(), Pence::ZERO);
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_19_a_dispute_lost_before_the_event_gives_the_place_to_others_and_owes_nothing() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    let charge = app.last_booking().await.charge_id.unwrap();

    for standing in [DisputeStanding::Open, DisputeStanding::Lost, DisputeStanding::Lost] {
        app.bank_tells(9_000, standing).await;
        app.settle().await;
    }

    assert_eq!((app.last_booking().await.state.as_str(), app.seats_taken(&event).await), ("cancelled", 0));
    let money = app.money_of(charge).await;
    assert_eq!((money.paid.get(), money.outstanding.get()), (0, 0));
    assert_eq!((app.account("stripe_clearing").await, app.account("fees").await), (-2_000, 2_000), "the fee, once");
    let mail = app.mail();
    mail.to("bo@example.org").assert_says("has taken the payment back").assert_says("nothing is owed for them");
    mail.to("asha.verma@example.org").assert_says("taken back by the bank that paid");
    assert_eq!(app.all_refunds().await, []);
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_19_a_dispute_lost_after_the_event_keeps_the_place_and_owes_its_price() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    app.advance(chrono::Duration::days(31));

    app.bank_tells(9_000, DisputeStanding::Lost).await;
    app.run_jobs().await;

    let booking = app.last_booking().await;
    assert_eq!((booking.state.as_str(), app.seats_taken(&event).await), ("confirmed", 1));
    assert_eq!(app.money_of(booking.charge_id.unwrap()).await.outstanding.get(), 9_000);
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_19_officers_see_what_can_be_shown_to_the_bank() {
    let app = spawn_app().await;
    let treasurer = app.officer(nairo::kernel::Role::Treasurer).await;
    let event = app.sell(course().joined_at("https://zoom.us/j/1234567890")).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    let link = app.mail().to("asha.verma@example.org").link("/manage/");
    app.advance("2026-07-01T08:15:00Z".parse::<nairo::kernel::Instant>().unwrap() - app.now());
    let visitor = app.visitor();
    let join = visitor.get(&link).await.link("Join now");
    visitor.get_once(&join).await.assert_status(303);
    visitor.get_once(&join).await.assert_status(303);
    app.bank_tells(9_000, DisputeStanding::Open).await;
    app.run_jobs().await;
    app.sign_in(&treasurer).await;

    let list = treasurer.get("/admin/money").await;
    let page = treasurer.get(&list.link("See what to answer")).await;

    page.assert_status(200)
        .assert_has("Version of the terms 1")
        .assert_has("Opened 2 times")
        .assert_has("Booking confirmed, to bo@example.org")
        .assert_has("Place confirmed, to asha.verma@example.org")
        .assert_has("You may send somebody else in your place");
    treasurer.get("/admin/money/disputes/dp_none").await.assert_status(404);
    app.ignore_mail();
}
