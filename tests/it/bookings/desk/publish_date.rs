//! Publishing: what can be sold, and what can only be announced (SES-3).

use super::{date_id, meeting_form, slug_of};
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::spawn_app;

async fn paid_day_without_a_time(officer: &Person) -> (Page, i64) {
    let form = meeting_form(officer).await.choose("certainty", "date_only").fill("standard_price", "90");
    let desk = officer.submit(form).await;
    let id = date_id(&desk);
    (desk, id)
}

#[actix_web::test]
async fn ses_3_a_paid_date_without_a_time_is_not_published_for_sale() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    let (desk, id) = paid_day_without_a_time(&officer).await;
    let base = format!("/admin/events/{id}");

    let answer = officer.post(&format!("{base}/publication"), &[("csrf".to_owned(), officer.csrf().await)]).await;
    let refused = officer.get(&base).await;

    answer.assert_status(303);
    desk.assert_has("Paid places cannot be sold while the time is not known");
    refused
        .assert_has("Paid places cannot be sold while the time is not known")
        .assert_has("Only officers see this date");
}

#[actix_web::test]
async fn ses_3_it_can_be_announced_and_is_for_sale_when_its_time_is_entered() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    let (desk, id) = paid_day_without_a_time(&officer).await;
    let publication = desk.form(&format!("/admin/events/{id}/publication"));
    let booking_form = format!("/events/{}/bookings/new", slug_of(&app, id).await);

    let announced = officer.submit(publication.press("announce_only", "yes")).await;
    let visitor = app.visitor();
    let too_early = visitor.get_once(&booking_form).await;
    let form = officer.get(&format!("/admin/events/{id}/edit")).await.form(&format!("/admin/events/{id}/edit"));
    let form = form.choose("certainty", "date_and_time").fill("starts_at", "09:30").fill("ends_at", "13:00");
    let on_sale = officer.submit(form).await;

    announced.assert_has("Announced, not on sale").assert_has("It is announced, but nobody can book yet");
    assert!(too_early.status.is_redirection(), "back to the event's page, with the reason");
    on_sale.assert_has("On sale");
    visitor.get(&booking_form).await.assert_status(200).assert_has("9:30am to 1:00pm");
}

#[actix_web::test]
async fn publishing_twice_is_harmless() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    let desk = officer.submit(meeting_form(&officer).await).await;
    let publication = desk.form(&format!("/admin/events/{}/publication", date_id(&desk)));

    officer.submit(publication.clone()).await.assert_has("It is on the site.");
    officer.submit(publication).await.assert_has("This date is on the site already, or has been cancelled.");
}
