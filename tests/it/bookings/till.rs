//! Bookings and their money as the database has them, for tests that look behind the pages.

use entity::booking;
use nairo::audit::Actor;
use nairo::bookings::cancel_event::{cancel_event, preview_event_cancellation};
use nairo::kernel::{LinkPurpose, Pence, Role};
use nairo::payments::RecordBankPayment;
use nairo::payments::record_bank_payment::record_bank_payment;
use nairo::payments::seen::{DisputeSeen, DisputeStanding, Seen};
use sea_orm::{EntityTrait, QueryOrder};

use super::shop::OnSale;
use crate::support::TestApp;
use crate::support::client::Client;

impl TestApp {
    /// Every booking, the oldest first.
    pub async fn bookings(&self) -> Vec<booking::Model> {
        booking::Entity::find().order_by_asc(booking::Column::Id).all(self.state.db.reader()).await.unwrap()
    }

    /// The booking made last, as it is now.
    pub async fn last_booking(&self) -> booking::Model {
        self.bookings().await.pop().unwrap()
    }

    /// The page of a booking, by its personal link.
    pub fn page_of(&self, booking: &booking::Model) -> String {
        let token = self.state.links.token(LinkPurpose::ManageBooking, booking.id, booking.link_generation);
        format!("/manage/{token}")
    }

    /// What people quote of a charge.
    pub async fn charge_reference(&self, charge_id: i64) -> String {
        let found = nairo::payments::queries::references_of(self.state.db.reader(), &[charge_id]).await.unwrap();
        found[&charge_id].clone()
    }

    /// An officer writes down money for what a booking owed first; the job that hands it on has not run yet.
    pub async fn write_transfer_down(&self, charge_id: i64, pence: i64) {
        let officer = self.officer(Role::Treasurer).await;
        let command = RecordBankPayment {
            charge_id,
            amount: Pence::new(pence),
            value_on: self.today(),
            bank_reference: "SAMPLETON 4711".to_owned(),
            recorded_by: officer.id,
            idempotency_key: self.state.tokens.uuid(),
            body_digest: String::new(),
        };
        record_bank_payment(&self.state, command).await.unwrap();
    }

    /// The same, and it is handed on.
    pub async fn money_comes(&self, charge_id: i64, pence: i64) {
        self.write_transfer_down(charge_id, pence).await;
        self.run_jobs().await;
    }

    /// The office calls a date off; the job that cancels its bookings has not run yet.
    pub async fn office_calls_off(&self, event: &OnSale, by: Actor) {
        let shown = preview_event_cancellation(&self.state, event.id).await.unwrap();
        cancel_event(&self.state, event.id, "The trainer is ill.", by, shown).await.unwrap();
    }

    /// The bank of whoever paid through the newest session asks for the money back, or decides on it.
    pub async fn bank_questions(&self, pence: i64, standing: DisputeStanding) {
        let payment_intent = self.stripe.sessions().last().unwrap().payment_intent.clone();
        let fee = (standing == DisputeStanding::Lost).then_some(Pence::new(2_000));
        let seen = DisputeSeen { fee, ..DisputeSeen::new("dp_1", payment_intent, Pence::new(pence), standing) };
        self.apply(&Seen::Dispute(seen)).await;
    }

    /// The same, told to whoever sold the thing, as the webhook's job does.
    pub async fn bank_tells(&self, pence: i64, standing: DisputeStanding) {
        let payment_intent = self.stripe.sessions().last().unwrap().payment_intent.clone();
        let fee = (standing == DisputeStanding::Lost).then_some(Pence::new(2_000));
        let seen = DisputeSeen { fee, ..DisputeSeen::new("dp_1", payment_intent, Pence::new(pence), standing) };
        nairo::facts::take_in(&self.state, &Seen::Dispute(seen)).await.unwrap();
    }
}

impl OnSale {
    /// Books and chooses to pay by bank transfer; gives the booking.
    pub async fn book_by_bank(&self, app: &TestApp, client: &Client, people: &[&str]) -> booking::Model {
        let form =
            self.filled(client, people).await.choose("payer", "organisation").fill("organisation", "Sampleton Council");
        client.submit_once(form.press("pay", "bank")).await.assert_status(303);
        app.run_jobs().await;
        app.ignore_mail();
        app.last_booking().await
    }

    /// Books by card as far as Stripe's page, nothing paid; gives the booking.
    pub async fn hold(&self, app: &TestApp, client: &Client, people: &[&str]) -> booking::Model {
        self.book(client, people).await.assert_status(303);
        app.last_booking().await
    }
}
