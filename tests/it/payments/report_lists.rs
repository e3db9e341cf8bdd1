//! The lists of REP-4: codes, places without a name, overdue invoices by age, write-offs, refunds that failed, VAT; each also as a
//! file whose rows add up to the page's total (REP-5).

use chrono::Duration;
use nairo::bookings::discounts::offers::Reduction;
use nairo::kernel::Role;

use super::reports::totals;
use crate::bookings::by_invoice::book_for_sampleton;
use crate::bookings::discounts::{code, pay_with_code};
use crate::bookings::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn rep_4_overdue_invoices_are_listed_by_age_and_what_was_written_off_with_its_reason() {
    let app = spawn_app().await;
    let event = app.sell(course().in_days(60)).await;
    let billing = book_for_sampleton(&app, &event).await;
    let treasurer = app.officer(Role::Treasurer).await;
    let page = treasurer.get("/admin/money/reports").await;
    page.assert_has("No invoice is overdue").assert_has("Nothing was written off");

    app.advance(Duration::days(35));
    app.sign_in(&treasurer).await;
    let page = treasurer.get("/admin/money/reports").await;
    page.assert_has("1 to 30 days").assert_has("EARO-2026-00001");
    assert_eq!(totals(&page, "overdue"), [1, 9_000]);
    let file = treasurer.get("/admin/money/reports/overdue.csv").await;
    assert!(
        file.html.contains("1 to 30 days,\"Sampleton Council, EARO-2026-00001, due\",2026-07-01,"),
        "{}",
        file.html
    );
    let path = format!("/admin/money/invoices/{billing}");
    let form = treasurer.get(&path).await.form(&format!("{path}/write-off"));
    treasurer.submit(form.fill("write_off_reason", "Dissolved")).await.assert_has("£90 is written off");

    let page = treasurer.get("/admin/money/reports").await;
    page.assert_has("No invoice is overdue").assert_has("Dissolved");
    assert_eq!(totals(&page, "write-offs"), [9_000]);
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn rep_4_codes_used_and_places_without_a_name_are_counted() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    app.gives_out(code(Reduction::Percent(10))).await;
    let visitor = app.visitor();
    pay_with_code(&event, &visitor, &["Asha Verma"], "AUTUMN").await;
    let treasurer = app.officer(Role::Treasurer).await;

    let page = treasurer.get("/admin/money/reports?month=2026-06").await;

    page.assert_has("AUTUMN").assert_has("Autumn newsletter").assert_has("Every confirmed place has a name");
    assert_eq!(totals(&page, "codes"), [1, 0, 900]);
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn ac_02_the_taxable_total_of_twelve_months_is_shown_against_the_threshold() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let event = app.sell(course().for_pence(6_300_000, None)).await;
    let page = treasurer.get("/admin/money/vat").await;
    let form = page.form(&format!("/admin/money/vat/{}", event.id)).choose("treatment", "standard");
    treasurer.submit(form).await.assert_has("Saved: Standard rate");
    let page = treasurer.get("/admin/money/reports").await;
    page.assert_has("£0, 0 % of the threshold of £90,000").assert_has("Not registered for VAT");

    event.book_by_bank(&app, &app.visitor(), &["Asha Verma"]).await;

    let page = treasurer.get("/admin/money/reports").await;
    page.assert_has("£63,000, 70 % of the threshold").assert_has("may have to register").assert_lacks("VAT in it");
    assert_eq!(totals(&page, "vat"), [6_300_000, 0, 6_300_000]);
    app.advance(Duration::days(366));
    app.sign_in(&treasurer).await;
    treasurer.get("/admin/money/reports").await.assert_has("£0, 0 % of the threshold");
    app.ignore_mail();
    app.leave_work();
}
