//! Renewal notices: each once, with the price it promises, whatever the job does (TM-07, CO-12).

use nairo::kernel::Pence;
use nairo::members::membership::{OrderKind, send_reminders};

use super::order_desk::day;
use crate::support::spawn_app;

#[actix_web::test]
async fn a_member_who_does_nothing_hears_five_times() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;

    let mut heard = Vec::new();
    app.days_pass(300);
    for _ in 0..110 {
        app.days_pass(1);
        app.run_jobs().await;
        let today = app.today();
        heard.extend(app.mail().all().into_iter().map(|mail| (today.to_string(), mail)));
    }

    let days: Vec<&str> = heard.iter().map(|(today, _)| today.as_str()).collect();
    assert_eq!(days, ["2027-04-01", "2027-05-01", "2027-05-24", "2027-05-31", "2027-06-30"]);
    let subjects: Vec<&str> = heard.iter().map(|(_, mail)| mail.subject.as_str()).collect();
    assert_eq!(
        subjects,
        [
            "Your membership ends on Monday 31 May 2027",
            "Your membership ends on Monday 31 May 2027",
            "Your membership ends on Monday 31 May 2027",
            "Your membership ends today",
            "Last day to renew without a gap",
        ]
    );
    let first = &heard[0].1;
    assert_eq!(first.to, asha.email);
    first.assert_says("£40").assert_says("£45").assert_says("The price has changed");
    assert_eq!(first.link("/account/renewal"), "/account/renewal");
}

#[actix_web::test]
async fn the_job_may_run_twice_and_late_and_payment_stops_it() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.associate("Ben").await;

    app.days_pass(346);
    assert_eq!(send_reminders(&app.state, app.now()).await.unwrap(), 2, "one late notice each, not two");
    assert_eq!(send_reminders(&app.state, app.now()).await.unwrap(), 0);
    let order = app.order(asha.id, OrderKind::Renewal, "associate").await;
    app.buy_by_card(asha.id, &order).await;
    app.days_pass(13);
    assert_eq!(send_reminders(&app.state, app.now()).await.unwrap(), 1, "Ben only");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_price_once_promised_is_honoured_though_it_rises_before_the_renewal() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(305);
    send_reminders(&app.state, app.now()).await.unwrap();

    app.price_from("associate", day("2027-05-15"), 9_000, 9_000).await;
    app.days_pass(50);
    send_reminders(&app.state, app.now()).await.unwrap();
    let order = app.order(asha.id, OrderKind::Renewal, "associate").await;

    assert_eq!(order.price, Pence::new(4_500));
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_batch_that_is_cut_is_finished_by_the_next_run() {
    let app = spawn_app().await;
    app.membership_types().await;
    let now = app.now();
    for index in 0..510 {
        let id = super::signing_in::person(&app, "Somebody New", &format!("new{index}@example.org")).await;
        app.give_free_term(id, day("2025-07-10")).await;
    }

    let first = send_reminders(&app.state, now).await.unwrap();
    let queued = app.queued_reminders().await;

    assert_eq!((first, queued), (510, 510));
    assert_eq!(send_reminders(&app.state, now).await.unwrap(), 0);
    app.leave_work();
}
