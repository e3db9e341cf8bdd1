//! Offers: who gets a freed seat, for how long, and what becomes of it.

use chrono::Duration;

use super::{address, book_offer};
use crate::support::spawn_app;

#[actix_web::test]
async fn wtl_4_a_freed_seat_goes_to_the_list_before_the_public() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(2).await;
    event.join(&app.visitor(), "Ben Lee", 1).await;
    event.join(&app.visitor(), "Cleo Marsh", 1).await;
    app.settle().await;
    app.ignore_mail();

    app.give_places_back(booking, 1).await;
    let public = app.visitor().get(&format!("/events/{}", event.slug)).await;
    public.assert_has("Full").assert_has("Join the waiting list");
    let refused = event.take(&app.visitor(), &["Pat Public"]).await;
    refused.assert_status(409).assert_has("Every place is taken");
    app.advance(Duration::seconds(30));
    app.settle().await;

    let mail = app.mail();
    let offered = mail.to("ben.lee@example.org");
    offered.assert_says("kept for you until Wednesday 3 June 2026 at 10").assert_says("decline the offer");
    assert!(mail.lines().iter().all(|line| !line.contains("cleo")));
    assert_eq!(app.seats_taken(&event).await, 2, "what is offered counts as taken");
    let page = app.visitor().get(&offered.link("/waiting-list/")).await;
    page.assert_has("1 place kept for you").assert_has("Book 1 place").assert_has("Decline the offer");

    let entry = app.entry_page("Ben Lee").await;
    book_offer(&app, &event, &entry, &["Ben Lee"]).await.assert_has("You are booked");
    assert_eq!(app.seats_taken(&event).await, 2);
    assert_eq!(app.state_of("Ben Lee").await, "taken");
    assert_eq!(app.entry_of("Ben Lee").await.booking_id, Some(app.last_booking().await.id));
    app.visitor().get(&entry).await.assert_has("You have booked");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn wtl_9_an_offer_that_ends_goes_on_within_a_minute_and_one_click_joins_again_at_the_back() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(1).await;
    for name in ["Ben Lee", "Cleo Marsh"] {
        event.join(&app.visitor(), name, 1).await;
        app.advance(Duration::seconds(1));
    }
    app.give_places_back(booking, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    app.ignore_mail();
    let offer = app.offer_of("Ben Lee").await.unwrap();

    app.clock.set(offer.expires_at - Duration::microseconds(1));
    app.settle().await;
    assert_eq!(app.state_of("Ben Lee").await, "offered");
    app.clock.set(offer.expires_at + Duration::seconds(59));
    app.settle().await;

    assert_eq!(app.state_of("Ben Lee").await, "expired");
    assert_eq!(app.state_of("Cleo Marsh").await, "offered");
    let mail = app.mail();
    let ended = mail.to("ben.lee@example.org");
    ended.assert_says("join the list again at the back");
    mail.to("cleo.marsh@example.org").assert_says("1 place has come free");
    let ben = app.visitor();
    let page = ben.get(&ended.link("/waiting-list/")).await;
    let again = ben.submit(page.form(&format!("{}/return", page.path))).await;
    again.assert_has("You are on the waiting list again, at the back");
    assert_eq!(app.state_of("Ben Lee").await, "waiting");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn wtl_8_declining_and_leaving_work_without_signing_in_and_the_next_is_offered_at_once() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(1).await;
    for name in ["Ben Lee", "Cleo Marsh", "Dee Long"] {
        event.join(&app.visitor(), name, 1).await;
        app.advance(Duration::seconds(1));
    }
    app.settle().await;
    app.ignore_mail();
    app.give_places_back(booking, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    let offered = app.mail().to(&address("Ben Lee"));
    let ben = app.visitor();
    let entry = offered.link("/waiting-list/");

    let asked = ben.get(&format!("{entry}/refusal")).await;
    asked.assert_has("Decline the offer?");
    assert_eq!(app.state_of("Ben Lee").await, "offered", "looking changes nothing");
    ben.submit(asked.form(&format!("{entry}/refusal"))).await.assert_has("You have declined the offer");

    assert_eq!(app.state_of("Ben Lee").await, "declined");
    assert_eq!(app.state_of("Cleo Marsh").await, "offered", "at once, without waiting for a job");
    let cleo = app.entry_page("Cleo Marsh").await;
    let asked = app.visitor().get(&format!("{cleo}/leaving")).await;
    let visitor = app.visitor();
    let asked = visitor.get(&asked.path).await;
    visitor.submit(asked.form(&format!("{cleo}/leaving"))).await.assert_has("You have left the waiting list");
    assert_eq!(
        (app.state_of("Cleo Marsh").await, app.state_of("Dee Long").await),
        ("withdrawn".into(), "offered".into())
    );
    assert_eq!(app.seats_taken(&event).await, 1);
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn wtl_7_all_or_none_for_three_with_two_free_is_passed_over_and_told_once() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(4).await;
    event.join_for(&app.visitor(), "Gwen Group", (3, true)).await;
    app.advance(Duration::seconds(1));
    event.join(&app.visitor(), "Ben Lee", 2).await;
    app.settle().await;
    app.ignore_mail();

    app.give_places_back(booking, 2).await;
    app.advance(Duration::seconds(30));
    app.settle().await;

    let mail = app.mail();
    mail.to(&address("Gwen Group")).assert_says("2 places have come free").assert_says("You keep your turn");
    mail.to(&address("Ben Lee")).assert_says("2 places have come free, and they are kept for you");
    app.give_places_back(booking, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    assert!(app.mail().all().iter().all(|mail| mail.to != address("Gwen Group")), "told once");
    assert_eq!(app.state_of("Gwen Group").await, "waiting");

    let gwen = app.visitor();
    let page = gwen.get(&app.entry_page("Gwen Group").await).await;
    let form = page.form(&format!("{}/places", page.path)).choose("places", "1").untick("all_together");
    gwen.submit(form).await.assert_has("1 place kept for you");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn wtl_10_an_offer_is_taken_once_and_late_only_while_nobody_else_was_offered_it() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(1).await;
    event.join(&app.visitor(), "Ben Lee", 1).await;
    app.give_places_back(booking, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    let ben = app.entry_page("Ben Lee").await;
    app.clock.set(app.offer_of("Ben Lee").await.unwrap().expires_at);

    // Late, but no job has run: the seat is still kept.
    book_offer(&app, &event, &ben, &["Ben Lee"]).await.assert_has("You are booked");
    let twice = book_offer(&app, &event, &ben, &["Ben Twice"]).await;
    twice.assert_status(409).assert_has("booked with this link already");
    app.settle().await;

    // Late, and the job has run, but the seat is free: the list was empty behind Cleo.
    event.join(&app.visitor(), "Cleo Marsh", 1).await;
    app.give_places_back(app.last_booking().await.id, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    app.clock.set(app.offer_of("Cleo Marsh").await.unwrap().expires_at + Duration::seconds(30));
    app.settle().await;
    assert_eq!((app.state_of("Cleo Marsh").await, app.seats_taken(&event).await), ("expired".into(), 0));
    let cleo = app.entry_page("Cleo Marsh").await;
    app.visitor().get(&cleo).await.assert_has("you may still be lucky");
    book_offer(&app, &event, &cleo, &["Cleo Marsh"]).await.assert_has("You are booked");

    // Late, and somebody else has been offered it.
    for name in ["Dee Long", "Eve Short"] {
        event.join(&app.visitor(), name, 1).await;
        app.advance(Duration::seconds(1));
    }
    app.give_places_back(app.last_booking().await.id, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    app.clock.set(app.offer_of("Dee Long").await.unwrap().expires_at + Duration::seconds(30));
    app.settle().await;
    let dee = app.entry_page("Dee Long").await;
    let refused = book_offer(&app, &event, &dee, &["Dee Long"]).await;
    refused.assert_status(409).assert_has("Somebody else has taken the place");
    assert_eq!(app.seats_taken(&event).await, 1);
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn more_people_than_are_kept_are_refused_and_fewer_pass_the_rest_on() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(3).await;
    event.join(&app.visitor(), "Ben Lee", 2).await;
    app.advance(Duration::seconds(1));
    event.join(&app.visitor(), "Cleo Marsh", 1).await;
    app.give_places_back(booking, 2).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    let ben = app.entry_page("Ben Lee").await;

    let three = book_offer(&app, &event, &ben, &["Ben Lee", "Bea Lee", "Bob Lee"]).await;
    three.assert_status(409).assert_has("2 places are kept for you");
    book_offer(&app, &event, &ben, &["Ben Lee"]).await.assert_has("You are booked");

    assert_eq!(app.state_of("Cleo Marsh").await, "offered", "the seat that was not wanted goes on at once");
    assert_eq!(app.seats_taken(&event).await, 3);
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn somebody_elses_or_a_made_up_token_books_nothing() {
    let app = spawn_app().await;
    let (event, _) = app.full_event(1).await;
    let (other, booking) = app.full_event(1).await;
    other.join(&app.visitor(), "Ben Lee", 1).await;
    app.give_places_back(booking, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    let token = app.entry_page("Ben Lee").await.replace("/waiting-list/", "");
    let visitor = app.visitor();

    for (token, status) in [(token.as_str(), 409), ("made-up", 404)] {
        let form = event.filled(&visitor, &["Max Fraud"]).await.set("waiting_token", token).press("pay", "free");
        visitor.submit(form).await.assert_status(status);
    }
    app.visitor().get("/waiting-list/made-up").await.assert_status(404);
    assert_eq!((app.seats_taken(&event).await, app.seats_taken(&other).await), (1, 1));
    app.settle().await;
    app.ignore_mail();
}
