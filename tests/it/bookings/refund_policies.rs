//! Refund policies as officers write them and as bookings keep them (REF-1 to REF-3, REF-7).

use nairo::kernel::Role;

use super::shop::course;
use crate::support::client::Client;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

const LIST: &str = "/admin/refund-policies";

/// An officer writes a new version of the policy that everything is sold under.
pub async fn new_version(officer: &Person, rows: &[(&str, &str)]) {
    let path = format!("{LIST}/standard/versions");
    let mut form = officer.get(&path).await.form(&path);
    for (number, (days, percent)) in (1..=4).zip(rows.iter().chain([("", ""); 4].iter())) {
        form = form.fill(&format!("days_{number}"), days).fill(&format!("percent_{number}"), percent);
    }
    officer.submit(form).await.assert_has("Bookings made before keep their own version");
}

async fn preview(app: &TestApp, client: &Client) -> crate::support::page::Page {
    let manage = app.page_of(&app.last_booking().await);
    client.get(&format!("{manage}/cancellation")).await
}

#[actix_web::test]
async fn ref_3_both_tiers_stand_on_the_event_page_the_form_the_receipt_and_the_preview() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    new_version(&officer, &[("7", "100"), ("2", "50")]).await;
    let visitor = app.visitor();
    let (full, half) = (
        "Cancel until the end of Wednesday 24 June 2026 for a full refund.",
        "Cancel until the end of Monday 29 June 2026 and 50% comes back.",
    );

    let pages = [visitor.get(&format!("/events/{}", event.slug)).await, visitor.get(&event.form_path()).await];
    event.book_and_pay(&app, &visitor, &["Asha Verma"]).await.assert_has(full).assert_has(half);

    for page in pages {
        page.assert_has(full).assert_has(half).assert_has("After that the place is not refunded.");
    }
    app.all_mail().into_iter().find(|mail| mail.to == "bo@example.org").unwrap().assert_says(full).assert_says(half);
    app.ignore_mail();
    app.clock.set("2026-06-24T23:00:00Z".parse().unwrap());
    app.run_jobs().await;
    let page = preview(&app, &visitor).await;
    page.assert_has("Cancel until the end of Monday 29 June 2026 and 50% of what was paid comes back.");
    page.assert_has("£90 was paid, 50% comes back").assert_has("Cancel and refund £45");
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_7_a_tier_that_ends_while_the_page_is_open_stops_the_button_and_shows_the_new_amount() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    new_version(&app.officer(Role::EventsOfficer).await, &[("7", "100"), ("2", "50")]).await;
    let visitor = app.visitor();
    event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    app.ignore_mail();
    let manage = app.page_of(&app.last_booking().await);
    app.clock.set("2026-06-24T22:59:59Z".parse().unwrap());
    app.run_jobs().await;
    let open = preview(&app, &visitor).await;
    app.clock.set("2026-06-24T23:00:00Z".parse().unwrap());

    let stopped = visitor.submit_once(open.form(&format!("{manage}/cancellation"))).await;

    stopped.assert_status(409).assert_has("it is now £45").assert_has("Nothing has been cancelled");
    assert_eq!(app.seats_taken(&event).await, 1);
    visitor.submit(stopped.form(&format!("{manage}/cancellation"))).await.assert_has("This booking is cancelled");
    app.settle().await;
    assert_eq!(app.stripe.total_refunded().get(), 4_500);
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_1_a_later_version_helps_old_bookings_and_never_harms_them() {
    let table =
        [("14", "2026-06-24T22:59:59Z", 9_000), ("3", "2026-06-28T22:59:59Z", 9_000), ("3", "2026-06-28T23:00:00Z", 0)];
    for (days, now, expected) in table {
        let app = spawn_app().await;
        let event = app.sell(course()).await;
        let visitor = app.visitor();
        event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
        app.ignore_mail();
        new_version(&app.officer(Role::EventsOfficer).await, &[(days, "100")]).await;
        app.clock.set(now.parse().unwrap());
        app.run_jobs().await;
        let manage = app.page_of(&app.last_booking().await);

        let page = preview(&app, &visitor).await;
        visitor.submit(page.form(&format!("{manage}/cancellation"))).await.assert_has("This booking is cancelled");
        app.settle().await;

        assert_eq!(app.stripe.total_refunded().get(), expected, "{days} {now}");
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn a_policy_that_changes_while_the_form_is_open_stops_the_booking() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Asha Verma"]).await;
    let form = form.choose("payer", "organisation").fill("organisation", "Council").press("pay", "card");
    new_version(&app.officer(Role::EventsOfficer).await, &[("14", "100")]).await;

    let stopped = visitor.submit_once(form).await;

    stopped.assert_status(409).assert_has("The rules for refunds have changed").assert_has("Wednesday 17 June 2026");
    assert_eq!(app.seats_taken(&event).await, 0);
    visitor.submit_once(stopped.form(&event.bookings_path()).press("pay", "card")).await.assert_status(303);
}

#[actix_web::test]
async fn an_officer_makes_a_policy_and_two_officers_do_not_overwrite_each_other() {
    let app = spawn_app().await;
    app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let path = format!("{LIST}/new");
    let form = officer.get(&path).await.form(&path).fill("name", "Two steps");
    let wrong = officer
        .submit_once(
            form.clone().fill("days_1", "2").fill("percent_1", "50").fill("days_2", "7").fill("percent_2", "100"),
        )
        .await;
    wrong.assert_status(422);
    assert!(wrong.error_of("days_2").starts_with("Enter fewer days"));

    let form = form.fill("days_1", "7").fill("percent_1", "100").fill("days_2", "2").fill("percent_2", "50");
    officer.submit(form.clone()).await.assert_has("Up to 2 days before: 50%").assert_has("Newest");
    officer.submit_once(form).await.assert_status(409).assert_has("There is a policy of this name");

    let versions = format!("{LIST}/two-steps/versions");
    let (one, other) = (officer.get(&versions).await.form(&versions), officer.get(&versions).await.form(&versions));
    officer.submit(one.fill("days_2", "3")).await.assert_has("Up to 3 days before: 50%");
    officer
        .submit_once(other.fill("days_2", "1"))
        .await
        .assert_status(409)
        .assert_has("Somebody else changed this policy");
    officer.get(LIST).await.assert_has("Two steps").assert_has("Up to 3 days before: 50%");
}
