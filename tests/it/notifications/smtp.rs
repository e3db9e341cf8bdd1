//! Delivery by SMTP to a server that misbehaves (R12 to R14).

use std::time::Duration as Wait;

use chrono::Duration;
use nairo::notifications::transport::Mailer;

use super::smtp_server::{Mood, SmtpServer};
use super::{attempts, flagged, invitation, message, queue, rows, states};
use crate::support::TestApp;
use crate::support::app::{Wishes, spawn_app_with};

async fn app_with(server: &SmtpServer) -> TestApp {
    // Slow servers are given up early, so that this test is not slow itself.
    let mailer = Mailer::smtp_within(&server.url, "https://nairo.example.org", Wait::from_millis(1_500)).unwrap();
    spawn_app_with(Wishes { mailer: Some(mailer), ..Wishes::default() }).await
}

#[actix_web::test]
async fn a_message_arrives_whole() {
    let server = SmtpServer::start(&[]);
    let app = app_with(&server).await;

    queue(&app, vec![invitation("sian@example.org", "one", &app)]).await;
    app.run_jobs().await;

    let arrived = server.arrived();
    assert_eq!(arrived.len(), 1);
    assert_eq!((arrived[0].to.as_str(), arrived[0].hello.as_str()), ("sian@example.org", "nairo.example.org"));
    assert_eq!(arrived[0].header("From"), "EARO <office@example.org>");
    assert_eq!(arrived[0].header("Subject"), "Mail from EARO arrives");
    assert_eq!(arrived[0].header("Message-ID"), format!("<{}@127.0.0.1>", rows(&app).await[0].message_id));
    for part in ["text/plain", "text/html", "text/calendar; method=REQUEST; charset=utf-8", "invite.ics"] {
        assert!(arrived[0].text.contains(part), "{part}");
    }
    assert_eq!((states(&app).await, attempts(&app).await), (vec!["sent".to_owned()], vec!["accepted".to_owned()]));
}

#[actix_web::test]
async fn a_server_that_asks_for_patience_gets_it() {
    let greylisted = Mood::RefusesRecipient("451 4.7.1 try again later");
    let server = SmtpServer::start(&[greylisted, Mood::RefusesText("452 4.2.2 mailbox full")]);
    let app = app_with(&server).await;

    queue(&app, vec![message("sian@example.org", "one")]).await;
    app.run_jobs().await;
    let after_one = states(&app).await;
    app.run_jobs().await;
    let at_once = attempts(&app).await.len();
    app.advance(Duration::seconds(19));
    app.run_jobs().await;
    app.advance(Duration::seconds(38));
    app.run_jobs().await;

    assert_eq!((after_one, at_once), (vec!["queued".to_owned()], 1), "not before its time");
    assert_eq!(attempts(&app).await, ["temporary_failure", "temporary_failure", "accepted"]);
    assert_eq!((states(&app).await, server.arrived().len(), flagged(&app).await), (vec!["sent".to_owned()], 1, 0));
}

#[actix_web::test]
async fn a_refusal_for_good_is_not_tried_again_and_flags_the_address() {
    for refusal in [
        Mood::RefusesRecipient("550 5.1.1 no such user <sian@example.org>"),
        Mood::RefusesText("554 5.7.1 we do not want this"),
    ] {
        let server = SmtpServer::start(&[refusal]);
        let app = app_with(&server).await;

        queue(&app, vec![message("sian@example.org", "one")]).await;
        app.run_jobs().await;
        app.advance(Duration::days(2));
        app.run_jobs().await;

        assert_eq!(states(&app).await, ["failed"]);
        assert_eq!((attempts(&app).await, flagged(&app).await), (vec!["permanent_failure".to_owned()], 1));
        let error = rows(&app).await[0].last_error.clone().unwrap();
        assert!(!error.contains("sian@example.org"), "addresses stay out of error texts: {error}");
    }
}

#[actix_web::test]
async fn a_flagged_address_gets_one_try_and_is_forgiven_when_it_works() {
    let refused = Mood::RefusesRecipient("550 no such user");
    let server = SmtpServer::start(&[refused, Mood::RefusesRecipient("451 later"), Mood::Takes]);
    let app = app_with(&server).await;

    for key in ["one", "two"] {
        queue(&app, vec![message("Sian@Example.org", key)]).await;
        app.run_jobs().await;
    }
    let (before, flags_before) = (states(&app).await, flagged(&app).await);
    queue(&app, vec![message("sian@example.org", "three")]).await;
    app.run_jobs().await;

    assert_eq!((before, flags_before), (vec!["failed".to_owned(), "failed".to_owned()], 1), "patience is for others");
    assert_eq!(states(&app).await, ["failed", "failed", "sent"]);
    assert_eq!(flagged(&app).await, 0);
}

#[actix_web::test]
async fn a_connection_lost_before_the_answer_repeats_under_the_same_message_id() {
    let server = SmtpServer::start(&[Mood::TakesAndHangsUp]);
    let app = app_with(&server).await;

    queue(&app, vec![invitation("sian@example.org", "one", &app)]).await;
    app.run_jobs().await;
    app.advance(Duration::seconds(19));
    app.run_jobs().await;
    app.advance(Duration::days(1));
    app.run_jobs().await;

    let ids: Vec<String> = server.arrived().iter().map(|mail| mail.header("Message-ID")).collect();
    assert_eq!(ids.len(), 2, "one repeat for one drop");
    assert_eq!(ids[0], ids[1]);
    assert_eq!(states(&app).await, ["sent"]);
}

#[actix_web::test]
async fn trouble_between_us_and_the_server_costs_no_message_and_flags_nobody() {
    let server = SmtpServer::start(&[Mood::HangsUp, Mood::Sleeps, Mood::RefusesSender("550 5.7.1 who are you?")]);
    let app = app_with(&server).await;

    queue(&app, vec![message("sian@example.org", "one")]).await;
    app.run_jobs().await;
    let began = std::time::Instant::now();
    for _ in 0..3 {
        app.advance(Duration::minutes(10));
        app.run_jobs().await;
    }

    assert!(began.elapsed() < Wait::from_secs(10), "a silent server is left alone");
    assert_eq!(attempts(&app).await, ["temporary_failure", "temporary_failure", "temporary_failure", "accepted"]);
    assert_eq!((states(&app).await, flagged(&app).await), (vec!["sent".to_owned()], 0));
}

#[actix_web::test]
async fn after_an_hour_without_a_server_everything_goes_within_ten_minutes() {
    let server = SmtpServer::start(&[Mood::HangsUp; 10_000]);
    let app = app_with(&server).await;

    queue(&app, (0..20).map(|n| message(&format!("p{n}@example.org"), &n.to_string())).collect()).await;
    for _ in 0..60 {
        app.run_jobs().await;
        app.advance(Duration::minutes(1));
    }
    let before = server.arrived().len();
    server.recover();
    for _ in 0..10 {
        app.advance(Duration::minutes(1));
        app.run_jobs().await;
    }

    assert_eq!(before, 0);
    let mut to: Vec<String> = server.arrived().into_iter().map(|mail| mail.to).collect();
    to.sort();
    to.dedup();
    assert_eq!((to.len(), server.arrived().len()), (20, 20), "all of them, none twice");
}

#[actix_web::test]
async fn after_four_days_a_message_is_given_up_and_shown() {
    let server = SmtpServer::start(&[Mood::HangsUp; 100]);
    let app = app_with(&server).await;

    queue(&app, vec![message("sian@example.org", "one")]).await;
    app.run_jobs().await;
    app.advance(Duration::hours(95));
    app.run_jobs().await;
    let before = states(&app).await;
    app.advance(Duration::hours(2));
    app.run_jobs().await;

    assert_eq!(before, ["queued"]);
    assert_eq!(states(&app).await, ["failed"]);
    assert!(rows(&app).await[0].last_error.as_ref().unwrap().starts_with("given up after 4 days"));
}
