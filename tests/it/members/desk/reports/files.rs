//! Rows add up, files say what the page says, and both cost the same few statements however many members there are.

use entity::membership_term;
use nairo::kernel::{Role, Unexpected};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::super::chance::{Dice, make_people};
use super::{REPORTS, assert_adds_up, file, load_councils, row, table, works_for};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn every_total_is_the_sum_of_its_rows_and_the_files_hold_the_same() {
    let app = spawn_app().await;
    load_councils(&app).await;
    make_people(&app, 80, &mut Dice(11)).await;
    let asha = app.member("Asha").await;
    works_for(&app, &asha, "E09000007").await;
    let officer = app.officer(Role::MembershipOfficer).await;

    let page = officer.get(REPORTS).await;

    page.assert_status(200).assert_has("From 1 July 2024 to 1 June 2026").assert_has("For officers only");
    for slug in ["renewals", "joining-years", "leaving", "reasons", "employers", "regions"] {
        assert_adds_up(&page, slug);
        let (_, totals) = table(&page, slug);
        let lines = file(&officer, slug, "").await;
        let sum: i64 = lines[1..].iter().map(|line| line[1].parse::<i64>().unwrap()).sum();
        assert_eq!(sum.to_string(), totals[1], "{slug}");
    }
    let given_notice = row(&page, "leaving", "Gave notice");
    assert_eq!(given_notice[0], table(&page, "reasons").1[1]);
    // Whom the overview counts as members are those who work for somebody here.
    let overview = officer.get("/admin/members/overview").await;
    assert_eq!(table(&overview, "by-employer").1[1], table(&page, "employers").1[1]);
    app.admin().await.get("/admin/audit").await.assert_has("Member report exported");
}

#[actix_web::test]
async fn without_members_the_page_says_so_and_a_term_that_never_counted_makes_none() {
    let app = spawn_app().await;
    let officer = app.officer(Role::MembershipOfficer).await;

    officer.get(REPORTS).await.assert_status(200).assert_has("No members yet").assert_lacks("Sum of the rows above");
    let asha = app.member("Asha").await;
    let done = app.state.db.write_tx(async |tx| {
        membership_term::Entity::update_many()
            .col_expr(membership_term::Column::EndedEarlyOn, Expr::col(membership_term::Column::StartsOn))
            .col_expr(membership_term::Column::MoneyClearedAt, Expr::value(None::<nairo::kernel::Instant>))
            .filter(membership_term::Column::Basis.eq("paid"))
            .exec(tx)
            .await?;
        Ok::<_, Unexpected>(())
    });
    done.await.unwrap();

    officer.get(REPORTS).await.assert_has("No members yet").assert_lacks(&asha.name);
    let lines = file(&officer, "employers", "").await;
    assert_eq!(lines, [["Employer", "Members", "Share"]]);
}

#[actix_web::test]
async fn a_period_that_is_none_is_refused_and_a_table_that_is_none_is_not_found() {
    let app = spawn_app().await;
    app.member("Asha").await;
    let officer = app.officer(Role::MembershipOfficer).await;

    let wrong = officer.get(&format!("{REPORTS}?from=31+feb+2026&to=2027-01-01")).await;
    assert_eq!(
        wrong.assert_status(422).error_of("from"),
        "Enter a date that exists, like 4/9/2026 or 4 September 2026"
    );
    assert_eq!(wrong.error_of("to"), "Enter today or a day in the past");
    officer.get(&format!("{REPORTS}/salaries.csv")).await.assert_status(404);
    officer.get(&format!("{REPORTS}/leaving.csv?from=soon")).await.assert_status(404);
}

#[actix_web::test]
async fn the_page_costs_the_same_statements_however_many_members_there_are() {
    let app = spawn_app().await;
    app.member("Asha").await;
    let officer = app.officer(Role::MembershipOfficer).await;
    let cost = async || {
        let before = app.state.db.statements();
        officer.get_once(REPORTS).await.assert_status(200);
        app.state.db.statements() - before
    };
    cost().await;

    let few = cost().await;
    make_people(&app, 60, &mut Dice(5)).await;
    cost().await;
    let many = cost().await;

    assert_eq!(few, many);
    assert!(many <= 10, "{many} statements");
}
