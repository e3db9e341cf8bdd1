//! The officers' pipeline: the first answer in time, notes, duplicates, what came to nothing.

use chrono::Duration;

use super::steps::{CONTACT, accept, desk, enquire, officer, quote};
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

async fn write(officer: &Person, reference: &str, kind: &str, words: &str) {
    let base = desk(reference);
    let form = officer.get(&base).await.form(&format!("{base}/notes"));
    officer.submit(form.choose("kind", kind).fill("words", words)).await.assert_status(200);
}

async fn lose(officer: &Person, reference: &str, reason: &str) {
    let base = desk(reference);
    let form = officer.get(&base).await.form(&format!("{base}/loss"));
    officer.submit(form.fill("reason", reason)).await.assert_has("Closed as lost");
}

#[actix_web::test]
async fn inh_1_officers_are_alerted_once_when_the_second_working_day_is_over() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let reference = enquire(&app, &[]).await;
    app.ignore_mail();

    // Monday 1 June; the day is over at midnight in London that ends Wednesday.
    let midnight: nairo::kernel::Instant = "2026-06-03T23:00:00Z".parse().unwrap();
    app.advance(midnight - app.now() - Duration::seconds(1));
    app.run_jobs().await;
    app.mail().assert_none();
    app.advance(Duration::hours(1));
    app.run_jobs().await;
    app.sign_in(&officer).await;

    app.mail().only().assert_says("nobody has answered").assert_says(&reference);
    officer.get("/admin/in-house").await.assert_has("Answer was due on Wednesday 3 June 2026");
    app.advance(Duration::hours(30));
    app.run_jobs().await;
    app.mail().assert_none();
}

#[actix_web::test]
async fn an_answer_by_email_stops_the_clock_and_a_note_does_not() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let reference = enquire(&app, &[]).await;
    app.ignore_mail();

    write(&officer, &reference, "note", "Their former manager knows us.").await;
    officer.get(&desk(&reference)).await.assert_has("Answer by Wednesday");
    write(&officer, &reference, "written", "Would September suit you?").await;
    app.run_jobs().await;

    let mail = app.mail().only();
    assert_eq!(mail.to, CONTACT);
    mail.assert_says("Would September suit you?");
    assert!(!mail.text.contains("former manager"));
    let page = officer.get(&desk(&reference)).await;
    page.assert_has("In talk").assert_lacks("Answer by Wednesday").assert_has("Their former manager knows us.");
    app.advance(Duration::days(9));
    app.run_jobs().await;
    app.mail().assert_none();
}

#[actix_web::test]
async fn inh_7_a_second_enquiry_of_the_same_contact_within_seven_days_is_suggested_for_merging() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let first = enquire(&app, &[]).await;
    app.advance(Duration::days(7) - Duration::minutes(5));
    let second = enquire(&app, &[("needs", "A room with a ramp")]).await;
    app.advance(Duration::days(7));
    let third = enquire(&app, &[]).await;
    app.ignore_mail();
    app.sign_in(&officer).await;

    officer.get(&desk(&third)).await.assert_lacks("asked before");
    let base = desk(&second);
    let page = officer.get(&base).await;
    page.assert_has("The same contact has asked before").assert_has(&first);
    let merged = officer.submit(page.form(&format!("{base}/merger"))).await;

    merged.assert_has("Merged").assert_has("A room with a ramp");
    assert_eq!(merged.path, desk(&first));
    officer.get(&base).await.assert_has("Duplicate").assert_has(&first);
    let fields = [("csrf".to_owned(), officer.csrf().await), ("into".to_owned(), first)];
    let again = officer.post(&format!("{base}/merger"), &fields).await;
    assert_eq!(again.status.as_u16(), 303, "merged twice is told, and nothing happens");
}

#[actix_web::test]
async fn what_is_lost_can_no_longer_be_accepted_and_may_be_opened_again() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let reference = enquire(&app, &[]).await;
    app.ignore_mail();
    let link = quote(&app, &officer, &reference, &[]).await;
    let visitor = app.visitor();
    let form = visitor.get(&link).await.form(&format!("{link}/acceptance"));

    lose(&officer, &reference, "They train with their region").await;
    let form = form.fill_all(&[("name", "Idris Fenwick"), ("role", "Head")]).tick("agreed");
    let refused = visitor.submit(form).await;

    refused.assert_status(409).assert_has("no longer on offer");
    let base = desk(&reference);
    let page = officer.get(&base).await;
    page.assert_has("They train with their region").assert_has("Withdrawn");
    officer.submit(page.form(&format!("{base}/reopening"))).await.assert_has("In talk");
    let second = quote(&app, &officer, &reference, &[]).await;
    accept(&visitor, &second).await.assert_has("Accepted by Idris Fenwick");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_year_after_it_came_to_nothing_nobody_is_named_any_more() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let reference = enquire(&app, &[("needs", "Ask for Moira Tallis")]).await;
    app.ignore_mail();
    write(&officer, &reference, "note", "Moira called").await;
    lose(&officer, &reference, "No budget").await;

    app.advance(Duration::days(366));
    app.run_jobs().await;
    app.sign_in(&officer).await;

    let page = officer.get(&desk(&reference)).await;
    page.assert_has("Forgotten").assert_has("No budget");
    page.assert_lacks("Hannah").assert_lacks("Moira").assert_lacks(CONTACT);
    assert_eq!(count_of(&app).await, 1, "that there was one stays");
}

async fn count_of(app: &TestApp) -> u64 {
    use sea_orm::{EntityTrait, PaginatorTrait};
    entity::in_house_enquiry::Entity::find().count(app.state.db.reader()).await.unwrap()
}
