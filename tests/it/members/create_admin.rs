//! The first administrator, from the command line.

use chrono::Duration;
use nairo::kernel::{PersonName, Role};
use nairo::members;
use nairo::members::roles::roles_held;

use super::signing_in::{ask_for_code, email, is_signed_in, type_code};
use crate::support::app::{TestApp, spawn_app};
use crate::support::client::Client;

async fn create(app: &TestApp) -> members::CreatedAdmin {
    let name = PersonName::parse("Ada Okafor").unwrap();
    members::create_admin(&app.state, name, email("ada@example.org")).await.unwrap()
}

async fn type_printed(app: &TestApp, client: &Client, code: &str) -> u16 {
    let page = ask_for_code(client, "ada@example.org").await;
    app.run_jobs().await;
    app.ignore_mail();
    type_code(client, &page, code).await.status.as_u16()
}

#[actix_web::test]
async fn the_printed_code_lets_the_first_administrator_in_once() {
    let app = spawn_app().await;
    let (ada, thief) = (app.visitor(), app.visitor());

    let made = create(&app).await;

    assert_eq!(type_printed(&app, &ada, &made.code.to_lowercase()).await, 303);
    assert!(is_signed_in(&ada).await);
    let led = ada.get("/admin/charity").await;
    assert!(led.path.starts_with("/account/security/second-factor"), "{}", led.path);
    led.assert_has("the back office needs more than a password");
    assert_eq!(type_printed(&app, &thief, &made.code).await, 422);
}

#[actix_web::test]
async fn the_printed_code_works_for_an_hour() {
    let app = spawn_app().await;
    let (early, late) = (create(&app).await, create(&app).await);

    app.advance(Duration::hours(1) - Duration::microseconds(1));
    let in_time = type_printed(&app, &app.visitor(), &early.code).await;
    app.advance(Duration::microseconds(1));
    let too_late = type_printed(&app, &app.visitor(), &late.code).await;

    assert_eq!((in_time, too_late), (303, 422));
}

#[actix_web::test]
async fn saying_it_twice_makes_one_administrator() {
    let app = spawn_app().await;

    let (first, second) = (create(&app).await, create(&app).await);

    assert_eq!(first.person_id, second.person_id);
    assert_ne!(first.code, second.code);
    assert_eq!((first.existed, second.existed), (false, true));
    let held = roles_held(app.state.db.reader(), first.person_id, app.today()).await.unwrap();
    assert_eq!(held, [Role::Administrator]);
}
