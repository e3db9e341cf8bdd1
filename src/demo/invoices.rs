//! What the demo's organisations owe on invoices: paid, overdue, part paid and partly credited, waiting for a purchase order, money
//! that names no invoice, and a new one waiting for staff.

use chrono::Duration;

use super::WorldMaker;
use crate::audit::Actor;
use crate::bookings::book_places::{Attendee, BookPlaces, Booked, Extras, SeatsFrom, book_places};
use crate::bookings::cancel_places::{CancelPlaces, cancel_places};
use crate::bookings::cancellation::CancelledBy;
use crate::bookings::hold::PaymentMethod;
use crate::bookings::invoicing::{BillingAsk, carry_out_decision};
use crate::bookings::queries::{find_booking, places_of_booking};
use crate::bookings::refund_policy::PayerKind;
use crate::bookings::sale::find_sale;
use crate::events::EventId;
use crate::facts;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Pence, PersonName, Unexpected};
use crate::members::people::find_by_verified_email;
use crate::payments::customers::cash::{RecordCash, record_cash};
use crate::payments::customers::{
    CustomerTerms, DecideCustomer, UpdateCustomer, decide_customer, find_customer_of, update_customer,
};
use crate::payments::{self, MoneyFact, RecordBankPayment, record_bank_payment};

/// A council, where its invoices go, and who books there.
#[derive(Clone, Copy)]
pub(super) struct Council {
    pub(super) name: &'static str,
    pub(super) mailbox: &'static str,
    pub(super) address: &'static str,
    pub(super) contact: &'static str,
    pub(super) requires_po: bool,
    pub(super) terms_days: i32,
}

const WESTMERE: Council = Council {
    name: "Westmere Borough Council",
    mailbox: "payables.westmere",
    address: "Accounts Payable\nCivic Centre\nWestmere WM1 2AB",
    contact: "Rukmini Achari",
    requires_po: false,
    terms_days: 14,
};
const CALDERSIDE: Council = Council {
    name: "Calderside Council",
    mailbox: "invoices.calderside",
    address: "Finance, Town Hall\nCalderside CD4 9XY",
    contact: "Owain Pritchard",
    requires_po: true,
    terms_days: 30,
};
const LANTERN: Council = Council {
    name: "Lantern Fostering Trust",
    mailbox: "office.lantern",
    address: "The Old School\nMill Lane\nHarrowgate HG7 3QQ",
    contact: "Delphine Okoro",
    requires_po: false,
    terms_days: 30,
};

/// Makes the invoices, the oldest first.
pub(super) async fn make_invoices(maker: &WorldMaker<'_>, event: EventId, now: Instant) -> Result<(), Unexpected> {
    let treasurer = EmailAddress::parse("suresh.valliyappan@example.org").map_err(Unexpected::from)?;
    let treasurer = find_by_verified_email(maker.app.db.reader(), &treasurer).await?;
    let office = Office { maker, event, treasurer: treasurer.context("the demo has no treasurer")?, now };
    office.on_day(-29).book(WESTMERE, &["Rukmini Achari", "Leopold Nash"]).await?;
    office.approve(WESTMERE).await?;
    let paid = office.on_day(-26).book(WESTMERE, &["Thandiwe Moyo"]).await?;
    office.on_day(-15).receive(&paid, "WESTMERE BC 00417", None).await?;
    let part = office.on_day(-12).book(WESTMERE, &["Piotr Zielak", "Greta Halloran", "Samir Haddad"]).await?;
    office.on_day(-9).give_up_last_place(&part).await?;
    office.on_day(-6).receive(&part, "WESTMERE BC 00423", Some(6_000)).await?;
    office.on_day(-4).keep_on_account(WESTMERE, "WESTMERE BC REMIT", 4_500).await?;
    office.on_day(-9).book(CALDERSIDE, &["Owain Pritchard"]).await?;
    office.approve(CALDERSIDE).await?;
    office.on_day(-2).book(LANTERN, &["Delphine Okoro", "Ivo Brandt"]).await?;
    Ok(())
}

/// Does what the pages do.
pub(super) struct Office<'a> {
    pub(super) maker: &'a WorldMaker<'a>,
    /// What is booked.
    pub(super) event: EventId,
    pub(super) treasurer: i64,
    pub(super) now: Instant,
}

impl Office<'_> {
    pub(super) fn on_day(&self, days: i64) -> &Self {
        self.maker.clock.travel(self.now + Duration::days(days));
        self
    }

    /// Somebody at the council books for colleagues and asks for an invoice.
    pub(super) async fn book(&self, council: Council, people: &[&str]) -> Result<Booked, Unexpected> {
        let app = self.maker.app;
        let sale = find_sale(app.db.reader(), self.event.0).await?.context("a demo event is not on sale")?;
        let attendees: Vec<Attendee> = people
            .iter()
            .map(|person| Attendee { name: name(person), email: address(&mailbox_of(person)), is_booker: false })
            .collect();
        let command = BookPlaces {
            event_id: self.event.0,
            booker_person_id: None,
            booker_name: name(council.contact),
            booker_email: address(&mailbox_of(council.contact)),
            shown_total: attendees.iter().map(|_| sale.prices.price_for(false).price).sum(),
            attendees,
            unnamed: 0,
            officer: None,
            payer: PayerKind::Organisation,
            organisation: Some(council.name.to_owned()),
            method: PaymentMethod::Invoice,
            billing: Some(BillingAsk {
                address: council.address.to_owned(),
                email: address(council.mailbox),
                contact_name: council.contact.to_owned(),
                buyer_reference: "CC 4410".to_owned(),
                po_number: None,
                po_to_follow: council.requires_po,
            }),
            start_now_accepted: false,
            seats: SeatsFrom::Public,
            rest: None,
            extras: Extras::default(),
            idempotency_key: app.tokens.uuid(),
            digest: String::new(),
        };
        Ok(book_places(app, &command).await?)
    }

    /// The customer that a council is.
    async fn customer_of(&self, council: Council) -> Result<i64, Unexpected> {
        let app = self.maker.app;
        let organisation_id = {
            let (on, now, tokens) = (london_date(app.now()), app.now(), app.tokens.as_ref());
            let name = council.name;
            let find = async |tx: &crate::db::Tx| {
                crate::members::employers::find_or_propose(tx, tokens, name, (on, now)).await
            };
            app.db.write_tx(find).await?
        };
        let found = find_customer_of(app.db.reader(), organisation_id).await?;
        found.context("a demo customer is missing")
    }

    /// A transfer that names no invoice.
    async fn keep_on_account(&self, council: Council, bank_reference: &str, pence: i64) -> Result<(), Unexpected> {
        let app = self.maker.app;
        let command = RecordCash {
            customer_id: self.customer_of(council).await?,
            amount: Pence::new(pence),
            value_on: london_date(app.now()),
            bank_reference: bank_reference.to_owned(),
            recorded_by: self.treasurer,
            idempotency_key: app.tokens.uuid(),
            body_digest: String::new(),
        };
        record_cash(app, &command).await.map_err(|error| Unexpected::because(error.to_string()))?;
        Ok(())
    }

    /// The treasurer approves the customer whose order waits, and sets its terms.
    pub(super) async fn approve(&self, council: Council) -> Result<(), Unexpected> {
        let app = self.maker.app;
        let customer_id = self.customer_of(council).await?;
        let terms = CustomerTerms {
            name: council.name.to_owned(),
            address: council.address.to_owned(),
            email: address(council.mailbox).as_str().to_owned(),
            contact_name: council.contact.to_owned(),
            requires_po: council.requires_po,
            terms_days: council.terms_days,
            reminders_paused: false,
        };
        update_customer(app, &UpdateCustomer { customer_id, terms, changed_by: self.treasurer }).await?;
        self.decide(customer_id, None).await
    }

    /// The treasurer turns the customer down; whoever ordered reads why.
    pub(super) async fn turn_down(&self, council: Council, why: &str) -> Result<(), Unexpected> {
        self.decide(self.customer_of(council).await?, Some(why)).await
    }

    async fn decide(&self, customer_id: i64, refused_because: Option<&str>) -> Result<(), Unexpected> {
        let app = self.maker.app;
        let command = DecideCustomer {
            customer_id,
            is_approved: refused_because.is_none(),
            reason: refused_because.unwrap_or_default().to_owned(),
            decided_by: self.treasurer,
        };
        let decided = decide_customer(app, &command).await?;
        carry_out_decision(app, &decided).await
    }

    /// Money seen on the bank statement: so much, or all of it.
    pub(super) async fn receive(
        &self,
        booked: &Booked,
        bank_reference: &str,
        pence: Option<i64>,
    ) -> Result<(), Unexpected> {
        let app = self.maker.app;
        let booking = find_booking(app.db.reader(), booked.booking_id).await?.context("a demo booking is missing")?;
        let charge_id = booking.charge_id.context("a demo booking has no charge")?;
        let owed = payments::queries::charge_money(app.db.reader(), charge_id).await?.outstanding;
        let amount = pence.map_or(owed, Pence::new);
        let command = RecordBankPayment {
            charge_id,
            amount,
            value_on: london_date(app.now()),
            bank_reference: bank_reference.to_owned(),
            recorded_by: self.treasurer,
            idempotency_key: app.tokens.uuid(),
            body_digest: String::new(),
        };
        record_bank_payment(app, command).await?;
        let written = payments::queries::payments_of_charge(app.db.reader(), charge_id).await?;
        let payment_id = written.last().context("a demo payment is missing")?.id;
        let (fact, now) = (MoneyFact::PaymentArrived { payment_id, charge_id, amount }, app.now());
        app.db.write_tx(async |tx| facts::hand_on(app, tx, fact, now).await).await
    }

    /// The booker cancels the last place and keeps the others.
    async fn give_up_last_place(&self, booked: &Booked) -> Result<(), Unexpected> {
        let app = self.maker.app;
        let places = places_of_booking(app.db.reader(), booked.booking_id).await?;
        let command = CancelPlaces {
            booking_id: booked.booking_id,
            place_ids: places.last().map(|place| place.id).into_iter().collect(),
            by: CancelledBy::Booker,
            actor: Actor::Link,
            expected: None,
            reason: "Samir is on leave that week.".to_owned(),
        };
        cancel_places(app, &command).await?;
        Ok(())
    }
}

fn mailbox_of(person: &str) -> String {
    person.to_lowercase().replace(' ', ".")
}

fn name(of: &str) -> PersonName {
    PersonName::parse(of).expect("the demo's names are well formed")
}

fn address(mailbox: &str) -> EmailAddress {
    EmailAddress::parse(&format!("{mailbox}@example.org")).expect("the demo's addresses are well formed")
}
