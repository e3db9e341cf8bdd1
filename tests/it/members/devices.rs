//! A device that is not known yet: its owner is told, but for the first sign-in ever; and guesses never lock the owner out on
//! one that is (S6).

use super::signing_in::{PASSWORD, is_signed_in, minutes, person_with_password, sign_in, sign_in_by_code};
use crate::support::app::{TestApp, spawn_app};
use crate::support::client::Client;

const ASHA: &str = "asha@example.org";

async fn asha_at(app: &TestApp) -> Client {
    person_with_password(app, "Asha Mir", ASHA).await;
    let laptop = app.visitor();
    sign_in(&laptop, ASHA, PASSWORD).await.assert_status(303);
    laptop
}

#[actix_web::test]
async fn the_first_sign_in_ever_and_a_known_device_are_no_news_and_a_new_device_is() {
    let app = spawn_app().await;
    let laptop = asha_at(&app).await;
    app.run_jobs().await;
    app.mail().assert_none();

    let out = laptop.get("/account/security").await.form("/sign-out");
    laptop.submit_once(out).await.assert_status(303);
    sign_in(&laptop, ASHA, PASSWORD).await.assert_status(303);
    app.run_jobs().await;
    app.mail().assert_none();
    let phone = app.visitor();
    sign_in(&phone, ASHA, PASSWORD).await.assert_status(303);
    app.run_jobs().await;

    app.mail().only().assert_says("with a device we have not seen before: A browser we do not know");
}

#[actix_web::test]
async fn a_device_known_as_one_persons_is_new_for_another() {
    let app = spawn_app().await;
    let shared = asha_at(&app).await;
    person_with_password(&app, "Ben Cole", "ben@example.org").await;
    let bens = app.visitor();
    sign_in(&bens, "ben@example.org", PASSWORD).await.assert_status(303);

    let out = shared.get("/account/security").await.form("/sign-out");
    shared.submit_once(out).await.assert_status(303);
    sign_in(&shared, "ben@example.org", PASSWORD).await.assert_status(303);
    app.run_jobs().await;

    app.mail().to("ben@example.org").assert_says("a device we have not seen before");
}

#[actix_web::test]
async fn guesses_from_elsewhere_do_not_lock_the_owner_out_on_a_known_device() {
    let app = spawn_app().await;
    let laptop = asha_at(&app).await;
    let out = laptop.get("/account/security").await.form("/sign-out");
    laptop.submit_once(out).await.assert_status(303);

    let thief = app.visitor();
    let mut statuses = Vec::new();
    for number in 0..12 {
        statuses.push(sign_in(&thief, ASHA, &format!("a guess, the number {number}")).await.status.as_u16());
    }

    assert_eq!(statuses, [vec![422; 9], vec![429; 3]].concat(), "the owner's own first one counted too");
    sign_in(&app.visitor(), ASHA, PASSWORD).await.assert_status(429);
    sign_in(&laptop, ASHA, PASSWORD).await.assert_status(303);
    assert!(is_signed_in(&laptop).await, "the owner, at home");
    app.advance(minutes(15));
    let phone = app.visitor();
    sign_in_by_code(&app, &phone, ASHA).await;
    assert!(is_signed_in(&phone).await, "and elsewhere after a while");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn all_other_devices_are_signed_out_at_once_and_this_one_stays() {
    let app = spawn_app().await;
    let laptop = asha_at(&app).await;
    let (phone, tablet) = (app.visitor(), app.visitor());
    for device in [&phone, &tablet] {
        sign_in(device, ASHA, PASSWORD).await.assert_status(303);
    }
    app.run_jobs().await;
    app.ignore_mail();

    let form = laptop.get("/account/security").await.form("/account/security/sign-out-others");
    laptop.submit(form).await.assert_has("The 2 other devices are signed out");

    assert!(is_signed_in(&laptop).await && !is_signed_in(&phone).await && !is_signed_in(&tablet).await);
}
