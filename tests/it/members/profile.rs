//! One's own profile: name, roles, employer, registration, address for the register; each wrong field says so.

use nairo::kernel::Unexpected;
use nairo::members::employers::load_employers;
use nairo::members::people;
use serde_json::Value;

use crate::support::app::{TestApp, spawn_app};
use crate::support::people::Person;

const HERE: &str = "/account/profile";
const EMPLOYER: &str = "/account/profile/employer";

async fn stored(app: &TestApp, person: &Person) -> Value {
    nairo::members::profile::export(app.state.db.reader(), person.id).await.unwrap()
}

async fn is_audited(app: &TestApp, kind: &str, id: i64, action: &str) -> bool {
    use entity::audit_entry::{Column, Entity};
    use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
    let found = Entity::find()
        .filter(Column::SubjectKind.eq(kind))
        .filter(Column::SubjectId.eq(id))
        .filter(Column::Action.eq(action));
    found.count(app.state.db.reader()).await.unwrap() == 1
}

#[actix_web::test]
async fn a_profile_is_filled_in_and_read_back_and_the_old_name_is_gone() {
    let app = spawn_app().await;
    let asha = app.member("Asha").await;
    let form = asha.get(HERE).await.form(HERE);
    assert_eq!(form.value("name"), Some("Asha Example"));

    let filled = form
        .fill_all(&[
            ("name", "Siân O’Neill"),
            ("registration_number", "sw 000123"),
            ("address", "1 High Street\r\nLeeds"),
            ("postcode", "je2-4we"),
        ])
        .choose("regulator", "swe")
        .choose("workplace", "london")
        .tick("role_iro")
        .tick("role_student")
        .choose("main_role", "student")
        .tick("welcomes_welsh");
    let kept = asha.submit(filled.clone()).await;
    assert_eq!(kept.assert_has("Your profile is up to date").form(HERE).value("name"), Some("Siân O’Neill"));
    asha.submit(filled).await.assert_status(200);

    let own = stored(&app, &asha).await;
    assert_eq!(own["registration_number"], "SW123");
    assert_eq!((&own["postcode"], &own["main_role"]), (&Value::from("JE2 4WE"), &Value::from("Student")));
    assert_eq!((&own["works_in"], &own["welcomes_welsh"]), (&Value::from("England: London"), &Value::from(true)));
    asha.get("/account").await.assert_has("Siân O’Neill").assert_lacks("Asha Example");
    assert!(is_audited(&app, "person", asha.id, "person.renamed").await);
}

#[actix_web::test]
async fn what_is_wrong_stands_beside_its_field_and_nothing_is_lost() {
    let app = spawn_app().await;
    let asha = app.person("Asha").await;
    let form = asha.get(HERE).await.form(HERE);

    let wrong = form
        .fill_all(&[
            ("name", " "),
            ("registration_number", "SWE123"),
            ("address", "1 High Street"),
            ("postcode", "12345"),
        ])
        .choose("regulator", "swe")
        .tick("role_iro");
    let answer = asha.submit(wrong).await;

    answer.assert_status(422);
    assert_eq!(answer.error_of("name"), "Enter a name");
    assert!(answer.error_of("registration_number").contains("SW12345"));
    assert!(!answer.error_of("postcode").is_empty());
    let again = answer.form(HERE);
    assert_eq!((again.value("registration_number"), again.value("role_iro")), (Some("SWE123"), Some("yes")));
    let person = people::find_person(app.state.db.reader(), asha.id).await.unwrap().unwrap();
    assert_eq!(person.name, "Asha Example");
}

#[actix_web::test]
async fn an_employer_is_found_by_any_of_its_names_or_named_by_hand() {
    let app = spawn_app().await;
    let now = app.now();
    let loaded = app.state.db.write_tx(async |tx| Ok::<_, Unexpected>(load_employers(tx, now).await?)).await;
    loaded.unwrap();
    let asha = app.person("Asha").await;

    let page = asha.get(&format!("{EMPLOYER}?q=brum")).await;
    page.assert_has("Birmingham");
    let nothing =
        page.forms().into_iter().find(|form| form.value("csrf").is_some() && form.action == EMPLOYER).unwrap();
    assert!(asha.submit(nothing.clone()).await.error_of("employer").contains("Choose your employer"));
    let birmingham = page.root().named("input").iter().find_map(|input| {
        let value = input.attr("value").unwrap_or_default();
        (input.attr("name") == Some("employer") && value.starts_with('E')).then(|| value.to_owned())
    });
    asha.submit(nothing.clone().choose("employer", &birmingham.unwrap())).await.assert_has("Birmingham");
    asha.submit(nothing.clone().set("employer", "E99999999")).await.assert_status(422);
    let other = nothing.clone().choose("employer", "other").fill("other_employer", "Acme Reviews");
    asha.submit(other).await.assert_has("Acme Reviews");
    assert_eq!(stored(&app, &asha).await["employer"], "Acme Reviews");
    asha.submit(nothing.choose("employer", "none")).await.assert_has("None at present");
}
