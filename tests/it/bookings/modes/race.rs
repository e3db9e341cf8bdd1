//! Many switch at once onto the last seats of the other kind (R3): exactly as many as there are seats get one, and nobody loses theirs.

use std::sync::Arc;

use super::free;
use crate::bookings::race::{CarelessClaim, press};
use crate::support::TestApp;
use crate::support::app::{Wishes, spawn_app_with};

/// So many people online switch at once to a room with so many seats; gives seats taken, in the room and online.
async fn rush(wishes: Wishes, people: usize, seats: i32) -> (i32, i32, i32) {
    let app: TestApp = spawn_app_with(wishes).await;
    let event = app.sell(free(seats, 40)).await;
    let mut ready = Vec::new();
    for number in 0..people {
        let place = app.place_of(&event, &format!("Guest {number}"), "online").await;
        app.ignore_mail();
        let visitor = app.visitor();
        ready.push((visitor.get(&place).await.form(&format!("{place}/mode")), visitor));
    }

    let answers = press(ready.into_iter().map(|(form, visitor)| (visitor, form)).collect()).await;

    assert!(answers.iter().all(|page| page.status.as_u16() == 303), "each is told on the place's own page");
    app.leave_work();
    app.ignore_mail();
    app.taken(&event).await
}

#[actix_web::test]
async fn r3_of_two_who_switch_to_the_last_seat_exactly_one_has_it() {
    assert_eq!(rush(Wishes::default(), 2, 1).await, (2, 1, 1));
}

#[actix_web::test]
async fn r3_twenty_who_switch_onto_five_seats_fill_five_and_the_others_keep_theirs() {
    assert_eq!(rush(Wishes::default(), 20, 5).await, (20, 5, 15));
}

#[actix_web::test]
async fn with_a_careless_claim_the_same_switches_oversell() {
    let (all, room, _) = rush(Wishes { claim: Arc::new(CarelessClaim), ..Wishes::default() }, 20, 5).await;

    assert!(all == 20 && room > 5, "the race test could not fail: {room} in the room");
}
