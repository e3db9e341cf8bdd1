//! One line a request: pattern (never the path, which may hold a personal link), status, time taken. A panic in a handler
//! becomes one 500 with a reference; the process lives.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, ResponseError, web};
use futures_util::FutureExt;

use super::page_error::PageError;
use super::shell::Shell;

/// A short random name for this request, printed on error pages and in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Middleware: names the request and logs its end.
pub async fn log_requests(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let started = std::time::Instant::now();
    let id = request
        .app_data::<web::Data<Shell>>()
        .map_or_else(String::new, |shell| shell.csrf.new_visit()[..10].to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let response = next.call(request).await?.map_into_boxed_body();
    let pattern = response.request().match_pattern().unwrap_or_else(|| "(no such page)".to_owned());
    let took = started.elapsed();
    if let Some(shell) = response.request().app_data::<web::Data<Shell>>() {
        shell.metrics.count_request(&pattern, &method, response.status(), took);
    }
    let milliseconds = took.as_millis();
    tracing::info!(id, %method, pattern, status = response.status().as_u16(), milliseconds, "request");
    Ok(response)
}

/// Middleware of each route: catches a panic below it. It keeps a copy of the request, which actix allows only once the route
/// has been found, so it cannot stand around the whole application.
pub async fn catch_panics(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let kept = request.request().clone();
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(response) => Ok(response?.map_into_boxed_body()),
        Err(_) => Ok(ServiceResponse::new(kept, PageError::unexpected("a handler panicked").error_response())),
    }
}
