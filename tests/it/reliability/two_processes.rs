//! Two server processes on one PostgreSQL share the last places (R3). They are the real program, with its own patience: on a slow
//! machine some of so many are told to try again (503, R24), and do.

use futures_util::future::join_all;
use nairo::kernel::{Clock, SystemClock};

use super::buyer::{Answer, Buyer};
use super::program::{Program, terminal};
use crate::bookings::shop::course;
use crate::support::TestApp;
use crate::support::app::{Wishes, spawn_app_with};
use crate::support::database::postgres_url;

const BUYERS: usize = 64;
const PLACES: i32 = 10;

/// Sixty-four people want ten places, half of them from each process; gives bookings, polite refusals and seats taken.
async fn rush(app: &TestApp, programs: &[Program; 2]) -> (usize, usize, i32) {
    let event = app.sell(course().in_days(60).with_capacity(PLACES)).await;
    let mut forms = Vec::new();
    for program in programs {
        forms.push(Buyer::open(&program.base_url(), &event).await);
    }

    let answers = join_all((0..BUYERS).map(|number| forms[number % 2].book_until_answered())).await;

    let held = answers.iter().filter(|answer| **answer == Answer::Held).count();
    let refused = answers.iter().filter(|answer| matches!(answer, Answer::Said(409, _))).count();
    let rows = app.bookings().await.into_iter().filter(|one| one.event_id == event.id && one.state == "held").count();
    assert_eq!(rows, held, "what was promised is what is written");
    (held, refused, app.seats_taken(&event).await)
}

async fn rounds(rounds: usize) {
    if postgres_url().is_none() {
        eprintln!("left out on SQLite, where one process serves");
        return;
    }
    let app = spawn_app_with(Wishes { starts_at: SystemClock.now(), ..Wishes::default() }).await;
    app.leave_work();
    let terminals = [terminal(&app), terminal(&app)];
    let programs = [Program::start(&terminals[0]), Program::start(&terminals[1])];

    for round in 1..=rounds {
        assert_eq!(rush(&app, &programs).await, (10, BUYERS - 10, PLACES), "round {round}");
    }
}

#[actix_web::test]
async fn r3_two_processes_sell_the_last_ten_places_exactly_once() {
    rounds(2).await;
}

#[actix_web::test]
#[ignore = "minutes; scripts/check --long runs it"]
async fn r3_two_processes_sell_the_last_ten_places_exactly_once_fifty_times() {
    rounds(50).await;
}
