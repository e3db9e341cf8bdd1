//! The one identity record: edited once, printed everywhere (CH-01 to CH-04).

use nairo::identity::load_identity;
use nairo::kernel::Role;
use reqwest::StatusCode;

use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

const PATH: &str = "/admin/charity";

async fn save(officer: &Person, changes: &[(&str, &str)]) -> Page {
    let form = officer.get(PATH).await.form(PATH).fill_all(changes);
    officer.submit(form).await
}

async fn name_of(app: &TestApp) -> String {
    load_identity(app.state.db.reader()).await.unwrap().unwrap().name
}

#[actix_web::test]
async fn a_change_is_printed_on_every_page_at_once() {
    let app = spawn_app().await;
    let (admin, visitor) = (app.admin().await, app.visitor());
    visitor.get("/").await.assert_has("Example Association of Reviewing Officers");

    let saved = save(
        &admin,
        &[("name", "Sampleton Association"), ("charity_number", "765 4321"), ("address", "9 New Road\r\nSampleton")],
    )
    .await;

    assert!(saved.flash().starts_with("Saved."));
    for path in ["/", "/events", "/about", "/privacy", "/sign-in"] {
        let page = visitor.get(path).await;
        page.assert_has("Sampleton Association").assert_has("7654321").assert_has("9 New Road");
        page.assert_lacks("Example Association").assert_lacks("1 Example Street");
    }
}

#[actix_web::test]
async fn what_must_be_printed_cannot_be_left_out() {
    let app = spawn_app().await;
    let admin = app.admin().await;

    let page =
        save(&admin, &[("name", " "), ("charity_number", "12345"), ("address", ""), ("strapline", "kept as typed")])
            .await;

    page.assert_status(422);
    assert!(page.html.contains("<title>Error: "));
    assert!(page.error_of("name").contains("registered name"));
    assert!(page.error_of("charity_number").contains("6 or 7 digits"));
    assert!(page.error_of("address").contains("postal address"));
    assert_eq!(page.form(PATH).value("strapline"), Some("kept as typed"));
    assert_eq!(name_of(&app).await, "Example Association of Reviewing Officers");
}

#[actix_web::test]
async fn a_company_prints_its_number_and_office() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let form = |page: Page| page.form(PATH).choose("legal_form", "company");

    let missing = admin.submit(form(admin.get(PATH).await)).await;
    let filled = form(admin.get(PATH).await)
        .fill_all(&[("company_number", "sc123456"), ("registered_office", "2 Office Street")]);
    admin.submit(filled).await;

    assert!(missing.error_of("company_number").contains("company number"));
    assert!(missing.error_of("registered_office").contains("registered office"));
    app.visitor().get("/about").await.assert_has("SC123456").assert_has("2 Office Street");
}

#[actix_web::test]
async fn odd_text_is_refused_beside_its_field_and_markup_stays_text() {
    let app = spawn_app().await;
    let admin = app.admin().await;

    let refused =
        save(&admin, &[("name", "Reverse \u{202E}name"), ("email", "nobody"), ("phone", &"9".repeat(41))]).await;
    let accepted = save(&admin, &[("name", "<b>O’Neill & Siân</b> 🎈")]).await;

    assert!(refused.error_of("name").contains("hidden characters"));
    assert!(refused.error_of("email").contains("email address"));
    assert!(refused.error_of("phone").contains("40 characters"));
    accepted.assert_has("<b>O’Neill & Siân</b> 🎈");
}

#[actix_web::test]
async fn of_two_officers_the_second_is_told_and_overwrites_nothing() {
    let app = spawn_app().await;
    let (admin, trustee) = (app.admin().await, app.officer(Role::Trustee).await);
    let stale = trustee.get(PATH).await.form(PATH).fill("name", "Second");
    save(&admin, &[("name", "First")]).await;

    let page = trustee.submit(stale).await;

    page.assert_status(409).assert_has("Somebody else has saved this form");
    assert_eq!(page.form(PATH).value("name"), Some("Second"));
    assert_eq!(name_of(&app).await, "First");
}

#[actix_web::test]
async fn only_those_who_may_edit_the_charity_see_the_form() {
    let app = spawn_app().await;

    let treasurer = app.officer(Role::Treasurer).await.get_once(PATH).await;
    let visitor = app.visitor().get_once(PATH).await;

    assert_eq!(treasurer.status, StatusCode::FORBIDDEN);
    assert_eq!(visitor.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn an_editor_changes_words_but_not_where_the_money_goes() {
    let app = spawn_app().await;
    let editor = app.officer(Role::Editor).await;
    let form = editor.get(PATH).await.form(PATH).fill("phone", "01632 960999").set("bank_account_number", "12345678");

    let page = editor.submit(form).await;

    page.assert_has("Only those who look after the money may change these.");
    let kept = load_identity(app.state.db.reader()).await.unwrap().unwrap();
    assert_eq!((kept.phone.as_str(), kept.bank_account_number.as_str()), ("01632 960999", "00000000"));
}

#[actix_web::test]
async fn when_transfers_go_to_another_account_the_office_is_told_where_it_was_before() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let before = load_identity(app.state.db.reader()).await.unwrap().unwrap();

    save(&admin, &[("phone", "01632 960999")]).await;
    app.run_jobs().await;
    app.mail().assert_none();
    let changes = [("bank_account_number", "12345678"), ("email", "mallory@example.net")];
    assert!(save(&admin, &changes).await.flash().starts_with("Saved."));
    app.run_jobs().await;

    let mail = app.mail().only();
    assert_eq!(mail.to, before.email);
    mail.assert_says("12345678").assert_says("If this was agreed, there is nothing to do");
}
