//! A newer list, pasted or uploaded: looked at first, then saved (TM-05).

use super::{PAGE, add};
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::spawn_app;

/// The days of 2027, with the early May bank holiday moved from Monday 3 to Friday 7 and one more.
const MOVED: &str = r#"{"england-and-wales": {"division": "england-and-wales", "events": [
    {"title": "New Year’s Day", "date": "2027-01-01", "notes": ""},
    {"title": "Good Friday", "date": "2027-03-26", "notes": ""},
    {"title": "Easter Monday", "date": "2027-03-29", "notes": ""},
    {"title": "Early May bank holiday", "date": "2027-05-07", "notes": ""},
    {"title": "Spring bank holiday", "date": "2027-05-31", "notes": ""},
    {"title": "A day of <thanks>", "date": "2027-06-04", "notes": ""},
    {"title": "Summer bank holiday", "date": "2027-08-30", "notes": ""},
    {"title": "Christmas Day", "date": "2027-12-27", "notes": "Substitute day"},
    {"title": "Boxing Day", "date": "2027-12-28", "notes": "Substitute day"}
]}}"#;

const COMPARISON: &str = "/admin/bank-holidays/comparison";
const CHANGES: &str = "/admin/bank-holidays/changes";

async fn paste(officer: &Person, list: &str) -> Page {
    officer.submit(officer.get(PAGE).await.form(COMPARISON).fill("list", list)).await
}

async fn upload(officer: &Person, name: &str, content: &[u8]) -> Page {
    officer.upload(officer.get(PAGE).await.form(COMPARISON), name, content).await
}

#[actix_web::test]
async fn tm_05_a_pasted_list_is_shown_first_and_saved_after_that() {
    let app = spawn_app().await;
    let admin = app.admin().await;

    let preview = paste(&admin, MOVED).await;
    let untouched = admin.get(PAGE).await;
    let saved = admin.submit(preview.form(CHANGES)).await;
    let again = paste(&admin, MOVED).await;

    preview.assert_status(200).assert_has("Nothing is saved yet").assert_has("The list has the whole of 2027.");
    preview.assert_has("Friday 7 May 2027: Early May bank holiday").assert_has("Friday 4 June 2027: A day of <thanks>");
    preview.assert_has("Monday 3 May 2027: Early May bank holiday");
    untouched.assert_lacks("Friday 7 May 2027").assert_lacks("Taken away");
    assert_eq!(saved.flash(), "Saved. 3 days were changed.");
    saved.assert_has("A day of <thanks>").assert_has("Taken away");
    again.assert_has("Nothing would change").assert_lacks("Save these changes");
}

#[actix_web::test]
async fn tm_05_a_calendar_file_is_uploaded() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let file = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270604\r\nSUMMARY:A day of thanks\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    let preview = upload(&admin, "england-and-wales.ics", file.as_bytes()).await;
    let saved = admin.submit(preview.form(CHANGES)).await;

    preview.assert_has("Friday 4 June 2027: A day of thanks").assert_has("The list has no whole year");
    assert_eq!(saved.flash(), "Saved. 1 day was changed.");
}

#[actix_web::test]
async fn tm_05_what_is_no_list_is_refused_beside_its_field() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let large = vec![b' '; 256 * 1024 + 1];
    let files: [(&[u8], &str); 4] = [
        (b"\xff\xfe{}", "not text"),
        (b"<html>404</html>", "neither a calendar file"),
        (b"{\"scotland\": {\"events\": []}}", "England and Wales"),
        (&large, "larger than 256 KB"),
    ];

    for (content, words) in files {
        let page = upload(&admin, "list.json", content).await;
        page.assert_status(422);
        assert!(page.error_of("file").contains(words), "{words}: {}", page.error_of("file"));
    }
    let pasted = paste(&admin, &MOVED[..60]).await;
    let nothing = paste(&admin, "").await;
    let both = admin.get(PAGE).await.form(COMPARISON).fill("list", MOVED);
    let both = admin.upload(both, "list.json", MOVED.as_bytes()).await;

    assert!(pasted.assert_status(422).error_of("list").contains("cannot be read"), "{}", pasted.error_of("list"));
    assert_eq!(pasted.form(COMPARISON).value("list"), Some(&MOVED[..60]), "what was pasted is kept");
    assert!(nothing.assert_status(422).error_of("list").contains("Paste the list"));
    assert!(both.assert_status(422).error_of("file").contains("not both"));
}

#[actix_web::test]
async fn tm_05_what_was_looked_at_is_saved_whole_or_not_at_all() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let preview = paste(&admin, MOVED).await.form(CHANGES);
    add(&admin, "2027-06-04", "Somebody was faster").await;

    let refused = admin.submit(preview.clone()).await;
    let tampered = admin.submit(preview.set("changes", "+tomorrow A day")).await;

    refused.assert_has("a bank holiday already: Somebody was faster. Nothing was changed.").assert_lacks("Taken away");
    tampered.assert_has("There was nothing to save.");
    admin.get(PAGE).await.assert_lacks("Friday 7 May 2027");
}
