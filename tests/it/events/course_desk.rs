//! The officers' course desk in the browser.

use nairo::audit::Actor;
use nairo::events::{find_published_course, update_course};
use nairo::kernel::Role;

use super::course;
use crate::support::client::Client;
use crate::support::form::TestForm;
use crate::support::page::Page;
use crate::support::{TestApp, spawn_app};

const GOOD: [(&str, &str); 6] = [
    ("title", "The Role of the IRO"),
    ("summary", "A half day on the whole of the role."),
    ("overview", "# Why\n\nIt matters & it's <b>new</b>."),
    ("topics", "- The law\n- Siân O’Neill’s toolkit 🎉"),
    ("standard_price", "90"),
    ("member_price", "£50.00"),
];

async fn blank_form(officer: &Client) -> TestForm {
    officer.get("/admin/courses/new").await.form("/admin/courses")
}

async fn create(officer: &Client) -> Page {
    officer.submit(blank_form(officer).await.fill_all(&GOOD)).await
}

async fn public(app: &TestApp, slug: &str) -> bool {
    find_published_course(app.state.db.reader(), slug).await.unwrap().is_some()
}

#[actix_web::test]
async fn an_officer_writes_a_course_and_puts_it_on_the_site() {
    let app = spawn_app().await;
    let officer = app.officer(Role::EventsOfficer).await;

    let saved = create(&officer).await;

    saved.assert_status(200).assert_has("Saved as a draft").assert_has("Draft");
    assert_eq!(saved.heading(), "The Role of the IRO");
    assert!(!public(&app, "the-role-of-the-iro").await);
    let published = officer.submit(saved.form("/admin/courses/1/publication")).await;
    published.assert_has("It is on the site.");
    assert!(public(&app, "the-role-of-the-iro").await);
    officer
        .get("/admin/courses")
        .await
        .assert_has("£50 to £90")
        .assert_has("3 hours 30 minutes")
        .assert_has("On the site");
}

#[actix_web::test]
async fn a_preview_shows_the_markup_and_saves_nothing() {
    let app = spawn_app().await;
    let officer = app.officer(Role::EventsOfficer).await;
    let form = blank_form(&officer).await.fill_all(&GOOD).press("do", "preview");

    let preview = officer.submit(form).await;

    preview.assert_status(200).assert_has("Preview, not saved").assert_has("it’s <b>new</b>");
    assert_eq!(preview.form("/admin/courses").value("title"), Some("The Role of the IRO"));
    officer.get("/admin/courses").await.assert_has("No courses yet");
}

#[actix_web::test]
async fn a_new_course_sent_twice_is_one_draft() {
    let app = spawn_app().await;
    let officer = app.officer(Role::EventsOfficer).await;
    let form = blank_form(&officer).await.fill_all(&GOOD);

    let once = officer.submit(form.clone()).await;
    let twice = officer.submit(form.clone()).await;
    let otherwise = officer.submit(form.fill("title", "Something else")).await;

    assert_eq!((once.path.as_str(), twice.path.as_str()), ("/admin/courses/1", "/admin/courses/1"));
    otherwise.assert_status(409).assert_has("This form was saved as a draft before");
    officer.submit(otherwise.form("/admin/courses")).await.assert_status(200);
    officer.get("/admin/courses").await.assert_has("Something else");
}

#[actix_web::test]
async fn what_is_wrong_is_said_beside_the_field_and_nothing_is_lost() {
    let app = spawn_app().await;
    let officer = app.officer(Role::EventsOfficer).await;
    let long = "x".repeat(151);
    let table = [
        ("title", "", "Enter the title"),
        ("title", long.as_str(), "The title must be 150 characters or fewer"),
        ("title", "a\u{202e}b", "The title has hidden characters. Type it again by hand"),
        ("overview", "", "Enter the overview"),
        ("duration_hours", "three", "Enter a whole number from 0 to 60"),
        ("standard_price", "ninety", "Enter an amount in pounds and pence, like 50 or 48.69"),
        ("member_price", "95", "The member price cannot be higher than the standard price"),
    ];

    for (field, typed, message) in table {
        let form = blank_form(&officer).await.fill_all(&GOOD).fill(field, typed);
        let page = officer.submit(form).await;

        page.assert_status(422).assert_has("There is a problem");
        assert_eq!(page.error_of(field), message, "{typed:?}");
        let again = page.form("/admin/courses");
        assert_eq!(again.value(field), Some(typed));
        assert_eq!(again.value("topics"), Some("- The law\n- Siân O’Neill’s toolkit 🎉"));
    }
    officer.get("/admin/courses").await.assert_has("No courses yet");
}

#[actix_web::test]
async fn a_change_is_saved_once_however_often_it_is_sent() {
    let app = spawn_app().await;
    let officer = app.officer(Role::EventsOfficer).await;
    let form = create(&officer).await.form("/admin/courses/*").fill("title", "The Challenge of Challenge");

    officer.submit(form.clone()).await.assert_status(200).assert_has("Saved.");
    let again = officer.submit(form).await;

    again.assert_status(200).assert_has("Saved.");
    assert_eq!(again.heading(), "The Challenge of Challenge");
}

#[actix_web::test]
async fn the_second_of_two_officers_is_told_and_keeps_what_was_typed() {
    let app = spawn_app().await;
    let id = app.new_course(&course("Role")).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let form = officer.get(&format!("/admin/courses/{id}")).await.form("/admin/courses/*").fill("title", "Mine");
    let now = app.now();
    let theirs = course("Theirs");
    app.state.db.write_tx(async |tx| update_course(tx, (id, 1), &theirs, Actor::System, now).await).await.unwrap();

    let told = officer.submit(form).await;

    told.assert_status(409).assert_has("Somebody else saved this course");
    assert_eq!(told.heading(), "Theirs");
    assert_eq!(told.form("/admin/courses/*").value("title"), Some("Mine"));
    let on_purpose = officer.submit(told.form("/admin/courses/*")).await;
    assert_eq!(on_purpose.heading(), "Mine");
}

#[actix_web::test]
async fn a_course_is_taken_off_and_put_back() {
    let app = spawn_app().await;
    let officer = app.officer(Role::EventsOfficer).await;
    let saved = create(&officer).await;
    let on = officer.submit(saved.form("/admin/courses/1/publication")).await;

    let off = officer.submit(on.form("/admin/courses/1/withdrawal")).await;
    off.assert_has("It is off the site.");
    assert!(!public(&app, "the-role-of-the-iro").await);
    officer.submit(on.form("/admin/courses/1/withdrawal")).await.assert_has("It was not on the site.");
    officer.submit(off.form("/admin/courses/1/publication")).await.assert_has("It is on the site.");
    assert!(public(&app, "the-role-of-the-iro").await);
}

#[actix_web::test]
async fn only_those_who_manage_events_come_in() {
    let app = spawn_app().await;
    let id = app.new_course(&course("Role")).await;
    let (visitor, editor) = (app.visitor(), app.officer(Role::Editor).await);
    let officer = app.officer(Role::EventsOfficer).await;

    for path in ["/admin/courses".to_owned(), "/admin/courses/new".to_owned(), format!("/admin/courses/{id}")] {
        assert_eq!(visitor.get_once(&path).await.status, 303, "{path}");
        editor.get(&path).await.assert_status(403);
        officer.get(&path).await.assert_status(200);
    }
    for path in ["/admin/courses/999", "/admin/courses/x", "/admin/courses/99999999999999999999"] {
        officer.get(path).await.assert_status(404);
    }
}
