//! Who waits for whom, when two things happen to one booking at once. On SQLite writers always wait; on PostgreSQL only where
//! they touch the same row, so these tests are for PostgreSQL above all.

use std::time::Duration;

use entity::place;
use nairo::audit::Actor;
use nairo::bookings::cancel_event::{cancel_event, preview_event_cancellation};
use nairo::bookings::cancel_places::{CancelPlaces, cancel_places};
use nairo::bookings::cancellation::CancelledBy;
use nairo::bookings::offer_member_price::claim_member_price;
use nairo::bookings::{ClaimBy, GuardedClaim, PlaceClaim, Settlement, settle_booking};
use nairo::kernel::Unexpected;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::shop::course;
use crate::support::spawn_app;

/// Long enough for whoever does not wait to be done.
const A_MOMENT: Duration = Duration::from_millis(400);

#[actix_web::test]
async fn whoever_calls_a_date_off_waits_for_a_booking_that_is_being_written() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let sale = nairo::bookings::sale::find_sale(app.state.db.reader(), event.id).await.unwrap().unwrap();
    let shown = preview_event_cancellation(&app.state, event.id).await.unwrap();
    let (claimed, may_cancel) = tokio::sync::oneshot::channel();
    let booking = app.state.db.write_tx(async |tx| {
        assert!(GuardedClaim.claim(tx, sale.pool_id, 1, ClaimBy::Public).await?);
        claimed.send(()).ok();
        tokio::time::sleep(A_MOMENT).await;
        Ok::<_, Unexpected>(std::time::Instant::now())
    });
    let calling_off = async {
        may_cancel.await.unwrap();
        cancel_event(&app.state, event.id, "Ill.", Actor::System, shown).await.unwrap();
        std::time::Instant::now()
    };

    let (booked, called_off) = tokio::join!(booking, calling_off);

    assert!(booked.unwrap() <= called_off, "the date was called off while somebody was booking it");
    app.run_jobs().await;
}

#[actix_web::test]
async fn two_late_payments_for_one_booking_take_its_seats_once() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let booking = event.book_by_bank(&app, &app.visitor(), &["Asha Verma"]).await;
    let charge = booking.charge_id.unwrap();
    app.advance(chrono::Duration::days(8));
    app.run_jobs().await;
    app.write_transfer_down(charge, 9_000).await;
    app.write_transfer_down(charge, 9_000).await;
    let payments = app.payments_of(charge).await;
    let (state, now) = (&app.state, app.now());
    let settle =
        async |id: i64| state.db.write_tx(async |tx| settle_booking(state, tx, id, charge, now).await).await.unwrap();

    let (one, two) = tokio::join!(settle(payments[0].id), settle(payments[1].id));
    app.run_jobs().await;

    assert!([one, two].contains(&Settlement::Confirmed), "{one:?} {two:?}");
    assert_eq!(app.seats_taken(&event).await, 1);
    assert_eq!(app.all_refunds().await.iter().map(|refund| refund.amount_pence).sum::<i64>(), 9_000);
    assert_eq!(app.account("on_account").await, 0);
    app.ignore_mail();
}

#[actix_web::test]
async fn two_tabs_that_cancel_the_two_places_of_a_free_booking_end_it() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(0, None)).await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Asha Verma", "Ben Lee"]).await.press("pay", "free").set("payer", "person");
    visitor.submit(form).await;
    app.run_jobs().await;
    let booking = app.last_booking().await;
    let places = nairo::bookings::queries::places_of_booking(app.state.db.reader(), booking.id).await.unwrap();
    let cancel = async |place_id: i64| {
        let command = CancelPlaces {
            booking_id: booking.id,
            place_ids: vec![place_id],
            by: CancelledBy::Booker,
            actor: Actor::Link,
            expected: None,
            reason: "ill".to_owned(),
        };
        cancel_places(&app.state, &command).await
    };

    let (one, two) = tokio::join!(cancel(places[0].id), cancel(places[1].id));

    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    assert_eq!((app.last_booking().await.state.as_str(), app.seats_taken(&event).await), ("cancelled", 0));
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn whoever_claims_a_member_price_waits_for_the_charge_before_touching_the_place() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.member("Asha").await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Asha Example"]).await.set("attendee_email_1", &asha.email);
    let form = form.choose("payer", "organisation").fill("organisation", "Council").press("pay", "card");
    app.pay(&visitor.submit_once(form).await).await;
    app.settle().await;
    let booking = app.last_booking().await;
    let place = nairo::bookings::queries::places_of_booking(app.state.db.reader(), booking.id).await.unwrap().remove(0);
    let (locked, may_claim) = tokio::sync::oneshot::channel();
    let touch = place::Entity::update_many()
        .col_expr(place::Column::AttendeeName, Expr::col(place::Column::AttendeeName))
        .filter(place::Column::Id.eq(place.id));
    // As a cancellation does: the charge, and then the place.
    let other = app.state.db.write_tx(async |tx| {
        nairo::payments::lock_charge(tx, booking.charge_id.unwrap()).await?;
        locked.send(()).ok();
        tokio::time::sleep(A_MOMENT).await;
        Ok::<_, Unexpected>(touch.exec(tx).await?.rows_affected)
    });
    let claiming = async {
        may_claim.await.unwrap();
        claim_member_price(&app.state, place.id).await
    };

    let (touched, claimed) = tokio::join!(other, claiming);

    assert_eq!((touched.unwrap(), claimed.unwrap().get()), (1, 4_000));
    app.settle().await;
    app.ignore_mail();
}
