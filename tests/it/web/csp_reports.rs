//! Browsers may tell what the content-security policy stopped: without a token, in both forms, and not without end.

use reqwest::Method;

use crate::support::client::Client;
use crate::support::spawn_app;

const OLD: &str = r#"{"csp-report":{"effective-directive":"img-src","document-uri":"https://x.test/manage/secret"}}"#;
const NEW: &str = r#"[{"type":"csp-violation","body":{"effectiveDirective":"img-src"}}]"#;

async fn report(browser: &Client, kind: &str, body: &str) -> u16 {
    let request = browser.bare_request(Method::POST, "/csp-reports").header("content-type", kind.to_owned());
    browser.send(request.body(body.to_owned())).await.status.as_u16()
}

#[actix_web::test]
async fn pages_name_the_address_and_it_takes_both_kinds_of_report() {
    let app = spawn_app().await;
    let visitor = app.visitor();

    let page = visitor.get("/about").await;

    assert!(page.header("content-security-policy").ends_with("report-uri /csp-reports; report-to csp"));
    assert_eq!(page.header("reporting-endpoints"), "csp=\"/csp-reports\"");
    assert_eq!(report(&visitor, "application/csp-report", OLD).await, 204);
    assert_eq!(report(&visitor, "application/reports+json", NEW).await, 204);
}

#[actix_web::test]
async fn what_is_no_report_or_too_much_is_refused() {
    let app = spawn_app().await;
    let visitor = app.visitor();

    assert_eq!(report(&visitor, "application/csp-report", "no json").await, 400);
    assert_eq!(report(&visitor, "application/csp-report", &"x".repeat(20_000)).await, 413);
    let mut answers = Vec::new();
    for _ in 0..20 {
        answers.push(report(&visitor, "application/reports+json", NEW).await);
    }

    assert_eq!(answers.iter().filter(|status| **status == 204).count(), 19, "{answers:?}");
    assert_eq!(answers.last(), Some(&429));
}
