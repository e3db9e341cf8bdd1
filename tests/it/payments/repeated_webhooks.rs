//! A message that comes twice or ten times, at once or one after the other, leaves the state, the books and the mail that it leaves
//! when it comes once (R7).

use entity::{ledger_posting, webhook_event};
use futures_util::future::join_all;
use nairo::payments::queries::{is_disputed, refunds_of_charge};
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;

use crate::bookings::shop::{OnSale, course};
use crate::support::{TestApp, spawn_app};

/// How the copies of one message come.
#[derive(Clone, Copy, Debug)]
enum Pace {
    AtOnce,
    /// Each is dealt with before the next one comes.
    InTurn,
}

/// Where it all ended.
#[derive(Clone, Debug, PartialEq, Eq)]
struct End {
    booking: String,
    seats: i32,
    payments: usize,
    refunds: Vec<(i64, String)>,
    is_disputed: bool,
    postings: Vec<(String, i64)>,
    messages: u64,
    mail: Vec<String>,
}

#[actix_web::test]
async fn r7_a_message_twice_or_ten_times_at_once_or_in_turn_is_one_message() {
    let once = play(1, Pace::InTurn).await;
    assert_eq!((once.booking.as_str(), once.seats, once.payments, once.is_disputed), ("confirmed", 1, 1, true));
    assert_eq!(once.refunds, [(4_500, "succeeded".to_owned())]);
    assert!(!once.mail.is_empty(), "the booker and the attendee are told");

    for (times, pace) in
        [(1, Pace::AtOnce), (2, Pace::AtOnce), (2, Pace::InTurn), (10, Pace::AtOnce), (10, Pace::InTurn)]
    {
        assert_eq!(play(times, pace).await, once, "{times} times, {pace:?}");
    }
}

/// A place is paid for, half of it goes back in Stripe's dashboard, and the bank questions it; each message comes so many times.
async fn play(times: usize, pace: Pace) -> End {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let answer = event.book(&app.visitor(), &["Asha Verma"]).await;
    app.pay(&answer).await;
    tell_all(&app, times, pace).await;
    let intent = app.stripe.sessions()[0].payment_intent.clone().unwrap();
    super::refunds::refund_intent(&app, &intent, 4_500).await;
    tell_all(&app, times, pace).await;
    let dispute = json!({ "id": "dp_1", "object": "dispute", "amount": 4_500, "payment_intent": intent,
        "status": "needs_response" });
    let disputed = app.stripe.make_event_payload("charge.dispute.created", dispute);
    tell(&app, &disputed, times, pace).await;
    look(&app, &event).await
}

/// Whatever Stripe has to say now, each message so many times.
async fn tell_all(app: &TestApp, times: usize, pace: Pace) {
    let told = app.stripe.pending_webhooks();
    app.stripe.drop_webhooks();
    assert!(!told.is_empty(), "Stripe has something to say");
    for message in told {
        tell(app, &message.payload, times, pace).await;
    }
}

async fn tell(app: &TestApp, body: &str, times: usize, pace: Pace) {
    match pace {
        Pace::AtOnce => {
            join_all((0..times).map(|_| post(app, body))).await;
        }
        Pace::InTurn => {
            for _ in 0..times {
                post(app, body).await;
                app.run_jobs().await;
            }
        }
    }
    app.run_jobs().await;
}

async fn post(app: &TestApp, body: &str) {
    let visitor = app.visitor();
    let request = visitor.request(Method::POST, "/webhooks/stripe");
    let signed = request.header("stripe-signature", app.stripe.sign(body, app.now())).body(body.to_owned());
    assert_eq!(visitor.send(signed).await.status.as_u16(), 200);
}

async fn look(app: &TestApp, event: &OnSale) -> End {
    let (db, booking) = (app.state.db.reader(), app.last_booking().await);
    let charge = booking.charge_id.unwrap();
    let refunds = refunds_of_charge(db, charge).await.unwrap();
    let postings = ledger_posting::Entity::find().all(db).await.unwrap();
    let mut postings: Vec<_> = postings.into_iter().map(|one| (one.account, one.amount_pence)).collect();
    postings.sort();
    let mut mail: Vec<_> = app.all_mail().iter().map(|mail| format!("{}: {}", mail.to, mail.subject)).collect();
    mail.sort();
    End {
        seats: app.seats_taken(event).await,
        payments: app.payments_of(charge).await.len(),
        refunds: refunds.iter().map(|refund| (refund.amount.get(), refund.state.word().to_owned())).collect(),
        is_disputed: is_disputed(db, charge).await.unwrap(),
        messages: webhook_event::Entity::find().count(db).await.unwrap(),
        booking: booking.state,
        postings,
        mail,
    }
}
