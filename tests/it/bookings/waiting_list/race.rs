//! The list's own races, on whichever database the run uses (R3): the last seats among those who were all told at once, and one
//! offer taken by many at the same time; and the first of them fails when the claim is careless, so it can fail.

use std::sync::Arc;

use chrono::Duration;

use super::{address, free_course};
use crate::bookings::race::{CarelessClaim, press};
use crate::support::app::{Wishes, spawn_app_with};
use crate::support::client::Client;
use crate::support::form::TestForm;

const TAKERS: usize = 64;
const SEATS: i32 = 10;

/// Sends every form at once; gives how many were booked and how many refused.
async fn all_at_once(ready: Vec<(Client, TestForm)>) -> (usize, usize) {
    let answers = press(ready).await;
    let count = |status: u16| answers.iter().filter(|page| page.status.as_u16() == status).count();
    // Who books very often from one address is asked to wait (429), which only a careless claim reaches.
    let refused = count(409) + count(429);
    assert_eq!(count(303) + refused, answers.len(), "nobody got an error page");
    (count(303), count(409))
}

/// Sixty-four people wait, ten seats come free on the last day, and all of them press the button; gives bookings and seats taken.
async fn last_day_rush(wishes: Wishes) -> (usize, i32) {
    let app = spawn_app_with(wishes).await;
    let event = app.sell(free_course(SEATS).in_days(1)).await;
    let early: Vec<String> = (1..=SEATS).map(|number| format!("Early Bird {number}")).collect();
    event
        .take(&app.visitor(), &early.iter().map(String::as_str).collect::<Vec<_>>())
        .await
        .assert_has("You are booked");
    let booking = app.last_booking().await.id;
    let mut ready = Vec::new();
    let names: Vec<String> = (0..TAKERS).map(|number| format!("Taker {number}")).collect();
    for (number, name) in names.iter().enumerate() {
        if number % 30 == 29 {
            app.advance(Duration::minutes(10));
        }
        event.join(&app.visitor(), name, 1).await.assert_has("You are on the waiting list");
    }
    app.give_places_back(booking, usize::try_from(SEATS).unwrap()).await;
    for name in &names {
        let visitor = app.visitor();
        let page = visitor.get(&format!("{}/booking", app.entry_page(name).await)).await;
        let form = page.form(&event.bookings_path()).fill("booker_name", name).fill("booker_email", &address(name));
        let form = form.set("attendee_name_1", name).set("attendee_email_1", &address(name));
        ready.push((visitor, form.press("pay", "free")));
    }

    let (booked, _) = all_at_once(ready).await;

    let taken = app.seats_taken(&event).await;
    app.ignore_mail();
    app.leave_work();
    (booked, taken)
}

#[actix_web::test]
async fn sixty_four_who_wait_and_ten_seats_on_the_last_day_give_exactly_ten_bookings() {
    assert_eq!(last_day_rush(Wishes::default()).await, (10, SEATS));
}

#[actix_web::test]
async fn with_a_careless_claim_the_last_day_oversells() {
    let (booked, taken) = last_day_rush(Wishes { claim: Arc::new(CarelessClaim), ..Wishes::default() }).await;

    assert!(booked > 10 && taken > SEATS, "the race test could not fail: {booked} booked, {taken} taken");
}

#[actix_web::test]
async fn one_offer_taken_by_sixty_four_at_once_is_booked_once() {
    let app = spawn_app_with(Wishes::default()).await;
    let (event, booking) = app.full_event(1).await;
    event.join(&app.visitor(), "Ben Lee", 1).await;
    app.give_places_back(booking, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    let entry = app.entry_page("Ben Lee").await;
    let mut ready = Vec::new();
    for number in 0..TAKERS {
        let visitor = app.visitor();
        let page = visitor.get(&format!("{entry}/booking")).await;
        let form =
            page.form(&event.bookings_path()).fill("booker_name", "Ben Lee").fill("booker_email", "ben@example.org");
        let name = format!("Guest {number}");
        let form = form.set("attendee_name_1", &name).set("attendee_email_1", &address(&name));
        ready.push((visitor, form.press("pay", "free")));
    }
    // Holds are counted by address; a new window begins, so that all sixty-four may try.
    app.advance(Duration::minutes(10));

    let (booked, _) = all_at_once(ready.split_off(4)).await;

    assert_eq!((booked, app.seats_taken(&event).await), (1, 1));
    assert_eq!(app.state_of("Ben Lee").await, "taken");
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn joiners_and_buyers_at_once_never_share_a_seat() {
    let app = spawn_app_with(Wishes::default()).await;
    let (event, booking) = app.full_event(3).await;
    let mut ready = Vec::new();
    for number in 0..20 {
        let visitor = app.visitor();
        let form = event.filled(&visitor, &[&format!("Buyer {number}")]).await.press("pay", "free");
        ready.push((visitor, form));
        let visitor = app.visitor();
        let page = visitor.get(&format!("{}/new", event.waiting_path())).await;
        let name = format!("Joiner {number}");
        let form = page.form(&event.waiting_path()).fill("name", &name).fill("email", &address(&name));
        ready.push((visitor, form));
    }
    let giving_back = app.give_places_back(booking, 3);

    let ((), answers) = tokio::join!(giving_back, press(ready));

    assert!(answers.iter().all(|page| [303, 409].contains(&page.status.as_u16())), "nobody got an error page");
    app.advance(Duration::seconds(30));
    app.settle().await;
    let pool = app.pool_of(&event).await;
    assert!(pool.places_taken <= pool.capacity);
    let live = app.live_places(&event).await + app.offered_seats(&event).await;
    assert_eq!(pool.places_taken, live, "every seat is a place or an offer");
    app.ignore_mail();
}
