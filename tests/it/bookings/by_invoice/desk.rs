//! The treasurer's list, file and statement.

use nairo::kernel::Role;

use super::{course, shop_with_customer, spawn_app};

#[actix_web::test]
async fn the_list_adds_up_by_age_and_finds_by_customer_number_and_order() {
    let (app, event) = shop_with_customer().await;
    event.book_by_invoice(&app, &["Asha Verma"]).await;
    app.money_comes(app.billings().await[0].charge_id, 4_000).await;
    app.advance(chrono::Duration::days(35));
    app.run_jobs().await;
    app.ignore_mail();
    let treasurer = app.officer(Role::Treasurer).await;

    let all = treasurer.get("/admin/money/invoices").await;
    all.assert_status(200)
        .assert_has("1 to 30 days £140")
        .assert_has("Sum of the rows above £180")
        .assert_has("5 days late");
    let found = treasurer.get("/admin/money/invoices?q=earo-2026-00002").await;
    found.assert_has("EARO-2026-00002").assert_lacks("EARO-2026-00001");
    treasurer.get("/admin/money/invoices?show=paid").await.assert_has("None like that");
    treasurer.get("/admin/money/invoices?show=overdue&q=sampleton").await.assert_has("EARO-2026-00001");
    treasurer.get("/admin/money").await.assert_has("customers");
}

#[actix_web::test]
async fn an_empty_desk_says_what_will_be_there() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    treasurer.get("/admin/money/invoices").await.assert_status(200).assert_has("No invoices yet");
    treasurer.get("/admin/customers").await.assert_status(200).assert_has("No customers yet");
}

#[actix_web::test]
async fn s13_the_file_holds_no_cell_that_a_spreadsheet_would_run() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let form = event.filled_for_invoice(&visitor, &["Asha Verma"], "=HYPERLINK(\"http://evil.example\")").await;
    visitor.submit_once(form.fill("po_number", "+44")).await.assert_status(303);
    app.run_jobs().await;
    app.ignore_mail();
    let treasurer = app.officer(Role::Treasurer).await;

    let file = treasurer.get("/admin/money/invoices.csv").await;

    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let text = &file.html;
    assert!(text.contains("\"'=HYPERLINK") && text.contains(",'+44,"), "{text}");
}

#[actix_web::test]
async fn the_statement_ends_with_what_the_ledger_says_is_owed() {
    let (app, event) = shop_with_customer().await;
    let booking = event.book_by_invoice(&app, &["Asha Verma", "Ben Lee"]).await;
    app.money_comes(booking.charge_id.unwrap(), 10_000).await;
    let (visitor, base) = (app.visitor(), app.page_of(&booking));
    let form = visitor.get(&format!("{base}/cancellation?place=1")).await.form(&format!("{base}/cancellation"));
    visitor.submit(form).await.assert_status(200);
    app.run_jobs().await;
    app.ignore_mail();
    let treasurer = app.officer(Role::Treasurer).await;

    let page = treasurer.get(&format!("/admin/customers/{}/statement", app.customers().await[0].id)).await;

    // Ninety owed on the first; on the second 180 - 90 credited - 100 paid + 10 on their way back.
    page.assert_has("Invoice EARO-2026-00002")
        .assert_has("Credit note EARO-CN2026-00001")
        .assert_has("Payment received");
    page.assert_has("To pay £90");
}

#[actix_web::test]
async fn only_who_sees_money_sees_invoices_and_only_who_records_it_decides() {
    let (app, _) = shop_with_customer().await;
    let (events, customer) = (app.officer(Role::EventsOfficer).await, app.customers().await[0].id);

    for path in ["/admin/money/invoices", "/admin/money/invoices.csv", "/admin/customers"] {
        events.get(path).await.assert_status(403);
    }
    events.get(&format!("/admin/customers/{customer}")).await.assert_status(403);
    app.visitor().get("/admin/customers").await.assert_has("Sign in");
}

#[actix_web::test]
async fn a_wrong_record_is_named_beside_its_field() {
    let (app, _) = shop_with_customer().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let path = format!("/admin/customers/{}", app.customers().await[0].id);
    for (field, typed) in
        [("name", " "), ("address", ""), ("email", "nobody"), ("terms_days", "121"), ("terms_days", "soon")]
    {
        let form = treasurer.get(&path).await.form(&path).fill(field, typed);
        let page = treasurer.submit(form).await;
        page.assert_status(422);
        assert!(!page.error_of(field).is_empty(), "{field} {typed:?}");
    }
    assert_eq!(app.customers().await[0].terms_days, 30);
}
