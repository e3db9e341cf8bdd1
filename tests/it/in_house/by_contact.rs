//! What the authority's contact does by its own link: cancels by the quote's terms, takes somebody off the list, and sees who of its
//! people comes, and nothing else of them (INH-2, INH-5).

use chrono::Duration;
use nairo::kernel::{Instant, Pence, Role};
use nairo::payments::queries::charge_money;

use super::money::{charge_of, pay};
use super::steps::{CONTACT, accepted, desk, officer, register, set_date};
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::{TestApp, spawn_app};

async fn cancel(contact: &Client, form: &Page) -> Page {
    contact.submit(form.form(&form.path).fill("reason", "A reorganisation")).await
}

async fn owed(app: &TestApp) -> (Pence, Pence) {
    let money = charge_money(app.state.db.reader(), charge_of(app).await).await.unwrap();
    (money.outstanding, money.refund_pending)
}

async fn settle(app: &TestApp) {
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn inh_2_each_tier_ends_with_its_london_day_and_the_page_says_what_then_happens() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    // The date is 11 July 2026; 28 days before is 13 June and 14 days before 27 June, in British Summer Time.
    let (full, half) = ("2026-06-13T23:00:00Z", "2026-06-27T23:00:00Z");
    let moment = Duration::microseconds(1);
    let at = |text: &str| -> Instant { text.parse().unwrap() };
    let (reference, link) = accepted(&app, &officer).await;
    set_date(&app, &officer, &reference, &[]).await;
    let contact = app.visitor();
    contact.get(&link).await.assert_has("until the end of Saturday 13 June 2026");
    let table = [
        (at(full) - moment, "Nothing is owed if you cancel now", "£1,291 (100% of the price)"),
        (at(full), "you pay £645.50 in all", "£645.50 (50% of the price)"),
        (at(half) - moment, "you pay £645.50 in all", "£645.50 (50% of the price)"),
        (at(half), "you pay £1,291 in all", "£0 (0% of the price)"),
    ];

    for (now, lead, not_owed) in table {
        app.clock.set(now);
        contact.get(&format!("{link}/cancellation")).await.assert_has(lead).assert_has(not_owed);
    }
    app.clock.set(at(half));
    let last = contact.get(&format!("{link}/cancellation")).await;
    cancel(&contact, &last).await.assert_has("You pay £1,291 in all");

    assert_eq!(owed(&app).await, (Pence::new(129_100), Pence::ZERO));
    settle(&app).await;
}

#[actix_web::test]
async fn inh_2_the_contact_cancels_by_its_link_and_preview_is_outcome() {
    let app = spawn_app().await;
    let (officer, treasurer) = (officer(&app).await, app.officer(Role::Treasurer).await);
    let (reference, link) = accepted(&app, &officer).await;
    let own = set_date(&app, &officer, &reference, &[]).await;
    register(&app.visitor(), &own, "Moira Tallis", "moira@example.org").await;
    pay(&app, &treasurer, charge_of(&app).await, 129_100).await;
    settle(&app).await;
    let contact = app.visitor();
    let early = contact.get(&contact.get(&link).await.link("Cancel this training")).await;
    early.assert_has("Nothing is owed if you cancel now");
    app.advance(Duration::days(13));
    settle(&app).await;

    let late = cancel(&contact, &early).await;
    late.assert_status(409).assert_has("£645.50 is not owed now").assert_has("£645.50 of what was paid");
    assert_eq!(owed(&app).await, (Pence::ZERO, Pence::ZERO), "nothing happened");
    let done = cancel(&contact, &late).await;
    app.run_jobs().await;

    done.assert_has("You do not pay £645.50; you pay £645.50 in all").assert_has("It has been cancelled since");
    assert_eq!(owed(&app).await, (Pence::ZERO, Pence::new(64_550)));
    let mail = app.mail();
    mail.to(CONTACT).assert_says("£645.50 is not owed").assert_says("A reorganisation");
    mail.to(&officer.email).assert_says("has cancelled the training it had accepted");
    let told = mail.all().into_iter().filter(|mail| mail.to == "moira@example.org").collect::<Vec<_>>();
    assert!(told.iter().any(|mail| mail.calendar_line("METHOD") == "CANCEL"), "the calendar entry goes");
    app.sign_in(&officer).await;
    officer.get(&desk(&reference)).await.assert_has("A reorganisation").assert_has("Lost");
    let again = contact.get(&format!("{link}/cancellation")).await;
    again.assert_has("There is nothing to cancel");
    contact.submit_once(late.form(&late.path)).await;
    assert_eq!(owed(&app).await.1, Pence::new(64_550), "once");
}

#[actix_web::test]
async fn once_it_has_begun_the_contact_is_sent_to_us_and_a_link_that_is_no_quotes_opens_nothing() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (reference, link) = accepted(&app, &officer).await;
    let own = set_date(&app, &officer, &reference, &[]).await;
    register(&app.visitor(), &own, "Moira Tallis", "moira@example.org").await;
    settle(&app).await;
    let contact = app.visitor();
    let form = contact.get(&format!("{link}/cancellation")).await;
    let take_off = contact.get(&contact.get(&link).await.link("Remove Moira Tallis")).await;
    // 9:30 in the morning in British Summer Time.
    app.clock.set("2026-07-11T08:30:00Z".parse().unwrap());
    settle(&app).await;

    cancel(&contact, &form).await.assert_has("The training has begun");
    contact.submit(take_off.form(&take_off.path)).await.assert_has("The training has begun");

    contact.get(&link).await.assert_lacks("Cancel this training").assert_lacks("off the list");
    assert_eq!(owed(&app).await.0, Pence::new(129_100));
    let tampered = link.replace("/in-house-quote/", "/in-house-quote/x");
    contact.get(&format!("{tampered}/cancellation")).await.assert_status(404);
    contact.get(&take_off.path.replace("/in-house-quote/", "/in-house-quote/x")).await.assert_status(404);
}

#[actix_web::test]
async fn inh_5_the_contact_sees_names_and_how_they_stand_and_takes_one_off_the_list() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (reference, link) = accepted(&app, &officer).await;
    let own = set_date(&app, &officer, &reference, &[("seats", "2")]).await;
    register(&app.visitor(), &own, "Moira Tallis", "moira@example.org").await;
    app.run_jobs().await;
    let place = app.mail().to("moira@example.org").link("/manage/");
    register(&app.visitor(), &own, "Yusuf Odell", "yusuf@example.org").await;
    let moira = app.visitor();
    let form = moira.get(&format!("{place}/needs")).await;
    let told = form.form(&form.path).tick("step_free").fill("more", "A ramp").tick("agreed").press("do", "tell");
    moira.submit(told).await.assert_has("Received");
    settle(&app).await;
    let contact = app.visitor();

    let page = contact.get(&link).await;
    page.assert_has("Registered: 2 of 2").assert_has("All places are taken").assert_has("The quote is for no more");
    page.assert_has("Moira Tallis").assert_lacks("moira@example.org").assert_lacks("A ramp").assert_lacks("Step-free");
    let sure = contact.get(&page.link("Remove Moira Tallis")).await;
    sure.assert_has("Take Moira Tallis off the list?");
    contact.submit(sure.form(&sure.path)).await.assert_has("Moira Tallis is off the list");
    app.run_jobs().await;

    let mail = app.mail();
    let letters: Vec<_> = mail.all().into_iter().filter(|mail| mail.to == "moira@example.org").collect();
    assert!(letters.iter().any(|mail| mail.text.contains("has taken you off the list of its own training")));
    assert!(letters.iter().any(|mail| mail.calendar_line("METHOD") == "CANCEL"));
    contact.get(&link).await.assert_has("Registered: 1 of 2").assert_has("Not coming");
    contact.submit(sure.form(&sure.path)).await.assert_has("no longer on the list");
    register(&app.visitor(), &own, "Ann Lee", "ann@example.org").await.assert_has("Ann Lee");
    assert_eq!(owed(&app).await.0, Pence::new(129_100), "the price is for the group");
    let other = sure.path.rsplit_once('/').unwrap().0.to_owned() + "/2";
    contact.get(&other).await.assert_has("no longer on the list");
    settle(&app).await;
}

#[actix_web::test]
async fn inh_2_people_beyond_the_number_agreed_are_charged_for_each_when_it_has_taken_place() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let reference = super::steps::enquire(&app, &[]).await;
    app.ignore_mail();
    let link = quote_priced(&app, &officer, &reference).await;
    super::steps::accept(&app.visitor(), &link).await.assert_has("Accepted by Idris Fenwick");
    settle(&app).await;
    let own = set_date(&app, &officer, &reference, &[("seats", "3")]).await;
    for (name, email) in [("Moira", "moira@example.org"), ("Yusuf", "yusuf@example.org"), ("Ann", "ann@example.org")] {
        register(&app.visitor(), &own, name, email).await;
    }
    settle(&app).await;
    let contact = app.visitor();
    let page = contact.get(&link).await;
    page.assert_has("2 more than agreed: £80 more on the invoice").assert_has("More can come at £40 each");
    let sure = contact.get(&page.link("Remove Ann")).await;
    contact.submit(sure.form(&sure.path)).await;
    contact.get(&link).await.assert_has("1 more than agreed: £40 more on the invoice");
    assert_eq!(owed(&app).await.0, Pence::new(129_100), "nothing is charged before");

    app.advance(Duration::days(41));
    settle(&app).await;
    app.sign_in(&officer).await;
    let base = desk(&reference);
    let delivered = officer.get(&base).await.form(&format!("{base}/delivery"));
    officer.submit(delivered.clone()).await.assert_has("1 more than agreed: £40 more on the invoice");
    officer.submit(delivered).await;

    assert_eq!(owed(&app).await.0, Pence::new(133_100), "once");
    settle(&app).await;
}

/// A quote for one person, in which each person more costs £40; gives the contact's link.
async fn quote_priced(app: &TestApp, officer: &Client, reference: &str) -> String {
    let base = desk(reference);
    let form = officer.get(&format!("{base}/quotes/new")).await.form(&format!("{base}/quotes"));
    let form = form.fill_all(&[("unit-1", "1291"), ("most_attendees", "1"), ("extra", "40")]).choose("over", "priced");
    let preview = officer.submit(form).await;
    let action = preview.assert_status(200).path.clone() + "/sending";
    officer.submit(preview.form(&action)).await.assert_status(200);
    app.run_jobs().await;
    app.mail().to(CONTACT).link("/in-house-quote/")
}

#[actix_web::test]
async fn a_draft_of_an_invoice_is_dropped_with_the_training_and_one_that_is_out_is_credited() {
    let app = spawn_app().await;
    let (officer, treasurer) = (officer(&app).await, app.officer(Role::Treasurer).await);
    let (reference, link) = accepted(&app, &officer).await;
    set_date(&app, &officer, &reference, &[]).await;
    let contact = app.visitor();
    let charge_id = charge_of(&app).await;

    let form = contact.get(&format!("{link}/cancellation")).await;
    cancel(&contact, &form).await.assert_has("You do not pay £1,291");
    settle(&app).await;

    let brief = nairo::payments::invoices::queries::invoice_brief(app.state.db.reader(), charge_id, app.now()).await;
    let brief = brief.unwrap().unwrap();
    assert_eq!((brief.number, brief.standing.word()), (None, "credited"));
    let ask = nairo::payments::invoices::IssueInvoice {
        charge_id,
        actor: nairo::audit::Actor::Person(treasurer.id),
        without_po: None,
    };
    let now = app.now();
    let issued = app.state.db.write_tx(async |tx| nairo::payments::invoices::issue_invoice(tx, ask, now).await).await;
    assert!(!matches!(issued.unwrap(), nairo::payments::invoices::Issued::Now { .. }));
}
