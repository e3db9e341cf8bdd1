//! Every route of the table, asked the same questions: who may, by which method, with which headers, and from where (S1,
//! S3, S8). A route cannot be added without answering them.

mod forms;
mod headers;
mod methods;
mod panics;
mod permissions;
mod proofs;

use nairo::routes::route_table;
use nairo::web::route_table::RouteEntry;
use reqwest::Method;

/// The routes of `serve` for one method.
fn routes(method: &Method) -> Vec<RouteEntry> {
    route_table().entries().iter().filter(|entry| entry.method.as_str() == method.as_str()).cloned().collect()
}

/// An address of this pattern that names nothing: every placeholder becomes a 1.
fn sample(pattern: &str) -> String {
    let mut path = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        path.push('1');
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    path + rest
}

#[test]
fn a_sample_fills_every_placeholder() {
    assert_eq!(sample("/events/{slug}/places/{id:\\d+}/x"), "/events/1/places/1/x");
}
