//! Bookings: posted as the form posts them, by bank transfer, until the places are held. Beside them, what commits cost.

use std::sync::Arc;

use entity::booking;
use nairo::db::{Db, PoolSizes};
use nairo::kernel::Unexpected;
use nairo::kernel::unexpected::Context;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::Run;
use super::child::{Running, Site};
use super::commits;
use super::http::{Answer, Connection, get_plain, hidden_field, post};
use super::load::Load;
use super::pages::{Measured, measure_load};
use super::world::World;

/// Buyers at once.
const BUYERS: usize = 32;

/// Bookings on one database.
pub struct BookingFigures {
    /// SQLite or PostgreSQL.
    pub database: &'static str,
    /// By a web server whose worker is a process of its own, idle here.
    pub web_alone: Measured,
    /// By one process that also delivers the mail about them.
    pub with_worker: Measured,
    /// Commits of one small row, a second, over one connection.
    pub commits: f64,
    /// The same over sixteen connections; SQLite has one writer.
    pub commits_of_many: Option<f64>,
}

/// Measures, then counts in the database that exactly what was promised is held.
pub async fn measure(
    run: &Run,
    site: &Site,
    world: &World,
    database: &'static str,
) -> Result<BookingFigures, Unexpected> {
    eprintln!("bench: commits on {database}");
    let (commits, commits_of_many) = commits::measure(run, &site.database).await?;
    eprintln!("bench: bookings on {database}");
    let before = held(site).await?;
    let server = site.serve(&["--no-worker"]).await?;
    let web_alone = book(run, &server, world, 0).await?;
    server.stop().await?;
    let server = site.serve(&[]).await?;
    let with_worker = book(run, &server, world, 1).await?;
    server.stop().await?;
    let promised = web_alone.outcome.right + with_worker.outcome.right;
    let found = held(site).await? - before;
    if found != promised {
        return Err(Unexpected::because(format!("{promised} bookings were promised, {found} are held")));
    }
    Ok(BookingFigures { database, web_alone, with_worker, commits, commits_of_many })
}

async fn held(site: &Site) -> Result<u64, Unexpected> {
    let db = Db::open(&site.database, PoolSizes::default()).await?;
    let held = booking::Entity::find().filter(booking::Column::State.eq("held")).count(db.reader()).await?;
    db.close().await;
    Ok(held)
}

async fn book(run: &Run, server: &Running, world: &World, round: u64) -> Result<Measured, Unexpected> {
    let mut connection = Connection::open(server.port).await?;
    let page = connection.ask(&get_plain(&format!("{}/bookings/new", world.open_events[0]))).await?;
    let visit = page.header("set-cookie").and_then(|cookie| cookie.split(';').next()).context("no cookie was set")?;
    let visit = visit.to_owned();
    let words = std::str::from_utf8(page.body)?;
    let csrf = hidden_field(words, "csrf")?;
    let price = hidden_field(words, "shown_standard")?;
    let events = world.open_events.clone();
    let request = move |n: u64| {
        let number = round << 32 | n;
        let event = &events[usize::try_from(n).unwrap_or(0) % events.len()];
        let (name, email) = (format!("Buyer Number{number}"), format!("buyer{number}@example.org"));
        let fields = [
            ("csrf", csrf.as_str()),
            ("idempotency_key", &format!("bench-{number}")),
            ("shown_standard", &price),
            ("attendee_name_1", &name),
            ("attendee_email_1", &email),
            ("booker_name", &name),
            ("booker_email", &email),
            ("payer", "person"),
            ("pay", "bank"),
        ];
        // Each buyer has an address of their own: one address may hold 60 bookings in ten minutes.
        Arc::from(post(&format!("{event}/bookings"), &visit, number, &fields))
    };
    let load = Load {
        port: server.port,
        connections: BUYERS,
        measured: run.each() * 2,
        requests: Arc::new(request),
        is_right: |answer: &Answer| {
            answer.status == 303 && answer.header("location").is_some_and(|to| to.starts_with("/manage/"))
        },
    };
    measure_load(load, server).await
}
