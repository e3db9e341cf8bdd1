//! What crawlers may read: everything public, nothing personal.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;

use crate::app::App;

/// Addresses that are nobody's business but the reader's own.
const PRIVATE: [&str; 9] =
    ["/account", "/admin", "/bookings/", "/dev/", "/health/", "/join-event/", "/manage/", "/member-price/", "/sign-in"];

/// `/robots.txt`.
pub async fn show_robots(app: Data<App>) -> HttpResponse {
    let rules: Vec<String> = PRIVATE.iter().map(|path| format!("Disallow: {path}\n")).collect();
    let text = format!("User-agent: *\n{}\nSitemap: {}/sitemap.xml\n", rules.concat(), app.settings.base_url);
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8")).body(text)
}
