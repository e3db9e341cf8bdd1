//! Signing in by address and password.

use super::signing_in::{PASSWORD, is_signed_in, person, person_with_password, sign_in};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn the_right_password_lets_its_owner_in() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();

    let answer = sign_in(&asha, "asha@example.org", PASSWORD).await;

    answer.assert_status(303);
    assert!(is_signed_in(&asha).await);
}

#[actix_web::test]
async fn a_password_is_compared_exactly_as_typed() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();

    for typed in [PASSWORD.to_uppercase(), format!(" {PASSWORD}"), format!("{PASSWORD} "), PASSWORD[1..].to_owned()] {
        sign_in(&asha, "asha@example.org", &typed).await.assert_status(422);
    }

    assert!(!is_signed_in(&asha).await);
}

#[actix_web::test]
async fn a_wrong_password_an_unknown_address_and_no_password_set_look_the_same() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", "asha@example.org").await;
    person(&app, "Ben Cole", "ben@example.org").await;

    let mut answers = Vec::new();
    for address in ["asha@example.org", "ben@example.org", "nobody@example.org"] {
        let answer = sign_in(&app.visitor(), address, "not this password").await;
        answer.assert_status(422);
        answers.push((answer.main(), answer.form("/sign-in").without("email").without("csrf").pairs()));
    }

    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[actix_web::test]
async fn the_typed_password_is_never_printed_back() {
    let app = spawn_app().await;
    let visitor = app.visitor();

    let answer = sign_in(&visitor, "nobody@example.org", "a-password-nobody-may-see").await;

    assert!(!answer.html.contains("a-password-nobody-may-see"));
    assert_eq!(answer.form("/sign-in").value("email"), Some("nobody@example.org"), "what was typed else is kept");
}

#[actix_web::test]
async fn bad_input_gets_a_sentence_beside_its_field() {
    let app = spawn_app().await;
    let visitor = app.visitor();
    let form = visitor.get("/sign-in?way=password").await.form("/sign-in");
    let long = format!("{}@example.org", "a".repeat(300));
    let table = [
        ("", "x", "email", "Enter an email address"),
        ("asha", "x", "email", "correct format"),
        ("a@b@c.org", "x", "email", "correct format"),
        ("asha@example.org\u{0}", "x", "email", "correct format"),
        ("<b>@example.org", "x", "email", "correct format"),
        (&long, "x", "email", "shorter"),
        ("asha@example.org", "", "password", "Enter your password"),
    ];

    for (address, password, field, words) in table {
        let answer = visitor.submit_once(form.clone().fill("email", address).fill("password", password)).await;
        answer.assert_status(422);
        assert!(answer.error_of(field).contains(words), "{address}: {}", answer.error_of(field));
    }
}

#[actix_web::test]
async fn people_go_where_they_wanted_but_never_to_another_site() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let table = [
        ("%2Fevents%2Fa-course%3Fx%3D1", "/events/a-course?x=1"),
        ("https%3A%2F%2Fevil.example%2F", "/account"),
        ("%2F%2Fevil.example", "/account"),
        ("%2F%5Cevil.example", "/account"),
        ("javascript%3Aalert(1)", "/account"),
        ("%2Fsign-out", "/account"),
    ];

    for (next, wanted) in table {
        let asha = app.visitor();
        let page = asha.get(&format!("/sign-in?way=password&next={next}")).await;
        let form = page.form("/sign-in").fill("email", "asha@example.org").fill("password", PASSWORD);
        let answer = asha.submit_once(form).await;
        assert_eq!(answer.header("location"), wanted, "{next}");
    }
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_tampered_next_in_the_form_leads_nowhere_else_either() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();

    let form = asha.get("/sign-in?way=password").await.form("/sign-in");
    let form = form.fill("email", "asha@example.org").fill("password", PASSWORD).set("next", "//evil.example/");
    let answer = asha.submit_once(form).await;

    assert_eq!(answer.header("location"), "/account");
}

#[actix_web::test]
async fn a_protected_page_leads_to_signing_in_and_back() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();

    let page = asha.get("/account/security").await;
    page.assert_has("Sign in to see this page.");
    let page = asha.get(&page.link("Use my password")).await;
    let form = page.form("/sign-in").fill("email", "asha@example.org").fill("password", PASSWORD);
    let page = asha.submit(form).await;

    assert_eq!(page.path, "/account/security");
}

#[actix_web::test]
async fn the_owner_comes_in_from_a_known_device_while_strangers_try_their_address() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let (asha, thief) = (app.visitor(), app.visitor());
    sign_in(&asha, "asha@example.org", PASSWORD).await.assert_status(303);
    let out = asha.get("/sign-out").await.form("/sign-out");
    asha.submit_once(out).await;

    // Ten tries a quarter of an hour; her own was the first.
    for _ in 0..9 {
        sign_in(&thief, "asha@example.org", "a guess, one of many").await.assert_status(422);
    }
    let paused = sign_in(&thief, "asha@example.org", PASSWORD).await;

    paused.assert_status(429).assert_has("There have been many tries. Wait 15 minutes");
    assert!(paused.header("retry-after").parse::<u32>().unwrap() <= 900);
    assert!(!is_signed_in(&thief).await, "even with the right password");
    sign_in(&asha, "asha@example.org", PASSWORD).await.assert_status(303);
    app.advance(chrono::Duration::minutes(15));
    sign_in(&thief, "asha@example.org", "another guess, too late").await.assert_status(422);
}

#[actix_web::test]
async fn one_client_cannot_try_one_password_on_many_accounts() {
    let app = spawn_app().await;
    let thief = app.visitor();

    for number in 0..60 {
        sign_in(&thief, &format!("person{number}@example.org"), "the same password").await.assert_status(422);
    }

    sign_in(&thief, "person60@example.org", "the same password").await.assert_status(429);
}
