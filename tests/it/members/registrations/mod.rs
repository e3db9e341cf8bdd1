//! The yearly check of registrations (rules 2.1): who is due, numbers out, results in, queries, and what it must not do.

mod due;
mod lists;
mod queries;

use entity::{person, registration_check};
use nairo::audit::Actor;
use nairo::kernel::PersonName;
use nairo::members::practice::Regulator;
use nairo::members::profile::{ProfileAnswer, UpdateProfile, update_profile};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::imports::form;
use crate::support::TestApp;
use crate::support::page::Page;
use crate::support::people::Person;

/// Where the check begins.
const HERE: &str = "/admin/members/registrations";
/// The headings of most files here.
const HEADINGS: &str = "Registration number,Name,Status,Registered until";

/// Gives somebody this number, under the name they have.
async fn give_number(app: &TestApp, person: &Person, regulator: Regulator, number: &str) {
    let answer = ProfileAnswer {
        name: PersonName::parse(&person.name).unwrap(),
        roles: Vec::new(),
        main_role: None,
        regulator: Some(regulator),
        registration_number: number.to_owned(),
        workplace: None,
        address: String::new(),
        postcode: None,
        welcomes_welsh: false,
    };
    let actor = Actor::Person(person.id);
    let command = UpdateProfile { person_id: person.id, answer, actor, reason: None };
    update_profile(&app.state, command).await.unwrap();
}

/// A member whom Social Work England registers.
async fn registered(app: &TestApp, name: &str, number: &str) -> Person {
    let person = app.member(name).await;
    give_number(app, &person, Regulator::SocialWorkEngland, number).await;
    person
}

/// Prepares lists and gives the page of the first.
async fn prepare(officer: &Person) -> Page {
    let page = officer.get(HERE).await;
    let page = officer.submit(page.form(&format!("{HERE}/lists"))).await;
    let targets = page.targets();
    let list = targets.iter().find(|target| target.starts_with(&format!("{HERE}/lists/")));
    officer.get(list.unwrap_or_else(|| panic!("there is no list:\n{}", page.text()))).await
}

/// Uploads the results of the list on this page and gives what is shown then.
async fn upload(officer: &Person, list: &Page, content: &[u8]) -> Page {
    officer.upload(form(list, "/results"), "results.csv", content).await
}

/// Uploads these rows and confirms them; gives the page that follows.
async fn check(officer: &Person, list: &Page, rows: &[&str]) -> Page {
    let shown = upload(officer, list, format!("{HEADINGS}\r\n{}\r\n", rows.join("\r\n")).as_bytes()).await;
    officer.submit(form(&shown, "/confirmation")).await
}

async fn reference(app: &TestApp, id: i64) -> String {
    person::Entity::find_by_id(id).one(app.state.db.reader()).await.unwrap().unwrap().reference
}

/// The page of somebody's registration.
async fn page_of(app: &TestApp, officer: &Person, person: &Person) -> Page {
    officer.get(&format!("/admin/members/{}/registration", reference(app, person.id).await)).await
}

/// What came of somebody's checks, the oldest first.
async fn outcomes(app: &TestApp, person: &Person) -> Vec<String> {
    use registration_check::{Column, Entity};
    let rows = Entity::find().filter(Column::PersonId.eq(person.id)).order_by_asc(Column::Id);
    rows.all(app.state.db.reader()).await.unwrap().into_iter().map(|row| row.outcome).collect()
}
