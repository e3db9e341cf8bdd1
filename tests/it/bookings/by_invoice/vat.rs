//! A charity that is registered for VAT, one that is not, and the day on which it begins (AC-01, INV-8).

use nairo::bookings::vat::{SetTreatment, set_treatment};
use nairo::identity::{load_identity, save_identity};
use nairo::kernel::Role;
use nairo::payments::VatTreatment;

use super::{OnSale, shop_with_customer};
use crate::support::TestApp;

/// Registers the charity from a day on.
pub async fn register(app: &TestApp, from: &str) {
    let db = &app.state.db;
    let mut identity = load_identity(db.reader()).await.unwrap().unwrap();
    identity.vat_number = Some("GB 123 4567 89".to_owned());
    identity.vat_registered_from = from.parse().ok();
    db.write_tx(async |tx| save_identity(tx, &identity, app.now()).await).await.unwrap();
    app.state.identity.forget();
}

/// Training of this date is taxed at the standard rate.
pub async fn tax(app: &TestApp, event: &OnSale) {
    let officer = app.officer(Role::Treasurer).await;
    let command = SetTreatment { event_id: event.id, treatment: VatTreatment::Standard, set_by: officer.id };
    assert!(set_treatment(&app.state, command).await.unwrap());
}

#[actix_web::test]
async fn ac_01_a_registered_charity_says_the_vat_of_each_line_and_the_price_stays() {
    let (app, event) = shop_with_customer().await;
    register(&app, "2026-06-01").await;
    tax(&app, &event).await;

    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;

    assert_eq!(booking.total_pence, 9_000, "prices include the tax");
    let link = app.invoice_page(&app.billings().await[1]);
    let page = app.visitor().get(&format!("{link}/documents/EARO-2026-00002")).await;
    page.assert_has("GB 123 4567 89").assert_has("£75").assert_has("£15 at 20%").assert_has("Total without VAT");
    page.assert_lacks("not registered");
    let content = &app.invoices().await[1].content;
    assert_eq!(content["lines"][0]["vat"]["vat"], 1_500, "{content}");
    app.ignore_mail();
}

#[actix_web::test]
async fn ac_01_what_was_issued_before_the_first_day_stays_as_it_was_and_so_do_its_credit_notes() {
    let (app, event) = shop_with_customer().await;
    tax(&app, &event).await;
    register(&app, "2026-06-02").await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;
    let link = app.invoice_page(&app.billings().await[1]);
    let document = format!("{link}/documents/EARO-2026-00002");
    app.visitor().get(&document).await.assert_has("EARO is not registered for VAT").assert_lacks("GB 123");

    app.advance(chrono::Duration::days(1));
    let (visitor, action) = (app.visitor(), format!("{}/cancellation", app.page_of(&booking)));
    let form = visitor.get(&action).await.form(&action);
    visitor.submit(form).await.assert_status(200);
    app.run_jobs().await;

    let note = app.visitor().get(&format!("{link}/documents/EARO-CN2026-00001")).await;
    note.assert_has("EARO is not registered for VAT").assert_lacks("at 20%");
    app.visitor().get(&document).await.assert_lacks("GB 123");
    app.ignore_mail();
}

#[actix_web::test]
async fn ac_01_a_credit_note_takes_the_rate_of_the_line_it_credits() {
    let (app, event) = shop_with_customer().await;
    register(&app, "2026-06-01").await;
    tax(&app, &event).await;
    let booking = event.book_by_invoice(&app, &["Asha Verma", "Ben Lee"]).await;
    let link = app.invoice_page(&app.billings().await[1]);

    let (visitor, base) = (app.visitor(), app.page_of(&booking));
    let form = visitor.get(&format!("{base}/cancellation?place=1")).await.form(&format!("{base}/cancellation"));
    visitor.submit(form).await.assert_status(200);
    app.run_jobs().await;

    let note = app.visitor().get(&format!("{link}/documents/EARO-CN2026-00001")).await;
    note.assert_has("£15 at 20%").assert_has("GB 123 4567 89").assert_has("£90");
    app.ignore_mail();
}

#[actix_web::test]
async fn ac_01_a_charity_that_is_not_registered_prints_one_sentence_and_no_other_word_of_vat() {
    let (app, event) = shop_with_customer().await;
    tax(&app, &event).await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;
    app.money_comes(booking.charge_id.unwrap(), 9_000).await;
    let link = app.invoice_page(&app.billings().await[1]);

    for document in ["EARO-2026-00002", "receipt"] {
        let words = app.visitor().get(&format!("{link}/documents/{document}")).await.main();
        assert_eq!(words.matches("VAT").count(), 1, "{document}: {words}");
    }
    app.ignore_mail();
}

#[actix_web::test]
async fn the_treasurer_says_how_a_date_stands_to_vat_and_registers_the_charity() {
    let (app, event) = shop_with_customer().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let page = treasurer.get("/admin/money/vat").await;
    page.assert_has("not registered for VAT");

    let form = page.form(&format!("/admin/money/vat/{}", event.id)).choose("treatment", "zero");
    treasurer.submit(form).await.assert_has("Saved: Zero rate");
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;

    let charge = app.charge_reference(booking.charge_id.unwrap()).await;
    treasurer.get(&format!("/admin/money/charges/{charge}")).await.assert_has("Zero rate");
    let admin = app.officer(Role::Administrator).await;
    let form = admin.get("/admin/charity").await.form("/admin/charity");
    let bare = form.clone().fill("vat_number", "123456789");
    admin.submit(bare).await.assert_status(422).assert_has("first day of the registration");
    let whole = form.fill("vat_number", "gb123456789").fill("vat_registered_from", "2026-06-01");
    admin.submit(whole).await.assert_has("GB 123 4567 89");
    treasurer.get("/admin/money/vat").await.assert_has("GB 123 4567 89, from Monday 1 June 2026");
    app.ignore_mail();
}
