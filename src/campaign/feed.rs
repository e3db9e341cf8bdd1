//! The Atom feed (RFC 4287): the newest posts in full. The same bytes give the same ETag, so that readers who ask often
//! are answered briefly.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::PostDetails;
use super::queries::latest_posts;
use crate::app::App;
use crate::kernel::{Instant, uk_time};
use crate::web::markdown::to_safe_html;
use crate::web::{PageContext, PageError, SiteIdentity};

const MOST_ENTRIES: u64 = 20;

/// The feed as its template sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct FeedView {
    title: String,
    author: String,
    base_url: String,
    updated: String,
    entries: Vec<FeedEntry>,
}

/// One post of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct FeedEntry {
    url: String,
    title: String,
    summary: String,
    author: Option<String>,
    kind: &'static str,
    published: String,
    updated: String,
    content_html: String,
}

/// The feed.
pub async fn show_feed(app: Data<App>, page: PageContext, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let posts = latest_posts(app.db.reader(), MOST_ENTRIES).await?;
    let view = feed_view(&posts, &page.identity, &app.shell.base_url);
    let body = app.shell.templates.render("news/feed.xml", &[("view", &view)])?;
    let etag = format!("\"{}\"", hex::encode(&Sha256::digest(body.as_bytes())[..12]));
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_known = known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag);
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((header::ETAG, etag)).insert_header((header::CACHE_CONTROL, "public, no-cache"));
    if is_known {
        return Ok(response.finish());
    }
    Ok(response.insert_header((header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")).body(body))
}

fn feed_view(posts: &[PostDetails], identity: &SiteIdentity, base_url: &str) -> FeedView {
    let latest = posts.iter().map(changed_at).max().unwrap_or(Instant::UNIX_EPOCH);
    FeedView {
        title: legal(&format!("News from {}", identity.short_name)),
        author: legal(&identity.name),
        base_url: base_url.to_owned(),
        updated: uk_time::rfc3339_london(latest),
        entries: posts.iter().map(|post| entry(post, base_url)).collect(),
    }
}

fn entry(post: &PostDetails, base_url: &str) -> FeedEntry {
    let content = &post.content;
    FeedEntry {
        url: format!("{base_url}/news/{}", post.slug),
        title: legal(&content.title),
        summary: legal(&content.summary),
        author: content.byline().map(|byline| legal(&byline)),
        kind: content.kind.label(),
        published: uk_time::rfc3339_london(post.published_at.unwrap_or(post.updated_at)),
        updated: uk_time::rfc3339_london(changed_at(post)),
        content_html: legal(&to_safe_html(&content.body)),
    }
}

fn changed_at(post: &PostDetails) -> Instant {
    post.published_at.map_or(post.updated_at, |published| published.max(post.updated_at))
}

/// Without the few characters that XML 1.0 cannot hold, not even escaped.
fn legal(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..))
        .collect()
}

#[cfg(test)]
#[path = "feed_tests.rs"]
mod tests;
