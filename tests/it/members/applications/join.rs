//! Joining, from the first page to membership.

use nairo::members::applications::find_live_application;
use nairo::members::membership::load_picture;

use super::filling_in::{
    answer_the_rest, applicant, associate, decision, fill_in, full, offer, offer_types, officer, question, state_of,
};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn the_first_page_says_what_each_type_is() {
    let app = spawn_app().await;
    app.visitor().get("/join").await.assert_has("Joining online opens soon");
    offer_types(&app).await;

    let page = app.visitor().get("/join").await;

    for words in ["Full member", "Practising reviewing officers.", "£60", "A vote", "reply within 21 days", "14 days"]
    {
        page.assert_has(words);
    }
    assert_eq!(page.link("Apply: Associate"), "/sign-in?next=/join/type%3Ftype%3Dassociate");
}

#[actix_web::test]
async fn somebody_new_joins_as_an_associate_and_pays_by_card() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let visitor = app.visitor();
    let page = visitor.get(&visitor.get("/join").await.link("Apply: Associate")).await;
    let page = visitor.submit(page.form("/sign-in").fill("email", "new@example.org")).await;
    app.run_jobs().await;
    let code = app.mail().to("new@example.org").code();
    let page = visitor.submit(page.form("/sign-in/code").fill("code", &code)).await;
    let page = visitor.submit(page.form("/sign-in/name").fill("name", "Siân O’Neill")).await;
    assert_eq!(page.path, "/join/type?type=associate");
    assert_eq!(question(&page).value("type"), Some("associate"));

    let page = visitor.submit(question(&page)).await;
    let check = answer_the_rest(&visitor, page).await;
    for words in ["Associate", "Siân O’Neill", "new@example.org", "Birmingham", "SW123", "B1 1AA", "Made"] {
        check.assert_has(words);
    }
    let payment = visitor.submit(question(&check)).await;
    assert_eq!(payment.path, "/join/payment");
    for words in ["£40", "Example Association of Reviewing Officers", "1234567", "Within 14 days", "does not renew"] {
        payment.assert_has(words);
    }
    let pay = payment.form("/join/payment").press("pay", "card");
    let back = app.pay(&visitor.submit_once(pay).await).await;
    assert!(back.starts_with("/join/done"), "{back}");
    app.settle().await;

    let done = visitor.get("/join/done").await;
    for words in ["You are a member", "Membership number", "Associate", "£40", "15 June 2026", "Receipt"] {
        done.assert_has(words);
    }
    app.mail().to("new@example.org").assert_says("£40");
}

#[actix_web::test]
async fn an_application_keeps_which_terms_were_accepted_with_it() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let officer = officer(&app).await;

    let (asha, reference) = applicant(&app, "Asha", "full").await;

    let sent = find_live_application(app.state.db.reader(), asha.id).await.unwrap().unwrap();
    assert_eq!(sent.terms_version.as_deref(), Some("Version 1"));
    officer.get(&format!("/admin/applications/{reference}")).await.assert_has("Version 1");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_full_member_is_approved_first_and_then_pays() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let officer = officer(&app).await;
    let (asha, reference) = applicant(&app, "Asha", "full").await;
    app.run_jobs().await;
    app.mail().to(&asha.email).assert_says("Monday 22 June 2026").assert_says(&reference);
    asha.get("/join/done").await.assert_has("We will reply by Monday 22 June 2026");
    assert_eq!(asha.get("/join/payment").await.path, "/join/done", "nothing is to be paid yet");
    assert_eq!(asha.get("/join/name").await.path, "/account/application", "what was sent is not changed any more");

    let page = officer.submit(decision(&officer, &reference, "approve").await).await;
    page.assert_has("Approved");
    app.run_jobs().await;
    let letter = app.mail().to(&asha.email);
    letter.assert_says("approved").assert_says("£60");
    let payment = asha.get(&letter.link("/join/payment")).await;
    let back = app.pay(&asha.submit_once(payment.form("/join/payment").press("pay", "card")).await).await;
    asha.get(&back).await.assert_has("Your payment has not reached us yet");
    app.settle().await;

    asha.get(&back).await.assert_has("You are a member").assert_has("Full member");
    let picture = load_picture(app.state.db.reader(), asha.id, app.today()).await.unwrap();
    assert!(picture.standing.is_member() && picture.number.is_some(), "{picture:?}");
    app.ignore_mail();
}

#[actix_web::test]
async fn whoever_pays_by_bank_transfer_is_told_how() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let (asha, _) = applicant(&app, "Asha", "associate").await;

    let payment = asha.get("/join/payment").await;
    let page = asha.submit(payment.form("/join/payment").press("pay", "bank")).await;

    assert_eq!(page.path, "/join/done");
    for words in ["Your payment has not reached us yet", "£40", "Example Association", "00-00-00"] {
        page.assert_has(words);
    }
    app.run_jobs().await;
    app.mail().to(&asha.email).assert_says("£40");
}

#[actix_web::test]
async fn a_free_type_needs_no_payment() {
    let app = spawn_app().await;
    let free = nairo::members::membership::TypeVersion {
        joining_price: nairo::kernel::Pence::ZERO,
        renewal_price: nairo::kernel::Pence::ZERO,
        ..associate()
    };
    offer(&app, &[("student", free)]).await;
    let asha = app.person("Asha").await;

    let check = fill_in(&asha, "student").await;
    check.assert_has("There is nothing to pay");
    let done = asha.submit(question(&check)).await;

    done.assert_has("You are a member");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_member_is_told_so_and_cannot_take_the_same_type_again() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let member = app.member("Asha").await;
    member.get("/join").await.assert_has("You are a member until");

    let page = member.get("/join/type").await;
    let refused = member.submit(question(&page).choose("type", "full")).await;

    refused.assert_status(409);
    assert!(refused.error_of("type").contains("You hold this type already"), "{}", refused.error_of("type"));
}

#[actix_web::test]
async fn known_and_unknown_addresses_are_asked_the_same() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let known = app.person("Asha").await;
    let mut pages = Vec::new();
    for address in [known.email.as_str(), "nobody@example.org"] {
        let visitor = app.visitor();
        let page = visitor.get("/sign-in?next=/join/type").await;
        let page = visitor.submit(page.form("/sign-in").fill("email", address)).await;
        pages.push(page.text().replace(address, "ADDRESS"));
    }
    app.run_jobs().await;
    app.ignore_mail();

    assert_eq!(pages[0], pages[1]);
}

#[actix_web::test]
async fn two_tabs_send_one_application_and_open_one_order() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let asha = app.person("Asha").await;
    let check = fill_in(&asha, "associate").await;

    let (first, second) = futures_util::join!(asha.submit(question(&check)), asha.submit(question(&check)));

    first.assert_status(200);
    second.assert_status(200);
    assert_eq!(state_of(&app, &asha).await, "approved");
    asha.get("/join/payment").await.assert_has("£40");
}

#[actix_web::test]
async fn what_somebody_says_is_carried_over_when_it_is_sent_and_not_before() {
    let app = spawn_app().await;
    offer(&app, &[("full", full())]).await;
    let asha = app.person("Asha").await;
    let page = asha.get("/join/type").await;
    let page = asha.submit(question(&page).choose("type", "full")).await;
    let page = asha.submit(question(&page).fill("name", "Asha Raghunathan")).await;
    let page = asha.submit(question(&page).fill("second_email", "asha@council.example")).await;
    let check = answer_the_rest(&asha, page).await;
    let account = asha.get("/account").await;
    account.assert_lacks("Asha Raghunathan");

    asha.submit(question(&check)).await.assert_status(200);

    let people = nairo::members::people::addresses(app.state.db.reader(), asha.id).await.unwrap();
    let second = people.iter().find(|held| held.address == "asha@council.example").unwrap();
    assert!(!second.is_verified && !second.is_primary, "an address that was only typed proves nothing");
    asha.get("/account").await.assert_has("Asha Raghunathan");
    let employer = nairo::members::employers::employer_of(app.state.db.reader(), asha.id).await.unwrap();
    assert_eq!(employer.unwrap().name, "Birmingham");
    app.run_jobs().await;
    app.ignore_mail();
}
