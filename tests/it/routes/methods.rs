//! What does not exist is said plainly.

use std::collections::BTreeMap;

use nairo::routes::route_table;
use reqwest::Method;

use super::{routes, sample};
use crate::support::spawn_app;

#[actix_web::test]
async fn an_address_refuses_every_method_it_does_not_have() {
    let app = spawn_app().await;
    let visitor = app.visitor();
    let mut methods: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for route in route_table().entries() {
        methods.entry(route.path).or_default().push(route.method.to_string());
    }

    let mut wrong = Vec::new();
    for (path, known) in methods {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if known.contains(&method.to_string()) {
                continue;
            }
            let page = visitor.send(visitor.request(method.clone(), &sample(path))).await;
            if page.status.as_u16() != 405 {
                wrong.push(format!("{method} {path}: {}", page.status));
            }
        }
    }

    assert!(wrong.is_empty(), "these should be 405:\n{}", wrong.join("\n"));
}

#[actix_web::test]
async fn head_answers_as_get_does_without_a_body() {
    let app = spawn_app().await;
    let visitor = app.visitor();

    for route in routes(&Method::GET) {
        let path = sample(route.path);
        let (get, head) = (visitor.get_once(&path).await, visitor.send(visitor.request(Method::HEAD, &path)).await);
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.bytes.is_empty(), "{path}");
    }
}

#[actix_web::test]
async fn an_unknown_address_is_a_plain_page() {
    let app = spawn_app().await;
    let visitor = app.visitor();

    for path in [
        "/no-such-page",
        "/events/no/such/thing/at/all",
        "/admin/no-such-desk",
        "/..%2f..%2fetc/passwd",
        "/%00",
        "/assets/x/y.css",
    ] {
        let page = visitor.get(path).await;
        page.assert_status(404);
        assert_eq!(page.heading(), "We cannot find that page", "{path}");
    }
}
#[actix_web::test]
async fn odd_addresses_never_break_anything() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    app.ignore_mail();
    let odd = [
        "0",
        "-1",
        "99999999999999999999",
        "%F0%9F%98%80",
        "%E2%80%AE",
        "a%00b",
        "%27%20OR%201=1--",
        "..",
        "x".repeat(3_000).as_str(),
    ]
    .map(str::to_owned);

    let mut wrong = Vec::new();
    for route in routes(&Method::GET).iter().filter(|route| route.path.contains('{')) {
        for name in &odd {
            let path = sample(route.path).replace("/1", &format!("/{name}"));
            let page = admin.get_once(&path).await;
            if page.status.is_server_error() || page.status.is_success() && name.contains("OR") {
                wrong.push(format!("{} with {name:.30}: {}", route.path, page.status));
            }
        }
    }

    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    app.leave_work();
}
