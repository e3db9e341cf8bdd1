//! The booking form of a date with a room and a screen: a way for each place, and what each is told.

use super::free;
use crate::bookings::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn ses_8_each_person_picks_a_way_and_reads_what_concerns_it() {
    let app = spawn_app().await;
    let event = app.sell(free(3, 5)).await;
    let visitor = app.visitor();

    let page = event.take_in(&visitor, &[("Asha", "room"), ("Ben", "online")]).await;
    app.run_jobs().await;

    page.assert_has("You are booked").assert_has("In the room").assert_has("Online");
    assert_eq!(app.taken(&event).await, (2, 1, 1));
    let mails = app.mail();
    let (asha, ben) = (mails.to("asha@example.org"), mails.to("ben@example.org"));
    asha.assert_says("In person, Sampleton Library").assert_says("Garden Room").assert_says("From 9:00am (UK time)");
    asha.assert_says("Your place in the room is booked").assert_says("Step-free, with a hearing loop.");
    assert_eq!(asha.calendar_line("LOCATION"), "Sampleton Library\\, Garden Room\\, 1 High Street\\, Sampleton");
    ben.assert_says("Your place online is booked").assert_says("Online, by Zoom");
    assert!(!ben.text.contains("Garden Room") && !ben.text.contains("Sampleton Library"), "{}", ben.text);
    assert_eq!(ben.calendar_line("LOCATION"), "online\\, by Zoom");
    mails.to("bo@example.org").assert_says("Asha (in the room)").assert_says("Ben (online)");
}

#[actix_web::test]
async fn ses_8_without_a_way_nothing_is_booked_and_the_field_says_so() {
    let app = spawn_app().await;
    let event = app.sell(free(3, 5)).await;
    let visitor = app.visitor();

    let missing = event.filled_in(&visitor, &[("Asha", "room"), ("Ben", "")]).await.press("pay", "free");
    let missing = visitor.submit(missing).await;
    let tampered = event.filled_in(&visitor, &[("Asha", "room")]).await.without("asks_mode").press("pay", "free");
    let tampered = visitor.submit(tampered).await;

    missing.assert_status(422);
    assert_eq!(missing.error_of("attendee_mode_2"), "Say how this person takes part: in the room or online.");
    assert_eq!(missing.form(&event.bookings_path()).value("attendee_mode_1"), Some("room"), "what was chosen is kept");
    tampered.assert_status(409).assert_has("Say for each person whether they come to the room");
    assert_eq!(app.taken(&event).await, (0, 0, 0));
}

#[actix_web::test]
async fn ses_8_what_is_full_is_told_with_what_is_not() {
    let app = spawn_app().await;
    let event = app.sell(free(1, 2)).await;
    let (first, second) = (app.visitor(), app.visitor());
    let form = event.filled_in(&second, &[("Ben", "room")]).await.press("pay", "free");
    event.take_in(&first, &[("Asha", "room")]).await.assert_has("You are booked");

    let refused = second.submit(form).await;
    let page = second.get(&event.form_path()).await;
    let booked = event.take_in(&second, &[("Ben", "online")]).await;

    refused.assert_status(409).assert_has("No place is left in the room, and 2 online.");
    page.assert_has("Full").assert_has("2 places left");
    booked.assert_has("You are booked");
    assert_eq!(app.taken(&event).await, (2, 1, 1));
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn people_named_later_have_a_way_too_and_a_place_given_back_goes_to_its_own_kind() {
    let app = spawn_app().await;
    let event = app.sell(free(3, 5)).await;
    let visitor = app.visitor();
    let form = event.filled_in(&visitor, &[("Asha", "room")]).await.fill("unnamed", "2");
    let asked = visitor.submit(form.press("pay", "free")).await;

    let form = asked.form(&event.bookings_path()).choose("unnamed_mode", "online");
    visitor.submit(form.press("pay", "free")).await.assert_has("You are booked");
    assert_eq!(app.taken(&event).await, (3, 1, 2));
    let manage = app.page_of(&app.last_booking().await);
    let cancel = visitor.get(&format!("{manage}/cancellation?place=2")).await.form(&format!("{manage}/cancellation"));
    visitor.submit(cancel).await.assert_status(200);

    assert_eq!(app.taken(&event).await, (2, 1, 1));
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn a_hold_that_is_not_paid_gives_each_kind_its_seats_back() {
    let app = spawn_app().await;
    let event = app.sell(course().in_room_and_online(3, 5)).await;
    let visitor = app.visitor();
    let form = event.filled_in(&visitor, &[("Asha", "room"), ("Ben", "online")]).await;
    let form = form.choose("payer", "organisation").fill("organisation", "Sampleton Council").press("pay", "bank");
    visitor.submit_once(form).await.assert_status(303);
    assert_eq!(app.taken(&event).await, (2, 1, 1));

    app.advance(chrono::Duration::days(20));
    app.run_jobs().await;

    assert_eq!(app.taken(&event).await, (0, 0, 0));
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_8_the_event_page_shows_both_numbers_and_the_way_there() {
    let app = spawn_app().await;
    let event = app.sell(course().in_room_and_online(3, 40)).await;

    let page = app.visitor().get(&format!("/events/{}", event.slug)).await;

    page.assert_has("3 places left").assert_has("40 places left").assert_has("Coming to the room");
    page.assert_has("Five minutes from the station.").assert_has("From 9:00am (UK time)");
    assert!(page.html.contains("https://schema.org/MixedEventAttendanceMode"), "{}", page.html);
    assert!(page.html.contains("1 High Street, Sampleton"), "{}", page.html);
}
