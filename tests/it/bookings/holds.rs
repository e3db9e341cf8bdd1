//! Holds: how long places are kept, what happens to them at the end, and to money that comes late (HLD-1 to HLD-9, D4).

use chrono::Duration;
use nairo::stripe_sandbox::Fault;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::shop::course;
use crate::support::spawn_app;
use crate::support::stripe::session_in;

#[actix_web::test]
async fn nobody_pays_so_the_places_are_free_again_at_forty_minutes() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1)).await;
    let visitor = app.visitor();
    event.book(&visitor, &["Asha Verma"]).await;

    app.advance(Duration::minutes(40) - Duration::microseconds(1));
    app.settle().await;
    assert_eq!(app.seats_taken(&event).await, 1);
    app.advance(Duration::microseconds(1));
    app.settle().await;

    assert_eq!(app.seats_taken(&event).await, 0);
    event.book(&visitor, &["Asha Verma"]).await.assert_status(303);
}

#[actix_web::test]
async fn a_claim_frees_expired_holds_even_when_the_worker_sleeps() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1)).await;
    event.book(&app.visitor(), &["Asha Verma"]).await;
    app.advance(Duration::minutes(40));

    event.book(&app.visitor(), &["Ben Lee"]).await.assert_status(303);

    assert_eq!(app.seats_taken(&event).await, 1);
    app.leave_work();
}

#[actix_web::test]
async fn d4_a_silent_stripe_keeps_the_places_for_fifteen_minutes_more() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book(&app.visitor(), &["Asha Verma"]).await;
    app.advance(Duration::minutes(40));

    for _ in 0..30 {
        app.stripe.fail_next_on("POST /v1/checkout/sessions/", Fault::Reset);
        app.stripe.fail_next_on("GET /v1/checkout/sessions/", Fault::Reset);
    }
    app.run_jobs_that_may_fail().await;
    assert_eq!(app.seats_taken(&event).await, 1);
    app.advance(Duration::minutes(15));
    app.run_jobs_that_may_fail().await;

    assert_eq!(app.seats_taken(&event).await, 0);
    app.leave_work();
}

#[actix_web::test]
async fn hld_5_late_money_confirms_while_places_remain() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let answer = event.book(&visitor, &["Asha Verma"]).await;
    let back = app.pay(&answer).await;
    let late = app.stripe.pending_webhooks();
    app.stripe.drop_webhooks();
    app.stripe.fail_next_on("GET /v1/checkout/sessions/", Fault::Hang(std::time::Duration::ZERO));
    expire_hold_unnoticed(&app, &event).await;

    app.stripe.deliver(&late[0].id).await;
    app.settle().await;

    visitor.get(&back).await.assert_has("You are booked").assert_has("£90 was paid");
    assert_eq!(app.seats_taken(&event).await, 1);
    assert_eq!(app.stripe.total_refunded().get(), 0);
    app.ignore_mail();
}

#[actix_web::test]
async fn hld_5_late_money_goes_back_in_full_when_the_places_have_gone() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1)).await;
    let visitor = app.visitor();
    let answer = event.book(&visitor, &["Asha Verma"]).await;
    app.pay(&answer).await;
    let late = app.stripe.pending_webhooks();
    app.stripe.drop_webhooks();
    app.advance(Duration::minutes(40));
    event.book(&app.visitor(), &["Ben Lee"]).await.assert_status(303);

    app.stripe.deliver(&late[0].id).await;
    app.settle().await;

    assert_eq!(app.stripe.total_refunded().get(), 9_000);
    assert_eq!(app.seats_taken(&event).await, 1);
    let told: Vec<String> = app.mail().all().into_iter().map(|mail| mail.text.clone()).collect();
    assert!(told.iter().any(|text| text.contains("after the places had gone")), "{told:?}");
    assert!(told.iter().any(|text| text.contains("you are first on the waiting list now")), "{told:?}");
    app.ignore_mail();
}

#[actix_web::test]
async fn hld_7_money_for_a_booking_that_was_given_up_goes_back() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let answer = event.book(&visitor, &["Asha Verma"]).await;
    let manage = app.stripe.sessions()[0].cancel_url.clone().unwrap_or_default();
    let manage = manage.strip_prefix(&app.base_url).unwrap().to_owned();
    let preview = visitor.get(&format!("{manage}/cancellation")).await;
    app.pay(&answer).await;

    visitor.submit(preview.form(&format!("{manage}/cancellation"))).await.assert_has("This booking is cancelled");
    app.settle().await;

    assert_eq!(app.stripe.total_charged(), app.stripe.total_refunded());
    assert_eq!(app.seats_taken(&event).await, 0);
    app.ignore_mail();
}

#[actix_web::test]
async fn hld_11_who_abandoned_a_booking_is_forgotten_after_a_day() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let answer = event.book(&visitor, &["Asha Verma"]).await;
    let session = session_in(answer.header("location"));
    let manage = app.stripe.sessions()[0].cancel_url.clone().unwrap_or_default();
    let manage = manage.strip_prefix(&app.base_url).unwrap().to_owned();
    app.advance(Duration::minutes(41));
    app.settle().await;
    visitor.get(&manage).await.assert_has("Asha Verma").assert_has("not paid in time");

    app.advance(Duration::hours(25));
    app.settle().await;

    visitor.get(&manage).await.assert_status(404);
    assert!(app.stripe.sessions().iter().any(|known| known.id == session));
}

#[actix_web::test]
async fn a_hold_whose_job_is_gone_is_ended_all_the_same() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book(&app.visitor(), &["Asha Verma"]).await;
    let job = entity::job::Entity::delete_many().filter(entity::job::Column::Name.eq("end_hold"));
    app.state.db.write_tx(async |tx| job.exec(tx).await).await.unwrap();

    app.advance(Duration::minutes(60));
    app.settle().await;

    assert_eq!(app.seats_taken(&event).await, 0);
    assert_eq!(app.last_booking().await.state, "expired");
}

#[actix_web::test]
async fn waiting_for_stripe_at_the_end_of_a_hold_is_no_failure_of_the_job() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book(&app.visitor(), &["Asha Verma"]).await;
    app.advance(Duration::minutes(40));
    for _ in 0..60 {
        app.stripe.fail_next_on("POST /v1/checkout/sessions/", Fault::Reset);
        app.stripe.fail_next_on("GET /v1/checkout/sessions/", Fault::Reset);
    }

    for _ in 0..14 {
        app.run_jobs_that_may_fail().await;
        app.advance(Duration::minutes(1));
    }

    let job = entity::job::Entity::find().filter(entity::job::Column::Name.eq("end_hold"));
    let job = job.one(app.state.db.reader()).await.unwrap().unwrap();
    assert_eq!((job.state.as_str(), job.attempts), ("ready", 0));
    app.leave_work();
}

#[actix_web::test]
async fn a_key_that_stripe_does_not_accept_any_more_does_not_keep_the_places() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    app.stripe.fail_next_on("POST /v1/checkout/sessions", Fault::Reset);
    event.book(&app.visitor(), &["Asha Verma"]).await.assert_status(303);
    app.advance(Duration::minutes(40));
    for _ in 0..40 {
        app.stripe.fail_next_on("POST /v1/checkout/sessions", Fault::ServerError(401));
    }

    app.run_jobs().await;
    assert_eq!(app.seats_taken(&event).await, 1);
    app.advance(Duration::minutes(15));
    app.run_jobs().await;

    assert_eq!(app.seats_taken(&event).await, 0);
}

#[actix_web::test]
async fn a_bank_hold_ends_when_the_sale_closes_at_the_latest() {
    let app = spawn_app().await;
    // Eight days on, over a bank holiday: five working days would end after the event.
    app.clock.set("2026-12-23T09:00:00Z".parse().unwrap());
    let event = app.sell(course().in_days(8)).await;

    let booking = event.book_by_bank(&app, &app.visitor(), &["Asha Verma"]).await;

    assert_eq!(booking.held_until.unwrap().to_rfc3339(), "2026-12-31T08:30:00+00:00", "an hour before it begins");
}

#[actix_web::test]
async fn hld_4_whoever_comes_back_takes_the_places_again_at_the_price_of_the_day() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(2)).await;
    let visitor = app.visitor();
    let booking = event.hold(&app, &visitor, &["Asha Verma", "Ben Lee"]).await;
    app.advance(Duration::minutes(40));
    app.settle().await;
    let price = entity::price_band::Entity::update_many()
        .col_expr(entity::price_band::Column::PricePence, Expr::value(9_500))
        .filter(entity::price_band::Column::EventId.eq(event.id))
        .filter(entity::price_band::Column::Audience.eq("standard"));
    app.state.db.write_tx(async |tx| price.exec(tx).await).await.unwrap();

    let ended = visitor.get(&app.page_of(&booking)).await;
    assert!(ended.targets().contains(&event.form_path()), "the way to the form: {:?}", ended.targets());
    event.book(&visitor, &["Asha Verma", "Ben Lee"]).await.assert_status(303);

    assert_eq!(app.last_booking().await.total_pence, 19_000);
    assert_eq!(app.seats_taken(&event).await, 2);
    app.ignore_mail();
}

#[actix_web::test]
async fn hld_4_whoever_comes_back_is_told_how_many_places_have_gone() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(2)).await;
    let visitor = app.visitor();
    let booking = event.hold(&app, &visitor, &["Asha Verma", "Ben Lee"]).await;
    app.advance(Duration::minutes(40));
    event.hold(&app, &app.visitor(), &["Cara Holt"]).await;
    app.settle().await;

    visitor.get(&app.page_of(&booking)).await.assert_has("not paid in time");
    let both = event.filled(&visitor, &["Asha Verma", "Ben Lee"]).await;
    let both = both.choose("payer", "organisation").fill("organisation", "Council").press("pay", "card");
    let refused = visitor.submit(both).await;

    refused.assert_status(409).assert_has("Only 1 place left").assert_has("wait for 1 place more");
    event.book(&visitor, &["Asha Verma"]).await.assert_status(303);
    assert_eq!(app.seats_taken(&event).await, 2);
    app.ignore_mail();
}

/// Time passes the end of the hold while the worker is away; another buyer's claim then frees the places.
async fn expire_hold_unnoticed(app: &crate::support::TestApp, event: &super::shop::OnSale) {
    app.advance(Duration::minutes(40));
    let db = &app.state.db;
    let (id, now) = (event.id, app.now());
    db.write_tx(async |tx| {
        nairo::bookings::release_expired_holds::release_expired_holds(&app.state, tx, id, now).await
    })
    .await
    .unwrap();
    assert_eq!(app.seats_taken(event).await, 0);
}
