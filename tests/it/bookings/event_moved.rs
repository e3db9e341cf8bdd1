//! We move an event that people have booked (REF-13, CO-13, RMD-11, RMD-12, WEB-3): preview, one notice, the choice.

use chrono::Duration;
use nairo::kernel::Role;

use super::moving::move_to;
use super::refund_policies::new_version;
use super::shop::{OnSale, course};
use crate::support::form::TestForm;
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

async fn edit_form(officer: &Person, event: &OnSale) -> TestForm {
    let path = format!("/admin/events/{}/edit", event.id);
    officer.get(&path).await.form(&path)
}

/// The officer changes fields, looks at who is told, gives the reason and saves.
pub(super) async fn change(officer: &Person, event: &OnSale, fields: &[(&str, &str)]) -> Page {
    let path = format!("/admin/events/{}/edit", event.id);
    let asked = officer.submit(edit_form(officer, event).await.fill_all(fields)).await;
    let form = asked.assert_status(409).form(&path).fill("notice_reason", "The facilitator is at court.");
    officer.submit(form).await
}

/// A date two people have booked and paid for, its booking's page, and an officer.
async fn booked(app: &TestApp) -> (OnSale, String, Person) {
    let id = app.a_course().await;
    let event = app.sell(course().of(id)).await;
    event.book_and_pay(app, &app.visitor(), &["Asha Verma", "Ben Lee"]).await;
    app.ignore_mail();
    let manage = app.page_of(&app.last_booking().await);
    (event, manage, app.officer(Role::EventsOfficer).await)
}

#[actix_web::test]
async fn ref_13_everyone_is_told_once_and_may_keep_or_take_everything_back() {
    let app = spawn_app().await;
    let (event, manage, officer) = booked(&app).await;

    let path = format!("/admin/events/{}/edit", event.id);
    let asked = officer.submit(edit_form(&officer, &event).await.fill("starts_on", "2026-07-08")).await;
    asked.assert_status(409).assert_has("1 booking with 2 places are told by email");
    asked.assert_has("It was Wednesday 1 July 2026").assert_has("until the end of Wednesday 1 July 2026");
    let without = officer.submit(asked.form(&path)).await;
    assert!(without.assert_status(409).error_of("notice_reason").starts_with("Say why"));
    let form = without.form(&path).fill("notice_reason", "The facilitator is at court.");
    officer.submit(form).await.assert_has("In ten minutes everyone who has booked is told");
    app.run_jobs().await;
    app.mail().assert_none();
    app.advance(Duration::minutes(10));
    app.run_jobs().await;

    let mails = app.mail();
    let asha = mails.to("asha.verma@example.org");
    assert_eq!((asha.calendar_line("METHOD"), asha.calendar_line("SEQUENCE")), ("REQUEST".into(), "1".into()));
    asha.assert_says("It was Wednesday 1 July 2026").assert_says("The facilitator is at court.");
    let bo = mails.to("bo@example.org");
    bo.assert_says("choose until the end of Wednesday 1 July 2026");
    let visitor = app.visitor();
    let page = visitor.get(&bo.link("/manage/")).await;
    page.assert_has("We have changed this date").assert_has("Keep the booking").assert_has("Refund in full");

    let kept = visitor.submit(page.form(&format!("{manage}/kept-places"))).await;
    kept.assert_has("You keep your place for the new date");
    app.clock.set("2026-07-01T22:59:59Z".parse().unwrap());
    let preview = visitor.get(&format!("{manage}/cancellation")).await;
    preview.assert_has("£90 was paid, all of it comes back");
    visitor.submit(preview.form(&format!("{manage}/cancellation"))).await.assert_has("£180 is on its way back");
    app.settle().await;
    assert_eq!(app.stripe.total_refunded().get(), 18_000);
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_13_the_choice_ends_and_preview_and_outcome_agree_that_it_has() {
    let app = spawn_app().await;
    let (event, manage, officer) = booked(&app).await;
    // Told late: seven days after the notice would be after the new deadline.
    app.clock.set("2026-06-26T12:00:00Z".parse().unwrap());
    app.sign_in(&officer).await;
    change(&officer, &event, &[("starts_on", "2026-07-08")]).await.assert_has("Saved.");
    app.advance(Duration::minutes(10));
    app.run_jobs().await;
    app.ignore_mail();
    let visitor = app.visitor();
    let action = format!("{manage}/cancellation");

    app.clock.set("2026-07-03T22:59:59Z".parse().unwrap());
    let preview = visitor.get(&action).await;
    preview.assert_has("Cancel and refund £180").assert_has("We have moved this date, so everything comes back");
    app.clock.set("2026-07-03T23:00:00Z".parse().unwrap());
    let stopped = visitor.submit_once(preview.form(&action)).await;

    stopped.assert_status(409).assert_has("it is now £0");
    visitor.get(&manage).await.assert_lacks("We have changed this date");
    app.leave_work();
}

#[actix_web::test]
async fn rmd_11_several_edits_within_ten_minutes_make_one_notice_and_taking_them_back_makes_none() {
    let app = spawn_app().await;
    let (event, _, officer) = booked(&app).await;

    change(&officer, &event, &[("starts_on", "2026-07-08")]).await.assert_has("Saved.");
    app.advance(Duration::minutes(5));
    change(&officer, &event, &[("starts_at", "14:00"), ("ends_at", "17:00")]).await.assert_has("Saved.");
    app.advance(Duration::minutes(5));
    app.run_jobs().await;
    let mail = app.mail().to("asha.verma@example.org");
    mail.assert_says("It was Wednesday 1 July 2026, 9:30am to 1:00pm");
    mail.assert_says("it is now Wednesday 8 July 2026, 2:00pm to 5:00pm");
    assert_eq!(mail.calendar_line("SEQUENCE"), "1");

    change(&officer, &event, &[("starts_on", "2026-07-09")]).await.assert_has("Saved.");
    change(&officer, &event, &[("starts_on", "2026-07-08")]).await.assert_has("Saved.");
    app.advance(Duration::minutes(10));
    app.run_jobs().await;
    app.mail().assert_none();
}

#[actix_web::test]
async fn ref_13_sixty_minutes_are_told_and_give_no_choice() {
    let app = spawn_app().await;
    let (event, manage, officer) = booked(&app).await;
    app.clock.set("2026-06-26T12:00:00Z".parse().unwrap());
    app.sign_in(&officer).await;

    change(&officer, &event, &[("starts_at", "10:30"), ("ends_at", "14:00")]).await.assert_has("Saved.");
    app.advance(Duration::minutes(10));
    app.run_jobs().await;

    app.mail().to("bo@example.org").assert_says("You do not have to do anything");
    let visitor = app.visitor();
    visitor.get(&manage).await.assert_lacks("We have changed this date");
    visitor.get(&format!("{manage}/cancellation")).await.assert_has("none of it comes back");
}

#[actix_web::test]
async fn ref_13_whoever_books_after_the_change_has_the_usual_rules() {
    let app = spawn_app().await;
    let (event, _, officer) = booked(&app).await;
    app.clock.set("2026-06-26T12:00:00Z".parse().unwrap());
    app.sign_in(&officer).await;
    change(&officer, &event, &[("starts_on", "2026-07-02")]).await.assert_has("Saved.");
    app.advance(Duration::minutes(1));
    let visitor = app.visitor();
    event.book_and_pay(&app, &visitor, &["Cara Holt"]).await;
    app.ignore_mail();
    app.advance(Duration::minutes(9));
    app.run_jobs().await;

    let told: Vec<String> = app.mail().all().into_iter().map(|mail| mail.to.clone()).collect();
    assert!(!told.contains(&"cara.holt@example.org".to_owned()), "{told:?}");
    let manage = app.page_of(&app.last_booking().await);
    visitor.get(&format!("{manage}/cancellation")).await.assert_has("none of it comes back");
}

#[actix_web::test]
async fn co_13_another_date_is_part_of_the_choice_even_past_the_last_day_to_move() {
    let app = spawn_app().await;
    let id = app.a_course().await;
    let (event, other) = (app.sell(course().of(id)).await, app.sell(course().of(id).in_days(44)).await);
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    let manage = app.page_of(&app.last_booking().await);
    let officer = app.officer(Role::EventsOfficer).await;
    app.clock.set("2026-06-26T12:00:00Z".parse().unwrap());
    app.sign_in(&officer).await;
    change(&officer, &event, &[("starts_on", "2026-07-02")]).await.assert_has("Saved.");
    app.advance(Duration::minutes(10));
    app.run_jobs().await;

    move_to(&app.visitor(), &manage, &other, "").await.assert_has("Moved.").assert_has("Wednesday 15 July 2026");

    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn web_3_the_public_page_says_that_it_moved() {
    let app = spawn_app().await;
    let (event, _, officer) = booked(&app).await;
    change(&officer, &event, &[("starts_on", "2026-07-08")]).await.assert_has("Saved.");

    let page = app.visitor().get(&format!("/events/{}", event.slug)).await;

    page.assert_has("This date has moved").assert_has("It was Wednesday 1 July 2026");
    assert!(page.html.contains("https://schema.org/EventRescheduled"));
    assert!(page.html.contains("\"previousStartDate\":[\"2026-07-01T09:30:00+01:00\"]"));
    app.leave_work();
}

#[actix_web::test]
async fn a_booked_date_is_not_moved_to_nowhere() {
    let app = spawn_app().await;
    let (event, _, officer) = booked(&app).await;

    let form = edit_form(&officer, &event).await.choose("certainty", "date_only");
    let refused = officer.submit(form).await;

    assert!(refused.assert_status(409).error_of("certainty").contains("needs a new day and time"));
}

#[actix_web::test]
async fn rmd_11_whoever_books_between_two_edits_is_told_of_the_second_and_the_others_are_told_once() {
    for (second, now_words, tells_the_others) in [
        ("2026-07-15", "it is now Wednesday 15 July 2026", true),
        ("2026-07-01", "it is now Wednesday 1 July 2026", false),
    ] {
        let app = spawn_app().await;
        let (event, _, officer) = booked(&app).await;
        change(&officer, &event, &[("starts_on", "2026-07-08")]).await.assert_has("Saved.");
        app.advance(Duration::minutes(2));
        let visitor = app.visitor();
        event.book_and_pay(&app, &visitor, &["Cara Holt"]).await;
        app.ignore_mail();
        app.advance(Duration::minutes(2));
        change(&officer, &event, &[("starts_on", second)]).await.assert_has("Saved.");
        app.advance(Duration::minutes(6));
        app.run_jobs().await;
        app.advance(Duration::minutes(10));
        app.run_jobs().await;

        let mails = app.mail();
        mails.to("cara.holt@example.org").assert_says("It was Wednesday 8 July 2026").assert_says(now_words);
        let others = mails.lines().iter().filter(|line| line.starts_with("asha.verma@example.org:")).count();
        assert_eq!(others, usize::from(tells_the_others), "{second}");
        if tells_the_others {
            mails.to("asha.verma@example.org").assert_says("It was Wednesday 1 July 2026").assert_says(now_words);
        }
        let manage = app.page_of(&app.last_booking().await);
        visitor.get(&manage).await.assert_has("We have changed this date");
        let page = visitor.get(&format!("/events/{}", event.slug)).await;
        page.assert_lacks("It was Wednesday 8 July 2026");
    }
}

#[actix_web::test]
async fn co_07_the_mail_names_the_kinder_deadline_that_the_page_does() {
    let app = spawn_app().await;
    let (event, manage, officer) = booked(&app).await;
    app.clock.set("2026-06-26T12:00:00Z".parse().unwrap());
    app.sign_in(&officer).await;
    new_version(&officer, &[("2", "100")]).await;

    change(&officer, &event, &[("starts_on", "2026-07-08")]).await.assert_has("Saved.");
    app.advance(Duration::minutes(10));
    app.run_jobs().await;

    // Two days before 8 July, by the later version; seven days after the notice would end on 3 July.
    let until = "until the end of Monday 6 July 2026";
    app.mail().to("bo@example.org").assert_says(until);
    app.visitor().get(&manage).await.assert_has(until);
    app.ignore_mail();
}
