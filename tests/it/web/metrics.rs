//! Figures for Prometheus, at an address of their own.

use std::net::TcpListener;
use std::sync::Arc;

use nairo::server;

use crate::bookings::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn the_figures_are_counted_by_route_and_are_not_on_the_site() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha"]).await;
    app.visitor().get_once("/no-such-page").await.assert_status(404);
    app.ignore_mail();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/metrics", listener.local_addr().unwrap());
    let serving = server::start_metrics(Arc::clone(&app.state), listener).unwrap();
    let handle = serving.handle();
    actix_web::rt::spawn(serving);

    let text =
        reqwest::Client::builder().no_proxy().build().unwrap().get(&url).send().await.unwrap().text().await.unwrap();
    handle.stop(false).await;

    for line in [
        "nairo_requests_total{method=\"POST\",route=\"/events/{slug}/bookings\",status=\"303\"} 1",
        "nairo_requests_total{method=\"GET\",route=\"(no such page)\",status=\"404\"} 1",
        "nairo_request_seconds_count{route=\"/events/{slug}/bookings\"} 1",
        "nairo_state{what=\"bookings_confirmed\"} 1",
        "nairo_state{what=\"messages_queued\"} 0",
        "nairo_state{what=\"jobs_due\"} 0",
    ] {
        assert!(text.lines().any(|known| known == line), "{line}\n{text}");
    }
    assert!(!text.contains(&event.slug), "labels are patterns");
    app.visitor().get_once("/metrics").await.assert_status(404);
}
