//! The desk of a date with a room and a screen: two numbers, each with its guard (HLD-8), what people with places keep, the file.

use nairo::kernel::Role;

use super::free;
use crate::bookings::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn ses_8_an_officer_gives_a_date_two_numbers_and_whoever_had_booked_stays_online() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(0, None)).await;
    let visitor = app.visitor();
    let booked = event.filled(&visitor, &["Asha"]).await.press("pay", "free");
    visitor.submit(booked).await.assert_has("You are booked");
    let officer = app.officer(Role::EventsOfficer).await;
    let (edit, desk) = (format!("/admin/events/{}/edit", event.id), format!("/admin/events/{}", event.id));

    let form = officer.get(&edit).await.form(&edit).choose("mode", "hybrid").fill_all(&[
        ("venue", "Sampleton Library"),
        ("room", "Garden Room"),
        ("access", "Step-free."),
        ("places_in_room", "12"),
        ("places_online", "30"),
    ]);
    let told = officer.submit(form).await;
    let form = told.assert_status(409).form(&edit).fill("notice_reason", "There is a room now.");
    officer.submit(form).await.assert_has("Saved.");

    assert_eq!(app.taken(&event).await, (1, 0, 1));
    let page = officer.get(&desk).await;
    page.assert_has("0 of 12 taken").assert_has("1 of 30 taken").assert_has("Garden Room").assert_has("online, free");
    let file = officer.get(&format!("{desk}/attendees.csv")).await;
    assert!(file.html.lines().nth(1).unwrap().ends_with(",Online"), "{}", file.html);
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn hld_8_a_date_that_is_given_two_numbers_keeps_room_for_whoever_has_booked() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(0, None)).await;
    let visitor = app.visitor();
    visitor.submit(event.filled(&visitor, &["Asha", "Ben"]).await.press("pay", "free")).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let edit = format!("/admin/events/{}/edit", event.id);

    let form = officer.get(&edit).await.form(&edit).choose("mode", "hybrid").fill_all(&[
        ("venue", "Sampleton Library"),
        ("access", "Step-free."),
        ("places_in_room", "12"),
        ("places_online", "1"),
    ]);
    let warned = officer.submit(form).await;

    assert!(warned.assert_status(409).error_of("places_online").starts_with("2 places online are taken."));
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn hld_8_each_number_has_its_own_guard() {
    let app = spawn_app().await;
    let event = app.sell(free(3, 5)).await;
    event.take_in(&app.visitor(), &[("Asha", "room"), ("Ben", "room")]).await.assert_has("You are booked");
    let officer = app.officer(Role::EventsOfficer).await;
    let edit = format!("/admin/events/{}/edit", event.id);

    let form = officer.get(&edit).await.form(&edit);
    assert_eq!((form.value("places_in_room"), form.value("places_online")), (Some("3"), Some("5")));
    let warned = officer.submit(form.fill("places_in_room", "1").fill("places_online", "50")).await;
    assert!(warned.assert_status(409).error_of("places_in_room").starts_with("2 places in the room are taken."));
    let meant = warned.form(&edit).tick("capacity_ok");
    officer.submit(meant).await.assert_has("Saved.").assert_has("2 of 1 taken");

    let refused = event.take_in(&app.visitor(), &[("Cleo", "room")]).await;
    refused.assert_status(409).assert_has("No place is left in the room, and 49 online.");
    assert_eq!(app.taken(&event).await, (2, 2, 0));
    app.leave_work();
    app.ignore_mail();
}
