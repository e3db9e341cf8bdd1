//! The officers' side: booking for somebody (GRP-9), counts of places without names, the list for the door.

use nairo::kernel::Role;

use super::{group, names_of};
use crate::bookings::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn grp_9_an_officer_books_more_than_ten_for_somebody_who_names_them_later() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let desk = officer.get(&format!("/admin/events/{}", event.id)).await;
    let form = officer
        .get(&desk.link("Book for somebody"))
        .await
        .assert_status(200)
        .form(&format!("/admin/events/{}/bookings", event.id));
    let form = form.fill_all(&[
        ("booker_name", "Hannah Quill"),
        ("booker_email", "hannah@example.org"),
        ("organisation", "Sampleton Council"),
        ("places", "12"),
        ("names", "Asha Verma, asha@example.org\nSiân O'Neill, team@example.org"),
    ]);

    let done = officer.submit(form.clone()).await;
    let again = officer.submit(form).await;
    app.run_jobs().await;

    done.assert_has("12 places are booked").assert_has("Hannah Quill").assert_has("Without a name yet");
    again.assert_has("12 places are booked");
    assert_eq!(app.seats_taken(&event).await, 12, "the same form sent twice is one booking");
    let mail = app.mail().only();
    assert_eq!(mail.to, "hannah@example.org");
    mail.assert_says("£1,080");
    let visitor = app.visitor();
    visitor.get(&mail.link("/manage/")).await.assert_has("10 places have no name yet").assert_has("Asha Verma");
    assert_eq!(names_of(&app, &event).await.iter().filter(|name| name.is_empty()).count(), 10);
}

#[actix_web::test]
async fn grp_9_an_officers_booking_keeps_every_other_rule() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(11)).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let path = format!("/admin/events/{}/bookings", event.id);
    let form = officer.get(&format!("{path}/new")).await.form(&path).fill_all(&[
        ("booker_name", "Hannah Quill"),
        ("booker_email", "hannah@example.org"),
        ("organisation", "Sampleton Council"),
        ("places", "11"),
    ]);
    for (field, typed, status, words) in [
        ("places", "12", 409, "Only 11 places are left"),
        ("places", "0", 422, "whole number from 1 to 1,000"),
        ("places", "1001", 422, "whole number from 1 to 1,000"),
        ("names", "Asha", 422, "headings Name and Email"),
        ("names", "Asha,asha@example.org\nAsha,asha@example.org", 422, "Row 2"),
        ("organisation", "", 422, "Enter the name of the organisation"),
        ("shown_standard", "1", 409, "The price has changed"),
    ] {
        let page = officer.submit_once(form.clone().set(field, typed)).await;
        page.assert_status(status).assert_has(words);
    }
    assert_eq!(app.seats_taken(&event).await, 0);
    let member = app.member("Asha").await;
    member.post(&path, &form.set("csrf", &member.csrf().await).pairs()).await.assert_status(403);
}

#[actix_web::test]
async fn the_desk_and_the_list_for_the_door_show_places_without_names_as_such() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    group(&app, &event, &app.visitor(), &["Asha Verma"], 2).await;
    app.ignore_mail();
    let officer = app.officer(Role::EventsOfficer).await;

    let desk = officer.get(&format!("/admin/events/{}", event.id)).await;
    let file = officer.get(&format!("/admin/events/{}/attendees.csv", event.id)).await;

    desk.assert_has("Without a name yet 2").assert_has("Not named (£90");
    assert_eq!(file.html.matches("Not named yet").count(), 2, "{}", file.html);
}

#[actix_web::test]
async fn elg_11_an_officers_booking_has_the_early_price_as_far_as_it_goes() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    app.early_price(&event, 7_000, Some(2)).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let path = format!("/admin/events/{}/bookings", event.id);
    let page = officer.get(&format!("{path}/new")).await;
    let form = page.assert_has("Early price £70").form(&path).fill_all(&[
        ("booker_name", "Hannah Quill"),
        ("booker_email", "hannah@example.org"),
        ("organisation", "Sampleton Council"),
        ("places", "3"),
    ]);

    let stale = officer.submit_once(form.clone().set("shown_early", "6000")).await;
    officer.submit(form).await.assert_has("3 places are booked");
    app.run_jobs().await;

    stale.assert_status(409).assert_has("The price has changed");
    let mail = app.mail().only();
    mail.assert_says("£230").assert_says("early price, instead of £90");
    assert_eq!(app.last_booking().await.total_pence, 23_000);
}
