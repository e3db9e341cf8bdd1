//! Public pages are kept as bytes for visitors without cookies, and never say anything old or anybody's (D22).

use nairo::audit::Actor;
use nairo::charity::{UpdateIdentity, update_identity};
use nairo::identity::load_identity;
use reqwest::Method;

use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::{TestApp, spawn_app};

async fn ask(visitor: &Client, headers: &[(&str, &str)]) -> Page {
    let mut request = visitor.bare_request(Method::GET, "/about");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    visitor.send(request).await
}

async fn rename(app: &TestApp, name: &str) {
    let mut identity = load_identity(app.state.db.reader()).await.unwrap().unwrap();
    name.clone_into(&mut identity.short_name);
    update_identity(&app.state, UpdateIdentity { identity, by: Actor::System }, app.now()).await.unwrap();
}

#[actix_web::test]
async fn a_page_is_sent_again_only_when_it_has_changed() {
    let app = spawn_app().await;
    let visitor = app.visitor();
    let first = ask(&visitor, &[]).await;
    let tag = first.header("etag").to_owned();

    let same = ask(&visitor, &[("if-none-match", &tag)]).await;
    rename(&app, "NEWNAME").await;
    let changed = ask(&visitor, &[("if-none-match", &tag)]).await;

    assert_eq!((first.status.as_u16(), same.status.as_u16(), changed.status.as_u16()), (200, 304, 200));
    changed.assert_has("NEWNAME");
}

#[actix_web::test]
async fn what_was_just_written_is_seen_at_once() {
    let app = spawn_app().await;
    let visitor = app.visitor();
    ask(&visitor, &[]).await;

    rename(&app, "NEWNAME").await;

    ask(&visitor, &[]).await.assert_has("NEWNAME");
}

#[actix_web::test]
async fn each_encoding_says_the_same() {
    let app = spawn_app().await;
    let visitor = app.visitor();

    let plain = ask(&visitor, &[("accept-encoding", "identity")]).await;

    for encoding in ["br", "gzip"] {
        let packed = ask(&visitor, &[("accept-encoding", encoding)]).await;
        assert_eq!(packed.header("content-encoding"), encoding);
        assert_eq!(packed.header("etag"), plain.header("etag"));
        assert!(packed.header("vary").contains("accept-encoding"));
        assert!(packed.bytes.len() < plain.bytes.len());
    }
}

#[actix_web::test]
async fn kept_bytes_hold_no_token_and_set_no_cookie() {
    let app = spawn_app().await;
    let visitor = app.visitor();

    let page = ask(&visitor, &[]).await;

    assert!(page.header("set-cookie").is_empty());
    assert!(page.forms().iter().all(|form| form.value("csrf").is_none()), "a form with a token in kept bytes");
}

#[actix_web::test]
async fn somebody_with_a_cookie_is_never_given_kept_bytes() {
    let app = spawn_app().await;
    let visitor = app.visitor();
    ask(&visitor, &[]).await;

    let own = ask(&visitor, &[("cookie", "nairo-session=whatever")]).await;

    assert_eq!(own.header("cache-control"), "no-store");
    assert!(own.header("etag").is_empty());
}
