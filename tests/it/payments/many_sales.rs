//! A world with very many sales, written straight into the tables, because ten thousand use cases take minutes.

use entity::{charge, charge_line, ledger_posting, ledger_transaction};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::support::TestApp;

/// Rows of one statement; databases take only so many values.
const AT_ONCE: usize = 500;
const PENCE: i64 = 5_000;

/// Writes `count` charges of £50, each raised, paid by card and set against its charge today.
pub async fn insert_sales(app: &TestApp, count: i64) {
    let (now, today) = (app.now(), app.today());
    let charges = (1..=count).map(|id| charge::ActiveModel {
        id: Set(id),
        reference: Set(format!("MANY{id}")),
        payer_kind: Set("person".to_owned()),
        payer_name: Set(format!("Payer {id}")),
        payer_email: Set("payer@example.org".to_owned()),
        description: Set("A thing".to_owned()),
        raised_at: Set(now),
        ..Default::default()
    });
    let lines = (1..=count).map(|id| charge_line::ActiveModel {
        id: Set(id),
        charge_id: Set(id),
        position: Set(1),
        purpose_kind: Set("membership_term".to_owned()),
        purpose_id: Set(id),
        description: Set("A thing".to_owned()),
        vat_treatment: Set("exempt".to_owned()),
        list_price_pence: Set(PENCE),
        discount_pence: Set(0),
        price_pence: Set(PENCE),
        fund: Set("general".to_owned()),
        activity: Set("membership".to_owned()),
        raised_at: Set(now),
    });
    let steps = [
        ("charge_raised", [("receivable", PENCE), ("deferred_income", -PENCE)]),
        ("payment_received", [("stripe_clearing", PENCE), ("on_account", -PENCE)]),
        ("payment_allocated", [("on_account", PENCE), ("receivable", -PENCE)]),
    ];
    let (mut transactions, mut postings) = (Vec::new(), Vec::new());
    for id in 1..=count {
        for (number, (kind, sides)) in (0..).zip(steps) {
            let transaction_id = (id - 1) * 3 + number + 1;
            transactions.push(ledger_transaction::ActiveModel {
                id: Set(transaction_id),
                kind: Set(kind.to_owned()),
                occurred_on: Set(today),
                recorded_at: Set(now),
                document_kind: Set("charge".to_owned()),
                document_id: Set(id),
                dedupe_key: Set(format!("{kind}:{id}")),
                posted_by: Set("system".to_owned()),
                posted_by_person_id: Set(None),
            });
            postings.extend(sides.map(|(account, pence)| ledger_posting::ActiveModel {
                transaction_id: Set(transaction_id),
                account: Set(account.to_owned()),
                fund: Set("general".to_owned()),
                activity: Set("membership".to_owned()),
                amount_pence: Set(pence),
                charge_id: Set(Some(id)),
                ..Default::default()
            }));
        }
    }
    let (charges, lines): (Vec<_>, Vec<_>) = (charges.collect(), lines.collect());
    let written = app.state.db.write_tx(async |tx| {
        for some in charges.chunks(AT_ONCE) {
            charge::Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
        }
        for some in lines.chunks(AT_ONCE) {
            charge_line::Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
        }
        for some in transactions.chunks(AT_ONCE) {
            ledger_transaction::Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
        }
        for some in postings.chunks(AT_ONCE) {
            ledger_posting::Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
        }
        Ok::<_, nairo::kernel::Unexpected>(())
    });
    written.await.unwrap();
}
