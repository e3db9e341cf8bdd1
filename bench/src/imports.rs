//! A file of 100,000 people: how long the dry run, the writing and the taking back last, in how much memory, and how long a
//! visitor waits for a page meanwhile.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use entity::{import_batch, import_row};
use nairo::db::{Db, PoolSizes};
use nairo::identity::save_identity;
use nairo::jobs::{NewJob, enqueue};
use nairo::kernel::unexpected::Context;
use nairo::kernel::{Clock, EmailAddress, PersonName, RandomTokens, SystemClock, Unexpected};
use nairo::members::membership::{AppliedForBy, EvidenceAsked, NewMembershipType, TypeVersion, create_membership_type};
use nairo::members::{NewPerson, create_person};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::child::{Running, Site};
use super::http::{Connection, get};
use super::world;

/// Rows of the file.
const ROWS: usize = 100_000;
const HEADERS: [&str; 9] =
    ["Name", "Email", "Number", "Member since", "Type", "Term start", "Term end", "Employer", "Postcode"];
const COLUMNS: [&str; 9] =
    ["name", "email", "number", "member_since", "type", "term_start", "term_end", "employer", "postcode"];

/// One part of the work.
pub struct Phase {
    name: &'static str,
    seconds: f64,
    peak_kib: u64,
    slowest_page_ms: f64,
}

/// What was measured on one database.
pub struct Imported {
    database: &'static str,
    resident_kib: u64,
    phases: Vec<Phase>,
}

/// Imports the file and takes it back, with the release build.
pub async fn measure(site: &Site, database: &'static str) -> Result<Imported, Unexpected> {
    site.migrate()?;
    let db = Db::open(&site.database, PoolSizes::default()).await?;
    let batch = make_batch(&db, site).await?;
    let server = site.serve(&[]).await?;
    let resident_kib = server.resident()?;
    let mut phases = Vec::new();
    for (name, state, job, ended) in [
        ("dry run", "checking", "check_import", "checked"),
        ("writing", "writing", "write_import", "written"),
        ("taking back", "undoing", "undo_import", "undone"),
    ] {
        phases.push(phase(&db, &server, batch, (name, state, job, ended)).await?);
        if ended == "written" {
            let written = import_row::Entity::find().filter(import_row::Column::State.eq("written"));
            let written = written.count(db.reader()).await?;
            (written == ROWS as u64).then_some(()).context(format!("only {written} rows were written"))?;
        }
    }
    server.stop().await?;
    db.close().await;
    Ok(Imported { database, resident_kib, phases })
}

async fn make_batch(db: &Db, site: &Site) -> Result<i64, Unexpected> {
    let mut text = format!("{}\r\n", HEADERS.join(","));
    let first_row_at = i64::try_from(text.len())?;
    for index in 0..ROWS {
        let (number, letter) = (10_000 + index, char::from(b'A' + u8::try_from(index % 26)?));
        let _ = writeln!(
            text,
            "{letter}nna Invented-{index},person{index}@example.org,{number},01/02/2019,full,2026-01-01,2026-12-31,Sampleton Council {},SW1A 1AA\r",
            index % 200
        );
    }
    let folder = site.folder.join("files/imports");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("BENCH.csv"), &text)?;
    let now = SystemClock.now();
    let bytes = i64::try_from(text.len())?;
    db.write_tx(async |tx| {
        save_identity(tx, &world::charity(), now).await?;
        create_membership_type(tx, full_membership()?, now).await?;
        let officer = NewPerson {
            name: PersonName::parse("Invented Officer")?,
            email: EmailAddress::parse("officer@example.org")?,
            verified: true,
        };
        let officer = create_person(tx, &RandomTokens, officer, now)
            .await
            .map_err(|error| Unexpected::because(error.to_string()))?;
        let row = import_batch::ActiveModel {
            reference: Set("BENCH234".to_owned()),
            file_name: Set("bench.csv".to_owned()),
            file_bytes: Set(bytes),
            stored_name: Set(Some("BENCH.csv".to_owned())),
            encoding: Set("utf_8".to_owned()),
            delimiter: Set("comma".to_owned()),
            headers: Set(json!(HEADERS)),
            columns: Set(json!(COLUMNS)),
            state: Set("uploaded".to_owned()),
            addresses_verified: Set(false),
            first_row_at: Set(first_row_at),
            next_byte: Set(first_row_at),
            next_line: Set(2),
            rows_read: Set(0),
            rows_done: Set(0),
            uploaded_by_id: Set(officer),
            created_at: Set(now),
            ..Default::default()
        };
        Ok(import_batch::Entity::insert(row).exec(tx).await?.last_insert_id)
    })
    .await
}

fn full_membership() -> Result<NewMembershipType, Unexpected> {
    Ok(NewMembershipType {
        code: "full".to_owned(),
        position: 1,
        valid_from: "2020-01-01".parse()?,
        version: TypeVersion {
            name: "Full member".to_owned(),
            who_for: "Practising reviewing officers.".to_owned(),
            rights: "A vote".to_owned(),
            applied_for_by: AppliedForBy::Anyone,
            term_months: 12,
            fixed_year: None,
            rejoin_months: Some(12),
            needs_decision: true,
            needs_second_decider: false,
            asks_registration: false,
            evidence: EvidenceAsked::NOTHING,
            renewal_needs_decision: false,
            has_vote: true,
            gives_member_price: true,
            is_in_directory: true,
            joining_price: nairo::kernel::Pence::new(5_000),
            renewal_price: nairo::kernel::Pence::new(5_000),
        },
    })
}

async fn phase(
    db: &Db,
    server: &Running,
    batch: i64,
    (name, state, job, ended): (&'static str, &'static str, &'static str, &'static str),
) -> Result<Phase, Unexpected> {
    eprintln!("bench: {name} of {ROWS} rows");
    server.forget_peak()?;
    let now = SystemClock.now();
    let started = Instant::now();
    db.write_tx(async |tx| {
        import_batch::Entity::update_many()
            .col_expr(import_batch::Column::State, Expr::value(state))
            .col_expr(import_batch::Column::NextLine, Expr::value(2_i64))
            .col_expr(import_batch::Column::RowsDone, Expr::value(0_i64))
            .filter(import_batch::Column::Id.eq(batch))
            .exec(tx)
            .await?;
        let job = NewJob::new(job, &json!({ "batch_id": batch, "run": 0 }))?;
        Ok::<_, Unexpected>(enqueue(tx, job, now).await?)
    })
    .await?;
    let mut slowest = Duration::ZERO;
    let mut connection = Connection::open(server.port).await?;
    loop {
        let asked = Instant::now();
        // A visitor with a cookie gets no kept page.
        connection.ask(&get("/events", "seen=1")).await?;
        slowest = slowest.max(asked.elapsed());
        let row = import_batch::Entity::find_by_id(batch).one(db.reader()).await?.context("the batch is gone")?;
        if row.state == ended {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(Phase {
        name,
        seconds: started.elapsed().as_secs_f64(),
        peak_kib: server.peak()?,
        slowest_page_ms: slowest.as_secs_f64() * 1_000.0,
    })
}

/// Prints the table.
pub fn print(all: &[Imported]) {
    println!("\nImport of {ROWS} rows (aim: dry run and writing together under 120 s, memory flat)\n");
    println!(
        "{:<12} {:<12} {:>9} {:>12} {:>12} {:>14}",
        "database", "what", "seconds", "rows/s", "peak MiB", "slowest page"
    );
    for one in all {
        println!(
            "{:<12} {:<12} {:>9} {:>12} {:>12} {:>14}",
            one.database,
            "before",
            "",
            "",
            one.resident_kib / 1_024,
            ""
        );
        for phase in &one.phases {
            #[expect(clippy::cast_precision_loss, reason = "a rate to be read, not to be counted with")]
            let rate = ROWS as f64 / phase.seconds;
            println!(
                "{:<12} {:<12} {:>9.1} {:>12.0} {:>12} {:>11.0} ms",
                one.database,
                phase.name,
                phase.seconds,
                rate,
                phase.peak_kib / 1_024,
                phase.slowest_page_ms
            );
        }
    }
}
