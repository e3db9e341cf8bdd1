//! A form is taken only from one of our own pages, with the token of the same visit (S3).

use nairo::members::session::Proof;
use nairo::web::Access;
use nairo::web::route_table::RouteEntry;
use reqwest::Method;

use super::{routes, sample};
use crate::members::factor_steps::enrol;
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::spawn_app;

/// One way in which a form can be forged: its headers, and which token it carries.
struct Forgery {
    name: &'static str,
    headers: &'static [(&'static str, &'static str)],
    token: Token,
}

enum Token {
    None,
    OwnOne,
    OfAnotherVisit,
}

const FORGERIES: &[Forgery] = &[
    Forgery { name: "no token", headers: &[("sec-fetch-site", "same-origin")], token: Token::None },
    Forgery {
        name: "another visit's token",
        headers: &[("sec-fetch-site", "same-origin")],
        token: Token::OfAnotherVisit,
    },
    Forgery { name: "cross-site", headers: &[("sec-fetch-site", "cross-site")], token: Token::OwnOne },
    Forgery { name: "same-site", headers: &[("sec-fetch-site", "same-site")], token: Token::OwnOne },
    Forgery { name: "typed address", headers: &[("sec-fetch-site", "none")], token: Token::OwnOne },
    Forgery { name: "foreign origin", headers: &[("origin", "https://evil.example")], token: Token::OwnOne },
    Forgery { name: "null origin", headers: &[("origin", "null")], token: Token::OwnOne },
    Forgery { name: "neither header", headers: &[], token: Token::OwnOne },
];

async fn forge(person: &Person, route: &RouteEntry, forgery: &Forgery, tokens: &[String; 2]) -> Page {
    let token = match forgery.token {
        Token::None => "",
        Token::OwnOne => &tokens[0],
        Token::OfAnotherVisit => &tokens[1],
    };
    let mut request = person.bare_request(Method::POST, &sample(route.path)).form(&[("csrf", token)]);
    for (name, value) in forgery.headers {
        request = request.header(*name, *value);
    }
    person.send(request).await
}

#[actix_web::test]
async fn every_form_refuses_every_forgery_and_changes_nothing() {
    let app = spawn_app().await;
    let (admin, half_way, visitor) = (app.admin().await, app.person("Ben").await, app.visitor());
    enrol(&app, &half_way).await;
    app.sign_in_by(&half_way, Proof::Password).await;
    let others = visitor.csrf().await;
    let tokens_of_admin = [admin.csrf().await, others.clone()];
    let tokens_half_way = [half_way.csrf().await, others];
    let before = app.state.db.commits();

    let mut accepted = Vec::new();
    let takes_forms = |route: &&RouteEntry| !route.access.has_own_proof();
    for route in routes(&Method::POST).iter().filter(takes_forms) {
        let (person, tokens) = match route.access {
            Access::HalfWay => (&half_way, &tokens_half_way),
            _ => (&admin, &tokens_of_admin),
        };
        for forgery in FORGERIES {
            let page = forge(person, route, forgery, tokens).await;
            if page.status.as_u16() != 403 {
                accepted.push(format!("{} with {}: {}", route.path, forgery.name, page.status));
            }
        }
    }

    assert!(accepted.is_empty(), "these should be 403:\n{}", accepted.join("\n"));
    assert_eq!(app.state.db.commits(), before, "a refused form wrote to the database");
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn a_body_over_the_limit_is_refused_early() {
    let app = spawn_app().await;
    let visitor = app.visitor();
    let token = visitor.csrf().await;

    let page = visitor.post("/sign-in", &[("csrf".to_owned(), token), ("email".to_owned(), "x".repeat(400_000))]).await;

    page.assert_status(413);
}
