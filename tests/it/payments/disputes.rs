//! Payments that the payer's bank questions (REF-19): noted, and nothing goes back while one is open.

use nairo::kernel::Pence;
use nairo::payments::MoneyFact;
use nairo::payments::queries::is_disputed;
use nairo::payments::refunds::RefundState;
use nairo::payments::seen::{DisputeSeen, DisputeStanding, Seen};
use reqwest::Method;
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
        page.assert_has("The bank that paid is looking into the payment")
            .assert_has("Write to us")
            .assert_has("You are booked");
    }
    assert_eq!(app.seats_taken(&event).await, 1);
    assert_eq!(app.stripe.total_refunded(), Pence::ZERO);
    app.ignore_mail();
}
