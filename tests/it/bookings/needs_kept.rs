//! How long what attendees need is kept, where else, and by whom it is read (D20, QST-4, QST-7, DP-08).

use chrono::Duration;
use entity::{event_facilitator, needs_count, needs_task};
use nairo::kernel::{Instant, Role};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::needs::{desk, tell, told, views};
use super::questions::booked;
use super::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn qst_7_a_member_keeps_needs_on_the_profile_and_uses_them_with_one_press() {
    let app = spawn_app().await;
    let (first, second) = (app.sell(course()).await, app.sell(course().in_days(60)).await);
    let asha = app.member("Asha").await;
    let mut own = Vec::new();
    for event in [&first, &second] {
        let form = asha.get(&event.form_path()).await.form(&event.bookings_path()).choose("payer", "person");
        app.pay(&asha.submit_once(form.set("start_now", "yes").press("pay", "card")).await).await;
        app.settle().await;
        let mails = app.mail().all();
        own.push(mails.iter().find(|mail| mail.subject.starts_with("Your place")).unwrap().link("/manage/"));
    }
    let path = format!("{}/needs", own[0]);
    let form = asha.get(&path).await.form(&path).tick("quiet_space").tick("agreed").tick("keep");
    asha.submit(form.press("do", "tell")).await.assert_has("Received");
    let stranger = app.visitor();
    stranger.get(&format!("{}/needs", own[1])).await.assert_lacks("From your profile");

    let path = format!("{}/needs", own[1]);
    let page = asha.get(&path).await;
    page.assert_has("From your profile").assert_has("A quiet space");
    asha.submit(page.form(&path).press("do", "saved")).await.assert_has("Received");
    assert_eq!(told(&app).await, 2);
    let account = asha.get("/account/needs").await;
    asha.submit(account.form("/account/needs/removal")).await.assert_has("Deleted from your profile");
    let nothing = stranger.submit(stranger.get(&path).await.form(&path).press("do", "tell").set("do", "saved")).await;
    nothing.assert_status(404);

    assert!(entity::saved_needs::Entity::find().all(app.state.db.reader()).await.unwrap().is_empty());
    assert_eq!(told(&app).await, 2, "what was told for a date stays");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn qst_4_thirty_days_after_the_date_needs_are_gone_and_the_counts_stay() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let (_, own) = booked(&app, &event, &app.visitor(), &["Asha Verma"]).await;
    tell(&app.visitor(), &own[0], &["breaks"], "").await;
    // Held on 1 July; the last of thirty whole days is 31 July.
    let over: Instant = "2026-07-31T23:00:00Z".parse().unwrap();
    app.clock.set(over - Duration::microseconds(1));
    app.settle().await;
    nairo::bookings::needs::forget_needs::forget_needs(&app.state).await.unwrap();
    assert_eq!(told(&app).await, 1);

    app.clock.set(over);
    nairo::bookings::needs::forget_needs::forget_needs(&app.state).await.unwrap();

    assert_eq!(told(&app).await, 0);
    assert!(needs_task::Entity::find().all(app.state.db.reader()).await.unwrap().is_empty());
    let counts = needs_count::Entity::find().all(app.state.db.reader()).await.unwrap();
    let counts: Vec<(&str, i32)> = counts.iter().map(|row| (row.need.as_str(), row.people)).collect();
    assert_eq!(counts, [("anything", 1), ("breaks", 1)]);
    let officer = app.officer(Role::EventsOfficer).await;
    officer.get(&desk(&event)).await.assert_has("Deleted");
    officer.get(&format!("/admin/events/{}", event.id)).await.assert_has("fewer than 5");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_place_that_is_given_up_takes_its_needs_with_it() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let (booking, own) = booked(&app, &event, &visitor, &["Asha Verma", "Ben Lee"]).await;
    tell(&app.visitor(), &own[0], &["breaks"], "").await;
    tell(&app.visitor(), &own[1], &["breaks"], "").await;
    let preview = visitor.get(&format!("{booking}/cancellation?place=1")).await;
    visitor.submit(preview.form(&format!("{booking}/cancellation"))).await;
    app.advance(Duration::hours(2));
    app.settle().await;

    assert_eq!(told(&app).await, 1);
    app.visitor().get(&format!("{}/needs", own[0])).await.assert_status(404);
    app.ignore_mail();
}

#[actix_web::test]
async fn d_20_the_facilitator_named_on_the_date_reads_and_nobody_else_with_an_account() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let (_, own) = booked(&app, &event, &app.visitor(), &["Asha Verma"]).await;
    tell(&app.visitor(), &own[0], &["large_print"], "").await;
    let (leads, other) = (app.person("Mo").await, app.member("Ben").await);
    let row = event_facilitator::ActiveModel {
        event_id: Set(event.id),
        position: Set(1),
        name: Set(leads.name.clone()),
        post_held: Set("Trainer".to_owned()),
        person_id: Set(Some(leads.id)),
        ..Default::default()
    };
    let named = app.state.db.write_tx(async |tx| event_facilitator::Entity::insert(row).exec(tx).await);
    named.await.unwrap();
    let path = format!("/account/facilitating/{}/needs", event.id);

    leads.get(&path).await.assert_has("Asha Verma").assert_has("Large print").assert_lacks("I take this on");
    assert_eq!(views(&app).await, 1);
    other.get(&path).await.assert_status(404);
    app.visitor().get_once(&path).await.assert_status(303);
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn dp_08_needs_are_in_ones_own_data_and_under_seal_in_a_file_an_officer_makes() {
    let app = spawn_app().await;
    let asha = app.member("Asha").await;
    let form = asha.get("/account/needs").await.form("/account/needs").tick("breaks").fill("more", "Every hour");
    asha.submit(form.tick("agreed")).await.assert_has("Kept.");

    let own = asha.get("/account/data.json").await;
    assert!(own.html.contains("Every hour"), "{}", own.html);
    let reader = app.state.db.reader();
    let given = nairo::person_registry::export_person(reader, asha.id, None).await.unwrap().to_string();
    assert!(!given.contains("Every hour") && given.contains("Kept under seal"), "{given}");
    app.ignore_mail();
}
