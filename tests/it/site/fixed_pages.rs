//! Pages whose words come with the software.

use nairo::site::fixed_pages::addresses;

use crate::support::spawn_app;

#[actix_web::test]
async fn every_fixed_page_prints_who_we_are() {
    let app = spawn_app().await;
    let visitor = app.visitor();

    for path in addresses() {
        let page = visitor.get(&path).await;

        page.assert_status(200);
        // CH-02: name, the words, number, address.
        for words in [
            "Example Association of Reviewing Officers",
            "registered charity in England and Wales",
            "1234567",
            "1 Example Street",
        ] {
            page.assert_has(words);
        }
    }
}

#[actix_web::test]
async fn an_unknown_page_about_us_is_not_found() {
    let app = spawn_app().await;

    app.visitor().get("/about/nothing").await.assert_status(404);
}

#[actix_web::test]
async fn the_cookie_page_names_every_cookie_that_is_set() {
    let app = spawn_app().await;
    let cookies = &app.state.shell.cookies;

    let page = app.visitor().get("/cookies").await;

    for name in [cookies.session(), cookies.pre_session(), cookies.sign_in(), cookies.device(), cookies.flash()] {
        page.assert_has(&name);
    }
}

#[actix_web::test]
async fn the_booking_terms_can_be_read_before_booking() {
    let app = spawn_app().await;
    let visitor = app.visitor();
    let before = visitor.get("/about/booking-terms").await;

    app.on_sale(super::training("A course", super::half_day("2026-09-04")), 12, super::USUAL).await;
    let after = visitor.get("/about/booking-terms").await;

    before.assert_status(404);
    after.assert_status(200).assert_has("If you pay for yourself").assert_has("Version 1");
}
