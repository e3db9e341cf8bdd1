//! The same sequences against the product: every step is done by its use case, and afterwards the database must say what the
//! model says.

use chrono::Duration;
use entity::waiting_entry;
use nairo::audit::Actor;
use nairo::bookings::cancel_places::{CancelPlaces, cancel_places};
use nairo::bookings::cancellation::CancelledBy;
use nairo::bookings::exceptions::{GiveGoodwill, give_goodwill};
use nairo::bookings::refund_policy::{EventDates, RefundPolicy, RefundTier};
use nairo::bookings::waiting_list::leave::{GiveUp, give_up};
use nairo::bookings::waiting_list::tend_waiting_lists;
use nairo::bookings::waiting_list::turns::PAID_TOO_LATE;
use nairo::kernel::Pence;
use nairo::payments::RecordBankPayment;
use nairo::payments::record_bank_payment::record_bank_payment;
use nairo::payments::refunds::{PayByHand, RefundState, pay_by_hand};
use nairo::payments::seen::{DisputeSeen, DisputeStanding, Seen};
use nairo::stripe_sandbox::RefundOutcome;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::actions::Action;
use super::in_database::event_bookings;
use super::model::{Date, HERE, Model};
use super::model_changes::person;
use super::model_list::WaitingList;
use super::model_money::Money;
use crate::bookings::shop::{OnSale, course};
use crate::support::TestApp;

const PRICE: i64 = 4_869;
const PLACES: i32 = 4;

/// Two dates of a course, and whatever is needed to act on their bookings.
pub struct Driver<'a> {
    pub(super) app: &'a TestApp,
    pub(super) event: OnSale,
    /// The other date.
    pub(super) there: OnSale,
    treasurer: i64,
    /// Stripe's session of each booking; empty for transfers, and for what came about by a move.
    pub(super) sessions: Vec<String>,
    pub(super) model: Model,
}

impl<'a> Driver<'a> {
    pub(super) async fn new(app: &'a TestApp, treasurer: i64) -> Self {
        app.stripe.set_refund_outcome(RefundOutcome::Succeed);
        let id = app.a_course().await;
        let offer = || course().of(id).with_capacity(PLACES).for_pence(PRICE, None);
        let (event, there) = (app.sell(offer()).await, app.sell(offer().in_days(44)).await);
        let model = Model {
            dates: [date(app, &event).await, date(app, &there).await],
            price: Pence::new(PRICE),
            policy: RefundPolicy {
                id: 1,
                name: "Seven days".to_owned(),
                tiers: vec![RefundTier { days_before: 7, percent: 100 }],
            },
            now: app.now(),
            bookings: Vec::new(),
            money: Money::default(),
            list: WaitingList::default(),
            substitutions: 0,
        };
        Self { app, event, there, treasurer, sessions: Vec::new(), model }
    }

    /// Does the step in the model and in the product.
    async fn step(&mut self, action: Action) {
        let known = self.model.bookings.len();
        let asked = self.ask(action);
        let is_done = self.model.apply(action);
        self.model.check();
        let number = |number: u8| usize::from(number) % known.max(1);
        match action {
            Action::Book { places, by_card } => self.book(places, by_card, is_done).await,
            Action::PayByCard { booking } if is_done => {
                self.app.stripe.pay(&self.sessions[number(booking)]).await.unwrap();
            }
            Action::Transfer { booking } if is_done => {
                let total = self.model.bookings[number(booking)].total;
                self.transfer(number(booking), total).await;
            }
            Action::TransferSome { booking, pence } if is_done => {
                self.transfer(number(booking), Pence::new(pence.into())).await;
            }
            Action::CancelOne { booking } if known > 0 => self.cancel(number(booking), false).await,
            Action::CancelAll { booking } if known > 0 => self.cancel(number(booking), true).await,
            Action::Wait { hours } => self.app.advance(Duration::hours(hours.into())),
            Action::RefundsFail(fail) if is_done => {
                let outcome = if fail { RefundOutcome::Fail } else { RefundOutcome::Succeed };
                self.app.stripe.set_refund_outcome(outcome);
            }
            Action::PayByHand => self.pay_by_hand().await,
            Action::DisputeOpens { booking } if is_done => self.dispute(number(booking), DisputeStanding::Open).await,
            Action::DisputeEnds { booking, won } if is_done => {
                let standing = if won { DisputeStanding::Won } else { DisputeStanding::Lost };
                self.dispute(number(booking), standing).await;
            }
            Action::Goodwill { booking, pence } if known > 0 => self.goodwill(number(booking), pence).await,
            Action::CallOff if is_done => self.app.office_calls_off(&self.event, Actor::System).await,
            Action::Move { booking } if known > 0 => self.move_all(number(booking), asked, is_done).await,
            Action::Substitute { booking } if known > 0 => self.substitute(number(booking), is_done).await,
            Action::Join { places, all_together } if known > 0 => self.join(places, all_together, is_done).await,
            Action::TakeOffer { .. } | Action::LeaveList { .. } => self.act_on_entry(action, asked, is_done).await,
            _ => {}
        }
        self.app.settle().await;
        self.late_payers_leave().await;
        tend_waiting_lists(&self.app.state).await.unwrap();
        self.app.settle().await;
        self.app.ignore_mail();
    }

    /// Whoever paid too late stands first on the waiting list (HLD-5), of which the model knows nothing: they leave it at once.
    async fn late_payers_leave(&self) {
        let rows = waiting_entry::Entity::find()
            .filter(waiting_entry::Column::EventId.eq(self.event.id))
            .filter(waiting_entry::Column::Priority.eq(PAID_TOO_LATE))
            .filter(waiting_entry::Column::EndedAt.is_null())
            .all(self.app.state.db.reader());
        for entry in rows.await.unwrap() {
            assert!(give_up(&self.app.state, entry.id, GiveUp::Leave, Actor::System).await.unwrap());
        }
        self.app.settle().await;
    }

    async fn book(&mut self, places: u8, by_card: bool, is_done: bool) {
        if !self.model.is_open(HERE) {
            return;
        }
        let number = self.model.bookings.len();
        // The model has written the booking by now, if there is one.
        let number = if is_done { number - 1 } else { number };
        let people: Vec<String> = (1..=places.into()).map(|place| person(number, place)).collect();
        let people: Vec<&str> = people.iter().map(String::as_str).collect();
        let visitor = self.app.visitor();
        let page = visitor.get(&self.event.form_path()).await;
        if !page.html.contains("booker_name") {
            assert!(!is_done, "the form is gone though there are places");
            return;
        }
        let form = self.event.filled(&visitor, &people).await;
        let form = form.choose("payer", "organisation").fill("organisation", "Sampleton Council");
        let answer = visitor.submit_once(form.press("pay", if by_card { "card" } else { "bank" })).await;
        assert_eq!(answer.status.as_u16() == 303, is_done, "{}", answer.text());
        if is_done {
            let session =
                if by_card { crate::support::stripe::session_in(answer.header("location")) } else { String::new() };
            self.sessions.push(session);
        }
    }

    pub(super) async fn row(&self, number: usize) -> entity::booking::Model {
        event_bookings(self.app, self.dates()).await.remove(number)
    }

    /// Both dates.
    pub(super) fn dates(&self) -> [i64; 2] {
        [self.event.id, self.there.id]
    }

    async fn transfer(&self, number: usize, amount: Pence) {
        let command = RecordBankPayment {
            charge_id: self.row(number).await.charge_id.unwrap(),
            amount,
            value_on: self.app.today(),
            bank_reference: "SAMPLETON 4711".to_owned(),
            recorded_by: self.treasurer,
            idempotency_key: self.app.state.tokens.uuid(),
            body_digest: String::new(),
        };
        record_bank_payment(&self.app.state, command).await.unwrap();
    }

    async fn cancel(&self, number: usize, all: bool) {
        let booking = self.row(number).await;
        let places = super::in_database::places_of(self.app, booking.id).await;
        let live = places.iter().find(|place| place.state == "held" || place.state == "confirmed");
        let command = CancelPlaces {
            booking_id: booking.id,
            place_ids: if all { Vec::new() } else { live.map(|place| place.id).into_iter().collect() },
            by: CancelledBy::Booker,
            actor: Actor::Link,
            expected: None,
            reason: "changed plans".to_owned(),
        };
        // Whether it may is for the rules to say; what became of it is compared afterwards.
        if all || live.is_some() {
            let _ = cancel_places(&self.app.state, &command).await;
        }
    }

    async fn pay_by_hand(&self) {
        for refund in self.app.all_refunds().await {
            if refund.state == RefundState::Manual.word() {
                let refund_id = nairo::payments::RefundId(refund.id);
                let command = PayByHand { refund_id, bank_reference: "OUT".to_owned(), paid_by: self.treasurer };
                let _ = pay_by_hand(&self.app.state, command).await;
            }
        }
    }

    async fn dispute(&self, number: usize, standing: DisputeStanding) {
        let session = &self.sessions[number];
        let sessions = self.app.stripe.sessions();
        let payment_intent = sessions.iter().find(|known| known.id == *session).unwrap().payment_intent.clone();
        let amount = self.model.bookings[number].total;
        let id = format!("dp_{}", self.row(number).await.reference);
        let seen = DisputeSeen::new(&id, payment_intent, amount, standing);
        nairo::facts::take_in(&self.app.state, &Seen::Dispute(seen)).await.unwrap();
    }

    async fn goodwill(&self, number: usize, pence: u16) {
        let booking = self.row(number).await;
        let place_id = super::in_database::places_of(self.app, booking.id).await[0].id;
        let command = GiveGoodwill {
            booking_id: booking.id,
            place_id,
            amount: Pence::new(pence.into()),
            reason: "the sound failed".to_owned(),
            by: self.treasurer,
            form: (self.app.state.tokens.uuid(), String::new()),
        };
        let _ = give_goodwill(&self.app.state, &command).await;
    }
}

/// A date as the model has it.
async fn date(app: &TestApp, event: &OnSale) -> Date {
    let known = nairo::events::load_event(app.state.db.reader(), nairo::events::EventId(event.id)).await.unwrap();
    let dates = EventDates { first_day: known.when.known_day().unwrap(), starts_at: known.starts_at() };
    Date { capacity: usize::try_from(PLACES).unwrap(), dates, is_called_off: false }
}
