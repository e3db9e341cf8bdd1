//! What attendees need: told in private, arranged, and forgotten (D20, QST-2 to QST-7, GRP-7, REP-6).

use chrono::Duration;
use entity::{audit_entry, event, needs_task, place_needs};
use nairo::kernel::{Instant, Role};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::questions::booked;
use super::shop::{OnSale, course};
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

/// Tells needs on a place's own form.
pub async fn tell(client: &Client, place: &str, ticks: &[&str], more: &str) -> Page {
    let path = format!("{place}/needs");
    let form = client.get(&path).await.form(&path).fill("more", more).tick("agreed");
    let form = ticks.iter().fold(form, |form, tick| form.tick(tick));
    client.submit(form.press("do", "tell")).await
}

pub async fn told(app: &TestApp) -> u64 {
    place_needs::Entity::find().count(app.state.db.reader()).await.unwrap()
}

pub async fn views(app: &TestApp) -> u64 {
    let viewed = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("needs.viewed"));
    viewed.count(app.state.db.reader()).await.unwrap()
}

pub fn desk(event: &OnSale) -> String {
    format!("/admin/events/{}/needs", event.id)
}

/// Answers the first open task at the desk.
async fn answer(officer: &Person, event: &OnSale, word: &str) -> Page {
    let page = officer.get(&desk(event)).await;
    officer.submit(page.form(&format!("{}/*", desk(event))).press("do", word)).await
}

/// Makes a date one that people come to, where food is served.
pub async fn hold_in_person_with_food(app: &TestApp, officer: &Person, on_sale: &OnSale) {
    let id = on_sale.id;
    let changed = app.state.db.write_tx(async |tx| {
        event::Entity::update_many()
            .col_expr(event::Column::Mode, Expr::value("in_person"))
            .filter(event::Column::Id.eq(id))
            .exec(tx)
            .await
    });
    changed.await.unwrap();
    let page = officer.get(&format!("/admin/events/{id}/questions")).await;
    officer.submit(page.form(&format!("/admin/events/{id}/care")).tick("serves_food")).await.assert_has("Saved.");
}

#[actix_web::test]
async fn d_20_needs_are_read_by_those_who_arrange_and_each_reading_is_written_down() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let visitor = app.visitor();
    let (booking, own) = booked(&app, &event, &visitor, &["Asha Verma", "Ben Lee"]).await;
    app.ignore_mail();

    let page = tell(&app.visitor(), &own[0], &["live_captions", "breaks"], "Deaf in one ear").await;
    page.assert_has("Received").assert_lacks("Deaf in one ear");
    app.settle().await;

    let mail = app.mail().only();
    assert_eq!(mail.to, officer.email);
    mail.assert_says("An attendee has told us what they need").assert_says("Thursday 4 June 2026");
    assert!(!mail.text.contains("Asha") && !mail.text.contains("captions") && !mail.html.contains("Deaf"));
    visitor.get(&booking).await.assert_lacks("Deaf").assert_lacks("Live captions").assert_lacks("Arranged");
    let sealed = place_needs::Entity::find().one(app.state.db.reader()).await.unwrap().unwrap().sealed;
    assert!(!sealed.windows(4).any(|part| part == b"Deaf"), "it lies under seal");
    assert_eq!(views(&app).await, 0);
    let list = officer.get(&desk(&event)).await;
    list.assert_has("Asha Verma").assert_has("Live captions").assert_has("Deaf in one ear").assert_has(&officer.name);
    list.assert_lacks("Ben Lee").assert_has("Friday 31 July 2026");
    assert_eq!(views(&app).await, 1);
    app.admin().await.get("/admin/audit").await.assert_has("Needs viewed").assert_lacks("Deaf in one ear");
    let file = officer.get(&format!("/admin/events/{}/attendees.csv", event.id)).await;
    assert!(!file.html.contains("Deaf") && !file.html.contains("captions"));
    let answers = officer.get(&format!("/admin/events/{}/answers.csv", event.id)).await;
    assert!(!answers.html.contains("Deaf"));
}

#[actix_web::test]
async fn d_20_no_other_office_reads_needs_and_rep_6_counts_under_five_are_hidden() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let names = ["Ann A", "Bea B", "Cat C", "Dan D", "Eve E"];
    let (_, own) = booked(&app, &event, &app.visitor(), &names).await;
    let treasurer = app.officer(Role::Treasurer).await;
    let base = format!("/admin/events/{}", event.id);
    for place in &own[..4] {
        tell(&app.visitor(), place, &["breaks"], "Secret").await;
    }

    treasurer.get_once(&desk(&event)).await.assert_status(403);
    let page = treasurer.get(&base).await;
    page.assert_has("Told us of needs").assert_has("fewer than 5").assert_lacks("Breaks").assert_lacks("Secret");
    page.assert_lacks("to arrange");
    tell(&app.visitor(), &own[4], &["step_free"], "").await;

    let page = treasurer.get(&base).await;
    page.assert_has("Told us of needs").assert_has("5").assert_has("Step-free access").assert_has("fewer than 5");
    let officer = app.officer(Role::EventsOfficer).await;
    officer.get(&base).await.assert_has("5 to arrange");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn qst_3_nothing_is_required_but_what_is_told_needs_the_agreement() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let (_, own) = booked(&app, &event, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    let (asha, path) = (app.visitor(), format!("{}/needs", own[0]));
    let page = asha.get(&path).await;

    let refused = asha.submit(page.form(&path).tick("breaks").press("do", "tell")).await;

    refused.assert_status(422);
    assert!(refused.error_of("agreed").starts_with("Tick the box"), "{}", refused.error_of("agreed"));
    let nothing = asha.submit(page.form(&path).press("do", "tell")).await;
    nothing.assert_has("Nothing was changed");
    assert_eq!(told(&app).await, 0);
    asha.get(&path.replace("/manage/", "/manage/x")).await.assert_status(404);
}

#[actix_web::test]
async fn qst_1_diet_is_asked_only_in_person_with_food() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let (_, own) = booked(&app, &event, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    let (asha, path) = (app.visitor(), format!("{}/needs", own[0]));
    let online = asha.get(&path).await;
    online.assert_lacks("What you eat");
    let tampered = online.form(&path).set("dietary", "Vegan").tick("agreed").press("do", "tell");
    asha.submit(tampered).await.assert_has("Nothing was changed");

    hold_in_person_with_food(&app, &officer, &event).await;
    let page = asha.get(&path).await;
    asha.submit(page.form(&path).fill("dietary", "No nuts").tick("agreed").press("do", "tell")).await;

    officer.get(&desk(&event)).await.assert_has("Diet: No nuts");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn qst_5_the_attendee_sees_received_then_that_we_call_then_arranged_and_a_change_begins_anew() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let (_, own) = booked(&app, &event, &app.visitor(), &["Asha Verma"]).await;
    let asha = app.visitor();
    let needs = format!("{}/needs", own[0]);
    tell(&asha, &own[0], &["bsl_interpreter"], "").await;
    asha.get(&needs).await.assert_has("Received").assert_has("answer here by Thursday 4 June 2026");

    answer(&officer, &event, "will_call").await.assert_has("To call");
    asha.get(&needs).await.assert_has("We will call you");
    answer(&officer, &event, "arranged").await.assert_has("Arranged. The attendee reads so");
    asha.get(&own[0]).await.assert_has("Arranged");
    tell(&asha, &own[0], &["live_captions"], "").await;
    asha.get(&needs).await.assert_has("Received");
    answer(&officer, &event, "arranged").await;
    let form = asha.get(&needs).await.forms().into_iter().last().unwrap();
    assert!(form.action == needs);
    asha.submit(form.press("do", "take_back")).await.assert_has("What you told us is deleted");

    let list = officer.get(&desk(&event)).await;
    list.assert_has("They need nothing any more").assert_lacks("Live captions");
    answer(&officer, &event, "arranged").await.assert_has("Nobody has told us anything yet");
    assert_eq!(told(&app).await, 0);
    let states: Vec<String> =
        needs_task::Entity::find().all(app.state.db.reader()).await.unwrap().into_iter().map(|row| row.state).collect();
    assert_eq!(states, ["arranged"; 3]);
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn qst_5_a_task_answered_twice_or_of_another_date_changes_nothing() {
    let app = spawn_app().await;
    let (event, other) = (app.sell(course()).await, app.sell(course().in_days(60)).await);
    let (first, second) = (app.officer(Role::EventsOfficer).await, app.officer(Role::EventsOfficer).await);
    let (_, own) = booked(&app, &event, &app.visitor(), &["Asha Verma"]).await;
    tell(&app.visitor(), &own[0], &["breaks"], "").await;
    let (one, two) = (first.get(&desk(&event)).await, second.get(&desk(&event)).await);
    let form = |page: &Page| page.form(&format!("{}/*", desk(&event)));
    let mut elsewhere = form(&two).press("do", "arranged");
    elsewhere.action = elsewhere.action.replace(&desk(&event), &desk(&other));

    second.submit(elsewhere).await.assert_has("Nothing was changed");
    second.submit(form(&two).press("do", "take_on")).await.assert_has("It is yours to arrange");
    first.submit(form(&one).press("do", "arranged")).await.assert_has("Arranged");
    second.submit(form(&two).press("do", "will_call")).await.assert_has("Nothing was changed");

    let task = needs_task::Entity::find().one(app.state.db.reader()).await.unwrap().unwrap();
    assert_eq!((task.state.as_str(), task.owner_id), ("arranged", Some(second.id)));
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn qst_6_needs_are_taken_until_the_start_and_marked_after_the_cut_off() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let (_, own) = booked(&app, &event, &app.visitor(), &["Asha Verma", "Ben Lee"]).await;
    app.ignore_mail();
    let cut_off: Instant = "2026-06-24T23:00:00Z".parse().unwrap();
    app.clock.set(cut_off - Duration::microseconds(1));
    tell(&app.visitor(), &own[0], &["breaks"], "").await;
    app.settle().await;
    assert!(!app.mail().only().subject.starts_with("At short notice"));
    app.clock.set(cut_off);
    tell(&app.visitor(), &own[1], &["breaks"], "").await;
    app.settle().await;
    assert!(app.mail().only().subject.starts_with("At short notice"));
    app.sign_in(&officer).await;
    officer.get(&desk(&event)).await.assert_has("After the cut-off");

    let ben = app.visitor();
    let path = format!("{}/needs", own[1]);
    let open = ben.get(&path).await;
    app.clock.set("2026-07-01T08:30:00Z".parse().unwrap());
    let form = open.form(&path).tick("agreed").tick("large_print").press("do", "tell");
    ben.submit(form).await.assert_has("The date has begun");
    app.settle().await;
    app.ignore_mail();
}
