//! Groups (GRP-1 to GRP-9): places named later, lists, claim links, chasing, officers who book for somebody.

mod chasing;
mod claiming;
mod lists;
mod naming;
mod officers;
mod own_dates;

use nairo::bookings::queries::{live_bookings_of_event, places_of_booking};

use super::shop::OnSale;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::form::TestForm;
use crate::support::page::Page;

/// The booking form with these people and so many places to be named later.
async fn filled(event: &OnSale, visitor: &Client, people: &[&str], unnamed: usize) -> TestForm {
    let mut form = event.filled(visitor, people).await;
    if people.is_empty() {
        form = form.without("attendee_name_1").without("attendee_email_1");
    }
    let unnamed = unnamed.to_string();
    let form = form.fill("unnamed", &unnamed).set("shown_unnamed", &unnamed);
    form.choose("payer", "organisation").fill("organisation", "Sampleton Council")
}

/// Books these people and so many places without names, pays, and gives the booking's address.
async fn group(app: &TestApp, event: &OnSale, visitor: &Client, people: &[&str], unnamed: usize) -> String {
    let form = filled(event, visitor, people, unnamed).await;
    let answer = visitor.submit_once(form.press("pay", "card")).await;
    let back = app.pay(&answer).await;
    app.settle().await;
    let page = visitor.get(&back).await;
    page.assert_status(200).path.split('?').next().unwrap().to_owned()
}

/// The form with the rows of places without names.
async fn names_form(visitor: &Client, manage: &str) -> TestForm {
    visitor.get(&format!("{manage}/names")).await.assert_status(200).form(&format!("{manage}/names"))
}

/// Sends a list, as a file, to be looked through.
async fn send_list(visitor: &Client, manage: &str, file: &[u8]) -> Page {
    let page = visitor.get(&format!("{manage}/names")).await;
    visitor.upload(page.form(&format!("{manage}/names/list")), "names.csv", file).await
}

/// Names on the live places of an event's bookings, in order.
async fn names_of(app: &TestApp, event: &OnSale) -> Vec<String> {
    let db = app.state.db.reader();
    let mut names = Vec::new();
    for booking in live_bookings_of_event(db, event.id).await.unwrap() {
        let places = places_of_booking(db, booking.id).await.unwrap();
        let live = places.into_iter().filter(|place| place.state == "held" || place.state == "confirmed");
        names.extend(live.map(|place| place.attendee_name));
    }
    names
}
