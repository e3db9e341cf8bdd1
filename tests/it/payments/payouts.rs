//! What the card processor pays out, beside our own books (REP-4): every line is found, fees are posted once, the money's way to the
//! bank is in the ledger, and what matches nothing is told. Read twice, late, or while Stripe is down, it comes out the same.

use nairo::kernel::{Pence, Role};
use nairo::payments::payouts::queries::{payout_sums, unexplained};
use nairo::payments::payouts::run_reconcile_payouts;
use nairo::payments::refunds::RefundState;
use nairo::payments::reports::Period;
use nairo::payments::seen::{DisputeSeen, DisputeStanding, Seen};
use nairo::stripe_sandbox::{Fault, PayoutStatus, RefundStatus};

use super::reports::totals;
use super::till::Paid;
use crate::support::app::{Wishes, spawn_app_with};
use crate::support::{TestApp, spawn_app};

/// What Stripe keeps of £50 and of £90.
const FEES: [i64; 2] = [95, 155];

/// Runs the job as its day would, twice.
async fn reconcile(app: &TestApp) {
    for _ in 0..2 {
        run_reconcile_payouts(&app.state).await.unwrap();
    }
}

/// Paid out, payments, refunds, fees, disputes and others, difference: of June's payouts, the oldest first.
async fn june(app: &TestApp) -> Vec<[i64; 6]> {
    let period = Period::read("2026-06", "", app.today());
    let sums = payout_sums(app.state.db.reader(), period).await.unwrap().into_iter().map(|payout| payout.sums);
    sums.map(|s| [s.amount, s.payments, s.refunds, s.fees, s.adjustments, s.difference()].map(Pence::get)).collect()
}

fn asked(app: &TestApp, path: &str) -> usize {
    app.stripe.requests().iter().filter(|call| call.path == path).count()
}

/// A payment of £50, one of £90, £20 of it given back.
async fn a_day_of_cards(app: &TestApp) -> Paid {
    app.pay_by_card(&[5_000]).await;
    let paid = app.pay_by_card(&[9_000]).await;
    app.credit_and_refund(&paid, 2_000, "cancel:1").await;
    app.settle().await;
    paid
}

#[actix_web::test]
async fn rep_4_a_payout_adds_up_and_its_fees_and_its_way_to_the_bank_are_in_the_ledger_once() {
    let app = spawn_app().await;
    a_day_of_cards(&app).await;
    let payout = app.stripe.pay_out().unwrap();

    reconcile(&app).await;

    let (fees, paid_out) = (FEES[0] + FEES[1], 12_000 - FEES[0] - FEES[1]);
    assert_eq!(june(&app).await, [[paid_out, 14_000, -2_000, -fees, 0, 0]]);
    assert_eq!((app.account("fees").await, app.account("bank").await), (fees, paid_out));
    assert_eq!(app.account("stripe_clearing").await, 0, "everything has gone to the bank");
    app.assert_books_balance().await;
    assert_eq!(asked(&app, "/v1/balance_transactions"), 1, "it is read once");
    app.mail().assert_none();
    let treasurer = app.officer(Role::Treasurer).await;
    let page = treasurer.get("/admin/money/reports?month=2026-06").await;
    assert_eq!(totals(&page, "payouts"), [paid_out, 14_000, -2_000, -fees, 0, 0]);
    assert_eq!(totals(&page, "money-by-payment-date"), [14_000, -2_000, 0, -fees, paid_out]);
    let own = treasurer.get(&format!("/admin/money/payouts/{payout}")).await;
    own.assert_status(200).assert_has("In the bank").assert_has("Sampleton Council").assert_lacks("Not matched");
    own.assert_lacks("Explain the difference");
    app.leave_work();
}

#[actix_web::test]
async fn rep_5_payouts_are_a_file_with_days_said_twice() {
    let app = spawn_app().await;
    app.pay_by_card(&[5_000]).await;
    let payout = app.stripe.pay_out().unwrap();
    reconcile(&app).await;
    let treasurer = app.officer(Role::Treasurer).await;

    let file = treasurer.get("/admin/money/reports/payouts.csv?month=2026-06").await;

    let line = format!("{payout},In the bank,2026-06-01,Monday 1 June 2026,49.05,50.00,0.00,-0.95,0.00,0.00\r\n");
    assert!(file.html.ends_with(&line), "{}", file.html);
    app.leave_work();
}

#[actix_web::test]
async fn rep_4_what_is_not_ours_is_told_once_and_explained_by_an_officer() {
    let app = spawn_app().await;
    app.pay_by_card(&[5_000]).await;
    app.stripe.move_balance("charge", (Pence::new(4_000), Pence::new(80)), Some("ch_donation"));
    let payout = app.stripe.pay_out().unwrap();

    reconcile(&app).await;
    app.run_jobs().await;

    assert_eq!(june(&app).await, [[8_825, 5_000, 0, -95, 0, 3_920]]);
    assert_eq!(app.account("fees").await, 95, "of what is not ours nothing is posted");
    let mail = app.mail().only();
    assert_eq!(mail.subject, "A payout of £88.25 does not add up");
    mail.assert_says("£39.20");
    let treasurer = app.officer(Role::Treasurer).await;
    treasurer.get("/admin").await.assert_has("1 payout of the card processor does not add up.");
    treasurer.get("/admin/money").await.assert_has("£39.20 of it is not in our books");
    let path = format!("/admin/money/payouts/{payout}");
    let page = treasurer.get(&path).await;
    page.assert_has("Not matched").assert_has("charge ch_donation");
    let form = page.form(&format!("{path}/explanation"));
    treasurer.submit(form.clone()).await.assert_status(422).assert_has("Enter the explanation");

    let words = "A donation by the page of the appeal";
    treasurer.submit(form.clone().fill("explanation", words)).await.assert_has("Written down").assert_has(words);

    treasurer.submit(form.fill("explanation", "Again")).await.assert_has("explained this difference already");
    treasurer.get("/admin/money").await.assert_lacks("is not in our books");
    let report = treasurer.get("/admin/money/reports?month=2026-06").await;
    report.assert_has(words);
    assert_eq!(totals(&report, "payouts")[5], 3_920, "the difference stays");
    app.leave_work();
}

#[actix_web::test]
async fn a_payment_that_is_known_late_is_matched_late_and_its_fee_is_posted_then() {
    let app = spawn_app().await;
    app.pay_by_card(&[5_000]).await;
    let session = app.open_page(&app.raise(&[9_000]).await).await;
    app.stripe.pay(&session).await.unwrap();
    app.stripe.pay_out();
    reconcile(&app).await;
    let before = (june(&app).await[0][5], app.account("fees").await);

    app.settle().await;
    reconcile(&app).await;

    assert_eq!(before, (9_000 - FEES[1], FEES[0]));
    assert_eq!((june(&app).await[0][5], app.account("fees").await), (0, FEES[0] + FEES[1]));
    assert!(unexplained(app.state.db.reader()).await.unwrap().is_empty());
    app.assert_books_balance().await;
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn stripe_down_at_any_point_only_means_later() {
    let app = spawn_app().await;
    app.pay_by_card(&[5_000]).await;
    app.stripe.pay_out();
    for (place, fault) in [
        ("GET /v1/payouts", Fault::Reset),
        ("GET /v1/payouts", Fault::TooManyRequests),
        ("GET /v1/balance_transactions", Fault::ServerError(503)),
        ("GET /v1/balance_transactions", Fault::AnswerLost),
    ] {
        app.stripe.fail_next_on(place, fault);
        run_reconcile_payouts(&app.state).await.unwrap();
        assert_eq!(june(&app).await, Vec::<[i64; 6]>::new(), "{place}");
        app.mail().assert_none();
    }

    reconcile(&app).await;

    assert_eq!(june(&app).await, [[4_905, 5_000, 0, -95, 0, 0]]);
    assert_eq!((app.account("bank").await, app.account("stripe_clearing").await), (4_905, 0));
    app.leave_work();
}

#[actix_web::test]
async fn without_a_key_or_a_card_payment_nothing_is_asked() {
    let without_key = spawn_app_with(Wishes { with_stripe: false, ..Wishes::default() }).await;
    run_reconcile_payouts(&without_key.state).await.unwrap();
    let app = spawn_app().await;
    app.stripe.move_balance("charge", (Pence::new(4_000), Pence::new(80)), Some("ch_other"));
    app.stripe.pay_out();

    reconcile(&app).await;

    assert!(without_key.stripe.requests().is_empty() && app.stripe.requests().is_empty());
    assert!(unexplained(app.state.db.reader()).await.unwrap().is_empty());
}

#[actix_web::test]
async fn ref_11_a_refund_that_came_home_counts_both_ways() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    let refund = app.credit_and_refund(&paid, 2_000, "cancel:1").await[0];
    app.settle().await;
    let stripe_id = app.stripe.refunds()[0].id.clone();
    app.stripe.finish_refund(&stripe_id, RefundStatus::Failed);
    app.settle().await;
    app.stripe.pay_out();

    reconcile(&app).await;

    assert_eq!(app.refund_state(refund).await, RefundState::Failed);
    assert_eq!(june(&app).await, [[4_905, 5_000, 0, -95, 0, 0]]);
    assert_eq!(app.account("stripe_clearing").await, 0);
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn a_payout_that_the_bank_did_not_take_is_with_the_processor_again() {
    let app = spawn_app().await;
    app.pay_by_card(&[5_000]).await;
    let first = app.stripe.send_payout().unwrap();
    reconcile(&app).await;
    let on_its_way = (june(&app).await.len(), app.account("bank").await);
    app.stripe.end_payout(&first, PayoutStatus::Paid);
    reconcile(&app).await;
    let arrived = app.account("bank").await;

    app.stripe.end_payout(&first, PayoutStatus::Failed);
    reconcile(&app).await;
    let back = (app.account("bank").await, app.account("stripe_clearing").await);
    app.stripe.pay_out();
    reconcile(&app).await;

    assert_eq!((on_its_way, arrived, back), ((0, 0), 4_905, (0, 4_905)));
    assert_eq!(june(&app).await, [[0, 5_000, 0, -95, -4_905, 0], [4_905, 0, 0, 0, 4_905, 0]]);
    assert_eq!((app.account("bank").await, app.account("stripe_clearing").await), (4_905, 0));
    app.assert_books_balance().await;
    app.leave_work();
}

#[actix_web::test]
async fn ref_19_a_dispute_is_found_and_its_fee_is_not_posted_twice() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    let intent = app.stripe.sessions().into_iter().find(|one| one.id == paid.session).unwrap().payment_intent;
    let mut seen = DisputeSeen::new("dp_1", intent, Pence::new(5_000), DisputeStanding::Lost);
    seen.fee = Some(Pence::new(2_000));
    app.apply(&Seen::Dispute(seen)).await;
    app.stripe.move_balance("adjustment", (Pence::new(-5_000), Pence::new(2_000)), Some("dp_1"));
    app.stripe.pay_out();

    reconcile(&app).await;

    assert_eq!(june(&app).await, [[-2_095, 5_000, 0, -2_095, -5_000, 0]]);
    assert_eq!((app.account("fees").await, app.account("stripe_clearing").await), (2_095, 0));
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn a_payout_of_many_lines_is_read_to_the_end_and_fees_of_their_own_are_fees() {
    let app = spawn_app().await;
    app.pay_by_card(&[5_000]).await;
    for _ in 0..120 {
        app.stripe.move_balance("stripe_fee", (Pence::new(-10), Pence::ZERO), None);
    }
    app.stripe.pay_out();

    reconcile(&app).await;

    assert_eq!(june(&app).await, [[3_705, 5_000, 0, -1_295, 0, 0]]);
    assert_eq!(app.account("fees").await, 1_295);
    assert_eq!(asked(&app, "/v1/balance_transactions"), 2);
    app.leave_work();
}

#[actix_web::test]
async fn of_a_payout_made_by_hand_nobody_says_what_is_in_it() {
    let app = spawn_app().await;
    app.pay_by_card(&[5_000]).await;
    let payout = app.stripe.pay_out_by_hand().unwrap();

    reconcile(&app).await;

    assert_eq!(june(&app).await, [[4_905, 0, 0, 0, 0, 4_905]]);
    assert_eq!(asked(&app, "/v1/balance_transactions"), 0);
    assert_eq!(app.account("bank").await, 4_905);
    let treasurer = app.officer(Role::Treasurer).await;
    let page = treasurer.get(&format!("/admin/money/payouts/{payout}")).await;
    page.assert_has("Made by hand in Stripe").assert_has("Explain the difference");
    app.ignore_mail();
    app.leave_work();
}
