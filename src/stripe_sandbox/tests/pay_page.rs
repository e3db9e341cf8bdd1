//! The hosted page, as a browser meets it.

use reqwest::redirect::Policy;
use reqwest::{Client, Response};

use super::support::{World, line, world};
use crate::stripe_sandbox::SessionStatus;

fn browser() -> Client {
    Client::builder().redirect(Policy::none()).build().unwrap()
}

async fn press(url: &str, button: &str, form: &'static str) -> Response {
    let request = browser().post(format!("{url}/{button}"));
    request.header("content-type", "application/x-www-form-urlencoded").body(form).send().await.unwrap()
}

fn location(answer: &Response) -> (u16, &str) {
    (answer.status().as_u16(), answer.headers()["location"].to_str().unwrap())
}

async fn open_page(world: &World) -> String {
    world.open().await.url.unwrap()
}

#[tokio::test]
async fn the_page_says_what_it_is_and_what_is_bought() {
    let world = world().await;
    let url = open_page(&world).await;

    let page = browser().get(&url).send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    let html = page.text().await.unwrap();

    for words in ["Local Stripe – no real money", "Training for New IROs", "2 × £45", "Pay £90 by test card"] {
        assert!(html.contains(words), "{words}");
    }
    assert!(html.contains("until Sunday 22 November 2026 at 12:31pm"), "{html}");
    assert!(policy.contains("form-action 'self' http://127.0.0.1:8080 http://127.0.0.1:8080;"), "{policy}");
    assert!(policy.contains("style-src 'sha256-"));
    assert!(!policy.contains("unsafe"));
}

#[tokio::test]
async fn paying_goes_to_the_success_address_with_the_session() {
    let world = world().await;
    let url = open_page(&world).await;
    let id = world.stripe.sessions()[0].id.clone();

    let answer = press(&url, "payment", "card=works&webhook=twice").await;

    assert_eq!(location(&answer), (303, &*format!("http://127.0.0.1:8080/bookings/AB23/paid?session={id}")));
    assert_eq!(world.stripe.pending_webhooks().len(), 2);
}

#[tokio::test]
async fn a_declined_card_comes_back_to_the_page_which_says_so() {
    let world = world().await;
    let url = open_page(&world).await;

    let answer = press(&url, "payment", "card=declined").await;
    let html = browser().get(&url).send().await.unwrap().text().await.unwrap();

    assert_eq!(answer.status(), 303);
    assert!(url.ends_with(location(&answer).1));
    assert!(html.contains("Your card was declined") && html.contains("Pay £90 by test card"));
}

#[tokio::test]
async fn leaving_goes_to_the_cancel_address_and_the_session_stays_open() {
    let world = world().await;
    let url = open_page(&world).await;

    let answer = press(&url, "departure", "").await;

    assert_eq!(location(&answer), (303, "http://127.0.0.1:8080/bookings/AB23"));
    assert_eq!(world.stripe.sessions()[0].status, SessionStatus::Open);
}

#[tokio::test]
async fn a_second_press_finds_the_checkout_paid() {
    let world = world().await;
    let url = open_page(&world).await;
    press(&url, "payment", "card=works").await;

    let again = press(&url, "payment", "card=works").await;

    assert_eq!(again.status(), 409);
    assert!(again.text().await.unwrap().contains("This checkout is paid"));
    assert_eq!(world.stripe.pending_webhooks().len(), 1);
}

#[tokio::test]
async fn an_expired_checkout_cannot_be_paid() {
    let world = world().await;
    let url = open_page(&world).await;
    world.clock.advance(chrono::Duration::hours(1));

    let html = browser().get(&url).send().await.unwrap().text().await.unwrap();

    assert!(html.contains("This checkout has expired"));
    assert!(!html.contains("by test card"));
}

#[tokio::test]
async fn every_text_is_escaped() {
    let world = world().await;
    let session = world.two_places().line_items(vec![line("<script>alert('O\"Neill')</script>", 4500, 1)]);
    let url = session.send(&world.client).await.unwrap().url.unwrap();

    let html = browser().get(&url).send().await.unwrap().text().await.unwrap();

    assert!(!html.contains("<script"));
    assert!(html.contains("&lt;script&gt;"));
}

#[tokio::test]
async fn an_unknown_checkout_is_a_plain_404() {
    let world = world().await;
    let url = format!("{}pay/cs_test_none", world.stripe.base_url());

    let page = browser().get(&url).send().await.unwrap();
    let payment = press(&url, "payment", "card=works").await;
    let nonsense = press(&url, "payment", "card=gold").await;

    assert_eq!((page.status().as_u16(), payment.status().as_u16()), (404, 404));
    assert_eq!(nonsense.status(), 400);
}
