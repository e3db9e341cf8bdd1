//! Paying: what the buyer sees, what is sent, what a slow or lost webhook changes.

use super::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn a_paid_booking_is_confirmed_and_everybody_is_told() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();

    let page = event.book_and_pay(&app, &visitor, &["Asha Verma", "Ben Lee"]).await;

    page.assert_status(200).assert_has("You are booked").assert_has("£180 was paid");
    assert!(page.header("referrer-policy") == "no-referrer" && page.header("cache-control") == "no-store");
    let mails = app.mail();
    let asha = mails.to("asha.verma@example.org");
    asha.assert_says("The Role of the IRO").assert_says("Your place is booked by Bo Booker").assert_says("1234567");
    assert_eq!(asha.calendar_line("METHOD"), "REQUEST");
    assert_eq!(asha.calendar_line("SEQUENCE"), "0");
    assert_eq!(asha.calendar_line("DTSTART"), "20260701T083000Z");
    let receipt = mails.to("bo@example.org");
    receipt
        .assert_says("Total paid")
        .assert_says("£180")
        .assert_says("Sampleton Council")
        .assert_says("until the end of Wednesday 24 June 2026");
    assert!(mails.to("ben.lee@example.org").link("/manage/").len() > 30);
}

#[actix_web::test]
async fn before_the_webhook_the_page_says_that_it_is_looking() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let answer = event.book(&visitor, &["Asha Verma"]).await;
    let back = app.pay(&answer).await;

    let waiting = visitor.get(&back).await;
    app.settle().await;
    let done = visitor.get(&back).await;

    waiting.assert_has("Checking your payment").assert_has("never charged twice");
    done.assert_has("You are booked");
    app.ignore_mail();
}

#[actix_web::test]
async fn with_every_webhook_lost_the_outcome_is_the_same() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let answer = event.book(&visitor, &["Asha Verma"]).await;
    let back = app.pay(&answer).await;
    app.stripe.drop_webhooks();

    app.advance(chrono::Duration::minutes(6));
    app.run_jobs().await;

    visitor.get(&back).await.assert_has("You are booked");
    assert_eq!(app.seats_taken(&event).await, 1);
    app.ignore_mail();
}

#[actix_web::test]
async fn whoever_has_paid_is_not_sent_to_pay_again_because_the_webhook_is_lost() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let answer = event.book(&visitor, &["Asha Verma"]).await;
    let back = app.pay(&answer).await;
    app.stripe.drop_webhooks();
    let own_page = back.split('?').next().unwrap().to_owned();
    let held = visitor.get(&own_page).await;

    let told = visitor.submit(held.form(&format!("{own_page}/payment"))).await;
    app.run_jobs().await;
    let done = visitor.get(&own_page).await;

    told.assert_has("Your payment has reached Stripe; we are confirming it").assert_has("Checking your payment");
    done.assert_has("You are booked").assert_has("£90 was paid");
    assert_eq!(app.stripe.sessions().len(), 1);
    app.ignore_mail();
}

#[actix_web::test]
async fn a_lone_booker_is_not_told_that_somebody_else_booked_their_place() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Bo Booker"]).await.set("attendee_email_1", "bo@example.org");
    let form = form.choose("payer", "organisation").fill("organisation", "Council").press("pay", "card");

    app.pay(&visitor.submit_once(form).await).await;
    app.settle().await;
    let mail = app.mail().all().into_iter().find(|mail| mail.calendar.is_some()).unwrap();
    let place = visitor.get(&mail.link("/manage/")).await;

    mail.assert_says("Your place is booked.");
    assert!(!mail.text.contains("Bo Booker to cancel"), "{}", mail.text);
    place.assert_has("Use the link in your booking confirmation").assert_lacks("Bo Booker booked this place");
}

#[actix_web::test]
async fn a_declined_card_leaves_the_places_kept() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let answer = event.book(&visitor, &["Asha Verma"]).await;
    let session = crate::support::stripe::session_in(answer.header("location"));
    app.stripe.decline(&session).unwrap();
    app.settle().await;
    let cancel_url = app.stripe.sessions()[0].cancel_url.clone().unwrap_or_default();

    let page = visitor.get(cancel_url.strip_prefix(&app.base_url).unwrap_or(&cancel_url)).await;

    page.assert_has("Your places are kept, not yet paid");
    let pay = page.forms().into_iter().find(|form| form.pairs().iter().all(|(name, _)| name == "csrf")).unwrap();
    let again = visitor.submit_once(pay).await;
    assert_eq!(again.header("location"), answer.header("location"), "the same open page, so nobody pays twice");
}

#[actix_web::test]
async fn stripe_silent_at_booking_loses_nothing() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    app.stripe.fail_next_on("POST /v1/checkout/sessions", nairo::stripe_sandbox::Fault::AnswerLost);

    let answer = event.book(&visitor, &["Asha Verma"]).await;
    let page = visitor.get(answer.assert_status(303).header("location")).await;

    page.assert_has("Your places are kept, not yet paid");
    assert_eq!(app.stripe.sessions().len(), 1);
    let pay = page.forms().into_iter().find(|form| form.pairs().iter().all(|(name, _)| name == "csrf")).unwrap();
    let again = visitor.submit_once(pay).await;
    assert_eq!(app.stripe.sessions().len(), 1, "the same key gave the same session (R10)");
    assert!(again.header("location").contains("/pay/"));
}

#[actix_web::test]
async fn a_stranger_finds_neither_booking_nor_link() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let page = event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let mut forged = page.path.split('?').next().unwrap().to_owned();
    let last = forged.pop().unwrap();
    forged.push(if last == 'A' { 'B' } else { 'A' });

    app.visitor().get(&forged).await.assert_status(404);
    app.visitor().get("/manage/nonsense").await.assert_status(404);
    app.visitor().get_once("/bookings/AAAAAAAA").await.assert_status(303);
    app.ignore_mail();
}
