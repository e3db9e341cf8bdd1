//! How often a code may be asked for, and forms from elsewhere.

use reqwest::Method;

use super::signing_in::{
    PASSWORD, ask_for_code, code_by_mail, is_signed_in, person, person_with_password, sign_in_by_code, type_code,
};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn five_codes_an_hour_go_to_one_address_known_or_not() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;

    for address in ["asha@example.org", "nobody@example.org"] {
        let visitor = app.visitor();
        for _ in 0..5 {
            ask_for_code(&visitor, address).await.assert_status(200);
        }
        let paused = ask_for_code(&visitor, address).await;
        paused.assert_status(429);
        assert!(paused.error_of("email").contains("wait 60 minutes"), "{}", paused.error_of("email"));
    }
    app.run_jobs().await;

    assert_eq!(app.mail().all().len(), 10, "what was refused sent nothing");
    app.advance(chrono::Duration::hours(1));
    code_by_mail(&app, &app.visitor(), "asha@example.org").await;
}

#[actix_web::test]
async fn a_known_device_may_ask_when_strangers_have_used_the_address_up() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let (asha, thief) = (app.visitor(), app.visitor());
    sign_in_by_code(&app, &asha, "asha@example.org").await;
    for _ in 0..4 {
        ask_for_code(&thief, "asha@example.org").await.assert_status(200);
    }
    ask_for_code(&thief, "asha@example.org").await.assert_status(429);
    app.run_jobs().await;
    app.ignore_mail();

    let out = asha.get("/sign-out").await.form("/sign-out");
    asha.submit_once(out).await;
    sign_in_by_code(&app, &asha, "asha@example.org").await;

    assert!(is_signed_in(&asha).await);
}

#[actix_web::test]
async fn a_new_code_can_be_had_from_the_page_that_asks_for_one() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();
    let (page, old) = code_by_mail(&app, &asha, "asha@example.org").await;

    let page = asha.submit(page.form("/sign-in")).await;
    app.run_jobs().await;
    let new = app.mail().to("asha@example.org").code();

    type_code(&asha, &page, &old).await.assert_status(422);
    type_code(&asha, &page, &new).await.assert_status(303);
}

#[actix_web::test]
async fn forms_without_their_token_or_from_elsewhere_are_refused() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let (asha, other) = (app.visitor(), app.visitor());
    let form = asha.get("/sign-in?way=password").await.form("/sign-in");
    let form = form.fill("email", "asha@example.org").fill("password", PASSWORD);
    let others_token = other.get("/sign-in").await.form("/sign-in").value("csrf").unwrap().to_owned();

    asha.submit_once(form.clone().without("csrf")).await.assert_status(403);
    asha.submit_once(form.clone().set("csrf", &others_token)).await.assert_status(403);
    let foreign = asha.request(Method::POST, "/sign-in").header("sec-fetch-site", "cross-site").form(&form.pairs());
    asha.send(foreign).await.assert_status(403);

    assert!(!is_signed_in(&asha).await);
    asha.submit_once(form).await.assert_status(303);
}
