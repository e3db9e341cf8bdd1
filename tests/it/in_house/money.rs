//! What was agreed is charged to the authority, and the pipeline ends when it is paid.

use chrono::Duration;
use nairo::kernel::{Pence, Role};
use nairo::payments::queries::charge_money;
use nairo::payments::{RecordBankPayment, record_bank_payment};
use sea_orm::EntityTrait;

use super::steps::{COUNCIL, accepted, desk, officer, set_date};
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

/// The charge of the one quote there is.
pub async fn charge_of(app: &TestApp) -> i64 {
    let quotes = entity::in_house_quote::Entity::find().all(app.state.db.reader()).await.unwrap();
    quotes.into_iter().find_map(|quote| quote.charge_id).unwrap()
}

/// The treasurer writes money down.
pub async fn pay(app: &TestApp, treasurer: &Person, charge_id: i64, pence: i64) {
    let command = RecordBankPayment {
        charge_id,
        amount: Pence::new(pence),
        value_on: app.today(),
        bank_reference: "FASTER PAYMENT".to_owned(),
        recorded_by: treasurer.id,
        idempotency_key: app.state.tokens.uuid(),
        body_digest: String::new(),
    };
    record_bank_payment(&app.state, command).await.unwrap();
    app.run_jobs().await;
}

async fn press(officer: &Person, reference: &str, act: &str, fields: &[(&str, &str)]) -> crate::support::page::Page {
    let base = desk(reference);
    let form = officer.get(&base).await.form(&format!("{base}/{act}"));
    officer.submit(form.fill_all(fields)).await
}

#[actix_web::test]
async fn inh_4_acceptance_charges_the_authority_for_each_line_of_the_quote() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (reference, _) = accepted(&app, &officer).await;

    let charge_id = charge_of(&app).await;
    let money = charge_money(app.state.db.reader(), charge_id).await.unwrap();

    assert_eq!((money.charged, money.outstanding), (Pence::new(129_100), Pence::new(129_100)));
    let treasurer = app.officer(Role::Treasurer).await;
    treasurer.get("/admin/money").await.assert_has(COUNCIL).assert_has("£1,291");
    let page = officer.get(&desk(&reference)).await;
    page.assert_has("Still owed").assert_lacks("See the charge");
}

#[actix_web::test]
async fn delivered_invoiced_and_paid_follow_one_another() {
    let app = spawn_app().await;
    let (officer, treasurer) = (officer(&app).await, app.officer(Role::Treasurer).await);
    let (reference, _) = accepted(&app, &officer).await;
    set_date(&app, &officer, &reference, &[]).await;
    let early = press(&officer, &reference, "delivery", &[]).await;
    early.assert_has("has not begun yet");

    app.advance(Duration::days(41));
    app.run_jobs().await;
    app.sign_in(&officer).await;
    press(&officer, &reference, "delivery", &[]).await.assert_has("Marked as delivered");
    press(&officer, &reference, "invoice", &[("number", "INV-2026-00001")])
        .await
        .assert_has("Invoiced. It closes by itself");
    let charge_id = charge_of(&app).await;
    pay(&app, &treasurer, charge_id, 100_000).await;
    officer.get(&desk(&reference)).await.assert_has("Invoiced").assert_has("£291");
    pay(&app, &treasurer, charge_id, 29_100).await;

    let page = officer.get(&desk(&reference)).await;
    page.assert_has("INV-2026-00001");
    assert!(page.html.contains(">Paid<"), "the enquiry is paid");
    app.ignore_mail();
}

#[actix_web::test]
async fn money_that_came_before_the_invoice_counts_when_the_invoice_goes_out() {
    let app = spawn_app().await;
    let (officer, treasurer) = (officer(&app).await, app.officer(Role::Treasurer).await);
    let (reference, _) = accepted(&app, &officer).await;
    set_date(&app, &officer, &reference, &[]).await;
    pay(&app, &treasurer, charge_of(&app).await, 129_100).await;
    officer.get(&desk(&reference)).await.assert_has("Date set");

    app.advance(Duration::days(41));
    app.run_jobs().await;
    app.sign_in(&officer).await;
    press(&officer, &reference, "delivery", &[]).await;
    press(&officer, &reference, "invoice", &[("number", "INV-1")]).await;

    let page = officer.get("/admin/in-house?show=paid").await;
    page.assert_has(COUNCIL);
    app.ignore_mail();
}
