//! Places paid by invoice that change (SUB-2, TRF-3, TRF-4, REF-16): the difference goes onto the invoice in every state it can be
//! in, and one balance is left.

use super::{ACCOUNTS, course, shop_with_customer};
use crate::bookings::moving::look;
use crate::bookings::shop::OnSale;
use crate::support::TestApp;
use crate::support::people::Person;

/// The invoice when the change comes: what was paid of it, and whether it is still a draft that waits for a purchase order.
const STATES: [(i64, bool); 4] = [(0, true), (0, false), (2_000, false), (5_000, false)];

impl TestApp {
    async fn waits_for_orders(&self, is_draft: bool) {
        if is_draft {
            self.change_customer(self.customers().await[0].id, |form| form.tick("requires_po")).await;
        }
    }

    async fn pays(&self, charge: i64, pence: i64) {
        if pence > 0 {
            self.money_comes(charge, pence).await;
        }
        self.ignore_mail();
    }
}

/// A member books her own place at the member price, for Sampleton Council, by invoice.
async fn member_place(app: &TestApp, event: &OnSale) -> (Person, entity::booking::Model) {
    let asha = app.member("Asha").await;
    let form = asha.get(&event.form_path()).await.form(&event.bookings_path());
    let form = form.choose("payer", "organisation").fill("organisation", "Sampleton Council");
    let form = form.fill("billing_address", "Town Hall\nSampleton SA1 1AA").fill("billing_email", ACCOUNTS);
    asha.submit_once(form.press("pay", "invoice")).await.assert_status(303);
    app.run_jobs().await;
    (asha, app.last_booking().await)
}

#[actix_web::test]
async fn sub_2_the_difference_goes_onto_the_invoice_whatever_its_state_and_one_balance_is_left() {
    for (paid, is_draft) in STATES {
        let (app, event) = shop_with_customer().await;
        app.waits_for_orders(is_draft).await;
        let (asha, booking) = member_place(&app, &event).await;
        let (charge, manage) = (booking.charge_id.unwrap(), app.page_of(&booking));
        app.pays(charge, paid).await;
        let action = format!("{manage}/places/1/attendee");
        let form = asha.get(&action).await.form(&action).fill("name", "Ben Lee").fill("email", "ben@example.org");

        let asked = asha.submit(form).await;
        asked.assert_status(409).assert_has("£40 goes onto the invoice");
        asha.get(&manage).await.assert_has("Asha Example").assert_lacks("Ben Lee takes");
        let done = asha.submit(asked.form(&action)).await;
        app.run_jobs().await;

        done.assert_has("£40 is on the invoice").assert_has("Ben Lee takes the place of Asha Example");
        let money = app.money_of(charge).await;
        let net = (money.charged - money.credited).get();
        assert_eq!((net, money.paid.get(), money.outstanding.get()), (9_000, paid, 9_000 - paid), "{paid} {is_draft}");
        let (invoices, notes) = (app.invoices().await, app.credit_notes().await);
        if is_draft {
            assert_eq!((invoices.len(), notes.len()), (1, 0), "a draft is only another draft");
        } else {
            let current = invoices.last().unwrap();
            assert_eq!((current.total_pence, current.replaced_at), (9_000, None));
            assert_eq!(notes.iter().map(|note| note.total_pence).sum::<i64>(), 5_000, "the old line, once");
            let letters = app.mail().all().into_iter().filter(|mail| mail.to == ACCOUNTS).count();
            assert_eq!(letters, 2, "a credit note, and the invoice issued anew");
        }
        assert_eq!((app.all_refunds().await.len(), app.seats_taken(&event).await), (0, 2));
        app.ignore_mail();
        app.assert_books_balance().await;
    }
}

#[actix_web::test]
async fn sub_2_an_officer_adds_the_difference_and_the_booker_reads_of_it() {
    let (app, event) = shop_with_customer().await;
    let (_, booking) = member_place(&app, &event).await;
    app.ignore_mail();
    let officer = app.officer(nairo::kernel::Role::EventsOfficer).await;
    let action = format!("/admin/bookings/{}/places/1/attendee", booking.reference);
    let form = officer.get(&action).await.form(&action).fill("name", "Ben Lee").fill("email", "ben@example.org");

    let asked = officer.submit(form).await;
    officer.submit(asked.form(&action)).await.assert_has("£40 is on the invoice");
    app.run_jobs().await;

    let mut to_booker = app.mail().all().into_iter().filter(|mail| mail.to == booking.booker_email);
    assert!(to_booker.any(|mail| mail.text.contains("£40 is added to the invoice")));
    assert_eq!(app.money_of(booking.charge_id.unwrap()).await.outstanding.get(), 9_000);
    app.ignore_mail();
}

#[actix_web::test]
async fn trf_4_a_move_credits_the_old_invoice_and_issues_the_new_one_and_what_was_paid_counts() {
    for (paid, is_draft) in [(0, true), (0, false), (4_000, false), (9_000, false)] {
        for (price, words) in [(12_000, "£30 more goes onto the invoice"), (6_000, "£30 comes off the invoice")] {
            let (app, _) = shop_with_customer().await;
            app.waits_for_orders(is_draft).await;
            let id = app.a_course().await;
            let from = app.sell(course().of(id)).await;
            let to = app.sell(course().of(id).in_days(44).for_pence(price, None)).await;
            let booking = from.book_by_invoice(&app, &["Asha Verma"]).await;
            let (charge, manage) = (booking.charge_id.unwrap(), app.page_of(&booking));
            app.pays(charge, paid).await;
            let visitor = app.visitor();

            let page = look(&visitor, &manage, &to, "").await;
            let moved = visitor.submit(page.assert_has(words).form(&format!("{manage}/move"))).await;
            app.settle().await;

            moved.assert_has("Moved.").assert_has("Wednesday 15 July 2026");
            assert_eq!((app.seats_taken(&from).await, app.seats_taken(&to).await), (0, 1));
            let new = app.money_of(app.last_booking().await.charge_id.unwrap()).await;
            let old = app.money_of(charge).await;
            let owed = std::cmp::max(price - paid, 0);
            let back: i64 = app.all_refunds().await.iter().map(|refund| refund.amount_pence).sum();
            assert_eq!((new.outstanding.get(), old.outstanding.get()), (owed, 0), "{paid} {price}");
            assert_eq!(back, std::cmp::max(paid - price, 0), "{paid} {price}");
            let invoices = app.invoices().await;
            if is_draft {
                assert_eq!(
                    (invoices.len(), app.billings().await.len()),
                    (1, 3),
                    "the new one waits as the old one did"
                );
            } else {
                assert_eq!(invoices.last().unwrap().total_pence, price);
                assert_eq!(app.credit_notes().await[0].total_pence, 9_000);
            }
            let told = app.mail().to("bo@example.org").text.clone();
            assert!(told.contains("the new date is invoiced instead"), "{told}");
            app.ignore_mail();
            app.assert_books_balance().await;
        }
    }
}

#[actix_web::test]
async fn trf_4_one_of_two_places_moves_and_each_invoice_owes_its_own() {
    let (app, _) = shop_with_customer().await;
    let id = app.a_course().await;
    let (from, to) = (app.sell(course().of(id)).await, app.sell(course().of(id).in_days(44)).await);
    let booking = from.book_by_invoice(&app, &["Asha Verma", "Ben Lee"]).await;
    app.pays(booking.charge_id.unwrap(), 12_000).await;
    let (visitor, manage) = (app.visitor(), app.page_of(&booking));

    let page = look(&visitor, &manage, &to, "&place=2").await;
    visitor.submit(page.form(&format!("{manage}/move"))).await.assert_has("Moved.");
    app.settle().await;

    let old = app.money_of(booking.charge_id.unwrap()).await;
    let new = app.money_of(app.last_booking().await.charge_id.unwrap()).await;
    assert_eq!((old.outstanding.get(), new.outstanding.get()), (0, 6_000), "£120 of £180 is paid");
    app.ignore_mail();
    app.assert_books_balance().await;
}
