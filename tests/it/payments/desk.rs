//! The treasurer's desk: what it shows, who may do what, what a double click does.

use nairo::kernel::Role;
use nairo::payments::refunds::RefundState;
use nairo::stripe_sandbox::RefundOutcome;

use super::till::Paid;
use crate::support::spawn_app;

#[actix_web::test]
async fn the_list_adds_up_and_finds_by_name_and_reference() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let owed = app.raise(&[9_000]).await;
    let paid = app.pay_by_card(&[5_000]).await;

    let all = treasurer.get("/admin/money").await;
    let unsettled = treasurer.get("/admin/money?show=unsettled").await;
    let found = treasurer.get("/admin/money?q=sampleton").await;
    let by_reference = treasurer.get(&format!("/admin/money?q={}", paid.charge.reference.to_lowercase())).await;
    let none = treasurer.get("/admin/money?q=100%25").await;

    all.assert_status(200).assert_has("Sum of the rows above £140").assert_has(&owed.reference);
    unsettled.assert_has(&owed.reference).assert_lacks(&paid.charge.reference);
    found.assert_has(&owed.reference).assert_has(&paid.charge.reference);
    by_reference.assert_has(&paid.charge.reference).assert_lacks(&owed.reference);
    none.assert_has("None like that");
}

#[actix_web::test]
async fn an_empty_desk_says_so() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;

    treasurer.get("/admin/money").await.assert_status(200).assert_has("No charges yet");
}

#[actix_web::test]
async fn an_officer_writes_down_a_transfer_and_a_double_click_is_one() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let charge = app.raise(&[9_000]).await;
    let path = format!("/admin/money/charges/{}", charge.reference);
    let action = format!("{path}/payments");
    let form = treasurer.get(&path).await.form(&action).fill("bank_reference", "SAMPLETON 4711");
    assert_eq!(form.value("amount"), Some("90"), "what is owed is suggested");

    let done = treasurer.submit(form.clone()).await;
    let twice = treasurer.submit(form).await;
    app.run_jobs().await;

    done.assert_has("£90 received is written down");
    twice.assert_status(200);
    assert_eq!(app.payments_of(charge.id).await.len(), 1);
    let page = treasurer.get(&path).await;
    page.assert_has("SAMPLETON 4711").assert_has("Money received").assert_has("Bank");
}

#[actix_web::test]
async fn wrong_amounts_dates_and_references_are_named_beside_their_field_and_kept() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let charge = app.raise(&[9_000]).await;
    let path = format!("/admin/money/charges/{}", charge.reference);
    let table = [
        ("amount", "", "Enter an amount in pounds"),
        ("amount", "0", "more than £0"),
        ("amount", "-5", "not below zero"),
        ("amount", "lots", "like 50 or 48.69"),
        ("amount", "999999999999999999999", "smaller amount"),
        ("value_on", "", "Enter the date"),
        ("value_on", "2026-06-02", "not in the future"),
        ("value_on", "1999-01-01", "last two years"),
        ("bank_reference", "", "as the bank statement shows it"),
        ("bank_reference", "a\u{202e}b", "hidden characters"),
    ];

    for (field, typed, wanted) in table {
        let form = treasurer.get(&path).await.form(&format!("{path}/payments"));
        let form = form.fill("bank_reference", "OK 1").fill(field, typed);
        let page = treasurer.submit(form).await;
        page.assert_status(422);
        assert!(page.error_of(field).contains(wanted), "{field}={typed:?}: {:?}", page.error_of(field));
    }

    assert!(app.payments_of(charge.id).await.is_empty());
}

#[actix_web::test]
async fn a_large_refund_is_approved_on_the_page_by_somebody_else() {
    let app = spawn_app().await;
    let (asker, second) = (app.officer(Role::Treasurer).await, app.officer(Role::Trustee).await);
    let paid = app.pay_by_card(&[90_000]).await;
    let refund = app.refund_asked_by(&paid, 90_000, "cancel:1", Some(asker.id)).await[0];
    app.run_jobs().await;
    app.ignore_mail();
    let path = format!("/admin/money/charges/{}", paid.charge.reference);
    let action = format!("/admin/money/refunds/{}/approval", app.refund_row(refund).await.reference);

    asker.get("/admin/money").await.assert_has("Waiting for a second person");
    asker.get(&path).await.assert_has("somebody else has to decide");
    let form = second.get(&path).await.form(&action).press("decision", "approve");
    let done = second.submit(form.clone()).await;
    let twice = second.submit(form).await;
    app.settle().await;

    done.assert_has("Approved. The money goes back now.");
    twice.assert_has("Somebody has decided on this refund already");
    assert_eq!(app.refund_state(refund).await, RefundState::Succeeded);
}

#[actix_web::test]
async fn a_failed_refund_shows_its_reason_and_is_paid_by_hand_or_sent_again() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let paid = app.pay_by_card(&[5_000]).await;
    app.stripe.set_refund_outcome(RefundOutcome::Fail);
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.settle().await;
    app.ignore_mail();
    let reference = app.refund_row(refund).await.reference;
    let path = format!("/admin/money/charges/{}", paid.charge.reference);
    let page = treasurer.get(&path).await;
    page.assert_has("Failed, to be tried again");

    let by_hand = page.form(&format!("/admin/money/refunds/{reference}/manual-payment"));
    let empty = treasurer.submit(by_hand.clone()).await;
    let field = format!("transfer_{reference}");
    empty.assert_status(422);
    assert!(empty.error_of(&field).contains("as the bank statement shows it"));
    app.stripe.set_refund_outcome(RefundOutcome::Succeed);
    let again = treasurer.submit(page.form(&format!("/admin/money/refunds/{reference}/retry"))).await;
    again.assert_has("The refund is being sent again");
    let late = treasurer.submit(by_hand.fill(&field, "OUT 1")).await;
    late.assert_has("not waiting to be paid by hand");
    app.settle().await;

    assert_eq!(app.refund_state(refund).await, RefundState::Succeeded);
    assert_eq!(app.account("bank").await, 0);
}

#[actix_web::test]
async fn a_trustee_sees_and_approves_but_writes_nothing_down() {
    let app = spawn_app().await;
    let trustee = app.officer(Role::Trustee).await;
    let charge = app.raise(&[9_000]).await;
    let path = format!("/admin/money/charges/{}", charge.reference);

    let page = trustee.get(&path).await;

    page.assert_status(200).assert_lacks("Record money received");
    let fields = [("csrf".to_owned(), trustee.csrf().await), ("amount".to_owned(), "90".to_owned())];
    trustee.post(&format!("{path}/payments"), &fields).await.assert_status(403);
    trustee.get("/admin/money/charges/NOSUCH23").await.assert_status(404);
}

#[actix_web::test]
async fn what_the_payer_is_owed_goes_back_at_a_press_and_once() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let charge = app.raise(&[9_000]).await;
    let paid = Paid { charge, payment_id: 0, session: String::new() };
    app.record_from_bank(&paid, 4_000).await;
    let path = format!("/admin/money/charges/{}", paid.charge.reference);
    treasurer.get(&path).await.assert_lacks("is owed to the payer");
    app.credit_all(&paid).await;

    let form = treasurer.get(&path).await.assert_has("£40 is owed to the payer").form(&format!("{path}/refund"));
    let done = treasurer.submit(form.clone()).await;
    let twice = treasurer.submit(form).await;
    app.run_jobs().await;

    done.assert_has("To be paid by hand").assert_lacks("is owed to the payer");
    twice.assert_has("Nothing is owed to the payer");
    assert_eq!(app.all_refunds().await.len(), 1);
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_refund_given_back_elsewhere_is_withdrawn_with_a_reason() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let paid = app.pay_by_card(&[5_000]).await;
    super::refunds::refund_in_dashboard(&app, &paid, 5_000).await;
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.settle().await;
    app.ignore_mail();
    assert_eq!(app.refund_state(refund).await, RefundState::Failed);
    assert_eq!(app.money_of(paid.charge.id).await.outstanding.get(), 5_000, "it would be paid twice");
    let path = format!("/admin/money/charges/{}", paid.charge.reference);
    let reference = app.refund_row(refund).await.reference;
    let form = treasurer.get(&path).await.form(&format!("/admin/money/refunds/{reference}/withdrawal"));

    let empty = treasurer.submit(form.clone()).await;
    let field = format!("withdrawal_{reference}");
    assert!(empty.error_of(&field).contains("why the refund is not to be paid"));
    let done = treasurer.submit(form.clone().fill(&field, "Given back in the dashboard")).await;
    let twice = treasurer.submit(form.fill(&field, "Again")).await;
    app.advance(chrono::Duration::days(2));
    app.settle().await;

    done.assert_has("Withdrawn.").assert_has("Given back in the dashboard");
    twice.assert_has("cannot be withdrawn any more");
    assert_eq!(app.refund_state(refund).await, RefundState::GivenUp);
    let money = app.money_of(paid.charge.id).await;
    assert_eq!((money.refunded.get(), money.outstanding.get()), (5_000, 0));
    app.assert_books_balance().await;
}
