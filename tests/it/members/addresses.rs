//! One's own email addresses: added, made the one we write to, removed; confirmed at both ends, or after notice (DP, EM-05).

use chrono::Duration;
use nairo::kernel::EmailAddress;
use nairo::members::people;

use super::signing_in::{another_code, is_signed_in, sign_in_by_code};
use crate::support::app::{TestApp, spawn_app};
use crate::support::page::Page;
use crate::support::people::Person;

const HERE: &str = "/account/emails";

async fn begin(person: &Person, action: &str, address: &str) -> Page {
    let form = person.get(HERE).await.form(HERE).set("email", address);
    let token = form.value("csrf").unwrap().to_owned();
    let fields = [("csrf".to_owned(), token), ("email".to_owned(), address.to_owned())];
    let answer = person.post(action, &fields).await;
    if answer.status.is_redirection() { person.get(answer.header("location")).await } else { answer }
}

async fn add(person: &Person, address: &str) -> Page {
    begin(person, HERE, address).await
}

/// Types codes on the page of a change; "" leaves one out.
async fn confirm(person: &Person, page: &Page, new: &str, old: &str) -> Page {
    let mut form = page.forms().into_iter().find(|form| form.action.ends_with("/confirmation")).unwrap();
    for (field, code) in [("new_code", new), ("old_code", old)] {
        if form.value(field).is_some() {
            form = form.fill(field, code);
        }
    }
    person.submit(form).await
}

async fn codes(app: &TestApp, new: &str, old: &str) -> (String, String) {
    app.run_jobs().await;
    let mail = app.mail();
    (mail.to(new).code(), mail.to(old).code())
}

/// Asha with a second address, proved.
async fn asha_with_two(app: &TestApp, second: &str) -> Person {
    let asha = app.person("Asha").await;
    let page = add(&asha, second).await;
    app.run_jobs().await;
    let code = app.mail().to(second).code();
    confirm(&asha, &page, &code, "").await.assert_status(200);
    app.run_jobs().await;
    app.ignore_mail();
    asha
}

async fn held(app: &TestApp, person: &Person) -> Vec<(String, bool)> {
    let held = people::addresses(app.state.db.reader(), person.id).await.unwrap();
    held.into_iter().map(|held| (held.address, held.is_primary)).collect()
}

fn pair(address: &str, is_primary: bool) -> (String, bool) {
    (address.to_owned(), is_primary)
}

#[actix_web::test]
async fn a_second_address_proves_itself_signs_in_and_the_first_one_hears_of_it() {
    let app = spawn_app().await;
    let asha = app.person("Asha").await;

    let page = add(&asha, "asha.work@council.example").await;
    app.run_jobs().await;
    let code = app.mail().only().code();
    let wrong = confirm(&asha, &page, &another_code(&code), "").await;
    wrong.assert_status(422);
    assert!(wrong.error_of("new_code").contains("not the code"), "{}", wrong.error_of("new_code"));
    confirm(&asha, &wrong, &code, "").await.assert_has("You can sign in with it from now on");
    app.run_jobs().await;

    app.mail().to(&asha.email).assert_says("asha.work@council.example was added to your account");
    let elsewhere = app.visitor();
    sign_in_by_code(&app, &elsewhere, "asha.work@council.example").await;
    elsewhere.get("/account").await.assert_has("Asha Example");
    assert_eq!(held(&app, &asha).await, [pair(&asha.email, true), pair("asha.work@council.example", false)]);
}

#[actix_web::test]
async fn an_address_of_somebody_else_looks_the_same_and_only_its_owner_is_told() {
    let app = spawn_app().await;
    let (asha, ben) = (app.person("Asha").await, app.person("Ben").await);

    let free = add(&asha, "free@example.org").await;
    app.run_jobs().await;
    app.ignore_mail();
    let taken = add(&asha, &ben.email).await;
    app.run_jobs().await;
    let mail = app.mail().only();

    mail.assert_says("somebody tried to add ben@example.org to another account");
    assert_eq!(mail.to, ben.email);
    assert!(!mail.text.contains("Asha"), "the owner is not told who it was");
    let shape = |page: &Page, address: &str| page.main().replace(address, "…");
    assert_eq!(shape(&free, "free@example.org"), shape(&taken, &ben.email));
    let refused = confirm(&asha, &taken, "123456", "").await;
    refused.assert_status(422);
    assert!(refused.error_of("new_code").contains("not the code"));
    assert_eq!(held(&app, &asha).await, [pair(&asha.email, true)]);
}

#[actix_web::test]
async fn another_primary_address_is_confirmed_at_both() {
    let app = spawn_app().await;
    let asha = asha_with_two(&app, "work@example.org").await;

    let page = begin(&asha, "/account/emails/primary", "work@example.org").await;
    let (new, old) = codes(&app, "work@example.org", &asha.email).await;
    let half = confirm(&asha, &page, &new, "").await;
    half.assert_has("The other address has to confirm too");
    assert_eq!(held(&app, &asha).await[0], pair(&asha.email, true), "half is not enough");
    confirm(&asha, &half, "", &old).await.assert_has("From now on we write to the new address");

    assert_eq!(held(&app, &asha).await, [pair("work@example.org", true), pair(&asha.email, false)]);
    app.run_jobs().await;
    let mail = app.mail();
    mail.to("work@example.org").assert_says("We now write to work@example.org instead of asha@example.org");
    mail.to(&asha.email).assert_says("We now write to work@example.org");
}

#[actix_web::test]
async fn an_address_goes_when_both_agree_and_the_primary_one_never_does() {
    let app = spawn_app().await;
    let asha = asha_with_two(&app, "work@example.org").await;

    begin(&asha, "/account/emails/removal", &asha.email).await.assert_status(404);
    begin(&asha, "/account/emails/removal", "stranger@example.org").await.assert_status(404);
    let page = begin(&asha, "/account/emails/removal", "work@example.org").await;
    let (stays, goes) = codes(&app, &asha.email, "work@example.org").await;
    confirm(&asha, &page, &stays, &goes).await.assert_has("The address is gone from your account");

    assert_eq!(held(&app, &asha).await, [pair(&asha.email, true)]);
    app.run_jobs().await;
    assert_eq!(app.mail().lines().len(), 2, "told at both");
}

#[actix_web::test]
async fn a_dead_mailbox_is_given_seven_days_notice() {
    let app = spawn_app().await;
    let asha = asha_with_two(&app, "work@example.org").await;
    let page = begin(&asha, "/account/emails/primary", "work@example.org").await;
    let (new, _) = codes(&app, "work@example.org", &asha.email).await;
    assert!(!page.targets().iter().any(|target| target.ends_with("/notice")), "not before the new one proved itself");
    let page = confirm(&asha, &page, &new, "").await;

    let notice = page.forms().into_iter().find(|form| form.action.ends_with("/notice")).unwrap();
    asha.submit(notice.clone()).await.assert_has("Monday 8 June 2026");
    asha.submit(notice).await.assert_status(200);
    app.run_jobs().await;
    app.mail().only().assert_says("you can stop it until the end of Monday 8 June 2026");

    app.advance(Duration::days(7));
    app.run_jobs().await;
    assert_eq!(held(&app, &asha).await[0], pair(&asha.email, true), "the eighth is still theirs");
    app.advance(Duration::days(1));
    app.run_jobs().await;
    app.run_jobs().await;
    assert_eq!(held(&app, &asha).await[0], pair("work@example.org", true));
    assert_eq!(app.mail().lines().len(), 2);
}

#[actix_web::test]
async fn whoever_reads_the_old_mailbox_can_stop_it() {
    let app = spawn_app().await;
    let asha = asha_with_two(&app, "thief@example.org").await;
    let page = begin(&asha, "/account/emails/primary", "thief@example.org").await;
    app.run_jobs().await;
    let mail = app.mail();
    let (new, link) = (mail.to("thief@example.org").code(), mail.to(&asha.email).link("/address-change/"));
    let page = confirm(&asha, &page, &new, "").await;
    let notice = page.forms().into_iter().find(|form| form.action.ends_with("/notice")).unwrap();
    asha.submit(notice).await;
    app.run_jobs().await;
    assert_eq!(app.mail().only().link("/address-change/"), link);

    let owner = app.visitor();
    let looked = owner.get(&link).await;
    looked.assert_has("writing to thief@example.org instead of asha@example.org");
    assert!(is_signed_in(&asha).await, "looking changes nothing");
    owner.submit(looked.form(&link)).await.assert_has("signed out everywhere");

    assert!(!is_signed_in(&asha).await);
    owner.get(&link).await.assert_has("There is nothing to stop");
    app.advance(Duration::days(9));
    app.run_jobs().await;
    assert_eq!(held(&app, &asha).await[0], pair(&asha.email, true));
}

#[actix_web::test]
async fn an_added_address_can_be_taken_away_again_by_the_first_one() {
    let app = spawn_app().await;
    let asha = app.person("Asha").await;
    let page = add(&asha, "thief@example.org").await;
    app.run_jobs().await;
    confirm(&asha, &page, &app.mail().only().code(), "").await;
    app.run_jobs().await;
    let link = app.mail().to(&asha.email).link("/address-change/");

    let owner = app.visitor();
    owner.submit(owner.get(&link).await.form(&link)).await.assert_has("It is stopped");

    assert_eq!(held(&app, &asha).await, [pair(&asha.email, true)]);
}

#[actix_web::test]
async fn codes_end_with_time_with_tries_and_with_new_ones() {
    let app = spawn_app().await;
    let asha = app.person("Asha").await;
    let page = add(&asha, "work@example.org").await;
    app.run_jobs().await;
    let first = app.mail().only().code();

    app.advance(Duration::minutes(10));
    let late = confirm(&asha, &page, &first, "").await;
    assert!(late.error_of("new_code").contains("no longer work"), "{}", late.error_of("new_code"));
    let again = late.forms().into_iter().find(|form| form.action.ends_with("/codes")).unwrap();
    let page = asha.submit(again).await;
    app.run_jobs().await;
    let second = app.mail().only().code();
    assert_eq!(confirm(&asha, &page, &first, "").await.status.as_u16(), 422, "the code before is dead");
    for _ in 0..7 {
        confirm(&asha, &page, &another_code(&second), "").await.assert_status(422);
    }
    confirm(&asha, &page, &second, "").await.assert_status(422).assert_has("no longer work");
    assert_eq!(held(&app, &asha).await.len(), 1);
}

#[actix_web::test]
async fn what_is_typed_wrong_is_said_beside_the_field_and_a_stranger_finds_nothing() {
    let app = spawn_app().await;
    let (asha, ben) = (app.person("Asha").await, app.person("Ben").await);

    let wrong = add(&asha, "no address").await;
    wrong.assert_status(422);
    assert!(!wrong.error_of("email").is_empty());
    assert_eq!(
        add(&asha, &asha.email.to_uppercase()).await.error_of("email"),
        "This address is on your account already"
    );
    let page = add(&asha, "work@example.org").await;
    app.run_jobs().await;
    app.ignore_mail();
    let none = confirm(&asha, &page, "", "").await;
    assert_eq!(none.error_of("new_code"), "Enter the six figures from our email");

    ben.get(&page.path).await.assert_status(404);
    let token = ben.csrf().await;
    for end in ["confirmation", "codes", "notice", "withdrawal"] {
        let answer = ben.post(&format!("{}/{end}", page.path), &[("csrf".to_owned(), token.clone())]).await;
        answer.assert_status(404);
    }
    let withdrawal = page.forms().into_iter().find(|form| form.action.ends_with("/withdrawal")).unwrap();
    asha.submit(withdrawal).await.assert_has("Your addresses stay as they are");
    asha.get(&page.path).await.assert_status(404);
}

#[actix_web::test]
async fn only_one_of_two_people_gets_an_address_both_have_proved() {
    let app = spawn_app().await;
    let (asha, ben) = (app.person("Asha").await, app.person("Ben").await);
    let shared = "shared@example.org";
    let (for_asha, for_ben) = (add(&asha, shared).await, add(&ben, shared).await);
    app.run_jobs().await;
    let codes: Vec<String> = app.mail().all().iter().map(super::super::support::mail::Mail::code).collect();

    let (a, b) = tokio::join!(confirm(&asha, &for_asha, &codes[0], ""), confirm(&ben, &for_ben, &codes[1], ""));

    let won = [a.has("You can sign in with it"), b.has("You can sign in with it")];
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{} / {}", a.flash(), b.flash());
    let address = EmailAddress::parse(shared).unwrap();
    let owner = people::find_by_verified_email(app.state.db.reader(), &address).await.unwrap();
    assert_eq!(owner, Some(if won[0] { asha.id } else { ben.id }));
    app.run_jobs().await;
    app.ignore_mail();
}
