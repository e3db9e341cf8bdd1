//! Waiting lists, from the form to the offered place (WTL-1 to WTL-14), on events that cost nothing unless money matters.

mod code_only;
mod ending;
mod joining;
mod offers;
mod officers;
mod other_dates;
mod race;
mod report;
mod side_by_side;
mod tampering;

use entity::{capacity_pool, waiting_entry, waiting_offer};
use nairo::audit::Actor;
use nairo::bookings::cancel_places::{CancelPlaces, cancel_places};
use nairo::bookings::cancellation::CancelledBy;
use nairo::kernel::LinkPurpose;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::shop::{Offer, OnSale, course};
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;

/// A free course with so many places.
fn free_course(places: i32) -> Offer {
    course().for_pence(0, None).with_capacity(places)
}

impl OnSale {
    fn waiting_path(&self) -> String {
        format!("/events/{}/waiting-list", self.slug)
    }

    /// Books free places for people; gives where it leads.
    async fn take(&self, client: &Client, people: &[&str]) -> Page {
        client.submit(self.filled(client, people).await.press("pay", "free")).await
    }

    /// Joins the list under a name; the address is name@example.org.
    async fn join(&self, client: &Client, name: &str, places: i32) -> Page {
        self.join_for(client, name, (places, false)).await
    }

    async fn join_for(&self, client: &Client, name: &str, (places, all_together): (i32, bool)) -> Page {
        let page = client.get(&format!("{}/new", self.waiting_path())).await;
        let form = page.assert_status(200).form(&self.waiting_path());
        let form = form.fill("name", name).fill("email", &address(name)).choose("places", &places.to_string());
        client.submit(if all_together { form.tick("all_together") } else { form }).await
    }
}

/// `ben.lee@example.org`.
fn address(name: &str) -> String {
    format!("{}@example.org", name.to_lowercase().replace(' ', "."))
}

impl TestApp {
    /// Gives back places of a booking made before, as its booker would.
    async fn give_places_back(&self, booking_id: i64, places: usize) {
        let rows = nairo::bookings::queries::places_of_booking(self.state.db.reader(), booking_id).await.unwrap();
        let live = rows.iter().filter(|place| place.state == "confirmed" || place.state == "held");
        let command = CancelPlaces {
            booking_id,
            place_ids: live.take(places).map(|place| place.id).collect(),
            by: CancelledBy::Booker,
            actor: Actor::Link,
            expected: None,
            reason: "Cannot come.".to_owned(),
        };
        cancel_places(&self.state, &command).await.unwrap();
    }

    /// The newest entry under a name, as the database has it.
    async fn entry_of(&self, name: &str) -> waiting_entry::Model {
        let of_name = waiting_entry::Entity::find().filter(waiting_entry::Column::FoldedEmail.eq(address(name)));
        let newest = of_name.order_by_desc(waiting_entry::Column::Id).one(self.state.db.reader()).await.unwrap();
        newest.unwrap_or_else(|| panic!("{name} is on no list"))
    }

    /// The page of the newest entry under a name.
    async fn entry_page(&self, name: &str) -> String {
        let entry = self.entry_of(name).await;
        format!("/waiting-list/{}", self.state.links.token(LinkPurpose::WaitingEntry, entry.id, entry.link_generation))
    }

    async fn state_of(&self, name: &str) -> String {
        self.entry_of(name).await.state
    }

    /// The open offer under a name: seats, end.
    async fn offer_of(&self, name: &str) -> Option<waiting_offer::Model> {
        let entry = self.entry_of(name).await;
        let of_entry = waiting_offer::Entity::find().filter(waiting_offer::Column::WaitingEntryId.eq(entry.id));
        of_entry.filter(waiting_offer::Column::State.eq("open")).one(self.state.db.reader()).await.unwrap()
    }

    async fn pool_of(&self, event: &OnSale) -> capacity_pool::Model {
        let of_event = capacity_pool::Entity::find().filter(capacity_pool::Column::EventId.eq(event.id));
        of_event.one(self.state.db.reader()).await.unwrap().unwrap()
    }

    /// A full free event, and the booking that fills it.
    async fn full_event(&self, places: i32) -> (OnSale, i64) {
        let event = self.sell(free_course(places)).await;
        let names: Vec<String> = (1..=places).map(|number| format!("Early Bird {number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        event.take(&self.visitor(), &names).await.assert_has("You are booked");
        (event, self.last_booking().await.id)
    }
}

/// Books what an entry is offered, for these people.
async fn book_offer(app: &TestApp, event: &OnSale, entry: &str, people: &[&str]) -> Page {
    let visitor = app.visitor();
    let page = visitor.get(&format!("{entry}/booking")).await;
    let mut form = page.assert_status(200).form(&event.bookings_path());
    form = form.fill("booker_name", "Bo Booker").fill("booker_email", "bo@example.org");
    for (person, number) in people.iter().zip(1..) {
        form = form.set(&format!("attendee_name_{number}"), person);
        form = form.set(&format!("attendee_email_{number}"), &address(person));
    }
    visitor.submit(form.press("pay", "free")).await
}
