//! INV-1: who is confirmed at once, and who waits for staff.

use chrono::Duration;
use nairo::kernel::Role;

use crate::bookings::moving::{move_to, two_dates};

use super::{ACCOUNTS, course, shop_with_customer, spawn_app};

#[actix_web::test]
async fn inv_1_a_new_organisations_places_are_kept_until_staff_have_looked() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;

    let booking = event.book_by_invoice(&app, &["Asha Verma", "Ben Lee"]).await;

    assert_eq!((booking.state.as_str(), app.seats_taken(&event).await), ("held", 2));
    let mails = app.mail();
    mails.to("bo@example.org").assert_says("somebody looks at the order first").assert_says("Monday 8 June 2026");
    mails.to("office@example.org").assert_says("Sampleton Council wants to pay by invoice");
    assert_eq!(app.invoices().await.len(), 0);
    app.visitor().get(&app.page_of(&booking)).await.assert_has("We are looking at your order");

    app.decide(app.customers().await[0].id, "approve", "").await;

    let booking = app.last_booking().await;
    let invoice = app.invoices().await.remove(0);
    assert_eq!(
        (booking.state.as_str(), invoice.number.as_str(), invoice.total_pence),
        ("confirmed", "EARO-2026-00001", 18_000)
    );
    let mails = app.mail();
    mails.to(ACCOUNTS).assert_says("EARO-2026-00001").assert_says("£180").assert_says("Wednesday 1 July 2026");
    mails.to("bo@example.org").assert_says("The invoice goes to the billing address");
    mails.to("asha.verma@example.org").assert_says("The Role of the IRO");
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn inv_1_an_approved_customer_is_confirmed_and_invoiced_at_once_and_keeps_the_places_unpaid() {
    let (app, event) = shop_with_customer().await;

    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;

    assert_eq!((booking.state.as_str(), app.invoices().await.len()), ("confirmed", 2));
    app.visitor().get(&app.page_of(&booking)).await.assert_has("EARO-2026-00002").assert_has("Issued");
    app.advance(Duration::days(20));
    app.run_jobs().await;
    assert_eq!((app.last_booking().await.state.as_str(), app.seats_taken(&event).await), ("confirmed", 2));
    app.ignore_mail();
}

#[actix_web::test]
async fn a_known_name_with_a_strangers_billing_address_waits() {
    let (app, event) = shop_with_customer().await;
    let visitor = app.visitor();
    let form = event.filled_for_invoice(&visitor, &["Asha Verma"], "SAMPLETON  council").await;

    visitor.submit_once(form.fill("billing_email", "me@elsewhere.example")).await.assert_status(303);
    app.run_jobs().await;

    assert_eq!(
        (app.last_booking().await.state.as_str(), app.customers().await.len(), app.invoices().await.len()),
        ("held", 1, 1)
    );
    app.mail().to("office@example.org").assert_says("me@elsewhere.example");
    let treasurer = app.officer(Role::Treasurer).await;
    treasurer.get("/admin/money/invoices").await.assert_has("New customer").assert_has("wants to pay £90 by invoice");
    app.ignore_mail();
}

#[actix_web::test]
async fn who_is_turned_down_hears_why_and_can_still_pay_another_way() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;
    app.ignore_mail();

    app.decide(app.customers().await[0].id, "refuse", "The address is not the council's.").await;

    app.mail().to("bo@example.org").assert_says("The address is not the council's.").assert_says("Monday 8 June 2026");
    let page = app.visitor().get(&app.page_of(&booking)).await;
    page.assert_has("Sort code").assert_has("£90");
    app.money_comes(booking.charge_id.unwrap(), 9_000).await;
    assert_eq!((app.last_booking().await.state.as_str(), app.billings().await.len()), ("confirmed", 0));
    app.ignore_mail();
}

#[actix_web::test]
async fn nobody_is_asked_to_look_at_a_customer_whom_somebody_has_decided_on_already() {
    for (decision, reason) in [("approve", ""), ("refuse", "Not known to us.")] {
        let app = spawn_app().await;
        let event = app.sell(course()).await;
        let visitor = app.visitor();
        let form = event.filled_for_invoice(&visitor, &["Asha Verma"], "Sampleton Council").await;
        visitor.submit_once(form).await.assert_status(303);

        app.decide(app.customers().await[0].id, decision, reason).await;
        app.run_jobs().await;

        let asked = app.mail().all().into_iter().filter(|mail| mail.subject.contains("wants to pay by invoice"));
        assert_eq!(asked.count(), 0, "{decision}");
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn hld_6_what_was_paid_twice_after_a_refusal_goes_back_even_when_the_booking_has_moved() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let old = from.book_by_invoice(&app, &["Asha Verma"]).await;
    app.decide(app.customers().await[0].id, "refuse", "Not known to us.").await;
    let charge = old.charge_id.unwrap();
    app.money_comes(charge, 9_000).await;
    move_to(&app.visitor(), &app.page_of(&old), &to, "").await.assert_has("Moved.");
    app.run_jobs().await;

    app.money_comes(charge, 9_000).await;

    assert_eq!((app.all_refunds().await.len(), app.account("on_account").await), (1, 0));
    app.assert_books_balance().await;
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn when_nobody_looks_in_time_the_places_go_back_and_we_apologise() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let booking = event.book_by_invoice(&app, &["Asha Verma"]).await;
    app.ignore_mail();

    app.advance(Duration::days(8));
    app.run_jobs().await;

    assert_eq!((app.last_booking().await.state.as_str(), app.seats_taken(&event).await), ("expired", 0));
    app.mail().to("bo@example.org").assert_says("nobody here looked at the order");
    app.decide(app.customers().await[0].id, "approve", "").await;
    assert_eq!((app.last_booking().await.state.as_str(), app.invoices().await.len()), ("expired", 0));
    assert_eq!(app.money_of(booking.charge_id.unwrap()).await.outstanding.get(), 0);
    app.ignore_mail();
}

#[actix_web::test]
async fn only_an_organisation_that_says_where_the_invoice_goes_books_by_invoice() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let form = event.filled_for_invoice(&visitor, &["Asha Verma"], "Sampleton Council").await;

    let person = visitor.submit_once(form.clone().choose("payer", "person")).await;
    let nowhere = visitor.submit_once(form.fill("billing_address", " ").fill("billing_email", "nobody")).await;

    assert!(person.error_of("payer").contains("Only an organisation"), "{}", person.error_of("payer"));
    assert!(!nowhere.error_of("billing_address").is_empty() && !nowhere.error_of("billing_email").is_empty());
    assert_eq!((app.bookings().await.len(), app.customers().await.len(), app.seats_taken(&event).await), (0, 0, 0));
}

#[actix_web::test]
async fn the_same_form_sent_twice_is_one_booking_and_one_invoice() {
    let (app, event) = shop_with_customer().await;
    let visitor = app.visitor();
    let form = event.filled_for_invoice(&visitor, &["Asha Verma"], "Sampleton Council").await;

    visitor.submit_once(form.clone()).await.assert_status(303);
    visitor.submit_once(form).await.assert_status(303);
    app.run_jobs().await;

    assert_eq!((app.bookings().await.len(), app.invoices().await.len()), (2, 2));
    app.ignore_mail();
}

#[actix_web::test]
async fn inv_9_the_form_says_that_it_is_too_late_to_cancel_without_paying() {
    let app = spawn_app().await;
    let (near, far) = (app.sell(course().in_days(5)).await, app.sell(course().in_days(60)).await);

    app.visitor().get(&near.form_path()).await.assert_has("stays payable even if you cancel");
    app.visitor().get(&far.form_path()).await.assert_lacks("stays payable").assert_has("on an invoice");
}
