//! Public pages kept as bytes for visitors without cookies (D22): identity, gzip and Brotli, with an ETag.
//!
//! A kept page is good while this process has committed nothing since it was made, for at most one second (so that what
//! another process wrote is seen within a second), and never past its own `valid_until`. No token, flash, viewer or nonce is ever
//! in kept bytes: only responses marked [`Keep`] are kept, and those are rendered without any.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use sha2::{Digest, Sha256};

use super::assets::{brotli, gzip};
use super::shell::Shell;
use crate::db::Db;
use crate::kernel::Instant;

/// Marks a response as fit to be kept.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// The first instant at which the page would say something else by itself.
    pub valid_until: Option<Instant>,
}

/// How many pages are kept at the most; past it all are dropped, so odd query strings cannot fill the memory.
const MOST_PAGES: usize = 1_000;
/// How long what another process wrote may stay unseen.
const LONGEST_LIFE: chrono::Duration = chrono::Duration::seconds(1);

struct KeptPage {
    identity: Bytes,
    gzip: Bytes,
    brotli: Bytes,
    etag: HeaderValue,
    made_at: Instant,
    valid_until: Option<Instant>,
    commits: u64,
}

/// The kept pages of this process.
#[derive(Default)]
pub struct KeptPages {
    pages: RwLock<HashMap<String, Arc<KeptPage>>>,
}

impl KeptPages {
    fn find(&self, key: &str, now: Instant, commits: u64) -> Option<Arc<KeptPage>> {
        let pages = self.pages.read().ok()?;
        let page = pages.get(key)?;
        let fresh = page.commits == commits
            && now >= page.made_at
            && now - page.made_at < LONGEST_LIFE
            && page.valid_until.is_none_or(|until| now < until);
        fresh.then(|| Arc::clone(page))
    }

    fn put(&self, key: String, page: Arc<KeptPage>) {
        if let Ok(mut pages) = self.pages.write() {
            if pages.len() >= MOST_PAGES {
                pages.clear();
            }
            pages.insert(key, page);
        }
    }
}

/// Middleware: answers from the kept pages, or keeps what a handler marked.
pub async fn serve_kept_pages(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let candidate =
        matches!(*request.method(), Method::GET | Method::HEAD) && !request.headers().contains_key(header::COOKIE);
    let (Some(shell), Some(db), true) =
        (request.app_data::<web::Data<Shell>>(), request.app_data::<web::Data<Db>>(), candidate)
    else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let (shell, db) = (shell.clone(), db.clone());
    let key = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    // Read before the page is made: a commit while it is being made leaves it stale at once.
    let (now, commits) = (shell.clock.now(), db.commits());
    if let Some(page) = shell.kept.find(&key, now, commits) {
        let answer = answer(&page, request.request());
        return Ok(request.into_response(answer));
    }
    let response = next.call(request).await?.map_into_boxed_body();
    let keep = response.response().extensions().get::<Keep>().copied();
    let Some(keep) = keep else { return Ok(response) };
    let (request, response) = response.into_parts();
    let body = to_bytes(response.into_body()).await.map_err(|_| actix_web::error::ErrorInternalServerError("body"))?;
    let page = Arc::new(make(body, now, commits, keep));
    shell.kept.put(key, Arc::clone(&page));
    let answer = answer(&page, &request);
    Ok(ServiceResponse::new(request, answer))
}

fn make(body: Bytes, made_at: Instant, commits: u64, keep: Keep) -> KeptPage {
    let etag = format!("\"{}\"", hex::encode(&Sha256::digest(&body)[..12]));
    KeptPage {
        gzip: gzip(&body).into(),
        brotli: brotli(&body, 4).into(),
        identity: body,
        etag: HeaderValue::from_str(&etag).expect("hexadecimal in quotes"),
        made_at,
        valid_until: keep.valid_until,
        commits,
    }
}

fn answer(page: &KeptPage, request: &HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::ETAG, page.etag.clone()))
        .insert_header((header::CACHE_CONTROL, "public, no-cache"))
        .insert_header((header::VARY, "cookie, accept-encoding"));
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let etag = page.etag.to_str().unwrap_or_default();
    if known.is_some_and(|known| known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)) {
        response.status(StatusCode::NOT_MODIFIED);
        return response.finish();
    }
    response.insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"));
    let accepted =
        request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepted.contains("br") {
        response.insert_header((header::CONTENT_ENCODING, "br")).body(page.brotli.clone())
    } else if accepted.contains("gzip") {
        response.insert_header((header::CONTENT_ENCODING, "gzip")).body(page.gzip.clone())
    } else {
        response.body(page.identity.clone())
    }
}
