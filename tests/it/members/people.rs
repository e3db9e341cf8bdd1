//! People and their addresses (D9).

use nairo::kernel::PersonName;
use nairo::members::people::{CreatePersonError, find_by_verified_email, find_person, verified_addresses};
use nairo::members::{self, NewPerson, person_hooks};

use super::signing_in::{email, person};
use crate::support::app::{TestApp, spawn_app};

async fn create(app: &TestApp, address: &str, verified: bool) -> Result<i64, CreatePersonError> {
    let new = NewPerson { name: PersonName::parse("Asha Mir").unwrap(), email: email(address), verified };
    let (state, now) = (&app.state, app.now());
    state.db.write_tx(async |tx| members::create_person(tx, state.tokens.as_ref(), new, now).await).await
}

#[actix_web::test]
async fn a_verified_address_has_one_owner_however_it_is_spelt() {
    let app = spawn_app().await;
    let asha = create(&app, "asha@example.org", true).await.unwrap();

    let second = create(&app, "ASHA@Example.ORG", true).await;

    assert!(matches!(second, Err(CreatePersonError::AddressTaken)));
    let found = find_by_verified_email(app.state.db.reader(), &email("Asha@example.org")).await.unwrap();
    assert_eq!(found, Some(asha));
    assert_eq!(find_person(app.state.db.reader(), asha + 1).await.unwrap(), None, "nothing of the second is left");
}

#[actix_web::test]
async fn an_address_that_was_only_typed_proves_nothing() {
    let app = spawn_app().await;

    create(&app, "shared@example.org", false).await.unwrap();
    let second = create(&app, "shared@example.org", false).await.unwrap();
    let owner = create(&app, "shared@example.org", true).await.unwrap();

    let found = find_by_verified_email(app.state.db.reader(), &email("shared@example.org")).await.unwrap();
    assert_eq!(found, Some(owner));
    assert!(verified_addresses(app.state.db.reader(), second).await.unwrap().is_empty());
    assert_eq!(verified_addresses(app.state.db.reader(), owner).await.unwrap(), [email("shared@example.org")]);
}

#[actix_web::test]
async fn a_download_holds_everything_but_secrets() {
    let app = spawn_app().await;
    let id = person(&app, "Asha Mir", "asha@example.org").await;
    members::security::store_password(&app.state, id, "three plain words, mostly").await.unwrap();

    let export = person_hooks::export(app.state.db.reader(), &[id]).await.unwrap();

    assert_eq!(export["person"]["full_name"], "Asha Mir");
    assert_eq!(export["person"]["emails"][0]["address"], "asha@example.org");
    assert_eq!(export["login"]["has_password"], true);
    assert!(!export.to_string().contains("argon2"));
}
