//! From the room to the screen and back (SES-8): by the attendee, by the booker and at the desk, while there is a seat.

use chrono::Duration;
use nairo::kernel::Role;

use super::{free, switch};
use crate::support::spawn_app;

#[actix_web::test]
async fn ses_8_the_attendee_switches_by_their_own_link_and_gets_the_changed_entry() {
    let app = spawn_app().await;
    let event = app.sell(free(2, 5)).await;
    let place = app.place_of(&event, "Asha", "online").await;
    let visitor = app.visitor();
    visitor.get(&place).await.assert_has("Your place is online").assert_lacks("Garden Room");

    let page = switch(&visitor, &place).await;
    app.run_jobs().await;

    page.assert_has("Asha now has a place in the room.").assert_has("Your place is in the room");
    page.assert_has("Garden Room").assert_has("Rather take part online?");
    assert_eq!(app.taken(&event).await, (1, 1, 0));
    let mail = app.mail().only();
    assert_eq!((mail.to.as_str(), mail.link("/manage/")), ("asha@example.org", place));
    mail.assert_says("Your place is now in the room").assert_says("Garden Room");
    assert_eq!((mail.calendar_line("METHOD"), mail.calendar_line("SEQUENCE")), ("REQUEST".to_owned(), "1".to_owned()));
    assert!(mail.calendar_line("LOCATION").starts_with("Sampleton Library"));
    app.admin().await.get("/admin/audit").await.assert_has("Place mode switched");
}

#[actix_web::test]
async fn ses_8_nobody_switches_to_what_is_full_and_keeps_what_they_have() {
    let app = spawn_app().await;
    let event = app.sell(free(1, 5)).await;
    let place = app.place_of(&event, "Asha", "online").await;
    let visitor = app.visitor();
    let form = visitor.get(&place).await.form(&format!("{place}/mode"));
    event.take_in(&app.visitor(), &[("Ben", "room")]).await.assert_has("You are booked");

    let refused = visitor.submit(form).await;

    refused.assert_has("No place is free in the room now").assert_has("Your place is online");
    refused.assert_has("The room is full now.");
    assert_eq!(app.taken(&event).await, (2, 1, 1));
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_8_the_joining_link_is_for_those_online_only() {
    let app = spawn_app().await;
    let event = app.sell(free(2, 5).joined_at("https://zoom.example.org/j/1")).await;
    let (asha, ben) = (app.place_of(&event, "Asha", "room").await, app.place_of(&event, "Ben", "online").await);
    app.advance(Duration::days(30) - Duration::hours(1));
    let visitor = app.visitor();
    while !visitor.get(&ben).await.has("Join now") {
        app.advance(Duration::minutes(20));
    }

    let join = visitor.get(&ben).await.link("Join now");
    let room = visitor.get(&asha).await;
    let token = asha.trim_start_matches("/manage/");
    let place = app.state.links.subject(token).unwrap();
    let guessed = app.state.links.token(nairo::kernel::LinkPurpose::JoinEvent, place, 1);
    let refused = visitor.get_once(&format!("/join-event/{guessed}")).await;

    assert_eq!(visitor.get_once(&join).await.header("location"), "https://zoom.example.org/j/1");
    room.assert_lacks("Join now").assert_has("nothing has to be joined");
    assert_eq!(refused.header("location"), asha);
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn to_the_room_until_bookings_close_and_to_the_screen_until_the_start() {
    let app = spawn_app().await;
    let event = app.sell(free(3, 5)).await;
    let (asha, ben) = (app.place_of(&event, "Asha", "online").await, app.place_of(&event, "Ben", "room").await);
    let visitor = app.visitor();
    let late = visitor.get(&asha).await.form(&format!("{asha}/mode"));
    app.advance(Duration::days(29));

    let closed = visitor.submit(late).await;
    let left = switch(&visitor, &ben).await;
    app.advance(Duration::days(2));
    let over = visitor.get(&ben).await;

    closed.assert_has("The room is being set up, so places in it can no longer be added.");
    left.assert_has("Ben now has a place online.");
    over.assert_lacks("Rather come to the room?").assert_lacks("Switch to");
    assert_eq!(app.taken(&event).await, (2, 0, 2));
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn booker_and_officer_switch_a_place_too() {
    let app = spawn_app().await;
    let event = app.sell(free(3, 5)).await;
    let visitor = app.visitor();
    event.take_in(&visitor, &[("Asha", "online"), ("Ben", "room")]).await.assert_has("You are booked");
    let booking = app.last_booking().await;
    let (manage, desk) = (app.page_of(&booking), format!("/admin/bookings/{}", booking.reference));
    let officer = app.officer(Role::EventsOfficer).await;

    let to_room = visitor.get(&manage).await.form(&format!("{manage}/places/1/mode"));
    visitor.submit(to_room).await.assert_has("Asha now has a place in the room.");
    assert_eq!(app.taken(&event).await, (2, 2, 0));
    let to_screen = officer.get(&desk).await.form(&format!("{desk}/places/2/mode"));
    officer.submit(to_screen).await.assert_has("Ben now has a place online.");

    assert_eq!(app.taken(&event).await, (2, 1, 1));
    app.run_jobs().await;
    app.ignore_mail();
}
