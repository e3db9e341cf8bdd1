//! What a cancellation page promises is what happens, whatever has changed since it was opened (REF-7, REF-12, REF-19).

use nairo::audit::Actor;
use nairo::kernel::Role;
use nairo::payments::refunds::RefundState;
use nairo::payments::seen::DisputeStanding;

use super::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn whoever_cancels_after_we_called_the_date_off_gets_everything_back() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = event.book_and_pay(&app, &visitor, &["Asha Verma"]).await.path;
    let manage = manage.split('?').next().unwrap();
    let action = format!("{manage}/cancellation");
    app.clock.set("2026-06-30T09:00:00Z".parse().unwrap());
    app.run_jobs().await;
    let open_since_before = visitor.get(&action).await;
    app.office_calls_off(&event, Actor::System).await;

    visitor.get(manage).await.assert_lacks("Cancel this booking").assert_has("refunded in full");
    let preview = visitor.get(&action).await;
    visitor.submit_once(open_since_before.form(&action)).await.assert_status(409);
    visitor.submit(preview.form(&action)).await.assert_has("£90 is on its way back");
    app.settle().await;

    preview.assert_has("£90 was paid, all of it comes back").assert_lacks("The last day for a refund has passed");
    assert_eq!(app.stripe.total_refunded().get(), 9_000);
    app.ignore_mail();
}

#[actix_web::test]
async fn a_booking_paid_while_the_page_to_give_it_up_was_open_is_not_cancelled_for_nothing() {
    let app = spawn_app().await;
    let event = app.sell(course().in_days(5)).await;
    let visitor = app.visitor();
    let answer = event.book(&visitor, &["Asha Verma"]).await;
    let action = format!("{}/cancellation", app.page_of(&app.last_booking().await));
    let preview = visitor.get(&action).await;
    app.pay(&answer).await;
    app.settle().await;

    let stopped = visitor.submit_once(preview.form(&action)).await;

    stopped.assert_status(409).assert_has("has been paid").assert_has("Cancel this booking?");
    assert_eq!(app.last_booking().await.state, "confirmed");
    app.ignore_mail();
}

#[actix_web::test]
async fn nothing_is_promised_of_money_that_the_bank_took_back() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let booking = app.last_booking().await;
    app.bank_questions(9_000, DisputeStanding::Lost).await;
    app.run_jobs().await;
    app.ignore_mail();
    let action = format!("{}/cancellation", app.page_of(&booking));

    let preview = visitor.get(&action).await;
    visitor.submit(preview.form(&action)).await.assert_has("This booking is cancelled");
    app.settle().await;

    preview.assert_lacks("Cancel and refund £90");
    assert_eq!(app.all_refunds().await.len(), 0);
    assert_eq!(app.money_of(booking.charge_id.unwrap()).await.outstanding.get(), 0, "nothing is owed for it any more");
    app.mail().to("bo@example.org").assert_says("£90 was paid, and taken back already");
    app.ignore_mail();
}

#[actix_web::test]
async fn what_was_given_back_already_is_not_promised_again() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    event.book_and_pay(&app, &visitor, &["Asha Verma", "Ben Lee"]).await;
    let booking = app.last_booking().await;
    app.bank_questions(2_000, DisputeStanding::Lost).await;
    app.run_jobs().await;
    let action = format!("{}/cancellation", app.page_of(&booking));

    let preview = visitor.get(&action).await;
    visitor.submit(preview.form(&action)).await.assert_has("£160 is on its way back");
    app.settle().await;

    preview.assert_has("Cancel and refund £160");
    assert_eq!(app.stripe.total_refunded().get(), 16_000);
    app.ignore_mail();
}

#[actix_web::test]
async fn d11_whoever_called_a_date_off_does_not_approve_its_large_refunds() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(60_000, None)).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    let officer = app.officer(Role::Treasurer).await;

    app.office_calls_off(&event, Actor::Person(officer.id)).await;
    app.settle().await;

    let refund = app.all_refunds().await.remove(0);
    assert_eq!(RefundState::parse(&refund.state), Some(RefundState::Requested));
    assert_eq!(refund.requested_by_id, Some(officer.id));
    app.ignore_mail();
}
