//! A person's data taken along, and a person erased (DP-08, DP-13, S20).

use chrono::Duration;
use entity::{ledger_posting, person};
use nairo::person_registry::{RETENTION, covered};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Statement};

use super::imports::{book_and_pay, form, officer};
use crate::bookings::shop::course;
use crate::support::TestApp;
use crate::support::app::spawn_app;

/// Where a payer's name and address may stand after erasure: the accounts' snapshot (DP-13).
const SNAPSHOT: &[(&str, &str)] = &[
    ("charge", "payer_name"),
    // What the receipt says of each line names who had the place.
    ("charge_line", "description"),
    ("charge", "payer_email"),
];

/// Every column of every table that holds text.
async fn text_columns(db: &impl ConnectionTrait) -> Vec<(String, String)> {
    let backend = db.get_database_backend();
    let text = match backend {
        DbBackend::Postgres => {
            "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public' \
             AND data_type IN ('text', 'jsonb')"
        }
        _ => {
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(backend, text)).await.unwrap();
    rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect()
}

/// Columns in which one of these words stands, whatever its case.
async fn places_of(app: &TestApp, words: &[&str]) -> Vec<String> {
    let db = app.state.db.reader();
    let mut found = Vec::new();
    for (table, column) in text_columns(db).await {
        for word in words {
            let text = format!(
                "SELECT COUNT(*) FROM {table} WHERE LOWER(CAST({column} AS TEXT)) LIKE '%{}%'",
                word.to_lowercase()
            );
            let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap().unwrap();
            let count: i64 = row.try_get_by_index(0).unwrap();
            if count > 0 && !SNAPSHOT.contains(&(table.as_str(), column.as_str())) {
                found.push(format!("{table}.{column} has {word}"));
            }
        }
    }
    found
}

async fn balance(app: &TestApp) -> i64 {
    let rows = ledger_posting::Entity::find().all(app.state.db.reader()).await.unwrap();
    rows.iter().map(|row| row.amount_pence.abs()).sum()
}

#[actix_web::test]
async fn after_erasure_nothing_but_the_accounts_holds_the_name_or_the_address() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let event = app.sell(course()).await;
    let zebedee = app.member("Zebedee Quillfeather").await;
    book_and_pay(&app, &event, &zebedee).await;
    app.settle().await;
    app.ignore_mail();
    app.advance(Duration::days(200));
    app.sign_in(&officer).await;
    app.settle().await;
    app.ignore_mail();
    assert!(!places_of(&app, &["quillfeather"]).await.is_empty());
    let (before, row) = (balance(&app).await, person::Entity::find_by_id(zebedee.id));
    let reference = row.one(app.state.db.reader()).await.unwrap().unwrap().reference;

    let page = officer.get(&format!("/admin/members/{reference}/erasure")).await;
    page.assert_has("six years after the end of the financial year");
    let refused = officer.submit(form(&page, "/erasure").fill("reason", "Asked by letter")).await;
    refused.assert_status(422).assert_has("Tick the box");
    officer.submit(form(&page, "/erasure").fill("reason", "Asked by letter").tick("sure")).await;

    assert_eq!(places_of(&app, &["quillfeather", &zebedee.email]).await, Vec::<String>::new());
    assert_eq!(balance(&app).await, before, "the books are as they were");
    zebedee.get_once("/account").await.assert_status(303);
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn somebody_with_an_office_or_a_place_ahead_is_not_erased() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let event = app.sell(course()).await;
    let asha = app.person("Asha").await;
    book_and_pay(&app, &event, &asha).await;
    for (id, words) in [(officer.id, "holds an office"), (asha.id, "a place at an event")] {
        let row = person::Entity::find_by_id(id).one(app.state.db.reader()).await.unwrap().unwrap();
        let page = officer.get(&format!("/admin/members/{}/erasure", row.reference)).await;
        page.assert_has("They cannot be erased now").assert_has(words);
    }
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn everybody_finds_all_that_is_kept_about_them_and_nothing_of_others() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let (asha, ben) = (app.member("Asha").await, app.member("Ben").await);
    book_and_pay(&app, &event, &asha).await;
    book_and_pay(&app, &event, &ben).await;

    let page = asha.get("/account/data").await;
    page.assert_has("Asha Example").assert_has(&asha.email).assert_lacks(&ben.email);
    let file = asha.get("/account/data.json").await;
    assert!(file.header("content-disposition").starts_with("attachment"));
    let data: serde_json::Value = serde_json::from_str(&file.html).unwrap();
    assert_eq!(data["data"]["you"]["person"]["full_name"], "Asha Example");
    assert_eq!(data["data"]["bookings"]["bookings"].as_array().unwrap().len(), 1);
    assert!(!file.html.contains(&ben.email) && !file.html.contains("_hash"));
    app.settle().await;
    app.ignore_mail();
}

#[test]
fn every_table_that_leads_to_a_person_has_hooks_that_answer_for_it() {
    let covered = covered();
    let forgotten: Vec<&str> = RETENTION
        .iter()
        .filter(|row| !row.person_columns.is_empty() && !covered.contains(&row.table))
        .map(|row| row.table)
        .collect();
    let unknown: Vec<&&str> =
        covered.iter().filter(|table| !RETENTION.iter().any(|row| row.table == **table)).collect();

    assert!(forgotten.is_empty(), "no feature's person_hooks answers for these: {forgotten:?}");
    assert!(unknown.is_empty(), "hooks answer for tables that are not there: {unknown:?}");
}
