//! PostgreSQL is stopped as in a crash and started again (R24).

use std::time::{Duration, Instant};

use actix_web::rt;

use super::buyer::{Answer, Buyer, assert_kept, shop};
use super::private_postgres::PrivatePostgres;

const QUICKLY: Duration = Duration::from_secs(5);
const BY_ITSELF: Duration = Duration::from_secs(10);

#[actix_web::test]
async fn while_postgres_is_away_people_are_told_quickly_and_it_recovers_by_itself() {
    let Some(server) = PrivatePostgres::start() else { return };
    let (app, event) = shop(Some(server.url.clone())).await;
    let asha = app.member("Asha").await;
    let buyer = Buyer::open(&app.base_url, &event).await;
    let mut promised = Vec::new();
    for _ in 0..10 {
        let (email, answer) = buyer.book().await;
        assert_eq!(answer, Answer::Held);
        promised.push(email);
    }

    server.stop_at_once();
    for _ in 0..3 {
        let began = Instant::now();
        let (_, answer) = buyer.book().await;
        assert!(matches!(&answer, Answer::Said(503, page) if page.contains("try again in a minute")), "{answer:?}");
        assert!(began.elapsed() < QUICKLY, "it took {:?}", began.elapsed());
        let began = Instant::now();
        asha.get_once("/account").await.assert_status(503);
        assert!(began.elapsed() < QUICKLY, "it took {:?}", began.elapsed());
    }
    server.start_again();

    let began = Instant::now();
    loop {
        match buyer.book().await {
            (email, Answer::Held) => break promised.push(email),
            _ => rt::time::sleep(Duration::from_millis(100)).await,
        }
        assert!(began.elapsed() < BY_ITSELF, "it has not recovered");
    }
    asha.get_once("/account").await.assert_status(200);
    assert_kept(&app, &event, &promised).await;
}
