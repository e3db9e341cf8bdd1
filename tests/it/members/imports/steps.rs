use entity::{import_row, membership, person};
use nairo::members::imports::queries::find_by_reference;
use nairo::members::imports::{Progress, check_some_rows, write_some_rows};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::{check, form, officer, people, upload, write};
use crate::support::app::{TestApp, spawn_app};
use crate::support::page::Page;

async fn batch_id(app: &TestApp, page: &Page) -> i64 {
    let reference = page.path.rsplit('/').next().unwrap().to_owned();
    find_by_reference(app.state.db.reader(), &reference).await.unwrap().unwrap().id
}

async fn imported(app: &TestApp) -> u64 {
    let db = app.state.db.reader();
    person::Entity::find().filter(person::Column::FullName.like("Person %")).count(db).await.unwrap()
}

#[actix_web::test]
async fn a_dry_run_that_was_cut_off_goes_on_where_it_was_and_reads_no_row_twice() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let page = upload(&officer, &people(1_234)).await;
    let id = batch_id(&app, &page).await;
    officer.submit(form(&page, "/checks")).await;

    assert_eq!(check_some_rows(&app.state, id).await.unwrap(), Progress::More);
    // The worker was killed here; its job is taken over, and another worker tries the same step at the same time.
    let (one, other) = tokio::join!(check_some_rows(&app.state, id), check_some_rows(&app.state, id));
    assert!(one.unwrap() == Progress::More || other.unwrap() == Progress::More);
    app.run_jobs().await;

    officer.get(&page.path).await.assert_has("1234 people are ready");
    let rows = import_row::Entity::find().filter(import_row::Column::BatchId.eq(id));
    assert_eq!(rows.count(app.state.db.reader()).await.unwrap(), 1_234);
}

#[actix_web::test]
async fn writing_that_was_cut_off_goes_on_and_writes_nobody_twice() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let report = check(&app, &officer, &people(1_234)).await;
    let id = batch_id(&app, &report).await;
    officer.submit(form(&report, "/confirmation")).await;

    assert_eq!(write_some_rows(&app.state, id).await.unwrap(), Progress::More);
    assert_eq!(imported(&app).await, 500);
    officer.get(&report.path).await.assert_has("500 of 1234 people written");
    let (one, other) = tokio::join!(write_some_rows(&app.state, id), write_some_rows(&app.state, id));
    one.unwrap();
    other.unwrap();
    app.run_jobs().await;
    assert_eq!(write_some_rows(&app.state, id).await.unwrap(), Progress::Over);

    assert_eq!(imported(&app).await, 1_234);
    officer.get(&report.path).await.assert_has("Written (1234)");
}

#[actix_web::test]
async fn a_number_given_since_the_check_is_not_given_twice() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let first = check(&app, &officer, &people(2)).await;
    write(&app, &officer, b"Name,Email,Membership number,Member since\nBen Cole,ben@example.org,5001,2021-01-01\n")
        .await;

    officer.submit(form(&first, "/confirmation")).await;
    app.run_jobs().await;

    let page = officer.get(&first.path).await;
    page.assert_has("Written (1)").assert_has("Since the check, this membership number was given to somebody");
}

#[actix_web::test]
async fn numbers_of_a_file_are_kept_and_those_without_one_come_after() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let file = b"Name,Email,Membership number,Member since\nA A,a@example.org,9000,2020-01-01\nB B,b@example.org,,2021-01-01\nC C,c@example.org,12,2022-01-01\n";

    write(&app, &officer, file).await;
    let db = app.state.db.reader();
    let numbers = membership::Entity::find().select_only().column(membership::Column::Number);
    let mut numbers: Vec<i64> = numbers.into_tuple().all(db).await.unwrap();
    numbers.sort_unstable();

    assert_eq!(numbers, [12, 9_000, 9_001]);
    let next = app.member("Dee").await;
    let given = nairo::members::membership::find_membership(db, next.id).await.unwrap().unwrap();
    assert_eq!(given.number, 9_002);
}
