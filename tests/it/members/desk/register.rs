//! The register of members on any past day (CH-05), on the screen and as a file.

use chrono::NaiveDate;
use entity::membership_term;
use nairo::kernel::{Role, Unexpected};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::app::{TestApp, spawn_app};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Ends every term of everybody on this day, as leaving does.
async fn end_all_terms(app: &TestApp, last_day: NaiveDate) {
    let done = app.state.db.write_tx(async |tx| {
        membership_term::Entity::update_many()
            .col_expr(membership_term::Column::EndedEarlyOn, Expr::value(last_day))
            .filter(membership_term::Column::EndsOn.gt(last_day))
            .exec(tx)
            .await?;
        Ok::<_, Unexpected>(())
    });
    done.await.unwrap();
}

#[actix_web::test]
async fn ch_05_a_member_who_left_on_1_march_is_on_the_list_for_28_february_and_off_it_for_2_march() {
    let app = spawn_app().await;
    let sian = app.person("Siân O’Neill").await;
    app.give_term(&sian, day("2025-06-15")).await;
    end_all_terms(&app, day("2026-03-01")).await;
    let officer = app.officer(Role::MembershipOfficer).await;

    let before = officer.get("/admin/register?on=2026-02-28").await;
    before.assert_status(200).assert_has("1 member").assert_has("Siân O’Neill").assert_has("15 June 2025");
    before.assert_has("1 March 2026").assert_has("Full member").assert_has("1001");
    officer.get("/admin/register?on=1/3/2026").await.assert_has("Siân O’Neill");
    officer.get("/admin/register?on=2+mar+2026").await.assert_has("0 members").assert_lacks("Siân O’Neill");

    let file = officer.submit(before.form("/admin/register/downloads")).await;
    assert_eq!(file.assert_status(200).header("content-type"), "text/csv; charset=utf-8");
    let lines: Vec<&str> = file.html.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "Number,Name,Service address,Class,Joined,Left,First joined");
    assert_eq!(lines[1], "1001,Siân O’Neill,,Full member,2025-06-15,2026-03-01,2025-06-15");
    assert_eq!(lines.len(), 2);
    app.admin().await.get("/admin/audit").await.assert_has("Register exported");
}

#[actix_web::test]
async fn somebody_in_grace_stands_apart_and_a_term_not_yet_paid_stands_nowhere() {
    let app = spawn_app().await;
    let (ben, cleo) = (app.person("Ben Cole").await, app.member("Cleo Dart").await);
    app.give_term(&ben, day("2025-05-20")).await;
    let officer = app.officer(Role::MembershipOfficer).await;

    let page = officer.get("/admin/register").await;

    page.assert_has("1 member")
        .assert_has(&cleo.name)
        .assert_has("Time to renew was running")
        .assert_has("19 May 2026");
    officer.get("/admin/register?on=2026-05-19").await.assert_has("2 members").assert_lacks("Time to renew");
}

#[actix_web::test]
async fn a_day_that_is_not_there_or_not_yet_is_said_plainly() {
    let app = spawn_app().await;
    let officer = app.officer(Role::MembershipOfficer).await;

    let wrong = officer.get("/admin/register?on=31+feb+2026").await;
    assert_eq!(wrong.assert_status(422).error_of("on"), "Enter a date that exists, like 4/9/2026 or 4 September 2026");
    let future = officer.get("/admin/register?on=2026-06-02").await;
    assert_eq!(future.assert_status(422).error_of("on"), "Enter today or a day in the past");
    let tampered = future.form("/admin/register/downloads").set("on", "soon");
    officer.submit(tampered).await.assert_status(404);
}
