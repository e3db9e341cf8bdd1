//! What is owed, credited, paid in parts, paid twice and written off.

use nairo::audit::Actor;
use nairo::bookings::{Settlement, settle_booking};
use nairo::kernel::Role;

use super::{ACCOUNTS, course, shop_with_customer};
use crate::support::TestApp;

/// Cancels a booking by its page, all of it.
async fn cancel_all(app: &TestApp, booking: &entity::booking::Model) -> String {
    let (visitor, action) = (app.visitor(), format!("{}/cancellation", app.page_of(booking)));
    let preview = visitor.get(&action).await;
    let words = preview.main();
    visitor.submit(preview.form(&action)).await.assert_status(200);
    app.run_jobs().await;
    words
}

#[actix_web::test]
async fn ref_16_cancelled_in_time_an_unpaid_invoice_is_credited_in_full() {
    let (app, event) = shop_with_customer().await;
    let booking = event.book_by_invoice(&app, &["Asha Verma", "Ben Lee"]).await;
    app.ignore_mail();

    let preview = cancel_all(&app, &booking).await;

    assert!(preview.contains("£180 comes off the invoice"), "{preview}");
    let note = app.credit_notes().await.remove(0);
    assert_eq!(
        (note.number.as_str(), note.total_pence, note.invoice_id),
        ("EARO-CN2026-00001", 18_000, app.invoices().await[1].id)
    );
    assert_eq!(app.money_of(booking.charge_id.unwrap()).await.outstanding.get(), 0);
    assert_eq!((app.all_refunds().await.len(), app.seats_taken(&event).await), (0, 1));
    let mails = app.mail();
    mails.to(ACCOUNTS).assert_says("EARO-CN2026-00001").assert_says("Nothing more is to be paid");
    mails.to("bo@example.org").assert_says("£90 comes off the invoice").assert_says("We send a credit note");
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn ref_16_cancelled_late_an_unpaid_invoice_is_still_owed_and_can_be_paid() {
    let (app, _) = shop_with_customer().await;
    let event = app.sell(course().in_days(5)).await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;

    let preview = cancel_all(&app, &booking).await;
    let charge = booking.charge_id.unwrap();

    assert!(preview.contains("£90 stays on the invoice"), "{preview}");
    assert_eq!((app.credit_notes().await.len(), app.money_of(charge).await.outstanding.get()), (0, 9_000));
    app.money_comes(charge, 9_000).await;
    let money = app.money_of(charge).await;
    assert_eq!((money.paid.get(), money.outstanding.get(), app.all_refunds().await.len()), (9_000, 0, 0));
    assert_eq!(app.last_booking().await.state, "cancelled", "HLD-7: money does not revive it");
    app.ignore_mail();
}

#[actix_web::test]
async fn a_place_cancelled_of_a_part_paid_invoice_gives_back_only_what_is_paid_beyond_the_rest() {
    let (app, event) = shop_with_customer().await;
    let booking = event.book_by_invoice(&app, &["Asha Verma", "Ben Lee"]).await;
    let charge = booking.charge_id.unwrap();
    app.money_comes(charge, 12_000).await;
    let (visitor, base) = (app.visitor(), app.page_of(&booking));
    let preview = visitor.get(&format!("{base}/cancellation?place=1")).await;

    preview.assert_has("£90 comes off the invoice, and £30 of it was paid and comes back");
    visitor.submit(preview.form(&format!("{base}/cancellation"))).await.assert_status(200);
    app.run_jobs().await;

    let money = app.money_of(charge).await;
    assert_eq!((money.credited.get(), money.refund_pending.get(), money.outstanding.get()), (9_000, 3_000, 0));
    assert_eq!(app.credit_notes().await[0].total_pence, 9_000);
    app.ignore_mail();
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn inv_7_part_and_over_payment_leave_a_balance_and_a_task_and_nothing_goes_back_by_itself() {
    let (app, event) = shop_with_customer().await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;
    let (charge, path) = (booking.charge_id.unwrap(), format!("/admin/money/invoices/{}", app.billings().await[1].id));
    let treasurer = app.officer(Role::Treasurer).await;

    app.money_comes(charge, 4_000).await;
    treasurer.get(&path).await.assert_has("Part paid").assert_has("£50");
    app.money_comes(charge, 6_000).await;

    let money = app.money_of(charge).await;
    assert_eq!((money.paid.get(), money.outstanding.get(), app.account("on_account").await), (9_000, 0, -1_000));
    assert_eq!(app.all_refunds().await.len(), 0);
    treasurer.get(&path).await.assert_has("£10 more than is owed has come in");
    treasurer.get("/admin/money/invoices").await.assert_has("Overpaid").assert_has("paid £10 more than is owed");
    let charge_page = format!("/admin/money/charges/{}", app.charge_reference(charge).await);
    let form = treasurer.get(&charge_page).await.form(&format!("{charge_page}/refund"));
    treasurer.submit(form).await;
    assert_eq!(app.all_refunds().await[0].amount_pence, 1_000, "an officer decides");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn hld_6_the_same_payment_handed_on_twice_counts_once() {
    let (app, event) = shop_with_customer().await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;
    let charge = booking.charge_id.unwrap();
    app.money_comes(charge, 9_000).await;
    let payment = app.payments_of(charge).await[0].id;
    let (state, now) = (&app.state, app.now());

    let again = state.db.write_tx(async |tx| settle_booking(state, tx, payment, charge, now).await).await.unwrap();

    assert_eq!((again, app.money_of(charge).await.paid.get()), (Settlement::AlreadyDone, 9_000));
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_12_a_date_called_off_credits_unpaid_invoices_in_full_whatever_the_day() {
    let (app, _) = shop_with_customer().await;
    let event = app.sell(course().in_days(2)).await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;

    app.office_calls_off(&event, Actor::System).await;
    app.run_jobs().await;

    assert_eq!(app.money_of(booking.charge_id.unwrap()).await.outstanding.get(), 0);
    assert_eq!(app.credit_notes().await[0].reason, "The trainer is ill.");
    app.ignore_mail();
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn d11_more_than_500_pounds_is_written_off_only_when_a_second_person_agrees() {
    let (app, event) = shop_with_customer().await;
    let people = ["A One", "B Two", "C Three", "D Four", "E Five", "F Six"];
    let booking = event.book_by_invoice(&app, &people).await;
    app.ignore_mail();
    let charge = booking.charge_id.unwrap();
    let path = format!("/admin/money/invoices/{}", app.billings().await[1].id);
    let (asker, second) = (app.officer(Role::Treasurer).await, app.officer(Role::Treasurer).await);

    let form =
        asker.get(&path).await.form(&format!("{path}/write-off")).fill("write_off_reason", "The council is bankrupt");
    asker.submit(form).await.assert_has("waits for a second person");
    assert_eq!(app.money_of(charge).await.outstanding.get(), 54_000);
    asker.get(&path).await.assert_has("You asked for it, so somebody else has to decide");
    let decision = format!("{path}/write-off/decision");
    let fields = [("csrf".to_owned(), asker.csrf().await), ("decision".to_owned(), "approve".to_owned())];
    asker.post(&decision, &fields).await;
    assert_eq!(app.money_of(charge).await.outstanding.get(), 54_000, "not by whoever asked");
    let form = second.get(&path).await.form(&decision).press("decision", "approve");
    second.submit(form).await.assert_has("It is written off");

    assert_eq!((app.money_of(charge).await.outstanding.get(), app.account("bad_debts").await), (0, 54_000));
    second.get(&path).await.assert_has("Written off").assert_has("The council is bankrupt");
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn a_small_debt_is_written_off_at_once_with_a_reason() {
    let (app, event) = shop_with_customer().await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;
    app.ignore_mail();
    let path = format!("/admin/money/invoices/{}", app.billings().await[1].id);
    let treasurer = app.officer(Role::Treasurer).await;
    let form = treasurer.get(&path).await.form(&format!("{path}/write-off"));

    treasurer.submit(form.clone()).await.assert_status(422);
    treasurer.submit(form.fill("write_off_reason", "Not worth a letter")).await.assert_has("£90 is written off");

    assert_eq!(app.money_of(booking.charge_id.unwrap()).await.outstanding.get(), 0);
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn a_members_difference_comes_off_the_invoice_with_a_credit_note() {
    let (app, event) = shop_with_customer().await;
    let member = app.member("Mina").await;
    let visitor = app.visitor();
    let form = event.filled_for_invoice(&visitor, &["Mina Example"], "Sampleton Council").await;
    visitor.submit_once(form.set("attendee_email_1", &member.email)).await.assert_status(303);
    app.run_jobs().await;
    let offers: Vec<_> = app.mail().all().into_iter().filter(|mail| mail.to == member.email).collect();
    let link = offers.iter().find(|mail| mail.text.contains("/member-price/")).unwrap().link("/member-price/");

    let page = app.visitor();
    let form = page.get(&link).await.form(&link);
    page.submit(form).await.assert_status(200);
    app.run_jobs().await;

    assert_eq!(app.credit_notes().await[0].total_pence, 4_000);
    assert_eq!(app.money_of(app.last_booking().await.charge_id.unwrap()).await.outstanding.get(), 5_000);
    app.ignore_mail();
    app.assert_books_balance().await;
}
