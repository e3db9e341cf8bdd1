//! People, members and sessions in bulk, row by row as the product writes them.

use chrono::{Days, Duration, NaiveDate};
use entity::{
    login, login_session, membership, membership_term, membership_type, membership_type_version, person, person_email,
};
use nairo::db::{Db, Tx};
use nairo::kernel::tokens::hash_secret;
use nairo::kernel::{Instant, Unexpected, uk_time};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel};

use super::world::Programme;
use super::{sign_in, sold};

/// People in all; the first are members, and the first of those are signed in.
pub const PEOPLE: i64 = 10_000;
const MEMBERS: i64 = 5_000;
const SESSIONS: i64 = 64;
/// Rows in one statement; SQLite takes at most 32,766 values.
const BATCH: usize = 500;

/// Writes them all; gives the `Cookie` headers of the people who are signed in.
pub async fn make(db: &Db, programme: &Programme, now: Instant) -> Result<Vec<String>, Unexpected> {
    let hash = sign_in::hash_of_everybodys_password()?;
    db.write_tx(async |tx| {
        make_people(tx, &hash, now).await?;
        make_members(tx, now).await?;
        sold::make(tx, programme, now).await?;
        move_sequences(tx).await
    })
    .await?;
    db.write_tx(async |tx| make_sessions(tx, now).await).await
}

/// Name and address of a person.
pub fn who(id: i64) -> (String, String) {
    (format!("Person Number{id}"), format!("person{id}@example.org"))
}

/// Writes rows with their ids, in batches.
pub async fn insert<A>(tx: &Tx, rows: Vec<<A::Entity as EntityTrait>::Model>) -> Result<(), Unexpected>
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

async fn make_people(tx: &Tx, hash: &str, now: Instant) -> Result<(), Unexpected> {
    let people = (1..=PEOPLE).map(|id| person::Model {
        id,
        reference: format!("PN{id:06}"),
        full_name: who(id).0,
        folded_name: who(id).0.to_lowercase(),
        merged_into_id: None,
        merged_at: None,
        disabled_at: None,
        erased_at: None,
        died_on: None,
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

/// The one type there is, as it reads in the programme.
fn full_member(today: NaiveDate, now: Instant) -> membership_type_version::Model {
    membership_type_version::Model {
        id: 1,
        membership_type_id: 1,
        valid_from: today - Days::new(900),
        name: "Full member".to_owned(),
        who_for: "Reviewing officers".to_owned(),
        rights: String::new(),
        applied_for_by: "anyone".to_owned(),
        term_months: 12,
        year_starts: None,
        year_rolls_over: None,
        lowest_price_pence: None,
        rejoin_months: Some(12),
        needs_decision: true,
        needs_second_decider: false,
        asks_registration: false,
        needed_role: None,
        asks_employer: false,
        least_years: None,
        declaration: String::new(),
        renewal_needs_decision: false,
        has_vote: true,
        gives_member_price: true,
        is_in_directory: true,
        joining_price_pence: 6_000,
        renewal_price_pence: 6_000,
        created_by_id: None,
        created_at: now,
    }
}

async fn make_members(tx: &Tx, now: Instant) -> Result<(), Unexpected> {
    let today = uk_time::london_date(now);
    let kind =
        membership_type::Model { id: 1, code: "full".to_owned(), position: 1, closed_on: None, is_in_profession: true };
    insert::<membership_type::ActiveModel>(tx, vec![kind]).await?;
    insert::<membership_type_version::ActiveModel>(tx, vec![full_member(today, now)]).await?;
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
        membership_type_version_id: 1,
        order_id: None,
        basis: "paid".to_owned(),
        source: "joining".to_owned(),
        price_pence: 6_000,
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

async fn make_sessions(tx: &Tx, now: Instant) -> Result<Vec<String>, Unexpected> {
    let token = |id: i64| format!("bench-session-{id}");
    let sessions = (1..=SESSIONS).map(|id| login_session::Model {
        id,
        token_hash: hash_secret(&token(id)),
        previous_token_hash: None,
        person_id: id,
        is_back_office: false,
        proof: "password".to_owned(),
        awaits_factor: false,
        second_factor_at: None,
        confirmed_at: now,
        confirmed_by: "password".to_owned(),
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

async fn move_sequences(tx: &Tx) -> Result<(), Unexpected> {
    let tables = [
        ("person", PEOPLE),
        ("person_email", PEOPLE),
        ("login", PEOPLE),
        ("membership_type", 1),
        ("membership_type_version", 1),
        ("membership", MEMBERS),
        ("membership_term", MEMBERS),
    ];
    move_sequences_of(tx, &tables).await
}

/// PostgreSQL does not notice ids that were given; SQLite does.
pub async fn move_sequences_of(tx: &Tx, tables: &[(&str, i64)]) -> Result<(), Unexpected> {
    if tx.get_database_backend() == DbBackend::Postgres {
        for (table, last) in tables {
            tx.execute_unprepared(&format!("SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})")).await?;
        }
    }
    Ok(())
}
