//! Queries, checks made by hand, and what becomes of both when records are merged or erased.

use entity::{registration_check, registration_query};
use nairo::members::practice::Regulator;
use nairo::person_registry::export_person;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{HERE, check, give_number, outcomes, page_of, prepare, reference, registered};
use crate::members::imports::{form, officer};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn a_query_waits_until_an_officer_settles_it_with_a_note() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let asha = registered(&app, "Asha Verma", "SW10").await;
    let list = prepare(&officer).await;
    check(&officer, &list, &["SW10,Asha Holroyd,Registered,30/11/2026"]).await.assert_has("1 does not match");
    officer.get("/admin").await.assert_has("1 query about a registration waits for an answer.");

    let page = page_of(&app, &officer, &asha).await;
    page.assert_has("A query waits").assert_has("Asha Holroyd");
    let refused = officer.submit(form(&page, "/settlement")).await;
    refused.assert_status(422).assert_has("Choose what you did").assert_has("Enter the note");
    let asked = form(&page, "/settlement").choose("state", "asked").fill("note", "Wrote to her today");
    officer.submit(asked).await.assert_has("The query waits for the member’s answer").assert_has("Wrote to her today");
    officer.get(HERE).await.assert_has("Member asked");
    officer.get("/admin").await.assert_has("1 query about a registration waits");

    let page = page_of(&app, &officer, &asha).await;
    let settled = form(&page, "/settlement").choose("state", "in_order").fill("note", "She married in May");
    officer.submit(settled).await.assert_has("The query is settled").assert_lacks("A query waits");

    officer.get("/admin").await.assert_lacks("query about a registration");
    let again = form(&page, "/settlement").choose("state", "put_right").fill("note", "Twice");
    officer.submit(again).await.assert_has("This query waits no more");
    app.ignore_mail();
}

#[actix_web::test]
async fn a_query_is_settled_on_its_own_persons_page_only() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let asha = registered(&app, "Asha Verma", "SW10").await;
    let ben = registered(&app, "Ben Quayle", "SW20").await;
    let list = prepare(&officer).await;
    check(&officer, &list, &["SW20,Ben Quayle,Registered,"]).await;
    let (theirs, other) = (reference(&app, asha.id).await, reference(&app, ben.id).await);
    let page = page_of(&app, &officer, &asha).await;

    let mut settled = form(&page, "/settlement").choose("state", "in_order").fill("note", "Not his");
    settled.action = settled.action.replace(&theirs, &other);
    officer.submit(settled).await.assert_has("This query waits no more");

    page_of(&app, &officer, &asha).await.assert_has("A query waits");
}

#[actix_web::test]
async fn a_welsh_number_is_looked_up_by_hand_and_the_day_is_kept() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let sian = app.member("Siân O’Neill").await;
    give_number(&app, &sian, Regulator::SocialCareWales, "W/1234567").await;
    let page = page_of(&app, &officer, &sian).await;
    page.assert_has("Social Care Wales").assert_has("Due").assert_has("None yet");

    let refused = officer.submit(form(&page, "/checks").fill("checked_on", "2026-06-02")).await;
    refused
        .assert_status(422)
        .assert_has("Choose what the register said")
        .assert_has("Enter today or a day in the past");
    let over = form(&page, "/checks").choose("outcome", "matched").fill("registered_until", "2026-05-31");
    officer.submit(over).await.assert_status(422).assert_has("This registration was over when you looked");
    let good = form(&page, "/checks")
        .choose("outcome", "matched")
        .fill("checked_on", "2026-05-28")
        .fill("registered_until", "2027-03-31");
    officer.submit(good).await.assert_has("The check is on record").assert_has("by hand").assert_has("28 May 2026");

    officer.get(HERE).await.assert_lacks("Siân O’Neill");
    let person = officer.get(&format!("/admin/members/{}", reference(&app, sian.id).await)).await;
    person
        .assert_has("Registered until 31 March 2027, checked on 28 May 2026")
        .assert_has("W/1234567, checked on 28 May");
}

#[actix_web::test]
async fn a_second_failed_check_makes_no_second_query() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let asha = registered(&app, "Asha Verma", "SW10").await;
    for outcome in ["not_found", "not_registered", "matched"] {
        let page = page_of(&app, &officer, &asha).await;
        officer.submit(form(&page, "/checks").choose("outcome", outcome)).await;
    }

    assert_eq!(outcomes(&app, &asha).await, ["not_found", "not_registered", "matched"]);
    let queries = registration_query::Entity::find().all(app.state.db.reader()).await.unwrap();
    assert_eq!(queries.len(), 1);
    assert_eq!(queries[0].state, "open", "only an officer settles a query");
    page_of(&app, &officer, &asha).await.assert_has("Not registered, checked on 1 June 2026");
}

#[actix_web::test]
async fn checks_and_queries_go_with_their_person() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let old = registered(&app, "Asha Verma", "SW10").await;
    let page = page_of(&app, &officer, &old).await;
    officer.submit(form(&page, "/checks").choose("outcome", "not_found")).await;
    let new = app.member("Asha Verma").await;
    let db = app.state.db.reader();

    let (into, from) = (reference(&app, new.id).await, reference(&app, old.id).await);
    let merge = officer.get(&format!("/admin/members/{into}/merge?with={from}")).await;
    officer.submit(form(&merge, "/merge").fill("reason", "She rang us")).await.assert_has("one now");

    page_of(&app, &officer, &new).await.assert_has("A query waits").assert_has("SW10");
    let data = export_person(db, new.id, None).await.unwrap();
    assert_eq!(data["you"]["registration_checks"][0]["outcome"], "not_found");
    assert_eq!(data["you"]["registration_queries"].as_array().unwrap().len(), 1);

    let page = officer.get(&format!("/admin/members/{into}/erasure")).await;
    officer.submit(form(&page, "/erasure").fill("reason", "Asked by letter").tick("sure")).await;

    assert_eq!(registration_check::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(registration_query::Entity::find().count(db).await.unwrap(), 0);
    app.settle().await;
    app.ignore_mail();
}
