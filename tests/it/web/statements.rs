//! What pages cost, counted in statements: on SQLite each is a hop to another thread and back, on PostgreSQL a round trip.
//! The figures are ceilings; raise one only for a reason that is worth the time of everyone who waits.

use nairo::audit::Actor;
use nairo::bookings::cancel_event::{cancel_event, cancel_next_bookings, preview_event_cancellation};

use crate::bookings::shop::course;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::spawn_app;

/// How many statements the site sends for a page.
async fn cost(app: &TestApp, client: &Client, path: &str) -> u64 {
    let before = app.state.db.statements();
    client.get_once(path).await.assert_status(200);
    app.state.db.statements() - before
}

/// Somebody's own place by bank transfer, as far as held.
async fn book_own_place(app: &TestApp, asha: &Client, days: i64) {
    let event = app.sell(course().in_days(days)).await;
    let form = asha.get(&event.form_path()).await.form(&event.bookings_path());
    let form = form.choose("payer", "organisation").fill("organisation", "Sampleton Council").press("pay", "bank");
    asha.submit_once(form).await.assert_status(303);
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn an_account_costs_six_statements_however_many_bookings_it_lists() {
    let app = spawn_app().await;
    let asha = app.member("Asha").await;
    let mut costs = Vec::new();

    for days in [20, 30, 40] {
        book_own_place(&app, &asha, days).await;
        costs.push(cost(&app, &asha, "/account").await);
    }

    assert_eq!(costs, [6, 6, 6]);
}

#[actix_web::test]
async fn knowing_who_is_signed_in_costs_two_statements() {
    let app = spawn_app().await;
    let asha = app.member("Asha").await;
    cost(&app, &asha, "/about").await;

    assert_eq!(cost(&app, &asha, "/about").await, 2);
}

#[actix_web::test]
async fn a_booking_costs_sixteen_statements_however_many_places_it_has() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let mut costs = Vec::new();
    // Which days are worked is read once a second, whatever happens in it.
    app.state.holidays.read(app.state.db.reader(), app.now()).await.unwrap();

    for people in [&["Ann"][..], &["Bob", "Cleo", "Dev"]] {
        let form = event.filled(&visitor, people).await;
        let form = form.choose("payer", "organisation").fill("organisation", "Sampleton Council").press("pay", "bank");
        let before = app.state.db.statements();
        visitor.submit_once(form).await.assert_status(303);
        costs.push(app.state.db.statements() - before);
    }

    app.run_jobs().await;
    app.ignore_mail();
    assert_eq!(costs, [16, 16]);
}

#[actix_web::test]
async fn looking_at_what_calling_a_date_off_would_do_costs_the_same_however_many_have_booked() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let mut costs = Vec::new();

    for people in [&["Ann"][..], &["Bob", "Cleo"], &["Dev"]] {
        event.book_and_pay(&app, &app.visitor(), people).await;
        let before = app.state.db.statements();
        let preview = preview_event_cancellation(&app.state, event.id).await.unwrap();
        costs.push((app.state.db.statements() - before, preview.places, preview.refunds.get()));
    }

    app.ignore_mail();
    assert_eq!(costs, [(3, 1, 9_000), (3, 3, 27_000), (3, 4, 36_000)]);
}

#[actix_web::test]
async fn a_booking_of_a_date_that_is_called_off_costs_the_same_however_many_there_are() {
    let app = spawn_app().await;
    let mut costs = Vec::new();

    for people in [&["Ann"][..], &["Bob", "Cleo", "Dev"]] {
        let event = app.sell(course()).await;
        for person in people {
            event.book_and_pay(&app, &app.visitor(), &[person]).await;
        }
        let shown = preview_event_cancellation(&app.state, event.id).await.unwrap();
        cancel_event(&app.state, event.id, "The hall is closed.", Actor::System, shown).await.unwrap();
        let before = app.state.db.statements();
        cancel_next_bookings(&app.state, event.id, None).await.unwrap();
        costs.push(app.state.db.statements() - before);
    }

    app.run_jobs().await;
    app.ignore_mail();
    assert_eq!(costs, [46, 110], "14 for the date, 32 for each booking");
}

#[actix_web::test]
async fn the_pages_of_somebody_who_books_cost_so_many_statements() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = event.book_and_pay(&app, &visitor, &["Ann", "Bob"]).await.path;
    let manage = manage.split('?').next().unwrap();
    let stranger = app.visitor();
    cost(&app, &stranger, "/about").await;

    let costs = [
        cost(&app, &stranger, &event.form_path()).await,
        cost(&app, &stranger, manage).await,
        cost(&app, &stranger, &format!("{manage}/cancellation")).await,
    ];

    app.ignore_mail();
    assert_eq!(costs, [7, 22, 14], "prices, a booking, what comes back");
}

#[actix_web::test]
async fn the_same_pages_of_somebody_who_is_signed_in_cost_so_many() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.member("Asha").await;
    book_own_place(&app, &asha, 40).await;
    let targets = asha.get("/account").await.targets();
    let booking = targets.into_iter().find(|to| to.starts_with("/bookings/")).expect("the account lists a booking");
    cost(&app, &asha, "/about").await;

    let costs = [
        cost(&app, &asha, &event.form_path()).await,
        cost(&app, &asha, &booking).await,
        cost(&app, &asha, &format!("{booking}/cancellation")).await,
    ];

    assert_eq!(costs, [18, 21, 15], "prices, a booking, what comes back");
}
