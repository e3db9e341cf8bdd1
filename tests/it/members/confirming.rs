//! Confirming once more that it is the owner, before what matters most (S18).

use nairo::kernel::Role;

use super::factor_steps::{codes_on, confirm_by_password, enrol};
use super::signing_in::{PASSWORD, come_in, is_signed_in, minutes, person, person_with_password, sign_in};
use crate::support::app::{TestApp, spawn_app};
use crate::support::client::Client;
use crate::support::page::Page;

const ASHA: &str = "asha@example.org";
const COOKIE: &str = "nairo-session";
const CHOICE: &str = "/account/security/second-factor";

async fn asha(app: &TestApp) -> Client {
    person_with_password(app, "Asha Mir", ASHA).await;
    let client = app.visitor();
    sign_in(&client, ASHA, PASSWORD).await.assert_status(303);
    client
}

/// Confirms by a code of an app, or a recovery code.
async fn by_code(client: &Client, code: &str) -> Page {
    let page = client.get(CHOICE).await;
    page.assert_lacks("Email me a code");
    let form = page.forms().into_iter().find(|form| form.value("way") == Some("factor")).unwrap();
    client.submit_once(form.fill("code", code)).await
}

async fn clear(app: &TestApp) {
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_proof_counts_for_fifteen_minutes_and_then_is_asked_for_again() {
    let app = spawn_app().await;
    let asha = asha(&app).await;

    app.advance(minutes(15) - chrono::Duration::microseconds(1));
    asha.get_once(CHOICE).await.assert_status(200);
    app.advance(chrono::Duration::microseconds(1));
    let led = asha.get_once(CHOICE).await;
    assert_eq!(led.header("location"), "/account/security/confirm?next=%2Faccount%2Fsecurity%2Fsecond-factor");
    let before = asha.cookie(COOKIE).unwrap();
    let answer = confirm_by_password(&asha, CHOICE, PASSWORD).await;

    assert_eq!(answer.header("location"), CHOICE);
    asha.get_once(CHOICE).await.assert_status(200);
    assert_ne!(asha.cookie(COOKIE).unwrap(), before, "another session id");
    let thief = app.visitor();
    thief.set_cookie(COOKIE, &before);
    assert!(!is_signed_in(&thief).await, "the old one is dead");
}

#[actix_web::test]
async fn whoever_guesses_runs_out_of_tries() {
    let app = spawn_app().await;
    let asha = asha(&app).await;
    app.advance(minutes(20));

    let mut statuses = Vec::new();
    for number in 0..11 {
        statuses.push(confirm_by_password(&asha, CHOICE, &format!("guess {number}")).await.status.as_u16());
    }

    assert_eq!(statuses, [vec![422; 10], vec![429]].concat());
    assert_ne!(asha.get_once(CHOICE).await.status, 200);
}

#[actix_web::test]
async fn somebody_with_an_app_confirms_by_its_code_or_a_recovery_code() {
    let app = spawn_app().await;
    let asha = asha(&app).await;
    let (held, page) = enrol(&app, &asha).await;

    app.advance(minutes(20));
    by_code(&asha, &held.code(app.now())).await.assert_status(303);
    asha.get_once(CHOICE).await.assert_status(200);
    app.advance(minutes(20));
    by_code(&asha, &codes_on(&page)[0]).await.assert_status(303);
    asha.get_once(CHOICE).await.assert_status(200);

    clear(&app).await;
}

#[actix_web::test]
async fn a_mailed_code_is_for_those_who_have_nothing_else() {
    let app = spawn_app().await;
    let with_password = asha(&app).await;
    let id = person(&app, "Ben Cole", "ben@example.org").await;
    let ben = app.visitor();
    come_in(&app, &ben, id).await;
    app.advance(minutes(20));

    let page = ben.get(CHOICE).await;
    let page = ben.submit_once(page.form("/account/security/confirm/code")).await;
    app.run_jobs().await;
    let code = app.mail().to("ben@example.org").code();
    let form = page.form("/account/security/confirm").fill("code", &code);
    ben.submit_once(form.clone()).await.assert_status(303);
    ben.get_once(CHOICE).await.assert_status(200);
    ben.submit_once(form).await.assert_status(422);

    let token = with_password.csrf().await;
    let fields = vec![("csrf".to_owned(), token)];
    with_password.post("/account/security/confirm/code", &fields).await.assert_status(409);
    assert_eq!(app.run_jobs().await, 0, "no mail for somebody with a password");
}

#[actix_web::test]
async fn a_form_that_comes_too_late_is_carried_through_and_sent_by_one_press() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    nairo::members::security::store_password(&app.state, admin.id, PASSWORD).await.unwrap();
    let ben = person(&app, "Ben Cole", "ben@example.org").await;
    let desk = format!("/admin/roles/people/{}", reference_of(&app, ben).await);
    let form = admin.get(&desk).await.form("/admin/roles/people/*").choose("role", Role::Editor.word());

    app.advance(minutes(16));
    let late = admin.submit_once(form.clone()).await;
    late.assert_status(307);
    let asked = admin.post(late.header("location"), &form.pairs()).await;
    asked.assert_has("Nothing you typed is lost");
    let by_password = asked.forms().into_iter().find(|form| form.value("way") == Some("password")).unwrap();
    let confirmed = admin.submit_once(by_password.fill("password", PASSWORD)).await;
    confirmed.assert_has("What you typed is still here");
    let done = admin.submit(confirmed.form("/admin/roles/people/*")).await;

    done.assert_has("Editor");
    let held = nairo::members::roles::roles_held(app.state.db.reader(), ben, app.today()).await.unwrap();
    assert_eq!(held, [Role::Editor]);
    clear(&app).await;
}

#[actix_web::test]
async fn a_form_with_a_password_is_not_carried_along_and_one_of_somebody_else_is_worth_nothing() {
    let app = spawn_app().await;
    let asha = asha(&app).await;
    let form = asha.get("/account/security/password").await.form("/account/security/password");
    let form = form.fill("new_password", "quite another set of words");

    app.advance(minutes(16));
    let late = asha.submit_once(form.clone()).await;
    let asked = asha.post(late.header("location"), &form.pairs()).await;
    asked.assert_has("Your form has not been sent").assert_lacks("Nothing you typed is lost");
    assert!(!asked.html.contains("quite another set of words"));
    let by_password = asked.forms().into_iter().find(|form| form.value("way") == Some("password")).unwrap();
    let forged = by_password.set("kept", "eyJ0byI6Ii8ifQ.AAAA").fill("password", PASSWORD);
    let answer = asha.submit_once(forged).await;

    assert_eq!(answer.header("location"), "/account/security/password");
}

async fn reference_of(app: &TestApp, person_id: i64) -> String {
    let found = nairo::members::people::find_person(app.state.db.reader(), person_id).await.unwrap();
    found.unwrap().reference
}
