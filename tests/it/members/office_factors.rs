//! The second factor that an office demands, and how factors lie in the database.

use entity::{recovery_code, totp_factor};
use nairo::kernel::Role;
use nairo::members::{EndRole, end_role};
use sea_orm::EntityTrait;

use super::factor_steps::{codes_on, enrol, key_on, second_step};
use super::signing_in::{PASSWORD, grant, minutes, person_with_password, sign_in};
use crate::support::app::{TestApp, spawn_app};

const ASHA: &str = "asha@example.org";

/// Tests about other things than mail and its jobs.
async fn clear(app: &TestApp) {
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn the_back_office_opens_to_an_officer_with_a_second_factor_only() {
    let app = spawn_app().await;
    let id = person_with_password(&app, "Asha Mir", ASHA).await;
    grant(&app, id, Role::Editor).await;
    let laptop = app.visitor();
    sign_in(&laptop, ASHA, PASSWORD).await.assert_status(303);

    let led = laptop.get_once("/admin/charity").await;
    assert_eq!(led.header("location"), "/account/security/second-factor?next=%2Fadmin%2Fcharity");
    let token = laptop.csrf().await;
    let posted = laptop.post("/admin/charity", &[("csrf".to_owned(), token)]).await;
    assert_eq!(posted.header("location"), "/account/security/second-factor?next=%2Fadmin");
    let page = laptop.get("/admin/charity").await;
    page.assert_has("You hold an office");
    let page = laptop.submit(page.form("/account/security/authenticator")).await;
    let code = key_on(&page).code(app.now());
    let done = laptop.submit_once(page.form("/account/security/authenticator/confirmation").fill("code", &code)).await;

    assert_eq!(done.link("I have kept them"), "/admin/charity");
    laptop.get_once("/admin/charity").await.assert_status(200);
    clear(&app).await;
}

#[actix_web::test]
async fn an_officer_keeps_the_last_factor_and_a_member_may_remove_it() {
    let app = spawn_app().await;
    let id = person_with_password(&app, "Asha Mir", ASHA).await;
    let laptop = app.visitor();
    sign_in(&laptop, ASHA, PASSWORD).await.assert_status(303);
    let (held, _) = enrol(&app, &laptop).await;
    let removal = "/account/security/authenticator/removal";
    let form = laptop.get(removal).await.form(removal);

    grant(&app, id, Role::Editor).await;
    app.advance(minutes(1));
    sign_in(&laptop, ASHA, PASSWORD).await.assert_status(303);
    second_step(&laptop, &held.code(app.now())).await.assert_status(303);
    laptop.get(removal).await.assert_has("one second step must stay");
    let tampered = form.set("csrf", &laptop.csrf().await);
    laptop.submit_once(tampered).await.assert_status(409);

    let end = EndRole { person_id: id, role: Role::Editor, last_day: None, ended_by: None, reason: None };
    let now = app.now();
    app.state.db.write_tx(async |tx| end_role(tx, end, now).await).await.unwrap();
    app.advance(minutes(1));
    sign_in(&laptop, ASHA, PASSWORD).await.assert_status(303);
    second_step(&laptop, &held.code(app.now())).await.assert_status(303);
    let page = laptop.get(removal).await;
    laptop.submit(page.form(removal)).await.assert_has("The authenticator app is removed");
    app.run_jobs().await;

    let told = app.mail().lines();
    assert!(told.iter().any(|line| line.contains("The authenticator app was removed")), "{told:?}");
    let answer = sign_in(&app.visitor(), ASHA, PASSWORD).await;
    assert_eq!(answer.header("location"), "/account", "asked for no longer");
    clear(&app).await;
}

#[actix_web::test]
async fn neither_seed_nor_recovery_code_lies_open_in_the_database() {
    let app = spawn_app().await;
    person_with_password(&app, "Asha Mir", ASHA).await;
    let laptop = app.visitor();
    sign_in(&laptop, ASHA, PASSWORD).await.assert_status(303);
    let codes = codes_on(&enrol(&app, &laptop).await.1);
    let page = laptop.get("/account/security/second-factor").await;
    let page = laptop.submit(page.form("/account/security/authenticator")).await;
    let printed = page.root().with_class("key-text").first().unwrap().text();
    let seed = totp_rs::Secret::try_from_base32(printed.replace(' ', "")).unwrap();

    let db = app.state.db.reader();
    let factors = totp_factor::Entity::find().all(db).await.unwrap();
    let hashes = recovery_code::Entity::find().all(db).await.unwrap();

    assert_eq!(factors.len(), 2, "one works, one is being set up");
    let seed: &[u8] = seed.as_ref();
    for factor in &factors {
        assert!(!factor.key_id.is_empty());
        assert!(!factor.sealed_seed.windows(seed.len()).any(|part| part == seed));
    }
    let plain: Vec<String> = codes.iter().map(|code| code.replace('-', "")).collect();
    assert!(hashes.iter().all(|row| row.code_hash.len() == 64 && !plain.contains(&row.code_hash)));
    clear(&app).await;
}
