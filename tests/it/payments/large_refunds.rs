//! More than £500 goes back only when a second person says so (D11).

use nairo::kernel::Role;
use nairo::payments::RefundId;
use nairo::payments::refunds::{DecideRefund, DecideRefundError, RefundState, decide_refund};

use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

async fn decide(app: &TestApp, refund_id: RefundId, by: &Person, is_approved: bool) -> Result<(), DecideRefundError> {
    let decision = DecideRefund { refund_id, decided_by: by.id, is_approved, reason: "Looked at".to_owned() };
    decide_refund(&app.state, decision).await
}

#[actix_web::test]
async fn five_hundred_pounds_goes_by_itself_and_a_penny_more_waits() {
    for (pence, wanted) in [(50_000, RefundState::Succeeded), (50_001, RefundState::Requested)] {
        let app = spawn_app().await;
        let paid = app.pay_by_card(&[90_000]).await;

        let refund = app.credit_and_refund(&paid, pence, "cancel:1").await[0];
        app.settle().await;

        assert_eq!(app.refund_state(refund).await, wanted, "{pence}");
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn whoever_asked_cannot_decide_and_somebody_else_can_once() {
    let app = spawn_app().await;
    let (asker, second) = (app.officer(Role::Treasurer).await, app.officer(Role::Trustee).await);
    let paid = app.pay_by_card(&[90_000]).await;
    let refund = app.refund_asked_by(&paid, 90_000, "cancel:1", Some(asker.id)).await[0];
    app.settle().await;
    let mail = app.mail().only();
    assert_eq!(mail.subject, "A refund of £900 needs a second person");
    mail.assert_says("Nothing is sent until then");

    let own = decide(&app, refund, &asker, true).await;
    assert!(matches!(own, Err(DecideRefundError::SamePerson)), "{own:?}");
    assert!(app.stripe.refunds().is_empty());
    decide(&app, refund, &second, true).await.unwrap();
    let again = decide(&app, refund, &second, false).await;
    app.settle().await;

    assert!(matches!(again, Err(DecideRefundError::NotWaiting)), "{again:?}");
    assert_eq!(app.refund_state(refund).await, RefundState::Succeeded);
    assert_eq!(app.refund_row(refund).await.decided_by_id, Some(second.id));
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn a_refused_refund_leaves_the_money_owed_to_the_payer_where_everybody_sees_it() {
    let app = spawn_app().await;
    let second = app.officer(Role::Trustee).await;
    let paid = app.pay_by_card(&[90_000]).await;
    let refund = app.credit_and_refund(&paid, 90_000, "cancel:1").await[0];

    decide(&app, refund, &second, false).await.unwrap();
    app.settle().await;

    assert_eq!(app.refund_state(refund).await, RefundState::Refused);
    let money = app.money_of(paid.charge.id).await;
    assert_eq!((money.refund_pending.get(), money.outstanding.get()), (0, -90_000));
    assert_eq!(app.account("refunds_payable").await, 0);
    assert!(app.stripe.refunds().is_empty());
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_large_refund_in_parts_is_still_a_large_refund() {
    let app = spawn_app().await;
    let charge = app.raise(&[60_000]).await;
    let paid = super::till::Paid { charge, payment_id: 0, session: String::new() };
    app.record_from_bank(&paid, 30_000).await;
    app.record_from_bank(&paid, 30_000).await;

    let refunds = app.credit_and_refund(&paid, 60_000, "cancel:1").await;

    assert_eq!(refunds.len(), 2, "one for each payment");
    for refund in refunds {
        assert_eq!(app.refund_state(refund).await, RefundState::Requested);
    }
    app.run_jobs().await;
    app.ignore_mail();
}
