//! Which routes ask for a fresh proof (S18): by what they are about, so that a new one cannot be forgotten.

use nairo::routes::route_table;
use nairo::web::Access;
use nairo::web::route_table::RouteEntry;

/// Words in an address that say: this is about roles, money going out, many people's data, or how somebody signs in.
const GRAVE: &[&str] = &[
    "/admin/roles",
    "/refund",
    ".csv",
    "export",
    "download",
    "/addresses",
    "/password",
    "/second-factor",
    "/authenticator",
    "/passkeys",
    "/recovery-codes",
    "/erasure",
    "/deletion",
];

/// Words in an address of the back office that say, of a post: it moves money or seats of many, or where money is sent.
const GRAVE_ACTS: &[&str] = &["/cancellation", "/charity", "/move"];

/// Words that say, of looking: all that is held about somebody, or what was told about their health.
const GRAVE_READS: &[&str] = &["/data", "/needs"];

/// Grave by their words, and not asked for again, each for a reason.
const EXEMPT: &[(&str, &str, &str)] = &[
    ("GET", "/password-reset", "for those who are not signed in"),
    ("POST", "/password-reset", "for those who are not signed in"),
    ("GET", "/sign-in/second-factor", "is a proof itself"),
    ("POST", "/sign-in/second-factor", "is a proof itself"),
    ("POST", "/sign-in/second-factor/passkey/options", "is a proof itself"),
    ("POST", "/sign-in/second-factor/passkey", "is a proof itself"),
    ("POST", "/admin/money/refunds/{reference}/withdrawal", "keeps money here"),
    ("GET", "/admin/refund-policies", "only shows the rules, which are public"),
    ("GET", "/admin/refund-policies/new", "an empty form"),
    ("GET", "/admin/refund-policies/{code}", "only shows the rules, which are public"),
    ("GET", "/admin/refund-policies/{code}/versions", "a form filled with public rules"),
];

fn is_grave(route: &RouteEntry) -> bool {
    let exempt = |(method, path, _): &(&str, &str, &str)| route.method.as_str() == *method && route.path == *path;
    let says = |words: &[&str]| words.iter().any(|word| route.path.contains(word));
    let is_act = route.method == "POST" && route.path.starts_with("/admin/");
    let is_look = route.method == "GET" && !route.path.starts_with("/manage/");
    let is_grave = says(GRAVE) || is_act && says(GRAVE_ACTS) || is_look && says(GRAVE_READS);
    is_grave && !EXEMPT.iter().any(exempt)
}

#[test]
fn what_is_grave_asks_for_a_fresh_proof() {
    let table = route_table();
    let forgotten: Vec<String> = table
        .entries()
        .iter()
        .filter(|route| is_grave(route) && !route.sudo)
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();

    assert!(
        forgotten.is_empty(),
        "say .sudo() in routes.rs, or add a reason to EXEMPT here:\n{}",
        forgotten.join("\n")
    );
}

#[test]
fn an_exemption_that_is_no_longer_needed_goes() {
    let table = route_table();
    let known = |method: &str, path: &str| {
        table.entries().iter().any(|route| route.method.as_str() == method && route.path == path && !route.sudo)
    };
    let stale: Vec<&str> =
        EXEMPT.iter().filter(|(method, path, _)| !known(method, path)).map(|(_, path, _)| *path).collect();

    assert!(stale.is_empty(), "{stale:?}");
}

#[test]
fn only_somebody_signed_in_can_be_asked_again() {
    for route in route_table().entries().iter().filter(|route| route.sudo) {
        assert!(matches!(route.access, Access::SignedIn | Access::Can(_)), "{} {}", route.method, route.path);
    }
}
