//! The books themselves: append-only, every transaction adding up, every figure a sum.

use nairo::kernel::Pence;
use nairo::payments;
use nairo::payments::ledger::{NewEntry, post};
use nairo::payments::ledger_entry::{Account, Document, EntryKind, Posting, Pot};
use sea_orm::ConnectionTrait;

use crate::support::{TestApp, spawn_app};

fn entry(app: &TestApp, key: &str, sides: &[(Account, i64)]) -> NewEntry {
    let side = |(account, pence): &(Account, i64)| Posting {
        account: *account,
        pot: Pot::undecided(),
        amount: Pence::new(*pence),
        charge_id: None,
        payment_id: None,
    };
    NewEntry {
        kind: EntryKind::PaymentReceived,
        document: Document::Payment(1),
        occurred_on: app.today(),
        dedupe_key: key.to_owned(),
        postings: sides.iter().map(side).collect(),
    }
}

async fn try_post(app: &TestApp, entry: NewEntry) -> Result<bool, String> {
    let now = app.now();
    let posted = app.state.db.write_tx(async |tx| post(tx, entry, now).await).await;
    posted.map_err(|error| error.to_string())
}

#[actix_web::test]
async fn posting_twice_is_posting_once_and_what_does_not_add_up_is_refused() {
    let app = spawn_app().await;
    let sides = [(Account::Bank, 500), (Account::OnAccount, -500)];

    assert_eq!(try_post(&app, entry(&app, "a", &sides)).await, Ok(true));
    assert_eq!(try_post(&app, entry(&app, "a", &sides)).await, Ok(false));
    assert_eq!(try_post(&app, entry(&app, "b", &[(Account::Bank, 0)])).await, Ok(false));
    let crooked = try_post(&app, entry(&app, "c", &[(Account::Bank, 500), (Account::OnAccount, -499)])).await;

    assert!(crooked.as_ref().is_err_and(|words| words.contains("out by £0.01")), "{crooked:?}");
    assert_eq!(app.account("bank").await, 500);
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn the_database_itself_refuses_to_change_the_books() {
    let app = spawn_app().await;
    app.raise(&[5_000]).await;

    for statement in [
        "UPDATE ledger_posting SET amount_pence = 1",
        "DELETE FROM ledger_posting",
        "UPDATE ledger_transaction SET kind = 'x'",
        "DELETE FROM ledger_transaction",
    ] {
        let db = app.state.db.for_migrations();
        assert!(db.execute_unprepared(statement).await.is_err(), "{statement}");
    }

    app.assert_books_balance().await;
}

#[actix_web::test]
async fn a_free_charge_is_written_down_and_moves_no_money() {
    let app = spawn_app().await;

    let charge = app.raise(&[0, 0]).await;

    assert_eq!(charge.total, Pence::ZERO);
    assert_eq!(app.money_of(charge.id).await, payments::ChargeMoney::default());
}

#[actix_web::test]
async fn a_line_is_never_credited_beyond_its_price() {
    let app = spawn_app().await;
    let charge = app.raise(&[5_000]).await;
    let now = app.now();
    let credit = async |pence: i64, key: &str| {
        let lines = [(charge.line_ids[0], Pence::new(pence))];
        let credited = async |tx: &nairo::db::Tx| payments::credit_lines(tx, &lines, "a lower price", key, now).await;
        app.state.db.write_tx(credited).await.unwrap().get()
    };

    assert_eq!(credit(2_000, "a").await, 2_000);
    assert_eq!(credit(2_000, "a").await, 0, "the same act again");
    assert_eq!(credit(4_000, "b").await, 3_000, "only what is left");
    assert_eq!(credit(1, "c").await, 0);

    assert_eq!(app.money_of(charge.id).await.outstanding, Pence::ZERO);
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn two_at_once_cannot_take_the_same_money() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;

    let (first, second) =
        tokio::join!(app.credit_and_refund(&paid, 5_000, "cancel:1"), app.credit_and_refund(&paid, 5_000, "cancel:2"));
    app.settle().await;

    assert_eq!(first.len() + second.len(), 1);
    assert_eq!(app.stripe.refunds().len(), 1);
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn a_receipt_tells_what_was_charged_what_came_and_what_went() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000, 9_000]).await;
    app.credit_and_refund(&paid, 5_000, "cancel:1").await;
    app.settle().await;

    let receipt = payments::queries::receipt(app.state.db.reader(), paid.charge.id).await.unwrap();

    let sums = (receipt.total.as_str(), receipt.paid.as_str(), receipt.refunded.as_str(), receipt.outstanding.as_str());
    assert_eq!(sums, ("£140", "£140", "£50", ""));
    assert_eq!(receipt.payments[0].how, "By card");
    assert_eq!(receipt.refunds[0].amount, "£50");
}
