//! The invoice of accepted training (INH-4): a draft with the acceptance, its number when an officer issues it, by the rules of every
//! invoice (INV-1, AC-06, INV-7); and what it earned counts on the day it was given (REP-2).

use chrono::Duration;
use nairo::kernel::Role;
use nairo::site::money_reports::recognise_income;

use super::money::{charge_of, pay};
use super::steps::{CONTACT, COUNCIL, accept, accepted, desk, enquire, officer, quote, set_date};
use crate::payments::reports::totals;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

/// Accepted, given and marked as delivered; gives the enquiry's reference.
async fn delivered(app: &TestApp, officer: &Person) -> String {
    let (reference, _) = accepted(app, officer).await;
    set_date(app, officer, &reference, &[]).await;
    app.advance(Duration::days(41));
    app.run_jobs().await;
    app.sign_in(officer).await;
    let base = desk(&reference);
    officer.submit(officer.get(&base).await.form(&format!("{base}/delivery"))).await.assert_has("Marked as delivered");
    app.ignore_mail();
    reference
}

async fn issue(officer: &Person, reference: &str) -> crate::support::page::Page {
    let base = desk(reference);
    officer.submit(officer.get(&base).await.form(&format!("{base}/invoice"))).await
}

#[actix_web::test]
async fn inh_4_an_acceptance_leaves_a_pro_forma_with_its_order_and_a_customer_to_approve() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let reference = enquire(&app, &[]).await;
    app.ignore_mail();
    let link = quote(&app, &officer, &reference, &[]).await;
    accept(&app.visitor(), &link).await.assert_has("Accepted by Idris Fenwick");
    app.run_jobs().await;

    let billing = app.billings().await.remove(0);
    assert_eq!((billing.po_number.as_deref(), billing.is_checked), (Some("4711"), false));
    assert_eq!((billing.billing_name.as_str(), billing.billing_email.as_str()), (COUNCIL, CONTACT));
    assert_eq!(billing.buyer_reference, reference);
    let page = app.visitor().get(&format!("{}/documents/pro-forma", app.invoice_page(&billing))).await;
    page.assert_has("This is not an invoice").assert_has("£1,291").assert_has("£91").assert_has("4711");
    app.ignore_mail();
}

#[actix_web::test]
async fn inh_4_the_officer_is_told_to_ask_the_treasurer_first_and_then_issues_it() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let reference = delivered(&app, &officer).await;

    issue(&officer, &reference).await.assert_has("treasurer has to approve this authority");
    assert_eq!(app.invoices().await.len(), 0);
    app.decide(app.customers().await[0].id, "approve", "").await;
    app.ignore_mail();
    let page = issue(&officer, &reference).await;
    app.run_jobs().await;

    let invoice = app.invoices().await.remove(0);
    assert_eq!((invoice.total_pence, invoice.shows_po), (129_100, true));
    page.assert_has(&invoice.number);
    let path = format!("{}/documents/{}", app.invoice_page(&app.billings().await[0]), invoice.number);
    app.visitor().get(&path).await.assert_has("4711").assert_has(COUNCIL);
    app.ignore_mail();
}

#[actix_web::test]
async fn inv_7_what_an_authority_pays_too_much_stays_on_its_account() {
    let app = spawn_app().await;
    let (officer, treasurer) = (officer(&app).await, app.officer(Role::Treasurer).await);
    accepted(&app, &officer).await;

    pay(&app, &treasurer, charge_of(&app).await, 130_000).await;

    assert_eq!((app.account("on_account").await, app.all_refunds().await.len()), (-900, 0));
    let account = format!("/admin/customers/{}/account", app.customers().await[0].id);
    treasurer.get(&account).await.assert_has("£9 came in and is not used for any invoice yet");
    treasurer.get("/admin/money/invoices").await.assert_has("paid £9 more than is owed");
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn rep_2_in_house_training_is_income_on_its_day_whenever_it_is_paid() {
    let app = spawn_app().await;
    let (officer, treasurer) = (officer(&app).await, app.officer(Role::Treasurer).await);
    delivered(&app, &officer).await;
    recognise_income(&app.state).await.unwrap();
    app.sign_in(&treasurer).await;

    let july = treasurer.get("/admin/money/reports?month=2026-07").await;

    assert_eq!(totals(&july, "income-by-event-date"), [129_100]);
    assert_eq!(totals(&july, "money-by-payment-date"), Vec::<i64>::new(), "nobody has paid yet");
    assert_eq!(app.account("income").await, -129_100);
    app.leave_work();
}
