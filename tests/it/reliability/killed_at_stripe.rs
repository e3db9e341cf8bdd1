//! The process is killed while Stripe works on what it asked for, so that nobody stores the answer (R10): whoever comes next asks
//! under the key that was stored before the call, and there is one object at Stripe.

use std::time::Duration;

use actix_web::rt;
use nairo::payments::refunds::RefundState;
use nairo::stripe_sandbox::Fault;

use super::buyer::{Answer, Buyer, shop};
use super::program::{Program, terminal};
use crate::command_line::terminal::Terminal;
use crate::support::TestApp;
use crate::support::stripe::session_in;
use crate::support::work::until;
use crate::support::world::{STRIPE_KEY, WEBHOOK_SECRET};

const SESSIONS: &str = "/v1/checkout/sessions";
const REFUNDS: &str = "/v1/refunds";

/// Long enough to be killed in, shorter than the program's patience with Stripe.
const WORKS_FOR: Duration = Duration::from_secs(5);

/// Settings of a program that takes cards at the test's own Stripe.
fn with_cards(app: &TestApp) -> Terminal {
    terminal(app)
        .with("STRIPE_SECRET_KEY", STRIPE_KEY)
        .with("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET)
        .with("STRIPE_API_BASE", &app.stripe.base_url())
}

async fn until_asked(app: &TestApp, path: &str) {
    let is_asked = || app.stripe.requests().iter().any(|call| call.method == "POST" && call.path == path);
    until("Stripe is asked", is_asked).await;
}

#[actix_web::test]
async fn r10_killed_while_a_payment_page_is_opened_there_is_one_page_and_the_buyer_pays_once() {
    let (app, event) = shop(None).await;
    let terminal = with_cards(&app);
    let program = Program::start(&terminal);
    let buyer = Buyer::open_to_pay(&program.base_url(), &event, "card").await;
    app.stripe.fail_next_on(&format!("POST {SESSIONS}"), Fault::Hang(WORKS_FOR));

    let pressed = rt::spawn(async move { buyer.book().await.1 });
    until_asked(&app, SESSIONS).await;
    program.kill();
    assert_eq!(pressed.await.unwrap(), Answer::Nothing);
    until("Stripe has opened the page", || app.stripe.sessions().len() == 1).await;

    let (booking, visitor) = (app.last_booking().await, app.visitor());
    let manage = app.page_of(&booking);
    let waiting = visitor.get(&manage).await;
    waiting.assert_has("Your places are kept, not yet paid");
    let again = visitor.submit_once(waiting.form(&format!("{manage}/payment"))).await;
    app.stripe.pay(&session_in(again.assert_status(303).header("location"))).await.unwrap();
    app.settle().await;

    visitor.get(&manage).await.assert_has("You are booked");
    assert_eq!(app.stripe.sessions().len(), 1, "one page for one intention");
    assert_eq!(app.payments_of(booking.charge_id.unwrap()).await.len(), 1);
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn r10_killed_while_a_refund_is_made_there_is_one_refund_and_nobody_hears_of_a_failure() {
    let (app, _) = shop(None).await;
    let paid = app.pay_by_card(&[5_000]).await;
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.stripe.fail_next_on(&format!("POST {REFUNDS}"), Fault::Hang(WORKS_FOR));

    let terminal = with_cards(&app);
    let program = Program::start(&terminal);
    until_asked(&app, REFUNDS).await;
    program.kill();
    until("Stripe has made the refund", || app.stripe.refunds().len() == 1).await;
    let before = app.refund_state(refund).await;
    app.advance(chrono::Duration::minutes(5));
    app.settle().await;

    assert_eq!(before, RefundState::Approved, "nobody stored the answer");
    assert_eq!(app.refund_state(refund).await, RefundState::Succeeded);
    assert_eq!((app.stripe.refunds().len(), app.account("stripe_clearing").await), (1, 0));
    app.mail().assert_none();
    app.assert_books_balance().await;
}
