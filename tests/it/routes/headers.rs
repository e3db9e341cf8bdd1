//! The headers every answer carries, whatever kind it is (S8).

use nairo::web::Access;
use reqwest::Method;

use super::{routes, sample};
use crate::support::page::Page;
use crate::support::spawn_app;

fn missing_headers(page: &Page) -> Vec<String> {
    let exact = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ];
    let mut missing: Vec<String> =
        exact.iter().filter(|(name, value)| page.header(name) != *value).map(|(name, _)| (*name).to_owned()).collect();
    let policy = page.header("content-security-policy");
    for part in
        ["default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]
    {
        if !policy.contains(part) {
            missing.push(format!("content-security-policy: {part}"));
        }
    }
    for name in ["permissions-policy", "referrer-policy"] {
        if page.header(name).is_empty() {
            missing.push(name.to_owned());
        }
    }
    if policy.contains("unsafe") {
        missing.push("a policy without unsafe".to_owned());
    }
    missing
}

#[actix_web::test]
async fn every_kind_of_answer_carries_the_security_headers() {
    let app = spawn_app().await;
    let (visitor, member) = (app.visitor(), app.person("Asha").await);
    app.ignore_mail();
    let root = visitor.get("/about").await.root();
    let css = root
        .named("link")
        .iter()
        .find(|link| link.attr("rel") == Some("stylesheet"))
        .unwrap()
        .attr("href")
        .unwrap()
        .to_owned();

    let answers = [
        ("a page", visitor.get_once("/about").await),
        ("a kept page", app.visitor().get_once("/about").await),
        ("a file", visitor.get_once(&css).await),
        ("plain text", visitor.get_once("/robots.txt").await),
        ("404", visitor.get_once("/no-such-page").await),
        ("405", visitor.send(visitor.request(Method::DELETE, "/about")).await),
        ("sign in first", visitor.get_once("/admin/charity").await),
        ("403", member.get_once("/admin/charity").await),
        ("a refused form", visitor.post("/sign-in", &[]).await),
        ("a link that is wrong", visitor.get_once("/manage/no-such-token").await),
    ];

    let wrong: Vec<String> = answers
        .iter()
        .map(|(kind, page)| (kind, page, missing_headers(page)))
        .filter(|(_, _, missing)| !missing.is_empty())
        .map(|(kind, page, missing)| format!("{kind} ({} {}): {missing:?}", page.status, page.path))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    app.leave_work();
}

#[actix_web::test]
async fn a_personal_link_tells_nobody_where_it_was() {
    let app = spawn_app().await;

    for route in routes(&Method::GET).iter().filter(|route| route.access == Access::Link) {
        let page = app.visitor().get_once(&sample(route.path)).await;
        assert_eq!(page.status.as_u16(), 404, "{}", route.path);
        assert_eq!(page.header("referrer-policy"), "no-referrer", "{}", route.path);
        assert_eq!(page.header("x-robots-tag"), "noindex", "{}", route.path);
    }
}

#[actix_web::test]
async fn pages_for_one_person_are_never_stored() {
    let app = spawn_app().await;
    let admin = app.admin().await;

    let mut shown = 0;
    for route in routes(&Method::GET).iter().filter(|route| route.access != Access::Public) {
        let page = admin.get_once(&sample(route.path)).await;
        if page.status.is_success() {
            shown += 1;
            assert_eq!(page.header("cache-control"), "no-store", "{}", route.path);
        }
    }

    assert!(shown > 1, "only {shown} such pages were shown");
    app.ignore_mail();
    app.leave_work();
}
