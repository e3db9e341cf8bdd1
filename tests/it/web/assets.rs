//! Front-end files: under a name that changes with their content, kept for ever, compressed as asked.

use reqwest::Method;

use crate::support::page::Page;
use crate::support::{TestApp, spawn_app};

async fn style_sheet(app: &TestApp) -> String {
    let root = app.visitor().get("/about").await.root();
    let links = root.named("link");
    let sheet = links.iter().find(|link| link.attr("rel") == Some("stylesheet")).unwrap();
    sheet.attr("href").unwrap().to_owned()
}

async fn ask(app: &TestApp, path: &str, encoding: &str) -> Page {
    let visitor = app.visitor();
    visitor.send(visitor.request(Method::GET, path).header("accept-encoding", encoding)).await
}

#[actix_web::test]
async fn a_style_sheet_may_be_kept_for_ever() {
    let app = spawn_app().await;
    let path = style_sheet(&app).await;

    let sheet = ask(&app, &path, "identity").await;

    sheet.assert_status(200);
    assert_eq!(sheet.header("content-type"), "text/css; charset=utf-8");
    assert!(sheet.header("cache-control").contains("immutable"));
    assert!(sheet.html.starts_with("/*") || sheet.html.contains("@layer"), "{:.80}", sheet.html);
}

#[actix_web::test]
async fn it_is_compressed_for_those_who_can_read_that() {
    let app = spawn_app().await;
    let path = style_sheet(&app).await;
    let plain = ask(&app, &path, "identity").await.bytes.len();

    for encoding in ["br", "gzip"] {
        let sheet = ask(&app, &path, encoding).await;
        assert_eq!(sheet.header("content-encoding"), encoding);
        assert!(sheet.bytes.len() < plain / 2, "{} of {plain} bytes", sheet.bytes.len());
    }
}

#[actix_web::test]
async fn another_version_or_a_path_upwards_is_not_found() {
    let app = spawn_app().await;
    let path = style_sheet(&app).await;
    let version = path.split('/').nth(2).unwrap();

    for wrong in [
        path.replace(version, "000000000000"),
        format!("/assets/{version}/../Cargo.toml"),
        format!("/assets/{version}/%2e%2e/Cargo.toml"),
        format!("/assets/{version}/css"),
    ] {
        app.visitor().get(&wrong).await.assert_status(404);
    }
}
