//! Second factors: set up once, asked for at each sign-in, each code taken once.

use super::factor_steps::{codes_on, enrol, key_on, second_step};
use super::signing_in::{PASSWORD, is_signed_in, minutes, person_with_password, sign_in, sign_in_by_code, type_code};
use crate::support::app::{TestApp, spawn_app};
use crate::support::authenticator::AuthenticatorApp;
use crate::support::client::Client;

const ASHA: &str = "asha@example.org";
const COOKIE: &str = "nairo-session";

/// Asha, who has set up an authenticator app on her laptop.
async fn asha_with_app(app: &TestApp) -> (Client, AuthenticatorApp, Vec<String>) {
    person_with_password(app, "Asha Mir", ASHA).await;
    let laptop = app.visitor();
    sign_in(&laptop, ASHA, PASSWORD).await.assert_status(303);
    let (held, page) = enrol(app, &laptop).await;
    app.run_jobs().await;
    app.ignore_mail();
    // The code that set it up has been taken.
    app.advance(minutes(1));
    (laptop, held, codes_on(&page))
}

/// Tests about other things than mail and its jobs.
async fn clear(app: &TestApp) {
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn an_app_is_set_up_by_its_first_code_and_asked_for_from_then_on() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", ASHA).await;
    let (laptop, phone) = (app.visitor(), app.visitor());
    for device in [&laptop, &phone] {
        sign_in(device, ASHA, PASSWORD).await.assert_status(303);
    }
    app.run_jobs().await;
    app.ignore_mail();
    let before = laptop.cookie(COOKIE).unwrap();

    let (held, page) = enrol(&app, &laptop).await;
    app.run_jobs().await;

    assert_eq!(codes_on(&page).len(), 10);
    app.mail().only().assert_says("An authenticator app was added to your account");
    assert_ne!(laptop.cookie(COOKIE).unwrap(), before, "the session has another token");
    assert!(is_signed_in(&laptop).await && !is_signed_in(&phone).await, "other devices are signed out");
    app.advance(minutes(1));
    let answer = sign_in(&phone, ASHA, PASSWORD).await;
    assert!(answer.header("location").starts_with("/sign-in/second-factor?"), "{}", answer.header("location"));
    assert!(!is_signed_in(&phone).await);
    second_step(&phone, &held.code(app.now())).await.assert_status(303);
    assert!(is_signed_in(&phone).await);
}

#[actix_web::test]
async fn a_wrong_first_code_sets_nothing_up() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", ASHA).await;
    let laptop = app.visitor();
    sign_in(&laptop, ASHA, PASSWORD).await.assert_status(303);
    let page = laptop.get("/account/security/second-factor").await;
    let page = laptop.submit(page.form("/account/security/authenticator")).await;

    for wrong in ["", "12345", "ABCDE-FGHJK", "000000"] {
        let form = page.form("/account/security/authenticator/confirmation").fill("code", wrong);
        let answer = laptop.submit_once(form).await;
        answer.assert_status(422);
        assert!(!answer.error_of("code").is_empty());
        assert_eq!(key_on(&answer).code(app.now()), key_on(&page).code(app.now()), "the key stays the same");
    }

    let (picture, elsewhere) = ("/account/security/authenticator/picture.svg", app.visitor());
    assert_eq!(laptop.get_once(picture).await.header("content-type"), "image/svg+xml; charset=utf-8");
    let answer = sign_in(&elsewhere, ASHA, PASSWORD).await;
    assert_eq!(answer.header("location"), "/account", "no second step is asked for");
    clear(&app).await;
}

#[actix_web::test]
async fn each_code_of_an_app_is_taken_once_even_when_sent_twice_at_the_same_moment() {
    let app = spawn_app().await;
    let (_, held, _) = asha_with_app(&app).await;
    let (one, other, late) = (app.visitor(), app.visitor(), app.visitor());
    for device in [&one, &other, &late] {
        sign_in(device, ASHA, PASSWORD).await.assert_status(303);
    }
    let code = held.code(app.now());

    let (a, b) = tokio::join!(second_step(&one, &code), second_step(&other, &code));
    let repeated = second_step(&late, &code).await;

    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422], "exactly one wins");
    repeated.assert_status(422);
    app.advance(minutes(1));
    second_step(&late, &held.code(app.now())).await.assert_status(303);
    clear(&app).await;
}

#[actix_web::test]
async fn each_recovery_code_lets_in_once_even_when_sent_twice_at_the_same_moment() {
    let app = spawn_app().await;
    let (_, _, codes) = asha_with_app(&app).await;
    let (one, other, late) = (app.visitor(), app.visitor(), app.visitor());
    for device in [&one, &other, &late] {
        sign_in(device, ASHA, PASSWORD).await.assert_status(303);
    }

    let typed = codes[0].to_lowercase();
    let (a, b) = tokio::join!(second_step(&one, &typed), second_step(&other, &typed));
    let repeated = second_step(&late, &codes[0]).await;
    app.run_jobs().await;

    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422], "exactly one wins");
    repeated.assert_status(422);
    let told: Vec<String> = app.mail().lines().into_iter().filter(|line| line.contains("recovery code")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    second_step(&late, &codes[1]).await.assert_status(303);
    clear(&app).await;
}

#[actix_web::test]
async fn new_recovery_codes_end_the_earlier_ones_and_are_shown_once() {
    let app = spawn_app().await;
    let (laptop, _, old) = asha_with_app(&app).await;

    let page = laptop.get("/account/security/recovery-codes").await;
    page.assert_has("You have 10 left");
    let fresh = codes_on(&laptop.submit_once(page.form("/account/security/recovery-codes")).await);
    let again = laptop.get("/account/security/recovery-codes").await;

    assert!(fresh.iter().all(|code| !old.contains(code) && !again.html.contains(code)));
    let phone = app.visitor();
    sign_in(&phone, ASHA, PASSWORD).await.assert_status(303);
    second_step(&phone, &old[0]).await.assert_status(422);
    second_step(&phone, &fresh[9]).await.assert_status(303);
    clear(&app).await;
}

#[actix_web::test]
async fn whoever_is_half_way_in_is_a_stranger_for_ten_minutes_and_then_nobody() {
    let app = spawn_app().await;
    let (_, held, _) = asha_with_app(&app).await;
    let phone = app.visitor();
    sign_in(&phone, ASHA, PASSWORD).await.assert_status(303);

    phone.get("/").await.assert_lacks("Sign out");
    for path in ["/account", "/account/security", "/account/security/second-factor", "/admin"] {
        let answer = phone.get_once(path).await;
        assert!(answer.header("location").starts_with("/sign-in/second-factor?next="), "{path}");
    }
    let page = phone.get("/sign-in/second-factor?next=/account/security").await;
    app.advance(minutes(10));
    let form = page.form("/sign-in/second-factor").fill("code", &held.code(app.now()));
    let late = phone.submit_once(form).await;

    assert!(late.header("location").starts_with("/sign-in?"), "{}", late.header("location"));
    assert!(!is_signed_in(&phone).await);
    clear(&app).await;
}

#[actix_web::test]
async fn a_reset_of_the_password_does_not_skip_the_second_step() {
    let app = spawn_app().await;
    let (_, held, _) = asha_with_app(&app).await;
    let phone = app.visitor();

    let page = phone.get("/password-reset").await;
    let page = phone.submit(page.form("/password-reset").fill("email", ASHA)).await;
    app.run_jobs().await;
    let code = app.mail().to(ASHA).code();
    let answer = type_code(&phone, &page, &code).await;

    assert!(answer.header("location").starts_with("/sign-in/second-factor?"), "{}", answer.header("location"));
    let page = phone.get(answer.header("location")).await;
    let form = page.form("/sign-in/second-factor").fill("code", &held.code(app.now()));
    let page = phone.submit(form).await;
    assert_eq!(page.path, "/account/security/password");
    page.assert_lacks("Present password");
    clear(&app).await;
}

#[actix_web::test]
async fn guesses_from_elsewhere_run_out_and_never_lock_the_owner_out_on_a_known_device() {
    let app = spawn_app().await;
    let (laptop, held, _) = asha_with_app(&app).await;
    let thief = app.visitor();
    sign_in(&thief, ASHA, PASSWORD).await.assert_status(303);

    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(second_step(&thief, "000000").await.status.as_u16());
    }
    app.run_jobs().await;

    assert_eq!(statuses, [vec![422; 5], vec![429]].concat());
    let told: Vec<String> = app.mail().lines().into_iter().filter(|line| line.contains("tried to sign in")).collect();
    assert_eq!(told.len(), 1, "the owner is told once an hour: {told:?}");
    let out = laptop.get("/account/security").await.form("/sign-out");
    laptop.submit_once(out).await.assert_status(303);
    sign_in(&laptop, ASHA, PASSWORD).await.assert_status(303);
    second_step(&laptop, &held.code(app.now())).await.assert_status(303);
    clear(&app).await;
}

#[actix_web::test]
async fn a_mailed_code_alone_is_not_enough_either() {
    let app = spawn_app().await;
    let (_, held, _) = asha_with_app(&app).await;
    let phone = app.visitor();

    sign_in_by_code(&app, &phone, ASHA).await;

    assert!(!is_signed_in(&phone).await);
    second_step(&phone, "not a code").await.assert_status(422);
    second_step(&phone, &held.code(app.now())).await.assert_status(303);
    assert!(is_signed_in(&phone).await);
    clear(&app).await;
}
