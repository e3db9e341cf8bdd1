//! Booking terms as they first shipped are brought up to date when the product starts.

use nairo::bookings::sale::find_current_terms;
use nairo::bookings::set_up_sale::create_booking_terms;
use nairo::db::Db;
use nairo::kernel::Instant;

use super::terminal::Terminal;
use crate::bookings::booking_terms::FIRST_TERMS;
use crate::support::app::BEGINNING;
use crate::support::database::POOLS;

#[actix_web::test]
async fn starting_brings_the_first_standard_terms_up_to_date() {
    let terminal = Terminal::for_serving();
    terminal.run(&["migrate"]).assert_worked();
    let db = Db::open(terminal.setting("DATABASE_URL"), POOLS).await.unwrap();
    let now: Instant = BEGINNING.parse().unwrap();
    db.write_tx(async |tx| create_booking_terms(tx, 1, FIRST_TERMS, now).await).await.unwrap();

    terminal.run(&["run-job", "tidy_queue"]).assert_worked();

    let terms = find_current_terms(db.reader()).await.unwrap().unwrap();
    db.close().await;
    assert_eq!(terms.version, 2);
    assert!(terms.words.contains("depends on the event’s refund policy"), "{}", terms.words);
}
