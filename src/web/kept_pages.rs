//! Public pages kept as bytes for visitors without cookies (D22): identity, gzip and Brotli, with an ETag.
//!
//! A kept page is good while this process has committed nothing since it was made, for at most one second (so that what
//! another process wrote is seen within a second), and never past its own `valid_until`. No token, flash, viewer or nonce is ever
//! in kept bytes: only responses marked [`Keep`] are kept, and those are rendered without any.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

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
    forms: Arc<Forms>,
    made_at: Instant,
    valid_until: Option<Instant>,
    commits: u64,
    /// Held by the one request that makes the page anew, while others that came meanwhile wait for what it makes.
    turn: Arc<Mutex<()>>,
}

/// The bytes of a page. A page made anew that says the same keeps them, so nothing is compressed twice.
struct Forms {
    identity: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
    etag: HeaderValue,
}

impl Forms {
    fn of(identity: Bytes) -> Self {
        let etag = format!("\"{}\"", hex::encode(&Sha256::digest(&identity)[..12]));
        let etag = HeaderValue::from_str(&etag).expect("hexadecimal in quotes");
        Self { identity, gzip: OnceLock::new(), brotli: OnceLock::new(), etag }
    }
}

impl KeptPage {
    /// Whether it may answer a request that came at `now`, after `commits`. One made since is newer than needed.
    fn is_fresh(&self, now: Instant, commits: u64) -> bool {
        self.commits >= commits
            && (now - self.made_at).abs() < LONGEST_LIFE
            && self.valid_until.is_none_or(|until| now < until)
    }
}

/// The kept pages of this process.
#[derive(Default)]
pub struct KeptPages {
    pages: RwLock<HashMap<String, Arc<KeptPage>>>,
}

impl KeptPages {
    fn find(&self, key: &str) -> Option<Arc<KeptPage>> {
        self.pages.read().ok()?.get(key).cloned()
    }

    fn put(&self, key: String, page: Arc<KeptPage>) {
        if let Ok(mut pages) = self.pages.write() {
            if pages.len() >= MOST_PAGES {
                pages.clear();
            }
            pages.insert(key, page);
        }
    }

    fn forget(&self, key: &str) {
        if let Ok(mut pages) = self.pages.write() {
            pages.remove(key);
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
    let (now, commits) = (shell.clock.now(), db.commits());
    let mut stale = shell.kept.find(&key);
    if let Some(page) = stale.as_ref().filter(|page| page.is_fresh(now, commits)) {
        shell.metrics.count_kept_page();
        let answer = answer(page, request.request());
        return Ok(request.into_response(answer));
    }
    // Only one request makes a known page anew; whoever came before it began may have what it makes.
    let turn = stale.as_ref().map(|page| Arc::clone(&page.turn)).unwrap_or_default();
    let _turn = turn.lock().await;
    if stale.is_some() {
        stale = shell.kept.find(&key);
        if let Some(page) = stale.as_ref().filter(|page| page.is_fresh(now, commits)) {
            shell.metrics.count_kept_page();
            let answer = answer(page, request.request());
            return Ok(request.into_response(answer));
        }
    }
    // Read before the page is made: a commit while it is being made leaves it stale at once.
    let (made_at, commits) = (shell.clock.now(), db.commits());
    let response = next.call(request).await?.map_into_boxed_body();
    let keep = response.response().extensions().get::<Keep>().copied();
    let Some(keep) = keep else {
        if stale.is_some() {
            shell.kept.forget(&key);
        }
        return Ok(response);
    };
    let (request, response) = response.into_parts();
    let body = to_bytes(response.into_body()).await.map_err(|_| actix_web::error::ErrorInternalServerError("body"))?;
    let same = stale.map(|page| Arc::clone(&page.forms)).filter(|forms| forms.identity == body);
    let forms = same.unwrap_or_else(|| Arc::new(Forms::of(body)));
    let page = Arc::new(KeptPage { forms, made_at, valid_until: keep.valid_until, commits, turn: Arc::clone(&turn) });
    shell.kept.put(key, Arc::clone(&page));
    let answer = answer(&page, &request);
    Ok(ServiceResponse::new(request, answer))
}

fn answer(page: &KeptPage, request: &HttpRequest) -> HttpResponse {
    let forms = &page.forms;
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::ETAG, forms.etag.clone()))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache")))
        .insert_header((header::VARY, HeaderValue::from_static("cookie, accept-encoding")));
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let etag = forms.etag.to_str().unwrap_or_default();
    if known.is_some_and(|known| known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)) {
        response.status(StatusCode::NOT_MODIFIED);
        return response.finish();
    }
    response.insert_header((header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")));
    let accepted =
        request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (encoding, body) = if accepted.contains("br") {
        ("br", forms.brotli.get_or_init(|| brotli(&forms.identity, 4).into()))
    } else if accepted.contains("gzip") {
        ("gzip", forms.gzip.get_or_init(|| gzip(&forms.identity).into()))
    } else {
        return response.body(forms.identity.clone());
    };
    response.insert_header((header::CONTENT_ENCODING, HeaderValue::from_static(encoding))).body(body.clone())
}
