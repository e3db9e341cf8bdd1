//! Dates in person and online at once (SES-8): choosing for each place, switching, waiting, and the desk.

mod choosing;
mod desk;
mod moving;
mod race;
mod switching;
mod waiting;

use nairo::bookings::sale::find_sale;

use super::shop::{Offer, OnSale, course};
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::form::TestForm;
use crate::support::page::Page;

/// A free date with so many places in the room and online.
fn free(room: i32, online: i32) -> Offer {
    course().for_pence(0, None).in_room_and_online(room, online)
}

impl OnSale {
    /// The booking form for people who each take part in their way.
    async fn filled_in(&self, client: &Client, people: &[(&str, &str)]) -> TestForm {
        let names: Vec<&str> = people.iter().map(|(name, _)| *name).collect();
        let form = self.filled(client, &names).await;
        let set = |form: TestForm, ((_, mode), number): (&(&str, &str), usize)| {
            form.set(&format!("attendee_mode_{number}"), mode)
        };
        people.iter().zip(1..).fold(form, set)
    }

    /// Books free places; gives where it leads.
    async fn take_in(&self, client: &Client, people: &[(&str, &str)]) -> Page {
        client.submit(self.filled_in(client, people).await.press("pay", "free")).await
    }
}

impl TestApp {
    /// Seats taken: of the date, in the room, online. The two always make the whole.
    async fn taken(&self, event: &OnSale) -> (i32, i32, i32) {
        let sale = find_sale(self.state.db.reader(), event.id).await.unwrap().unwrap();
        let pools = sale.modes.unwrap();
        assert_eq!(sale.taken, pools.room.taken + pools.online.taken, "the two make the whole");
        (sale.taken, pools.room.taken, pools.online.taken)
    }

    /// Books one free place and gives the attendee's own page for it.
    async fn place_of(&self, event: &OnSale, name: &str, mode: &str) -> String {
        event.take_in(&self.visitor(), &[(name, mode)]).await.assert_has("You are booked");
        self.run_jobs().await;
        let address = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        self.mail().to(&address).link("/manage/")
    }
}

/// Presses the button that switches, on the page of a place.
async fn switch(client: &Client, place: &str) -> Page {
    let form = client.get(place).await.form(&format!("{place}/mode"));
    client.submit(form).await
}
