//! Pages: each beside the static limit of the same bytes, at 1, 16 and 64 connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use nairo::kernel::Unexpected;

use super::Run;
use super::child::{self, Running, processor_seconds};
use super::http::{Answer, get};
use super::load::{Load, Outcome, Requests, in_turn};
use super::sold::first_booking_of;
use super::world::World;

/// Connections at once.
pub const CONNECTIONS: [usize; 3] = [1, 16, 64];

/// One page at one number of connections.
pub struct PageFigures {
    /// As in the report.
    pub name: &'static str,
    /// At once.
    pub connections: usize,
    /// What the product did.
    pub product: Measured,
    /// What the static limit did just before; none for pages that are made for one person.
    pub limit: Option<Measured>,
}

/// An outcome with what it cost the server.
pub struct Measured {
    /// Seen from outside.
    pub outcome: Outcome,
    /// Processor time of the server for one answer, in microseconds.
    pub processor: f64,
}

/// Measures every page.
pub async fn measure(run: &Run, server: &Running, world: &World) -> Result<Vec<PageFigures>, Unexpected> {
    let public =
        [("/", "/"), ("/events", "/events"), ("an event", &world.event_path), ("a piece of news", &world.news_path)];
    let limit = child::static_limit(server, &public.map(|(_, path)| path)).await?;
    let mut figures = Vec::new();
    for (name, path) in public {
        let requests = in_turn(vec![get(path, "")]);
        for connections in CONNECTIONS {
            eprintln!("bench: {name}, {connections} connections");
            let limit = ask(run, &limit, connections, &requests).await?;
            let product = ask(run, server, connections, &requests).await?;
            figures.push(PageFigures { name, connections, product, limit: Some(limit) });
        }
    }
    limit.stop().await?;
    figures.append(&mut measure_own(run, server, world).await?);
    Ok(figures)
}

/// Measures those that are made for one person.
pub async fn measure_own(run: &Run, server: &Running, world: &World) -> Result<Vec<PageFigures>, Unexpected> {
    let mut figures = Vec::new();
    for (name, path_of) in own_pages(world) {
        let people = world.sessions.iter().zip(1..);
        let requests = in_turn(people.map(|(cookies, person)| get(&path_of(person), cookies)).collect());
        for connections in CONNECTIONS {
            eprintln!("bench: {name}, {connections} connections");
            let product = ask(run, server, connections, &requests).await?;
            figures.push(PageFigures { name, connections, product, limit: None });
        }
    }
    Ok(figures)
}

/// The page whose processor time and slowest answers have aims of their own.
pub const ACCOUNT: &str = "/account, signed in";

/// The path of somebody's page, by the person.
type PathOf<'a> = Box<dyn Fn(i64) -> String + 'a>;

/// Pages made for one person: each of the people who are signed in asks for their own.
fn own_pages(world: &World) -> [(&'static str, PathOf<'_>); 4] {
    let booking = |person| format!("/bookings/{}", first_booking_of(person));
    [
        (ACCOUNT, Box::new(|_| "/account".to_owned())),
        ("prices to book at", Box::new(|_| format!("{}/bookings/new", world.event_path))),
        ("a booking", Box::new(booking)),
        ("what comes back", Box::new(move |person| format!("{}/cancellation", booking(person)))),
    ]
}

async fn ask(run: &Run, server: &Running, connections: usize, requests: &Requests) -> Result<Measured, Unexpected> {
    let load = Load {
        port: server.port,
        connections,
        measured: run.each(),
        requests: Arc::clone(requests),
        is_right: |answer: &Answer| answer.status == 200 && !answer.body.is_empty(),
    };
    measure_load(load, server).await
}

/// Runs a load and reckons what an answer cost the server, from the moment at which measuring began.
pub async fn measure_load(load: Load, server: &Running) -> Result<Measured, Unexpected> {
    let id = server.id();
    let at_begin = Arc::new(AtomicU64::new(0));
    let noted = Arc::clone(&at_begin);
    let note = move || noted.store(processor_seconds(id).unwrap_or(0.0).to_bits(), Ordering::Release);
    let outcome = load.run(note).await?;
    let used = server.processor_seconds()? - f64::from_bits(at_begin.load(Ordering::Acquire));
    let answers = f64::from(u32::try_from(outcome.measured).unwrap_or(u32::MAX));
    Ok(Measured { processor: used * 1_000_000.0 / answers.max(1.0), outcome })
}
