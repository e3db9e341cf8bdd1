//! Cancelling what was agreed: by the quote's own terms, or in full when we cancel; preview and outcome are the same.

use chrono::Duration;
use nairo::kernel::{Pence, Role};
use nairo::payments::queries::charge_money;

use super::money::{charge_of, pay};
use super::steps::{CONTACT, accepted, desk, officer, register, set_date};
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

async fn cancel(officer: &Person, form: &Page, by: &str) -> Page {
    let form = form.form(&form.path);
    officer.submit(form.choose("by", by).fill("reason", "A reorganisation")).await
}

async fn owed(app: &TestApp) -> (Pence, Pence) {
    let money = charge_money(app.state.db.reader(), charge_of(app).await).await.unwrap();
    (money.outstanding, money.refund_pending)
}

#[actix_web::test]
async fn an_authority_that_cancels_in_time_owes_nothing_and_its_people_are_told() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (reference, contact_link) = accepted(&app, &officer).await;
    let link = set_date(&app, &officer, &reference, &[]).await;
    register(&app.visitor(), &link, "Moira Tallis", "moira@example.org").await;
    app.run_jobs().await;
    app.ignore_mail();

    let preview = officer.get(&format!("{}/cancellation", desk(&reference))).await;
    preview.assert_has("100% is not owed: £1,291");
    cancel(&officer, &preview, "authority").await.assert_has("Cancelled. Not owed: £1,291");
    app.run_jobs().await;

    assert_eq!(owed(&app).await, (Pence::ZERO, Pence::ZERO));
    let mail = app.mail();
    mail.to(CONTACT).assert_says("£1,291 is not owed").assert_says("A reorganisation");
    let told = mail.all().into_iter().filter(|mail| mail.to == "moira@example.org").collect::<Vec<_>>();
    assert!(told.iter().any(|mail| mail.calendar_line("METHOD") == "CANCEL"), "the calendar entry goes");
    officer.get(&desk(&reference)).await.assert_has("Lost").assert_has("A reorganisation");
    app.visitor().get(&contact_link).await.assert_has("It has been cancelled since");
    app.visitor().get(&link).await.assert_has("This training has been called off");
}

#[actix_web::test]
async fn inh_2_between_28_and_14_days_half_is_kept_and_what_was_paid_beyond_it_goes_back() {
    let app = spawn_app().await;
    let (officer, treasurer) = (officer(&app).await, app.officer(Role::Treasurer).await);
    let (reference, _) = accepted(&app, &officer).await;
    set_date(&app, &officer, &reference, &[]).await;
    pay(&app, &treasurer, charge_of(&app).await, 129_100).await;
    // The date is in 40 days: 28 days before is in 12, so after 13 the first tier is over.
    app.advance(Duration::days(13));
    app.run_jobs().await;
    app.ignore_mail();
    app.sign_in(&officer).await;

    let preview = officer.get(&format!("{}/cancellation", desk(&reference))).await;
    preview.assert_has("50% is not owed: £645.50").assert_has("£645.50 that was paid goes back");
    cancel(&officer, &preview, "authority").await.assert_has("Not owed: £645.50");
    app.run_jobs().await;
    app.ignore_mail();

    assert_eq!(owed(&app).await, (Pence::ZERO, Pence::new(64_550)));
}

#[actix_web::test]
async fn ref_7_when_a_deadline_passes_while_the_page_is_open_nothing_happens_and_the_new_sum_is_shown() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (reference, _) = accepted(&app, &officer).await;
    set_date(&app, &officer, &reference, &[]).await;
    let preview = officer.get(&format!("{}/cancellation", desk(&reference))).await;
    app.advance(Duration::days(13));
    app.run_jobs().await;
    app.ignore_mail();
    app.sign_in(&officer).await;

    let late = cancel(&officer, &preview, "authority").await;

    late.assert_status(409).assert_has("£645.50 is not owed now");
    assert_eq!(owed(&app).await.0, Pence::new(129_100));
    cancel(&officer, &late, "authority").await.assert_has("Not owed: £645.50");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn ref_12_when_we_cancel_the_authority_owes_nothing_whatever_the_day() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (reference, _) = accepted(&app, &officer).await;
    set_date(&app, &officer, &reference, &[]).await;
    app.advance(Duration::days(39));
    app.run_jobs().await;
    app.ignore_mail();
    app.sign_in(&officer).await;

    let preview = officer.get(&format!("{}/cancellation", desk(&reference))).await;
    preview.assert_has("0% is not owed").assert_has("100% is not owed");
    cancel(&officer, &preview, "us").await.assert_has("Not owed: £1,291");

    assert_eq!(owed(&app).await.0, Pence::ZERO);
    app.run_jobs().await;
    app.mail().to(CONTACT).assert_says("We are sorry");
    officer.get(&format!("{}/cancellation", desk(&reference))).await.assert_status(404);
}
