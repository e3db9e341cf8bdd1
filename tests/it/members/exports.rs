//! Members written to a file: the right people, all of them, for who asked and nobody else.

use chrono::Duration;
use nairo::kernel::Role;

use super::imports::officer;
use crate::support::TestApp;
use crate::support::app::spawn_app;
use crate::support::page::Page;
use crate::support::people::Person;

async fn export(app: &TestApp, officer: &Person, query: &str) -> Page {
    let page = officer.get(&format!("/admin/exports?{query}")).await;
    let asked = officer.submit(page.form("/admin/exports").fill("reason", "For the annual return")).await;
    asked.assert_has("Being written").assert_has("Looking for the people");
    assert_eq!(asked.root().named("progress").len(), 1, "a bar shows how far it has come");
    app.run_jobs().await;
    officer.get("/admin/exports").await
}

/// The address of the newest file on the page.
fn file(page: &Page) -> String {
    let root = page.root();
    let links = root.named("a");
    let path = links.iter().filter_map(|link| link.attr("href")).find(|path| path.ends_with("/members.csv"));
    path.unwrap_or_else(|| panic!("there is no file on the page:\n{}", page.text())).to_owned()
}

#[actix_web::test]
async fn the_file_holds_whom_the_list_shows_and_says_how_many() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    app.member("Asha").await;
    app.member("=Nested Formula").await;
    app.lapsed_member("Ben").await;

    let all = export(&app, &officer, "").await;
    all.assert_has("everybody").assert_has("4 people");
    assert!(all.root().named("progress").is_empty(), "nothing moves any more");
    let lapsed = export(&app, &officer, "status=lapsed").await;
    lapsed.assert_has("status: lapsed").assert_has("1 person");

    let one = officer.get(&file(&lapsed)).await;
    assert!(one.header("content-disposition").starts_with("attachment; filename=\"members-"));
    assert_eq!(one.html.lines().count(), 2);
    assert!(one.html.contains("Ben Example") && !one.html.contains("Asha"));
}

#[actix_web::test]
async fn a_cell_that_a_spreadsheet_would_run_is_shown_instead() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    app.member("=HYPERLINK Nested").await;

    let page = export(&app, &officer, "").await;

    let text = officer.get(&file(&page)).await.html;
    assert!(text.contains(",'=HYPERLINK Nested,"), "{text}");
}

#[actix_web::test]
async fn the_file_is_for_who_asked_and_gone_after_a_week() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let other = app.officer(Role::MembershipOfficer).await;
    let page = export(&app, &officer, "").await;
    let path = file(&page);

    other.get_once(&path).await.assert_status(404);
    other.get("/admin/exports").await.assert_lacks("Files you asked for");
    officer.get_once(&path).await.assert_status(200);

    app.advance(Duration::days(7));
    app.sign_in(&officer).await;
    officer.get_once(&path).await.assert_status(404);
    app.run_jobs().await;
    officer.get("/admin/exports").await.assert_has("Gone");
    let left = std::fs::read_dir(app.state.settings.files.join("exports")).unwrap().count();
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn no_reason_no_file() {
    let app = spawn_app().await;
    let officer = officer(&app).await;

    let page = officer.get("/admin/exports").await;
    let refused = officer.submit(page.form("/admin/exports")).await;

    refused.assert_status(422).assert_has("Enter what the file is for");
}
