//! Orders that wait, expire, are paid late, or come all at once.

use chrono::Duration;
use nairo::kernel::Pence;
use nairo::members::membership::{
    OpenOrderError, OrderKind, OrderState, Standing, expire_orders, orders_of, withdraw_order,
};

use super::order_desk::day;
use crate::support::spawn_app;

#[actix_web::test]
async fn an_order_nobody_pays_expires_after_60_days_with_mails_before() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.person("Asha").await;
    let order = app.order(asha.id, OrderKind::Joining, "associate").await;

    let mut subjects = Vec::new();
    for _ in 0..61 {
        app.days_pass(1);
        app.run_jobs().await;
        let today = app.today();
        subjects.extend(app.mail().all().into_iter().map(|mail| format!("{today}: {}", mail.subject)));
    }

    assert_eq!(
        subjects,
        [
            "2026-06-08: Your membership waits for £40",
            "2026-07-01: Your membership waits for £40",
            "2026-08-01: Your membership was not taken up",
        ]
    );
    assert_eq!(app.money_of(order.charge_id.unwrap()).await.outstanding, Pence::ZERO);
    assert_eq!(app.picture(asha.id).await.standing, Standing::None);
}

#[actix_web::test]
async fn late_money_for_an_expired_order_is_honoured_and_for_a_withdrawn_one_goes_back() {
    let app = spawn_app().await;
    app.membership_types().await;
    let (asha, ben) = (app.person("Asha").await, app.person("Ben").await);
    let expired = app.order(asha.id, OrderKind::Joining, "associate").await;
    let given_up = app.order(ben.id, OrderKind::Joining, "associate").await;
    let (now, actor) = (app.now(), nairo::audit::Actor::Person(ben.id));
    let withdrawn = app.state.db.write_tx(async |tx| {
        withdraw_order(&app.state, tx, (ben.id, &given_up.reference), (actor, "changed my mind"), now).await
    });
    assert!(withdrawn.await.unwrap());
    app.advance(Duration::days(61));
    assert_eq!(expire_orders(&app.state, app.now()).await.unwrap(), 1);

    app.buy_by_bank(&expired, 4_000, app.today()).await;
    app.buy_by_bank(&given_up, 4_000, app.today()).await;
    app.ignore_mail();

    assert_eq!(app.picture(asha.id).await.terms[0].term.starts_on, app.today());
    assert_eq!(app.picture(ben.id).await.standing, Standing::None);
    assert_eq!(app.all_refunds().await.len(), 1);
    assert_eq!(orders_of(app.state.db.reader(), asha.id).await.unwrap()[0].state, OrderState::Paid);
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn somebody_back_within_a_year_comes_back_with_one_click_and_keeps_the_number() {
    let app = spawn_app().await;
    app.membership_types().await;
    let (soon, late) = (app.person("Soon").await, app.person("Late").await);
    for person in [&soon, &late] {
        app.give_term(person, day("2025-01-01")).await;
    }
    let number = app.picture(soon.id).await.number;

    app.days_pass(213);
    assert_eq!(app.today(), day("2026-12-31"));
    let order = app.order(soon.id, OrderKind::Rejoining, "full").await;
    app.buy_by_card(soon.id, &order).await;
    app.days_pass(1);
    let refused = app.try_order(late.id, OrderKind::Rejoining, "full").await;

    assert!(matches!(refused, Err(OpenOrderError::NeedsApplication)), "{refused:?}");
    let picture = app.picture(soon.id).await;
    assert_eq!((picture.number, picture.member_since), (number, Some(day("2025-01-01"))));
    assert_eq!(picture.continuous_since, Some(day("2026-12-31")));
    app.ignore_mail();
}

#[actix_web::test]
async fn two_hundred_people_joining_at_once_get_numbers_of_their_own() {
    let app = spawn_app().await;
    app.membership_types().await;
    let mut people = Vec::new();
    for index in 0..200 {
        people.push(super::signing_in::person(&app, "Somebody New", &format!("new{index}@example.org")).await);
    }

    // On a slow machine a database may be too busy for some of them: they try again, as people do.
    let mut waiting = people.clone();
    for _ in 0..20 {
        let tries = waiting.iter().map(|id| app.try_order(*id, OrderKind::Joining, "student"));
        let tried = futures_util::future::join_all(tries).await;
        let is_done = |tried: &Result<_, _>| matches!(tried, Ok(_) | Err(OpenOrderError::AlreadyMember));
        waiting = waiting.into_iter().zip(&tried).filter(|(_, tried)| !is_done(tried)).map(|(id, _)| id).collect();
        if waiting.is_empty() {
            break;
        }
    }
    assert!(waiting.is_empty(), "{} could not join", waiting.len());
    app.run_jobs().await;
    app.ignore_mail();

    let mut numbers = std::collections::BTreeSet::new();
    for id in people {
        numbers.insert(app.picture(id).await.number.unwrap());
    }
    assert_eq!(numbers.len(), 200);
}
