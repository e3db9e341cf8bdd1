//! The receipt behind a booking's own link: for whoever paid without an account, and for nobody else.

use nairo::kernel::LinkPurpose;

use super::shop::course;
use super::substitution::member_place;
use crate::support::spawn_app;

const DEAD: &str = "open the newest email: older links stop working when a booking changes";

#[actix_web::test]
async fn a_guest_who_paid_by_card_prints_and_saves_the_receipt() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let booked = event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    let link = booked.link("Receipt to print or save");
    assert_eq!(link, format!("{}/receipt", app.page_of(&app.last_booking().await)));

    // Another browser: the link is all that is needed.
    let guest = app.visitor();
    let receipt = guest.get(&link).await;
    let pdf = guest.get(&receipt.link("Download as PDF")).await;

    let reference = app.charge_reference(app.last_booking().await.charge_id.unwrap()).await;
    assert_eq!(receipt.assert_status(200).heading(), format!("Receipt {reference}"));
    receipt.assert_has("The Role of the IRO").assert_has("£90").assert_has("By card").assert_has("Sampleton Council");
    receipt.assert_has("Example Association of Reviewing Officers").assert_has("Monday 1 June 2026");
    assert!(pdf.status.is_success() && pdf.bytes.starts_with(b"%PDF-"), "{}", pdf.status);
    assert_eq!(pdf.header("content-type"), "application/pdf");
    for answer in [&receipt, &pdf] {
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
    }
}

#[actix_web::test]
async fn nothing_paid_no_receipt() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let booking = event.hold(&app, &visitor, &["Asha Verma"]).await;
    let manage = app.page_of(&booking);

    visitor.get(&manage).await.assert_status(200).assert_lacks("Receipt to print or save");
    visitor.get(&format!("{manage}/receipt")).await.assert_status(404);
    visitor.get(&format!("{manage}/receipt.pdf")).await.assert_status(404);
}

#[actix_web::test]
async fn each_link_opens_its_own_booking_and_a_dead_one_says_so() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    let place = app.mail().to("asha.verma@example.org").link("/manage/");
    let first = app.last_booking().await;
    event.book_and_pay(&app, &app.visitor(), &["Ben Lee"]).await;
    app.ignore_mail();
    let second = app.last_booking().await;
    let guest = app.visitor();

    let own = guest.get(&format!("{}/receipt", app.page_of(&second))).await;
    let first_reference = app.charge_reference(first.charge_id.unwrap()).await;
    own.assert_status(200).assert_lacks(&first_reference);

    let links = &app.state.links;
    let dead = [
        place,
        format!("{}x", app.page_of(&first)),
        format!("/manage/{}", links.token(LinkPurpose::ManageBooking, first.id, first.link_generation + 1)),
        format!("/manage/{}", links.token(LinkPurpose::Invoice, first.id, first.link_generation)),
    ];
    for base in dead {
        guest.get(&format!("{base}/receipt")).await.assert_status(404).assert_has(DEAD);
        guest.get(&format!("{base}/receipt.pdf")).await.assert_status(404);
    }
}

#[actix_web::test]
async fn a_signed_in_booker_has_it_by_their_own_list_and_a_stranger_has_not() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let (asha, _) = member_place(&app, &event).await;
    let ben = app.person("Ben").await;
    let address = format!("/bookings/{}/receipt", app.last_booking().await.reference);

    asha.get(&address).await.assert_status(200).assert_has("By card");
    ben.get(&address).await.assert_status(404);
    assert!(app.visitor().get_once(&address).await.header("location").starts_with("/sign-in?"));
}

#[actix_web::test]
async fn what_went_back_is_on_the_receipt_of_a_cancelled_booking() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let manage = app.page_of(&app.last_booking().await);
    let cancellation = format!("{manage}/cancellation");
    visitor.submit(visitor.get(&cancellation).await.form(&cancellation)).await.assert_status(200);
    app.settle().await;
    app.ignore_mail();

    let receipt = visitor.get(&visitor.get(&manage).await.link("Receipt to print or save")).await;

    receipt.assert_has("Paid back").assert_has("(Refunded)");
}
