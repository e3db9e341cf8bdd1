//! `/sitemap.xml`: every public page that stays where it is.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;

use super::fixed_pages;
use crate::app::App;
use crate::campaign::list_published_posts;
use crate::events::{EventFilter, list_past, list_published_courses, list_upcoming};
use crate::web::{Page, PageError};

/// Dates each way; a sitemap may hold 50,000 addresses.
const DATES: u64 = 2_000;

/// The whole map.
pub async fn show_sitemap(app: Data<App>) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let mut paths: Vec<String> = ["/", "/events", "/courses", "/news", "/join"].map(str::to_owned).into();
    paths.extend(fixed_pages::addresses());
    paths.extend(list_published_courses(db).await?.into_iter().map(|course| format!("/courses/{}", course.slug)));
    let (everything, page) = (EventFilter::default(), Page { number: 1, size: DATES });
    let posts = list_published_posts(db, page).await?.posts;
    paths.extend(posts.into_iter().map(|post| format!("/news/{}", post.slug)));
    let dates = [list_upcoming(db, now, everything, page).await?, list_past(db, now, everything, page).await?];
    paths.extend(dates.into_iter().flat_map(|list| list.events).map(|event| format!("/events/{}", event.slug)));
    let body = write_map(&app.settings.base_url, &paths);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/xml; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(body))
}

/// Slugs are letters, digits and dashes, and the base URL was checked at start: nothing needs escaping.
fn write_map(base_url: &str, paths: &[String]) -> String {
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    for path in paths {
        xml.push_str("  <url><loc>");
        xml.push_str(base_url);
        xml.push_str(path);
        xml.push_str("</loc></url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

#[cfg(test)]
mod tests {
    use super::write_map;

    #[test]
    fn each_address_is_absolute() {
        let xml = write_map("https://nairo.example.org", &["/".to_owned(), "/about".to_owned()]);

        assert!(xml.contains("<loc>https://nairo.example.org/</loc>"));
        assert!(xml.contains("<loc>https://nairo.example.org/about</loc>"));
        assert!(xml.trim_end().ends_with("</urlset>"));
    }
}
