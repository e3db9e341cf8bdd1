//! What people type that is not what was asked for: kept on the page with a sentence, and never a fault of ours.

use super::filling_in::{fill_in, offer_types, question};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn each_question_says_what_is_wrong_and_keeps_what_was_typed() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let asha = app.person("Asha").await;
    fill_in(&asha, "associate").await;
    let long = "x".repeat(5_000);
    let table: &[(&str, &str, &str)] = &[
        ("name", "name", ""),
        ("name", "name", &long),
        ("name", "name", "a\u{0}b"),
        ("name", "name", "\u{202e}nosnhoJ"),
        ("name", "name", "🌻🌻"),
        ("second-email", "second_email", "not an address"),
        ("second-email", "second_email", &long),
        ("employer", "employer", "E99999999"),
        ("employer", "employer", "<script>alert(1)</script>"),
        ("registration", "registration_number", "SWE123"),
        ("registration", "registration_number", &long),
        ("region", "workplace", "atlantis"),
        ("address", "address", ""),
        ("address", "address", &long),
        ("address", "postcode", "SW1A 1CO"),
        ("declaration", "statement", &long),
    ];

    for (step, field, typed) in table {
        let form = question(&asha.get(&format!("/join/{step}")).await).set(field, typed);
        let page = asha.submit(form).await;
        page.assert_status(422);
        assert_ne!(page.error_of(field), "", "{step} {typed:.40?}");
        assert!(page.html.contains("<title>Error: "), "{step}");
        page.assert_has("There is a problem");
    }
    let kept = asha.get("/join/check").await;
    kept.assert_has("Asha Example").assert_has("B1 1AA").assert_has("Birmingham");
}

#[actix_web::test]
async fn names_of_every_kind_are_kept_and_printed_right() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let asha = app.person("Asha").await;
    fill_in(&asha, "associate").await;

    for name in ["O'Neill", "Siân", "Nguyễn Thị Minh Khai", "Ng", "Madonna", "محمد علي", "<b>Bo</b> & Co", "Zoë 🌻"]
    {
        let page = asha.get("/join/name").await;
        let check = asha.submit(question(&page).fill("name", name)).await;
        assert_eq!(check.path, "/join/check");
        check.assert_has(name);
    }
}

#[actix_web::test]
async fn an_employer_that_is_not_listed_is_named() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let asha = app.person("Asha").await;
    fill_in(&asha, "associate").await;
    let table =
        [("other", "", 422, ""), ("other", "Acme <Ltd>", 200, "Acme <Ltd>"), ("none", "", 200, "None at present")];

    for (chosen, named, status, words) in table {
        let page = asha.get("/join/employer").await;
        let form = question(&page).choose("employer", chosen).fill("other_employer", named);
        let page = asha.submit(form).await;
        page.assert_status(status).assert_has(words);
    }
    let agency = asha.get("/join/employer").await;
    let form = question(&agency).choose("employer", "AGENCY").fill("other_employer", "Acme");
    asha.submit(form).await.assert_has("Acme (An agency)");
}

#[actix_web::test]
async fn a_search_without_script_offers_what_it_finds_and_keeps_what_was_chosen() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let asha = app.person("Asha").await;
    fill_in(&asha, "associate").await;

    let page = asha.get("/join/employer?q=Ynys%20Mon").await;

    page.assert_has("Isle of Anglesey");
    assert_eq!(question(&page).value("employer"), Some("E08000025"), "Birmingham is still chosen");
    let check = asha.submit(question(&page).choose("employer", "W06000001")).await;
    check.assert_has("Isle of Anglesey");
    asha.get("/join/employer?q=%3Cscript%3E&q=x").await;
    asha.get("/join/employer?q=zzzz").await.assert_has("Nothing found");
}
