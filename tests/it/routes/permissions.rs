//! Who may: every route as nobody, as a member, and as the holder of each role.

use nairo::kernel::Role;
use nairo::routes::route_table;
use nairo::web::Access;
use nairo::web::route_table::RouteEntry;
use reqwest::Method;

use super::{routes, sample};
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

/// What a route makes of somebody.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Admitted,
    SignInFirst,
    Forbidden,
}

fn read(page: &Page) -> Answer {
    let to_sign_in = page.header("location").starts_with("/sign-in?");
    match page.status.as_u16() {
        303 if to_sign_in => Answer::SignInFirst,
        403 => Answer::Forbidden,
        _ => Answer::Admitted,
    }
}

/// Asks as somebody whose form token is in order, so that only permission can be what is wrong.
async fn ask(client: &Client, route: &RouteEntry) -> Answer {
    let path = sample(route.path);
    if route.method.as_str() == "GET" {
        return read(&client.get_once(&path).await);
    }
    let token = client.csrf().await;
    read(&client.post(&path, &[("csrf".to_owned(), token)]).await)
}

fn expected(access: Access, role: Option<Role>) -> Answer {
    match (access, role) {
        (Access::Can(permission), Some(role)) if role.may(permission) => Answer::Admitted,
        (Access::Can(_), Some(_)) => Answer::Forbidden,
        (Access::Can(_) | Access::SignedIn, None) => Answer::SignInFirst,
        (Access::SignedIn | Access::Public | Access::Link | Access::Signature, _) => Answer::Admitted,
    }
}

async fn wrong_answers(app: &TestApp, role: Option<Role>) -> Vec<String> {
    let person: Option<Person> = match role {
        None => None,
        Some(Role::Member) => Some(app.member("Asha").await),
        Some(role) => Some(app.officer(role).await),
    };
    let visitor = app.visitor();
    let mut wrong = Vec::new();
    for route in route_table().entries() {
        let client: &Client = person.as_deref().unwrap_or(&visitor);
        // A route may end the session (signing out): begin each question afresh.
        if let Some(person) = &person {
            app.sign_in(person).await;
        }
        let (answer, wanted) = (ask(client, route).await, expected(route.access, role));
        if answer != wanted {
            wrong.push(format!("{} {} ({:?}): {answer:?}, not {wanted:?}", route.method, route.path, route.access));
        }
    }
    wrong
}

async fn check(role: Option<Role>) {
    let app = spawn_app().await;

    let wrong = wrong_answers(&app, role).await;

    assert!(wrong.is_empty(), "as {role:?}:\n{}", wrong.join("\n"));
    app.ignore_mail();
    app.leave_work();
}

macro_rules! each_role {
    ($($name:ident: $role:expr;)+) => {$(
        #[actix_web::test]
        async fn $name() {
            check($role).await;
        }
    )+};
}

each_role! {
    nobody_sees_only_what_is_public: None;
    a_member_opens_no_back_office: Some(Role::Member);
    a_facilitator_opens_no_back_office: Some(Role::Facilitator);
    an_administrator_may_do_everything: Some(Role::Administrator);
    a_trustee_may_do_what_trustees_may: Some(Role::Trustee);
    a_membership_officer_may_do_what_they_may: Some(Role::MembershipOfficer);
    an_events_officer_may_do_what_they_may: Some(Role::EventsOfficer);
    an_editor_may_do_what_editors_may: Some(Role::Editor);
    a_treasurer_may_do_what_treasurers_may: Some(Role::Treasurer);
}

#[test]
fn every_role_is_asked() {
    assert_eq!(Role::ALL.len(), 8, "a new role needs a line in each_role! above");
}

#[test]
fn the_back_office_demands_a_permission_and_the_account_a_sign_in() {
    for route in route_table().entries() {
        if route.path == "/admin" || route.path.starts_with("/admin/") {
            assert!(matches!(route.access, Access::Can(_)), "{} {} is {:?}", route.method, route.path, route.access);
        }
        if route.path == "/account" || route.path.starts_with("/account/") {
            assert_ne!(route.access, Access::Public, "{} {}", route.method, route.path);
        }
    }
}

#[test]
fn only_webhooks_live_by_a_signature() {
    let signed: Vec<&str> = route_table()
        .entries()
        .iter()
        .filter(|route| route.access == Access::Signature)
        .map(|route| route.path)
        .collect();
    assert!(signed.iter().all(|path| path.starts_with("/webhooks/")), "{signed:?}");
}

#[test]
fn the_demo_helpers_and_the_local_stripe_are_not_served_in_earnest() {
    for route in route_table().entries() {
        let first = route.path.split('/').nth(1).unwrap_or_default();
        assert!(!["dev", "pay", "v1", "demo", "sandbox"].contains(&first), "{}", route.path);
    }
}

#[actix_web::test]
async fn asking_changes_nothing() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    app.ignore_mail();
    admin.get_once("/no-such-page").await;

    let mut changing = Vec::new();
    for route in routes(&Method::GET) {
        let before = app.state.db.commits();
        admin.get_once(&sample(route.path)).await;
        if app.state.db.commits() != before {
            changing.push(route.path);
        }
    }

    assert!(changing.is_empty(), "a GET wrote to the database: {changing:?}");
    app.leave_work();
}
