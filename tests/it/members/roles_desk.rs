//! The desk of roles: given and ended by date, written down, never to oneself (S19).

use chrono::{Days, NaiveDate};
use nairo::audit::queries::{AuditFilter, list_entries};
use nairo::kernel::Role;
use nairo::members::roles::roles_held;
use nairo::web::Page;

use super::factor_steps::enrol;
use super::signing_in::{PASSWORD, is_signed_in, minutes, person_with_password, sign_in};
use crate::support::app::{TestApp, spawn_app};
use crate::support::client::Client;
use crate::support::page::Page as Answer;
use crate::support::people::Person;

async fn desk_of(app: &TestApp, person_id: i64) -> String {
    let person = nairo::members::people::find_person(app.state.db.reader(), person_id).await.unwrap().unwrap();
    format!("/admin/roles/people/{}", person.reference)
}

async fn give(admin: &Person, desk: &str, role: Role, (first, last): (NaiveDate, &str)) -> Answer {
    let form = admin.get(desk).await.form(&format!("{desk}/grants"));
    let form = form.choose("role", role.word()).fill("starts_on", &first.to_string()).fill("ends_on", last);
    admin.submit(form).await
}

async fn end(admin: &Person, desk: &str, last_day: &str) -> Answer {
    let link = admin.get(desk).await.link("End");
    let form = admin.get(&link).await.form(&link).fill("last_day", last_day).fill("reason", "stood down in July");
    admin.submit(form).await
}

async fn actions(app: &TestApp) -> Vec<(String, Option<i64>, Option<String>)> {
    let filter = AuditFilter::default();
    let (entries, _) = list_entries(app.state.db.reader(), &filter, Page::from_query(None, 50)).await.unwrap();
    entries.into_iter().map(|entry| (entry.action, entry.actor_person_id, entry.reason)).collect()
}

async fn holds(app: &TestApp, person_id: i64, role: Role) -> bool {
    roles_held(app.state.db.reader(), person_id, app.today()).await.unwrap().contains(&role)
}

/// Ben, with a password, and the desk's page about him.
async fn ben(app: &TestApp) -> (i64, Client, String) {
    let id = person_with_password(app, "Ben Cole", "ben@example.org").await;
    let client = app.visitor();
    sign_in(&client, "ben@example.org", PASSWORD).await.assert_status(303);
    (id, client, desk_of(app, id).await)
}

#[actix_web::test]
async fn a_role_is_given_to_somebody_found_by_name_from_a_day_to_a_day() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let (id, client, desk) = ben(&app).await;
    let (first, last) = (app.today() + Days::new(1), app.today() + Days::new(2));

    for typed in ["ben", "BEN C", "ben@example"] {
        let found = admin.get(&format!("/admin/roles/people?q={}", typed.replace(' ', "+"))).await;
        assert_eq!(found.link("Ben Cole"), desk, "{typed}");
    }
    let done = give(&admin, &desk, Role::Treasurer, (first, &last.to_string())).await;

    done.assert_has("Treasurer is given to Ben Cole").assert_has("Planned");
    assert!(!is_signed_in(&client).await, "signed out, so that the shorter times hold");
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(holds(&app, id, Role::Treasurer).await);
        app.advance(chrono::Duration::days(1));
    }
    assert_eq!(held, [false, true, true, false]);
    let (action, actor, _) = actions(&app).await.remove(0);
    assert_eq!((action.as_str(), actor), ("role.granted", Some(admin.id)));
    app.sign_in(&admin).await;
    admin.get("/admin/roles").await.assert_has("Ended").assert_has("Ben Cole");
}

#[actix_web::test]
async fn a_role_is_ended_at_once_or_after_a_last_day_with_a_reason() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let (id, _, desk) = ben(&app).await;
    give(&admin, &desk, Role::Editor, (app.today(), "")).await.assert_has("Editor is given");

    let without = admin.get(&admin.get(&desk).await.link("End")).await;
    let form = without.form("/admin/roles/grants/*");
    assert!(!admin.submit_once(form).await.error_of("reason").is_empty());
    let last = app.today() + Days::new(1);
    end(&admin, &desk, &last.to_string()).await.assert_has("The role of editor ends for Ben Cole");
    assert!(holds(&app, id, Role::Editor).await, "until the end of the last day");
    let longer = end(&admin, &desk, &(last + Days::new(30)).to_string()).await;
    longer.assert_status(409).assert_has("give it anew from the day after");
    end(&admin, &desk, "").await.assert_has("Roles held before");

    assert!(!holds(&app, id, Role::Editor).await);
    let (action, actor, reason) = actions(&app).await.remove(0);
    assert_eq!((action.as_str(), actor, reason.as_deref()), ("role.ended", Some(admin.id), Some("stood down in July")));
}

#[actix_web::test]
async fn a_role_that_was_planned_by_mistake_can_be_taken_back() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let (id, _, desk) = ben(&app).await;
    give(&admin, &desk, Role::Trustee, (app.today() + Days::new(5), "")).await.assert_has("Planned");

    end(&admin, &desk, "").await.assert_has("The role of trustee ends");

    app.advance(chrono::Duration::days(6));
    assert!(!holds(&app, id, Role::Trustee).await);
}

#[actix_web::test]
async fn nobody_gives_themselves_a_role_and_the_last_administrator_stays() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let desk = desk_of(&app, admin.id).await;

    let page = admin.get(&desk).await;
    page.assert_has("Nobody gives a role to themselves");
    let fields = [("role", "trustee"), ("starts_on", "2026-06-01"), ("ends_on", ""), ("csrf", &admin.csrf().await)];
    let fields: Vec<(String, String)> = fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    admin.post(&format!("{desk}/grants"), &fields).await.assert_status(409);
    let kept = end(&admin, &desk, "").await;

    kept.assert_status(409).assert_has("the last administrator");
    assert_eq!(roles_held(app.state.db.reader(), admin.id, app.today()).await.unwrap(), [Role::Administrator]);
}

#[actix_web::test]
async fn an_administrator_takes_a_lost_second_step_off_and_never_sets_a_password() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let (id, client, desk) = ben(&app).await;
    enrol(&app, &client).await;
    app.run_jobs().await;
    app.ignore_mail();

    let page = admin.get(&desk).await;
    page.assert_has("Authenticator app");
    let path = format!("{desk}/second-factor-reset");
    let form = admin.get(&path).await.form(&path);
    admin.submit_once(form.clone()).await.assert_status(422);
    let done = admin.submit(form.fill("reason", "Rang him on the number we hold; his phone was stolen")).await;
    done.assert_has("They have been told by mail");
    app.run_jobs().await;

    app.mail().only().assert_says("An administrator removed the second step of signing in from your account");
    assert!(!is_signed_in(&client).await);
    app.advance(minutes(1));
    assert_eq!(sign_in(&client, "ben@example.org", PASSWORD).await.header("location"), "/account", "his own password");
    let (action, actor, reason) = actions(&app).await.remove(0);
    assert_eq!((action.as_str(), actor), ("login.factors_reset", Some(admin.id)));
    assert!(reason.unwrap().contains("Rang him"));
    admin.get(&path).await.assert_has("no second step");
    assert!(id > 0);
}

#[actix_web::test]
async fn an_administrator_signs_somebody_out_everywhere() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let (_, client, desk) = ben(&app).await;

    let form = admin.get(&desk).await.form(&format!("{desk}/sessions-end"));
    admin.submit(form).await.assert_has("Ben Cole is signed out everywhere");

    assert!(!is_signed_in(&client).await);
    assert_eq!(actions(&app).await.remove(0).0, "login.sessions_ended");
    admin.get("/admin/roles").await.assert_status(200);
}
