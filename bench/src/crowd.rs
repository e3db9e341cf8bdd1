//! People, members, sessions and bookings in bulk, row by row as the product writes them.

use chrono::{Days, Duration};
use entity::{
    booking, capacity_pool, charge, charge_line, ledger_posting, ledger_transaction, login, login_session, membership,
    membership_price, membership_term, membership_type, payment, payment_allocation, person, person_email, place,
};
use nairo::db::Db;
use nairo::kernel::tokens::hash_secret;
use nairo::kernel::{Instant, Unexpected, uk_time};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, IntoActiveModel,
};

use super::sign_in;
use super::world::{EVENTS, Programme};

const PEOPLE: i64 = 10_000;
const MEMBERS: i64 = 5_000;
const SESSIONS: i64 = 64;
const BOOKINGS: i64 = 20_000;
/// Rows in one statement; SQLite takes at most 32,766 values.
const BATCH: usize = 500;

/// Writes them all; gives the `Cookie` headers of the people who are signed in.
pub async fn make(db: &Db, programme: &Programme, now: Instant) -> Result<Vec<String>, Unexpected> {
    let hash = sign_in::hash_of_everybodys_password()?;
    db.write_tx(async |tx| {
        make_people(tx, &hash, now).await?;
        make_members(tx, now).await?;
        make_bookings(tx, programme, now).await?;
        move_sequences(tx).await
    })
    .await?;
    db.write_tx(async |tx| make_sessions(tx, now).await).await
}

/// Name and address of a person.
pub fn who(id: i64) -> (String, String) {
    (format!("Person Number{id}"), format!("person{id}@example.org"))
}

async fn insert<A>(tx: &DatabaseTransaction, rows: Vec<<A::Entity as EntityTrait>::Model>) -> Result<(), Unexpected>
where
    A: ActiveModelTrait + Send,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let batch: Vec<A> = rows.by_ref().take(BATCH).map(|row| row.into_active_model().reset_all()).collect();
        A::Entity::insert_many(batch).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn make_people(tx: &DatabaseTransaction, hash: &str, now: Instant) -> Result<(), Unexpected> {
    let people = (1..=PEOPLE).map(|id| person::Model {
        id,
        reference: format!("PN{id:06}"),
        full_name: who(id).0,
        folded_name: who(id).0.to_lowercase(),
        merged_into_id: None,
        merged_at: None,
        disabled_at: None,
        erased_at: None,
        created_at: now,
    });
    insert::<person::ActiveModel>(tx, people.collect()).await?;
    let emails = (1..=PEOPLE).map(|id| person_email::Model {
        id,
        person_id: id,
        address: who(id).1,
        folded_address: who(id).1,
        is_primary: true,
        verified_at: Some(now),
        created_at: now,
    });
    insert::<person_email::ActiveModel>(tx, emails.collect()).await?;
    let logins = (1..=PEOPLE).map(|id| login::Model {
        id,
        person_id: id,
        password_hash: Some(hash.to_owned()),
        password_set_at: Some(now),
        last_signed_in_at: None,
        created_at: now,
    });
    insert::<login::ActiveModel>(tx, logins.collect()).await
}

async fn make_members(tx: &DatabaseTransaction, now: Instant) -> Result<(), Unexpected> {
    let today = uk_time::london_date(now);
    let kind = membership_type::Model {
        id: 1,
        code: "full".to_owned(),
        name: "Full member".to_owned(),
        who_for: "Reviewing officers".to_owned(),
        term_months: 12,
        needs_decision: true,
        gives_member_price: true,
        position: 1,
        closed_on: None,
    };
    insert::<membership_type::ActiveModel>(tx, vec![kind]).await?;
    let price =
        membership_price::Model { id: 1, membership_type_id: 1, valid_from: today - Days::new(900), price_pence: 6_000 };
    insert::<membership_price::ActiveModel>(tx, vec![price]).await?;
    let since = today - Days::new(100);
    let members = (1..=MEMBERS).map(|id| membership::Model {
        id,
        person_id: id,
        number: 1_000 + id,
        member_since: since,
        created_at: now,
    });
    insert::<membership::ActiveModel>(tx, members.collect()).await?;
    let terms = (1..=MEMBERS).map(|id| membership_term::Model {
        id,
        membership_id: id,
        membership_type_id: 1,
        basis: "paid".to_owned(),
        starts_on: since,
        ends_on: today + Days::new(264),
        charge_id: None,
        money_cleared_at: Some(now),
        ended_early_on: None,
        end_reason: None,
        created_at: now,
    });
    insert::<membership_term::ActiveModel>(tx, terms.collect()).await
}

/// Paid, confirmed bookings of one place each, 40 an event, two a person.
async fn make_bookings(tx: &DatabaseTransaction, programme: &Programme, now: Instant) -> Result<(), Unexpected> {
    let at = now - Duration::days(40);
    let event_of = |id: i64| programme.events[usize::try_from(id).unwrap_or(0) % EVENTS];
    let person_of = |id: i64| (id - 1) % PEOPLE + 1;
    insert::<charge::ActiveModel>(tx, (1..=BOOKINGS).map(|id| charge_row(id, person_of(id), at)).collect()).await?;
    let bookings = (1..=BOOKINGS).map(|id| booking_row(id, (event_of(id).0, person_of(id)), programme, at));
    insert::<booking::ActiveModel>(tx, bookings.collect()).await?;
    insert::<charge_line::ActiveModel>(tx, (1..=BOOKINGS).map(line_row).collect()).await?;
    let places = (1..=BOOKINGS).map(|id| place_row(id, event_of(id), person_of(id)));
    insert::<place::ActiveModel>(tx, places.collect()).await?;
    insert::<payment::ActiveModel>(tx, (1..=BOOKINGS).map(|id| payment_row(id, at)).collect()).await?;
    let allocations = (1..=BOOKINGS).map(|id| payment_allocation::Model {
        id,
        payment_id: id,
        charge_id: id,
        amount_pence: PRICE,
        allocated_at: at,
    });
    insert::<payment_allocation::ActiveModel>(tx, allocations.collect()).await?;
    let entries = (1..=BOOKINGS).flat_map(|id| (0..3).map(move |step| entry_row(id, step, at)));
    insert::<ledger_transaction::ActiveModel>(tx, entries.collect()).await?;
    let postings = (1..=BOOKINGS).flat_map(|id| (0..3).flat_map(move |step| posting_rows(id, step)));
    insert::<ledger_posting::ActiveModel>(tx, postings.collect()).await?;
    let an_event = BOOKINGS / i64::try_from(EVENTS)?;
    capacity_pool::Entity::update_many()
        .col_expr(capacity_pool::Column::PlacesTaken, Expr::col(capacity_pool::Column::PlacesTaken).add(an_event))
        .exec(tx)
        .await?;
    Ok(())
}

const PRICE: i64 = 9_000;

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
    }
}

fn line_row(id: i64) -> charge_line::Model {
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

async fn make_sessions(tx: &DatabaseTransaction, now: Instant) -> Result<Vec<String>, Unexpected> {
    let token = |id: i64| format!("bench-session-{id}");
    let sessions = (1..=SESSIONS).map(|id| login_session::Model {
        id,
        token_hash: hash_secret(&token(id)),
        person_id: id,
        is_back_office: false,
        proof: "password".to_owned(),
        user_agent: "bench".to_owned(),
        created_at: now,
        last_seen_at: now,
        expires_at: now + Duration::days(30),
        ended_at: None,
    });
    insert::<login_session::ActiveModel>(tx, sessions.collect()).await?;
    let cookie = |id| format!("__Host-nairo-session={}; __Host-nairo-visit=bench-visit-{id}", token(id));
    let after = [("login_session", SESSIONS)];
    move_sequences_of(tx, &after).await?;
    Ok((1..=SESSIONS).map(cookie).collect())
}

async fn move_sequences(tx: &DatabaseTransaction) -> Result<(), Unexpected> {
    let tables = [
        ("person", PEOPLE),
        ("person_email", PEOPLE),
        ("login", PEOPLE),
        ("membership_type", 1),
        ("membership_price", 1),
        ("membership", MEMBERS),
        ("membership_term", MEMBERS),
        ("charge", BOOKINGS),
        ("charge_line", BOOKINGS),
        ("booking", BOOKINGS),
        ("place", BOOKINGS),
        ("payment", BOOKINGS),
        ("payment_allocation", BOOKINGS),
        ("ledger_transaction", BOOKINGS * 3),
        ("ledger_posting", BOOKINGS * 6),
    ];
    move_sequences_of(tx, &tables).await
}

/// PostgreSQL does not notice ids that were given; SQLite does.
async fn move_sequences_of(tx: &DatabaseTransaction, tables: &[(&str, i64)]) -> Result<(), Unexpected> {
    if tx.get_database_backend() == DbBackend::Postgres {
        for (table, last) in tables {
            tx.execute_unprepared(&format!("SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})")).await?;
        }
    }
    Ok(())
}
