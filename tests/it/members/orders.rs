//! Orders of memberships: opened once, priced by the day they are for, paid by card or bank, never twice (D6, CO-12).

use nairo::kernel::Pence;
use nairo::members::membership::{
    HowToPay, OpenOrder, OpenOrderError, OrderKind, PayBy, Standing, Status, find_order, open_order,
};
use nairo::members::{self};

use super::order_desk::day;
use crate::support::spawn_app;

#[actix_web::test]
async fn an_associate_joins_and_pays_by_card() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.person("Asha").await;

    let order = app.order(asha.id, OrderKind::Joining, "associate").await;
    assert_eq!(order.price, Pence::new(4_000));
    assert_eq!(app.picture(asha.id).await.standing, Standing::AwaitingPayment);
    app.buy_by_card(asha.id, &order).await;

    let picture = app.picture(asha.id).await;
    assert_eq!(picture.standing, Standing::Active { ends_on: day("2027-05-31"), member_price: true });
    assert_eq!(picture.member_since, Some(app.today()));
    assert_eq!(picture.terms.len(), 1);
    assert!(picture.open_order.is_none());
    let mail = app.mail().to(&asha.email);
    mail.assert_says(&picture.number.unwrap().to_string())
        .assert_says("Monday 31 May 2027")
        .assert_says("Members’ meetings")
        .assert_says("£40")
        .assert_says("until the end of Monday 15 June 2026")
        .assert_says("Registered charity");
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn two_tabs_meet_one_order_and_money_comes_once() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.person("Asha").await;

    let order = app.order(asha.id, OrderKind::Joining, "associate").await;
    let again = app.try_order(asha.id, OrderKind::Joining, "associate").await;
    assert!(matches!(&again, Err(OpenOrderError::AlreadyOpen(open)) if *open == order), "{again:?}");
    let (first, second) = (app.card_page(asha.id, &order).await, app.card_page(asha.id, &order).await);

    assert_eq!(first, second);
    app.buy_by_card(asha.id, &order).await;
    app.ignore_mail();
    assert!(matches!(
        app.try_order(asha.id, OrderKind::Joining, "associate").await,
        Err(OpenOrderError::AlreadyMember)
    ));
}

#[actix_web::test]
async fn a_renewal_paid_by_card_and_by_bank_is_one_term_and_one_refund() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(330);

    let order = app.order(asha.id, OrderKind::Renewal, "associate").await;
    let session = app.card_page(asha.id, &order).await;
    app.stripe.pay(&session).await.unwrap();
    app.buy_by_bank(&order, 4_500, app.today()).await;

    let picture = app.picture(asha.id).await;
    assert_eq!(picture.terms.len(), 2);
    assert_eq!(picture.standing, Standing::Active { ends_on: day("2028-05-31"), member_price: true });
    let refunds = app.all_refunds().await;
    assert_eq!(refunds.iter().map(|refund| refund.amount_pence).collect::<Vec<_>>(), [4_500]);
    let lines = app.mail().lines();
    assert!(lines.iter().any(|line| line.contains("renewed until")), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("on its way back")), "{lines:?}");
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn an_early_renewal_loses_no_day_and_is_not_taken_twice() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;

    app.days_pass(303);
    let early = app.try_order(asha.id, OrderKind::Renewal, "associate").await;
    assert!(matches!(early, Err(OpenOrderError::TooEarly { opens_on }) if opens_on == day("2027-04-01")), "{early:?}");
    app.days_pass(1);
    assert_eq!(app.picture(asha.id).await.status, Status::Due);
    let order = app.order(asha.id, OrderKind::Renewal, "associate").await;
    assert_eq!(order.price, Pence::new(4_500));
    app.buy_by_card(asha.id, &order).await;

    let picture = app.picture(asha.id).await;
    assert_eq!(picture.terms[1].term.starts_on, day("2027-06-01"));
    assert_eq!(picture.continuous_since, Some(day("2026-06-01")));
    let second = app.try_order(asha.id, OrderKind::Renewal, "associate").await;
    assert!(
        matches!(second, Err(OpenOrderError::TooEarly { opens_on }) if opens_on == day("2028-04-01")),
        "{second:?}"
    );
    app.mail_about("renewed until").assert_says("Wednesday 31 May 2028");
}

#[actix_web::test]
async fn a_renewal_in_grace_is_back_dated_and_one_after_it_begins_with_its_money() {
    let app = spawn_app().await;
    app.membership_types().await;
    let (asha, ben) = (app.associate("Asha").await, app.associate("Ben").await);

    app.days_pass(394);
    assert_eq!(app.today(), day("2027-06-30"));
    let order = app.order(asha.id, OrderKind::Renewal, "associate").await;
    app.buy_by_bank(&order, 4_500, app.today()).await;
    app.days_pass(1);
    let late = app.try_order(ben.id, OrderKind::Renewal, "associate").await;
    assert!(matches!(late, Err(OpenOrderError::NothingToRenew)), "{late:?}");
    let order = app.order(ben.id, OrderKind::Joining, "associate").await;
    assert_eq!(order.price, Pence::new(4_000));
    app.buy_by_card(ben.id, &order).await;

    let (asha, ben_now) = (app.picture(asha.id).await, app.picture(ben.id).await);
    assert_eq!(asha.terms[1].term.starts_on, day("2027-06-01"));
    assert_eq!(asha.continuous_since, Some(day("2026-06-01")));
    assert_eq!(ben_now.terms[1].term.starts_on, day("2027-07-01"));
    assert_eq!((ben_now.member_since, ben_now.continuous_since), (Some(day("2026-06-01")), Some(day("2027-07-01"))));
    assert_eq!(
        find_order(app.state.db.reader(), ben.id, &order.reference).await.unwrap().unwrap().kind,
        OrderKind::Rejoining
    );
    app.ignore_mail();
}

#[actix_web::test]
async fn a_renewal_costs_what_is_in_force_on_the_due_day() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.price_from("associate", day("2027-06-01"), 5_000, 5_500).await;
    app.days_pass(330);

    let picture = app.picture(asha.id).await;
    let offer = picture.renewal.unwrap();
    let order = app.order(asha.id, OrderKind::Renewal, "associate").await;

    assert_eq!((offer.price_now, offer.price_then, offer.can_renew), (Pence::new(4_000), Pence::new(5_500), true));
    assert_eq!(order.price, Pence::new(5_500));
}

#[actix_web::test]
async fn a_part_payment_waits_for_the_rest() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.person("Asha").await;
    let order = app.order(asha.id, OrderKind::Joining, "associate").await;
    let HowToPay::BankTransfer(words) = app.begin_payment(asha.id, &order, PayBy::BankTransfer).await else {
        panic!("bank words were asked for");
    };
    assert_eq!((words.amount, &words.reference), (Pence::new(4_000), &order.reference));
    assert_eq!(words.pay_by, day("2026-07-31"));

    app.buy_by_bank(&order, 1_500, app.today()).await;
    assert_eq!(app.picture(asha.id).await.standing, Standing::AwaitingPayment);
    app.days_pass(3);
    app.buy_by_bank(&order, 2_600, app.today()).await;

    let picture = app.picture(asha.id).await;
    assert_eq!(picture.terms[0].term.starts_on, day("2026-06-04"));
    assert_eq!(app.all_refunds().await[0].amount_pence, 100);
    app.ignore_mail();
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn a_full_member_needs_an_application_and_nobody_is_a_member_before_the_approval() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.person("Asha").await;
    let refused = app.try_order(asha.id, OrderKind::Joining, "full").await;
    assert!(matches!(refused, Err(OpenOrderError::NeedsApplication)), "{refused:?}");
    app.days_pass(10);

    let application_id = Some(app.application(asha.id, "full").await);
    let new = OpenOrder { person_id: asha.id, kind: OrderKind::Joining, type_code: "full".to_owned(), application_id };
    let now = app.now();
    let order = app.state.db.write_tx(async |tx| open_order(&app.state, tx, new, now).await).await.unwrap();
    // The money had come into the bank before anybody decided.
    app.buy_by_bank(&order, 6_000, day("2026-06-02")).await;

    assert_eq!(app.picture(asha.id).await.terms[0].term.starts_on, day("2026-06-11"));
    app.ignore_mail();
}

#[actix_web::test]
async fn a_free_type_is_settled_at_once() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.person("Asha").await;

    let order = app.order(asha.id, OrderKind::Joining, "student").await;
    app.run_jobs().await;

    assert!(order.price.is_zero());
    assert!(members::standing(app.state.db.reader(), asha.id, app.today()).await.unwrap().is_member());
    let mail = app.mail().only();
    assert!(!mail.text.contains("receipt"), "{}", mail.text);
}
