//! Sixty-four writers at once, with the worker beside them, never meet a locked database (R6). How long each waits is the machine's
//! doing, and nothing that a test can promise.

use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use nairo::bookings::book_places::book_places;

use super::buyer::{assert_kept, shop};
use crate::bookings::race_more::by_transfer;
use crate::bookings::shop::OnSale;
use crate::support::TestApp;

const WRITERS: usize = 64;

/// Books one place after the other for as long as `goes_on` says; gives the addresses. Any failure of ours would be a page with 5xx.
async fn keep_booking(app: &TestApp, event: &OnSale, writer: usize, goes_on: impl Fn(usize) -> bool) -> Vec<String> {
    let mut promised = Vec::new();
    while goes_on(promised.len()) {
        let number = writer * 100_000 + promised.len();
        let booked = book_places(&app.state, &by_transfer(event, number)).await;
        assert!(booked.is_ok(), "buyer {number}: {booked:?}");
        promised.push(format!("buyer.{number}@example.org"));
    }
    promised
}

async fn write_at_once(goes_on: impl Fn(usize) -> bool) {
    let (app, event) = shop(None).await;

    let writers = join_all((0..WRITERS).map(|writer| keep_booking(&app, &event, writer, &goes_on)));
    let (promised, _) = join(writers, app.run_jobs()).await;
    app.run_jobs().await;
    app.ignore_mail();

    let promised = promised.concat();
    eprintln!("{} bookings by {WRITERS} writers", promised.len());
    assert_kept(&app, &event, &promised).await;
}

#[actix_web::test]
async fn r6_sixty_four_writers_and_the_worker_never_meet_a_locked_database() {
    write_at_once(|booked| booked < 3).await;
}

#[actix_web::test]
#[ignore = "a minute and what follows; scripts/check --long runs it"]
async fn r6_sixty_four_writers_and_the_worker_never_meet_a_locked_database_in_a_minute() {
    let until = Instant::now() + Duration::from_secs(60);
    write_at_once(|_| Instant::now() < until).await;
}
