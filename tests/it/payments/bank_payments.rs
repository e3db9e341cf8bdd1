//! Money by bank transfer: written down by an officer, once, and refunded by hand (D13, D14).

use nairo::kernel::{Pence, Role};
use nairo::payments::RecordBankPayment;
use nairo::payments::record_bank_payment::{RecordBankPaymentError, record_bank_payment};
use nairo::payments::refunds::{PayByHand, RefundState, pay_by_hand};

use super::till::Paid;
use crate::support::{TestApp, spawn_app};

impl TestApp {
    /// An officer writes down a transfer for the charge, and the money is set against it.
    pub async fn record_from_bank(&self, paid: &Paid, pence: i64) {
        let officer = self.officer(Role::Treasurer).await;
        let command = self.transfer(paid.charge.id, officer.id, pence, &self.state.tokens.uuid());
        record_bank_payment(&self.state, command).await.unwrap();
        self.run_jobs().await;
        let newest = self.payments_of(paid.charge.id).await.pop().unwrap();
        self.set_against(newest.id, paid.charge.id).await;
    }

    fn transfer(&self, charge_id: i64, officer: i64, pence: i64, key: &str) -> RecordBankPayment {
        RecordBankPayment {
            charge_id,
            amount: Pence::new(pence),
            value_on: self.today(),
            bank_reference: "SAMPLETON 4711".to_owned(),
            recorded_by: officer,
            idempotency_key: key.to_owned(),
            body_digest: format!("{pence}"),
        }
    }
}

#[actix_web::test]
async fn the_same_form_sent_twice_is_one_payment() {
    let app = spawn_app().await;
    let officer = app.officer(Role::Treasurer).await;
    let charge = app.raise(&[9_000]).await;

    let first = record_bank_payment(&app.state, app.transfer(charge.id, officer.id, 9_000, "key")).await.unwrap();
    let again = record_bank_payment(&app.state, app.transfer(charge.id, officer.id, 9_000, "key")).await.unwrap();
    let other = record_bank_payment(&app.state, app.transfer(charge.id, officer.id, 5_000, "key")).await;
    app.run_jobs().await;

    assert_eq!(first, again);
    assert!(matches!(other, Err(RecordBankPaymentError::FormUsed)), "{other:?}");
    assert_eq!(app.payments_of(charge.id).await.len(), 1);
    assert_eq!(app.account("bank").await, 9_000);
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn no_money_and_money_from_the_future_are_not_written_down() {
    let app = spawn_app().await;
    let officer = app.officer(Role::Treasurer).await;
    let charge = app.raise(&[9_000]).await;
    let mut tomorrow = app.transfer(charge.id, officer.id, 9_000, "a");
    tomorrow.value_on = app.today().succ_opt().unwrap();

    let nothing = record_bank_payment(&app.state, app.transfer(charge.id, officer.id, 0, "b")).await;
    let too_soon = record_bank_payment(&app.state, tomorrow).await;

    assert!(matches!(nothing, Err(RecordBankPaymentError::NoMoney)), "{nothing:?}");
    assert!(matches!(too_soon, Err(RecordBankPaymentError::InTheFuture)), "{too_soon:?}");
    assert!(app.payments_of(charge.id).await.is_empty());
}

#[actix_web::test]
async fn money_from_the_bank_goes_back_by_hand_and_only_the_reference_is_kept() {
    let app = spawn_app().await;
    let officer = app.officer(Role::Treasurer).await;
    let charge = app.raise(&[9_000]).await;
    let paid = Paid { charge, payment_id: 0, session: String::new() };
    app.record_from_bank(&paid, 9_000).await;

    let refund = app.credit_and_refund(&paid, 9_000, "cancel:1").await[0];
    app.run_jobs().await;
    assert_eq!(app.refund_state(refund).await, RefundState::Manual);
    let mail = app.mail().only();
    assert_eq!(mail.subject, "A refund of £90 is to be paid by bank transfer");
    mail.assert_says("Their bank details must not be kept");
    let command = PayByHand { refund_id: refund, bank_reference: "OUT 1".to_owned(), paid_by: officer.id };
    pay_by_hand(&app.state, command).await.unwrap();
    app.run_jobs().await;

    assert_eq!(app.refund_state(refund).await, RefundState::Succeeded);
    assert_eq!(app.refund_row(refund).await.manual_reference.as_deref(), Some("OUT 1"));
    assert_eq!((app.account("bank").await, app.account("refunds_payable").await), (0, 0));
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn more_than_is_owed_stays_on_account_and_less_leaves_the_rest_owed() {
    let app = spawn_app().await;
    let charge = app.raise(&[9_000]).await;
    let paid = Paid { charge, payment_id: 0, session: String::new() };

    app.record_from_bank(&paid, 4_000).await;
    let part = app.money_of(paid.charge.id).await;
    app.record_from_bank(&paid, 6_000).await;
    let all = app.money_of(paid.charge.id).await;

    assert_eq!((part.paid.get(), part.outstanding.get()), (4_000, 5_000));
    assert_eq!((all.paid.get(), all.outstanding.get()), (9_000, 0));
    assert_eq!(app.account("on_account").await, -1_000);
    app.assert_books_balance().await;
}
