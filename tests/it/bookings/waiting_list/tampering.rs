//! Nobody takes a date off sale with a list: people wait only for seats that are not there, and not for ever (GRP-10, WTL-14).

use chrono::Duration;

use super::free_course;
use crate::support::spawn_app;

#[actix_web::test]
async fn grp_10_nobody_is_put_on_the_list_beside_seats_that_are_free() {
    let app = spawn_app().await;
    let event = app.sell(free_course(15)).await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Mal Ice"]).await.press("pay", "free").set("waiting_together", "yes");

    let beside = visitor.submit_once(form.clone().set("waiting_rest", "5")).await;
    let too_many = visitor.submit_once(form.set("waiting_rest", "40")).await;

    beside.assert_status(409).assert_has("14 more places are free now, so nobody has to wait");
    assert_eq!(beside.form(&event.bookings_path()).value("waiting_rest").unwrap_or("0"), "0");
    too_many.assert_status(409).assert_has("at most 10 places");
    assert_eq!((app.seats_taken(&event).await, app.pool_of(&event).await.people_waiting), (0, 0));
    event.take(&app.visitor(), &["Pat Public"]).await.assert_has("You are booked");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn wtl_14_asking_anew_does_not_keep_the_seats_from_the_public_for_another_48_hours() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(3).await;
    event.join_for(&app.visitor(), "Gwen Group", (5, true)).await;
    app.give_places_back(booking, 2).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    event.take(&app.visitor(), &["Pat Public"]).await.assert_status(409);

    for places in ["4", "5"] {
        app.advance(Duration::hours(23));
        let gwen = app.visitor();
        let page = gwen.get(&app.entry_page("Gwen Group").await).await;
        let form = page.form(&format!("{}/places", page.path)).choose("places", places);
        gwen.submit(form).await.assert_has("You now wait for");
    }
    app.advance(Duration::hours(2));
    app.settle().await;

    event.take(&app.visitor(), &["Pat Public"]).await.assert_has("You are booked");
    app.settle().await;
    app.ignore_mail();
}
