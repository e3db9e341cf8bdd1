//! Watching bookings arrive: the list of dates, the desk of one, and who may see what.

use nairo::kernel::Role;

use super::{book_and_pay_as, book_as};
use crate::bookings::shop::{course, members_meeting};
use crate::support::spawn_app;

#[actix_web::test]
async fn the_desk_shows_each_booking_with_its_places_and_the_figures() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(5)).await;
    book_and_pay_as(&app, &event, &["Asha Verma", "Siân O’Neill"]).await;
    book_as(&app, &event, &["Ben <b>Lee</b>"]).await;
    app.ignore_mail();
    let officer = app.officer(Role::EventsOfficer).await;

    let list = officer.get("/admin/events").await;
    let desk = officer.get(&format!("/admin/events/{}", event.id)).await;

    list.assert_has("The Role of the IRO").assert_has("3 of 5").assert_has("Link to follow").assert_has("On sale");
    let text = desk.assert_has("Booked of 5 2").assert_has("Held, not yet paid 1").assert_has("Left 2").main();
    desk.assert_has("Income so far £180").assert_has("Asha Verma (£90, standard price)");
    assert!(text.find("Ben <b>Lee</b>").unwrap() < text.find("Asha Verma").unwrap(), "newest first: {text}");
    desk.assert_has("Waiting for payment").assert_has("Sampleton Council").assert_has("bo@example.org");
    desk.assert_has("Mon 1 Jun 2026, 10:00am");
}

#[actix_web::test]
async fn income_counts_what_was_kept_of_a_late_cancellation() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let booking = event.book_and_pay(&app, &visitor, &["Asha Verma", "Ben Lee"]).await;
    app.advance(chrono::Duration::days(28));
    let manage = booking.path.split('?').next().unwrap().to_owned();
    let preview = visitor.get(&format!("{manage}/cancellation?place=1")).await;
    visitor.submit(preview.form(&format!("{manage}/cancellation"))).await;
    app.settle().await;
    app.ignore_mail();
    let officer = app.officer(Role::EventsOfficer).await;

    let desk = officer.get(&format!("/admin/events/{}", event.id)).await;

    desk.assert_has("Booked of 20 1").assert_has("Income so far £180").assert_has("Asha Verma (cancelled)");
}

#[actix_web::test]
async fn the_shelves_hold_what_they_say() {
    let app = spawn_app().await;
    app.sell(members_meeting().in_days(2)).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let shelf = async |show: &str| officer.get(&format!("/admin/events?show={show}")).await;

    shelf("coming").await.assert_has("The Role of the IRO").assert_has("0 of 20");
    shelf("draft").await.assert_has("Nothing waits to be published.");
    shelf("past").await.assert_has("Nothing is over yet.");
    app.advance(chrono::Duration::days(3));
    app.sign_in(&officer).await;
    shelf("past").await.assert_has("The Role of the IRO").assert_has("Over");
    shelf("nonsense").await.assert_has("No date is on the site.");
    officer.get("/admin/events?show=past&page=-1").await.assert_status(200);
}

#[actix_web::test]
async fn those_who_may_only_look_are_offered_nothing_else() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let trustee = app.officer(Role::Trustee).await;
    let base = format!("/admin/events/{}", event.id);

    let desk = trustee.get(&base).await;

    desk.assert_status(200).assert_lacks("Cancel this date").assert_lacks("Attendees (CSV)").assert_lacks("Copy");
    let to_look_at = ["waiting-list", "answers"].map(|page| format!("{base}/{page}"));
    let is_more = |target: &&String| target.starts_with(&format!("{base}/")) && !to_look_at.contains(target);
    assert!(desk.targets().iter().find(is_more).is_none(), "{:?}", desk.targets());
    for path in ["edit", "cancellation", "attendees.csv"] {
        trustee.get(&format!("{base}/{path}")).await.assert_status(403);
    }
    trustee.get("/admin/events/new").await.assert_status(403);
}

#[actix_web::test]
async fn a_date_that_is_not_there_is_a_plain_page() {
    let app = spawn_app().await;
    let officer = app.officer(Role::EventsOfficer).await;

    for path in ["999", "x", "-1", "99999999999999999999", "999/edit", "999/cancellation", "999/attendees.csv"] {
        officer.get(&format!("/admin/events/{path}")).await.assert_status(404).assert_has("We cannot find that page");
    }
}

#[actix_web::test]
async fn a_long_list_of_bookings_has_pages() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(60).for_pence(0, None)).await;
    for number in 1..=51 {
        let visitor = app.visitor();
        let form = event.filled(&visitor, &[&format!("Guest{number} Example")]).await;
        visitor.submit_once(form.press("pay", "free")).await.assert_status(303);
    }
    app.run_jobs().await;
    app.ignore_mail();
    let officer = app.officer(Role::EventsOfficer).await;

    let first = officer.get(&format!("/admin/events/{}", event.id)).await;
    let second = officer.get(&first.link("Next page")).await;

    first.assert_has("51 bookings, page 1 of 2").assert_has("Guest51").assert_lacks("Guest1 Example");
    second.assert_has("Guest1 Example").assert_lacks("Guest51");
}
