//! What visitors read.

use chrono::Duration;
use nairo::campaign::{PostContent, PostKind};

use super::post;
use crate::support::spawn_app;

#[actix_web::test]
async fn a_post_is_read_with_its_byline_and_date() {
    let app = spawn_app().await;
    let release = PostContent {
        kind: PostKind::PressRelease,
        released_on: "2015-07-30".parse().ok(),
        ..post("Toolkit published")
    };
    app.published_post(release).await;

    let page = app.visitor().get("/news/toolkit-published").await;

    page.assert_status(200)
        .assert_has("Press release")
        .assert_has("By Siân O’Neill, Co-Chair")
        .assert_has("1 June 2026");
    page.assert_has("Released on 30 July 2015").assert_has("Because of <script>alert(1)</script> and this.");
    assert_eq!(page.heading(), "Toolkit published");
    assert_eq!(page.root().named("h2").first().map(|heading| heading.text()).as_deref(), Some("Why"));
}

#[actix_web::test]
async fn a_post_says_to_machines_what_it_is() {
    let app = spawn_app().await;
    app.published_post(post("Stay </script> independent")).await;

    let page = app.visitor().get("/news/stay-script-independent").await;

    let root = page.root();
    let data = root.named("script").into_iter().find(|script| script.attr("type") == Some("application/ld+json"));
    let data: serde_json::Value = serde_json::from_str(&data.unwrap().raw_text()).unwrap();
    assert_eq!(data["@type"], "NewsArticle");
    assert_eq!(data["headline"], "Stay </script> independent");
    assert_eq!(data["datePublished"], "2026-06-01T10:00:00+01:00");
    let meta = |property: &str| {
        let tags = root.named("meta");
        let tag = tags.iter().find(|tag| tag.attr("property") == Some(property));
        tag.and_then(|tag| tag.attr("content")).map(str::to_owned).unwrap_or_default()
    };
    assert_eq!((meta("og:type").as_str(), meta("og:title").as_str()), ("article", "Stay </script> independent"));
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
}

#[actix_web::test]
async fn the_newest_come_first_ten_a_page() {
    let app = spawn_app().await;
    for number in 1..=11 {
        app.published_post(post(&format!("Post {number}"))).await;
        app.advance(Duration::hours(1));
    }

    let first = app.visitor().get("/news").await;
    let second = app.visitor().get(&first.link("Next page")).await;

    assert_eq!(first.root().with_class("news-title").first().map(|title| title.text()).as_deref(), Some("Post 11"));
    assert_eq!(first.root().with_class("news-entry").len(), 10);
    second.assert_has("Post 1").assert_has("11 posts, page 2 of 2").assert_lacks("Post 11");
    app.visitor().get("/news?page=3").await.assert_status(404);
    app.visitor().get("/news?page=1&page=x").await.assert_status(200);
}

#[actix_web::test]
async fn a_site_without_news_says_so() {
    let app = spawn_app().await;

    app.visitor().get("/news").await.assert_status(200).assert_has("No news yet");
}

#[actix_web::test]
async fn a_draft_is_nowhere() {
    let app = spawn_app().await;
    app.draft_post(post("Secret plans")).await;

    app.visitor().get("/news/secret-plans").await.assert_status(404);
    app.visitor().get("/news").await.assert_lacks("Secret plans");
}

#[actix_web::test]
async fn a_withdrawn_post_keeps_its_page_and_says_why() {
    let app = spawn_app().await;
    let id = app.published_post(post("Wrong figure")).await;
    app.visitor().get("/news/wrong-figure").await.assert_status(200);

    app.withdraw_post(id, "A figure was <wrong>.").await;

    let page = app.visitor().get("/news/wrong-figure").await;
    page.assert_status(410).assert_has("We withdrew this on 1 June 2026").assert_has("A figure was <wrong>.");
    page.assert_lacks("Because of");
    app.visitor().get("/news").await.assert_lacks("Wrong figure");
}

#[actix_web::test]
async fn the_associations_own_words_bear_its_name() {
    let app = spawn_app().await;
    let own = PostContent { byline_name: String::new(), byline_post_held: String::new(), ..post("Our view") };
    app.published_post(own).await;

    let page = app.visitor().get("/news/our-view").await;

    let name = page.root().with_class("byline").first().map(|byline| byline.text()).unwrap_or_default();
    assert!(name.starts_with("By ") && name.len() > "By 1 June 2026".len(), "{name}");
}
