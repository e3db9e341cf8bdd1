//! What was written off, and what is paid late after a move: no money is promised that nobody paid, and none that came is sent away.

use nairo::audit::Actor;
use nairo::kernel::Role;

use super::{course, shop_with_customer};
use crate::bookings::moving::{move_to, two_dates};
use crate::support::TestApp;

/// The treasurer gives up what is still owed on the second invoice.
async fn write_off(app: &TestApp) {
    let treasurer = app.officer(Role::Treasurer).await;
    let path = format!("/admin/money/invoices/{}", app.billings().await[1].id);
    let form = treasurer.get(&path).await.form(&format!("{path}/write-off"));
    treasurer.submit(form.fill("write_off_reason", "Not worth a letter")).await.assert_has("is written off");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_6_a_booking_written_off_is_cancelled_and_nothing_comes_back_that_was_not_paid() {
    let (app, event) = shop_with_customer().await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;
    write_off(&app).await;
    let (visitor, action) = (app.visitor(), format!("{}/cancellation", app.page_of(&booking)));

    let preview = visitor.get(&action).await;
    preview.assert_lacks("Cancel and refund");
    visitor.submit(preview.form(&action)).await.assert_has("This booking is cancelled");
    app.run_jobs().await;

    let money = app.money_of(booking.charge_id.unwrap()).await;
    assert_eq!((money.credited.get(), money.outstanding.get(), app.all_refunds().await.len()), (9_000, 0, 0));
    assert_eq!(app.account("bad_debts").await, 0, "what was credited was never a debt");
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_6_of_a_booking_written_off_in_part_only_what_was_paid_comes_back() {
    let (app, event) = shop_with_customer().await;
    let booking = event.book_by_invoice(&app, &["Asha Verma", "Ben Lee"]).await;
    let charge = booking.charge_id.unwrap();
    app.money_comes(charge, 10_000).await;
    write_off(&app).await;
    let (visitor, base) = (app.visitor(), app.page_of(&booking));
    let action = format!("{base}/cancellation");

    let one = visitor.get(&format!("{action}?place=1")).await;
    visitor.submit(one.form(&action)).await.assert_status(200);
    app.run_jobs().await;
    let money = app.money_of(charge).await;
    assert_eq!((money.refund_pending.get(), money.outstanding.get()), (1_000, 0), "£90 of what was paid is for Ben");
    assert_eq!(app.account("bad_debts").await, 0);

    let rest = visitor.get(&action).await;
    visitor.submit(rest.form(&action)).await.assert_has("This booking is cancelled");
    app.run_jobs().await;
    let money = app.money_of(charge).await;
    assert_eq!((money.refund_pending.get(), money.outstanding.get()), (10_000, 0));
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_12_a_date_with_a_booking_written_off_is_called_off_at_the_first_try() {
    let (app, _) = shop_with_customer().await;
    let event = app.sell(course().in_days(2)).await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;
    write_off(&app).await;

    app.office_calls_off(&event, Actor::System).await;
    app.run_jobs().await;

    assert_eq!(app.last_booking().await.state, "cancelled");
    assert_eq!(app.money_of(booking.charge_id.unwrap()).await.outstanding.get(), 0);
    assert_eq!(app.all_refunds().await.len(), 0);
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn trf_4_money_for_the_invoice_of_the_old_date_pays_for_the_new_one() {
    let (app, _) = shop_with_customer().await;
    let (from, to) = two_dates(&app).await;
    let old = from.book_by_invoice(&app, &["Asha Verma"]).await;
    move_to(&app.visitor(), &app.page_of(&old), &to, "").await.assert_has("Moved.");
    app.run_jobs().await;
    let new = app.last_booking().await;
    assert_eq!(app.money_of(new.charge_id.unwrap()).await.outstanding.get(), 9_000);

    app.money_comes(old.charge_id.unwrap(), 9_500).await;

    let money = app.money_of(new.charge_id.unwrap()).await;
    assert_eq!((money.paid.get(), money.outstanding.get()), (9_000, 0));
    assert_eq!((app.all_refunds().await.len(), app.account("on_account").await), (0, -500), "INV-7");
    app.assert_books_balance().await;
    app.ignore_mail();
}
