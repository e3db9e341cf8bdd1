//! Sessions: new at each sign-in, and dead on the next request once they ended (S4).

use nairo::audit::Actor;
use nairo::members::{self, DisablePerson};

use super::signing_in::{PASSWORD, is_signed_in, person_with_password, sign_in};
use crate::support::app::{TestApp, spawn_app};
use crate::support::client::Client;

const COOKIE: &str = "nairo-session";

async fn asha_on(app: &TestApp, devices: usize) -> (i64, Vec<Client>) {
    let id = person_with_password(app, "Asha Mir", "asha@example.org").await;
    let mut clients = Vec::new();
    for _ in 0..devices {
        let client = app.visitor();
        sign_in(&client, "asha@example.org", PASSWORD).await.assert_status(303);
        clients.push(client);
    }
    app.run_jobs().await;
    app.ignore_mail();
    (id, clients)
}

#[actix_web::test]
async fn signing_out_kills_the_session_and_clears_the_browser() {
    let app = spawn_app().await;
    let (_, devices) = asha_on(&app, 1).await;
    let stolen = devices[0].cookie(COOKIE).unwrap();

    let form = devices[0].get("/account/security").await.form("/sign-out");
    let answer = devices[0].submit_once(form).await;

    answer.assert_status(303);
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"cookies\", \"storage\"");
    devices[0].get("/sign-out").await.assert_has("You are signed out");
    let thief = app.visitor();
    thief.set_cookie(COOKIE, &stolen);
    assert!(!is_signed_in(&thief).await);
    thief.get("/sign-in").await;
    assert_eq!(thief.cookie(COOKIE), None, "a dead cookie is taken away");
}

#[actix_web::test]
async fn each_sign_in_makes_a_new_session_and_ends_the_one_before_it() {
    let app = spawn_app().await;
    let (_, devices) = asha_on(&app, 1).await;
    let first = devices[0].cookie(COOKIE).unwrap();

    // A planted cookie is not taken over either (fixation).
    devices[0].set_cookie(COOKIE, &first);
    let form = devices[0].get("/account/security").await;
    let fields = vec![
        ("csrf".to_owned(), form.form("/sign-out").value("csrf").unwrap().to_owned()),
        ("email".to_owned(), "asha@example.org".to_owned()),
        ("password".to_owned(), PASSWORD.to_owned()),
        ("way".to_owned(), "password".to_owned()),
    ];
    devices[0].post("/sign-in", &fields).await.assert_status(303);
    let second = devices[0].cookie(COOKIE).unwrap();

    assert_ne!(first, second);
    let thief = app.visitor();
    thief.set_cookie(COOKIE, &first);
    assert!(!is_signed_in(&thief).await);
    assert!(is_signed_in(&devices[0]).await);
}

#[actix_web::test]
async fn an_invented_cookie_opens_nothing() {
    let app = spawn_app().await;
    let visitor = app.visitor();

    for invented in ["x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00", "' OR 1=1 --"] {
        visitor.set_cookie(COOKIE, invented);
        assert!(!is_signed_in(&visitor).await, "{invented}");
    }
}

#[actix_web::test]
async fn signing_out_everywhere_ends_every_device() {
    let app = spawn_app().await;
    let (_, devices) = asha_on(&app, 3).await;

    let form = devices[1].get("/account/security").await.form("/account/security/sign-out-everywhere");
    devices[1].submit_once(form).await.assert_status(303);

    for device in &devices {
        assert!(!is_signed_in(device).await);
    }
}

#[actix_web::test]
async fn one_device_can_be_signed_out_from_another() {
    let app = spawn_app().await;
    let (_, devices) = asha_on(&app, 2).await;
    let page = devices[0].get("/account/security").await;
    let ends: Vec<String> = page.targets().into_iter().filter(|target| target.ends_with("/end")).collect();
    assert_eq!(ends.len(), 2);

    let mut answers = Vec::new();
    for end in &ends {
        answers.push(devices[0].submit_once(page.form(end)).await.header("location").to_owned());
        if !is_signed_in(&devices[0]).await {
            break;
        }
    }

    assert_eq!(answers.last().map(String::as_str), Some("/sign-out"), "its own session ends like any other");
}

#[actix_web::test]
async fn nobody_ends_a_session_of_somebody_else() {
    let app = spawn_app().await;
    let (_, devices) = asha_on(&app, 1).await;
    person_with_password(&app, "Ben Cole", "ben@example.org").await;
    let ben = app.visitor();
    sign_in(&ben, "ben@example.org", PASSWORD).await.assert_status(303);
    let page = devices[0].get("/account/security").await;
    let end = page.targets().into_iter().find(|target| target.ends_with("/end")).unwrap();

    let own = ben.get("/account/security").await.form("/account/security/sign-out-everywhere");
    let csrf = vec![("csrf".to_owned(), own.value("csrf").unwrap().to_owned())];
    ben.post(&end, &csrf).await.assert_status(404);
    ben.post("/account/security/sessions/nothing/end", &csrf).await.assert_status(404);

    assert!(is_signed_in(&devices[0]).await);
}

#[actix_web::test]
async fn closing_an_account_ends_its_sessions_and_keeps_its_owner_out() {
    let app = spawn_app().await;
    let (id, devices) = asha_on(&app, 1).await;
    let command = DisablePerson { person_id: id, actor: Actor::System, reason: "asked for".to_owned() };

    let now = app.now();
    app.state.db.write_tx(async |tx| members::disable_person(tx, command, now).await).await.unwrap();

    assert!(!is_signed_in(&devices[0]).await);
    let answer = sign_in(&app.visitor(), "asha@example.org", PASSWORD).await;
    answer.assert_status(409).assert_has("This account is closed");
    sign_in(&app.visitor(), "asha@example.org", "not the password").await.assert_status(422).assert_lacks("closed");
}
