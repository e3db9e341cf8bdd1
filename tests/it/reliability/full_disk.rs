//! The disk fills up (R17): whoever writes is told plainly, whoever reads reads on, and it works again when there is space.

use std::time::{Duration, Instant};

use actix_web::rt;
use sea_orm::ConnectionTrait;

use super::buyer::{Answer, Buyer, assert_kept, shop};
use super::program::{Program, terminal};
use crate::support::client::Client;
use crate::support::database::postgres_url;

const SORRY: &str = "please try again in a minute";

/// Books until it is refused; gives who was promised a place before that, and the refusal.
async fn book_until_refused(buyer: &Buyer) -> (Vec<String>, Answer) {
    let mut promised = Vec::new();
    for _ in 0..5_000 {
        match buyer.book().await {
            (email, Answer::Held) => promised.push(email),
            (_, refusal) => return (promised, refusal),
        }
    }
    panic!("the disk did not fill up");
}

fn assert_is_sorry(refusal: &Answer) {
    let Answer::Said(503, page) = refusal else { panic!("expected a page with 503, got {refusal:?}") };
    assert!(page.contains(SORRY), "{page}");
    assert!(!page.to_lowercase().contains("sqlite") && !page.contains("disk"), "{page}");
}

fn is_not_for_postgres() -> bool {
    if postgres_url().is_some() {
        eprintln!("left out on PostgreSQL: its disk is not this program's to fill");
    }
    postgres_url().is_some()
}

#[actix_web::test]
async fn a_file_that_cannot_grow_refuses_bookings_politely_until_it_can() {
    if is_not_for_postgres() {
        return;
    }
    let (app, event) = shop(None).await;
    let terminal = terminal(&app);
    let file = app.state.settings.database_url.trim_start_matches("sqlite://").to_owned();
    let size = std::fs::metadata(&file)
        .unwrap()
        .len()
        .max(std::fs::metadata(format!("{file}-wal")).map_or(0, |log| log.len()));
    let mut program = Program::start_with_files_up_to(&terminal, size + 1024 * 1024);
    let buyer = Buyer::open(&program.base_url(), &event).await;
    let reader = Client::new("a reader", &program.base_url());

    let (mut promised, refusal) = book_until_refused(&buyer).await;
    let again = buyer.book().await.1;
    reader.get_once(&format!("/events/{}", event.slug)).await.assert_status(200);
    reader.get_once(&event.form_path()).await.assert_status(200);

    assert_is_sorry(&refusal);
    assert_is_sorry(&again);
    assert!(program.is_alive() && !promised.is_empty());
    program.lift_limit();
    let began = Instant::now();
    loop {
        match buyer.book().await {
            (email, Answer::Held) => break promised.push(email),
            _ => rt::time::sleep(Duration::from_millis(50)).await,
        }
        assert!(began.elapsed() < Duration::from_secs(5), "there is space, and it does not work");
    }
    program.kill();
    assert_kept(&app, &event, &promised).await;
}

#[actix_web::test]
async fn a_database_without_a_free_page_refuses_bookings_politely_until_it_has_some() {
    if is_not_for_postgres() {
        return;
    }
    let (app, event) = shop(None).await;
    let buyer = Buyer::open(&app.base_url, &event).await;
    let tell_writer = async |words: &str| {
        app.state.db.write_tx(async |tx| tx.execute_unprepared(words).await.map(drop)).await.unwrap();
    };
    // No more than there are now: SQLite answers as it does on a full disk.
    tell_writer("PRAGMA max_page_count = 1").await;

    let (mut promised, refusal) = book_until_refused(&buyer).await;
    app.visitor().get_once(&format!("/events/{}", event.slug)).await.assert_status(200);
    tell_writer("PRAGMA max_page_count = 1073741823").await;
    let (email, answer) = buyer.book().await;

    assert_is_sorry(&refusal);
    assert_eq!(answer, Answer::Held, "the writer lives on");
    promised.push(email);
    assert_kept(&app, &event, &promised).await;
}
