//! Queueing and delivery, with mail kept in memory.

use chrono::Duration;
use entity::outbox_message;
use nairo::kernel::{LinkPurpose, Unexpected};
use nairo::notifications::outbox;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::{attempts, invitation, message, queue, rows, states};
use crate::support::{TestApp, spawn_app};

/// A crash after the server took the message and before that was written down.
async fn forget_that_it_went(app: &TestApp) {
    let now = app.now();
    let forgotten = app.state.db.write_tx(async |tx| {
        let queued =
            outbox_message::Entity::update_many().col_expr(outbox_message::Column::State, Expr::value("queued"));
        queued.exec(tx).await?;
        let job = nairo::jobs::NewJob::new("deliver_message", &json!({ "outbox_message_id": 1 }))?;
        nairo::jobs::enqueue(tx, job, now).await?;
        Ok::<_, Unexpected>(())
    });
    forgotten.await.unwrap();
}

#[actix_web::test]
async fn a_message_says_who_we_are_in_both_parts() {
    let app = spawn_app().await;

    queue(&app, vec![message("sian@example.org", "one")]).await;
    app.run_jobs().await;

    let mail = app.mail().only();
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("sian@example.org", "Mail from EARO arrives"));
    for words in [
        "Hello Siân",
        "Example Association of Reviewing Officers",
        "Registered charity in England and Wales",
        "1234567",
    ] {
        mail.assert_says(words);
    }
    mail.assert_says("1 Example Street, Sampleton, EX1 2MP")
        .assert_says("office@example.org")
        .assert_says("01632 960000");
}

#[actix_web::test]
async fn the_same_thing_is_told_once() {
    let app = spawn_app().await;

    queue(&app, vec![message("sian@example.org", "one"), message("sian@example.org", "one")]).await;
    app.run_jobs().await;
    queue(&app, vec![message("other@example.org", "one")]).await;
    app.run_jobs().await;

    assert_eq!(app.mail().only().to, "sian@example.org");
    assert_eq!(states(&app).await, ["sent"]);
}

#[actix_web::test]
async fn a_change_that_is_undone_tells_nobody() {
    let app = spawn_app().await;
    let (tokens, now) = (app.state.tokens.as_ref(), app.now());

    let undone = app.state.db.write_tx(async |tx| {
        outbox::queue(tx, tokens, message("sian@example.org", "one"), now).await?;
        Err::<(), _>(Unexpected::because("the change failed"))
    });
    assert!(undone.await.is_err());
    app.run_jobs().await;

    assert!(rows(&app).await.is_empty());
    app.mail().assert_none();
}

#[actix_web::test]
async fn a_crash_between_sending_and_marking_repeats_the_very_same_message() {
    let app = spawn_app().await;

    queue(&app, vec![invitation("sian@example.org", "one", &app)]).await;
    app.run_jobs().await;
    forget_that_it_went(&app).await;
    app.run_jobs().await;

    let mails = app.mail().all();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].message_id, mails[1].message_id);
    assert_eq!(mails[0].raw, mails[1].raw);
    assert_eq!(states(&app).await, ["sent"]);
}

#[actix_web::test]
async fn a_late_worker_changes_nothing_that_was_decided() {
    let app = spawn_app().await;

    queue(&app, vec![message("sian@example.org", "one")]).await;
    app.run_jobs().await;
    let now = app.now();
    let again = nairo::jobs::NewJob::new("deliver_message", &json!({ "outbox_message_id": 1 })).unwrap();
    app.state.db.write_tx(async |tx| nairo::jobs::enqueue(tx, again, now).await).await.unwrap();
    app.run_jobs().await;

    app.mail().only();
    assert_eq!(attempts(&app).await, ["accepted"]);
}

#[actix_web::test]
async fn links_are_made_when_the_message_leaves() {
    let app = spawn_app().await;

    queue(&app, vec![invitation("sian@example.org", "one", &app)]).await;
    app.run_jobs().await;

    let mail = app.mail().only();
    let page = mail.calendar_line("URL");
    let token = page.rsplit('/').next().unwrap();
    assert!(page.contains("/join-event/"), "{page}");
    assert!(app.state.links.verify(token, LinkPurpose::JoinEvent, 1));
    let kept = rows(&app).await[0].data.clone().unwrap().to_string();
    assert!(!kept.contains(token), "the stored data holds no link: {kept}");
}

#[actix_web::test]
async fn a_message_that_cannot_be_written_is_shown_not_lost() {
    let app = spawn_app().await;
    let broken = nairo::notifications::NewMessage { data: json!({}), ..message("sian@example.org", "one") };

    queue(&app, vec![broken]).await;
    app.run_jobs_that_may_fail().await;

    assert_eq!(states(&app).await, ["failed"]);
    assert!(rows(&app).await[0].last_error.as_ref().unwrap().contains("could not be written"));
    app.mail().assert_none();
}

#[actix_web::test]
async fn thirty_days_after_it_went_only_the_fact_is_left() {
    let app = spawn_app().await;

    queue(&app, vec![message("sian@example.org", "one")]).await;
    app.run_jobs().await;
    app.ignore_mail();
    app.advance(Duration::days(30));
    app.run_jobs().await;
    let before = rows(&app).await.remove(0);
    app.advance(Duration::days(1));
    app.run_jobs().await;
    let after = rows(&app).await.remove(0);

    assert!(before.data.is_some() && before.wiped_at.is_none());
    assert!(after.data.is_none() && after.to_name.is_none() && after.wiped_at.is_some());
    assert_eq!(after.to_address.as_deref(), Some("s***@example.org"));
    assert_eq!((after.state.as_str(), after.template.as_str()), ("sent", "test_message"));
    assert_eq!(after.sent_at, before.sent_at);
    let wiped = outbox_message::Column::WipedAt.is_not_null();
    assert_eq!(outbox_message::Entity::find().filter(wiped).all(app.state.db.reader()).await.unwrap().len(), 1);
}
