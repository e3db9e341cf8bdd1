//! The mail page of the back office.

use chrono::Duration;
use nairo::kernel::Role;
use nairo::notifications::transport::Mailer;

use super::smtp_server::{Mood, SmtpServer};
use super::{message, queue, rows, states};
use crate::support::app::{Wishes, spawn_app_with};
use crate::support::spawn_app;

#[actix_web::test]
async fn a_refused_message_is_shown_with_its_reason_and_sent_again() {
    let server = SmtpServer::start(&[Mood::RefusesRecipient("550 5.1.1 no such user")]);
    let mailer = Mailer::smtp(&server.url, "https://nairo.example.org").unwrap();
    let app = spawn_app_with(Wishes { mailer: Some(mailer), ..Wishes::default() }).await;
    let admin = app.admin().await;
    queue(&app, vec![message("sian@example.org", "one")]).await;
    app.run_jobs().await;

    let page = admin.get("/admin/outbox").await;
    let again = page.forms().into_iter().find(|form| form.action.ends_with("/delivery")).unwrap();
    let done = admin.submit(again.clone()).await;
    app.run_jobs().await;
    let twice = admin.submit(again).await;

    page.assert_status(200).assert_has("sian@example.org").assert_has("no such user");
    done.assert_has("waiting to go once more");
    twice.assert_has("cannot be sent again");
    assert_eq!(states(&app).await, ["sent"]);
    assert_eq!(server.arrived().len(), 1);
    admin.get("/admin/audit").await.assert_has("Outbox message resent");
}

#[actix_web::test]
async fn what_was_wiped_cannot_be_sent_again() {
    let server = SmtpServer::start(&[Mood::RefusesRecipient("550 no such user")]);
    let mailer = Mailer::smtp(&server.url, "https://nairo.example.org").unwrap();
    let app = spawn_app_with(Wishes { mailer: Some(mailer), ..Wishes::default() }).await;
    queue(&app, vec![message("sian@example.org", "one")]).await;
    app.run_jobs().await;
    app.advance(Duration::days(31));
    app.run_jobs().await;
    let admin = app.admin().await;

    let page = admin.get("/admin/outbox").await;

    page.assert_has("s***@example.org").assert_has("Wiped");
    assert!(!page.forms().iter().any(|form| form.action.ends_with("/delivery")));
    assert!(rows(&app).await[0].data.is_none());
}

#[actix_web::test]
async fn an_officer_can_see_whether_mail_arrives() {
    let app = spawn_app().await;
    let admin = app.admin().await;

    let page = admin.get("/admin/outbox").await;
    let form = page.forms().into_iter().find(|form| form.action.ends_with("/admin/outbox")).unwrap();
    let done = admin.submit(form).await;
    app.run_jobs().await;

    done.assert_has("is waiting to go");
    let mail = app.mail().only();
    assert_eq!(mail.to, admin.email);
    mail.assert_says("Here it is, so mail leaves the site and reaches you");
    admin.get("/admin/outbox").await.assert_has("test message");
}

#[actix_web::test]
async fn those_without_the_permission_do_not_see_it() {
    let app = spawn_app().await;
    let (member, editor) = (app.member("Asha").await, app.officer(Role::Editor).await);

    for person in [&member, &editor] {
        person.get("/admin/outbox").await.assert_status(403);
    }
}
