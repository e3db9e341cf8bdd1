//! Invoice, credit note and pro-forma: what they say, that they stay as they were, and who may read them.

use nairo::identity::{load_identity, save_identity};
use nairo::kernel::{LinkPurpose, Role};

use super::{ACCOUNTS, shop_with_customer};

#[actix_web::test]
async fn ac_06_a_customer_that_demands_a_purchase_order_gets_a_pro_forma_first_and_the_invoice_with_the_order() {
    let (app, event) = shop_with_customer().await;
    app.change_customer(app.customers().await[0].id, |form| form.tick("requires_po")).await;

    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;

    assert_eq!((booking.state.as_str(), app.invoices().await.len()), ("confirmed", 1), "valid at once, not invoiced");
    let link = app.mail().to(ACCOUNTS).link("/invoices/");
    let customer = app.visitor();
    let page = customer.get(&link).await;
    page.assert_has("We need your purchase order number").assert_lacks("Sort code");
    let pro_forma = customer.get(&format!("{link}/documents/pro-forma")).await;
    pro_forma.assert_has("This is not an invoice").assert_has("£90").assert_lacks("EARO-2026");
    let form = page.form(&format!("{link}/purchase-order"));
    customer.submit(form.clone().fill("po_number", " ")).await.assert_status(422);
    customer.submit(form.fill("po_number", "PO-4711")).await.assert_has("EARO-2026-00002");
    app.run_jobs().await;

    customer.get(&format!("{link}/documents/EARO-2026-00002")).await.assert_has("PO-4711").assert_has("Pay by");
    customer.get(&format!("{link}/documents/pro-forma")).await.assert_status(404);
    app.mail().to(ACCOUNTS).assert_says("PO-4711");
}

#[actix_web::test]
async fn inv_4_an_order_given_after_the_invoice_is_a_reference_on_copies_and_a_printed_one_takes_credit_and_reissue() {
    let (app, event) = shop_with_customer().await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;
    let billing = app.billings().await.remove(1);
    let (link, path) = (app.invoice_page(&billing), format!("/admin/money/invoices/{}", billing.id));
    let (customer, treasurer) = (app.visitor(), app.officer(Role::Treasurer).await);
    let frozen = app.invoices().await[1].content.clone();

    let form = customer.get(&link).await.form(&format!("{link}/purchase-order"));
    customer.submit(form.clone().fill("po_number", "PO-1")).await.assert_has("as a reference");
    customer.get(&format!("{link}/documents/EARO-2026-00002")).await.assert_has("given later").assert_has("PO-1");
    assert_eq!(app.invoices().await[1].content, frozen, "AC-04: what was issued does not change");

    let again = treasurer.get(&path).await.form(&format!("{path}/reissue"));
    let again = again.fill("new_po_number", "PO-2").fill("reissue_reason", "Another purchase order");
    treasurer.submit(again).await.assert_has("EARO-2026-00003");
    app.run_jobs().await;

    assert_eq!(app.credit_notes().await[0].total_pence, 9_000);
    let money = app.money_of(booking.charge_id.unwrap()).await;
    assert_eq!(
        (money.charged.get(), money.credited.get(), money.outstanding.get()),
        (9_000, 0, 9_000),
        "the debt stands"
    );
    customer.get(&format!("{link}/documents/EARO-2026-00003")).await.assert_has("PO-2").assert_has("EARO-2026-00002");
    customer.get(&link).await.assert_lacks("Send the number");
    customer.submit(form.fill("po_number", "PO-3")).await.assert_has("shows purchase order PO-2 already");
    app.ignore_mail();
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn ch_01_a_new_name_is_on_every_document_but_those_already_issued() {
    let (app, _) = shop_with_customer().await;
    let link = app.invoice_page(&app.billings().await[0]);
    let db = &app.state.db;
    let mut identity = load_identity(db.reader()).await.unwrap().unwrap();
    identity.name = "Renamed Association".to_owned();
    db.write_tx(async |tx| save_identity(tx, &identity, app.now()).await).await.unwrap();
    app.state.identity.forget();
    app.money_comes(app.bookings().await[0].charge_id.unwrap(), 1_000).await;

    let visitor = app.visitor();

    visitor.get(&format!("{link}/documents/receipt")).await.assert_has("Renamed Association");
    let issued = visitor.get(&format!("{link}/documents/EARO-2026-00001")).await.main();
    assert!(issued.contains("Example Association of Reviewing Officers") && !issued.contains("Renamed"), "{issued}");
    app.ignore_mail();
}

#[actix_web::test]
async fn a_link_opens_its_own_invoice_and_no_other() {
    let (app, event) = shop_with_customer().await;
    event.book_by_invoice(&app, &["Asha Verma"]).await;
    let billing = app.billings().await.remove(0);
    let visitor = app.visitor();
    let other_purpose = app.state.links.token(LinkPurpose::ManageBooking, billing.id, 1);
    let other_generation = app.state.links.token(LinkPurpose::Invoice, billing.id, 2);
    let link = app.invoice_page(&billing);

    for path in [
        format!("/invoices/{other_purpose}"),
        format!("/invoices/{other_generation}"),
        format!("{link}/documents/EARO-2026-00002"),
        format!("{link}/documents/EARO-CN2026-00001"),
        format!("{link}/documents/../../x"),
        "/invoices/x".to_owned(),
    ] {
        visitor.get(&path).await.assert_status(404);
    }
    visitor.get(&format!("{link}/documents/EARO-2026-00001")).await.assert_status(200);
    app.ignore_mail();
}

#[cfg(feature = "pdf")]
#[actix_web::test]
async fn documents_come_as_tagged_pdf_under_the_name_of_their_number() {
    let (app, _) = shop_with_customer().await;
    let link = app.invoice_page(&app.billings().await[0]);
    let visitor = app.visitor();

    let answer = visitor.get(&format!("{link}/documents/EARO-2026-00001.pdf")).await;

    answer.assert_status(200);
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert!(answer.header("content-disposition").contains("invoice-EARO-2026-00001.pdf"));
    assert_eq!(answer.header("cache-control"), "no-store");
}
