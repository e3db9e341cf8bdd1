//! The main emails as they are read, word for word: subject and plain text. A changed word shows up here.
//!
//! `NAIRO_WRITE_SNAPSHOTS=1 cargo test --test it snapshots` writes them anew; look at the difference before it is committed.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::Duration;
use nairo::kernel::Role;
use nairo::members::membership::OrderKind;
use nairo::payments::invoices::remind;

use crate::bookings::by_invoice::{ACCOUNTS, shop_with_customer};
use crate::bookings::moving::{move_to, two_dates};
use crate::bookings::shop::{OnSale, course};
use crate::support::client::Client;
use crate::support::mail::{Mail, NewMail};
use crate::support::{TestApp, spawn_app};

/// Every snapshot there is; a file that is not named here fails.
const KNOWN: [&str; 19] = [
    "bank_transfer_awaited",
    "booking_cancelled",
    "booking_confirmed",
    "booking_moved",
    "credit_note_issued",
    "customer_to_approve",
    "invoice_issued",
    "invoice_reminder",
    "member_price_offered",
    "membership_confirmed",
    "membership_renewed",
    "place_cancelled",
    "place_confirmed",
    "place_moved",
    "place_offered",
    "purchase_order_awaited",
    "sign_in_code",
    "statement_sent",
    "waiting_list_joined",
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots")
}

#[expect(clippy::disallowed_methods, reason = "asked for by whoever runs the tests")]
fn writes_anew() -> bool {
    std::env::var("NAIRO_WRITE_SNAPSHOTS").is_ok_and(|word| word == "1")
}

/// The one message to this address reads as it stands in the file of this name.
#[track_caller]
fn assert_reads(app: &TestApp, mail: &NewMail, to: &str, name: &str) {
    assert_text(app, &mail.to(to), name);
}

#[track_caller]
fn assert_text(app: &TestApp, mail: &Mail, name: &str) {
    assert!(KNOWN.contains(&name), "add {name} to KNOWN");
    let text = format!("Subject: {}\n\n{}", mail.subject, mail.text).replace(&app.base_url, "https://site.test");
    let path = folder().join(format!("{name}.txt"));
    if writes_anew() {
        std::fs::create_dir_all(folder()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, text, "the email {name} reads differently");
}

#[test]
fn every_snapshot_is_of_an_email_that_is_tested() {
    let files: BTreeSet<String> =
        std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();

    assert_eq!(files, KNOWN.map(|name| format!("{name}.txt")).into());
}

/// A paid booking for one person; gives its address.
async fn book(app: &TestApp, event: &OnSale, visitor: &Client) -> String {
    let page = event.book_and_pay(app, visitor, &["Asha"]).await;
    page.path.split('?').next().unwrap().to_owned()
}

#[actix_web::test]
async fn a_confirmed_booking_reads_so() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;

    book(&app, &event, &app.visitor()).await;

    let mail = app.mail();
    assert_reads(&app, &mail, "bo@example.org", "booking_confirmed");
    assert_reads(&app, &mail, "asha@example.org", "place_confirmed");
}

#[actix_web::test]
async fn a_membership_that_is_joined_and_renewed_reads_so() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.person("Asha").await;
    let joining = app.order(asha.id, OrderKind::Joining, "associate").await;
    app.buy_by_card(asha.id, &joining).await;
    assert_reads(&app, &app.mail(), "asha@example.org", "membership_confirmed");
    app.advance(Duration::days(310));

    let renewal = app.order(asha.id, OrderKind::Renewal, "associate").await;
    app.buy_by_card(asha.id, &renewal).await;

    let letters = app.mail().all();
    let renewed = letters.iter().find(|mail| mail.subject.starts_with("Your membership is renewed")).unwrap();
    assert_text(&app, renewed, "membership_renewed");
}

#[actix_web::test]
async fn a_cancelled_booking_reads_so() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = book(&app, &event, &visitor).await;
    app.ignore_mail();

    let preview = visitor.get(&format!("{manage}/cancellation")).await;
    visitor.submit(preview.form(&format!("{manage}/cancellation"))).await;
    app.settle().await;

    let mail = app.mail();
    assert_reads(&app, &mail, "bo@example.org", "booking_cancelled");
    assert_reads(&app, &mail, "asha@example.org", "place_cancelled");
}

#[actix_web::test]
async fn a_bank_transfer_that_is_awaited_reads_so() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Asha"]).await;

    let form = form.choose("payer", "organisation").fill("organisation", "Sampleton Council").press("pay", "bank");
    visitor.submit_once(form).await.assert_status(303);
    app.run_jobs().await;

    assert_reads(&app, &app.mail(), "bo@example.org", "bank_transfer_awaited");
}

#[actix_web::test]
async fn a_member_who_was_booked_at_the_standard_price_reads_so() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.member("Asha").await;

    let page = event.book_and_pay(&app, &app.visitor(), &["Asha"]).await;

    page.assert_has("You are booked");
    let offers: Vec<_> = app.mail().all().into_iter().filter(|mail| mail.text.contains("/member-price/")).collect();
    assert_eq!(offers.len(), 1, "{offers:?}");
    assert_eq!(offers[0].to, asha.email);
    assert_text(&app, &offers[0], "member_price_offered");
}

#[actix_web::test]
async fn a_sign_in_code_reads_so() {
    let app = spawn_app().await;
    let officer = app.officer(Role::Editor).await;
    let visitor = app.visitor();

    let form = visitor.get("/sign-in").await.form("/sign-in").fill("email", &officer.email);
    visitor.submit(form).await;
    app.run_jobs().await;

    assert_reads(&app, &app.mail(), &officer.email, "sign_in_code");
}

#[actix_web::test]
async fn joining_a_waiting_list_and_being_offered_a_place_read_so() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1)).await;
    let visitor = app.visitor();
    event.book(&visitor, &["Early Bird"]).await.assert_status(303);
    let list = format!("/events/{}/waiting-list", event.slug);
    let form = visitor.get(&format!("{list}/new")).await.form(&list);
    visitor.submit(form.fill("name", "Ben Lee").fill("email", "ben@example.org")).await;
    app.settle().await;
    assert_reads(&app, &app.mail(), "ben@example.org", "waiting_list_joined");

    // Nobody pays, so the place is free again after 40 minutes.
    app.advance(chrono::Duration::minutes(40));
    app.settle().await;
    app.advance(chrono::Duration::seconds(30));
    app.settle().await;

    assert_reads(&app, &app.mail(), "ben@example.org", "place_offered");
}

#[actix_web::test]
async fn the_letters_about_an_invoice_read_so() {
    let (app, event) = shop_with_customer().await;
    event.book_by_invoice(&app, &["Asha Verma", "Ben Lee"]).await;
    assert_reads(&app, &app.mail(), ACCOUNTS, "invoice_issued");

    app.advance(Duration::days(31));
    app.ignore_mail();
    remind(&app.state).await.unwrap();
    app.run_jobs().await;
    let late = app.mail().all().into_iter().find(|mail| mail.text.contains("EARO-2026-00002")).unwrap();
    assert_text(&app, &late, "invoice_reminder");

    let treasurer = app.officer(Role::Treasurer).await;
    let path = "/admin/customers/1/statement";
    treasurer.submit(treasurer.get(path).await.form(path)).await;
    app.run_jobs().await;
    assert_reads(&app, &app.mail(), ACCOUNTS, "statement_sent");
}

#[actix_web::test]
async fn a_credit_note_and_a_customer_to_approve_read_so() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_by_invoice(&app, &["Asha Verma", "Ben Lee"]).await;
    assert_reads(&app, &app.mail(), "office@example.org", "customer_to_approve");
    app.decide(app.customers().await[0].id, "approve", "").await;
    app.ignore_mail();
    let booking = app.last_booking().await;

    let (visitor, action) = (app.visitor(), format!("{}/cancellation", app.page_of(&booking)));
    let form = visitor.get(&action).await.form(&action);
    visitor.submit(form).await.assert_status(200);
    app.run_jobs().await;

    assert_reads(&app, &app.mail(), ACCOUNTS, "credit_note_issued");
}

#[actix_web::test]
async fn a_purchase_order_that_is_awaited_reads_so() {
    let (app, event) = shop_with_customer().await;
    app.change_customer(1, |form| form.tick("requires_po")).await;

    event.book_by_invoice(&app, &["Asha Verma"]).await;

    assert_reads(&app, &app.mail(), ACCOUNTS, "purchase_order_awaited");
}

#[actix_web::test]
async fn a_move_to_another_date_reads_so() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let visitor = app.visitor();
    let manage = book(&app, &from, &visitor).await;
    app.ignore_mail();

    move_to(&visitor, &manage, &to, "&place=1").await.assert_has("Moved.");
    app.settle().await;

    let mail = app.mail();
    assert_reads(&app, &mail, "bo@example.org", "booking_moved");
    assert_reads(&app, &mail, "asha@example.org", "place_moved");
}
