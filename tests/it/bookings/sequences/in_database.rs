//! What the database says of one event, and that it agrees with the model and with itself.

use std::collections::BTreeSet;

use entity::{booking, charge_line, ledger_posting, place, refund};
use nairo::bookings::booking_state::BookingState;
use nairo::kernel::Pence;
use nairo::payments::refunds::RefundState;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::model::Model;
use crate::bookings::shop::OnSale;
use crate::support::TestApp;

/// The bookings of an event, in the order in which they were made.
pub async fn event_bookings(app: &TestApp, event_id: i64) -> Vec<booking::Model> {
    let of_event = booking::Entity::find().filter(booking::Column::EventId.eq(event_id));
    of_event.order_by_asc(booking::Column::Id).all(app.state.db.reader()).await.unwrap()
}

/// The places of a booking, in their order.
pub async fn places_of(app: &TestApp, booking_id: i64) -> Vec<place::Model> {
    let of_booking = place::Entity::find().filter(place::Column::BookingId.eq(booking_id));
    of_booking.order_by_asc(place::Column::Position).all(app.state.db.reader()).await.unwrap()
}

/// Every charge that was ever raised for places of the event: a booking that was revived has two.
async fn charges_of(app: &TestApp, places: &[place::Model]) -> BTreeSet<i64> {
    let lines = charge_line::Entity::find()
        .filter(charge_line::Column::PurposeKind.eq("place"))
        .filter(charge_line::Column::PurposeId.is_in(places.iter().map(|place| place.id)));
    lines.all(app.state.db.reader()).await.unwrap().into_iter().map(|line| line.charge_id).collect()
}

/// Fails unless the database agrees with the model about seats, states and money, and its books with themselves.
pub async fn check(app: &TestApp, event_id: i64, model: &Model, done: &str) {
    let rows = event_bookings(app, event_id).await;
    assert_eq!(rows.len(), model.bookings.len(), "{done}");
    let mut all_places = Vec::new();
    for (number, (row, known)) in rows.iter().zip(&model.bookings).enumerate() {
        let places = places_of(app, row.id).await;
        let states: Vec<&str> = places.iter().map(|place| place.state.as_str()).collect();
        let wanted: Vec<&str> = known.places.iter().map(|place| place.state.word()).collect();
        assert_eq!((row.state.as_str(), states), (known.state.word(), wanted), "booking {number}, {done}");
        let money = app.money_of(row.charge_id.unwrap()).await;
        assert_eq!(money.outstanding, model.owed(number), "what booking {number} owes, {done}");
        all_places.extend(places);
    }
    check_seats(app, event_id, model, &all_places, done).await;
    check_money(app, model, &charges_of(app, &all_places).await, done).await;
}

async fn check_seats(app: &TestApp, event_id: i64, model: &Model, places: &[place::Model], done: &str) {
    let live = |place: &&place::Model| BookingState::parse(&place.state).is_some_and(BookingState::takes_a_place);
    let taken = app.seats_taken(&OnSale { id: event_id, slug: String::new() }).await;
    assert_eq!(usize::try_from(taken).unwrap(), places.iter().filter(live).count(), "seats and live places, {done}");
    assert!(usize::try_from(taken).unwrap() <= model.capacity, "sold beyond capacity, {done}");
}

/// Money in = money kept + refunded + owed back + taken back by banks, from the postings alone, and as the model has it.
async fn check_money(app: &TestApp, model: &Model, charges: &BTreeSet<i64>, done: &str) {
    let db = app.state.db.reader();
    let mut payments = BTreeSet::new();
    for charge_id in charges {
        payments.extend(app.payments_of(*charge_id).await.into_iter().map(|one| one.id));
    }
    let postings = ledger_posting::Entity::find()
        .filter(ledger_posting::Column::PaymentId.is_in(payments.iter().copied()))
        .all(db)
        .await
        .unwrap();
    let sum = |account: &str| -> i64 {
        postings.iter().filter(|one| one.account == account).map(|one| one.amount_pence).sum()
    };
    let refunds =
        refund::Entity::find().filter(refund::Column::PaymentId.is_in(payments.iter().copied())).all(db).await.unwrap();
    let in_states = |wanted: &[RefundState]| -> i64 {
        let is_one = |row: &&refund::Model| wanted.iter().any(|state| state.word() == row.state);
        refunds.iter().filter(is_one).map(|row| row.amount_pence).sum()
    };
    let cash = sum("bank") + sum("stripe_clearing") + sum("fees");
    assert_eq!(cash, -(sum("receivable") + sum("on_account") + sum("refunds_payable")), "both sides, {done}");
    let pending: Vec<RefundState> =
        RefundState::STANDING.into_iter().filter(|state| *state != RefundState::Succeeded).collect();
    assert_eq!(-sum("refunds_payable"), in_states(&pending), "owed back in the books and by refunds, {done}");
    let succeeded = [RefundState::Succeeded];
    assert_eq!(Pence::new(in_states(&succeeded)), model.money.refunds_in(&succeeded), "refunded, {done}");
    assert_eq!(Pence::new(in_states(&pending)), model.money.refunds_in(&pending), "owed back, {done}");
    let came_in: Pence = model.money.payments.iter().map(|one| one.amount).sum();
    let model_cash = came_in - model.money.refunds_in(&succeeded) - model.money.reversed;
    assert_eq!(Pence::new(cash), model_cash, "what lies in bank and processor, {done}");
}
