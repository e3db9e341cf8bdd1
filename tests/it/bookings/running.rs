//! Dates that run only when enough people come (SES-7): what people read, what is held back, what happens at the decision.

use nairo::bookings::reminders::send_reminders;
use nairo::bookings::running::decide_running::decide_running;
use nairo::events::EventId;
use nairo::events::running::{Minimum, set_minimum};
use nairo::kernel::{Instant, LinkPurpose, Role};
use sea_orm::EntityTrait;

use super::shop::{Offer, OnSale, course};
use crate::support::app::{Wishes, spawn_app_with};
use crate::support::{TestApp, spawn_app};

const DECISION: &str = "2026-06-24T11:00:00Z";

/// On Wednesday 1 July 2026 at half past nine, free; decided a week before at midday.
async fn tentative(app: &TestApp, offer: Offer, places: i32) -> OnSale {
    let event = app.sell(offer.for_pence(0, None).joined_at("https://zoom.example.org/j/secret")).await;
    let minimum = Minimum { places, decide_at: DECISION.parse().unwrap() };
    let (id, now) = (EventId(event.id), app.now());
    let set = app.state.db.write_tx(async |tx| set_minimum(tx, id, Some(minimum), now).await);
    assert!(set.await.unwrap());
    event
}

/// Bo books for these people, for nothing; gives the page of the first one's place.
async fn book(app: &TestApp, event: &OnSale, people: &[&str]) -> String {
    let visitor = app.visitor();
    visitor.submit(event.filled(&visitor, people).await.press("pay", "free")).await.assert_has("You are booked");
    app.settle().await;
    app.all_mail().into_iter().rev().find(|mail| mail.calendar.is_some()).unwrap().link("/manage/")
}

async fn decide_at(app: &TestApp, instant: &str) {
    let at: Instant = instant.parse().unwrap();
    app.advance(at - app.now());
    decide_running(&app.state).await.unwrap();
    app.settle().await;
}

#[actix_web::test]
async fn ses_7_people_read_that_it_may_not_run_and_do_not_see_how_to_join() {
    let app = spawn_app().await;
    let event = tentative(&app, course(), 8).await;
    let words = "This date needs 8 people to run. We confirm by Wednesday 24 June 2026.";
    let visitor = app.visitor();

    let public = visitor.get(&format!("/events/{}", event.slug)).await;
    public.assert_has(words);
    assert!(public.html.contains("EventScheduled"), "search engines read that it is planned (WEB-3)");
    visitor.get(&event.form_path()).await.assert_has(words);
    let own_page = book(&app, &event, &["Asha Verma"]).await;
    let letters = app.all_mail();
    let invited = letters.iter().find(|mail| mail.calendar.is_some()).unwrap();
    invited.assert_says(words);
    assert_eq!(invited.calendar_line("STATUS"), "TENTATIVE");
    letters.iter().find(|mail| mail.to == "bo@example.org").unwrap().assert_says(words);

    // In the window in which it would open.
    app.clock.set("2026-07-01T08:10:00Z".parse().unwrap());
    let place = visitor.get(&own_page).await;
    place.assert_has("How to join appears here once it is confirmed").assert_lacks("Join now");
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_7_the_joining_address_itself_is_closed_until_it_is_known_to_run() {
    let app = spawn_app().await;
    let event = tentative(&app, course(), 8).await;
    let own_page = book(&app, &event, &["Asha Verma"]).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let row = entity::place::Entity::find().one(app.state.db.reader()).await.unwrap().unwrap();
    let token = app.state.links.token(LinkPurpose::JoinEvent, row.id, row.link_generation);
    app.clock.set("2026-07-01T08:10:00Z".parse().unwrap());
    app.sign_in(&officer).await;

    let refused = app.visitor().get_once(&format!("/join-event/{token}")).await;
    let desk = officer.get(&format!("/admin/events/{}", event.id)).await;
    officer.submit(desk.form(&format!("/admin/events/{}/running", event.id))).await.assert_has("It will run");
    let joined = app.visitor().get_once(&format!("/join-event/{token}")).await;

    assert_eq!(refused.header("location"), own_page);
    assert_eq!(joined.header("location"), "https://zoom.example.org/j/secret");
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_7_with_enough_people_it_is_confirmed_by_itself_and_everyone_is_told_once() {
    let app = spawn_app().await;
    let event = tentative(&app, course(), 2).await;
    book(&app, &event, &["Asha Verma", "Ben Lee"]).await;
    app.ignore_mail();

    decide_at(&app, "2026-06-24T10:59:59Z").await;
    app.mail().assert_none();
    decide_at(&app, DECISION).await;
    let told = app.mail();
    let letters = ["asha.verma@example.org", "ben.lee@example.org", "bo@example.org"].map(|address| told.to(address));
    for letter in &letters {
        assert_eq!(letter.subject, "It will run: The Role of the IRO, Wednesday 1 July 2026");
    }
    assert_eq!(letters[0].calendar_line("STATUS"), "CONFIRMED");
    assert!(letters[2].calendar.is_none(), "the booker does not come (RMD-7)");
    decide_at(&app, "2026-06-24T11:01:00Z").await;

    app.mail().assert_none();
    app.visitor().get(&format!("/events/{}", event.slug)).await.assert_has("This date is confirmed to run.");
}

#[actix_web::test]
async fn ses_7_with_too_few_officers_are_told_once_and_nothing_is_called_off() {
    let app = spawn_app().await;
    let event = tentative(&app, course(), 3).await;
    book(&app, &event, &["Asha Verma", "Ben Lee"]).await;
    let officer = app.officer(Role::EventsOfficer).await;
    app.ignore_mail();

    // The worker was away at the decision.
    decide_at(&app, "2026-06-26T09:00:00Z").await;
    let alert = app.mail().only();
    assert_eq!(alert.to, officer.email);
    alert.assert_says("needs 3 to run and has 2").assert_says("Nothing has been called off");
    decide_at(&app, "2026-06-26T09:01:00Z").await;
    app.mail().assert_none();

    app.sign_in(&officer).await;
    app.ignore_mail();
    let desk = officer.get(&format!("/admin/events/{}", event.id)).await;
    desk.assert_has("Too few have booked: 2 of the 3 it needs").assert_has("Held back until this date is confirmed");
    officer.get("/admin").await.assert_has("1 date has too few bookings");
    app.visitor().get(&format!("/events/{}", event.slug)).await.assert_has("We are deciding whether it does");
    assert_eq!(app.seats_taken(&event).await, 2);

    let desk = officer.submit(desk.form(&format!("/admin/events/{}/running", event.id))).await;
    app.settle().await;

    desk.assert_has("Everyone who has a place is told by email");
    assert_eq!(app.mail().all().len(), 3);
}

#[actix_web::test]
async fn ses_7_a_date_that_is_over_is_left_as_it_was() {
    let app = spawn_app().await;
    let event = tentative(&app, course(), 1).await;
    let officer = app.officer(Role::EventsOfficer).await;
    app.ignore_mail();

    decide_at(&app, "2026-07-02T09:00:00Z").await;

    app.mail().assert_none();
    app.sign_in(&officer).await;
    let desk = officer.get(&format!("/admin/events/{}", event.id)).await;
    desk.assert_lacks("It will run").assert_lacks("Too few have booked");
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_7_nobody_is_reminded_to_come_to_what_may_not_run() {
    let app = spawn_app_with(Wishes { reminds: true, ..Wishes::default() }).await;
    app.run_jobs().await;
    let event = tentative(&app, course(), 1).await;
    book(&app, &event, &["Asha Verma"]).await;
    app.ignore_mail();
    let at = |instant: &str| instant.parse::<Instant>().unwrap() - app.now();

    // A week before, three hours before the decision.
    app.advance(at("2026-06-24T08:00:00Z"));
    send_reminders(&app.state).await.unwrap();
    app.settle().await;
    let early: Vec<String> = app.mail().all().into_iter().map(|mail| mail.subject.clone()).collect();
    decide_at(&app, DECISION).await;
    app.ignore_mail();
    send_reminders(&app.state).await.unwrap();
    app.settle().await;
    app.mail().assert_none();
    app.advance(at("2026-06-29T08:00:00Z"));
    send_reminders(&app.state).await.unwrap();
    app.settle().await;

    assert!(early.is_empty(), "{early:?}");
    assert_eq!(app.mail().only().subject, "Getting ready: The Role of the IRO, Wednesday 1 July 2026");
}
