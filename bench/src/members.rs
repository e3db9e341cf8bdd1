//! A large membership: 100,000 people with 400,000 terms, and how long officers and the night wait for it.

use std::time::Instant as Stopwatch;

use chrono::{Days, NaiveDate};
use entity::{
    membership, membership_term, membership_type, membership_type_version, organisation, person, person_email,
    person_profile,
};
use nairo::db::{Db, PoolSizes, Tx};
use nairo::kernel::{Clock, Instant, SystemClock, Unexpected, uk_time};
use nairo::members::desk::list::{Asked, Filter, list_people};
use nairo::members::membership::Status;
use nairo::members::search::jobs::reindex_people;

use super::child::Site;
use super::crowd::{insert, move_sequences_of};
use super::names::{EMPLOYERS, FIRST_NAMES, LAST_NAMES};
use super::world;

/// People in all, each with a membership and a profile.
const PEOPLE: i64 = 100_000;
/// Before the first invented employer; the real councils come with the schema.
const BEFORE_EMPLOYERS: i64 = 900_000;
/// Terms of each membership.
const TERMS: i64 = 4;
/// People written in one transaction.
const BATCH: i64 = 5_000;
/// Searches that are timed.
const SEARCHES: usize = 2_000;
/// People on a page.
const PAGE: u64 = 50;
/// Filters are timed so often; the median is told.
const FILTERS: usize = 5;

/// What was measured on one database.
pub struct MemberFigures {
    database: &'static str,
    filled: f64,
    indexed: f64,
    looked_over: f64,
    searches: [f64; 3],
    slowest: String,
    statuses: Vec<(&'static str, f64)>,
    reminders: f64,
    reminders_again: f64,
}

/// Fills an empty database and measures it.
pub async fn measure(site: &Site, database: &'static str) -> Result<MemberFigures, Unexpected> {
    site.migrate()?;
    let db = Db::open(&site.database, PoolSizes::default()).await?;
    let now = SystemClock.now();
    let today = uk_time::london_date(now);
    let filled = fill(&db, today, now).await?;
    let started = Stopwatch::now();
    reindex_people(&db).await?;
    let indexed = started.elapsed().as_secs_f64();
    // What the databases themselves do from time to time.
    world::count_rows(&db).await?;
    let started = Stopwatch::now();
    reindex_people(&db).await?;
    let looked_over = started.elapsed().as_secs_f64();
    let (searches, slowest) = time_searches(&db, today).await?;
    let statuses = time_statuses(&db, today).await?;
    db.close().await;
    let (reminders, reminders_again) = (site.time_job("remind_renewals")?, site.time_job("remind_renewals")?);
    Ok(MemberFigures {
        database,
        filled,
        indexed,
        looked_over,
        searches,
        slowest,
        statuses,
        reminders,
        reminders_again,
    })
}

async fn fill(db: &Db, today: NaiveDate, now: Instant) -> Result<f64, Unexpected> {
    let started = Stopwatch::now();
    db.write_tx(async |tx| fill_once(tx, now).await).await?;
    for first in (1..=PEOPLE).step_by(usize::try_from(BATCH)?) {
        db.write_tx(async |tx| fill_people(tx, first..first + BATCH, today, now).await).await?;
    }
    let tables =
        [("person", PEOPLE), ("person_email", 2 * PEOPLE), ("membership", PEOPLE), ("membership_term", TERMS * PEOPLE)];
    db.write_tx(async |tx| move_sequences_of(tx, &tables).await).await?;
    Ok(started.elapsed().as_secs_f64())
}

async fn fill_once(tx: &Tx, now: Instant) -> Result<(), Unexpected> {
    let kind =
        membership_type::Model { id: 1, code: "full".to_owned(), position: 1, closed_on: None, is_in_profession: true };
    insert::<membership_type::ActiveModel>(tx, vec![kind]).await?;
    let version = membership_type_version::Model {
        id: 1,
        membership_type_id: 1,
        valid_from: NaiveDate::MIN.max(uk_time::london_date(now) - Days::new(4_000)),
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
    };
    insert::<membership_type_version::ActiveModel>(tx, vec![version]).await?;
    let employers = (1..).zip(EMPLOYERS).map(|(id, name)| organisation::Model {
        id: BEFORE_EMPLOYERS + id,
        reference: format!("ORG{id:04}"),
        name: (*name).to_owned(),
        folded_name: name.to_lowercase(),
        kind: "council".to_owned(),
        gss_code: None,
        successor_id: None,
        valid_from: None,
        valid_to: None,
        approved_at: Some(now),
        created_at: now,
        official_name: None,
        nation: None,
        region: None,
    });
    insert::<organisation::ActiveModel>(tx, employers.collect()).await
}

/// A number that looks like chance and is the same in every run.
fn chance(id: i64, salt: u64, most: usize) -> usize {
    let mixed = (id.unsigned_abs() ^ salt.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    usize::try_from((mixed >> 33) % most as u64).unwrap_or(0)
}

fn name_of(id: i64) -> (&'static str, &'static str) {
    (FIRST_NAMES[chance(id, 1, FIRST_NAMES.len())], LAST_NAMES[chance(id, 2, LAST_NAMES.len())])
}

async fn fill_people(tx: &Tx, ids: std::ops::Range<i64>, today: NaiveDate, now: Instant) -> Result<(), Unexpected> {
    let people = ids.clone().map(|id| {
        let (first, last) = name_of(id);
        person::Model {
            id,
            reference: format!("PN{id:06}"),
            full_name: format!("{first} {last}"),
            folded_name: format!("{first} {last}").to_lowercase(),
            merged_into_id: None,
            merged_at: None,
            disabled_at: None,
            erased_at: None,
            died_on: None,
            created_at: now,
        }
    });
    insert::<person::ActiveModel>(tx, people.collect()).await?;
    let emails = ids.clone().flat_map(|id| {
        let (first, last) = name_of(id);
        let home = format!("{first}.{last}{id}@example.org").to_lowercase();
        let work = format!("{last}.{id}@council{:03}.example", chance(id, 3, EMPLOYERS.len())).to_lowercase();
        [(2 * id - 1, home, true), (2 * id, work, false)].map(|(row, address, is_primary)| person_email::Model {
            id: row,
            person_id: id,
            folded_address: address.clone(),
            address,
            is_primary,
            verified_at: Some(now),
            created_at: now,
        })
    });
    insert::<person_email::ActiveModel>(tx, emails.collect()).await?;
    let profiles = ids.clone().map(|id| person_profile::Model {
        person_id: id,
        service_address: None,
        postcode: None,
        nation: Some("England".to_owned()),
        region: Some(format!("Region {}", chance(id, 4, 9))),
        organisation_id: i64::try_from(chance(id, 3, EMPLOYERS.len()) + 1).ok().map(|number| BEFORE_EMPLOYERS + number),
        other_employer: None,
        regulator: Some("social_work_england".to_owned()),
        registration_number: Some(format!("SW{id:06}")),
        registration_checked_on: None,
        registration_checked_by_id: None,
        welcomes_welsh: false,
        updated_at: now,
    });
    insert::<person_profile::ActiveModel>(tx, profiles.collect()).await?;
    fill_terms(tx, ids, today, now).await
}

/// Four terms each, one after the other; the last ends somewhere between three months ago and nine months ahead.
async fn fill_terms(tx: &Tx, ids: std::ops::Range<i64>, today: NaiveDate, now: Instant) -> Result<(), Unexpected> {
    let last_end = |id: i64| today - Days::new(90) + Days::new(chance(id, 5, 365) as u64);
    let starts_on = |id: i64, term: i64| last_end(id) - Days::new((TERMS - term).unsigned_abs() * 365 - 1);
    let members = ids.clone().map(|id| membership::Model {
        id,
        person_id: id,
        number: 1_000 + id,
        member_since: starts_on(id, 0),
        created_at: now,
    });
    insert::<membership::ActiveModel>(tx, members.collect()).await?;
    let terms = ids.flat_map(|id| (0..TERMS).map(move |term| (id, term))).map(|(id, term)| membership_term::Model {
        id: (id - 1) * TERMS + term + 1,
        membership_id: id,
        membership_type_id: 1,
        membership_type_version_id: 1,
        order_id: None,
        basis: "paid".to_owned(),
        source: if term == 0 { "joining" } else { "renewal" }.to_owned(),
        starts_on: starts_on(id, term),
        ends_on: starts_on(id, term) + Days::new(364),
        price_pence: 6_000,
        charge_id: None,
        money_cleared_at: Some(now),
        ended_early_on: None,
        end_reason: None,
        created_at: now,
    });
    insert::<membership_term::ActiveModel>(tx, terms.collect()).await
}

/// What officers type, letter by letter: names, halves of two names, numbers, addresses, employers.
fn typed(number: usize) -> String {
    let id = i64::try_from(number * 37 % 99_991 + 1).unwrap_or(1);
    let (first, last) = name_of(id);
    let cut = |word: &str, most: usize| word.chars().take(most).collect::<String>();
    let employer = EMPLOYERS[chance(id, 3, EMPLOYERS.len())];
    match number % 12 {
        0 => cut(first, 1),
        1 => cut(first, 2),
        2 => cut(last, 3),
        3 => last.to_owned(),
        4 => format!("{} {}", cut(first, 1), cut(last, 2)),
        5 => format!("{first} {last}"),
        6 => (1_000 + id).to_string(),
        7 => format!("SW{id:06}"),
        8 => format!("{first}.{last}{id}@example.org"),
        9 => employer.to_owned(),
        10 => format!("{last} {employer}"),
        _ => format!("{first} nobody"),
    }
}

async fn time_searches(db: &Db, today: NaiveDate) -> Result<([f64; 3], String), Unexpected> {
    let mut times = Vec::with_capacity(SEARCHES);
    for number in 0..SEARCHES {
        let words = typed(number);
        let filter = Filter::from(&Asked { q: words.clone(), ..Asked::default() });
        let started = Stopwatch::now();
        list_people(db.reader(), &filter, today, PAGE).await?;
        times.push((started.elapsed().as_secs_f64() * 1_000.0, words));
    }
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    let at = |share: usize| times[(SEARCHES - 1) * share / 100].0;
    let slowest = times.last().map(|(_, words)| words.clone()).unwrap_or_default();
    Ok(([at(50), at(99), at(100)], slowest))
}

async fn time_statuses(db: &Db, today: NaiveDate) -> Result<Vec<(&'static str, f64)>, Unexpected> {
    let mut figures = Vec::new();
    for status in [Status::Current, Status::Due, Status::Grace, Status::Lapsed, Status::Suspended] {
        let filter = Filter::from(&Asked { status: status.word().to_owned(), ..Asked::default() });
        let mut times = Vec::with_capacity(FILTERS);
        for _ in 0..FILTERS {
            let started = Stopwatch::now();
            list_people(db.reader(), &filter, today, PAGE).await?;
            times.push(started.elapsed().as_secs_f64() * 1_000.0);
        }
        times.sort_by(f64::total_cmp);
        figures.push((status.label(), times[FILTERS / 2]));
    }
    Ok(figures)
}

/// Prints the tables.
pub fn print(all: &[MemberFigures]) {
    println!("\n| officer search, 100,000 people, 400,000 terms | p50 ms | p99 ms | slowest ms | slowest words |");
    println!("|---|--:|--:|--:|---|");
    for figures in all {
        let [half, most, worst] = figures.searches;
        println!("| {} | {half:.1} | {most:.1} | {worst:.1} | {} |", figures.database, figures.slowest);
    }
    println!("\n| filling and the night | seconds on each |");
    println!("|---|--:|");
    let row = |what: &str, figure: fn(&MemberFigures) -> f64| {
        let told: Vec<String> = all.iter().map(|one| format!("{} {:.1}", one.database, figure(one))).collect();
        println!("| {what} | {} |", told.join("; "));
    };
    row("writing the rows", |one| one.filled);
    row("words of everybody, from nothing", |one| one.indexed);
    row("words of everybody, looked over again", |one| one.looked_over);
    row("reminders, the first time", |one| one.reminders);
    row("reminders, run again", |one| one.reminders_again);
    println!(
        "\n| list by status, median ms | {} |",
        all.iter().map(|one| one.database).collect::<Vec<_>>().join(" | ")
    );
    println!("|---|{}", "--:|".repeat(all.len()));
    for at in 0..all.first().map_or(0, |one| one.statuses.len()) {
        let told: Vec<String> = all.iter().map(|one| format!("{:.0}", one.statuses[at].1)).collect();
        println!("| {} | {} |", all[0].statuses[at].0, told.join(" | "));
    }
    println!("\n| aim | worst figure | |");
    println!("|---|--:|---|");
    let line = |aim: &str, worst: f64, most: f64, unit: &str| {
        println!("| {aim} | {worst:.1} {unit} | {} |", if worst < most { "met" } else { "not met" });
    };
    let worst = |figure: fn(&MemberFigures) -> f64| all.iter().map(figure).fold(0.0, f64::max);
    line("officer search under 50 ms at p99", worst(|one| one.searches[1]), 50.0, "ms");
    line("nightly reminders under 60 s", worst(|one| one.reminders.max(one.reminders_again)), 60.0, "s");
}
