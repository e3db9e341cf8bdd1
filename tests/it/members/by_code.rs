//! Signing in by a code in the mail.

use chrono::Duration;

use super::signing_in::{
    another_code, ask_for_code, code_by_mail, is_signed_in, minutes, person, sign_in_by_code, type_code,
};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn a_known_person_types_the_code_and_is_in() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();

    let (page, code) = code_by_mail(&app, &asha, "Asha@Example.org").await;
    page.assert_status(200).assert_has("Asha@Example.org").assert_has("10 minutes");
    let answer = type_code(&asha, &page, &code).await;

    answer.assert_status(303);
    assert_eq!(answer.header("location"), "/account");
    asha.get("/account/security").await.assert_status(200).assert_has("This device");
}

#[actix_web::test]
async fn a_code_may_be_typed_with_spaces() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();

    let (page, code) = code_by_mail(&app, &asha, "asha@example.org").await;
    type_code(&asha, &page, &format!(" {} {} ", &code[..3], &code[3..])).await.assert_status(303);

    assert!(is_signed_in(&asha).await);
}

#[actix_web::test]
async fn five_wrong_codes_use_a_code_up() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();
    let (page, code) = code_by_mail(&app, &asha, "asha@example.org").await;

    for left in ["4 more times", "3 more times", "2 more times", "one more time", "no longer works"] {
        let answer = type_code(&asha, &page, &another_code(&code)).await;
        answer.assert_status(422);
        assert!(answer.error_of("code").contains(left), "{left}: {}", answer.error_of("code"));
    }
    let answer = type_code(&asha, &page, &code).await;

    answer.assert_status(422);
    assert!(answer.error_of("code").contains("no longer works"), "the right code, too late");
    assert!(!is_signed_in(&asha).await);
}

#[actix_web::test]
async fn the_fifth_try_may_still_be_the_right_one() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();
    let (page, code) = code_by_mail(&app, &asha, "asha@example.org").await;

    for _ in 0..4 {
        type_code(&asha, &page, &another_code(&code)).await.assert_status(422);
    }

    type_code(&asha, &page, &code).await.assert_status(303);
}

#[actix_web::test]
async fn what_is_no_code_costs_no_try() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();
    let (page, code) = code_by_mail(&app, &asha, "asha@example.org").await;

    for typed in ["", "12345", "abcdef", "1234567", "<b>123456</b>", "١٢٣٤٥٦"] {
        let answer = type_code(&asha, &page, typed).await;
        answer.assert_status(422);
        assert!(answer.error_of("code").contains("six figures"), "{typed}: {}", answer.error_of("code"));
    }

    type_code(&asha, &page, &code).await.assert_status(303);
}

#[actix_web::test]
async fn a_code_works_for_ten_minutes_and_not_a_moment_longer() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let (early, late) = (app.visitor(), app.visitor());
    let (early_page, early_code) = code_by_mail(&app, &early, "asha@example.org").await;
    let (late_page, late_code) = code_by_mail(&app, &late, "asha@example.org").await;

    app.advance(minutes(10) - Duration::microseconds(1));
    type_code(&early, &early_page, &early_code).await.assert_status(303);
    app.advance(Duration::microseconds(1));
    let answer = type_code(&late, &late_page, &late_code).await;

    answer.assert_status(422);
    assert!(answer.error_of("code").contains("no longer works"));
}

#[actix_web::test]
async fn a_code_works_once() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();
    let (page, code) = code_by_mail(&app, &asha, "asha@example.org").await;
    let half_way = asha.cookie("nairo-sign-in").unwrap();
    type_code(&asha, &page, &code).await.assert_status(303);

    let thief = app.visitor();
    thief.get("/sign-in").await;
    thief.set_cookie("nairo-sign-in", &half_way);
    let page = thief.get("/sign-in/code").await;
    let answer = type_code(&thief, &page, &code).await;

    answer.assert_status(422);
    assert!(!is_signed_in(&thief).await);
}

#[actix_web::test]
async fn showing_the_page_uses_nothing_up() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();
    let (page, code) = code_by_mail(&app, &asha, "asha@example.org").await;

    for _ in 0..8 {
        asha.get("/sign-in/code").await.assert_status(200);
    }

    type_code(&asha, &page, &code).await.assert_status(303);
}

#[actix_web::test]
async fn a_code_is_good_in_the_browser_that_asked_for_it_only() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let (asha, thief) = (app.visitor(), app.visitor());
    let (asha_page, asha_code) = code_by_mail(&app, &asha, "asha@example.org").await;
    let (thief_page, thief_code) = code_by_mail(&app, &thief, "asha@example.org").await;
    assert_ne!(asha_code, thief_code);

    for _ in 0..5 {
        type_code(&thief, &thief_page, &asha_code).await.assert_status(422);
    }

    assert!(!is_signed_in(&thief).await);
    type_code(&asha, &asha_page, &asha_code).await.assert_status(303);
}

#[actix_web::test]
async fn a_code_typed_on_another_address_is_worthless() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    person(&app, "Ben Cole", "ben@example.org").await;
    let thief = app.visitor();
    let (_, code) = code_by_mail(&app, &thief, "ben@example.org").await;

    let (page, _) = code_by_mail(&app, &thief, "asha@example.org").await;
    type_code(&thief, &page, &code).await.assert_status(422);

    assert!(!is_signed_in(&thief).await);
}

#[actix_web::test]
async fn known_and_unknown_addresses_get_the_same_answer() {
    let app = spawn_app().await;
    person(&app, "Asha Mir", "asha@example.org").await;
    let (known, unknown) = (app.visitor(), app.visitor());

    let known_page = ask_for_code(&known, "asha@example.org").await;
    let unknown_page = ask_for_code(&unknown, "nobody@example.org").await;
    app.run_jobs().await;

    assert_eq!(known_page.status, unknown_page.status);
    assert_eq!(known_page.main().replace("asha@", "nobody@"), unknown_page.main());
    let mail = app.mail();
    mail.to("asha@example.org").assert_says("Hello Asha Mir");
    mail.to("nobody@example.org").assert_says("There is no account with it yet");
}

#[actix_web::test]
async fn somebody_new_types_the_code_and_their_name_and_has_an_account() {
    let app = spawn_app().await;
    let new = app.visitor();

    let (page, code) = code_by_mail(&app, &new, "khai@example.org").await;
    let page = new.submit(page.form("/sign-in/code").fill("code", &code)).await;
    page.assert_status(200).assert_has("What is your name?").assert_has("khai@example.org");
    let answer = new.submit_once(page.form("/sign-in/name").fill("name", "Nguyễn Thị Minh Khai")).await;

    assert_eq!(answer.header("location"), "/account");
    assert!(is_signed_in(&new).await);
    let again = app.visitor();
    sign_in_by_code(&app, &again, "KHAI@example.org").await;
    assert!(is_signed_in(&again).await, "the second time they are known");
    app.run_jobs().await;
    app.mail().only().assert_says("with a device we have not seen before");
}

#[actix_web::test]
async fn a_name_that_is_none_is_asked_for_again() {
    let app = spawn_app().await;
    let new = app.visitor();
    let (page, code) = code_by_mail(&app, &new, "new@example.org").await;
    let page = new.submit(page.form("/sign-in/code").fill("code", &code)).await;

    for (typed, words) in [("", "Enter a name"), ("Ann\u{202e}Smith", "hidden characters"), (&"a".repeat(201), "200")] {
        let answer = new.submit_once(page.form("/sign-in/name").set("name", typed)).await;
        answer.assert_status(422);
        assert!(answer.error_of("name").contains(words), "{typed}: {}", answer.error_of("name"));
    }

    assert!(!is_signed_in(&new).await);
    new.submit_once(page.form("/sign-in/name").fill("name", "Siân O'Neill <b>")).await.assert_status(303);
}

#[actix_web::test]
async fn nobody_gets_to_the_name_without_the_code() {
    let app = spawn_app().await;
    let thief = app.visitor();
    ask_for_code(&thief, "new@example.org").await;
    app.run_jobs().await;
    app.ignore_mail();

    let page = thief.get_once("/sign-in/name").await;

    page.assert_status(303);
    assert_eq!(page.header("location"), "/sign-in");
}

#[actix_web::test]
async fn an_account_is_made_once_however_often_the_form_is_sent() {
    let app = spawn_app().await;
    let new = app.visitor();
    let (page, code) = code_by_mail(&app, &new, "new@example.org").await;
    let page = new.submit(page.form("/sign-in/code").fill("code", &code)).await;
    let proved = new.cookie("nairo-sign-in").unwrap();
    let form = page.form("/sign-in/name").fill("name", "New Person");
    new.submit_once(form.clone()).await.assert_status(303);

    new.set_cookie("nairo-sign-in", &proved);
    let answer = new.submit_once(form).await;

    assert_eq!(
        answer.header("location"),
        "/sign-in",
        "the second is sent to sign in, and is not let in by the old proof"
    );
}
