//! Every entry of the ledger says who caused it (AC-10): the officer, the booker, Stripe, or the system.

use chrono::Duration;
use entity::ledger_transaction::{Column, Entity};
use nairo::kernel::Role;
use nairo::site::money_reports::recognise_income;
use sea_orm::{EntityTrait, QueryOrder};

use crate::bookings::shop::course;
use crate::support::{TestApp, spawn_app};

/// Kind and poster of every entry, the oldest first.
async fn posted(app: &TestApp) -> Vec<(String, String)> {
    let rows = Entity::find().order_by_asc(Column::Id).all(app.state.db.reader()).await.unwrap();
    rows.into_iter().map(|row| (row.kind, row.posted_by)).collect()
}

fn said(kind: &str, by: &str) -> (String, String) {
    (kind.to_owned(), by.to_owned())
}

#[actix_web::test]
async fn ac_10_a_card_booking_is_the_visitors_charge_stripes_money_and_the_systems_income() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    app.advance(Duration::days(45));
    recognise_income(&app.state).await.unwrap();

    let wanted = [
        said("charge_raised", "visitor"),
        said("payment_received", "stripe"),
        said("payment_allocated", "system"),
        said("income_recognised", "system"),
    ];
    assert_eq!(posted(&app).await, wanted);
    app.leave_work();
}

#[actix_web::test]
async fn ac_10_money_that_an_officer_writes_down_carries_the_officers_name_on_the_page_and_in_the_file() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let booking = event.book_by_bank(&app, &app.visitor(), &["Dan Wu"]).await;
    let treasurer = app.officer(Role::Treasurer).await;
    let path = format!("/admin/money/charges/{}", app.charge_reference(booking.charge_id.unwrap()).await);
    let form = treasurer.get(&path).await.form(&format!("{path}/payments")).fill("bank_reference", "BACS 1");
    treasurer.submit(form).await.assert_status(200);
    app.run_jobs().await;

    assert!(posted(&app).await.contains(&said("payment_received", "person")), "{:?}", posted(&app).await);
    let page = treasurer.get(&path).await;
    page.assert_has("Posted by").assert_has("Not signed in").assert_has("The system");
    let name = treasurer.name.clone();
    page.assert_has(&name);
    let form = treasurer.get("/admin/money/reports?month=2026-06").await.form("/admin/money/ledger.csv");
    let file = treasurer.submit(form).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.html.contains(&format!(",{name},Money received,Bank,")), "{}", file.html);
    let other = app.officer(Role::EventsOfficer).await;
    let fields = [("csrf".to_owned(), other.csrf().await), ("month".to_owned(), "2026-06".to_owned())];
    other.post("/admin/money/ledger.csv", &fields).await.assert_status(403);
    app.ignore_mail();
    app.assert_books_balance().await;
}
