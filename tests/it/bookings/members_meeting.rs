//! A free members' meeting: "date known, time to be confirmed", "link to follow" (SES-3, SES-4, ELG-6, REF-15).

use super::shop::{course, members_meeting};
use crate::support::spawn_app;

#[actix_web::test]
async fn a_member_books_a_meeting_whose_time_is_not_known_yet() {
    let app = spawn_app().await;
    let meeting = app.sell(members_meeting()).await;
    let asha = app.member("Asha").await;

    let page = asha.get(&meeting.form_path()).await;
    page.assert_has("time to be confirmed").assert_has("Book now, free");
    let booked = asha.submit(page.form(&meeting.bookings_path()).press("pay", "free")).await;
    app.run_jobs().await;

    booked.assert_has("You are booked");
    assert_eq!(app.seats_taken(&meeting).await, 1);
    let mail = app.all_mail().into_iter().find(|mail| mail.calendar.is_some()).unwrap();
    assert_eq!(mail.calendar_line("STATUS"), "TENTATIVE");
    assert_eq!(mail.calendar_line("DTSTART"), "20260701", "an all-day entry (SES-4)");
    app.ignore_mail();
}

#[actix_web::test]
async fn enter_on_a_free_form_books_as_its_button_does() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(0, None)).await;
    let visitor = app.visitor();

    // No button is pressed: the form's first one counts, as in a browser.
    let booked = visitor.submit(event.filled(&visitor, &["Asha Verma"]).await).await;
    app.run_jobs().await;

    booked.assert_has("You are booked");
    assert_eq!(app.seats_taken(&event).await, 1);
    app.ignore_mail();
}

#[actix_web::test]
async fn nobody_else_books_a_members_meeting() {
    let app = spawn_app().await;
    let meeting = app.sell(members_meeting()).await;
    let lapsed = app.lapsed_member("Lou").await;

    let anonymous = app.visitor().get_once(&meeting.form_path()).await;
    let refused = lapsed.get(&meeting.form_path()).await;

    anonymous.assert_status(303);
    assert!(anonymous.header("location").starts_with("/sign-in?next="));
    refused.assert_has("This meeting is for members");
}

#[actix_web::test]
async fn ref_15_a_free_place_is_given_up_from_the_attendees_own_page() {
    let app = spawn_app().await;
    let meeting = app.sell(members_meeting()).await;
    let asha = app.member("Asha").await;
    let page = asha.get(&meeting.form_path()).await;
    asha.submit(page.form(&meeting.bookings_path()).press("pay", "free")).await;
    app.run_jobs().await;
    let own_page = app.all_mail().into_iter().find(|mail| mail.calendar.is_some()).unwrap().link("/manage/");

    let somewhere_else = app.visitor();
    let place = somewhere_else.get(&own_page).await;
    place.assert_has("The time is still to be confirmed");
    somewhere_else.submit(place.form(&format!("{own_page}/cancellation"))).await.assert_has("free again");
    app.run_jobs().await;

    assert_eq!(app.seats_taken(&meeting).await, 0);
    somewhere_else.get(&own_page).await.assert_status(404);
    app.ignore_mail();
}

#[actix_web::test]
async fn d16_the_meeting_address_is_reached_only_in_its_window_and_never_shown() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(0, None).joined_at("https://zoom.example.org/j/secret")).await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Asha Verma"]).await.press("pay", "free");
    visitor.submit(form.set("payer", "person")).await;
    app.run_jobs().await;
    let mail = app.all_mail().into_iter().find(|mail| mail.calendar.is_some()).unwrap();
    assert!(!String::from_utf8_lossy(&mail.raw).contains("zoom.example.org"), "never mailed");
    let own_page = mail.link("/manage/");

    app.clock.set("2026-07-01T07:59:59Z".parse().unwrap());
    let early = visitor.get(&own_page).await;
    app.clock.set("2026-07-01T08:00:00Z".parse().unwrap());
    let open = visitor.get(&own_page).await;
    let joined = visitor.get_once(&open.link("Join now")).await;
    app.clock.set("2026-07-01T12:00:00Z".parse().unwrap());
    let over = visitor.get(&own_page).await;

    early.assert_has("30 minutes before the start").assert_lacks("zoom.example.org");
    open.assert_lacks("zoom.example.org");
    assert_eq!(joined.header("location"), "https://zoom.example.org/j/secret");
    assert_eq!(joined.header("referrer-policy"), "no-referrer");
    over.assert_has("The event is over");
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn a_member_books_a_members_meeting_for_nobody_but_themselves() {
    let app = spawn_app().await;
    let meeting = app.sell(members_meeting()).await;
    let asha = app.member("Asha").await;
    let page = asha.get(&meeting.form_path()).await;
    let form = page.form(&meeting.bookings_path()).without("me");
    let form = form.set("attendee_name_1", "Otto Outsider").set("attendee_email_1", "otto@example.org");

    let refused = asha.submit(form.press("pay", "free")).await;

    refused.assert_status(409).assert_has("each member books their own place");
    assert_eq!(app.seats_taken(&meeting).await, 0);
}

#[actix_web::test]
async fn elg_6_a_place_that_belongs_to_no_member_does_not_lead_into_a_members_meeting() {
    use sea_orm::sea_query::Expr;
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

    let app = spawn_app().await;
    let meeting = app.sell(members_meeting().at_half_past_nine().joined_at("https://zoom.example.org/j/secret")).await;
    let asha = app.member("Asha").await;
    let page = asha.get(&meeting.form_path()).await;
    asha.submit(page.form(&meeting.bookings_path()).press("pay", "free")).await;
    app.run_jobs().await;
    let own_page = app.all_mail().into_iter().find(|mail| mail.calendar.is_some()).unwrap().link("/manage/");
    // As a place from before this rule, or one whose person was forgotten, would stand.
    let nobody = entity::place::Entity::update_many()
        .col_expr(entity::place::Column::PersonId, Expr::value(None::<i64>))
        .filter(entity::place::Column::EventId.eq(meeting.id));
    app.state.db.write_tx(async |tx| nobody.exec(tx).await).await.unwrap();
    app.clock.set("2026-07-01T08:10:00Z".parse().unwrap());

    let open = asha.get(&own_page).await;
    let joined = asha.get_once(&open.link("Join now")).await;

    assert!(joined.header("location").starts_with("/manage/"), "{}", joined.header("location"));
    app.leave_work();
    app.ignore_mail();
}
