//! Questions that are answered with a file: given on a page of its own, taken for what it is, fetched by officers only, and gone with
//! the answers (QST-1, SUB-3).

use entity::{answer_file, audit_entry, question_answer};
use nairo::bookings::questions::forget_answers_of;
use nairo::kernel::{Instant, Role};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::questions::{ask, booked};
use super::shop::{OnSale, course};
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

pub const PDF: &[u8] = b"%PDF-1.7 a case, without names";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82";
pub const CASE: [(&str, &str); 3] = [("words", "Send us your case"), ("kind", "file"), ("is_required", "yes")];

pub async fn files(app: &TestApp) -> u64 {
    answer_file::Entity::find().count(app.state.db.reader()).await.unwrap()
}

/// Keeps the form as it is, which leads to the page of the file.
pub async fn keep(client: &Client, place: &str) -> Page {
    let path = format!("{place}/questions");
    client.submit(client.get(&path).await.form(&path)).await
}

pub async fn send(client: &Client, page: &Page, name: &str, content: &[u8]) -> Page {
    client.upload(page.form(&page.path), name, content).await
}

/// A date that asks for a file, and one attendee's own page.
pub async fn asked(app: &TestApp) -> (OnSale, Person, String, String) {
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    ask(&officer, &event, &CASE).await.assert_status(200);
    let (booking, own) = booked(app, &event, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    (event, officer, booking, own[0].clone())
}

#[actix_web::test]
async fn qst_1_a_file_is_given_after_the_answers_and_fetched_by_an_officer_who_takes_answers_along() {
    let app = spawn_app().await;
    let (event, officer, _, own) = asked(&app).await;
    let asha = app.visitor();
    asha.get(&own).await.assert_has("1 question is not answered yet");
    asha.get(&format!("{own}/questions")).await.assert_has("You add it on the page after this one");

    let page = keep(&asha, &own).await;
    page.assert_has("Your answers are kept. Now a file.").assert_has("Send us your case");
    let next = send(&asha, &page, "../My “case”.html", PDF).await;

    next.assert_has("What do you need on the day?");
    asha.get(&own).await.assert_has("You have answered our questions");
    asha.get(&format!("{own}/questions")).await.assert_has("My _case_.pdf");
    let list = officer.get(&format!("/admin/events/{}/answers", event.id)).await;
    let file = officer.get(&list.link("My _case_.pdf")).await;
    assert_eq!(file.html.as_bytes(), PDF);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"answer-"));
    assert!(file.header("content-security-policy").starts_with("sandbox"));
    assert_eq!(file.header("cache-control"), "no-store");
    let fetched = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("answer_file.downloaded"));
    assert_eq!(fetched.count(app.state.db.reader()).await.unwrap(), 1);
}

#[actix_web::test]
async fn qst_1_nobody_else_fetches_it() {
    let app = spawn_app().await;
    let (event, officer, booking, own) = asked(&app).await;
    let other = app.sell(course().in_days(60)).await;
    let (treasurer, member, asha) = (app.officer(Role::Treasurer).await, app.member("Ben").await, app.visitor());
    let page = keep(&asha, &own).await;
    send(&asha, &page, "case.png", PNG).await;
    let path = officer.get(&format!("/admin/events/{}/answers", event.id)).await.link("case.png");

    let list = treasurer.get(&format!("/admin/events/{}/answers", event.id)).await;
    list.assert_has("case.png");
    assert!(!list.html.contains("/file\""), "no way to fetch it");
    treasurer.get_once(&path).await.assert_status(403);
    member.get_once(&path).await.assert_status(403);
    app.visitor().get_once(&path).await.assert_status(303);
    let elsewhere = path.replace(&format!("/{}/", event.id), &format!("/{}/", other.id));
    officer.get(&elsewhere).await.assert_status(404);
    officer.get(&path.replace("/file", "9/file")).await.assert_status(404);
    app.visitor().get(&booking).await.assert_lacks("case.png");
    let question = page.path.replace(&own, &booking);
    app.visitor().get(&question).await.assert_lacks("Send us your case");
}

#[actix_web::test]
async fn qst_1_what_is_no_pdf_word_document_or_picture_is_refused_beside_the_field() {
    let app = spawn_app().await;
    let (_, _, _, own) = asked(&app).await;
    let asha = app.visitor();
    let page = keep(&asha, &own).await;
    let large = [PDF, &vec![b'x'; 5 * 1024 * 1024]].concat();
    let table: [(&[u8], &str); 5] = [
        (b"<!doctype html><script>alert(1)</script>", "This is not a PDF"),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "This is not a PDF"),
        (b"PK\x03\x04 word/document.xml word/vbaProject.bin", "macros"),
        (&large, "larger than 5 MB"),
        (b"", "Choose a file that is not empty"),
    ];

    for (content, words) in table {
        let refused = send(&asha, &page, "case.pdf", content).await;
        refused.assert_status(422);
        assert!(refused.error_of("file").contains(words), "{}", refused.error_of("file"));
    }

    assert_eq!(files(&app).await, 0);
    asha.get(&own).await.assert_has("1 question is not answered yet");
}

#[actix_web::test]
async fn a_file_is_replaced_taken_back_and_gone_with_the_answers() {
    let app = spawn_app().await;
    let (_, _, _, own) = asked(&app).await;
    let asha = app.visitor();
    let page = keep(&asha, &own).await;
    send(&asha, &page, "case.pdf", PDF).await;
    send(&asha, &page, "case.pdf", &[PDF, b" again"].concat()).await;
    let db = app.state.db.reader();
    let kept = answer_file::Entity::find().one(db).await.unwrap().unwrap();
    assert!(kept.content.ends_with(b" again"), "one of the same name takes its place");
    keep(&asha, &own).await.assert_has("What do you need on the day?");
    assert_eq!(files(&app).await, 1, "the form leaves it as it is");

    let again = asha.get(&page.path).await;
    asha.submit(again.form(&format!("{}/removal", page.path))).await.assert_has("The file is deleted");
    assert_eq!((files(&app).await, question_answer::Entity::find().count(db).await.unwrap()), (0, 0));
    send(&asha, &page, "case.pdf", PDF).await;
    let place = entity::place::Entity::find().one(db).await.unwrap().unwrap();
    app.state.db.write_tx(async |tx| forget_answers_of(tx, place.id).await).await.unwrap();

    assert_eq!(files(&app).await, 0);
}

#[actix_web::test]
async fn qst_6_no_file_is_taken_once_the_date_has_begun() {
    let app = spawn_app().await;
    let (_, _, _, own) = asked(&app).await;
    let asha = app.visitor();
    let page = keep(&asha, &own).await;
    let start: Instant = "2026-07-01T08:30:00Z".parse().unwrap();
    app.clock.set(start);

    send(&asha, &page, "case.pdf", PDF).await.assert_has("can no longer be changed");

    assert_eq!(files(&app).await, 0);
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn qst_1_a_file_waits_for_an_earlier_answer_and_goes_when_it_no_longer_counts() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    ask(&officer, &event, &[("words", "Do you bring a case?"), ("kind", "yes_no"), ("is_required", "yes")]).await;
    let first = officer.get(&format!("/admin/events/{}/questions", event.id)).await.link("Do you bring a case?");
    let id = first.rsplit('/').next().unwrap().to_owned();
    let after = format!("{id}:Yes");
    ask(&officer, &event, &[&CASE[..], &[("after", after.as_str())]].concat()).await;
    let (_, own) = booked(&app, &event, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    let (asha, path) = (app.visitor(), format!("{}/questions", own[0]));
    let answer = async |said: &str| {
        let form = asha.get(&path).await.form(&path).choose(&format!("q{id}"), said);
        asha.submit(form).await
    };

    answer("No").await.assert_has("What do you need on the day?");
    let page = answer("Yes").await;
    page.assert_has("Now a file");
    send(&asha, &page, "case.pdf", PDF).await.assert_has("What do you need on the day?");
    assert_eq!(files(&app).await, 1);
    answer("No").await;

    assert_eq!(files(&app).await, 0);
}
