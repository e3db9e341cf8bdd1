//! The Atom feed.

use chrono::Duration;
use reqwest::Method;
use roxmltree::Document;

use super::post;
use crate::support::spawn_app;

#[actix_web::test]
async fn a_feed_reader_finds_what_is_published_and_nothing_else() {
    let app = spawn_app().await;
    app.published_post(post("First & foremost")).await;
    app.advance(Duration::hours(1));
    app.published_post(post("Second")).await;
    app.draft_post(post("Draft")).await;
    let gone = app.published_post(post("Gone")).await;
    app.withdraw_post(gone, "Wrong.").await;

    let feed = app.visitor().get("/feed.xml").await;

    assert_eq!(feed.status.as_u16(), 200);
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    let document = Document::parse(&feed.html).unwrap();
    let titles: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name("entry"))
        .filter_map(|entry| entry.children().find(|child| child.has_tag_name("title"))?.text())
        .collect();
    assert_eq!(titles, ["Second", "First & foremost"]);
}

#[actix_web::test]
async fn a_reader_who_has_it_already_is_answered_briefly() {
    let app = spawn_app().await;
    app.published_post(post("First")).await;
    let visitor = app.visitor();
    let etag = visitor.get("/feed.xml").await.header("etag").to_owned();
    let ask = || visitor.request(Method::GET, "/feed.xml").header("if-none-match", &etag);

    let same = visitor.send(ask()).await;
    app.published_post(post("Second")).await;
    let fresh = visitor.send(ask()).await;

    assert_eq!((same.status.as_u16(), same.bytes.len()), (304, 0));
    assert_eq!(fresh.status.as_u16(), 200);
}
