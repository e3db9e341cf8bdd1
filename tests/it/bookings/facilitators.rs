//! Facilitators chosen at the desk: who then sees what people need, of which dates, and until when (QST-3, TRN-1, TRN-2, TRN-5).

use chrono::Duration;
use nairo::kernel::{Instant, Role};
use nairo::members::DisablePerson;
use sea_orm::EntityTrait;

use super::needs::{tell, views};
use super::questions::booked;
use super::shop::{OnSale, course};
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

fn desk(event: &OnSale) -> String {
    format!("/admin/events/{}/facilitators", event.id)
}

fn own(event: &OnSale) -> String {
    format!("/account/facilitating/{}/needs", event.id)
}

/// Writes a facilitator's name on the date's own form.
async fn name(officer: &Person, event: &OnSale, name: &str) -> Page {
    let edit = format!("/admin/events/{}/edit", event.id);
    officer.submit(officer.get(&edit).await.form(&edit).fill("facilitator_1", name)).await
}

/// Looks for somebody under the first name and chooses the one found.
async fn choose(officer: &Person, event: &OnSale, typed: &str) -> Page {
    let found = officer.get(&format!("{}?for=1&q={typed}", desk(event))).await;
    officer.submit(found.form(&format!("{}/1", desk(event))).press("person", &reference(&found))).await
}

/// The reference on the only button of the list.
fn reference(found: &Page) -> String {
    let buttons = found.root();
    let mut buttons = buttons.named("button").into_iter().filter(|button| button.attr("name") == Some("person"));
    let only = buttons.next().and_then(|button| button.attr("value")).expect("nobody is found").to_owned();
    assert!(buttons.next().is_none(), "more than one person is found");
    only
}

/// A date with a facilitator's name, somebody with needs on it, and its officer.
async fn date(app: &TestApp) -> (OnSale, Person, Vec<String>) {
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    name(&officer, &event, "Dr Mo Example").await;
    let (_, places) = booked(app, &event, &app.visitor(), &["Asha Verma", "Ben Lee"]).await;
    tell(&app.visitor(), &places[0], &["large_print"], "Bold, too").await;
    app.settle().await;
    app.ignore_mail();
    (event, officer, places)
}

#[actix_web::test]
async fn qst_3_the_officer_chooses_who_a_facilitator_is_and_only_they_see_their_own_date() {
    let app = spawn_app().await;
    let (event, officer, _) = date(&app).await;
    let other = app.sell(course().in_days(60)).await;
    let (mo, ben) = (app.person("Mo").await, app.member("Ben").await);
    mo.get(&own(&event)).await.assert_status(404);
    mo.get("/account").await.assert_lacks("Dates you lead");
    officer.get(&format!("/admin/events/{}", event.id)).await.assert_has("Nobody sees needs yet");

    choose(&officer, &event, "mo%20ex").await.assert_has("Mo Example sees what people on this date need");
    app.settle().await;

    let mail = app.mail().only();
    assert_eq!(mail.to, mo.email);
    mail.assert_says("Wednesday 29 July 2026");
    assert!(mail.html.contains("/account/facilitating") && mail.text.contains("/account/facilitating"));
    assert!(!mail.text.contains("Asha") && !mail.text.to_lowercase().contains("large print"));
    mo.get("/account").await.assert_has("Dates you lead");
    let list = mo.get("/account/facilitating").await;
    let page = mo.get(&list.link("See what people need")).await;
    page.assert_has("Asha Verma").assert_has("Large print").assert_has("Bold, too").assert_lacks("Ben Lee");
    page.assert_lacks("asha.verma@example.org").assert_lacks("I take this on");
    assert_eq!(views(&app).await, 1, "the reading is written down");
    mo.get(&own(&other)).await.assert_status(404);
    ben.get(&own(&event)).await.assert_status(404);
    ben.get("/account/facilitating").await.assert_has("You lead no dates");
    app.visitor().get_once(&own(&event)).await.assert_status(303);
    mo.get_once(&format!("/admin/events/{}/needs", event.id)).await.assert_status(403);
    assert_eq!(views(&app).await, 1);
    app.admin().await.get("/admin/audit").await.assert_has("facilitator");
}

#[actix_web::test]
async fn trn_2_a_facilitator_is_not_shown_what_people_eat() {
    let app = spawn_app().await;
    let (event, officer, places) = date(&app).await;
    let mo = app.person("Mo").await;
    choose(&officer, &event, "mo%20ex").await;
    super::needs::hold_in_person_with_food(&app, &officer, &event).await;
    let path = format!("{}/needs", places[1]);
    let ben = app.visitor();
    let form = ben.get(&path).await.form(&path).fill("dietary", "No nuts").tick("agreed");
    ben.submit(form.press("do", "tell")).await.assert_has("Received");

    mo.get(&own(&event)).await.assert_has("Asha Verma").assert_lacks("Ben Lee").assert_lacks("No nuts");

    assert_eq!(views(&app).await, 1, "only of those who were on the page");
    officer.get(&format!("/admin/events/{}/needs", event.id)).await.assert_has("No nuts");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn trn_4_access_goes_with_the_name_and_by_the_officers_hand() {
    let app = spawn_app().await;
    let (event, officer, _) = date(&app).await;
    let mo = app.person("Mo").await;
    choose(&officer, &event, "mo%20ex").await;
    let page = officer.get(&desk(&event)).await;
    page.assert_has(&mo.email);
    let take_away = page.form(&format!("{}/1", desk(&event))).press("person", "");

    officer.submit(take_away.clone()).await.assert_has("no longer sees anything of this date");
    mo.get(&own(&event)).await.assert_status(404);
    officer.submit(take_away).await.assert_has("Nothing was changed: somebody else");
    choose(&officer, &event, "mo%20ex").await;
    mo.get(&own(&event)).await.assert_status(200);
    name(&officer, &event, "Nguyễn Thị Hoa").await;

    mo.get(&own(&event)).await.assert_status(404);
    officer.get(&desk(&event)).await.assert_has("Nobody is chosen yet, so Nguyễn Thị Hoa sees nothing");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn trn_5_access_ends_twenty_eight_days_after_the_date() {
    let app = spawn_app().await;
    let (event, officer, _) = date(&app).await;
    let mo = app.person("Mo").await;
    choose(&officer, &event, "mo%20ex").await;
    // Held on 1 July; the last of 28 days is 29 July, which ends at 23:00 UTC.
    let end: Instant = "2026-07-29T23:00:00Z".parse().unwrap();

    app.clock.set(end - Duration::microseconds(1));
    app.sign_in(&mo).await;
    mo.get(&own(&event)).await.assert_has("Asha Verma");
    app.clock.set(end);
    let refused = mo.get(&own(&event)).await;

    refused.assert_has("can be seen until 28 days after a date").assert_lacks("Asha Verma");
    refused.assert_has("No longer shown");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn who_may_not_read_needs_gives_nobody_the_sight_of_them_and_closed_accounts_are_not_found() {
    let app = spawn_app().await;
    let (event, officer, _) = date(&app).await;
    let (treasurer, gone) = (app.officer(Role::Treasurer).await, app.person("Mo").await);
    let now = app.now();
    let actor = nairo::audit::Actor::Person(officer.id);
    let close = DisablePerson { person_id: gone.id, actor, reason: "Left".to_owned() };
    treasurer.get_once(&desk(&event)).await.assert_status(403);

    let found = officer.get(&format!("{}?for=1&q=mo%20ex", desk(&event))).await;
    let form = found.form(&format!("{}/1", desk(&event))).press("person", &reference(&found));
    let closed = app.state.db.write_tx(async |tx| nairo::members::disable_person(tx, close, now).await).await;
    closed.unwrap();

    officer.submit(form.clone()).await.assert_status(404);
    officer.submit(form.set("person", "nobody")).await.assert_status(404);
    let again = officer.get(&format!("{}?for=1&q=mo%20ex", desk(&event))).await;
    again.assert_has("Nobody on record is called that");
    let rows = entity::event_facilitator::Entity::find().all(app.state.db.reader()).await.unwrap();
    assert!(rows.iter().all(|row| row.person_id.is_none()));
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn dp_08_the_search_for_a_facilitator_finds_names_and_whole_addresses_and_shows_no_address() {
    let app = spawn_app().await;
    let (event, officer, _) = date(&app).await;
    let mo = app.person("Mo").await;
    let find = async |typed: &str| officer.get(&format!("{}?for=1&q={typed}", desk(&event))).await;

    for nothing in ["mo", "m", "example.org", "mo%40exam", &mo.email.split('@').next().unwrap().replace('.', "%2e")] {
        assert_eq!(offered(&find(nothing).await), 0, "{nothing}");
    }
    for typed in ["mo%20ex", "EXAM%20mo", &mo.email.replace('@', "%40").to_uppercase()] {
        let found = find(typed).await;
        assert_eq!(offered(&found), 1, "{typed}");
        found.assert_lacks(&mo.email).assert_has("m***@");
    }
    let short = find("mo").await;
    short.assert_has("Type at least three letters");
    for _ in 0..60 {
        find("nobody").await;
    }
    find("mo%20ex").await.assert_status(429);
}

/// How many people the page offers to choose.
fn offered(page: &Page) -> usize {
    page.root().named("button").into_iter().filter(|button| button.attr("name") == Some("person")).count()
}
