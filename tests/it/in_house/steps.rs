//! The steps of in-house training as people take them, one call each.

use chrono::Duration;
use nairo::kernel::Role;

use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::people::Person;

/// Who asks.
pub const CONTACT: &str = "hannah.quill@example.org";
/// Their authority.
pub const COUNCIL: &str = "Sampleton Council";

/// Asks for training; gives the answer to the form.
pub async fn send_enquiry(app: &TestApp, client: &Client, changed: &[(&str, &str)]) -> Page {
    let form = client.get("/in-house").await.assert_status(200).form("/in-house");
    app.advance(Duration::seconds(20));
    let form = form
        .fill_all(&[
            ("authority", COUNCIL),
            ("contact_name", "Hannah Quill"),
            ("email", CONTACT),
            ("topic", "Reviews for new officers"),
            ("attendees", "12"),
        ])
        .choose("mode", "either")
        .fill_all(changed);
    client.submit(form).await
}

/// The same, delivered; gives its reference.
pub async fn enquire(app: &TestApp, changed: &[(&str, &str)]) -> String {
    let page = send_enquiry(app, &app.visitor(), changed).await;
    page.assert_status(200).assert_has("We have your enquiry");
    app.run_jobs().await;
    reference_in(&page)
}

/// The reference on the page of thanks.
pub fn reference_in(page: &Page) -> String {
    page.path.split("reference=").nth(1).expect("the address names the reference").to_owned()
}

/// Somebody who looks after events.
pub async fn officer(app: &TestApp) -> Person {
    app.officer(Role::EventsOfficer).await
}

/// The page of an enquiry at the desk.
pub fn desk(reference: &str) -> String {
    format!("/admin/in-house/{reference}")
}

/// Writes a quote of £1,200 and £91 for travel and sends it; gives the contact's link.
pub async fn quote(app: &TestApp, officer: &Client, reference: &str, changed: &[(&str, &str)]) -> String {
    let base = desk(reference);
    let form = officer.get(&format!("{base}/quotes/new")).await.assert_status(200).form(&format!("{base}/quotes"));
    let form = form
        .fill_all(&[("unit-1", "1200"), ("description-2", "Train"), ("quantity-2", "2"), ("unit-2", "45.50")])
        .choose("kind-2", "travel")
        .fill_all(changed);
    let preview = officer.submit(form).await;
    let action = preview.assert_status(200).path.clone() + "/sending";
    officer.submit(preview.form(&action)).await.assert_status(200);
    app.run_jobs().await;
    app.mail().to(CONTACT).link("/in-house-quote/")
}

/// Accepts by the link.
pub async fn accept(client: &Client, link: &str) -> Page {
    let page = client.get(link).await;
    let form = page.assert_status(200).form(&format!("{link}/acceptance"));
    let form = form.fill_all(&[("name", "Idris Fenwick"), ("role", "Head of Service"), ("po_number", "4711")]);
    client.submit(form.tick("agreed")).await
}

/// Sets the date 40 days ahead for twelve people; gives the link for the authority's own.
pub async fn set_date(app: &TestApp, officer: &Client, reference: &str, changed: &[(&str, &str)]) -> String {
    let page = submit_date(app, officer, reference, changed).await;
    page.assert_status(200).assert_has("The date is set");
    app.run_jobs().await;
    app.mail().to(CONTACT).link("/in-house-register/")
}

/// The form of the date, sent.
pub async fn submit_date(app: &TestApp, officer: &Client, reference: &str, changed: &[(&str, &str)]) -> Page {
    let base = desk(reference);
    let day = (app.today() + Duration::days(40)).to_string();
    let form = officer.get(&base).await.form(&format!("{base}/date"));
    let form = form
        .fill_all(&[("starts_on", day.as_str()), ("starts_at", "09:30"), ("ends_at", "13:00"), ("seats", "12")])
        .fill_all(&[("join_url", "https://zoom.example.org/j/77"), ("domain", "")])
        .fill_all(changed);
    officer.submit(form).await
}

/// Registers by the private link.
pub async fn register(client: &Client, link: &str, name: &str, email: &str) -> Page {
    let form = client.get(link).await.assert_status(200).form(link);
    client.submit(form.fill_all(&[("name", name), ("email", email)])).await
}

/// An enquiry with an accepted quote, and the contact's link.
pub async fn accepted(app: &TestApp, officer: &Client) -> (String, String) {
    let reference = enquire(app, &[]).await;
    app.ignore_mail();
    let link = quote(app, officer, &reference, &[]).await;
    accept(&app.visitor(), &link).await.assert_has("Accepted by Idris Fenwick");
    app.run_jobs().await;
    app.ignore_mail();
    (reference, link)
}
