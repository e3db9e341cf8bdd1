//! Every save is kept, with who and when.

use chrono::Duration;
use nairo::kernel::Role;

use super::post;
use crate::support::spawn_app;

#[actix_web::test]
async fn every_save_is_a_revision_with_who_and_when() {
    let app = spawn_app().await;
    app.published_post(post("First words")).await;
    let editor = app.officer(Role::Editor).await;
    app.advance(Duration::minutes(20));

    let form = editor.get("/admin/news/1").await.form("/admin/news/1");
    let saved = editor.submit(form.fill("title", "Second words").fill("body", "Other <b>words</b>")).await;

    saved.assert_has("The page on the site has changed.");
    saved.assert_has("Revision 2 Monday 1 June 2026 at 10:20am (UK time) Editor Example");
    saved.assert_has("Revision 1 Monday 1 June 2026 at 10:00am (UK time) the system");
    let old = editor.get(&saved.link("Revision 1")).await;
    old.assert_status(200).assert_has("First words").assert_has("By Siân O’Neill, Co-Chair");
    assert_eq!(old.root().named("pre").len(), 1);
    old.assert_has("# Why").assert_has("<script>alert(1)</script>");
}

#[actix_web::test]
async fn the_same_form_sent_twice_is_one_revision() {
    let app = spawn_app().await;
    app.draft_post(post("Words")).await;
    let editor = app.officer(Role::Editor).await;
    let form = editor.get("/admin/news/1").await.form("/admin/news/1").fill("title", "Other words");

    editor.submit(form.clone()).await.assert_has("Saved.");
    let again = editor.submit(form).await;

    again.assert_status(200).assert_has("Revision 2").assert_lacks("Revision 3");
}
