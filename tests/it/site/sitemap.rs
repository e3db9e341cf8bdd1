//! What crawlers are told.

use super::{USUAL, half_day, training};
use crate::support::spawn_app;

#[actix_web::test]
async fn every_address_of_the_map_is_there_and_public() {
    let app = spawn_app().await;
    app.course_on_site("The Role of the IRO").await;
    let (_, date) = app.on_sale(training("The Role of the IRO", half_day("2026-09-04")), 12, USUAL).await;
    let visitor = app.visitor();

    let map = visitor.get("/sitemap.xml").await;

    assert_eq!(map.header("content-type"), "application/xml; charset=utf-8");
    let addresses: Vec<&str> =
        map.html.split("<loc>").skip(1).filter_map(|rest| rest.split_once("</loc>")).map(|(url, _)| url).collect();
    assert!(addresses.contains(&format!("{}{date}", app.base_url).as_str()));
    for address in addresses {
        let path = address.strip_prefix(&app.base_url).unwrap();
        visitor.get(path).await.assert_status(200);
    }
}

#[actix_web::test]
async fn crawlers_are_kept_from_what_is_personal() {
    let app = spawn_app().await;

    let robots = app.visitor().get("/robots.txt").await.html;

    for private in ["/account", "/admin", "/manage/", "/join-event/"] {
        assert!(robots.contains(&format!("Disallow: {private}\n")), "{private}");
    }
    assert!(robots.contains(&format!("Sitemap: {}/sitemap.xml", app.base_url)));
}
