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
    let mut text = "User-agent: *\n".to_owned();
    for path in PRIVATE {
        text.push_str("Disallow: ");
        text.push_str(path);
        text.push('\n');
    }
    text.push_str(&format!("\nSitemap: {}/sitemap.xml\n", app.settings.base_url));
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8")).body(text)
}
