//! The limit that pages are compared with: actix with nothing but the product's own header middleware, answering from
//! memory with the bytes and headers that the product gave.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::from_fn;
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use nairo::kernel::{CountingTokens, SystemClock, TokenSource, Unexpected};
use nairo::web::assets::Assets;
use nairo::web::cookies::CookieNames;
use nairo::web::csrf::CsrfKeys;
use nairo::web::kept_pages::KeptPages;
use nairo::web::metrics::Metrics;
use nairo::web::security_headers::{SecurityHeaders, add_headers};
use nairo::web::{Shell, Templates};

use super::http::{BASE_URL, Connection, get};

/// Headers that the page itself gave, and not the middleware.
const OWN_HEADERS: [&str; 5] = ["content-type", "content-encoding", "etag", "cache-control", "vary"];

struct Copy {
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
}

/// Copies the pages, then serves them until it is stopped.
pub async fn serve(of: u16, port: u16, paths: &[String]) -> Result<(), Unexpected> {
    let mut connection = Connection::open(of).await?;
    let mut copies = HashMap::new();
    for path in paths {
        let answer = connection.ask(&get(path, "")).await?;
        let header = |name: &'static str| {
            let value = HeaderValue::from_str(answer.header(name)?).ok()?;
            Some((HeaderName::from_static(name), value))
        };
        let headers = OWN_HEADERS.into_iter().filter_map(header).collect();
        copies.insert(path.clone(), Copy { headers, body: Bytes::copy_from_slice(answer.body) });
    }
    let copies = Data::new(copies);
    let headers = Data::new(SecurityHeaders::for_shell(&shell()?));
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    HttpServer::new(move || {
        App::new()
            .app_data(copies.clone())
            .app_data(headers.clone())
            .wrap(from_fn(add_headers))
            .default_service(web::to(show))
    })
    .workers(workers)
    .bind(("127.0.0.1", port))?
    .run()
    .await?;
    Ok(())
}

async fn show(request: HttpRequest, copies: Data<HashMap<String, Copy>>) -> HttpResponse {
    let Some(copy) = copies.get(request.path()) else { return HttpResponse::NotFound().finish() };
    let mut response = HttpResponse::Ok();
    for header in &copy.headers {
        response.insert_header(header.clone());
    }
    response.body(copy.body.clone())
}

/// Only its base URL matters here.
fn shell() -> Result<Shell, Unexpected> {
    let assets = Arc::new(Assets::load());
    let tokens: Arc<dyn TokenSource> = Arc::new(CountingTokens::new());
    Ok(Shell {
        templates: Arc::new(Templates::load(Arc::clone(&assets))?),
        assets,
        csrf: CsrfKeys::new(b"serves no form", tokens),
        cookies: CookieNames::for_base_url(BASE_URL),
        kept: KeptPages::default(),
        metrics: Metrics::default(),
        clock: Arc::new(SystemClock),
        base_url: BASE_URL.to_owned(),
        form_targets: Vec::new(),
        is_demo: false,
        trusted_proxies: Vec::new(),
    })
}
