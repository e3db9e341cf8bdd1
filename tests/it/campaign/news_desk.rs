//! The editors' desk in the browser.

use nairo::audit::Actor;
use nairo::campaign::{PostId, update_post};
use nairo::kernel::Role;

use super::post;
use crate::support::client::Client;
use crate::support::form::TestForm;
use crate::support::spawn_app;

const GOOD: [(&str, &str); 6] = [
    ("title", "Reviewing must stay independent"),
    ("summary", "Two people, two roles."),
    ("body", "## Why\n\nBecause.\n\n<img src=x onerror=alert(1)>"),
    ("byline_name", "Nguyễn Thị Minh Khai"),
    ("byline_post_held", "Co-Chair"),
    ("released_on", ""),
];

async fn blank_form(editor: &Client) -> TestForm {
    editor.get("/admin/news/new").await.form("/admin/news").choose("kind", "statement")
}

#[actix_web::test]
async fn an_editor_writes_previews_and_publishes() {
    let app = spawn_app().await;
    let editor = app.officer(Role::Editor).await;

    let preview = editor.submit(blank_form(&editor).await.fill_all(&GOOD).press("do", "preview")).await;
    preview.assert_status(200).assert_has("Preview, not saved").assert_has("<img src=x onerror=alert(1)>");
    editor.get("/admin/news").await.assert_has("No posts yet");

    let saved = editor.submit(preview.form("/admin/news")).await;
    saved.assert_status(200).assert_has("Saved as a draft");
    app.visitor().get("/news/reviewing-must-stay-independent").await.assert_status(404);

    let published = editor.submit(saved.form("/admin/news/1/publication")).await;
    published.assert_has("Published.");
    let page = app.visitor().get(&published.link("See the public page")).await;
    page.assert_status(200).assert_has("By Nguyễn Thị Minh Khai, Co-Chair").assert_has("Because.");
}

#[actix_web::test]
async fn a_new_post_sent_twice_is_one_draft() {
    let app = spawn_app().await;
    let editor = app.officer(Role::Editor).await;
    let form = blank_form(&editor).await.fill_all(&GOOD);

    let once = editor.submit(form.clone()).await;
    let twice = editor.submit(form.clone()).await;
    let otherwise = editor.submit(form.fill("title", "Something else")).await;

    assert_eq!((once.path.as_str(), twice.path.as_str()), ("/admin/news/1", "/admin/news/1"));
    otherwise.assert_status(409).assert_has("This form was saved as a draft before");
    editor.submit(otherwise.form("/admin/news")).await.assert_status(200);
    editor.get("/admin/news").await.assert_has("2 posts");
}

#[actix_web::test]
async fn what_is_wrong_is_said_beside_the_field_and_nothing_is_lost() {
    let app = spawn_app().await;
    let editor = app.officer(Role::Editor).await;
    let (long, huge) = ("x".repeat(151), "x".repeat(20_001));
    let table = [
        ("title", "", "Enter the headline"),
        ("title", long.as_str(), "The headline must be 150 characters or fewer"),
        ("title", "a\0b", "The headline has hidden characters. Type it again by hand"),
        ("summary", " ", "Enter the summary"),
        ("body", "", "Enter the text"),
        ("body", huge.as_str(), "The text must be 20000 characters or fewer"),
        ("byline_name", "", "Enter the name of whoever holds this post, or leave both empty"),
        ("released_on", "30/07/15", "Enter a date such as 2026-07-30"),
    ];

    for (field, typed, message) in table {
        let page = editor.submit(blank_form(&editor).await.fill_all(&GOOD).fill(field, typed)).await;

        page.assert_status(422);
        assert_eq!(page.error_of(field), message, "{field}");
        assert_eq!(page.form("/admin/news").value("byline_post_held"), Some("Co-Chair"));
        assert_eq!(page.form("/admin/news").value("kind"), Some("statement"));
    }
    editor.get("/admin/news").await.assert_has("No posts yet");
}

#[actix_web::test]
async fn the_second_of_two_editors_is_told_and_keeps_what_was_typed() {
    let app = spawn_app().await;
    let id = app.published_post(post("Ours")).await;
    let editor = app.officer(Role::Editor).await;
    let form = editor.get(&format!("/admin/news/{id}")).await.form("/admin/news/1").fill("title", "Mine");
    let (theirs, now) = (post("Theirs"), app.now());
    app.state.db.write_tx(async |tx| update_post(tx, (id, 1), &theirs, Actor::System, now).await).await.unwrap();

    let told = editor.submit(form).await;

    told.assert_status(409).assert_has("Somebody else saved this post").assert_has("Revision 2");
    assert_eq!(told.heading(), "Theirs");
    app.visitor().get("/news/ours").await.assert_has("Theirs");
    let on_purpose = editor.submit(told.form("/admin/news/1")).await;
    assert_eq!(on_purpose.heading(), "Mine");
    app.visitor().get("/news/ours").await.assert_has("Mine");
}

#[actix_web::test]
async fn a_post_is_withdrawn_with_a_reason_and_published_again() {
    let app = spawn_app().await;
    app.published_post(post("Wrong figure")).await;
    let editor = app.officer(Role::Editor).await;

    let ask = editor.get("/admin/news/1/withdrawal").await;
    let refused = editor.submit(ask.form("/admin/news/1/withdrawal")).await;
    refused.assert_status(422);
    assert_eq!(refused.error_of("reason"), "Enter the reason");
    let done = editor.submit(refused.form("/admin/news/1/withdrawal").fill("reason", "A figure was wrong.")).await;
    done.assert_has("Withdrawn.").assert_has("A figure was wrong.");
    app.visitor().get("/news/wrong-figure").await.assert_status(410);
    editor.get("/admin/news/1/withdrawal").await.assert_has("It is not on the site.");

    editor.submit(done.form("/admin/news/1/publication")).await.assert_has("Published.");
    app.visitor().get("/news/wrong-figure").await.assert_status(200).assert_lacks("A figure was wrong.");
}

#[actix_web::test]
async fn the_list_is_narrowed_by_state() {
    let app = spawn_app().await;
    app.draft_post(post("Half written")).await;
    app.published_post(post("On the site now")).await;
    let editor = app.officer(Role::Editor).await;

    let list = editor.get("/admin/news").await;
    list.assert_has("Half written").assert_has("On the site now");
    let drafts = editor.get("/admin/news?show=draft").await;
    drafts.assert_has("Half written").assert_lacks("On the site now");
    assert_eq!(drafts.form("/admin/news").value("show"), Some("draft"));
    editor.get("/admin/news?show=withdrawn").await.assert_has("None like that");
}

#[actix_web::test]
async fn only_editors_come_in() {
    let app = spawn_app().await;
    let id: PostId = app.draft_post(post("Draft")).await;
    let (visitor, officer) = (app.visitor(), app.officer(Role::EventsOfficer).await);
    let editor = app.officer(Role::Editor).await;

    for path in ["/admin/news".to_owned(), "/admin/news/new".to_owned(), format!("/admin/news/{id}")] {
        assert_eq!(visitor.get_once(&path).await.status, 303, "{path}");
        officer.get(&path).await.assert_status(403);
        editor.get(&path).await.assert_status(200);
    }
    for path in ["/admin/news/999", "/admin/news/x", "/admin/news/1/revisions/2", "/admin/news/2/revisions/1"] {
        editor.get(path).await.assert_status(404);
    }
}

#[actix_web::test]
async fn a_trustee_opens_the_desk_reads_a_draft_and_approves_it() {
    let app = spawn_app().await;
    let (editor, trustee) = (app.officer(Role::Editor).await, app.officer(Role::Trustee).await);
    editor.submit(blank_form(&editor).await.fill_all(&GOOD)).await.assert_has("Saved as a draft");

    let desk = trustee.get("/admin/news").await;
    let published = trustee.submit(trustee.get("/admin/news/1").await.form("/admin/news/1/publication")).await;

    desk.assert_status(200).assert_has("Reviewing must stay independent");
    published.assert_has("Published.");
}
