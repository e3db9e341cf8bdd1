//! The lists of REP-4: codes, places without a name, overdue invoices by age, write-offs, refunds that failed, VAT; each also as a
//! file whose rows add up to the page's total (REP-5).

use chrono::Duration;
use nairo::bookings::discounts::offers::Reduction;
use nairo::kernel::{Pence, Role};
use nairo::payments::reports::taxable_total;
use nairo::payments::{NewLine, Purpose, VatTreatment, add_lines};

use super::reports::totals;
use crate::bookings::by_invoice::vat::{register, tax};
use crate::bookings::by_invoice::{book_for_sampleton, shop_with_customer};
use crate::bookings::discounts::{code, pay_with_code};
use crate::bookings::shop::course;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

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

/// The table of VAT of a month: charged, credited, left, and the tax where the charity is registered.
async fn vat_of(app: &TestApp, treasurer: &Person, month: &str) -> Vec<i64> {
    app.sign_in(treasurer).await;
    totals(&treasurer.get(&format!("/admin/money/reports?month={month}")).await, "vat")
}

#[actix_web::test]
async fn rep_3_a_line_added_later_counts_in_its_own_month_and_changes_none_that_is_over() {
    let (app, _) = shop_with_customer().await;
    let event = app.sell(course().in_days(90)).await;
    let treasurer = app.officer(Role::Treasurer).await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;
    let june = vat_of(&app, &treasurer, "2026-06").await;
    app.advance(Duration::days(35));

    let place = nairo::bookings::queries::places_of_booking(app.state.db.reader(), booking.id).await.unwrap().remove(0);
    let lines = [NewLine {
        purpose: Purpose::Place(place.id),
        description: "3 more people".to_owned(),
        vat: VatTreatment::Standard,
        list_price: Pence::new(12_000),
        discount: Pence::ZERO,
        fund: "general".to_owned(),
        activity: "training".to_owned(),
    }];
    let (charge, now) = (booking.charge_id.unwrap(), app.now());
    app.state.db.write_tx(async |tx| add_lines(tx, charge, &lines, now).await).await.unwrap();

    assert_eq!(vat_of(&app, &treasurer, "2026-06").await, june);
    assert_eq!(vat_of(&app, &treasurer, "2026-07").await, [12_000, 0, 12_000]);
    app.advance(Duration::days(340));
    let year = taxable_total(app.state.db.reader(), app.today()).await.unwrap();
    assert_eq!(year, Pence::new(12_000), "the charge is older than twelve months, the line is not");
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn ac_01_the_report_says_the_vat_that_the_documents_print() {
    let (app, _) = shop_with_customer().await;
    let event = app.sell(course().in_days(120)).await;
    let treasurer = app.officer(Role::Treasurer).await;
    tax(&app, &event).await;
    event.book_by_invoice(&app, &["Asha Verma"]).await;
    register(&app, "2026-07-01").await;
    assert_eq!(vat_of(&app, &treasurer, "2026-06").await, [18_000, 0, 18_000], "no word of tax before it");
    app.advance(Duration::days(35));

    app.sign_in(&treasurer).await;
    let path = format!("/admin/money/invoices/{}", app.billings().await[1].id);
    let form = treasurer.get(&path).await.form(&format!("{path}/reissue"));
    treasurer.submit(form.fill("reissue_reason", "With our VAT number")).await.assert_status(200);
    app.run_jobs().await;

    assert_eq!(app.invoices().await[2].content["lines"][0]["vat"]["vat"], 1_500);
    assert_eq!(vat_of(&app, &treasurer, "2026-07").await, [0, 0, 0, 1_500]);
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn rep_1_a_debt_that_was_taken_back_is_below_zero_in_the_month_it_was() {
    let (app, _) = shop_with_customer().await;
    let event = app.sell(course().in_days(90)).await;
    let treasurer = app.officer(Role::Treasurer).await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;
    let path = format!("/admin/money/invoices/{}", app.billings().await[1].id);
    let form = treasurer.get(&path).await.form(&format!("{path}/write-off"));
    treasurer.submit(form.fill("write_off_reason", "Dissolved")).await.assert_has("£90 is written off");
    app.advance(Duration::days(35));

    let (visitor, action) = (app.visitor(), format!("{}/cancellation", app.page_of(&booking)));
    visitor.submit(visitor.get(&action).await.form(&action)).await.assert_has("This booking is cancelled");
    app.run_jobs().await;

    app.sign_in(&treasurer).await;
    let (june, july) = ("/admin/money/reports?month=2026-06", "/admin/money/reports?month=2026-07");
    assert_eq!(totals(&treasurer.get(june).await, "write-offs"), [9_000], "nothing is rewritten");
    let page = treasurer.get(july).await;
    assert_eq!(totals(page.assert_has("Taken back: Dissolved"), "write-offs"), [-9_000]);
    assert_eq!(totals(&treasurer.get("/admin/money/reports?year=2026").await, "write-offs"), [0]);
    assert_eq!(app.account("bad_debts").await, 0);
    app.ignore_mail();
    app.leave_work();
}
