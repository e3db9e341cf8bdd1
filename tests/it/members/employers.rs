//! Employers: loaded once, found by all their names, and followed when councils are replaced (PR-08 to PR-10).

use chrono::NaiveDate;
use entity::person_profile;
use nairo::db::Db;
use nairo::kernel::Unexpected;
use nairo::members::employers::{
    LoadedEmployers, employer_of, employer_question, find_employer_by_reference, load_employers, search_employers,
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::support::app::{TestApp, Wishes, spawn_app, spawn_app_with};
use crate::support::people::Person;

const SURREY: &str = "E10000030";

async fn load(app: &TestApp) -> LoadedEmployers {
    let now = app.now();
    app.state.db.write_tx(async |tx| load_employers(tx, now).await).await.unwrap()
}

async fn names(db: &Db, asked: &str, on: &str) -> Vec<String> {
    let on: NaiveDate = on.parse().unwrap();
    search_employers(db.reader(), asked, on).await.unwrap().into_iter().map(|found| found.name).collect()
}

#[actix_web::test]
async fn the_list_is_loaded_once_however_often_it_is_asked_for() {
    let app = spawn_app().await;

    let first = load(&app).await;
    let again = load(&app).await;

    assert!(first.added > 153 + 22, "{first:?}");
    assert_eq!(again, LoadedEmployers::default());
}

#[actix_web::test]
async fn an_employer_is_found_by_any_of_its_names() {
    let app = spawn_app().await;
    load(&app).await;
    let table = [
        ("Brum", "Birmingham"),
        ("RBKC", "Kensington and Chelsea"),
        ("Ynys Mon", "Isle of Anglesey"),
        ("ynys môn", "Isle of Anglesey"),
        ("H&F", "Hammersmith and Fulham"),
        ("London Borough of Camden", "Camden"),
        ("st helen's", "St Helens"),
        ("kingston upon hull", "Hull"),
        ("States of Guernsey", "Guernsey"),
        ("cafcass", "Cafcass"),
        ("birmingham trust", "Birmingham Children’s Trust"),
        ("CAERDYDD", "Cardiff"),
        ("durham county council", "Durham"),
        ("uni", "A university or college"),
    ];

    for (asked, wanted) in table {
        let found = names(&app.state.db, asked, "2026-11-22").await;
        assert_eq!(found.first().map(String::as_str), Some(wanted), "{asked}: {found:?}");
    }
}

#[actix_web::test]
async fn odd_questions_find_nothing_and_break_nothing() {
    let app = spawn_app().await;
    load(&app).await;
    let long = "zq ".repeat(10_000);

    for asked in ["", "x", "%", "__", "';--", "<script>", "🙂🙂", "\u{202e}sdeeL", long.as_str()] {
        assert_eq!(names(&app.state.db, asked, "2026-11-22").await, Vec::<String>::new(), "{asked:.20}");
    }
}

#[actix_web::test]
async fn anybody_may_ask_for_employers_and_gets_a_short_list() {
    let app = spawn_app().await;
    load(&app).await;

    let answer = app.visitor().get("/employers?q=brum").await;

    answer.assert_status(200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(
        answer.html.split("},{").next().unwrap(),
        r#"[{"value":"E08000025","label":"Birmingham","hint":"Birmingham City Council, West Midlands""#
    );
    assert_eq!(app.visitor().get("/employers").await.html, "[]");
    let many = app.visitor().get("/employers?q=council").await.html;
    assert_eq!(many.matches("\"value\"").count(), 10);
}

async fn works_for_surrey(app: &TestApp) -> Person {
    load(app).await;
    let person = app.person("Asha").await;
    let (db, now) = (&app.state.db, app.now());
    let surrey = find_employer_by_reference(db.reader(), SURREY, "2027-03-31".parse().unwrap()).await.unwrap().unwrap();
    let row = person_profile::ActiveModel {
        person_id: Set(person.id),
        organisation_id: Set(Some(surrey.id)),
        nation: Set(surrey.nation),
        region: Set(surrey.region),
        welcomes_welsh: Set(false),
        updated_at: Set(now),
        ..Default::default()
    };
    db.write_tx(async |tx| {
        person_profile::Entity::insert(row).exec_without_returning(tx).await?;
        Ok::<_, Unexpected>(())
    })
    .await
    .unwrap();
    person
}

#[actix_web::test]
async fn until_the_end_of_31_march_2027_surrey_is_surrey() {
    // Half past eleven at night in London; the clocks have gone forward.
    let wishes = Wishes { starts_at: "2027-03-31T22:30:00Z".parse().unwrap(), ..Wishes::default() };
    let app = spawn_app_with(wishes).await;
    let person = works_for_surrey(&app).await;

    assert_eq!(names(&app.state.db, "surrey", "2027-03-31").await, ["Surrey"]);
    assert_eq!(employer_question(app.state.db.reader(), person.id, app.today()).await.unwrap(), None);
    let page = person.get("/account/employer").await;
    assert_eq!(page.path, "/account");
    page.assert_has("Your council has not changed.");
}

#[actix_web::test]
async fn on_1_april_2027_people_of_surrey_are_asked_which_council_is_theirs() {
    let wishes = Wishes { starts_at: "2027-03-31T23:00:00Z".parse().unwrap(), ..Wishes::default() };
    let app = spawn_app_with(wishes).await;
    let person = works_for_surrey(&app).await;
    assert_eq!(names(&app.state.db, "surrey", "2027-04-01").await, ["East Surrey", "West Surrey"]);
    person.get("/account").await.assert_has("Your record still names Surrey.");
    let page = person.get("/account/employer").await;
    page.assert_has("Surrey County Council has been replaced");

    let nothing = person.submit(page.form("/account/employer")).await;
    nothing.assert_status(422);
    assert_eq!(nothing.error_of("employer"), "Choose your council");
    let tampered = page.form("/account/employer").set("employer", "E08000025");
    person.submit(tampered).await.assert_status(422);
    let kept = employer_of(app.state.db.reader(), person.id).await.unwrap().unwrap();
    assert_eq!(kept.name, "Surrey", "until they answer, reports use the old one");

    let done = person.submit(page.form("/account/employer").choose("employer", "SURREY-WEST")).await;
    assert_eq!(done.path, "/account");
    let now = employer_of(app.state.db.reader(), person.id).await.unwrap().unwrap();
    assert_eq!(now.name, "West Surrey");
    person.get("/account/employer").await.assert_has("Your council has not changed.");
}
