//! How these tests sign people in: through the real forms.

use chrono::Duration;
use nairo::kernel::{EmailAddress, PersonName, Role};
use nairo::members::session::{NewSession, Proof, start_session};
use nairo::members::{self, GrantRole, NewPerson};

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;

pub const PASSWORD: &str = "three plain words, mostly";

pub fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

/// A person with a verified address, straight from the use case.
pub async fn person(app: &TestApp, name: &str, address: &str) -> i64 {
    let new = NewPerson { name: PersonName::parse(name).unwrap(), email: email(address), verified: true };
    let (state, now) = (&app.state, app.now());
    state.db.write_tx(async |tx| members::create_person(tx, state.tokens.as_ref(), new, now).await).await.unwrap()
}

/// A person who has set [`PASSWORD`].
pub async fn person_with_password(app: &TestApp, name: &str, address: &str) -> i64 {
    let id = person(app, name, address).await;
    members::security::store_password(&app.state, id, PASSWORD).await.unwrap();
    id
}

/// Gives a role from today.
pub async fn grant(app: &TestApp, person_id: i64, role: Role) {
    let grant = GrantRole { person_id, role, starts_on: app.today(), ends_on: None, granted_by: None };
    let now = app.now();
    app.state.db.write_tx(async |tx| members::grant_role(tx, grant, now).await).await.unwrap();
}

/// Sends the password form.
pub async fn sign_in(client: &Client, address: &str, password: &str) -> Page {
    let form = client.get("/sign-in?way=password").await.form("/sign-in");
    client.submit_once(form.fill("email", address).fill("password", password)).await
}

/// Asks for a code and gives the page where it is typed.
pub async fn ask_for_code(client: &Client, address: &str) -> Page {
    let form = client.get("/sign-in").await.form("/sign-in");
    client.submit(form.fill("email", address)).await
}

/// Asks for a code and reads it in the mail.
pub async fn code_by_mail(app: &TestApp, client: &Client, address: &str) -> (Page, String) {
    let page = ask_for_code(client, address).await;
    app.run_jobs().await;
    // There may be mail about a new device as well.
    let mails = app.mail().all();
    let mail = mails.iter().find(|mail| mail.to == address && mail.subject.contains("code")).unwrap();
    (page, mail.code())
}

/// Types a code on the page that asks for one; follows nothing.
pub async fn type_code(client: &Client, page: &Page, code: &str) -> Page {
    client.submit_once(page.form("/sign-in/code").fill("code", code)).await
}

/// Signs in by a mailed code.
pub async fn sign_in_by_code(app: &TestApp, client: &Client, address: &str) {
    let (page, code) = code_by_mail(app, client, address).await;
    type_code(client, &page, &code).await.assert_status(303);
}

/// A code that is certainly another one.
pub fn another_code(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

/// Begins a session that counts as one with both factors, given just now.
pub async fn come_in(app: &TestApp, client: &Client, person_id: i64) {
    let (state, now) = (&app.state, app.now());
    let new = NewSession { person_id, proof: Proof::Demo, user_agent: "a test" };
    let begun = state.db.write_tx(async |tx| start_session(tx, state.tokens.as_ref(), new, now).await).await.unwrap();
    client.set_cookie(&state.shell.cookies.session(), &begun.token);
}

/// Whether the person behind this browser is signed in.
pub async fn is_signed_in(client: &Client) -> bool {
    client.get_once("/account/security").await.status == 200
}

pub fn minutes(count: i64) -> Duration {
    Duration::minutes(count)
}
