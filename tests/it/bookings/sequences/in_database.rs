//! What the database says of both dates, and that it agrees with the model and with itself.

use std::collections::{BTreeMap, BTreeSet};

use entity::{booking, charge_line, ledger_posting, place, refund, waiting_entry, waiting_offer};
use nairo::bookings::booking_state::BookingState;
use nairo::bookings::waiting_list::turns::PAID_TOO_LATE;
use nairo::kernel::Pence;
use nairo::payments::refunds::RefundState;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::model::{HERE, Model};
use super::model_list::Wait;
use crate::bookings::shop::OnSale;
use crate::support::TestApp;

/// The bookings of both dates, in the order in which they were made.
pub async fn event_bookings(app: &TestApp, dates: [i64; 2]) -> Vec<booking::Model> {
    let of_dates = booking::Entity::find().filter(booking::Column::EventId.is_in(dates));
    of_dates.order_by_asc(booking::Column::Id).all(app.state.db.reader()).await.unwrap()
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
pub async fn check(app: &TestApp, dates: [i64; 2], model: &Model, done: &str) {
    let rows = event_bookings(app, dates).await;
    assert_eq!(rows.len(), model.bookings.len(), "{done}");
    let mut all_places = Vec::new();
    for (number, (row, known)) in rows.iter().zip(&model.bookings).enumerate() {
        let places = places_of(app, row.id).await;
        let states: Vec<&str> = places.iter().map(|place| place.state.as_str()).collect();
        let wanted: Vec<&str> = known.places.iter().map(|place| place.state.word()).collect();
        assert_eq!((row.state.as_str(), states), (known.state.word(), wanted), "booking {number}, {done}");
        assert_eq!(row.event_id, dates[known.date], "booking {number}, {done}");
        let live = known.places.iter().zip(&places).filter(|(place, _)| place.state.takes_a_place());
        live.for_each(|(place, row)| assert_eq!(place.name, row.attendee_name, "booking {number}, {done}"));
        let money = app.money_of(row.charge_id.unwrap()).await;
        assert_eq!(money.outstanding, model.owed(number), "what booking {number} owes, {done}");
        all_places.extend(places);
    }
    check_seats(app, dates, (model, &all_places), done).await;
    check_list(app, dates[HERE], model, done).await;
    check_money(app, model, &charges_of(app, &all_places).await, done).await;
}

async fn check_seats(app: &TestApp, dates: [i64; 2], (model, places): (&Model, &[place::Model]), done: &str) {
    let is_live = |place: &&place::Model| BookingState::parse(&place.state).is_some_and(BookingState::takes_a_place);
    for (date, event_id) in dates.into_iter().enumerate() {
        let live = places.iter().filter(is_live).filter(|place| place.event_id == event_id).count();
        assert_eq!(live, model.live(date), "live places of date {date}, {done}");
        let taken = app.seats_taken(&OnSale { id: event_id, slug: String::new() }).await;
        let taken = usize::try_from(taken).unwrap();
        assert_eq!(taken, model.taken(date), "seats of date {date}: places and offers, {done}");
        assert!(taken <= model.dates[date].capacity, "sold beyond capacity, {done}");
    }
}

/// Whoever joined the list of an event, by the number of the entry in the model; those who paid too late are not in the model.
pub async fn entries_of(app: &TestApp, event_id: i64) -> BTreeMap<usize, waiting_entry::Model> {
    let of_event = waiting_entry::Entity::find()
        .filter(waiting_entry::Column::EventId.eq(event_id))
        .filter(waiting_entry::Column::Priority.ne(PAID_TOO_LATE));
    let rows = of_event.all(app.state.db.reader()).await.unwrap();
    let number = |row: &waiting_entry::Model| row.name.strip_prefix("Waiter ").and_then(|number| number.parse().ok());
    rows.into_iter().filter_map(|row| Some((number(&row)?, row))).collect()
}

/// Every entry in the state, and with the seats, that the model has; what ended long ago is forgotten.
async fn check_list(app: &TestApp, event_id: i64, model: &Model, done: &str) {
    let rows = entries_of(app, event_id).await;
    let of_event = waiting_offer::Entity::find().filter(waiting_offer::Column::EventId.eq(event_id));
    let open = of_event.filter(waiting_offer::Column::State.eq("open")).all(app.state.db.reader()).await.unwrap();
    for (number, entry) in model.list.entries.iter().enumerate() {
        let Some(row) = rows.get(&number) else {
            assert!(!matches!(entry.state, Wait::Waiting | Wait::Offered { .. }), "entry {number} is gone, {done}");
            continue;
        };
        assert_eq!(row.state, entry.state.word(), "entry {number}, {done}");
        let offered = open.iter().find(|offer| offer.waiting_entry_id == row.id);
        let offered = offered.map(|offer| (usize::try_from(offer.seats).unwrap(), offer.expires_at));
        let wanted = if let Wait::Offered { seats, until } = entry.state { Some((seats, until)) } else { None };
        assert_eq!(offered, wanted, "the offer of entry {number}, {done}");
    }
    let sale = nairo::bookings::sale::find_sale(app.state.db.reader(), event_id).await.unwrap().unwrap();
    assert_eq!(sale.waiting, model.list.keeps_public_out, "who keeps the public out, {done}");
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
