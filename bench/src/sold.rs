//! What was sold, in bulk: bookings with their places, charges, payments and postings, row by row as the product writes them.

use chrono::Duration;
use entity::{
    booking, capacity_pool, charge, charge_line, ledger_posting, ledger_transaction, payment, payment_allocation, place,
};
use nairo::db::Tx;
use nairo::kernel::{Instant, Unexpected, uk_time};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::crowd::{PEOPLE, insert, move_sequences_of, who};
use super::world::{COMING, EVENTS, Programme};

const BOOKINGS: i64 = 20_000;
const PRICE: i64 = 9_000;

/// Places of the one event that is full.
pub const FULL_HOUSE: i64 = 5_000;

/// Paid, confirmed bookings of one place each, 40 an event, two a person.
pub async fn make(tx: &Tx, programme: &Programme, now: Instant) -> Result<(), Unexpected> {
    let event_of = |id: i64| programme.events[usize::try_from(id).unwrap_or(0) % EVENTS];
    sell(tx, programme, (1..=BOOKINGS, &event_of), now).await?;
    let an_event = BOOKINGS / i64::try_from(EVENTS)?;
    take_seats(tx, an_event, None).await
}

/// The reference of the first booking of a person, who is the booker and the attendee.
pub fn first_booking_of(person_id: i64) -> String {
    format!("BN{person_id:06}")
}

/// One more event, full: a booking of one place for each of its seats. Gives the event.
pub async fn fill_one_event(tx: &Tx, programme: &Programme, now: Instant) -> Result<i64, Unexpected> {
    let (event, pool) = programme.events[COMING - 1];
    sell(tx, programme, (BOOKINGS + 1..=BOOKINGS + FULL_HOUSE, &|_| (event, pool)), now).await?;
    take_seats(tx, FULL_HOUSE, Some(pool)).await?;
    Ok(event)
}

async fn take_seats(tx: &Tx, number: i64, pool: Option<i64>) -> Result<(), Unexpected> {
    let update = capacity_pool::Entity::update_many()
        .col_expr(capacity_pool::Column::PlacesTaken, Expr::col(capacity_pool::Column::PlacesTaken).add(number));
    let update = match pool {
        Some(pool) => {
            let (room, seats) = (capacity_pool::Column::Room, capacity_pool::Column::Capacity);
            let update =
                update.col_expr(room, Expr::col(room).add(number)).col_expr(seats, Expr::col(seats).add(number));
            update.filter(capacity_pool::Column::Id.eq(pool))
        }
        None => update,
    };
    update.exec(tx).await?;
    Ok(())
}

/// Which bookings, and the event and pool of each.
type Which<'a> = (std::ops::RangeInclusive<i64>, &'a (dyn Fn(i64) -> (i64, i64) + Sync));

async fn sell(tx: &Tx, programme: &Programme, (ids, event_of): Which<'_>, now: Instant) -> Result<(), Unexpected> {
    let at = now - Duration::days(40);
    let all = || ids.clone();
    let person_of = |id: i64| (id - 1) % PEOPLE + 1;
    insert::<charge::ActiveModel>(tx, all().map(|id| charge_row(id, person_of(id), at)).collect()).await?;
    let bookings = all().map(|id| booking_row(id, (event_of(id).0, person_of(id)), programme, at));
    insert::<booking::ActiveModel>(tx, bookings.collect()).await?;
    insert::<charge_line::ActiveModel>(tx, all().map(|id| line_row(id, at)).collect()).await?;
    let places = all().map(|id| place_row(id, event_of(id), person_of(id)));
    insert::<place::ActiveModel>(tx, places.collect()).await?;
    insert::<payment::ActiveModel>(tx, all().map(|id| payment_row(id, at)).collect()).await?;
    let allocations = all().map(|id| payment_allocation::Model {
        id,
        payment_id: id,
        charge_id: id,
        amount_pence: PRICE,
        allocated_at: at,
    });
    insert::<payment_allocation::ActiveModel>(tx, allocations.collect()).await?;
    let entries = all().flat_map(|id| (0..3).map(move |step| entry_row(id, step, at)));
    insert::<ledger_transaction::ActiveModel>(tx, entries.collect()).await?;
    let postings = all().flat_map(|id| (0..3).flat_map(move |step| posting_rows(id, step)));
    insert::<ledger_posting::ActiveModel>(tx, postings.collect()).await?;
    let last = *ids.end();
    let given = [
        ("charge", last),
        ("charge_line", last),
        ("booking", last),
        ("place", last),
        ("payment", last),
        ("payment_allocation", last),
        ("ledger_transaction", last * 3),
        ("ledger_posting", last * 6),
    ];
    move_sequences_of(tx, &given).await
}

fn charge_row(id: i64, person_id: i64, at: Instant) -> charge::Model {
    charge::Model {
        id,
        reference: format!("CN{id:06}"),
        payer_kind: "person".to_owned(),
        payer_person_id: Some(person_id),
        payer_organisation_id: None,
        payer_name: who(person_id).0,
        payer_email: who(person_id).1,
        description: format!("Measured course, booking BN{id:06}"),
        raised_at: at,
    }
}

fn booking_row(id: i64, (event_id, person_id): (i64, i64), programme: &Programme, at: Instant) -> booking::Model {
    booking::Model {
        id,
        reference: format!("BN{id:06}"),
        event_id,
        booker_person_id: Some(person_id),
        booker_name: who(person_id).0,
        booker_email: who(person_id).1,
        payer_kind: "person".to_owned(),
        organisation_id: None,
        organisation_name: None,
        payment_method: "card".to_owned(),
        state: "confirmed".to_owned(),
        held_until: Some(at + Duration::minutes(40)),
        charge_id: Some(id),
        total_pence: PRICE,
        refund_policy_id: programme.policy,
        booking_terms_id: programme.terms,
        start_now_accepted_at: None,
        link_generation: 1,
        booked_at: at,
        booked_on: uk_time::london_date(at),
        confirmed_at: Some(at),
        ended_at: None,
        personal_data_wiped_at: None,
        joins_order_id: None,
        joins_too_at: None,
    }
}

fn line_row(id: i64, at: Instant) -> charge_line::Model {
    charge_line::Model {
        id,
        charge_id: id,
        position: 1,
        purpose_kind: "place".to_owned(),
        purpose_id: id,
        description: "Measured course".to_owned(),
        vat_treatment: "exempt".to_owned(),
        list_price_pence: PRICE,
        discount_pence: 0,
        price_pence: PRICE,
        fund: "general".to_owned(),
        activity: "training".to_owned(),
        raised_at: at,
    }
}

fn place_row(id: i64, (event_id, pool_id): (i64, i64), person_id: i64) -> place::Model {
    place::Model {
        id,
        booking_id: id,
        event_id,
        capacity_pool_id: pool_id,
        position: 1,
        is_booker: true,
        attendee_name: who(person_id).0,
        // A second booking of the same person may fall on the same event.
        folded_name: format!("{} {id}", who(person_id).0.to_lowercase()),
        attendee_email: who(person_id).1,
        folded_email: who(person_id).1,
        person_id: Some(person_id),
        price_reason: "standard".to_owned(),
        price_pence: PRICE,
        charge_line_id: Some(id),
        state: "confirmed".to_owned(),
        calendar_uid: format!("bench-{id}"),
        calendar_sequence: 0,
        link_generation: 1,
        member_price_claimed_at: None,
        list_pence: PRICE,
        price_note: String::new(),
        mode: String::new(),
    }
}

fn payment_row(id: i64, at: Instant) -> payment::Model {
    payment::Model {
        id,
        reference: format!("RN{id:06}"),
        method: "card".to_owned(),
        amount_pence: PRICE,
        checkout_id: None,
        stripe_payment_intent: Some(format!("pi_bench_{id}")),
        bank_reference: None,
        value_on: uk_time::london_date(at),
        received_at: at,
        recorded_by_id: None,
        customer_id: None,
    }
}

/// Charge raised, payment received, payment allocated: steps 0, 1, 2.
fn entry_row(id: i64, step: usize, at: Instant) -> ledger_transaction::Model {
    let (kind, document_kind, dedupe_key) = match step {
        0 => ("charge_raised", "charge", format!("charge:CN{id:06}:raised")),
        1 => ("payment_received", "payment", format!("payment:RN{id:06}:received")),
        _ => ("payment_allocated", "payment_allocation", format!("allocation:{id}")),
    };
    ledger_transaction::Model {
        id: entry_id(id, step),
        kind: kind.to_owned(),
        occurred_on: uk_time::london_date(at),
        recorded_at: at,
        document_kind: document_kind.to_owned(),
        document_id: id,
        dedupe_key,
        posted_by: "system".to_owned(),
        posted_by_person_id: None,
    }
}

fn entry_id(id: i64, step: usize) -> i64 {
    (id - 1) * 3 + i64::try_from(step).unwrap_or(0) + 1
}

fn posting_rows(id: i64, step: usize) -> [ledger_posting::Model; 2] {
    let (debit, credit) =
        [("receivable", "deferred_income"), ("stripe_clearing", "on_account"), ("on_account", "receivable")][step];
    let transaction_id = entry_id(id, step);
    [(debit, PRICE, -1), (credit, -PRICE, 0)].map(|(account, amount_pence, before)| ledger_posting::Model {
        id: transaction_id * 2 + before,
        transaction_id,
        account: account.to_owned(),
        fund: "general".to_owned(),
        activity: "training".to_owned(),
        amount_pence,
        charge_id: Some(id),
        payment_id: (step > 0).then_some(id),
    })
}
