//! Cancelling: preview, outcome, deadline (REF-4 to REF-10, REF-15, REF-18).

use chrono::Duration;

use super::shop::{OnSale, course};
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::{TestApp, spawn_app};

/// Books and pays; gives the booking's address.
async fn booked(app: &TestApp, event: &OnSale, client: &Client, people: &[&str]) -> String {
    let page = event.book_and_pay(app, client, people).await;
    app.ignore_mail();
    page.path.split('?').next().unwrap().to_owned()
}

async fn cancel(client: &Client, manage: &str, query: &str) -> Page {
    let preview = client.get(&format!("{manage}/cancellation{query}")).await;
    client.submit(preview.form(&format!("{manage}/cancellation"))).await
}

#[actix_web::test]
async fn in_time_all_of_it_comes_back_and_the_places_are_for_sale_again() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(2)).await;
    let visitor = app.visitor();
    let manage = booked(&app, &event, &visitor, &["Asha Verma", "Ben Lee"]).await;

    let preview = visitor.get(&format!("{manage}/cancellation")).await;
    let page = visitor.submit(preview.form(&format!("{manage}/cancellation"))).await;
    assert_eq!(app.seats_taken(&event).await, 0, "at once, before any money moves");
    app.settle().await;

    preview.assert_has("Cancel and refund £180").assert_has("£90 was paid, all of it comes back");
    page.assert_has("This booking is cancelled").assert_has("£180 is on its way back");
    assert_eq!(app.stripe.total_refunded().get(), 18_000);
    visitor.get(&manage).await.assert_has("£180 has been sent back");
    let mails = app.mail();
    let asha = mails.to("asha.verma@example.org");
    assert_eq!(asha.calendar_line("METHOD"), "CANCEL");
    assert_eq!(asha.calendar_line("SEQUENCE"), "1");
    mails.to("bo@example.org").assert_says("Comes back in all").assert_says("£180");
    app.ignore_mail();
}

#[actix_web::test]
async fn one_place_of_two_is_cancelled_and_the_other_stays() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = booked(&app, &event, &visitor, &["Asha Verma", "Ben Lee"]).await;

    let page = cancel(&visitor, &manage, "?place=2").await;
    app.settle().await;

    page.assert_has("You are booked");
    assert_eq!(app.seats_taken(&event).await, 1);
    assert_eq!(app.stripe.total_refunded().get(), 9_000);
    app.ignore_mail();
}

#[actix_web::test]
async fn the_last_instant_of_the_last_day_refunds_and_the_next_does_not() {
    let table = [(Duration::zero() - Duration::microseconds(1), 9_000), (Duration::zero(), 0)];
    for (offset, expected) in table {
        let app = spawn_app().await;
        let event = app.sell(course()).await;
        let visitor = app.visitor();
        let manage = booked(&app, &event, &visitor, &["Asha Verma"]).await;
        // 1 July less seven days is 24 June; in British Summer Time its end is 23:00 UTC.
        app.clock.set("2026-06-24T23:00:00Z".parse::<nairo::kernel::Instant>().unwrap() + offset);
        app.run_jobs().await;

        cancel(&visitor, &manage, "").await.assert_has("This booking is cancelled");
        app.settle().await;

        assert_eq!(app.stripe.total_refunded().get(), expected, "{offset}");
        assert_eq!(app.seats_taken(&event).await, 0, "late or not, the place is for sale again");
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn ref_7_a_deadline_that_passes_while_the_page_is_open_stops_the_button() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = booked(&app, &event, &visitor, &["Asha Verma"]).await;
    app.clock.set("2026-06-24T22:59:59Z".parse().unwrap());
    let preview = visitor.get(&format!("{manage}/cancellation")).await;
    app.clock.set("2026-06-24T23:00:00Z".parse().unwrap());

    let stopped = visitor.submit_once(preview.form(&format!("{manage}/cancellation"))).await;

    stopped.assert_status(409).assert_has("it is now £0").assert_has("The last day for a refund has passed");
    assert_eq!(app.seats_taken(&event).await, 1, "nothing was cancelled");
    app.leave_work();
}

#[actix_web::test]
async fn ref_9_two_confirmations_are_one_refund() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = booked(&app, &event, &visitor, &["Asha Verma"]).await;
    let preview = visitor.get(&format!("{manage}/cancellation")).await;
    let form = preview.form(&format!("{manage}/cancellation"));

    visitor.submit(form.clone()).await.assert_has("This booking is cancelled");
    visitor.submit(form).await.assert_has("cancelled already");
    app.settle().await;

    assert_eq!(app.stripe.refunds().len(), 1);
    assert_eq!(app.seats_taken(&event).await, 0);
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_18_after_the_start_the_page_says_whom_to_ask() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = booked(&app, &event, &visitor, &["Asha Verma"]).await;
    app.clock.set("2026-07-01T08:30:00Z".parse().unwrap());
    app.run_jobs().await;

    let page = cancel(&visitor, &manage, "").await;

    page.assert_has("The event has started");
    assert_eq!(app.seats_taken(&event).await, 1);
    app.ignore_mail();
}
