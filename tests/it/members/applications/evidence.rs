//! What a type asks its applicants to show, and who decides with open eyes (rules 2.1 to 2.3).

use nairo::kernel::Role;
use nairo::members::membership::{
    ByOfficer, EvidenceAsked, ProposeRemoval, TypeVersion, confirm_removal, propose_removal, put_type_version,
    type_with_code,
};
use nairo::person_registry::{ErasePerson, erase_person, export_person};

use super::filling_in::{
    applicant, associate, decision, fill_in, full, offer, offer_types, officer, question, reference_of, state_of,
};
use crate::support::app::{TestApp, spawn_app};
use crate::support::people::Person;

const WORDS: &str = "I review plans for children in care.";

fn asking() -> TypeVersion {
    let evidence = EvidenceAsked { least_years: Some(5), declaration: WORDS.to_owned(), ..EvidenceAsked::NOTHING };
    TypeVersion { evidence, ..full() }
}

/// Says what "full" is from today on.
async fn change_full(app: &TestApp, version: &TypeVersion) {
    let now = app.now();
    let kind = type_with_code(app.state.db.reader(), "full", app.today()).await.unwrap().unwrap();
    let put = async |tx: &nairo::db::Tx| put_type_version(tx, kind.id, app.today(), version, now).await;
    app.state.db.write_tx(put).await.unwrap();
}

async fn remove(app: &TestApp, person: &Person, officer: &Person) {
    let command = ProposeRemoval {
        person_id: person.id,
        from: app.today(),
        minute_reference: "2026/17".to_owned(),
        by: ByOfficer { officer_id: officer.id, reason: "Conduct".to_owned() },
    };
    let proposal = propose_removal(&app.state, command).await.unwrap();
    let second = app.officer(Role::Trustee).await;
    confirm_removal(&app.state, proposal, second.id).await.unwrap();
}

#[actix_web::test]
async fn rules_2_1_years_and_a_declaration_are_asked_kept_shown_exported_and_forgotten() {
    let app = spawn_app().await;
    offer(&app, &[("full", asking())]).await;
    let officer = officer(&app).await;
    app.visitor().get("/join").await.assert_has("qualified at least 5 years ago").assert_has("declaration of its own");
    let asha = app.person("Asha").await;
    let check = fill_in(&asha, "full").await;
    check.assert_has("7 years");

    let page = asha.get("/join/experience").await;
    page.assert_has("Question 7 of 11").assert_has("expects 5 years at least");
    for bad in ["", "61", "-1", "6.5", "seven"] {
        let again = asha.submit(question(&page).fill("years_qualified", bad)).await;
        assert!(again.assert_status(422).error_of("years_qualified").contains("whole number"), "{bad}");
        assert_eq!(question(&again).value("years_qualified"), Some(bad));
    }
    let check = asha.submit(question(&page).fill("years_qualified", "4")).await;
    asha.get("/join/declaration").await.assert_has(WORDS);
    asha.submit(question(&check)).await.assert_status(200);

    let reference = reference_of(&app, &asha).await;
    let page = officer.get(&format!("/admin/applications/{reference}")).await;
    page.assert_has("4 years; this type expects 5 years at least").assert_has("qualified more recently");
    page.assert_has(WORDS).assert_has("In force from Wednesday 1 January 2020");
    let data = export_person(app.state.db.reader(), asha.id, None).await.unwrap().to_string();
    for kept in [WORDS, "\"years_qualified\":4", "2020-01-01", "I accept these terms"] {
        assert!(data.contains(kept), "{kept} is not in {data}");
    }
    let refusal = decision(&officer, &reference, "refuse").await.choose("reason_code", "other");
    officer.submit(refusal.fill("reason", "No.")).await.assert_has("Refused");
    app.run_jobs().await;
    app.ignore_mail();
    let command = ErasePerson { person_id: asha.id, officer: officer.id, reason: "Asked us to".to_owned() };
    erase_person(&app.state, command).await.unwrap();
    let erased = nairo::members::applications::queries::find_application(app.state.db.reader(), &reference).await;
    let erased = erased.unwrap().unwrap();
    assert_eq!((erased.answers.years_qualified, erased.declaration), (None, None));
}

#[actix_web::test]
async fn rules_2_1_where_nobody_decides_too_few_years_are_refused() {
    let app = spawn_app().await;
    offer(&app, &[("full", TypeVersion { needs_decision: false, ..asking() })]).await;
    let asha = app.person("Asha").await;
    fill_in(&asha, "full").await;

    let page = asha.get("/join/experience").await;
    let again = asha.submit(question(&page).fill("years_qualified", "4")).await;

    assert!(again.assert_status(422).error_of("years_qualified").contains("needs 5 years at least"));
}

#[actix_web::test]
async fn rules_2_1_words_that_change_are_declared_anew_and_declared_words_never_change() {
    let app = spawn_app().await;
    offer(&app, &[("full", asking())]).await;
    let officer = officer(&app).await;
    let asha = app.person("Asha").await;
    let check = fill_in(&asha, "full").await;
    let old_page = asha.get("/join/declaration").await;
    let evidence = EvidenceAsked { declaration: "Other words.".to_owned(), ..asking().evidence };
    change_full(&app, &TypeVersion { evidence, ..asking() }).await;

    let page = asha.submit(question(&check)).await;
    assert_eq!(page.path, "/join/declaration");
    page.assert_has("Other words.");
    let stale = asha.submit(question(&old_page).tick("declared")).await;
    assert!(stale.assert_status(422).error_of("declared").contains("The words have changed"));
    let check = asha.submit(question(&page).tick("declared")).await;
    asha.submit(question(&check)).await.assert_has("We have your application");

    let path = "/admin/membership-types/full/versions";
    let form = officer.get(path).await.form(path).fill("valid_from", &app.today().to_string());
    let refused = officer.submit(form.fill("declaration", "Third words.")).await;
    assert!(refused.assert_status(409).error_of("valid_from").contains("applied under the version"));
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn rules_2_1_a_role_and_an_employer_are_demanded_where_the_type_says_so() {
    let app = spawn_app().await;
    let role = nairo::members::practice::PracticeRole::Iro;
    let evidence = EvidenceAsked { role: Some(role), employer: true, ..EvidenceAsked::NOTHING };
    offer(&app, &[("full", TypeVersion { evidence, ..full() })]).await;
    let asha = app.person("Asha").await;
    fill_in(&asha, "full").await;

    let page = asha.get("/join/roles").await;
    let roles = asha.submit(question(&page).untick("role_iro").tick("role_academic")).await;
    let page = asha.get("/join/employer").await;
    let employer = asha.submit(question(&page).choose("employer", "none")).await;

    assert!(roles.assert_status(422).error_of("role_iro").contains("practise in this role"));
    assert!(employer.assert_status(422).error_of("employer").contains("with an employer"));
}

#[actix_web::test]
async fn rules_2_1_officers_say_on_the_form_what_a_type_asks() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let officer = officer(&app).await;
    let path = "/admin/membership-types/associate/versions";

    let form = officer.get(path).await.form(path);
    let form = form.tick("asks_years").fill("least_years", "5").fill("declaration", WORDS).tick("asks_employer");
    let form = form.choose("needed_role", "iro_manager").tick("renewal_needs_decision").untick("is_in_directory");
    let page = officer.submit(form.clone()).await;

    page.assert_has("5 years at least").assert_has(WORDS).assert_has("Manager of reviewing officers");
    page.assert_has("Applied for, and decided each time");
    let again = officer.get(path).await.form(path);
    assert_eq!((again.value("least_years"), again.value("is_in_directory")), (Some("5"), None));
    let wrong = officer.submit(form.fill("least_years", "61")).await;
    assert!(wrong.assert_status(422).error_of("least_years").contains("0 to 60"));
}

#[actix_web::test]
async fn rules_2_3_whoever_was_removed_goes_to_the_trustees_whatever_the_type() {
    let app = spawn_app().await;
    offer(&app, &[("full", full()), ("associate", associate())]).await;
    let officer = officer(&app).await;
    let asha = app.member("Asha").await;
    remove(&app, &asha, &officer).await;
    let check = fill_in(&asha, "associate").await;
    check.assert_has("People of the charity read your application");

    asha.submit(question(&check)).await.assert_has("We have your application");
    assert_eq!(state_of(&app, &asha).await, "submitted", "not by the rule of the type");
    let reference = reference_of(&app, &asha).await;
    let page = officer.get(&format!("/admin/applications/{reference}")).await;
    page.assert_has("Only the trustees let them back").assert_has("minute 2026/17");
    let refused = officer.submit(decision(&officer, &reference, "approve").await).await;
    assert!(refused.assert_status(409).error_of("minute_reference").contains("enter the minute"));
    let form = decision(&officer, &reference, "approve").await.fill("minute_reference", "2026/31");
    officer.submit(form).await.assert_has("Approved");

    asha.get("/join/payment").await.assert_has("£40");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn rules_2_2_a_decider_with_the_same_employer_is_told_so() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let officer = officer(&app).await;
    let (_, first) = applicant(&app, "Asha", "full").await;
    officer.get(&format!("/admin/applications/{first}")).await.assert_lacks("both work for");

    let check = fill_in(&officer, "associate").await;
    officer.submit(question(&check)).await.assert_status(200);

    let page = officer.get(&format!("/admin/applications/{first}")).await;
    page.assert_has("You and the applicant both work for Birmingham");
    app.run_jobs().await;
    app.ignore_mail();
}
