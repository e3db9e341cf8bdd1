//! R5, R8: whatever order the messages about one purchase come in, and whichever of them never comes, it ends the same.

use chrono::Duration;
use entity::{booking, place};
use nairo::bookings::end_hold::end_hold;
use nairo::stripe_sandbox::SignedEvent;
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::bookings::shop::{OnSale, course};
use crate::support::{TestApp, spawn_app};

/// What can happen to a purchase that was paid, half of it given back in Stripe's dashboard, and disputed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    PaymentTold,
    RefundTold,
    DisputeTold,
    HoldEnds,
    Reconciled,
}

/// What is told or happens; Stripe is asked at one point or another between them.
const STEPS: [Step; 4] = [Step::PaymentTold, Step::RefundTold, Step::DisputeTold, Step::HoldEnds];

/// One purchase whose messages are still to come.
struct Purchase {
    booking: booking::Model,
    paid: SignedEvent,
    refunded: SignedEvent,
    disputed: String,
}

/// Where it all ended.
#[derive(Clone, Debug, PartialEq, Eq)]
struct End {
    booking: String,
    places: Vec<String>,
    seats: i32,
    payments: usize,
    refunds: Vec<(i64, String)>,
    is_disputed: bool,
    outstanding: i64,
}

#[actix_web::test]
async fn every_order_of_one_purchases_events_ends_the_same() {
    let app = spawn_app().await;
    let mut ends = Vec::new();
    // Each order of the four, and each place at which Stripe is asked in turn.
    for (mut order, at) in orders_of(&STEPS).into_iter().zip((0..=4).cycle()) {
        order.insert(at, Step::Reconciled);
        let end = play(&app, &order).await;
        ends.push((order, end));
    }
    app.ignore_mail();
    app.leave_work();

    assert_eq!(ends.len(), 24);
    let expected = End {
        booking: "confirmed".to_owned(),
        places: vec!["confirmed".to_owned()],
        seats: 1,
        payments: 1,
        refunds: vec![(4_500, "succeeded".to_owned())],
        is_disputed: true,
        outstanding: 4_500,
    };
    let other: Vec<_> = ends.iter().filter(|(_, end)| *end != expected).collect();
    assert!(other.is_empty(), "{} orders end otherwise, such as {:#?}", other.len(), other[0]);
}

#[actix_web::test]
async fn with_any_one_message_lost_reconciling_brings_the_same_end() {
    let app = spawn_app().await;
    let all = play(&app, &STEPS).await;

    for lost in [Step::PaymentTold, Step::RefundTold, Step::HoldEnds] {
        let rest: Vec<Step> = STEPS.into_iter().filter(|step| *step != lost).collect();
        assert_eq!(play(&app, &rest).await, all, "without {lost:?}");
    }
    app.ignore_mail();
    app.leave_work();
}

/// Every order of the steps.
fn orders_of(steps: &[Step]) -> Vec<Vec<Step>> {
    if steps.is_empty() {
        return vec![Vec::new()];
    }
    let first_then = |first: &Step| {
        let rest: Vec<Step> = steps.iter().copied().filter(|step| step != first).collect();
        orders_of(&rest).into_iter().map(|order| [vec![*first], order].concat()).collect::<Vec<_>>()
    };
    steps.iter().flat_map(first_then).collect()
}

/// Buys one place and lets the steps happen in this order, then waits until nothing moves any more.
async fn play(app: &TestApp, order: &[Step]) -> End {
    let event = app.sell(course().in_days(300)).await;
    let purchase = buy(app, &event).await;
    for step in order {
        take(app, &purchase, *step).await;
    }
    for _ in 0..4 {
        app.advance(Duration::minutes(10));
        app.run_jobs().await;
    }
    look(app, &event, &purchase).await
}

async fn buy(app: &TestApp, event: &OnSale) -> Purchase {
    let answer = event.book(&app.visitor(), &["Asha Verma"]).await;
    app.pay(&answer).await;
    let booking = app.last_booking().await;
    let intent = app.stripe.sessions().last().unwrap().payment_intent.clone().unwrap();
    super::refunds::refund_intent(app, &intent, 4_500).await;
    let mut told = app.stripe.pending_webhooks();
    let mut take = |kind: &str| told.remove(told.iter().position(|event| event.kind == kind).unwrap());
    let (paid, refunded) = (take("checkout.session.completed"), take("refund.created"));
    app.stripe.drop_webhooks();
    let dispute = json!({ "id": format!("dp_{}", booking.id), "object": "dispute", "amount": 4_500,
        "payment_intent": intent, "status": "needs_response" });
    let disputed = app.stripe.make_event_payload("charge.dispute.created", dispute);
    Purchase { booking, paid, refunded, disputed }
}

async fn take(app: &TestApp, purchase: &Purchase, step: Step) {
    match step {
        Step::PaymentTold => tell(app, &purchase.paid.payload).await,
        Step::RefundTold => tell(app, &purchase.refunded.payload).await,
        Step::DisputeTold => tell(app, &purchase.disputed).await,
        Step::HoldEnds => {
            if let Some(until) = purchase.booking.held_until.filter(|until| app.now() < *until) {
                app.clock.set(until);
            }
            end_hold(&app.state, purchase.booking.id).await.unwrap();
        }
        Step::Reconciled => app.advance(Duration::minutes(5)),
    }
    app.run_jobs().await;
}

async fn tell(app: &TestApp, body: &str) {
    let visitor = app.visitor();
    let request = visitor.request(Method::POST, "/webhooks/stripe");
    let signed = request.header("stripe-signature", app.stripe.sign(body, app.now())).body(body.to_owned());
    visitor.send(signed).await.assert_status(200);
}

async fn look(app: &TestApp, event: &OnSale, purchase: &Purchase) -> End {
    let db = app.state.db.reader();
    let booking = booking::Entity::find_by_id(purchase.booking.id).one(db).await.unwrap().unwrap();
    let places = place::Entity::find().filter(place::Column::BookingId.eq(booking.id)).all(db).await.unwrap();
    let charge = booking.charge_id.unwrap();
    let refunds = nairo::payments::queries::refunds_of_charge(db, charge).await.unwrap();
    End {
        places: places.into_iter().map(|place| place.state).collect(),
        seats: app.seats_taken(event).await,
        payments: app.payments_of(charge).await.len(),
        refunds: refunds.iter().map(|refund| (refund.amount.get(), refund.state.word().to_owned())).collect(),
        is_disputed: nairo::payments::queries::is_disputed(db, charge).await.unwrap(),
        outstanding: app.money_of(charge).await.outstanding.get(),
        booking: booking.state,
    }
}
