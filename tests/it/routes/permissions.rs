//! Who may: every route as nobody, as a member, as the holder of each role; and as somebody whose account is closed, who owes
//! the second factor, or whose last proof is too old (S1, S18).

use nairo::audit::Actor;
use nairo::kernel::Role;
use nairo::members::session::Proof;
use nairo::members::{DisablePerson, disable_person};
use nairo::routes::route_table;
use nairo::web::Access;
use nairo::web::route_table::RouteEntry;
use reqwest::Method;

use super::{routes, sample};
use crate::members::factor_steps::enrol;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asker {
    Nobody,
    Holder(Role),
    /// An administrator whose account is closed, with a cookie that would be good.
    Closed,
    /// Holds a role, gave the password, has set up no second factor.
    WithoutFactor(Role),
    /// Holds a role, gave the password, and has not yet given the second factor.
    HalfWay(Role),
    /// Holds a role; the last proof is sixteen minutes old.
    WithOldProof(Role),
}

impl Asker {
    fn role(self) -> Option<Role> {
        match self {
            Self::Nobody | Self::Closed => None,
            Self::Holder(role) | Self::WithoutFactor(role) | Self::HalfWay(role) | Self::WithOldProof(role) => {
                Some(role)
            }
        }
    }
}

/// What a route makes of somebody.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Admitted,
    SignInFirst,
    Forbidden,
    SecondFactorFirst,
    EnrolFirst,
    ConfirmFirst,
}

fn read(route: &RouteEntry, page: &Page) -> Answer {
    let leads_to = |start: &str| page.header("location").starts_with(start);
    match page.status.as_u16() {
        303 if leads_to("/sign-in?") => Answer::SignInFirst,
        303 if leads_to("/sign-in/second-factor?") => Answer::SecondFactorFirst,
        // A page of the account may lead there, too, of its own accord.
        303 if leads_to("/account/security/second-factor?") && matches!(route.access, Access::Can(_)) => {
            Answer::EnrolFirst
        }
        303 if leads_to("/account/security/confirm?next=") => Answer::ConfirmFirst,
        307 if leads_to("/account/security/confirm/form?to=") => Answer::ConfirmFirst,
        403 => Answer::Forbidden,
        _ => Answer::Admitted,
    }
}

/// Asks as somebody whose form token is in order, so that only permission can be what is wrong.
async fn ask(client: &Client, route: &RouteEntry) -> Answer {
    let path = sample(route.path);
    if route.method.as_str() == "GET" {
        return read(route, &client.get_once(&path).await);
    }
    let token = client.csrf().await;
    read(route, &client.post(&path, &[("csrf".to_owned(), token)]).await)
}

fn expected(route: &RouteEntry, asker: Asker) -> Answer {
    let admitted = match asker {
        Asker::WithOldProof(_) if route.sudo => Answer::ConfirmFirst,
        _ => Answer::Admitted,
    };
    match (route.access, asker.role(), asker) {
        (Access::Public | Access::Link | Access::OneClick | Access::Signature | Access::Report, ..) => Answer::Admitted,
        (Access::HalfWay, _, Asker::HalfWay(_)) => Answer::Admitted,
        (Access::SignedIn | Access::Can(_), _, Asker::HalfWay(_)) => Answer::SecondFactorFirst,
        (Access::HalfWay, ..) | (_, None, _) => Answer::SignInFirst,
        (Access::SignedIn, ..) => admitted,
        (Access::Can(_), _, Asker::WithoutFactor(_)) => Answer::EnrolFirst,
        (Access::Can(permission), Some(role), _) if role.may(permission) => admitted,
        (Access::Can(_), ..) => Answer::Forbidden,
    }
}

async fn person_for(app: &TestApp, asker: Asker) -> Option<Person> {
    let person = match asker {
        Asker::Nobody => return None,
        Asker::Closed => app.officer(Role::Administrator).await,
        other => match other.role() {
            Some(Role::Member) | None => app.member("Asha").await,
            Some(role) => app.officer(role).await,
        },
    };
    if matches!(asker, Asker::HalfWay(_)) {
        enrol(app, &person).await;
    }
    if asker == Asker::Closed {
        let closing = DisablePerson { person_id: person.id, actor: Actor::System, reason: "asked for".to_owned() };
        let now = app.now();
        app.state.db.write_tx(async |tx| disable_person(tx, closing, now).await).await.unwrap();
    }
    Some(person)
}

/// A route may end the session (signing out): each question is begun afresh.
async fn come_in(app: &TestApp, person: &Person, asker: Asker) {
    match asker {
        Asker::WithoutFactor(_) | Asker::HalfWay(_) => app.sign_in_by(person, Proof::Password).await,
        Asker::WithOldProof(_) => {
            app.sign_in(person).await;
            app.advance(chrono::Duration::minutes(16));
        }
        _ => app.sign_in(person).await,
    }
}

async fn wrong_answers(app: &TestApp, asker: Asker) -> Vec<String> {
    let person = person_for(app, asker).await;
    let visitor = app.visitor();
    let mut wrong = Vec::new();
    for route in route_table().entries() {
        let client: &Client = person.as_deref().unwrap_or(&visitor);
        if let Some(person) = &person {
            come_in(app, person, asker).await;
        }
        let (answer, wanted) = (ask(client, route).await, expected(route, asker));
        if answer != wanted {
            wrong.push(format!("{} {} ({:?}): {answer:?}, not {wanted:?}", route.method, route.path, route.access));
        }
    }
    wrong
}

async fn check(asker: Asker) {
    let app = spawn_app().await;

    let wrong = wrong_answers(&app, asker).await;

    assert!(wrong.is_empty(), "as {asker:?}:\n{}", wrong.join("\n"));
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
    nobody_sees_only_what_is_public: Asker::Nobody;
    a_closed_account_is_nobody: Asker::Closed;
    a_member_opens_no_back_office: Asker::Holder(Role::Member);
    a_facilitator_opens_no_back_office: Asker::Holder(Role::Facilitator);
    an_administrator_may_do_everything: Asker::Holder(Role::Administrator);
    a_trustee_may_do_what_trustees_may: Asker::Holder(Role::Trustee);
    a_membership_officer_may_do_what_they_may: Asker::Holder(Role::MembershipOfficer);
    an_events_officer_may_do_what_they_may: Asker::Holder(Role::EventsOfficer);
    an_editor_may_do_what_editors_may: Asker::Holder(Role::Editor);
    a_treasurer_may_do_what_treasurers_may: Asker::Holder(Role::Treasurer);
    an_administrator_without_a_second_factor_opens_no_back_office: Asker::WithoutFactor(Role::Administrator);
    an_administrator_half_way_in_is_nobody_yet: Asker::HalfWay(Role::Administrator);
    a_member_half_way_in_is_nobody_yet: Asker::HalfWay(Role::Member);
    an_administrator_with_an_old_proof_is_asked_again: Asker::WithOldProof(Role::Administrator);
    a_member_with_an_old_proof_is_asked_again: Asker::WithOldProof(Role::Member);
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
fn only_the_way_out_of_a_mailing_list_takes_a_post_without_a_form() {
    let one_click: Vec<&str> = route_table()
        .entries()
        .iter()
        .filter(|route| route.access == Access::OneClick)
        .map(|route| route.path)
        .collect();
    assert_eq!(one_click, ["/unsubscribe/{token}"]);
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
