//! Booking by invoice: approval, the documents, the money, the notices, and numbers without a gap.

mod account;
mod after_write_off;
mod approval;
mod changes;
mod desk;
mod documents;
mod join_block;
mod money;
mod notices;
mod numbers;
mod officers;
pub mod vat;

use entity::{booking, charge_billing, credit_note, customer, invoice};
use nairo::kernel::{LinkPurpose, Role};
use sea_orm::{EntityTrait, QueryOrder};

use super::shop::{OnSale, course};
use crate::support::client::Client;
use crate::support::form::TestForm;
use crate::support::{TestApp, spawn_app};

/// Where Sampleton's invoices go.
pub const ACCOUNTS: &str = "accounts@sampleton.example";

impl OnSale {
    /// The booking form filled in to be paid by invoice.
    pub async fn filled_for_invoice(&self, client: &Client, people: &[&str], council: &str) -> TestForm {
        let form = self.filled(client, people).await.choose("payer", "organisation").fill("organisation", council);
        form.fill("billing_address", "Town Hall\nSampleton SA1 1AA")
            .fill("billing_email", ACCOUNTS)
            .press("pay", "invoice")
    }

    /// Books for Sampleton Council by invoice and gives the booking as it is then; jobs have run.
    pub async fn book_by_invoice(&self, app: &TestApp, people: &[&str]) -> booking::Model {
        let visitor = app.visitor();
        let form = self.filled_for_invoice(&visitor, people, "Sampleton Council").await;
        visitor.submit_once(form).await.assert_status(303);
        app.run_jobs().await;
        app.last_booking().await
    }
}

impl TestApp {
    /// Everyone who buys on invoice, the oldest first.
    pub async fn customers(&self) -> Vec<customer::Model> {
        customer::Entity::find().order_by_asc(customer::Column::Id).all(self.state.db.reader()).await.unwrap()
    }

    /// Every billing, the oldest first.
    pub async fn billings(&self) -> Vec<charge_billing::Model> {
        charge_billing::Entity::find()
            .order_by_asc(charge_billing::Column::Id)
            .all(self.state.db.reader())
            .await
            .unwrap()
    }

    /// Every invoice, the oldest first.
    pub async fn invoices(&self) -> Vec<invoice::Model> {
        invoice::Entity::find().order_by_asc(invoice::Column::Id).all(self.state.db.reader()).await.unwrap()
    }

    /// Every credit note, the oldest first.
    async fn credit_notes(&self) -> Vec<credit_note::Model> {
        credit_note::Entity::find().order_by_asc(credit_note::Column::Id).all(self.state.db.reader()).await.unwrap()
    }

    /// The customer's page of a billing.
    pub fn invoice_page(&self, billing: &charge_billing::Model) -> String {
        format!("/invoices/{}", self.state.links.token(LinkPurpose::Invoice, billing.id, billing.link_generation))
    }

    /// The treasurer decides on a customer through the desk.
    pub async fn decide(&self, customer_id: i64, decision: &str, reason: &str) {
        let treasurer = self.officer(Role::Treasurer).await;
        let path = format!("/admin/customers/{customer_id}");
        let form = treasurer.get(&path).await.form(&format!("{path}/decision")).fill("reason", reason);
        treasurer.submit(form.press("decision", decision)).await.assert_status(200);
        self.run_jobs().await;
    }

    /// The desk changes one thing about a customer.
    pub async fn change_customer(&self, customer_id: i64, change: impl Fn(TestForm) -> TestForm) {
        let treasurer = self.officer(Role::Treasurer).await;
        let path = format!("/admin/customers/{customer_id}");
        let form = change(treasurer.get(&path).await.form(&path));
        treasurer.submit(form).await.assert_has("Saved");
    }
}

/// An event on sale, and Sampleton Council approved by a first booking that is over and done with.
pub async fn shop_with_customer() -> (TestApp, OnSale) {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_by_invoice(&app, &["First Person"]).await;
    app.decide(app.customers().await[0].id, "approve", "").await;
    app.ignore_mail();
    (app, event)
}

/// One place for Sampleton Council, which is approved, by invoice; gives the billing's row.
pub async fn book_for_sampleton(app: &TestApp, event: &OnSale) -> i64 {
    event.book_by_invoice(app, &["Asha Verma"]).await;
    app.decide(app.customers().await[0].id, "approve", "").await;
    app.ignore_mail();
    app.billings().await[0].id
}
