//! A fault in one handler is one page's trouble (R28).

use actix_web::HttpResponse;
use nairo::web::route_table::RouteTable;
use nairo::web::{Access, PageContext, PageError};

use crate::support::app::{Wishes, spawn_app_with};

fn faulty_routes() -> RouteTable {
    let mut table = RouteTable::default();
    table.at("/panic").get(Access::Public, panic_now);
    table.at("/fault").get(Access::Public, fail_now);
    table.at("/fine").get(Access::Public, answer);
    table
}

async fn panic_now() -> HttpResponse {
    panic!("a handler that panics, on purpose")
}

async fn fail_now(_: PageContext) -> Result<HttpResponse, PageError> {
    Err(PageError::unexpected("the secret reason"))
}

async fn answer() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("fine")
}

#[actix_web::test]
async fn a_panic_is_one_error_page_and_the_server_lives() {
    let app = spawn_app_with(Wishes { routes: faulty_routes, ..Wishes::default() }).await;
    let visitor = app.visitor();

    let page = visitor.get_once("/panic").await;

    page.assert_status(500);
    page.assert_lacks("on purpose");
    assert_eq!(visitor.get_once("/fine").await.html, "fine");
}

#[actix_web::test]
async fn an_error_page_says_a_reference_and_nothing_of_the_cause() {
    let app = spawn_app_with(Wishes { routes: faulty_routes, ..Wishes::default() }).await;

    let page = app.visitor().get_once("/fault").await;

    page.assert_status(500).assert_has("please quote").assert_lacks("secret reason");
    assert_eq!(page.main().matches("on our side").count(), 1, "it says so once, in its heading");
}
