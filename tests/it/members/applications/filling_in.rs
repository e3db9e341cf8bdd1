//! How these tests apply: page by page, as people do.

use chrono::NaiveDate;
use nairo::kernel::{Pence, Role};
use nairo::members::employers::load_employers;
use nairo::members::membership::{AppliedForBy, EvidenceAsked, NewMembershipType, TypeVersion, create_membership_type};

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::form::TestForm;
use crate::support::page::Page;
use crate::support::people::Person;

pub fn full() -> TypeVersion {
    TypeVersion {
        name: "Full member".to_owned(),
        who_for: "Practising reviewing officers.".to_owned(),
        rights: "A vote\nMembers’ meetings".to_owned(),
        applied_for_by: AppliedForBy::Anyone,
        term_months: 12,
        fixed_year: None,
        rejoin_months: Some(12),
        needs_decision: true,
        needs_second_decider: false,
        asks_registration: true,
        evidence: EvidenceAsked::NOTHING,
        renewal_needs_decision: false,
        has_vote: true,
        gives_member_price: true,
        is_in_directory: true,
        joining_price: Pence::new(6_000),
        renewal_price: Pence::new(6_000),
    }
}

pub fn associate() -> TypeVersion {
    TypeVersion {
        name: "Associate".to_owned(),
        who_for: "Everybody who supports the aims.".to_owned(),
        rights: "Members’ meetings".to_owned(),
        needs_decision: false,
        asks_registration: false,
        has_vote: false,
        joining_price: Pence::new(4_000),
        renewal_price: Pence::new(4_000),
        ..full()
    }
}

/// The two usual types, and the list of employers.
pub async fn offer_types(app: &TestApp) {
    offer(app, &[("full", full()), ("associate", associate())]).await;
}

pub async fn offer(app: &TestApp, types: &[(&str, TypeVersion)]) {
    let now = app.now();
    app.state
        .db
        .write_tx(async |tx| {
            load_employers(tx, now).await?;
            for (position, (code, version)) in (1..).zip(types) {
                let valid_from = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
                let new =
                    NewMembershipType { code: (*code).to_owned(), position, valid_from, version: version.clone() };
                create_membership_type(tx, new, now).await?;
            }
            Ok::<_, nairo::kernel::Unexpected>(())
        })
        .await
        .unwrap();
}

/// The form that answers a question: not the one that searches, not the one that comes back later.
#[track_caller]
pub fn question(page: &Page) -> TestForm {
    let path = page.path.split('?').next().unwrap();
    let found = page.forms().into_iter().find(|form| form.action == path && form.value("csrf").is_some());
    found.unwrap_or_else(|| panic!("{} asks nothing:\n{}", page.path, page.text()))
}

/// Answers the question on this page as most people would.
pub fn usual_answer(page: &Page) -> TestForm {
    let form = question(page);
    match page.path.split('?').next().unwrap() {
        "/join/name" | "/join/second-email" | "/join/email-choices" => form,
        "/join/roles" => form.tick("role_iro"),
        "/join/employer" => form.choose("employer", "E08000025"),
        "/join/registration" => form.choose("regulator", "swe").fill("registration_number", "sw 000123"),
        "/join/experience" => form.fill("years_qualified", "7"),
        "/join/region" => form.choose("workplace", "west_midlands"),
        "/join/address" => form.fill("address", "1 Example Street\nBirmingham").fill("postcode", "b1 1aa"),
        "/join/declaration" => form.tick("declared"),
        other => panic!("what is {other}?"),
    }
}

/// Answers every question from this page on, and gives the check.
pub async fn answer_the_rest(client: &Client, mut page: Page) -> Page {
    for _ in 0..12 {
        if page.path == "/join/check" {
            return page;
        }
        if page.path == "/join/employer" {
            page = client.get("/join/employer?q=brum").await;
        }
        page = client.submit(usual_answer(&page)).await;
        page.assert_status(200);
    }
    panic!("the questions do not end: {}", page.path);
}

/// Answers everything up to the check.
pub async fn fill_in(client: &Client, type_code: &str) -> Page {
    let page = client.get("/join/type").await;
    let page = client.submit(question(&page).choose("type", type_code)).await;
    answer_the_rest(client, page).await
}

/// Somebody with an account who has sent an application of this type, and its reference.
pub async fn applicant(app: &TestApp, name: &str, type_code: &str) -> (Person, String) {
    let person = app.person(name).await;
    let check = fill_in(&person, type_code).await;
    person.submit(question(&check)).await.assert_status(200);
    let reference = reference_of(app, &person).await;
    (person, reference)
}

/// The reference of somebody's latest application.
pub async fn reference_of(app: &TestApp, person: &Person) -> String {
    let own = nairo::members::applications::application_of(app.state.db.reader(), person.id).await.unwrap();
    own.unwrap().reference
}

/// Where somebody's latest application stands.
pub async fn state_of(app: &TestApp, person: &Person) -> &'static str {
    let own = nairo::members::applications::application_of(app.state.db.reader(), person.id).await.unwrap();
    own.unwrap().state.word()
}

/// A membership officer.
pub async fn officer(app: &TestApp) -> Person {
    app.officer(Role::MembershipOfficer).await
}

/// The form in which an officer decides.
pub async fn decision(officer: &Person, reference: &str, word: &str) -> TestForm {
    let page = officer.get(&format!("/admin/applications/{reference}")).await;
    let form = page.form(&format!("/admin/applications/{reference}/decision"));
    form.choose("decision", word).tick("no_conflict")
}
