use chrono::Duration;
use entity::{import_row, membership, person, person_email};
use nairo::kernel::{EmailAddress, Pence};
use nairo::members::membership::{Basis, TermSource};
use nairo::members::people::find_person;
use nairo::members::{NewTerm, give_term};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{HEADINGS, check, form, officer, people, row_form, write};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn a_whole_import_is_taken_back_as_if_it_had_never_been() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let db = app.state.db.reader();
    let before = person::Entity::find().count(db).await.unwrap();
    let written = write(&app, &officer, &people(620)).await;

    let refused = officer.submit(form(&written, "/reversal")).await;
    refused.assert_status(422).assert_has("Enter why the import is taken back");
    officer.submit(form(&written, "/reversal").fill("reason", "The wrong file")).await;
    app.run_jobs().await;

    officer.get(&written.path).await.assert_has("Taken back (620)").assert_has("taken back");
    assert_eq!(person::Entity::find().count(db).await.unwrap(), before);
    assert_eq!(membership::Entity::find().count(db).await.unwrap(), 0);
    let addresses = person_email::Entity::find().filter(person_email::Column::Address.like("person%"));
    assert_eq!(addresses.count(db).await.unwrap(), 0);
}

#[actix_web::test]
async fn whoever_did_something_since_stays_and_the_row_says_why() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let written = write(&app, &officer, &people(4)).await;
    let db = app.state.db.reader();
    let rows = import_row::Entity::find().all(db).await.unwrap();
    let id = |index: usize| {
        rows.iter().find(|row| row.line == i64::try_from(index).unwrap() + 2).unwrap().person_id.unwrap()
    };
    let now = app.now();
    // One signed in, one renewed, one holds an office.
    let signed_in = nairo::members::session::NewSession {
        person_id: id(0),
        proof: nairo::members::session::Proof::Code,
        user_agent: "a test",
    };
    let renewed = NewTerm {
        person_id: id(1),
        type_code: "full".to_owned(),
        basis: Basis::Paid,
        source: TermSource::Renewal,
        starts_on: "2027-01-01".parse().unwrap(),
        ends_on: None,
        price: Pence::new(5_000),
        order_id: None,
        charge_id: None,
        money_cleared_at: Some(now),
        actor: nairo::audit::Actor::System,
    };
    let tokens = app.state.tokens.as_ref();
    app.state
        .db
        .write_tx(async |tx| nairo::members::session::start_session(tx, tokens, signed_in, now).await)
        .await
        .unwrap();
    app.state.db.write_tx(async |tx| give_term(tx, renewed, now).await).await.unwrap();

    officer.submit(form(&written, "/reversal").fill("reason", "The wrong file")).await;
    app.run_jobs().await;

    let page = officer.get(&written.path).await;
    page.assert_has("Taken back (2)").assert_has("Kept (2)");
    page.assert_has("They have signed in.").assert_has("They have a later term of membership.");
    assert!(find_person(db, id(0)).await.unwrap().is_some());
    assert!(find_person(db, id(3)).await.unwrap().is_none());
}

#[actix_web::test]
async fn what_a_file_added_to_somebody_known_is_taken_back_and_they_stay() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let asha = app.person("Asha").await;
    let file = format!("{HEADINGS}\n{},{},home@example.org,77,2021-02-03,full,2026-02-03,,\n", asha.name, asha.email);
    let report = check(&app, &officer, file.as_bytes()).await;
    let shown = officer.get(&format!("{}?show=duplicate", report.path)).await;
    officer.submit(row_form(&shown).choose("choice", "join")).await;
    officer.submit(form(&officer.get(&report.path).await, "/confirmation")).await;
    app.run_jobs().await;

    let written = officer.get(&report.path).await;
    officer.submit(form(&written, "/reversal").fill("reason", "The wrong file")).await;
    app.run_jobs().await;

    let db = app.state.db.reader();
    assert!(find_person(db, asha.id).await.unwrap().is_some());
    assert_eq!(membership::Entity::find().count(db).await.unwrap(), 0);
    let home = EmailAddress::parse("home@example.org").unwrap().folded();
    let left = person_email::Entity::find().filter(person_email::Column::FoldedAddress.eq(home));
    assert_eq!(left.count(db).await.unwrap(), 0);
}

#[actix_web::test]
async fn after_thirty_days_rows_and_file_are_gone_and_so_is_the_way_back() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let written = write(&app, &officer, &people(2)).await;

    app.advance(Duration::days(31));
    app.sign_in(&officer).await;
    app.run_jobs().await;

    let page = officer.get(&written.path).await;
    page.assert_has("no longer kept").assert_lacks("Take it back");
    assert_eq!(import_row::Entity::find().count(app.state.db.reader()).await.unwrap(), 0);
    assert_eq!(std::fs::read_dir(app.state.settings.files.join("imports")).unwrap().count(), 0);
}
