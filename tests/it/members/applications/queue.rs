//! What the desk shows: age, clocks, people who may be on record, and what its rule approved.

use chrono::Duration;
use nairo::kernel::Role;

use super::filling_in::{applicant, fill_in, offer_types, officer, question};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn the_oldest_application_stands_first_and_its_clock_on_the_first_page() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let (_, first) = applicant(&app, "Asha", "full").await;
    app.advance(Duration::days(17));
    let (_, second) = applicant(&app, "Bo", "full").await;
    let officer = officer(&app).await;

    let page = officer.get("/admin/applications").await;
    let text = page.text();
    assert!(text.find(&first).unwrap() < text.find(&second).unwrap(), "{text}");
    page.assert_has("4 days left").assert_has("21 days left");
    officer.get("/admin").await.assert_has("2 applications wait for a decision. The oldest: 4 days left.");
    app.advance(Duration::days(5));
    app.sign_in(&officer).await;
    officer.get("/admin/applications").await.assert_has("1 day late");
    let editor = app.officer(Role::Editor).await;
    editor.get("/admin").await.assert_lacks("applications wait");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn somebody_with_the_same_registration_is_shown_and_a_namesake_is_not() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let officer = officer(&app).await;
    applicant(&app, "Asha", "associate").await;
    let namesake = app.person("Asha Example").await;
    let page = namesake.get("/join/type").await;
    namesake.submit(question(&page).choose("type", "full")).await;
    let page = namesake.get("/join/employer").await;
    namesake.submit(question(&page).choose("employer", "none")).await;
    let page = namesake.get("/join/registration").await;
    namesake.submit(question(&page).choose("regulator", "scw").fill("registration_number", "W/9")).await;
    let check = super::filling_in::answer_the_rest(&namesake, namesake.get("/join/continue").await).await;
    namesake.submit(question(&check)).await.assert_status(200);
    let reference = super::filling_in::reference_of(&app, &namesake).await;
    officer.get(&format!("/admin/applications/{reference}")).await.assert_lacks("on record already:");
    officer.get(&format!("/admin/applications/{reference}")).await.assert_lacks("This may be somebody");

    let (_, reference) = applicant(&app, "Ash", "full").await;

    let page = officer.get(&format!("/admin/applications/{reference}")).await;
    page.assert_has("This may be somebody who is on record already").assert_has("the registration number");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn what_a_rule_approved_is_looked_at_afterwards() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let officer = officer(&app).await;
    let (_, reference) = applicant(&app, "Asha", "associate").await;
    officer.get("/admin").await.assert_has("1 application approved by rule waits for a look");
    officer.get("/admin/applications").await.assert_lacks("Asha Example");
    officer.get("/admin/applications?show=to-review").await.assert_has("Asha Example");

    let page = officer.get(&format!("/admin/applications/{reference}")).await;
    let page = officer.submit(page.form(&format!("/admin/applications/{reference}/review"))).await;

    page.assert_has("Noted that you have looked at it").assert_lacks("Asha Example");
    officer.get("/admin/applications?show=decided").await.assert_has("Asha Example");
}

#[actix_web::test]
async fn drafts_are_nobody_elses_business() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let officer = officer(&app).await;
    let asha = app.person("Asha").await;
    fill_in(&asha, "full").await;
    let reference = super::filling_in::reference_of(&app, &asha).await;

    officer.get(&format!("/admin/applications/{reference}")).await.assert_status(404);
    for part in ["waiting", "asked", "to-review", "decided", "refused", "nonsense"] {
        officer.get(&format!("/admin/applications?show={part}")).await.assert_lacks("Asha Example");
    }
}
