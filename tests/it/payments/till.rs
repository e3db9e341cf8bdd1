//! Charges without a booking behind them, paid on the local Stripe, for tests that are about money alone.

use chrono::Duration;
use entity::{ledger_posting, refund};
use nairo::jobs::Priority;
use nairo::kernel::{Pence, Unexpected};
use nairo::payments::refunds::RefundState;
use nairo::payments::{
    self, ChargeMoney, MoneyFact, NewCharge, NewCheckout, NewLine, Payer, PayerKind, Purpose, RaisedCharge,
    RefundCharge, RefundId, VatTreatment,
};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::support::TestApp;

/// A charge that was paid and settled.
#[derive(Clone, Debug)]
pub struct Paid {
    pub charge: RaisedCharge,
    pub payment_id: i64,
    /// Stripe's id of the session.
    pub session: String,
}

impl Paid {
    pub fn line(&self) -> i64 {
        self.charge.line_ids[0]
    }
}

impl TestApp {
    /// Raises a charge with one line for each amount.
    pub async fn raise(&self, pence: &[i64]) -> RaisedCharge {
        let lines = pence.iter().zip(1..).map(|(pence, number)| NewLine {
            purpose: Purpose::MembershipTerm(number),
            description: format!("Thing {number}"),
            vat: VatTreatment::Exempt,
            list_price: Pence::new(*pence),
            discount: Pence::ZERO,
            fund: "general".to_owned(),
            activity: "training".to_owned(),
        });
        let payer = Payer {
            kind: PayerKind::Organisation(None),
            name: "Sampleton Council".to_owned(),
            email: "payer@example.org".to_owned(),
        };
        let new = NewCharge { payer, description: "Things".to_owned(), lines: lines.collect() };
        let (tokens, now) = (self.state.tokens.as_ref(), self.now());
        self.state.db.write_tx(async |tx| payments::raise_charge(tx, tokens, new, now).await).await.unwrap()
    }

    /// Starts a checkout for all of the charge and gives Stripe's session.
    pub async fn open_page(&self, charge: &RaisedCharge) -> String {
        let url = self.try_open_page(charge).await.unwrap();
        crate::support::stripe::session_in(&url)
    }

    pub async fn try_open_page(&self, charge: &RaisedCharge) -> Result<String, payments::OpenCheckoutError> {
        let new = NewCheckout {
            charge_id: charge.id,
            amount: charge.total,
            expires_at: self.now() + Duration::minutes(35),
            return_path: "/account".to_owned(),
            cancel_path: "/".to_owned(),
            description: "Things".to_owned(),
            customer_email: "payer@example.org".to_owned(),
            lines: Vec::new(),
        };
        let (app, now) = (&self.state, self.now());
        let started = app.db.write_tx(async |tx| payments::start_checkout(tx, app, new, now).await).await;
        payments::open_checkout(app, started.unwrap()).await
    }

    /// Raises a charge, pays it by card, lets the webhook arrive, and sets the money against the charge as a seller would.
    pub async fn pay_by_card(&self, pence: &[i64]) -> Paid {
        let charge = self.raise(pence).await;
        let session = self.open_page(&charge).await;
        self.stripe.pay(&session).await.unwrap();
        self.settle().await;
        let payment_id = self.payments_of(charge.id).await[0].id;
        self.set_against(payment_id, charge.id).await;
        Paid { charge, payment_id, session }
    }

    pub async fn set_against(&self, payment_id: i64, charge_id: i64) {
        let now = self.now();
        self.state.db.write_tx(async |tx| payments::settle(tx, payment_id, charge_id, now).await).await.unwrap();
    }

    pub async fn payments_of(&self, charge_id: i64) -> Vec<payments::queries::PaymentShown> {
        payments::queries::payments_of_charge(self.state.db.reader(), charge_id).await.unwrap()
    }

    pub async fn money_of(&self, charge_id: i64) -> ChargeMoney {
        payments::queries::charge_money(self.state.db.reader(), charge_id).await.unwrap()
    }

    /// Credits the first line by `pence` and asks for as much back.
    pub async fn credit_and_refund(&self, paid: &Paid, pence: i64, key: &str) -> Vec<RefundId> {
        self.refund_asked_by(paid, pence, key, None).await
    }

    pub async fn refund_asked_by(&self, paid: &Paid, pence: i64, key: &str, by: Option<i64>) -> Vec<RefundId> {
        let lines = vec![(paid.line(), Pence::new(pence))];
        let ask = RefundCharge {
            charge_id: paid.charge.id,
            lines: lines.clone(),
            reason: "Cancelled in time".to_owned(),
            dedupe_key: key.to_owned(),
            requested_by: by,
            priority: Priority::Usual,
        };
        let (tokens, now) = (self.state.tokens.as_ref(), self.now());
        let asked = self
            .state
            .db
            .write_tx(async |tx| payments::credit_and_refund(tx, tokens, (&lines, "cancelled"), ask, now).await);
        asked.await.unwrap().ids()
    }

    /// Nothing of the charge is owed any more, and nothing goes back by itself.
    pub async fn credit_all(&self, paid: &Paid) {
        let (now, lines) = (self.now(), [(paid.line(), paid.charge.total)]);
        let credited =
            async |tx: &nairo::db::Tx| payments::credit_lines(tx, &lines, "the hold ended", "hold", now).await;
        self.state.db.write_tx(credited).await.unwrap();
    }

    /// What is left over of a payment goes back.
    pub async fn give_back(&self, payment_id: i64) -> Option<RefundId> {
        let (tokens, now) = (self.state.tokens.as_ref(), self.now());
        let back =
            async |tx: &nairo::db::Tx| payments::refund_left_over(tx, tokens, payment_id, "paid twice", now).await;
        self.state.db.write_tx(back).await.unwrap()
    }

    pub async fn refund_row(&self, id: RefundId) -> refund::Model {
        refund::Entity::find_by_id(id.0).one(self.state.db.reader()).await.unwrap().unwrap()
    }

    pub async fn refund_state(&self, id: RefundId) -> RefundState {
        RefundState::parse(&self.refund_row(id).await.state).unwrap()
    }

    pub async fn all_refunds(&self) -> Vec<refund::Model> {
        refund::Entity::find().order_by_asc(refund::Column::Id).all(self.state.db.reader()).await.unwrap()
    }

    /// Fails unless every transaction, and so the whole ledger, adds up to nothing.
    pub async fn assert_books_balance(&self) {
        let postings = ledger_posting::Entity::find().all(self.state.db.reader()).await.unwrap();
        let mut by_transaction = std::collections::BTreeMap::<i64, i64>::new();
        for posting in &postings {
            *by_transaction.entry(posting.transaction_id).or_default() += posting.amount_pence;
        }
        assert!(!postings.is_empty(), "nothing was posted");
        let out: Vec<_> = by_transaction.into_iter().filter(|(_, sum)| *sum != 0).collect();
        assert!(out.is_empty(), "transactions out of balance: {out:?}");
    }

    /// What an account holds.
    pub async fn account(&self, word: &str) -> i64 {
        let of = ledger_posting::Column::Account.eq(word).and(ledger_posting::Column::AmountPence.ne(0));
        let postings = ledger_posting::Entity::find().filter(of).all(self.state.db.reader()).await.unwrap();
        postings.iter().map(|posting| posting.amount_pence).sum()
    }

    /// Applies what was seen at Stripe, as the jobs do.
    pub async fn apply(&self, seen: &payments::seen::Seen) -> Vec<MoneyFact> {
        let (tokens, now) = (self.state.tokens.as_ref(), self.now());
        let applied = async |tx: &nairo::db::Tx| payments::apply(tx, tokens, seen, now).await;
        self.state.db.write_tx(applied).await.map_err(|error: Unexpected| error.to_string()).unwrap()
    }
}
