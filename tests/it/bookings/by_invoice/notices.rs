//! D13, INV-2, INV-6, AC-07: who is reminded of what, when, and what stops it.

use chrono::Duration;
use nairo::kernel::Role;
use nairo::payments::invoices::remind;

use super::{ACCOUNTS, course, shop_with_customer, spawn_app};
use crate::support::TestApp;

/// Goes on by so many days and looks what the daily job sends to the billing contact.
async fn on_day(app: &TestApp, days: i64) -> Vec<String> {
    app.advance(Duration::days(days));
    app.ignore_mail();
    remind(&app.state).await.unwrap();
    remind(&app.state).await.unwrap();
    app.run_jobs().await;
    app.mail().all().into_iter().filter(|mail| mail.to == ACCOUNTS).map(|mail| mail.subject.clone()).collect()
}

#[actix_web::test]
async fn d13_the_billing_contact_is_reminded_7_days_before_and_1_7_and_21_after() {
    let app = spawn_app().await;
    let event = app.sell(course().in_days(300)).await;
    event.book_by_invoice(&app, &["Asha Verma"]).await;
    app.decide(app.customers().await[0].id, "approve", "").await;
    // Issued on 1 June, due on Wednesday 1 July 2026.
    let mut sent = Vec::new();
    for days in [22, 1, 7, 1, 6, 14, 30] {
        sent.push(on_day(&app, days).await);
    }

    let due = "Invoice EARO-2026-00001 is due on Wednesday 1 July 2026".to_owned();
    let late = "Overdue: invoice EARO-2026-00001, £90".to_owned();
    let none: Vec<String> = Vec::new();
    let wanted = vec![none.clone(), vec![due], none.clone(), vec![late.clone()], vec![late.clone()], vec![late], none];
    assert_eq!(sent, wanted);
    app.ignore_mail();
}

#[actix_web::test]
async fn ac_07_a_pause_a_question_and_the_money_stop_reminders() {
    let (app, event) = shop_with_customer().await;
    event.book_by_invoice(&app, &["Asha Verma"]).await;
    let (customer, billings) = (app.customers().await[0].id, app.billings().await);
    app.change_customer(customer, |form| form.tick("reminders_paused")).await;
    assert_eq!(on_day(&app, 31).await.len(), 0, "paused");
    app.change_customer(customer, |form| form.untick("reminders_paused")).await;
    app.money_comes(billings[0].charge_id, 9_000).await;
    let path = format!("/admin/money/invoices/{}", billings[1].id);
    let treasurer = app.officer(Role::Treasurer).await;
    let form = treasurer.get(&path).await.form(&format!("{path}/dispute")).fill("dispute_reason", "Nobody came");
    treasurer.submit(form.press("state", "disputed")).await.assert_has("The customer questions this invoice");
    assert_eq!(on_day(&app, 0).await.len(), 0, "one is paid, the other is questioned");

    let form = treasurer.get(&path).await.form(&format!("{path}/dispute")).press("state", "settled");
    treasurer.submit(form).await.assert_has("Settled");

    assert_eq!(on_day(&app, 0).await, ["Overdue: invoice EARO-2026-00002, £90"]);
    app.ignore_mail();
}

#[actix_web::test]
async fn inv_2_a_purchase_order_to_follow_is_asked_for_after_7_and_14_days() {
    let (app, event) = shop_with_customer().await;
    app.change_customer(app.customers().await[0].id, |form| form.tick("requires_po")).await;
    event.book_by_invoice(&app, &["Asha Verma"]).await;
    let again = ["Reminder: Purchase order number for The Role of the IRO"];

    assert_eq!(on_day(&app, 6).await.len(), 0);
    assert_eq!(on_day(&app, 1).await, again);
    assert_eq!(on_day(&app, 7).await, again);
    assert_eq!(on_day(&app, 9).await.iter().filter(|subject| subject.starts_with("Reminder")).count(), 0);
    let treasurer = app.officer(Role::Treasurer).await;
    treasurer.get("/admin/money/invoices").await.assert_has("promised one that has not come");
    app.ignore_mail();
}

#[actix_web::test]
async fn inv_6_attendees_are_never_written_to_about_money() {
    let app = spawn_app().await;
    let event = app.sell(course().in_days(300)).await;
    event.book_by_invoice(&app, &["Asha Verma"]).await;
    app.decide(app.customers().await[0].id, "approve", "").await;
    on_day(&app, 60).await;

    let to_attendee: Vec<String> = app
        .all_mail()
        .iter()
        .filter(|mail| mail.to == "asha.verma@example.org" && (mail.text.contains("£") || mail.text.contains("nvoice")))
        .map(|mail| mail.subject.clone())
        .collect();

    assert_eq!(to_attendee, Vec::<String>::new());
}
