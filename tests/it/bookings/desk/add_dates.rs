//! Adding dates: of a course, one after another; of members' meetings; by copying (SES-1, SES-9).

use super::{date_id, meeting_form, slug_of, write_course};
use crate::support::spawn_app;

#[actix_web::test]
async fn a_course_gets_two_dates_which_are_published_and_seen() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    let course = write_course(&officer).await;

    let form = officer.get(&format!("/admin/events/new?course={course}")).await.form("/admin/events/new");
    assert_eq!((form.value("standard_price"), form.value("member_price")), (Some("90"), Some("50")));
    let first = form.fill("starts_on", "2026-09-04").fill("starts_at", "09:30").press("next", "another");
    let next = officer.submit(first).await;
    let form = next.assert_status(200).form("/admin/events/new");
    assert_eq!(
        (form.value("starts_on"), form.value("starts_at"), form.value("ends_at")),
        (Some(""), Some("09:30"), Some("13:00"))
    );
    let second = officer.submit(form.fill("starts_on", "2026-10-02").press("next", "desk")).await;

    let drafts = officer.get("/admin/events?show=draft").await;
    drafts.assert_has("Friday 4 September 2026").assert_has("Friday 2 October 2026").assert_has("0 of 20");
    let id = date_id(&second);
    let slug = slug_of(&app, id).await;
    let visitor = app.visitor();
    visitor.get(&format!("/events/{slug}/bookings/new")).await.assert_status(404);
    let desk = officer.submit(second.form(&format!("/admin/events/{id}/publication"))).await;
    desk.assert_has("It is on the site").assert_has("On sale");
    let booking = visitor.get(&format!("/events/{slug}/bookings/new")).await;
    booking.assert_status(200).assert_has("The Role of the IRO").assert_has("Friday 2 October 2026").assert_has("£90");
}

#[actix_web::test]
async fn a_free_meeting_without_a_time_is_added_for_members_only() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;

    let form = meeting_form(&officer)
        .await
        .choose("certainty", "date_only")
        .tick("members_only")
        .choose("platform", "undecided");
    let desk = officer.submit(form).await;
    let id = date_id(&desk);
    officer.submit(desk.form(&format!("/admin/events/{id}/publication"))).await.assert_has("On sale");

    desk.assert_has("time to be confirmed").assert_has("Free for members").assert_has("attendees see “link to follow”");
    let slug = slug_of(&app, id).await;
    let member = app.member("Asha").await;
    member.get(&format!("/events/{slug}/bookings/new")).await.assert_status(200);
}

#[actix_web::test]
async fn what_is_wrong_stands_beside_its_field_and_nothing_is_saved() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    let table = [
        ("title", "", "Enter the title"),
        ("title", "a\u{202e}b", "The title has hidden characters. Type it again by hand"),
        ("starts_on", "", "Enter the date"),
        ("starts_on", "2025-07-01", "This date has passed. Change it, or tick the box below to enter it all the same"),
        ("starts_on", "2026-02-30", "Enter a date that exists, like 2026-09-04 or 4/9/2026"),
        ("ends_at", "09:00", "The end must be later than the start"),
        ("capacity", "-1", "Enter a whole number from 0 to 5000"),
        ("standard_price", "ninety", "Enter an amount in pounds and pence, like 50 or 48.69"),
        ("join_url", "javascript:alert(1)", "Enter a full address that begins with https://"),
    ];

    for (field, typed, message) in table {
        let page = officer.submit(meeting_form(&officer).await.fill(field, typed)).await;
        assert_eq!(page.assert_status(422).error_of(field), message, "{field} {typed:?}");
        assert_eq!(page.form("/admin/events/new").value(field), Some(typed), "what was typed is kept");
    }
    officer.get("/admin/events?show=draft").await.assert_has("No dates here");
}

#[actix_web::test]
async fn a_wall_time_that_the_clocks_skip_is_refused_in_words() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;

    let form = meeting_form(&officer).await.fill_all(&[("starts_on", "2027-03-28"), ("starts_at", "01:30")]);
    let page = officer.submit(form).await;

    assert_eq!(
        page.assert_status(422).error_of("starts_at"),
        "There is no 1:30am on Sunday 28 March 2027, because the clocks go forward. Choose another time"
    );
}

#[actix_web::test]
async fn a_date_that_was_held_is_entered_when_it_is_meant() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;

    let warned = officer.submit(meeting_form(&officer).await.fill("starts_on", "2025-07-01")).await;
    let form = warned.assert_status(422).form("/admin/events/new").tick("past_ok").press("next", "desk");
    let desk = officer.submit(form).await;

    desk.assert_status(200).assert_has("Tuesday 1 July 2025");
}

#[actix_web::test]
async fn a_form_sent_twice_is_one_date() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    let form = meeting_form(&officer).await;

    let (first, second) = (officer.submit(form.clone()).await, officer.submit(form.clone()).await);
    let other = officer.submit(form.fill("title", "Another meeting")).await;

    assert_eq!(first.path, second.path);
    other.assert_status(409).assert_has("This form was sent before with other words in it");
    let drafts = officer.get("/admin/events?show=draft").await;
    drafts.assert_has("1 date").assert_lacks("Another meeting");
}

#[actix_web::test]
async fn ses_9_a_copy_has_the_words_and_prices_but_never_the_joining_address() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    let form = meeting_form(&officer).await.fill_all(&[
        ("join_url", "https://zoom.example.org/j/1?pwd=secret"),
        ("standard_price", "40"),
        ("facilitator_1", "Siân O’Neill"),
        ("closes_on", "2026-06-20"),
    ]);
    let desk = officer.submit(form).await;
    let copies = format!("/admin/events/{}/copies", date_id(&desk));

    let wrong = officer.submit(desk.form(&copies).fill("copy_on", "tomorrow")).await;
    let copy = officer.submit(desk.form(&copies).fill("copy_on", "2026-12-01")).await;
    let undated = officer.submit(desk.form(&copies)).await;

    wrong.assert_status(422);
    assert_eq!(wrong.error_of("copy_on"), "Enter a date that exists, like 2026-09-04 or 4/9/2026");
    let form = copy.form("/admin/events/*");
    assert_eq!(form.value("starts_on"), Some("2026-12-01"));
    assert_eq!((form.value("starts_at"), form.value("ends_at")), (Some("09:30"), Some("13:00")));
    assert_eq!((form.value("standard_price"), form.value("facilitator_1")), (Some("40"), Some("Siân O’Neill")));
    assert_eq!((form.value("join_url"), form.value("closes_on")), (Some(""), Some("")));
    assert!(!copy.html.contains("secret"));
    assert_eq!(undated.form("/admin/events/*").value("certainty"), Some("to_be_announced"));
}
