//! Money that is less than was asked for, and money that comes when something has changed: nothing is stranded, kept twice or
//! sent back in error.

use chrono::Duration;
use nairo::bookings::release_expired_holds::release_expired_holds;
use nairo::bookings::{Settlement, settle_booking};
use nairo::payments::refunds::RefundState;
use nairo::payments::seen::DisputeStanding;

use super::shop::course;
use crate::support::{TestApp, spawn_app};

/// Amount and state of every refund.
async fn refunds(app: &TestApp) -> Vec<(i64, RefundState)> {
    let rows = app.all_refunds().await;
    rows.iter().map(|row| (row.amount_pence, RefundState::parse(&row.state).unwrap())).collect()
}

#[actix_web::test]
async fn a_part_payment_goes_back_when_the_hold_ends_and_the_booker_hears_of_it() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let booking = event.book_by_bank(&app, &app.visitor(), &["Asha Verma"]).await;
    app.money_comes(booking.charge_id.unwrap(), 4_000).await;
    assert_eq!(app.last_booking().await.state, "held");

    app.advance(Duration::days(8));
    app.run_jobs().await;

    assert_eq!(app.last_booking().await.state, "expired");
    assert_eq!(refunds(&app).await, [(4_000, RefundState::Manual)]);
    let money = app.money_of(booking.charge_id.unwrap()).await;
    assert_eq!((money.outstanding.get(), money.refund_pending.get()), (0, 4_000));
    let mails = app.mail();
    mails.to("bo@example.org").assert_says("£40").assert_says("less than").assert_says("Our treasurer will ask you");
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn the_rest_of_a_part_payment_that_comes_too_late_goes_back_as_well() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let booking = event.book_by_bank(&app, &app.visitor(), &["Asha Verma"]).await;
    let charge = booking.charge_id.unwrap();
    app.money_comes(charge, 4_000).await;
    app.advance(Duration::days(8));
    app.run_jobs().await;

    app.money_comes(charge, 5_000).await;

    assert_eq!(refunds(&app).await.iter().map(|(pence, _)| pence).sum::<i64>(), 9_000);
    assert_eq!(app.account("on_account").await, 0);
    assert_eq!(app.seats_taken(&event).await, 0);
    app.ignore_mail();
}

#[actix_web::test]
async fn two_late_transfers_written_down_together_buy_the_places_together() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let booking = event.book_by_bank(&app, &app.visitor(), &["Asha Verma"]).await;
    let charge = booking.charge_id.unwrap();
    app.advance(Duration::days(8));
    app.run_jobs().await;
    app.write_transfer_down(charge, 4_000).await;
    app.write_transfer_down(charge, 5_000).await;

    app.run_jobs().await;

    let booking = app.last_booking().await;
    assert_eq!((booking.state.as_str(), app.seats_taken(&event).await), ("confirmed", 1));
    assert_eq!(app.money_of(booking.charge_id.unwrap()).await.paid.get(), 9_000);
    assert_eq!(refunds(&app).await, []);
    app.ignore_mail();
}

#[actix_web::test]
async fn giving_up_a_part_paid_booking_shows_and_gives_back_what_was_paid() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let booking = event.book_by_bank(&app, &visitor, &["Asha Verma", "Ben Lee"]).await;
    app.money_comes(booking.charge_id.unwrap(), 4_001).await;
    let (page, action) = (app.page_of(&booking), format!("{}/cancellation", app.page_of(&booking)));
    visitor.get(&page).await.assert_has("Amount £139.99").assert_has("£139.99 is still to be paid");

    let preview = visitor.get(&action).await;
    preview.assert_has("£40.01");
    visitor.submit(preview.form(&action)).await.assert_has("£40.01 is on its way back");
    app.run_jobs().await;

    assert_eq!(refunds(&app).await, [(4_001, RefundState::Manual)]);
    assert_eq!(app.money_of(booking.charge_id.unwrap()).await.outstanding.get(), 0);
    visitor.get(&page).await.assert_has("This booking is cancelled");
    app.ignore_mail();
}

#[actix_web::test]
async fn calling_the_date_off_gives_a_part_payment_back() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let booking = event.book_by_bank(&app, &app.visitor(), &["Asha Verma"]).await;
    app.money_comes(booking.charge_id.unwrap(), 4_000).await;

    let shown = nairo::bookings::cancel_event::preview_event_cancellation(&app.state, event.id).await.unwrap();
    app.office_calls_off(&event, nairo::audit::Actor::System).await;
    app.run_jobs().await;

    assert_eq!(shown.refunds.get(), 4_000);
    assert_eq!(refunds(&app).await, [(4_000, RefundState::Manual)]);
    app.mail().to("bo@example.org").assert_says("£40");
    app.ignore_mail();
}

#[actix_web::test]
async fn the_same_money_handed_on_twice_changes_nothing_and_frightens_nobody() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let booking = event.book_by_bank(&app, &app.visitor(), &["Asha Verma"]).await;
    let charge = booking.charge_id.unwrap();
    app.money_comes(charge, 9_000).await;
    app.ignore_mail();
    let payment = app.payments_of(charge).await[0].id;

    let (state, now) = (&app.state, app.now());
    let again = state.db.write_tx(async |tx| settle_booking(state, tx, payment, charge, now).await).await.unwrap();
    app.run_jobs().await;

    assert_ne!(again, Settlement::Returned);
    app.mail().assert_none();
    assert_eq!(refunds(&app).await, []);
}

#[actix_web::test]
async fn money_for_a_debt_that_a_lost_dispute_reopened_pays_it() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    let charge = app.last_booking().await.charge_id.unwrap();
    app.bank_questions(9_000, DisputeStanding::Lost).await;
    app.run_jobs().await;
    app.ignore_mail();

    app.money_comes(charge, 9_500).await;

    let money = app.money_of(charge).await;
    assert_eq!((money.paid.get(), money.outstanding.get()), (9_000, 0));
    assert_eq!(refunds(&app).await, [(500, RefundState::Manual)], "only what was too much");
    app.ignore_mail();
}

#[actix_web::test]
async fn clk_7_a_hold_does_not_end_while_its_money_waits_to_be_handed_on() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1)).await;
    let booking = event.book_by_bank(&app, &app.visitor(), &["Asha Verma"]).await;
    app.write_transfer_down(booking.charge_id.unwrap(), 9_000).await;
    app.advance(Duration::days(8));

    let (db, now) = (&app.state.db, app.now());
    let released = db.write_tx(async |tx| release_expired_holds(&app.state, tx, event.id, now).await).await.unwrap();
    app.run_jobs().await;

    assert_eq!((released, app.last_booking().await.state.as_str()), (0, "confirmed"));
    app.ignore_mail();
}

#[actix_web::test]
async fn a_payment_page_asks_for_what_is_left_and_never_for_a_date_that_is_called_off() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let booking = event.hold(&app, &visitor, &["Asha Verma"]).await;
    app.money_comes(booking.charge_id.unwrap(), 4_000).await;

    let url = nairo::bookings::pay_again::pay_again(&app.state, booking.id).await.unwrap();
    let session = crate::support::stripe::session_in(&url);
    let asked = app.stripe.sessions().into_iter().find(|known| known.id == session).unwrap().amount_total;
    app.office_calls_off(&event, nairo::audit::Actor::System).await;
    let refused = nairo::bookings::pay_again::pay_again(&app.state, booking.id).await;

    assert_eq!(asked.get(), 5_000);
    assert!(matches!(refused, Err(nairo::bookings::pay_again::PayAgainError::NotHeld)), "{refused:?}");
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn hld_6_a_second_payment_for_a_paid_booking_goes_back_once() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    let charge = app.last_booking().await.charge_id.unwrap();

    app.money_comes(charge, 9_000).await;
    app.run_jobs().await;

    assert_eq!(app.last_booking().await.state, "confirmed");
    assert_eq!(refunds(&app).await, [(9_000, RefundState::Manual)]);
    assert_eq!(app.money_of(charge).await.outstanding.get(), 0);
    app.mail().to("bo@example.org").assert_says("had been paid already").assert_says("Our treasurer will ask you");
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_10_what_was_paid_by_transfer_towards_a_card_booking_is_not_promised_to_a_card() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let booking = event.hold(&app, &visitor, &["Asha Verma"]).await;
    app.money_comes(booking.charge_id.unwrap(), 4_000).await;
    let action = format!("{}/cancellation", app.page_of(&booking));

    let preview = visitor.get(&action).await;
    let officer = app.officer(nairo::kernel::Role::EventsOfficer).await;
    let desk = officer.get(&format!("/admin/events/{}/cancellation", event.id)).await;
    visitor.submit(preview.form(&action)).await;
    app.settle().await;

    preview
        .assert_has("Paid back by bank transfer; our treasurer will ask where to")
        .assert_lacks("the card that paid");
    desk.assert_has(&booking.reference).assert_has("£40");
    app.mail().to("bo@example.org").assert_says("Our treasurer will ask you where to send it");
    app.ignore_mail();
}
