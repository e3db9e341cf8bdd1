//! How the membership is doing.

use chrono::Duration;
use nairo::kernel::Role;

use super::chance::{Dice, make_people};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn the_overview_counts_what_the_lists_show() {
    let app = spawn_app().await;
    make_people(&app, 60, &mut Dice(3)).await;
    let officer = app.officer(Role::MembershipOfficer).await;

    let page = officer.get("/admin/members/overview").await;

    page.assert_status(200).assert_has("Joined and left, by month").assert_has("By employer");
    let root = page.root();
    for figure in root.with_class("figure") {
        let link = figure.named("a")[0].attr("href").unwrap().to_owned();
        let value: usize = figure.with_class("figure-value")[0].text().trim().parse().unwrap();
        let listed = super::list::names(&officer.get(&link).await).len();
        assert_eq!(value, listed, "{link}");
    }
    let plot = officer.get_once("/admin/members/overview/plot.svg").await;
    assert_eq!(plot.assert_status(200).header("content-type"), "image/svg+xml");
    assert!(plot.html.contains("<title>Joiners and leavers by month</title>"));
}

#[actix_web::test]
async fn who_lapsed_this_month_is_counted_from_its_first_day_to_today() {
    let app = spawn_app().await;
    app.advance(Duration::days(14));
    assert_eq!(app.today().to_string(), "2026-06-15");
    // Terms of a year, then 30 days of grace: they lapsed on 31 May, on 1 June, today, and one not yet.
    for (name, begun) in
        [("Early", "2025-05-01"), ("First", "2025-05-02"), ("Last", "2025-05-16"), ("Grace", "2025-05-17")]
    {
        let person = app.person(name).await;
        app.give_term(&person, begun.parse().unwrap()).await;
    }
    let officer = app.officer(Role::MembershipOfficer).await;

    let page = officer.get("/admin/members/overview").await;
    let page = officer.get(&page.link("Lapsed this month")).await;

    assert_eq!(super::list::names(&page), ["First Example", "Last Example"]);
}

#[actix_web::test]
async fn pr_11_figures_to_be_published_hide_what_is_under_five() {
    let app = spawn_app().await;
    app.member("Siân O’Neill").await;
    let officer = app.officer(Role::MembershipOfficer).await;

    officer.get("/admin/members/overview").await.assert_lacks("hidden").assert_has("Full member");
    let page = officer.get("/admin/members/overview?figures=public").await;
    page.assert_has("hidden").assert_has("Fit to publish");
}
