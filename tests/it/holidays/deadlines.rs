//! A changed day moves what is due in working days, in this process at once and in another within a second (TM-05).

use chrono::Duration;
use entity::booking;
use nairo::holidays::KeptHolidays;
use sea_orm::{EntityTrait, QueryOrder};

use super::{add, press};
use crate::bookings::shop::{OnSale, course};
use crate::support::{TestApp, spawn_app};

/// Books by bank transfer and says until when the place is held.
async fn held_until(app: &TestApp, event: &OnSale, name: &str) -> String {
    let visitor = app.visitor();
    let form = event.filled(&visitor, &[name]).await;
    let form = form.choose("payer", "organisation").fill("organisation", "Sampleton Council").press("pay", "bank");
    visitor.submit_once(form).await.assert_status(303);
    let latest = booking::Entity::find().order_by_desc(booking::Column::Id).one(app.state.db.reader()).await;
    latest.unwrap().unwrap().held_until.unwrap().to_rfc3339()
}

#[actix_web::test]
async fn tm_05_a_place_waits_for_its_transfer_a_day_longer_when_a_day_is_added() {
    let app = spawn_app().await;
    let event = app.sell(course().in_days(40)).await;
    let admin = app.admin().await;

    let before = held_until(&app, &event, "Ann").await;
    add(&admin, "2026-06-04", "A day of thanks").await;
    let with_day = held_until(&app, &event, "Bob").await;
    press(&admin, "2026-06-04", "restoration").await;
    let after = held_until(&app, &event, "Cleo").await;

    // Booked on Monday 1 June 2026: the end of Monday 8 June in London, and of Tuesday 9 June.
    assert_eq!(before, "2026-06-08T23:00:00+00:00");
    assert_eq!(with_day, "2026-06-09T23:00:00+00:00");
    assert_eq!(after, before);
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn tm_05_another_process_hears_of_a_change_within_a_second() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let (other, db) = (KeptHolidays::default(), app.state.db.reader());
    let day = "2026-06-04".parse().unwrap();
    assert!(other.read(db, app.now()).await.unwrap().is_working_day(day));

    add(&admin, "2026-06-04", "A day of thanks").await;

    let moment = Duration::seconds(1);
    assert!(!app.state.holidays.read(db, app.now()).await.unwrap().is_working_day(day), "its own process at once");
    assert!(!other.read(db, app.now() + moment).await.unwrap().is_working_day(day));
}
