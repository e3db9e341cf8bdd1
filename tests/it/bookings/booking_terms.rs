//! The terms a booking is made under: which are in force, and how the booker keeps those that were accepted (CO-01, CO-04, CO-06).

use nairo::bookings::sale::find_current_terms;
use nairo::bookings::set_up_sale::create_booking_terms;
use nairo::bookings::standard_rules::{ensure_standard_rules, renew_standard_terms};

use super::shop::{OnSale, course};
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::{TestApp, spawn_app};

/// As sites were set up with them.
pub const FIRST_TERMS: &str = include_str!("../../../src/bookings/standard_terms_first.md");
const LINK: &str = "Read, print or save the terms";
const OUR_OWN: &str = "Terms of our own.";

async fn write_terms(app: &TestApp, version: i32, words: &str) {
    let now = app.now();
    app.state.db.write_tx(async |tx| create_booking_terms(tx, version, words, now).await).await.unwrap();
}

/// Somebody who pays for themselves books and pays; gives the booking's page.
async fn book_personally(app: &TestApp, event: &OnSale, client: &Client, asks_for_now: bool) -> Page {
    let form = event.filled(client, &["Asha Verma"]).await.choose("payer", "person");
    let form = if asks_for_now { form.tick("start_now") } else { form };
    let back = app.pay(&client.submit_once(form.press("pay", "card")).await).await;
    app.settle().await;
    client.get(&back).await
}

#[actix_web::test]
async fn a_site_with_the_first_standard_terms_gets_todays_and_its_bookings_keep_theirs() {
    let app = spawn_app().await;
    write_terms(&app, 1, FIRST_TERMS).await;
    let now = app.now();
    app.state.db.write_tx(async |tx| ensure_standard_rules(tx, now).await).await.unwrap();
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let before = event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;

    renew_standard_terms(&app.state).await.unwrap();
    renew_standard_terms(&app.state).await.unwrap();

    let after = event.book_and_pay(&app, &visitor, &["Ben Lee"]).await;
    app.ignore_mail();
    visitor.get(&before.path).await.assert_has("Version 1, accepted on Monday 1 June 2026");
    after.assert_has("Version 2, accepted on Monday 1 June 2026");
    visitor.get(&before.link(LINK)).await.assert_has("Later than that, the price is not given back");
    let todays = visitor.get(&after.link(LINK)).await;
    todays.assert_lacks("not given back").assert_has("those that stay keep their price");
    visitor.get("/about/booking-terms").await.assert_has("Version 2");
}

#[actix_web::test]
async fn terms_that_an_association_wrote_for_itself_are_left_alone() {
    let table = [(&[OUR_OWN][..], 1, OUR_OWN), (&[OUR_OWN, FIRST_TERMS][..], 2, FIRST_TERMS)];
    for (versions, newest, words) in table {
        let app = spawn_app().await;
        for (version, words) in (1..).zip(versions) {
            write_terms(&app, version, words).await;
        }

        renew_standard_terms(&app.state).await.unwrap();

        let in_force = find_current_terms(app.state.db.reader()).await.unwrap().unwrap();
        assert_eq!((in_force.version, in_force.words.as_str()), (newest, words));
    }
}

#[actix_web::test]
async fn a_site_that_is_not_set_up_gets_no_terms_by_starting() {
    let app = spawn_app().await;

    renew_standard_terms(&app.state).await.unwrap();

    assert_eq!(find_current_terms(app.state.db.reader()).await.unwrap(), None);
}

#[actix_web::test]
async fn co_04_whoever_pays_for_themselves_keeps_the_terms_and_a_form_to_cancel_with() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();

    let booked = book_personally(&app, &event, &visitor, false).await;

    let terms = visitor.get(&booked.link(LINK)).await;
    let mail = app.mail().to("bo@example.org");
    let booking = app.last_booking().await;
    let service = format!("this service: The Role of the IRO, Wednesday 1 July 2026, booking {}.", booking.reference);
    for words in [
        "To Example Association of Reviewing Officers, 1 Example Street, Sampleton, EX1 2MP, office@example.org:",
        service.as_str(),
        "Ordered on: Monday 1 June 2026",
        "Name: Bo Booker",
        "Version 1, accepted on Monday 1 June 2026",
        "You may send somebody else in your place.",
        "Cancel until the end of Wednesday 24 June 2026 for a full refund.",
        "until the end of Monday 15 June 2026",
    ] {
        terms.assert_has(words);
        mail.assert_says(words);
    }
    terms.assert_lacks("You asked for the place");
    let kept = mail.link(&format!("{}/terms", app.page_of(&booking)));
    visitor.get(&kept).await.assert_status(200).assert_has("The terms of your booking");
}

#[actix_web::test]
async fn co_01_an_organisation_keeps_the_terms_without_the_form() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();

    let booked = event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;

    let terms = visitor.get(&booked.link(LINK)).await;
    let mail = app.mail().to("bo@example.org");
    terms.assert_has("Version 1, accepted on Monday 1 June 2026").assert_lacks("I give notice");
    mail.assert_says("Version 1, accepted on Monday 1 June 2026");
    assert!(!mail.text.contains("I give notice"), "{}", mail.text);
}

#[actix_web::test]
async fn co_06_that_somebody_asked_for_the_place_is_confirmed_with_the_terms() {
    let app = spawn_app().await;
    let event = app.sell(course().in_days(10)).await;
    let visitor = app.visitor();

    let booked = book_personally(&app, &event, &visitor, true).await;

    let words = "You asked for the place although the event takes place within the 14 days";
    visitor.get(&booked.link(LINK)).await.assert_has(words);
    app.mail().to("bo@example.org").assert_says(words);
}

#[actix_web::test]
async fn the_form_to_cancel_with_can_be_read_before_booking() {
    let app = spawn_app().await;
    let (paid, free) = (app.sell(course()).await, app.sell(course().for_pence(0, None).in_days(31)).await);
    let visitor = app.visitor();

    let words = "I give notice that I cancel my contract for the supply of this service: The Role of the IRO, Wednesday 1 July 2026.";
    visitor.get(&paid.form_path()).await.assert_has("A form to cancel with").assert_has(words);
    visitor.get(&free.form_path()).await.assert_lacks("A form to cancel with");
}

#[actix_web::test]
async fn a_free_booking_names_no_terms_and_a_stranger_sees_nobodys() {
    let app = spawn_app().await;
    let (paid, free) = (app.sell(course()).await, app.sell(course().for_pence(0, None).in_days(31)).await);
    let (visitor, asha) = (app.visitor(), app.member("Asha").await);
    paid.book_and_pay(&app, &visitor, &["Ben Lee"]).await;
    let of_ben = app.last_booking().await;

    let form = free.filled(&visitor, &["Cleo Ray"]).await.set("payer", "person").press("pay", "free");
    let booked = visitor.submit(form).await;
    app.run_jobs().await;

    app.ignore_mail();
    booked.assert_status(200).assert_lacks("accepted on");
    let page = app.page_of(&app.last_booking().await);
    visitor.get(&format!("{page}/terms")).await.assert_status(404);
    asha.get(&format!("/bookings/{}/terms", of_ben.reference)).await.assert_status(404);
}
