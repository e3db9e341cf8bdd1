//! An officer is asked to write to another address: the new one confirms, the old one may object, everybody hears of it.

use entity::person_email;
use nairo::kernel::{EmailAddress, Role};
use nairo::members::people::{addresses, find_by_verified_email};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::reference_of;
use crate::support::app::{TestApp, spawn_app};
use crate::support::page::Page;
use crate::support::people::Person;

const NEW: &str = "sian@new-council.example";

async fn ask(app: &TestApp, person: &Person, address: &str) -> Page {
    ask_as(app, &app.officer(Role::MembershipOfficer).await, person, address).await
}

async fn ask_as(app: &TestApp, officer: &Person, person: &Person, address: &str) -> Page {
    let path = format!("/admin/members/{}/email", reference_of(app, person.id).await);
    let form = officer.get(&path).await.form(&path).fill("address", address).fill("reason", "Rang from her number");
    officer.submit(form).await
}

async fn primary(app: &TestApp, person: &Person) -> String {
    let held = addresses(app.state.db.reader(), person.id).await.unwrap();
    held.into_iter().find(|held| held.is_primary).unwrap().address
}

#[actix_web::test]
async fn the_new_address_confirms_the_old_one_is_told_and_after_the_notice_we_write_to_the_new_one() {
    let app = spawn_app().await;
    let sian = app.member("Siân O’Neill").await;

    let page = ask(&app, &sian, NEW).await;
    page.assert_has("Both addresses have been written to").assert_has("Rang from her number");
    app.run_jobs().await;
    let mails = app.mail();
    mails.to(&sian.email).assert_says(NEW).assert_says("you can stop it");
    let link = mails.to(NEW).link("/address-confirmation/");
    assert_eq!(primary(&app, &sian).await, sian.email);

    let reader = app.visitor();
    let page = reader.get(&link).await;
    page.assert_has("Is this your address?").assert_lacks("Siân");
    for _ in 0..2 {
        reader.submit(page.form(&link)).await.assert_has(NEW);
    }
    assert_eq!(primary(&app, &sian).await, sian.email, "the old one may still object");
    app.advance(chrono::Duration::days(8));
    app.run_jobs().await;

    assert_eq!(primary(&app, &sian).await, NEW);
    let owner = find_by_verified_email(app.state.db.reader(), &EmailAddress::parse(NEW).unwrap()).await.unwrap();
    assert_eq!(owner, Some(sian.id));
    let told = app.mail();
    told.to(NEW).assert_says("We now write to");
    told.to(&sian.email).assert_says("We now write to");
}

#[actix_web::test]
async fn without_confirmation_nothing_happens_and_an_objection_ends_it() {
    let app = spawn_app().await;
    let sian = app.member("Siân O’Neill").await;
    ask(&app, &sian, NEW).await;
    app.run_jobs().await;
    app.ignore_mail();
    app.advance(chrono::Duration::days(9));
    app.run_jobs().await;
    assert_eq!(primary(&app, &sian).await, sian.email, "nobody confirmed it");

    ask(&app, &sian, NEW).await;
    app.run_jobs().await;
    let mails = app.mail();
    let (stop, confirm) =
        (mails.to(&sian.email).link("/address-change/"), mails.to(NEW).link("/address-confirmation/"));
    let reader = app.visitor();
    reader.submit(reader.get(&confirm).await.form(&confirm)).await.assert_has("Thank you");
    let page = reader.get(&stop).await;
    page.assert_has("Our office was asked for this");
    reader.submit(page.form(&stop)).await.assert_has("It is stopped");
    app.advance(chrono::Duration::days(9));
    app.run_jobs().await;

    assert_eq!(primary(&app, &sian).await, sian.email);
    app.ignore_mail();
}

#[actix_web::test]
async fn an_address_of_another_record_and_the_one_we_write_to_are_refused() {
    let app = spawn_app().await;
    let (sian, ben) = (app.member("Siân O’Neill").await, app.member("Ben").await);

    let theirs = ask(&app, &sian, &ben.email).await;
    assert!(theirs.assert_status(409).error_of("address").starts_with("This address belongs to another record"));
    let same = ask(&app, &sian, &sian.email).await;
    assert!(same.assert_status(409).error_of("address").starts_with("We write to this address already"));
    ask(&app, &sian, "no address").await.assert_status(422);
    app.run_jobs().await;
    app.mail().assert_none();
}

#[actix_web::test]
async fn d9_the_address_of_an_office_holder_is_changed_only_by_somebody_who_gives_roles() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;

    let refused = ask(&app, &treasurer, NEW).await;
    let error = refused.assert_status(409).error_of("address");
    app.run_jobs().await;
    app.mail().assert_none();

    assert!(error.starts_with("This person holds an office"), "{error}");
    ask_as(&app, &app.admin().await, &treasurer, NEW).await.assert_has("Both addresses have been written to");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn em_05_an_address_that_nobody_proved_has_its_seven_days_too() {
    let app = spawn_app().await;
    let sian = app.member("Siân O’Neill").await;
    unprove(&app, &sian).await;
    ask(&app, &sian, NEW).await;
    app.run_jobs().await;
    let mails = app.mail();
    let (stop, confirm) =
        (mails.to(&sian.email).link("/address-change/"), mails.to(NEW).link("/address-confirmation/"));
    let reader = app.visitor();

    reader.submit(reader.get(&confirm).await.form(&confirm)).await.assert_has("which can object until the end of");
    app.run_jobs().await;

    assert_eq!(primary(&app, &sian).await, sian.email, "the old one may still object");
    reader.submit(reader.get(&stop).await.form(&stop)).await.assert_has("It is stopped");
    app.advance(chrono::Duration::days(9));
    app.run_jobs().await;
    assert_eq!(primary(&app, &sian).await, sian.email);
    app.ignore_mail();
}

#[actix_web::test]
async fn em_05_whoever_confirms_an_address_that_another_record_took_meanwhile_is_told_so() {
    let app = spawn_app().await;
    let (sian, ben) = (app.member("Siân O’Neill").await, app.member("Ben").await);
    ask(&app, &sian, NEW).await;
    app.run_jobs().await;
    let confirm = app.mail().to(NEW).link("/address-confirmation/");
    app.ignore_mail();
    let (taken, now) = (EmailAddress::parse(NEW).unwrap(), app.now());
    let row = person_email::ActiveModel {
        person_id: Set(ben.id),
        address: Set(taken.as_str().to_owned()),
        folded_address: Set(taken.folded()),
        verified_at: Set(Some(now)),
        is_primary: Set(false),
        created_at: Set(now),
        ..Default::default()
    };
    let written = app.state.db.write_tx(async |tx| person_email::Entity::insert(row).exec(tx).await).await;
    written.unwrap();
    app.advance(chrono::Duration::days(9));
    let reader = app.visitor();

    let page = reader.submit(reader.get(&confirm).await.form(&confirm)).await;

    page.assert_has("belongs to another record by now").assert_lacks("We write to you here from now on");
    assert_eq!(primary(&app, &sian).await, sian.email);
    app.run_jobs().await;
    app.ignore_mail();
}

/// The address somebody is written to was typed by others, and nobody ever proved it.
async fn unprove(app: &TestApp, person: &Person) {
    let unproved = person_email::Entity::update_many()
        .col_expr(person_email::Column::VerifiedAt, Expr::value(None::<nairo::kernel::Instant>))
        .filter(person_email::Column::PersonId.eq(person.id));
    app.state.db.write_tx(async |tx| unproved.exec(tx).await).await.unwrap();
}
