//! Setting and changing a password.

use super::signing_in::{
    PASSWORD, code_by_mail, is_signed_in, minutes, person, person_with_password, sign_in, sign_in_by_code, type_code,
};
use crate::support::app::spawn_app;
use crate::support::client::Client;
use crate::support::page::Page;

const NEW: &str = "quite another set of words";

async fn set(client: &Client, values: &[(&str, &str)]) -> Page {
    let form = client.get("/account/security/password").await.form("/account/security/password");
    client.submit_once(form.fill_all(values)).await
}

#[actix_web::test]
async fn after_a_fresh_code_a_password_can_be_set_and_used() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();
    sign_in_by_code(&app, &asha, "asha@example.org").await;

    set(&asha, &[("new_password", NEW), ("new_password_again", NEW)]).await.assert_status(303);
    app.run_jobs().await;

    app.mail().to("asha@example.org").assert_says("A password was set for your account");
    sign_in(&app.visitor(), "asha@example.org", NEW).await.assert_status(303);
    app.leave_work();
}

#[actix_web::test]
async fn a_change_asks_for_the_present_password() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();
    sign_in(&asha, "asha@example.org", PASSWORD).await.assert_status(303);

    let wrong = set(&asha, &[("current_password", "x"), ("new_password", NEW), ("new_password_again", NEW)]).await;
    wrong.assert_status(422);
    assert_eq!(wrong.error_of("current_password"), "This is not your present password");
    set(&asha, &[("current_password", PASSWORD), ("new_password", NEW), ("new_password_again", NEW)])
        .await
        .assert_status(303);
    app.run_jobs().await;

    app.mail().to("asha@example.org").assert_says("The password of your account was changed");
    sign_in(&app.visitor(), "asha@example.org", PASSWORD).await.assert_status(422);
    sign_in(&app.visitor(), "asha@example.org", NEW).await.assert_status(303);
    app.leave_work();
}

#[actix_web::test]
async fn a_change_ends_the_other_devices_and_every_code_that_is_out() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let (here, there, third) = (app.visitor(), app.visitor(), app.visitor());
    for device in [&here, &there] {
        sign_in(device, "asha@example.org", PASSWORD).await.assert_status(303);
    }
    let (page, code) = code_by_mail(&app, &third, "asha@example.org").await;

    set(&here, &[("current_password", PASSWORD), ("new_password", NEW), ("new_password_again", NEW)]).await;
    app.run_jobs().await;
    app.ignore_mail();

    assert!(is_signed_in(&here).await);
    assert!(!is_signed_in(&there).await);
    type_code(&third, &page, &code).await.assert_status(422);
}

#[actix_web::test]
async fn a_stale_session_without_a_password_is_asked_for_a_new_code() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();
    sign_in_by_code(&app, &asha, "asha@example.org").await;
    let fresh = asha.get("/account/security/password").await.form("/account/security/password");

    app.advance(minutes(15));
    let late = asha.submit_once(fresh.fill("new_password", NEW).fill("new_password_again", NEW)).await;
    late.assert_status(307);
    let page = asha.get("/account/security/password").await;
    let page = asha.submit(page.form("/account/security/confirm/code")).await;
    app.run_jobs().await;
    let mail = app.mail().to("asha@example.org");
    mail.assert_says("Your code for confirming that it is you is");
    let answer = asha.submit_once(page.form("/account/security/confirm").fill("code", &mail.code())).await;

    assert_eq!(answer.header("location"), "/account/security/password");
    set(&asha, &[("new_password", NEW), ("new_password_again", NEW)]).await.assert_status(303);
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_forgotten_password_is_replaced_by_way_of_a_code() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();

    let page = asha.get("/sign-in?way=password").await;
    let page = asha.get(&page.link("I have forgotten my password")).await;
    let page = asha.submit(page.form("/password-reset").fill("email", "asha@example.org")).await;
    app.run_jobs().await;
    let code = app.mail().to("asha@example.org").code();
    let page = asha.submit(page.form("/sign-in/code").fill("code", &code)).await;

    page.assert_status(200).assert_lacks("Present password");
    set(&asha, &[("new_password", NEW), ("new_password_again", NEW)]).await.assert_status(303);
    app.run_jobs().await;
    app.ignore_mail();
    sign_in(&app.visitor(), "asha@example.org", NEW).await.assert_status(303);
    app.leave_work();
}

#[actix_web::test]
async fn weak_passwords_are_refused_in_words_and_none_is_printed_back() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();
    sign_in_by_code(&app, &asha, "asha@example.org").await;
    let table = [
        ("", "Choose a password"),
        ("short", "at least 15 characters"),
        ("passwordpassword", "easy to guess"),
        ("Example Association of Reviewing Officers", "easy to guess"),
        ("asha@example.org 2026", "easy to guess"),
        (&"a1b2 c3".repeat(30), "200 characters or fewer"),
    ];

    for (password, words) in table {
        let answer = set(&asha, &[("new_password", password), ("new_password_again", password)]).await;
        answer.assert_status(422);
        assert!(answer.error_of("new_password").contains(words), "{password}: {}", answer.error_of("new_password"));
        assert!(password.is_empty() || !answer.html.contains(&format!("\"{password}\"")), "{password} is printed back");
    }
    let differing = set(&asha, &[("new_password", NEW), ("new_password_again", "something else")]).await;
    assert!(differing.error_of("new_password_again").contains("differ"));
}

#[actix_web::test]
async fn the_present_password_cannot_be_guessed_from_an_open_session() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let thief = app.visitor();
    sign_in(&thief, "asha@example.org", PASSWORD).await.assert_status(303);

    let mut statuses = Vec::new();
    for number in 0..11 {
        let guess = format!("guess number {number}");
        let answer =
            set(&thief, &[("current_password", &guess), ("new_password", NEW), ("new_password_again", NEW)]).await;
        statuses.push(answer.status.as_u16());
    }

    assert_eq!(statuses, [vec![422; 10], vec![429]].concat());
}
