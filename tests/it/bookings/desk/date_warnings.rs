//! A bank holiday and the CPD rush are said where a date is chosen and published, and never refused (TM-06).

use super::{date_id, meeting_form};
use crate::bookings::shop::course;
use crate::support::spawn_app;

const GOOD_FRIDAY: &str = "Friday 26 March 2027 is a bank holiday: Good Friday.";
const RUSH: &str = "lies in the last two weeks before 30 November";

#[actix_web::test]
async fn tm_06_a_bank_holiday_is_said_after_saving_and_before_and_after_publishing() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;

    let desk = officer.submit(meeting_form(&officer).await.fill("starts_on", "2027-03-26")).await;
    let base = format!("/admin/events/{}", date_id(&desk));
    let edit = officer.get(&format!("{base}/edit")).await;
    let published = officer.submit(desk.form(&format!("{base}/publication"))).await;
    let form = officer.get(&format!("{base}/edit")).await.form(&format!("{base}/edit"));
    let moved = officer.submit(form.fill("starts_on", "2027-03-25")).await;

    desk.assert_has("Saved as a draft").assert_has(GOOD_FRIDAY).assert_has("Only officers see this date");
    edit.assert_has(GOOD_FRIDAY);
    published.assert_has("It is on the site.").assert_has(GOOD_FRIDAY);
    moved.assert_lacks(GOOD_FRIDAY);
}

#[actix_web::test]
async fn tm_06_the_cpd_rush_is_said_up_to_30_november() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    for (day, is_said) in [("2026-11-15", false), ("2026-11-16", true), ("2026-11-30", true), ("2026-12-01", false)] {
        let desk = officer.submit(meeting_form(&officer).await.fill("starts_on", day)).await;

        desk.assert_status(200).assert_has("Saved as a draft");
        assert_eq!(desk.has(RUSH), is_said, "{day}");
    }
}

#[actix_web::test]
async fn tm_06_before_the_next_date_of_several_the_last_ones_day_is_said() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;

    let form = meeting_form(&officer).await.fill("starts_on", "2027-03-26").set("next", "another");
    let next = officer.submit(form).await;

    assert!(next.flash().contains("Saved as a draft.") && next.flash().contains(GOOD_FRIDAY), "{}", next.flash());
}

#[actix_web::test]
async fn tm_06_moving_a_booked_date_to_a_bank_holiday_is_said_with_whom_it_concerns() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    let officer = app.officer(nairo::kernel::Role::EventsOfficer).await;
    let path = format!("/admin/events/{}/edit", event.id);

    let form = officer.get(&path).await.form(&path).fill("starts_on", "2027-03-26");
    let preview = officer.submit(form).await;
    let saved = officer.submit(preview.form(&path).fill("notice_reason", "The hall is closed.")).await;

    preview.assert_status(409).assert_has("are told by email").assert_has(GOOD_FRIDAY);
    saved.assert_has("Saved.").assert_has(GOOD_FRIDAY);
    app.leave_work();
}
