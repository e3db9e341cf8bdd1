//! Signing in by code when accounts are merged or closed.

use entity::person;
use nairo::audit::Actor;
use nairo::members::people::{find_by_verified_email, find_person};
use nairo::members::{self, DisablePerson};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::signing_in::{
    PASSWORD, code_by_mail, email, is_signed_in, person, person_with_password, sign_in, type_code,
};
use crate::support::app::{TestApp, spawn_app};

/// What merging will do to the row; there is no page for it yet.
async fn merge(app: &TestApp, from: i64, into: i64) {
    let now = app.now();
    app.state
        .db
        .write_tx(async |tx| {
            person::Entity::update_many()
                .col_expr(person::Column::MergedIntoId, Expr::value(into))
                .col_expr(person::Column::MergedAt, Expr::value(now))
                .filter(person::Column::Id.eq(from))
                .exec(tx)
                .await
        })
        .await
        .unwrap();
}

#[actix_web::test]
async fn whoever_finds_a_merged_person_is_led_to_the_one_who_is_left() {
    let app = spawn_app().await;
    let old = person_with_password(&app, "A. Mir", "a.mir@example.org").await;
    let middle = person(&app, "Asha M.", "asha.m@example.org").await;
    let kept = person(&app, "Asha Mir", "asha@example.org").await;
    let signed_in = app.visitor();
    sign_in(&signed_in, "a.mir@example.org", PASSWORD).await.assert_status(303);

    merge(&app, old, middle).await;
    merge(&app, middle, kept).await;

    let db = app.state.db.reader();
    assert_eq!(find_by_verified_email(db, &email("a.mir@example.org")).await.unwrap(), Some(kept));
    assert_eq!(find_person(db, old).await.unwrap().unwrap().name, "Asha Mir");
    assert!(!is_signed_in(&signed_in).await, "the old session is over");
    let again = app.visitor();
    let (page, code) = code_by_mail(&app, &again, "a.mir@example.org").await;
    type_code(&again, &page, &code).await.assert_status(303);
    again.get("/account/security").await.assert_has("asha@example.org");
}

#[actix_web::test]
async fn a_closed_account_is_not_opened_by_a_code() {
    let app = spawn_app().await;
    let id = person(&app, "Asha Mir", "asha@example.org").await;
    let command = DisablePerson { person_id: id, actor: Actor::System, reason: "asked for".to_owned() };
    let now = app.now();
    app.state.db.write_tx(async |tx| members::disable_person(tx, command, now).await).await.unwrap();
    let asha = app.visitor();

    let (page, code) = code_by_mail(&app, &asha, "asha@example.org").await;
    let answer = type_code(&asha, &page, &code).await;

    answer.assert_status(409).assert_has("This account is closed");
    assert!(!is_signed_in(&asha).await);
}
