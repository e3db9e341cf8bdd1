//! An attendee's own acts (GRP-8), and what a booker sees of their own other places (DUP-1, DUP-2).

use super::group;
use crate::bookings::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn grp_8_an_attendee_corrects_their_own_name() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &app.visitor(), &["Asha Vermer", "Ben Lee"], 0).await;
    let own = app.mail().to("asha.vermer@example.org").link("/manage/");

    let action = format!("{own}/own-name");
    let page = visitor.get(&own).await;
    let done = visitor.submit(page.form(&action).fill("name", "Asha Verma")).await;
    let wrong = visitor.submit(page.form(&action).fill("name", " ")).await;

    done.assert_has("Your name now stands as you wrote it").assert_has("Asha Verma");
    wrong.assert_has("Enter a name. Your name has not been changed.");
    visitor.get(&manage).await.assert_has("Asha Verma").assert_lacks("Vermer");
    app.ignore_mail();
}

#[actix_web::test]
async fn grp_8_who_cannot_come_to_a_paid_place_has_the_booker_told_with_the_last_day_for_a_refund() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    group(&app, &event, &app.visitor(), &["Asha Verma"], 0).await;
    let own = app.mail().to("asha.verma@example.org").link("/manage/");

    let form = visitor.get(&own).await.form(&format!("{own}/cancellation-wish"));
    visitor.submit(form.clone()).await.assert_has("has been told that you cannot come");
    visitor.submit(form).await;
    app.run_jobs().await;

    let mail = app.mail().only();
    assert_eq!(mail.to, "bo@example.org");
    mail.assert_says("Asha Verma asks to give up the place")
        .assert_says("Nothing has been cancelled")
        .assert_says("until the end of Wednesday 24 June 2026");
    assert_eq!(app.seats_taken(&event).await, 1);
}

#[actix_web::test]
async fn dup_1_and_dup_2_a_booker_is_shown_their_own_place_on_the_date_and_at_the_time() {
    let app = spawn_app().await;
    let (event, other) = (app.sell(course().for_pence(0, None)).await, app.sell(course()).await);
    let later = app.sell(course().in_days(31)).await;
    let asha = app.member("Asha").await;
    let form = asha.get(&event.form_path()).await.form(&event.bookings_path());
    let booked = asha.submit(form.press("pay", "free")).await;
    app.run_jobs().await;
    app.ignore_mail();
    booked.assert_has("You are booked");

    let same = asha.get(&event.form_path()).await;
    same.assert_has("You have a place on this date").assert_has("Book here only for other people");
    assert_eq!(same.form(&event.bookings_path()).value("me"), None, "their own row is not offered again");
    asha.get(&same.link("booking ")).await.assert_has("You are booked");
    let clash = asha.get(&other.form_path()).await;
    clash.assert_has("You have another place at the same time");
    asha.get(&later.form_path()).await.assert_lacks("another place");
    app.visitor().get(&other.form_path()).await.assert_lacks("another place");
    let form = clash.form(&other.bookings_path()).choose("payer", "person").press("pay", "card");
    asha.submit_once(form).await.assert_status(303);
}
