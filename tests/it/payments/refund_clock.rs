//! The clock of a refund (CO-08): fourteen days, told to officers from the tenth, seen on the treasurer's pages.

use chrono::Duration;
use nairo::kernel::Role;
use nairo::payments::RefundId;
use nairo::payments::refunds::{PayByHand, RefundState, pay_by_hand};
use nairo::stripe_sandbox::RefundOutcome;

use super::till::Paid;
use crate::support::{TestApp, spawn_app};

const OFFICE: &str = "office@example.org";

/// A refund that is to be paid by bank transfer, asked for on Monday 1 June 2026; officers have read that it is.
async fn refund_by_hand(app: &TestApp) -> (Paid, RefundId) {
    let charge = app.raise(&[5_000]).await;
    let paid = Paid { charge, payment_id: 0, session: String::new() };
    app.record_from_bank(&paid, 5_000).await;
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.run_jobs().await;
    app.ignore_mail();
    (paid, refund)
}

/// Days go by, one after the other, as a running site has them; gives what was mailed on each, by the day of June.
async fn mailed_on(app: &TestApp, days: std::ops::RangeInclusive<i64>) -> Vec<(i64, String)> {
    let mut mailed = Vec::new();
    for day in days {
        app.advance(Duration::days(1));
        app.run_jobs().await;
        mailed.extend(app.mail().lines().into_iter().map(|line| (day, line)));
    }
    mailed
}

#[actix_web::test]
async fn co_08_officers_hear_on_the_tenth_day_and_once_more_when_it_is_late() {
    let app = spawn_app().await;
    refund_by_hand(&app).await;

    let mailed = mailed_on(&app, 2..=30).await;

    let due = (11, format!("{OFFICE}: A refund of £50 is due by Monday 15 June 2026"));
    let late = (16, format!("{OFFICE}: A refund of £50 is late"));
    assert_eq!(mailed, [due, late]);
    let letters = app.all_mail();
    let [.., due, late] = letters.as_slice() else { panic!("two letters and those before") };
    due.assert_says("This refund was asked for on Monday 1 June 2026").assert_says("this one by Monday 15 June 2026");
    due.assert_says("Sampleton Council").assert_says("£50").assert_says("To be paid by hand");
    due.link("/admin/money/charges/");
    late.assert_says("was due by Monday 15 June 2026 and is not with its payer yet");
}

#[actix_web::test]
async fn co_08_nobody_hears_of_money_that_went_in_time() {
    let app = spawn_app().await;
    let officer = app.admin().await;
    let (_, refund_id) = refund_by_hand(&app).await;

    let before = mailed_on(&app, 2..=10).await;
    let command = PayByHand { refund_id, bank_reference: "FP 1".to_owned(), paid_by: officer.id };
    pay_by_hand(&app.state, command).await.unwrap();
    let after = mailed_on(&app, 11..=20).await;

    assert_eq!((before, after), (Vec::new(), Vec::new()));
}

#[actix_web::test]
async fn co_08_a_large_refund_that_nobody_decides_on_and_one_that_the_bank_keeps_are_told_of_as_well() {
    let app = spawn_app().await;
    let large = app.pay_by_card(&[90_000]).await;
    app.credit_and_refund(&large, 90_000, "cancel:1").await;
    let small = app.pay_by_card(&[5_000]).await;
    app.stripe.set_refund_outcome(RefundOutcome::Pending);
    let kept = app.credit_and_refund(&small, 5_000, "cancel:2").await[0];
    app.settle().await;
    app.ignore_mail();
    assert_eq!(app.refund_state(kept).await, RefundState::Sent);

    app.advance(Duration::days(10));
    app.run_jobs().await;

    let mut lines = app.mail().lines();
    lines.sort();
    let wanted = ["£50", "£900"].map(|sum| format!("{OFFICE}: A refund of {sum} is due by Monday 15 June 2026"));
    assert_eq!(lines, wanted);
    let standing = app.all_mail().into_iter().rev().take(2).map(|mail| mail.text.clone()).collect::<String>();
    assert!(standing.contains("Waiting for a second person") && standing.contains("With the bank"), "{standing}");
}

#[actix_web::test]
async fn co_08_the_treasurer_sees_the_clock_on_the_list_and_on_the_charge() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let (paid, refund_id) = refund_by_hand(&app).await;
    let charge = format!("/admin/money/charges/{}", paid.charge.reference);
    let (due, late) = ("Due by Monday 15 June 2026", "Late since Tuesday 16 June 2026");

    treasurer.get("/admin/money").await.assert_has(due);
    treasurer.get(&charge).await.assert_has(due);
    app.advance(Duration::days(15));
    app.sign_in(&treasurer).await;
    treasurer.get("/admin/money").await.assert_has(late).assert_lacks(due);
    treasurer.get(&charge).await.assert_has(late);
    treasurer.get("/admin").await.assert_has("1 refund waits for somebody to act. 1 refund is late.");
    let command = PayByHand { refund_id, bank_reference: "FP 1".to_owned(), paid_by: treasurer.id };
    pay_by_hand(&app.state, command).await.unwrap();

    treasurer.get("/admin/money").await.assert_lacks("Late since");
    treasurer.get(&charge).await.assert_lacks("Late since");
    treasurer.get("/admin").await.assert_lacks("refund is late");
    app.run_jobs().await;
}
