use entity::{email_choice, person};
use nairo::kernel::{EmailAddress, Role};
use nairo::members::membership::find_membership;
use nairo::members::people::{addresses, find_by_verified_email};
use nairo::members::{self, Standing};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{HEADINGS, check, form, officer, people, row_form, rows_in, upload, write};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn a_file_is_checked_first_and_written_only_when_confirmed() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let before = person::Entity::find().count(app.state.db.reader()).await.unwrap();

    let report = check(&app, &officer, &people(3)).await;
    report.assert_has("3 people are ready to be written").assert_has("Nothing has been written yet");
    assert_eq!(person::Entity::find().count(app.state.db.reader()).await.unwrap(), before);

    officer.submit(form(&report, "/confirmation")).await;
    app.run_jobs().await;
    let written = officer.get(&report.path).await;
    written.assert_has("Written (3)").assert_has("Nobody has been written to");

    let db = app.state.db.reader();
    let asked = person::Entity::find().filter(person::Column::FullName.eq("Person 1 Example"));
    let one = asked.one(db).await.unwrap().unwrap();
    let membership = find_membership(db, one.id).await.unwrap().unwrap();
    assert_eq!((membership.number, membership.member_since), (5_001, "2020-01-01".parse().unwrap()));
    let standing = members::standing(db, one.id, app.today()).await.unwrap();
    assert_eq!(standing, Standing::Active { ends_on: "2026-12-31".parse().unwrap(), member_price: true });
    let held = addresses(db, one.id).await.unwrap();
    assert_eq!((held.len(), held[0].is_primary, held[0].is_verified), (1, true, false));
    let choices = email_choice::Entity::find().filter(email_choice::Column::PersonId.eq(one.id)).all(db).await.unwrap();
    assert_eq!(choices.len(), 1);
    assert_eq!((choices[0].basis.as_str(), choices[0].answer.as_str()), ("none", "not_asked"));
}

#[actix_web::test]
async fn somebody_known_is_proposed_and_left_out_unless_an_officer_says_otherwise() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let asha = app.person("Asha").await;
    let file = format!(
        "{HEADINGS}\n{},{},,,,,,,\nBen Cole,ben@example.org,,,,,,,\nAsha Again,{},extra@example.org,77,2021-02-03,full,2026-02-03,,\n",
        asha.name,
        asha.email.to_uppercase(),
        "asha.second@example.org",
    );

    let report = check(&app, &officer, file.as_bytes()).await;
    report.assert_has("2 people are ready").assert_has("Perhaps known (1)");
    let shown = officer.get(&format!("{}?show=duplicate", report.path)).await;
    shown.assert_has("Somebody on record has this email address, verified").assert_has("Asha Example");

    officer.submit(form(&report, "/confirmation")).await;
    app.run_jobs().await;
    let written = officer.get(&report.path).await;
    written.assert_has("Written (2)").assert_has("Left out (1)");
}

#[actix_web::test]
async fn a_row_added_to_the_person_found_brings_what_they_did_not_have() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let asha = app.person("Asha").await;
    let file = format!("{HEADINGS}\n{},{},home@example.org,77,2021-02-03,full,2026-02-03,,\n", asha.name, asha.email);

    let report = check(&app, &officer, file.as_bytes()).await;
    let shown = officer.get(&format!("{}?show=duplicate", report.path)).await;
    let chosen = officer.submit(row_form(&shown).choose("choice", "join")).await;
    chosen.assert_has("Add to the person found: 1 row.");
    officer.submit(form(&officer.get(&report.path).await, "/confirmation")).await;
    app.run_jobs().await;

    let db = app.state.db.reader();
    let held = addresses(db, asha.id).await.unwrap();
    let home = held.iter().find(|one| one.address == "home@example.org").unwrap();
    assert!(!home.is_primary && !home.is_verified);
    assert_eq!(find_membership(db, asha.id).await.unwrap().unwrap().number, 77);
    assert!(members::standing(db, asha.id, app.today()).await.unwrap().is_member());
}

#[actix_web::test]
async fn verified_addresses_open_the_account_and_a_mapping_is_kept_for_the_next_file() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let page = upload(&officer, b"Who;Where they read mail\nBen Cole;ben@example.org\n").await;
    page.assert_has("semicolon between cells");
    let filled = form(&page, "/checks").choose("column_1", "name").choose("column_2", "email");
    let filled = filled.tick("addresses_verified").fill("save_as", "The old list");
    let path = page.path.clone();
    officer.submit(filled).await;
    app.run_jobs().await;
    officer.submit(form(&officer.get(&path).await, "/confirmation")).await;
    app.run_jobs().await;

    let ben = EmailAddress::parse("ben@example.org").unwrap();
    assert!(find_by_verified_email(app.state.db.reader(), &ben).await.unwrap().is_some());
    let next = upload(&officer, b"Who;Where they read mail\nCy Dee;cy@example.org\n").await;
    let mapped = officer.get(&format!("{}?show=columns&mapping=The+old+list", next.path)).await;
    let mapped = form(&mapped, "/checks");
    assert_eq!((mapped.value("column_1"), mapped.value("column_2")), (Some("name"), Some("email")));
}

#[actix_web::test]
async fn the_welcome_is_held_back_until_it_is_let_go_and_goes_once() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let written = write(&app, &officer, &people(2)).await;
    assert!(app.mail().all().is_empty());

    officer.submit(form(&written, "/welcome")).await;
    app.run_jobs().await;
    assert_eq!(app.mail().all().len(), 2);

    let again = officer.get(&written.path).await;
    again.assert_has("The welcome was let go on");
}

#[actix_web::test]
async fn the_report_names_every_row_and_runs_in_no_spreadsheet() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let file =
        format!("{HEADINGS}\nAsha Mir,asha@example.org,,,,,,,\n=1+1,ben@example.org,,,,,,,\nCy,cy@example.org,\n");

    let report = check(&app, &officer, file.as_bytes()).await;
    let download = officer.get(&format!("{}/report.csv", report.path)).await;

    assert!(download.header("content-disposition").starts_with("attachment"));
    let lines: Vec<&str> = download.html.lines().collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert!(lines[1].starts_with("2,Ready,Asha Mir"));
    assert!(lines[2].contains("Name: This begins like a formula"));
    assert!(lines[3].contains("The row ends after 3 of 9 columns"));
    assert_eq!(rows_in(&app, &report, "problem").await, 2);
}

#[actix_web::test]
async fn nobody_but_a_membership_officer_sees_an_import() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let report = check(&app, &officer, &people(1)).await;

    for role in [Role::EventsOfficer, Role::Treasurer, Role::Editor] {
        let other = app.officer(role).await;
        for path in [report.path.clone(), format!("{}/report.csv", report.path), "/admin/imports".to_owned()] {
            other.get_once(&path).await.assert_status(403);
        }
    }
}
