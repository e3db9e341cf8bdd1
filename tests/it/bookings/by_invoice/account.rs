//! Money on a customer's account and its statement (INV-7, AC-09).

use nairo::kernel::{LinkPurpose, Role};

use super::{ACCOUNTS, OnSale, shop_with_customer};
use crate::support::TestApp;
use crate::support::people::Person;

/// Sampleton's account, its only customer.
async fn account_page(app: &TestApp) -> (i64, String) {
    let id = app.customers().await[0].id;
    (id, format!("/admin/customers/{id}/account"))
}

async fn keep_on_account(treasurer: &Person, (id, path): &(i64, String), amount: &str) {
    let form = treasurer.get(path).await.form(&format!("/admin/customers/{id}/payments"));
    let form = form.fill_all(&[("amount", amount), ("bank_reference", "FASTER PAYMENT 9")]);
    treasurer.submit(form.clone()).await.assert_has("It is not used yet");
    treasurer.submit(form).await.assert_has("It is not used yet");
}

async fn book_two(app: &TestApp, event: &OnSale) -> (i64, i64) {
    let first = event.book_by_invoice(app, &["Asha Verma"]).await.charge_id.unwrap();
    let second = event.book_by_invoice(app, &["Ben Lee"]).await.charge_id.unwrap();
    (first, second)
}

#[actix_web::test]
async fn inv_7_what_was_paid_too_much_can_be_set_against_another_invoice() {
    let (app, event) = shop_with_customer().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let (first, second) = book_two(&app, &event).await;
    app.money_comes(first, 10_000).await;
    let account = account_page(&app).await;
    let page = treasurer.get(&account.1).await;
    page.assert_has("£10 came in and is not used for any invoice yet");

    let billing = app.billings().await.into_iter().find(|one| one.charge_id == second).unwrap();
    let form = page.form(&format!("/admin/customers/{}/allocations", account.0));
    let form = form.choose("invoice", &billing.id.to_string());
    treasurer.submit(form.clone()).await.assert_has("£10 is being set against the invoice");
    app.run_jobs().await;

    let money = (app.money_of(first).await, app.money_of(second).await);
    assert_eq!((money.0.paid.get(), money.1.paid.get(), money.1.outstanding.get()), (9_000, 1_000, 8_000));
    assert_eq!(app.account("on_account").await, 0);
    treasurer.submit(form).await.assert_has("Nothing of this payment is left");
    treasurer.get(&account.1).await.assert_has("All that came in is set against invoices");
    treasurer.get("/admin/money/invoices").await.assert_lacks("Overpaid");
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn ac_09_a_transfer_that_names_no_invoice_is_kept_and_paid_back_by_hand_with_its_reference() {
    let (app, _) = shop_with_customer().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let account = account_page(&app).await;

    keep_on_account(&treasurer, &account, "250").await;
    assert_eq!(app.account("on_account").await, -25_000, "sent twice, written down once");
    treasurer.get(&format!("/admin/customers/{}", account.0)).await.assert_has("£250 on account");
    let form = treasurer.get(&account.1).await.form(&format!("/admin/customers/{}/refunds", account.0));
    treasurer.submit(form.clone()).await.assert_has("Asked for");
    treasurer.submit(form).await.assert_has("Nothing of this payment is left");
    app.run_jobs().await;
    let refund = app.all_refunds().await.remove(0);
    assert_eq!((refund.amount_pence, refund.state.as_str(), refund.charge_id), (25_000, "manual", None));
    treasurer.get("/admin/money").await.assert_has("£250");
    let action = format!("/admin/money/refunds/{}/manual-payment", refund.reference);
    let form = treasurer.get(&account.1).await.form(&action);
    treasurer.submit(form.clone()).await.assert_has("Enter the reference");
    treasurer.submit(form.fill(&format!("transfer_{}", refund.reference), "OUT 77")).await.assert_has("is closed");

    app.run_jobs().await;
    treasurer.get(&account.1).await.assert_has("OUT 77");
    assert_eq!((app.account("on_account").await, app.account("bank").await), (0, 0));
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn money_of_one_customer_never_pays_for_another() {
    let (app, event) = shop_with_customer().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let account = account_page(&app).await;
    keep_on_account(&treasurer, &account, "50").await;
    let visitor = app.visitor();
    let form = event.filled_for_invoice(&visitor, &["Cara Hughes"], "Merrowdale Council").await;
    visitor.submit_once(form).await.assert_status(303);
    app.run_jobs().await;
    let other = app.customers().await.remove(1);
    let theirs = app.billings().await.into_iter().find(|one| one.customer_id == other.id).unwrap();
    let form = treasurer.get(&account.1).await.form(&format!("/admin/customers/{}/allocations", account.0));

    let page = treasurer.submit(form.set("invoice", &theirs.id.to_string())).await;

    page.assert_has("one of this customer’s own invoices");
    assert_eq!(app.account("on_account").await, -5_000);
    let wrong = treasurer.get(&account.1).await.form(&format!("/admin/customers/{}/refunds", account.0));
    let pairs = wrong.pairs();
    treasurer.post(&format!("/admin/customers/{}/refunds", other.id), &pairs).await;
    assert_eq!(app.all_refunds().await.len(), 0);
    app.ignore_mail();
}

#[actix_web::test]
async fn ac_09_the_statement_goes_by_a_personal_link_and_counts_what_lies_on_account() {
    let (app, event) = shop_with_customer().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let (first, _) = book_two(&app, &event).await;
    app.money_comes(first, 10_000).await;
    app.ignore_mail();
    let customer = app.customers().await.remove(0);
    let path = format!("/admin/customers/{}/statement", customer.id);
    let page = treasurer.get(&path).await;
    page.assert_has("set against no invoice yet");

    let form = page.form(&path);
    treasurer.submit(form.clone()).await.assert_has(ACCOUNTS);
    treasurer.submit(form).await;
    app.run_jobs().await;

    let mail = app.mail().only();
    mail.assert_says("£170");
    let visitor = app.visitor();
    let statement = visitor.get(&mail.link("/statements/")).await;
    statement.assert_status(200).assert_has("Invoice EARO-2026-00002").assert_has("£170").assert_lacks("Merrowdale");
    let other = app.state.links.token(LinkPurpose::Invoice, customer.id, customer.link_generation);
    visitor.get(&format!("/statements/{other}")).await.assert_status(404);
    let revoked = app.state.links.token(LinkPurpose::Statement, customer.id, customer.link_generation + 1);
    visitor.get(&format!("/statements/{revoked}")).await.assert_status(404);
}

#[cfg(feature = "pdf")]
#[actix_web::test]
async fn the_statement_is_a_pdf_too() {
    let (app, _) = shop_with_customer().await;
    let customer = app.customers().await.remove(0);
    let token = app.state.links.token(LinkPurpose::Statement, customer.id, customer.link_generation);

    let file = app.visitor().get(&format!("/statements/{token}/statement.pdf")).await;

    file.assert_status(200);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(
        file.header("content-disposition").contains("statement-2026-06-01.pdf"),
        "{}",
        file.header("content-disposition")
    );
}

#[actix_web::test]
async fn d17_another_billing_address_ends_the_link_of_the_statement_that_went_to_the_one_before() {
    let (app, _) = shop_with_customer().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let customer = app.customers().await.remove(0);
    let (record, path) =
        (format!("/admin/customers/{}", customer.id), format!("/admin/customers/{}/statement", customer.id));
    treasurer.submit(treasurer.get(&path).await.form(&path)).await;
    app.run_jobs().await;
    let old = app.mail().only().link("/statements/");
    let change = async |address: &str| {
        treasurer.submit(treasurer.get(&record).await.form(&record).fill("email", address)).await;
    };

    change(&ACCOUNTS.to_uppercase()).await;
    app.visitor().get(&old).await.assert_status(200);
    change("new-accounts@sampleton.example").await;

    app.visitor().get(&old).await.assert_status(404);
    treasurer.submit(treasurer.get(&path).await.form(&path)).await;
    app.run_jobs().await;
    app.visitor().get(&app.mail().only().link("/statements/")).await.assert_status(200);
}
