//! People brought from a file: what is refused, what is written, what can be taken back.

mod bad_input;
mod journey;
mod steps;
mod undo;

use nairo::kernel::{Role, Unexpected};
use nairo::members::imports::queries::{count_rows, find_by_reference};

use crate::bookings::shop::OnSale;
use crate::support::TestApp;
use crate::support::form::TestForm;
use crate::support::page::Page;
use crate::support::people::{Person, full_membership};

/// The headings of most files here; each is guessed.
pub const HEADINGS: &str = "Name,Email,Second email,Membership number,Member since,Type,Term start,Term end,Employer";

/// A membership officer in a house that has a membership type.
pub async fn officer(app: &TestApp) -> Person {
    let now = app.now();
    let made = app.state.db.write_tx(async |tx| {
        nairo::members::membership::create_membership_type(tx, full_membership(), now).await?;
        Ok::<_, Unexpected>(())
    });
    made.await.unwrap();
    app.officer(Role::MembershipOfficer).await
}

/// Uploads a file and gives the page that asks for its columns, or the one that says why not.
pub async fn upload(officer: &Person, content: &[u8]) -> Page {
    let page = officer.get("/admin/imports").await;
    officer.upload(page.form("/admin/imports"), "members.csv", content).await
}

/// Uploads a file and checks every row, with the columns as they were guessed. Gives the report.
pub async fn check(app: &TestApp, officer: &Person, content: &[u8]) -> Page {
    let page = upload(officer, content).await;
    let path = page.path.clone();
    officer.submit(form(&page, "/checks")).await;
    app.run_jobs().await;
    officer.get(&path).await
}

/// The same, and confirms.
pub async fn write(app: &TestApp, officer: &Person, content: &[u8]) -> Page {
    let report = check(app, officer, content).await;
    officer.submit(form(&report, "/confirmation")).await;
    app.run_jobs().await;
    officer.get(&report.path).await
}

/// How many rows of the import shown on this page are in a state.
pub async fn rows_in(app: &TestApp, page: &Page, state: &str) -> i64 {
    let db = app.state.db.reader();
    let reference = page.path.rsplit('/').next().unwrap();
    let batch = find_by_reference(db, reference).await.unwrap().unwrap();
    count_rows(db, batch.id).await.unwrap()[state]
}

/// A file of people who are all in order.
pub fn people(count: usize) -> Vec<u8> {
    let mut file = format!("{HEADINGS}\r\n");
    for index in 0..count {
        file.push_str(&format!(
            "Person {index} Example,person{index}@example.org,,{},2020-01-01,full,2026-01-01,2026-12-31,Sampleton\r\n",
            5_000 + index
        ));
    }
    file.into_bytes()
}

/// The form of this page whose address ends so; of several the last, for what searches stands before what acts.
#[track_caller]
pub fn form(page: &Page, ending: &str) -> TestForm {
    let found = page.forms().into_iter().rfind(|form| form.action.ends_with(ending));
    found.unwrap_or_else(|| panic!("{} has no form that ends in {ending}:\n{}", page.path, page.text()))
}

/// The form of the first row that asks what is to become of it.
#[track_caller]
pub fn row_form(page: &Page) -> TestForm {
    let found = page.forms().into_iter().find(|form| form.value("line").is_some());
    found.unwrap_or_else(|| panic!("{} asks about no row:\n{}", page.path, page.text()))
}

/// Somebody signed in books a place for themselves and pays by card.
pub async fn book_and_pay(app: &TestApp, event: &OnSale, person: &Person) {
    let page = person.get(&event.form_path()).await;
    let form = page.form(&event.bookings_path()).choose("payer", "person").press("pay", "card");
    let answer = person.submit_once(form).await;
    app.pay(&answer).await;
    app.settle().await;
    app.ignore_mail();
}
