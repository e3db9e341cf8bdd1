//! AC-03, INV-5: numbers without a gap, whoever issues at the same moment and whatever fails.

use futures_util::future::join_all;
use nairo::audit::Actor;
use nairo::kernel::Unexpected;
use nairo::payments::customers::{BillingDetails, OpenedCustomer, open_customer};
use nairo::payments::invoices::{IssueInvoice, Issued, draft_for_charge, issue_invoice};

use super::{TestApp, spawn_app};

const MANY: usize = 200;

fn details() -> BillingDetails {
    BillingDetails {
        name: "Sampleton Council".to_owned(),
        address: "Town Hall".to_owned(),
        email: "accounts@sampleton.example".to_owned(),
        contact_name: String::new(),
        buyer_reference: String::new(),
        po_number: None,
        po_to_follow: false,
        supply_on: None,
        supply_words: "Things".to_owned(),
    }
}

impl TestApp {
    /// A charge with a draft that could be issued at once.
    async fn drafted_charge(&self, customer: OpenedCustomer) -> i64 {
        let (charge, now) = (self.raise(&[9_000]).await.id, self.now());
        let ready = OpenedCustomer { is_trusted: true, ..customer };
        let write = self.state.db.write_tx(async |tx| draft_for_charge(tx, charge, (ready, &details()), now).await);
        write.await.unwrap();
        charge
    }

    async fn a_customer(&self) -> OpenedCustomer {
        let now = self.now();
        let tokens = self.state.tokens.as_ref();
        self.state
            .db
            .write_tx(async |tx| {
                let name = "Sampleton Council";
                let on = nairo::kernel::uk_time::london_date(now);
                let id = nairo::members::employers::find_or_propose(tx, tokens, name, (on, now)).await?;
                open_customer(tx, id, &details(), now).await
            })
            .await
            .unwrap()
    }
}

async fn issue(app: &TestApp, charge_id: i64) -> Result<Issued, Unexpected> {
    let now = app.now();
    let ask = IssueInvoice { charge_id, actor: Actor::System, without_po: None };
    app.state.db.write_tx(async |tx| issue_invoice(tx, ask, now).await).await
}

#[actix_web::test]
async fn ac_03_200_invoices_issued_at_once_have_200_consecutive_numbers() {
    let app = spawn_app().await;
    let customer = app.a_customer().await;
    let mut charges = Vec::new();
    for _ in 0..MANY {
        charges.push(app.drafted_charge(customer).await);
    }

    let issued = join_all(charges.iter().map(async |charge_id| issue(&app, *charge_id).await.unwrap())).await;

    let mut numbers: Vec<String> = issued
        .into_iter()
        .map(|issued| match issued {
            Issued::Now { number, .. } => number,
            other => panic!("not issued: {other:?}"),
        })
        .collect();
    numbers.sort();
    let wanted: Vec<String> = (1..=MANY).map(|count| format!("EARO-2026-{count:05}")).collect();
    assert_eq!(numbers, wanted);
    app.leave_work();
}

#[actix_web::test]
async fn a_number_whose_transaction_fails_is_given_to_the_next() {
    let app = spawn_app().await;
    let customer = app.a_customer().await;
    let (first, second, now) = (app.drafted_charge(customer).await, app.drafted_charge(customer).await, app.now());
    let failed: Result<(), Unexpected> = app
        .state
        .db
        .write_tx(async |tx| {
            issue_invoice(tx, IssueInvoice { charge_id: first, actor: Actor::System, without_po: None }, now).await?;
            Err(Unexpected::because("the power went"))
        })
        .await;
    assert!(failed.is_err());

    let issued = issue(&app, second).await.unwrap();

    assert!(matches!(&issued, Issued::Now { number, .. } if number == "EARO-2026-00001"), "{issued:?}");
    let again = issue(&app, second).await.unwrap();
    assert_eq!(again, Issued::Before { number: "EARO-2026-00001".to_owned() });
    assert!(matches!(issue(&app, first).await.unwrap(), Issued::Now { number, .. } if number == "EARO-2026-00002"));
    app.leave_work();
}

#[actix_web::test]
async fn a_new_year_begins_a_new_series() {
    let app = spawn_app().await;
    let customer = app.a_customer().await;
    let (first, second) = (app.drafted_charge(customer).await, app.drafted_charge(customer).await);
    issue(&app, first).await.unwrap();
    app.advance(chrono::Duration::days(365));

    assert!(matches!(issue(&app, second).await.unwrap(), Issued::Now { number, .. } if number == "EARO-2027-00001"));
    app.leave_work();
}

#[actix_web::test]
async fn a_charge_nobody_asked_an_invoice_for_gets_none() {
    let app = spawn_app().await;
    let charge = app.raise(&[9_000]).await;
    assert_eq!(issue(&app, charge.id).await.unwrap(), Issued::NotByInvoice);
}
