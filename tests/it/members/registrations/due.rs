//! Whose registration is due a check, and when officers are reminded.

use chrono::Duration;
use nairo::kernel::Role;
use nairo::members::practice::Regulator;

use super::{HERE, check, give_number, prepare, registered};
use crate::members::imports::officer;
use crate::support::app::{Wishes, spawn_app, spawn_app_with};

#[actix_web::test]
async fn members_with_a_number_are_due_and_nobody_else() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    registered(&app, "Asha Verma", "SW10").await;
    app.member("Ben Quayle").await;
    let lapsed = app.lapsed_member("Cara Lund").await;
    give_number(&app, &lapsed, Regulator::SocialWorkEngland, "SW30").await;
    let visitor = app.person("Dora Finch").await;
    give_number(&app, &visitor, Regulator::SocialWorkEngland, "SW40").await;
    let welsh = app.member("Siân O’Neill").await;
    give_number(&app, &welsh, Regulator::SocialCareWales, "W/1234567").await;

    let page = officer.get(HERE).await;

    page.assert_has("1 person is due a check").assert_has("Siân O’Neill").assert_has("Social Care Wales");
    page.assert_has("W/1234567").assert_lacks("Ben Quayle").assert_lacks("Cara Lund").assert_lacks("Dora Finch");
}

#[actix_web::test]
async fn a_check_lasts_to_30_november_and_the_middle_of_december_is_the_time_for_the_next() {
    let app = spawn_app_with(Wishes { starts_at: "2026-11-30T10:00:00Z".parse().unwrap(), ..Wishes::default() }).await;
    let officer = officer(&app).await;
    registered(&app, "Asha Verma", "SW10").await;
    let list = prepare(&officer).await;
    check(&officer, &list, &["SW10,Asha Verma,Registered,30/11/2026"]).await;
    officer.get(HERE).await.assert_has("Everybody has been checked this year");
    officer.get("/admin").await.assert_lacks("yearly check");

    app.advance(Duration::days(1));
    app.sign_in(&officer).await;
    officer.get(HERE).await.assert_has("1 person is due a check").assert_has("Too early to check");
    officer.get("/admin").await.assert_lacks("yearly check");

    app.advance(Duration::days(13));
    app.sign_in(&officer).await;
    officer.get("/admin").await.assert_lacks("yearly check");

    app.advance(Duration::days(1));
    app.sign_in(&officer).await;
    officer.get("/admin").await.assert_has("Registrations are due their yearly check.");
    officer.get(HERE).await.assert_has("good until 30 November 2027").assert_lacks("Too early");
    let editor = app.officer(Role::Editor).await;
    editor.get("/admin").await.assert_lacks("yearly check");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_corrected_number_is_due_again() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let asha = registered(&app, "Asha Verma", "SW10").await;
    let ben = registered(&app, "Ben Quayle", "SW20").await;
    let list = prepare(&officer).await;
    check(&officer, &list, &["SW20,Ben Quayle,Registered,"]).await.assert_has("Everybody has been checked");

    give_number(&app, &asha, Regulator::SocialWorkEngland, "SW11").await;

    officer.get(HERE).await.assert_has("1 person is due a check");
    give_number(&app, &ben, Regulator::SocialWorkEngland, "SW20").await;
    officer.get(HERE).await.assert_has("1 person is due a check");
}

#[actix_web::test]
async fn more_than_a_hundred_numbers_make_two_lists() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    for index in 1..=101 {
        registered(&app, &format!("Person Number{index}"), &format!("SW{index}")).await;
    }

    let list = prepare(&officer).await;

    list.assert_has("100 numbers of Social Work England");
    officer.get(HERE).await.assert_has("101 people are due a check").assert_lacks("Prepare lists of");
}
