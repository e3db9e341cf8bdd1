//! The officers' desk for dates: add, publish, change, call off, export.

use nairo::bookings::refund_policy::RefundTier;
use nairo::bookings::set_up_sale::{create_booking_terms, create_refund_policy};
use nairo::kernel::{Role, Unexpected};

use crate::bookings::shop::OnSale;
use crate::support::TestApp;
use crate::support::form::TestForm;
use crate::support::page::Page;
use crate::support::people::Person;

mod add_dates;
mod also_apply;
mod cancel_date;
mod change_date;
mod course_defaults;
mod date_warnings;
mod export_attendees;
mod limits;
mod minimums;
mod publish_date;
mod watch_bookings;

impl TestApp {
    /// Somebody who looks after events, in a house that has a refund policy and booking terms.
    async fn events_officer(&self) -> Person {
        let now = self.now();
        let set_up = self.state.db.write_tx(async |tx| {
            create_booking_terms(tx, 1, "You may send somebody else in your place.", now).await?;
            let tiers = [RefundTier { days_before: 7, percent: 100 }];
            create_refund_policy(tx, ("standard", 1, "Seven days"), &tiers, now).await?;
            Ok::<_, Unexpected>(())
        });
        set_up.await.unwrap();
        self.officer(Role::EventsOfficer).await
    }
}

/// Books for people of these names, whatever letters they have, and goes as far as the next step.
async fn book_as(app: &TestApp, event: &OnSale, names: &[&str]) -> Page {
    let people: Vec<String> = (1..=names.len()).map(|number| format!("Guest{number}")).collect();
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    let visitor = app.visitor();
    let mut form = event.filled(&visitor, &people).await;
    for (name, number) in names.iter().zip(1..) {
        form = form.set(&format!("attendee_name_{number}"), name);
    }
    let form = form.choose("payer", "organisation").fill("organisation", "Sampleton Council");
    visitor.submit_once(form.press("pay", "card")).await
}

/// The same, and pays by card.
async fn book_and_pay_as(app: &TestApp, event: &OnSale, names: &[&str]) {
    let answer = book_as(app, event, names).await;
    app.pay(&answer).await;
    app.settle().await;
}

/// Writes a course by its form and gives the end of its address.
async fn write_course(officer: &Person) -> String {
    let form = officer.get("/admin/courses/new").await.form("/admin/courses");
    let page = officer
        .submit(
            form.fill_all(&[
                ("title", "The Role of the IRO"),
                ("summary", "A half day on the whole of the role."),
                ("overview", "Where it comes from, and what it asks."),
                ("standard_price", "90"),
                ("member_price", "50"),
            ])
            .press("do", "save"),
        )
        .await;
    page.assert_status(200);
    page.path.rsplit('/').next().unwrap().to_owned()
}

/// The form of a new members' meeting, filled in: 1 July 2026, half past nine to one.
async fn meeting_form(officer: &Person) -> TestForm {
    let form = officer.get("/admin/events/new").await.form("/admin/events/new");
    form.fill_all(&[
        ("title", "Members’ meeting"),
        ("starts_on", "2026-07-01"),
        ("starts_at", "09:30"),
        ("ends_at", "13:00"),
    ])
    .press("next", "desk")
}

/// The number in a date's address.
#[track_caller]
fn date_id(page: &Page) -> i64 {
    page.assert_status(200);
    page.path.trim_start_matches("/admin/events/").split(['/', '?']).next().unwrap().parse().unwrap()
}

/// The public address of a date.
async fn slug_of(app: &TestApp, id: i64) -> String {
    nairo::events::load_event(app.state.db.reader(), nairo::events::EventId(id)).await.unwrap().slug
}
