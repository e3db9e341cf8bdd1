//! One person's page: what it shows, notes, and why their status is what it is.

use nairo::kernel::Role;

use super::reference_of;
use crate::support::app::spawn_app;

#[actix_web::test]
async fn the_page_shows_the_whole_record_and_explains_the_status() {
    let app = spawn_app().await;
    let sian = app.member("Siân O’Neill").await;
    let officer = app.officer(Role::MembershipOfficer).await;
    let path = format!("/admin/members/{}", reference_of(&app, sian.id).await);

    let page = officer.get(&path).await;

    page.assert_status(200).assert_has("Number 1001, member since 2 May 2026.").assert_has("Member until");
    page.assert_has("1 May 2027").assert_has("Full member").assert_has("£50").assert_has(&sian.email);
    page.assert_has("They were never asked").assert_has("Membership term given").assert_has("1 device");
    page.assert_has("Nothing has been charged to them for a membership.").assert_lacks("Money, the latest first");
    let explained = officer.get(&page.link("Explain this status")).await;
    explained.assert_has("What is on record").assert_has("What changes it next").assert_has("joined");
    let later = officer.get(&format!("{path}/status?on=2027-05-20")).await;
    later.assert_has("In grace").assert_has("Thursday 20 May 2027");
    app.admin().await.get(&path).await.assert_has("Money, the latest first");
}

#[actix_web::test]
async fn a_note_is_kept_with_who_wrote_it_and_cannot_be_empty() {
    let app = spawn_app().await;
    let sian = app.person("Siân O’Neill").await;
    let officer = app.officer(Role::MembershipOfficer).await;
    let path = format!("/admin/members/{}", reference_of(&app, sian.id).await);
    let form = officer.get(&path).await.form(&format!("{path}/notes"));

    let empty = officer.submit(form.clone().fill("note", "  ")).await;
    assert_eq!(empty.assert_status(422).error_of("note"), "Enter the note");
    let page = officer.submit(form.fill("note", "Rang on Monday.\n<b>Moves to Leeds</b>")).await;

    page.assert_has("The note is kept.").assert_has("<b>Moves to Leeds</b>").assert_has(&officer.name);
    page.assert_has("Person note added");
}

#[actix_web::test]
async fn nobody_else_sees_the_page_and_nobody_is_there_without_a_record() {
    let app = spawn_app().await;
    let sian = app.person("Siân O’Neill").await;
    let path = format!("/admin/members/{}", reference_of(&app, sian.id).await);

    for role in [Role::Editor, Role::Treasurer, Role::EventsOfficer, Role::Trustee] {
        app.officer(role).await.get(&path).await.assert_status(403);
    }
    sian.get(&path).await.assert_status(403);
    app.admin().await.get("/admin/members/NOBODY").await.assert_status(404);
}

#[actix_web::test]
async fn an_officer_corrects_a_name_and_an_address_with_a_reason() {
    let app = spawn_app().await;
    let sian = app.person("Sian Oneill").await;
    let officer = app.officer(Role::MembershipOfficer).await;
    let path = format!("/admin/members/{}", reference_of(&app, sian.id).await);
    let form = officer.get(&officer.get(&path).await.link("Change name")).await.form(&format!("{path}/details"));
    let fields = [("name", "Siân O’Neill"), ("address", "1 Example Street\nSampleton"), ("postcode", "sw1a1aa")];

    let without = officer.submit(form.clone().fill_all(&fields)).await;
    assert_eq!(without.assert_status(422).error_of("reason"), "Enter the reason");
    assert_eq!(without.form(&format!("{path}/details")).value("name"), Some("Siân O’Neill"));
    let page = officer.submit(form.fill_all(&fields).fill("reason", "She rang")).await;

    page.assert_has("The record is up to date.")
        .assert_has("SW1A 1AA")
        .assert_has("Person renamed")
        .assert_has("She rang");
    assert_eq!(page.heading(), "Siân O’Neill");
    officer.get("/admin/members?q=sian+oneill").await.assert_has("1 person");
}

#[actix_web::test]
async fn an_officer_changes_an_employer_with_a_reason() {
    let app = spawn_app().await;
    let sian = app.person("Siân O’Neill").await;
    let officer = app.officer(Role::MembershipOfficer).await;
    let path = format!("/admin/members/{}/employer", reference_of(&app, sian.id).await);

    let page = officer.get(&path).await;
    let form = page.forms().into_iter().find(|form| form.action == path && form.value("csrf").is_some()).unwrap();
    let form = form.choose("employer", "other").fill("other_employer", "Acme Care");
    let without = officer.submit(form.clone()).await;
    assert_eq!(without.assert_status(422).error_of("reason"), "Enter the reason");
    let page = officer.submit(form.fill("reason", "Rang on 4 March")).await;

    page.assert_has("Their employer is up to date.").assert_has("Acme Care").assert_has("Rang on 4 March");
}
