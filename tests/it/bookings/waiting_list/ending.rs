//! How lists end: nobody takes the seat, the start is near, bookings close, the event is called off.

use chrono::Duration;
use nairo::audit::Actor;

use super::{address, book_offer, free_course};
use crate::support::spawn_app;

#[actix_web::test]
async fn wtl_14_a_seat_that_nobody_takes_returns_to_public_sale_and_the_page_says_so() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(1).await;
    event.join(&app.visitor(), "Ben Lee", 1).await;
    let path = format!("/events/{}", event.slug);
    app.visitor().get(&path).await.assert_has("Full");
    app.visitor().get("/events").await.assert_has("Full");
    app.give_places_back(booking, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    app.visitor().get(&path).await.assert_has("Full");

    app.clock.set(app.offer_of("Ben Lee").await.unwrap().expires_at + Duration::seconds(30));
    app.settle().await;

    app.visitor().get(&path).await.assert_has("1 place left").assert_has("Book places");
    app.visitor().get("/events").await.assert_has("1 place left");
    event.take(&app.visitor(), &["Pat Public"]).await.assert_has("You are booked");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn wtl_14_seats_that_a_group_insists_on_more_of_are_for_sale_after_48_hours() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(3).await;
    event.join_for(&app.visitor(), "Gwen Group", (3, true)).await;
    app.give_places_back(booking, 2).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    event.take(&app.visitor(), &["Pat Public"]).await.assert_status(409);

    app.advance(Duration::hours(48));
    app.settle().await;
    event.take(&app.visitor(), &["Pat Public"]).await.assert_has("You are booked");

    app.give_places_back(booking, 1).await;
    event.take(&app.visitor(), &["Quick Public"]).await.assert_status(409).assert_has("Every place is taken");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn wtl_5_within_24_hours_everybody_is_told_and_the_first_to_book_has_it() {
    let app = spawn_app().await;
    let event = app.sell(free_course(1).in_days(1)).await;
    event.take(&app.visitor(), &["Early Bird"]).await.assert_has("You are booked");
    let booking = app.last_booking().await.id;
    for name in ["Ben Lee", "Cleo Marsh"] {
        event.join(&app.visitor(), name, 1).await;
    }
    app.settle().await;
    app.ignore_mail();

    app.give_places_back(booking, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;

    let mail = app.mail();
    for name in ["Ben Lee", "Cleo Marsh"] {
        mail.to(&address(name)).assert_says("whoever books first has it");
    }
    event.take(&app.visitor(), &["Pat Public"]).await.assert_status(409);
    let (ben, cleo) = (app.entry_page("Ben Lee").await, app.entry_page("Cleo Marsh").await);
    app.visitor().get(&ben).await.assert_has("1 place free").assert_has("whoever books first");
    book_offer(&app, &event, &cleo, &["Cleo Marsh"]).await.assert_has("You are booked");
    let late = book_offer(&app, &event, &ben, &["Ben Lee"]).await;
    late.assert_status(409).assert_has("Somebody else has taken the place");
    assert_eq!((app.seats_taken(&event).await, app.state_of("Ben Lee").await), (1, "waiting".into()));
    app.advance(Duration::seconds(30));
    app.settle().await;

    app.ignore_mail();
    app.give_places_back(app.last_booking().await.id, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    app.mail().to(&address("Ben Lee")).assert_says("whoever books first has it");
    app.ignore_mail();
}

#[actix_web::test]
async fn wtl_12_the_list_ends_when_bookings_close_and_says_so() {
    let app = spawn_app().await;
    let (event, _) = app.full_event(1).await;
    event.join(&app.visitor(), "Ben Lee", 1).await;
    app.settle().await;
    app.ignore_mail();
    let sale = nairo::bookings::sale_panel::sale_panel(app.state.db.reader(), event.id, app.now()).await.unwrap();
    assert!(sale.unwrap().closes_words.is_some());

    // Half past nine in London on the thirtieth day; online bookings close an hour before.
    let closes = "2026-07-01T07:30:00Z".parse().unwrap();
    app.clock.set(closes);
    app.settle().await;
    assert_eq!(app.state_of("Ben Lee").await, "waiting", "inclusive at the instant");
    app.clock.set(closes + Duration::seconds(30));
    app.settle().await;

    assert_eq!(app.state_of("Ben Lee").await, "closed");
    app.mail().to(&address("Ben Lee")).assert_says("no place came free for you");
    let refused = app.visitor().get(&format!("{}/new", event.waiting_path())).await;
    refused.assert_has("Bookings for this date have closed");
    app.visitor().get(&app.entry_page("Ben Lee").await).await.assert_has("The waiting list has ended");
}

#[actix_web::test]
async fn wtl_12_when_the_event_is_called_off_everybody_who_waits_is_told_and_offers_end() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(2).await;
    for name in ["Ben Lee", "Cleo Marsh"] {
        event.join(&app.visitor(), name, 1).await;
        app.advance(Duration::seconds(1));
    }
    app.give_places_back(booking, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    app.ignore_mail();
    let ben = app.entry_page("Ben Lee").await;
    let officer = app.officer(nairo::kernel::Role::EventsOfficer).await;
    let preview = officer.get(&format!("/admin/events/{}/cancellation", event.id)).await;
    preview.assert_has("On the waiting list 2").assert_has("2 people wait for places. They are told");

    app.office_calls_off(&event, Actor::System).await;
    app.settle().await;

    let mail = app.mail();
    for name in ["Ben Lee", "Cleo Marsh"] {
        mail.to(&address(name)).assert_says("a date that we have had to cancel").assert_says("The trainer is ill.");
        assert_eq!(app.state_of(name).await, "closed");
    }
    assert_eq!(app.seats_taken(&event).await, 0);
    app.visitor().get(&ben).await.assert_has("This date has been cancelled").assert_lacks("Book 1 place");
    app.visitor().get(&format!("{ben}/booking")).await.assert_has("This date has been cancelled");
    app.ignore_mail();
}

#[actix_web::test]
async fn who_waited_is_forgotten_30_days_after_the_entry_ended() {
    let app = spawn_app().await;
    let (event, _) = app.full_event(1).await;
    event.join(&app.visitor(), "Ben Lee", 1).await;
    let entry = app.entry_page("Ben Lee").await;
    let ben = app.visitor();
    let page = ben.get(&format!("{entry}/leaving")).await;
    ben.submit(page.form(&format!("{entry}/leaving"))).await.assert_has("You have left");

    app.advance(Duration::days(30));
    app.settle().await;
    ben.get(&entry).await.assert_status(200);
    app.advance(Duration::days(1));
    app.settle().await;
    ben.get(&entry).await.assert_status(404);
    app.ignore_mail();
}
