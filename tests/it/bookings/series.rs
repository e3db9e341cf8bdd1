//! Meetings that are dates of one series (SES-6): made at the desk, booked one by one or all at once, cancelled alone.

use nairo::bookings::desk::publish_date::publish_date;
use nairo::bookings::series::start_series::{StartSeries, start_series};
use nairo::events::EventId;
use nairo::events::series::{Rhythm, events_of_series};
use nairo::kernel::Role;

use super::shop::{OnSale, course, members_meeting};
use crate::support::form::TestForm;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

/// A free meeting on Wednesday 1 July 2026 at half past nine, and two like it, each a week later; all published.
async fn three_meetings(app: &TestApp, capacity: i32) -> Vec<OnSale> {
    let first = app.sell(members_meeting().at_half_past_nine().with_capacity(capacity)).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let command = StartSeries {
        first: EventId(first.id),
        name: "Reviewing circle".to_owned(),
        rhythm: Rhythm::Weekly,
        count: 3,
        officer_id: officer.id,
        idempotency_key: "a series".to_owned(),
        digest: String::new(),
    };
    let series = start_series(&app.state, &command).await.unwrap();
    let mut meetings = Vec::new();
    for event in events_of_series(app.state.db.reader(), series).await.unwrap() {
        if event.id.0 != first.id {
            publish_date(&app.state, event.id, false, officer.id).await.unwrap();
        }
        meetings.push(OnSale { id: event.id.0, slug: event.slug });
    }
    app.ignore_mail();
    meetings
}

fn form_path(meeting: &OnSale) -> String {
    format!("/events/{}/series/new", meeting.slug)
}

async fn ready(person: &Person, meeting: &OnSale) -> TestForm {
    let page = person.get(&form_path(meeting)).await;
    page.assert_status(200).form(&format!("/events/{}/series", meeting.slug))
}

async fn taken(app: &TestApp, meetings: &[OnSale]) -> Vec<i32> {
    let mut taken = Vec::new();
    for meeting in meetings {
        taken.push(app.seats_taken(meeting).await);
    }
    taken
}

#[actix_web::test]
async fn ses_6_an_officer_makes_a_series_of_drafts_and_publishes_them_together() {
    let app = spawn_app().await;
    let first = app.sell(members_meeting().at_half_past_nine()).await;
    let officer = app.officer(Role::EventsOfficer).await;

    let desk = officer.get(&format!("/admin/events/{}", first.id)).await;
    let form = officer.get(&desk.link("add its other dates at once")).await;
    let form = form.form(&format!("/admin/events/{}/series", first.id));
    let wrong = officer.submit_once(form.clone().fill_all(&[("name", ""), ("count", "1")])).await;
    let made =
        officer.submit(form.fill_all(&[("name", "Reviewing circle"), ("count", "4")]).choose("rhythm", "weekly")).await;

    assert!(wrong.assert_status(422).error_of("name").contains("Enter the name"));
    assert!(wrong.error_of("count").contains("from 2 to 26"));
    made.assert_has("Wednesday 1 July 2026, 9:30am").assert_has("Wednesday 22 July 2026, 9:30am");
    made.assert_has("3 dates are not on the site");
    let published = officer.submit(made.form(&format!("{}/publication", made.path))).await;
    published.assert_has("3 dates are on the site").assert_lacks("Draft");
    let taken_out =
        officer.submit(published.forms().into_iter().find(|form| form.action.ends_with("/removal")).unwrap()).await;
    taken_out.assert_has("It stands by itself again").assert_has("Put another meeting in");
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_6_a_paid_course_makes_no_series() {
    let app = spawn_app().await;
    let paid = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;

    let form = officer.get(&format!("/admin/events/{}/series/new", paid.id)).await;
    let refused = officer.submit_once(form.form(&format!("/admin/events/{}/series", paid.id))).await;

    officer.get(&format!("/admin/events/{}", paid.id)).await.assert_lacks("Held again and again?");
    refused.assert_status(409).assert_has("Only members’ meetings make a series");
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_6_all_dates_are_booked_at_once_and_each_is_cancelled_alone() {
    let app = spawn_app().await;
    let meetings = three_meetings(&app, 20).await;
    let asha = app.member("Asha").await;

    let page = asha.get(&format!("/events/{}", meetings[1].slug)).await;
    page.assert_has("Reviewing circle: all dates still to come").assert_has("Book this one");
    page.assert_has("Book all 3 dates still to come");
    let booked = asha.submit(ready(&asha, &meetings[1]).await).await;
    app.settle().await;

    booked.assert_has("You are booked").assert_has("Reviewing circle: booked together");
    assert_eq!(taken(&app, &meetings).await, [1, 1, 1]);
    let letter = app.mail().only();
    assert_eq!(letter.subject, "3 dates are booked: Reviewing circle");
    let file = letter.calendar.clone().unwrap();
    assert_eq!(letter.calendar_line("METHOD"), "PUBLISH");
    assert_eq!(file.matches("BEGIN:VEVENT").count(), 3);
    for start in ["20260701T083000Z", "20260708T083000Z", "20260715T083000Z"] {
        assert!(file.contains(start), "{file}");
    }
    for when in ["Wednesday 1 July 2026", "Wednesday 8 July 2026", "Wednesday 15 July 2026"] {
        letter.assert_says(when);
    }

    let second = asha.get(&booked.link("Wednesday 8 July 2026")).await;
    let preview = asha.get(&second.link("Cancel this booking")).await;
    asha.submit(preview.form(&preview.path)).await.assert_has("cancelled");
    app.settle().await;

    assert_eq!(taken(&app, &meetings).await, [1, 0, 1]);
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_6_what_is_full_booked_or_closed_is_left_out_and_named() {
    let app = spawn_app().await;
    let meetings = three_meetings(&app, 1).await;
    let (asha, ben) = (app.member("Asha").await, app.member("Ben").await);
    for (person, meeting) in [(&asha, &meetings[0]), (&ben, &meetings[1])] {
        let form = person.get(&meeting.form_path()).await.form(&meeting.bookings_path());
        person.submit(form.press("pay", "free")).await.assert_has("You are booked");
    }
    app.settle().await;
    app.ignore_mail();

    let page = asha.get(&form_path(&meetings[2])).await;
    page.assert_has("You have a place already.").assert_has("Every place is taken.");
    let booked = asha.submit(page.form(&format!("/events/{}/series", meetings[2].slug))).await;
    app.settle().await;

    booked.assert_has("When you booked: Every place is taken.");
    assert_eq!(taken(&app, &meetings).await, [1, 1, 1]);
    let letter = app.mail().only();
    assert_eq!(letter.subject, "1 date is booked: Reviewing circle");
    letter.assert_says("Not booked").assert_says("You have a place already.").assert_says("Every place is taken.");
    assert_eq!(letter.calendar_line("METHOD"), "REQUEST", "one entry alone is an invitation like any other");
}

#[actix_web::test]
async fn ses_6_a_date_that_fills_up_while_the_page_is_open_is_left_out_and_the_others_are_booked() {
    let app = spawn_app().await;
    let meetings = three_meetings(&app, 1).await;
    let (asha, ben) = (app.member("Asha").await, app.member("Ben").await);
    let form = ready(&asha, &meetings[0]).await;
    let last = ben.get(&meetings[1].form_path()).await.form(&meetings[1].bookings_path());
    ben.submit(last.press("pay", "free")).await.assert_has("You are booked");

    let booked = asha.submit(form).await;
    app.settle().await;

    booked.assert_has("When you booked: Every place is taken.");
    assert_eq!(taken(&app, &meetings).await, [1, 1, 1]);
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_6_two_who_book_all_at_once_share_what_there_is_and_a_double_press_changes_nothing() {
    let app = spawn_app().await;
    let meetings = three_meetings(&app, 1).await;
    let (asha, ben) = (app.member("Asha").await, app.member("Ben").await);
    let (one, other) = (ready(&asha, &meetings[0]).await, ready(&ben, &meetings[0]).await);

    let answers = tokio::join!(asha.submit_once(one.clone()), ben.submit_once(other.clone()));
    let again = tokio::join!(asha.submit_once(one), ben.submit_once(other));
    app.settle().await;

    let won = |page: &crate::support::page::Page| page.status.as_u16() == 303;
    assert_eq!([won(&answers.0), won(&answers.1)].into_iter().filter(|won| *won).count(), 1);
    let lost = if won(&answers.0) { &answers.1 } else { &answers.0 };
    lost.assert_status(409).assert_has("Nothing has been booked");
    let (first, second) = if won(&answers.0) { (&answers.0, &again.0) } else { (&answers.1, &again.1) };
    assert_eq!(first.header("location"), second.header("location"), "the same booking");
    assert_eq!(taken(&app, &meetings).await, [1, 1, 1]);
    assert_eq!(app.mail().all().len(), 1);
}

#[actix_web::test]
async fn ses_6_a_visitor_is_asked_to_sign_in_where_all_of_it_is_for_members() {
    let app = spawn_app().await;
    let meetings = three_meetings(&app, 20).await;
    let lapsed = app.lapsed_member("Lou").await;

    let anonymous = app.visitor().get_once(&form_path(&meetings[0])).await;
    let refused = lapsed.get(&form_path(&meetings[0])).await;

    anonymous.assert_status(303);
    assert!(anonymous.header("location").starts_with("/sign-in?next="));
    refused.assert_has("No date can be booked").assert_has("This date is for members.");
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_6_a_meeting_of_no_series_has_no_such_page() {
    let app = spawn_app().await;
    let meeting = app.sell(members_meeting()).await;

    app.visitor().get(&form_path(&meeting)).await.assert_status(404);
}
