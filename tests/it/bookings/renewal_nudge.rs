//! A membership that ends before the event it gave the member price for (ELG-5): the price stays, and the member is asked to
//! renew on the form and 14 days before the end.

use chrono::{Days, Duration, NaiveDate};

use super::shop::{OnSale, course, members_meeting};
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

const NUDGE: &str = "Your membership ends on";

/// A member whose term ends on this London day.
async fn member_until(app: &TestApp, last: &str) -> Person {
    let asha = app.person("Asha").await;
    let last: NaiveDate = last.parse().unwrap();
    app.give_term(&asha, last.succ_opt().unwrap() - chrono::Months::new(12)).await;
    asha
}

/// Books their own place by card, and pays.
async fn book_own_place(app: &TestApp, event: &OnSale, asha: &Person) {
    let form = asha.get(&event.form_path()).await.form(&event.bookings_path());
    let form = form.choose("payer", "organisation").fill("organisation", "Council").press("pay", "card");
    app.pay(&asha.submit_once(form).await).await;
    app.settle().await;
    app.ignore_mail();
}

/// How many reminders about the place have gone out since mail was looked at last.
fn reminders(app: &TestApp) -> usize {
    app.mail().all().iter().filter(|mail| mail.subject.contains("before The Role of the IRO")).count()
}

#[actix_web::test]
async fn elg_5_the_member_price_is_kept_and_the_member_is_asked_to_renew() {
    let app = spawn_app().await;
    // 31 July; the membership ends on the 30th.
    let event = app.sell(course().in_days(60)).await;
    let asha = member_until(&app, "2026-07-30").await;

    let page = asha.get(&event.form_path()).await;
    page.assert_has("Your membership ends on Thursday 30 July 2026, before this date").assert_has("£50");
    book_own_place(&app, &event, &asha).await;

    // Nine o'clock in London on the sixteenth, 14 days before the end.
    let due = "2026-07-16T08:00:00Z".parse().unwrap();
    app.clock.set(due);
    app.advance(-Duration::microseconds(1));
    app.settle().await;
    assert_eq!(reminders(&app), 0);
    app.clock.set(due);
    app.settle().await;
    assert_eq!(reminders(&app), 1);
    app.advance(Duration::days(20));
    app.settle().await;
    assert_eq!(reminders(&app), 0, "once");
    let booking = app.last_booking().await;
    assert_eq!((booking.state.as_str(), booking.total_pence), ("confirmed", 5_000));
    assert_eq!(app.money_of(booking.charge_id.unwrap()).await.outstanding.get(), 0, "nothing more is charged");
}

#[actix_web::test]
async fn elg_5_nobody_is_reminded_who_has_renewed_or_given_the_place_up() {
    for renews in [true, false] {
        let app = spawn_app().await;
        let event = app.sell(course().in_days(60)).await;
        let asha = member_until(&app, "2026-07-30").await;
        book_own_place(&app, &event, &asha).await;
        if renews {
            app.give_term(&asha, "2026-07-31".parse().unwrap()).await;
        } else {
            let manage = app.page_of(&app.last_booking().await);
            let action = format!("{manage}/cancellation");
            let page = asha.get(&action).await;
            asha.submit(page.form(&action)).await.assert_has("This booking is cancelled");
        }

        app.clock.set("2026-07-16T08:00:00Z".parse().unwrap());
        app.settle().await;

        assert_eq!(reminders(&app), 0, "renews: {renews}");
    }
}

#[actix_web::test]
async fn elg_5_a_membership_that_lasts_until_the_day_is_not_spoken_of() {
    let app = spawn_app().await;
    let event = app.sell(course().in_days(60)).await;
    let day = app.today() + Days::new(60);
    let asha = member_until(&app, &day.to_string()).await;

    asha.get(&event.form_path()).await.assert_has("£50").assert_lacks(NUDGE);
    app.visitor().get(&event.form_path()).await.assert_lacks(NUDGE);
}

#[actix_web::test]
async fn elg_6_at_a_members_meeting_the_form_says_that_it_opens_for_members() {
    let app = spawn_app().await;
    let event = app.sell(members_meeting().in_days(60)).await;
    let asha = member_until(&app, "2026-07-30").await;

    asha.get(&event.form_path()).await.assert_has(NUDGE).assert_has("opens for members only");
}
