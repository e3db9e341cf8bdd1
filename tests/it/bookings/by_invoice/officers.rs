//! An officer books for an organisation that pays by invoice: the rules are those of the public form (GRP-9, INV-1, INV-2).

use nairo::kernel::Role;

use super::{ACCOUNTS, OnSale, shop_with_customer};
use crate::support::TestApp;
use crate::support::form::TestForm;
use crate::support::people::Person;

async fn form(officer: &Person, event: &OnSale, council: &str) -> TestForm {
    let path = format!("/admin/events/{}/bookings", event.id);
    let form = officer.get(&format!("{path}/new")).await.form(&path).choose("pay", "invoice");
    form.fill_all(&[
        ("booker_name", "Hannah Quill"),
        ("booker_email", "hannah@sampleton.example"),
        ("organisation", council),
        ("places", "12"),
        ("billing_address", "Town Hall\nSampleton SA1 1AA"),
        ("billing_email", ACCOUNTS),
    ])
}

async fn last_state(app: &TestApp) -> (String, String) {
    let booking = app.last_booking().await;
    (booking.state, booking.payment_method)
}

#[actix_web::test]
async fn inv_1_twelve_places_for_a_known_council_are_valid_at_once_and_invoiced_with_the_order() {
    let (app, event) = shop_with_customer().await;
    let officer = app.officer(Role::EventsOfficer).await;

    let page = officer.submit(form(&officer, &event, "Sampleton Council").await.fill("po_number", "PO-12")).await;
    app.run_jobs().await;

    page.assert_has("12 places are booked");
    assert_eq!(last_state(&app).await, ("confirmed".to_owned(), "invoice".to_owned()));
    let invoice = app.invoices().await.remove(1);
    assert_eq!((invoice.total_pence, invoice.shows_po), (108_000, true));
    app.mail().to(ACCOUNTS).assert_says("PO-12").assert_says("£1,080");
}

#[actix_web::test]
async fn inv_1_a_new_council_waits_for_approval_as_it_does_on_the_site() {
    let (app, event) = shop_with_customer().await;
    let officer = app.officer(Role::EventsOfficer).await;

    officer.submit(form(&officer, &event, "Merrowdale Council").await.tick("po_to_follow")).await;
    app.run_jobs().await;

    assert_eq!(last_state(&app).await.0, "held");
    assert_eq!(app.seats_taken(&event).await, 13, "the seats are kept meanwhile");
    app.ignore_mail();
    app.decide(app.customers().await[1].id, "approve", "").await;
    assert_eq!(last_state(&app).await.0, "confirmed");
    app.ignore_mail();
}

#[actix_web::test]
async fn what_is_missing_is_named_beside_its_field() {
    let (app, event) = shop_with_customer().await;
    let officer = app.officer(Role::EventsOfficer).await;
    let form = form(&officer, &event, "Sampleton Council").await;

    for (field, typed, wrong) in [
        ("billing_address", "", "billing_address"),
        ("billing_email", "nobody", "billing_email"),
        ("payer", "person", "pay"),
    ] {
        let page = officer.submit_once(form.clone().set(field, typed)).await;
        page.assert_status(422);
        assert!(!page.error_of(wrong).is_empty(), "{field}");
    }
    assert_eq!(app.seats_taken(&event).await, 1);
}
