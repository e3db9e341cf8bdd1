//! Drafts: kept at every answer, found again, reminded of, forgotten.

use chrono::Duration;

use super::filling_in::{answer_the_rest, applicant, fill_in, offer_types, question, state_of};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn a_draft_goes_on_where_it_stopped_on_any_device() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let asha = app.person("Asha").await;
    assert_eq!(asha.get("/join/continue").await.path, "/join/type", "nothing was begun");
    assert_eq!(asha.get("/join/employer").await.path, "/join/type", "the type comes first");
    asha.get("/join/nonsense").await.assert_status(404);
    let page = asha.get("/join/type").await;
    let page = asha.submit(question(&page).choose("type", "full")).await;
    let page = asha.submit(question(&page)).await;
    assert_eq!(page.path, "/join/second-email");

    let later = asha.submit(page.form("/join/return-link")).await;
    assert_eq!(later.path, "/join");
    later.assert_has("Your answers are kept").assert_has("Go on with the application you began");
    app.run_jobs().await;
    let link = app.mail().to(&asha.email).link("/join/continue");
    asha.submit(page.form("/join/return-link")).await;
    app.run_jobs().await;
    app.mail().assert_none();

    let phone = app.visitor();
    assert!(phone.get(&link).await.path.starts_with("/sign-in?next="), "the link alone opens nothing");
    app.sign_in(&asha).await;
    for _ in 0..2 {
        assert_eq!(asha.get(&link).await.path, "/join/second-email", "looking uses nothing up");
    }
    let check = answer_the_rest(&asha, asha.get(&link).await).await;
    check.assert_has("Asha Example");
}

#[actix_web::test]
async fn an_answer_is_changed_from_the_check_and_leads_back_to_it() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let asha = app.person("Asha").await;
    let check = fill_in(&asha, "associate").await;

    let page = asha.get(&check.link("Where you work")).await;
    assert_eq!(question(&page).value("workplace"), Some("west_midlands"));
    let check = asha.submit(question(&page).choose("workplace", "wales")).await;

    assert_eq!(check.path, "/join/check");
    check.assert_has("Wales");
}

#[actix_web::test]
async fn whoever_turns_to_a_type_that_asks_for_a_registration_is_asked_for_it() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let asha = app.person("Asha").await;
    let page = asha.get("/join/type").await;
    asha.submit(question(&page).choose("type", "associate")).await;
    let page = asha.get("/join/registration").await;
    asha.submit(question(&page)).await.assert_status(200);

    let page = asha.get("/join/type").await;
    asha.submit(question(&page).choose("type", "full")).await;
    let page = asha.get("/join/registration").await;
    page.assert_has("so we need your number");
    asha.submit(question(&page)).await.assert_status(422);
    let check = answer_the_rest(&asha, asha.get("/join/continue").await).await;
    check.assert_has("Social Work England, SW123").assert_has("Send my application");
}

#[actix_web::test]
async fn a_draft_is_reminded_of_once_and_deleted_after_sixty_days() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let asha = app.person("Asha").await;
    fill_in(&asha, "associate").await;

    app.advance(Duration::days(2));
    app.run_jobs().await;
    app.mail().assert_none();
    for day in 3..9 {
        app.advance(Duration::days(1));
        app.run_jobs().await;
        if day == 3 {
            let mail = app.mail().to(&asha.email);
            mail.assert_says("This is the only reminder");
            assert_eq!(mail.link("/join/"), "/join/continue");
        }
    }
    app.mail().assert_none();
    app.sign_in(&asha).await;
    assert_eq!(asha.get("/join/continue").await.path, "/join/check");

    app.advance(Duration::days(53));
    app.run_jobs().await;
    app.sign_in(&asha).await;
    assert_eq!(asha.get("/join/continue").await.path, "/join/type");
    app.ignore_mail();
}

#[actix_web::test]
async fn an_application_is_taken_back_and_another_one_begun() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let (asha, _) = applicant(&app, "Asha", "full").await;
    app.run_jobs().await;
    app.ignore_mail();
    let page = asha.get("/account/application").await;
    page.assert_has("Waiting for a decision");

    let page = asha.submit(page.form("/account/application/withdrawal")).await;
    page.assert_has("taken back").assert_has("Taken back");
    assert_eq!(state_of(&app, &asha).await, "withdrawn");
    let again = asha.post("/account/application/withdrawal", &[("csrf".to_owned(), asha.csrf().await)]).await;
    again.assert_status(303);

    let check = fill_in(&asha, "associate").await;
    check.assert_has("Birmingham");
    assert_eq!(state_of(&app, &asha).await, "draft");
}
