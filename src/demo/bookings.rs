//! What the demo's people have booked: paid, half given back, waiting for a bank transfer, held this minute, called off.

use chrono::Duration;

use super::courses::{ComingDates, FEW_SEATS};
use super::money;
use super::people::{ASHA, BENEDICT, CO_CHAIR, DemoPerson, GARETH, MINH_KHAI};
use super::{WorldMaker, waiting};
use crate::audit::Actor;
use crate::bookings::book_places::{Attendee, BookPlaces, Booked, Extras, SeatsFrom, book_places};
use crate::bookings::cancel_event::{cancel_event, cancel_next_bookings, preview_event_cancellation};
use crate::bookings::cancel_places::{CancelPlaces, cancel_places};
use crate::bookings::cancellation::CancelledBy;
use crate::bookings::hold::PaymentMethod;
use crate::bookings::queries::places_of_booking;
use crate::bookings::refund_policy::PayerKind;
use crate::bookings::release_expired_holds::release_expired_holds;
use crate::bookings::sale::find_sale;
use crate::bookings::waiting_list::tend_waiting_lists;
use crate::events::EventId;
use crate::facts;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Pence, PersonName, Unexpected};
use crate::members;
use crate::payments::open_checkout;
use crate::payments::seen::{DisputeStanding, Seen};
use crate::stripe_sandbox::{SessionStatus, WebhookTiming};

/// A name and the part before `@example.org`.
pub(super) type Somebody = (&'static str, &'static str);

/// What a place costs whoever is not a member, in pence.
const PRICE: Pence = Pence::new(9_000);
const PETRA: Somebody = ("Petra Vance", "petra.vance");
const HANNAH: Somebody = ("Hannah Quill", "hannah.quill");
const SAMPLETON: &str = "Sampleton Council";
const SAMPLETON_STAFF: [Somebody; 4] = [
    ("Hannah Quill", "hannah.quill"),
    ("Idris Fenwick", "reviewing.team"),
    ("Moira Tallis", "reviewing.team"),
    ("Yusuf Karadeniz", "yusuf.karadeniz"),
];
const NORTHMOOR: &str = "Northmoor County Council";
const NORTHMOOR_STAFF: [Somebody; 3] = [
    ("Bríd Ní Dhomhnaill", "brid.nidhomhnaill"),
    ("Calum Strachan", "calum.strachan"),
    ("Zofia Wróbel", "zofia.wrobel"),
];

/// Who books what for whom.
pub(super) struct Order {
    event: EventId,
    booker: Somebody,
    /// A demo person signs in to book; their own place comes first.
    signed_in: Option<DemoPerson>,
    others: Vec<Somebody>,
    organisation: Option<&'static str>,
    pub(super) method: PaymentMethod,
    pub(super) seats: SeatsFrom,
    pub(super) extras: Extras,
    /// What the page says it costs, where that is not the plain price of each place.
    pub(super) total: Option<Pence>,
}

/// Makes the bookings, oldest first.
pub(super) async fn make_bookings(maker: &WorldMaker<'_>, dates: ComingDates, now: Instant) -> Result<(), Unexpected> {
    let desk = Desk { maker, now };
    desk.gone_by(dates.held).await?;
    desk.on_day(-20).pay(by(ASHA, dates.open, &[])).await?;
    let pair = desk.on_day(-18).pay(by(GARETH, dates.open, &[PETRA])).await?;
    desk.on_day(-15).pay(by(ASHA, dates.nearly_full, &[(MINH_KHAI.name, MINH_KHAI.mailbox)])).await?;
    desk.on_day(-14).pay(for_council(dates.nearly_full, SAMPLETON, HANNAH, &SAMPLETON_STAFF)).await?;
    desk.on_day(-12).pay(by(ASHA, dates.soon, &[])).await?;
    let fill = &NORTHMOOR_STAFF[..usize::try_from(FEW_SEATS - 1).unwrap_or_default()];
    let northmoor = desk.on_day(-10).pay(for_council(dates.full, NORTHMOOR, NORTHMOOR_STAFF[0], fill)).await?;
    desk.on_day(-10).pay(by(BENEDICT, dates.full, &[])).await?;
    desk.on_day(-9).pay(by(GARETH, dates.called_off, &[])).await?;
    desk.on_day(-6).give_up_last_place(&pair).await?;
    for person in [ASHA, BENEDICT, CO_CHAIR] {
        desk.on_day(-4).book(by(person, dates.meeting_without_time, &[])).await?;
    }
    desk.on_day(-3).book(by(GARETH, dates.nearly_full, &[])).await?;
    desk.on_day(-2).free_unpaid(dates.nearly_full).await?;
    desk.call_off(dates.called_off).await?;
    let transfer = for_council(dates.open, SAMPLETON, HANNAH, &SAMPLETON_STAFF[..3]);
    desk.on_day(-1).book(Order { method: PaymentMethod::BankTransfer, ..transfer }).await?;
    waiting::make_waiting_list(maker, dates, now).await?;
    maker.clock.travel(now - Duration::hours(2));
    desk.give_up_last_place(&northmoor).await?;
    tend_waiting_lists(maker.app).await?;
    desk.sent_back_in_vain(dates.open).await?;
    maker.clock.travel(now - Duration::minutes(4));
    let bo = Order { booker: ("Bo Ng", "bo.ng"), others: vec![("Bo Ng", "bo.ng")], ..by(GARETH, dates.open, &[]) };
    desk.book(Order { signed_in: None, ..bo }).await?;
    Ok(())
}

/// Somebody signed in books for themselves and, perhaps, others; by card.
pub(super) fn by(person: DemoPerson, event: EventId, others: &[Somebody]) -> Order {
    Order {
        event,
        booker: (person.name, person.mailbox),
        signed_in: Some(person),
        others: others.to_vec(),
        organisation: None,
        method: PaymentMethod::Card,
        seats: SeatsFrom::Public,
        extras: Extras::default(),
        total: None,
    }
}

/// Somebody without an account books for colleagues; the council pays by card.
pub(super) fn for_council(event: EventId, council: &'static str, booker: Somebody, staff: &[Somebody]) -> Order {
    Order {
        event,
        booker,
        signed_in: None,
        others: staff.to_vec(),
        organisation: Some(council),
        method: PaymentMethod::Card,
        seats: SeatsFrom::Public,
        extras: Extras::default(),
        total: None,
    }
}

/// Does what the pages do.
pub(super) struct Desk<'a> {
    pub(super) maker: &'a WorldMaker<'a>,
    pub(super) now: Instant,
}

impl Desk<'_> {
    /// A refund that did not arrive; it is tried again tomorrow.
    async fn sent_back_in_vain(&self, event: EventId) -> Result<(), Unexpected> {
        let pair =
            self.on_day(-8).pay(for_council(event, NORTHMOOR, NORTHMOOR_STAFF[0], &NORTHMOOR_STAFF[..2])).await?;
        self.maker.clock.travel(self.now - Duration::hours(3));
        self.give_up_last_place(&pair).await?;
        money::refunds_fail(self.maker, &pair).await
    }

    /// An event that took place, with what became of its money since: earned, reduced, questioned by a bank, lost.
    async fn gone_by(&self, held: EventId) -> Result<(), Unexpected> {
        let kept = self.on_day(-60).pay(for_council(held, SAMPLETON, HANNAH, &SAMPLETON_STAFF)).await?;
        self.on_day(-55).pay(for_council(held, NORTHMOOR, NORTHMOOR_STAFF[2], &NORTHMOOR_STAFF[2..])).await?;
        money::bank_questions(self.maker, ("dp_demo_lost", PRICE), DisputeStanding::Lost).await?;
        self.on_day(-50).pay(for_council(held, SAMPLETON, PETRA, &[PETRA])).await?;
        money::bank_questions(self.maker, ("dp_demo_open", PRICE), DisputeStanding::Open).await?;
        self.on_day(-18);
        money::goodwill(self.maker, &kept, CO_CHAIR).await?;
        money::earn(self.maker, self.now - Duration::days(17)).await
    }

    /// Goes to a day before or after the real one.
    pub(super) fn on_day(&self, days: i64) -> &Self {
        self.maker.clock.travel(self.now + Duration::days(days));
        self
    }

    /// Books, and opens the payment page where there is one.
    pub(super) async fn book(&self, order: Order) -> Result<Booked, Unexpected> {
        let app = self.maker.app;
        let db = app.db.reader();
        let booker_email = address(order.booker);
        let booker_person_id = match order.signed_in {
            Some(person) => members::people::find_by_verified_email(db, &person.email()).await?,
            None => None,
        };
        let own_place = order.signed_in.map(|person| (person.name, person.mailbox));
        let sale = find_sale(db, order.event.0).await?.context("a demo event is not on sale")?;
        let is_member = match booker_person_id {
            Some(id) => {
                members::standing(db, id, crate::kernel::uk_time::london_date(app.now())).await?.gives_member_price()
            }
            None => false,
        };
        let attendees: Vec<Attendee> = own_place
            .into_iter()
            .map(|who| (who, true))
            .chain(order.others.iter().map(|who| (*who, false)))
            .map(|(who, is_booker)| Attendee { name: name(who), email: address(who), is_booker })
            .collect();
        let price = |attendee: &Attendee| sale.prices.price_for(attendee.is_booker && is_member).price;
        let command = BookPlaces {
            event_id: order.event.0,
            booker_person_id,
            booker_name: name(order.booker),
            booker_email,
            shown_total: order.total.unwrap_or_else(|| attendees.iter().map(price).sum()),
            attendees,
            unnamed: 0,
            officer: None,
            payer: if order.organisation.is_some() { PayerKind::Organisation } else { PayerKind::Person },
            organisation: order.organisation.map(str::to_owned),
            method: order.method,
            billing: None,
            start_now_accepted: true,
            seats: order.seats,
            rest: None,
            extras: order.extras,
            idempotency_key: app.tokens.uuid(),
            digest: String::new(),
        };
        let booked = book_places(app, &command).await?;
        if let Some(checkout) = booked.checkout_id {
            open_checkout(app, checkout).await?;
        }
        Ok(booked)
    }

    /// Books, pays by a card that works on the local Stripe's page, and asks Stripe what became of it.
    pub(super) async fn pay(&self, order: Order) -> Result<Booked, Unexpected> {
        let booked = self.book(order).await?;
        pay_open_session(self.maker).await?;
        Ok(booked)
    }

    /// The booker cancels the last place of a booking and keeps the others.
    pub(super) async fn give_up_last_place(&self, booked: &Booked) -> Result<(), Unexpected> {
        let app = self.maker.app;
        let places = places_of_booking(app.db.reader(), booked.booking_id).await?;
        let command = CancelPlaces {
            booking_id: booked.booking_id,
            place_ids: places.last().map(|place| place.id).into_iter().collect(),
            by: CancelledBy::Booker,
            actor: Actor::Link,
            expected: None,
            reason: "My colleague has moved to another team.".to_owned(),
        };
        cancel_places(app, &command).await?;
        Ok(())
    }

    /// Places whose buyers never paid are for sale again.
    async fn free_unpaid(&self, event: EventId) -> Result<(), Unexpected> {
        let app = self.maker.app;
        let now = app.now();
        app.db.write_tx(async |tx| release_expired_holds(app, tx, event.0, now).await).await?;
        Ok(())
    }

    /// The organiser calls a date off; everyone gets their money back.
    async fn call_off(&self, event: EventId) -> Result<(), Unexpected> {
        let app = self.maker.app;
        let preview = preview_event_cancellation(app, event.0).await?;
        let reason = "Our facilitator is unwell, and we could not find another in time.";
        cancel_event(app, event.0, reason, Actor::System, preview).await?;
        while cancel_next_bookings(app, event.0, None).await?.done > 0 {}
        Ok(())
    }
}

/// Pays what was last sent to the local Stripe's page, and asks Stripe what became of it.
pub(super) async fn pay_open_session(maker: &WorldMaker<'_>) -> Result<(), Unexpected> {
    let WorldMaker { app, stripe, .. } = *maker;
    let open = stripe.sessions().into_iter().rev().find(|session| session.status == SessionStatus::Open);
    let session = open.context("the local Stripe has no open session")?;
    stripe.pay_with_webhook(&session.id, WebhookTiming::Never)?;
    let gateway = app.gateway.as_ref().context("the demo has no gateway")?;
    facts::take_in(app, &Seen::Session(gateway.session(&session.id).await?)).await
}

pub(super) fn name(who: Somebody) -> PersonName {
    PersonName::parse(who.0).expect("the demo's names are well formed")
}

pub(super) fn address(who: Somebody) -> EmailAddress {
    EmailAddress::parse(&format!("{}@example.org", who.1)).expect("the demo's addresses are well formed")
}
