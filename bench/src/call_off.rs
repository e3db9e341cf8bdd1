//! A date with 5,000 places sold is called off: how long until every booking is cancelled, and how long a visitor waits for a
//! page meanwhile. The refunds are asked for in the same transactions; sending them is not part of it.

use std::time::{Duration, Instant};

use entity::place;
use nairo::audit::Actor;
use nairo::bookings::jobs::CANCEL_EVENT_BOOKINGS;
use nairo::db::{Db, PoolSizes};
use nairo::events::{EventId, mark_cancelled};
use nairo::jobs::{NewJob, enqueue};
use nairo::kernel::unexpected::Context;
use nairo::kernel::{Clock, SystemClock, Unexpected};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::child::Site;
use super::http::{Connection, get};
use super::sold::{FULL_HOUSE, fill_one_event};
use super::world;

/// Longer than this nobody waits for it.
const PATIENCE: Duration = Duration::from_mins(5);

/// What was measured on one database.
pub struct CalledOff {
    /// SQLite or PostgreSQL.
    pub database: &'static str,
    /// Places cancelled.
    pub places: u64,
    /// From the officer's press to the last of them.
    pub seconds: f64,
    /// Milliseconds a visitor waited for a page at most.
    pub slowest_page: f64,
}

/// Fills one event, calls it off and waits until nobody has a place there.
pub async fn measure(site: &Site, database: &'static str) -> Result<CalledOff, Unexpected> {
    eprintln!("bench: a full date is called off on {database}");
    let world = world::make(site).await?;
    let db = Db::open(&site.database, PoolSizes::default()).await?;
    let now = SystemClock.now();
    let event = db.write_tx(async |tx| fill_one_event(tx, &world.programme, now).await).await?;
    world::count_rows(&db).await?;
    let live =
        || place::Entity::find().filter(place::Column::EventId.eq(event)).filter(place::Column::State.eq("confirmed"));
    let places = live().count(db.reader()).await?;
    (places >= FULL_HOUSE.unsigned_abs()).then_some(()).context("the date is not full")?;
    let server = site.serve(&[]).await?;
    let started = Instant::now();
    db.write_tx(async |tx| {
        mark_cancelled(tx, EventId(event), "The hall is closed.", Actor::System, now).await?;
        let job = NewJob::new(CANCEL_EVENT_BOOKINGS, &json!({ "id": event, "by": null }))?;
        Ok::<_, Unexpected>(enqueue(tx, job, now).await?)
    })
    .await?;
    let mut connection = Connection::open(server.port).await?;
    let mut slowest = Duration::ZERO;
    while live().count(db.reader()).await? > 0 {
        (started.elapsed() < PATIENCE).then_some(()).context("the bookings are not cancelled after five minutes")?;
        let asked = Instant::now();
        // A visitor with a cookie gets no kept page.
        connection.ask(&get("/events", "seen=1")).await?;
        slowest = slowest.max(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let seconds = started.elapsed().as_secs_f64();
    server.stop().await?;
    db.close().await;
    Ok(CalledOff { database, places, seconds, slowest_page: slowest.as_secs_f64() * 1_000.0 })
}

/// Prints what was measured, beside the aim.
pub fn print(all: &[CalledOff]) {
    println!("\n| a full date is called off | places | seconds, aim 30 | slowest page meanwhile |");
    println!("|---|--:|--:|--:|");
    for CalledOff { database, places, seconds, slowest_page } in all {
        println!("| {database} | {places} | {seconds:.1} | {slowest_page:.0} ms |");
    }
}
