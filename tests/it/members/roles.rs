//! Roles are dated, and read on every request (D7, D11).

use chrono::Days;
use nairo::kernel::{Permission, Role};
use nairo::members::roles::{EndRoleError, GrantRoleError, roles_held};
use nairo::members::{self, EndRole, GrantRole};

use super::signing_in::{PASSWORD, come_in, grant, is_signed_in, person, person_with_password, sign_in};
use crate::support::app::{TestApp, spawn_app};

async fn try_grant(app: &TestApp, grant: GrantRole) -> Result<i64, GrantRoleError> {
    let now = app.now();
    app.state.db.write_tx(async |tx| members::grant_role(tx, grant, now).await).await
}

async fn try_end(
    app: &TestApp,
    person_id: i64,
    role: Role,
    last_day: Option<chrono::NaiveDate>,
) -> Result<(), EndRoleError> {
    let command = EndRole { person_id, role, last_day, ended_by: None, reason: Some("stood down".to_owned()) };
    let now = app.now();
    app.state.db.write_tx(async |tx| members::end_role(tx, command, now).await).await
}

async fn has_role(app: &TestApp, person_id: i64, role: Role) -> bool {
    roles_held(app.state.db.reader(), person_id, app.today()).await.unwrap().contains(&role)
}

#[actix_web::test]
async fn a_role_holds_from_its_first_day_to_its_last_inclusive() {
    let app = spawn_app().await;
    let id = person(&app, "Asha Mir", "asha@example.org").await;
    let (first, last) = (app.today() + Days::new(1), app.today() + Days::new(3));
    let dated =
        GrantRole { person_id: id, role: Role::Editor, starts_on: first, ends_on: Some(last), granted_by: None };
    try_grant(&app, dated).await.unwrap();

    let mut held = Vec::new();
    for _ in 0..5 {
        held.push(has_role(&app, id, Role::Editor).await);
        app.advance(chrono::Duration::days(1));
    }

    assert_eq!(held, [false, true, true, true, false]);
}

#[actix_web::test]
async fn a_role_that_ended_yesterday_opens_nothing_today() {
    let app = spawn_app().await;
    let id = person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let until_today = GrantRole {
        person_id: id,
        role: Role::Editor,
        starts_on: app.today(),
        ends_on: Some(app.today()),
        granted_by: None,
    };
    try_grant(&app, until_today).await.unwrap();
    // Half an hour before midnight in London.
    app.clock.set("2026-06-01T22:45:00Z".parse().unwrap());
    let asha = app.visitor();
    come_in(&app, &asha, id).await;
    asha.get_once("/admin/charity").await.assert_status(200);

    app.clock.set("2026-06-01T23:00:00Z".parse().unwrap());

    asha.get_once("/admin/charity").await.assert_status(403);
    assert!(is_signed_in(&asha).await, "she is still herself");
}

#[actix_web::test]
async fn a_role_taken_away_is_gone_on_the_next_request() {
    let app = spawn_app().await;
    let id = person_with_password(&app, "Asha Mir", "asha@example.org").await;
    grant(&app, id, Role::Editor).await;
    let asha = app.visitor();
    come_in(&app, &asha, id).await;
    asha.get_once("/admin/charity").await.assert_status(200);

    try_end(&app, id, Role::Editor, None).await.unwrap();

    assert!(!is_signed_in(&asha).await, "the session ended with the role");
    come_in(&app, &asha, id).await;
    asha.get_once("/admin/charity").await.assert_status(403);
}

#[actix_web::test]
async fn a_new_role_ends_the_sessions_that_began_without_it() {
    let app = spawn_app().await;
    let id = person_with_password(&app, "Asha Mir", "asha@example.org").await;
    let asha = app.visitor();
    sign_in(&asha, "asha@example.org", PASSWORD).await.assert_status(303);

    grant(&app, id, Role::Editor).await;

    assert!(!is_signed_in(&asha).await);
}

#[actix_web::test]
async fn what_makes_no_sense_is_refused() {
    let app = spawn_app().await;
    let id = person(&app, "Asha Mir", "asha@example.org").await;
    let today = app.today();
    let editor = GrantRole { person_id: id, role: Role::Editor, starts_on: today, ends_on: None, granted_by: None };
    try_grant(&app, editor.clone()).await.unwrap();

    let again = try_grant(&app, editor.clone()).await;
    let by_herself = try_grant(&app, GrantRole { role: Role::Treasurer, granted_by: Some(id), ..editor.clone() }).await;
    let backwards = try_grant(&app, GrantRole { role: Role::Treasurer, ends_on: today.pred_opt(), ..editor }).await;
    let not_held = try_end(&app, id, Role::Treasurer, None).await;
    let over = try_end(&app, id, Role::Editor, today.pred_opt()).await;

    assert!(matches!(again, Err(GrantRoleError::AlreadyHeld)));
    assert!(matches!(by_herself, Err(GrantRoleError::Yourself)));
    assert!(matches!(backwards, Err(GrantRoleError::EndsBeforeItStarts)));
    assert!(matches!(not_held, Err(EndRoleError::NotHeld)));
    assert!(matches!(over, Err(EndRoleError::DayIsOver)));
}

#[actix_web::test]
async fn the_last_administrator_stays() {
    let app = spawn_app().await;
    let asha = person(&app, "Asha Mir", "asha@example.org").await;
    let ben = person(&app, "Ben Cole", "ben@example.org").await;
    grant(&app, asha, Role::Administrator).await;

    let alone = try_end(&app, asha, Role::Administrator, None).await;
    grant(&app, ben, Role::Administrator).await;
    let (a, b) =
        tokio::join!(try_end(&app, asha, Role::Administrator, None), try_end(&app, ben, Role::Administrator, None));

    assert!(matches!(alone, Err(EndRoleError::LastAdministrator)));
    assert_eq!([a.is_ok(), b.is_ok()].into_iter().filter(|done| *done).count(), 1, "two at once: one stays");
}

#[test]
fn only_roles_of_the_back_office_open_it() {
    let opens: Vec<Role> = Role::ALL.into_iter().filter(|role| role.may(Permission::ViewBackOffice)).collect();

    assert!(!opens.contains(&Role::Member) && !opens.contains(&Role::Facilitator));
    assert_eq!(opens.len(), 6);
}
