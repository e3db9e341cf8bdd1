//! WEB-4: what search engines read of prices: each by its name, whether it can be had, and from when to when an early one holds.

use chrono::Duration;
use nairo::audit::Actor;
use nairo::bookings::discounts::offers::EarlyBird;
use nairo::bookings::sale::set_early_bird;
use nairo::events::{EventKind, Visibility, change_visibility};
use nairo::kernel::{Pence, Unexpected};
use serde_json::{Value, json};

use super::{FREE, USUAL, half_day, json_ld, training};
use crate::support::{TestApp, spawn_app};

async fn offers(app: &TestApp, path: &str) -> Value {
    json_ld(&app.visitor().get(path).await).unwrap()["offers"].clone()
}

#[actix_web::test]
async fn web_4_each_price_has_its_name_its_currency_and_its_days() {
    let app = spawn_app().await;
    let (id, path) = app.on_sale(training("The Role of the IRO", half_day("2026-09-04")), 12, USUAL).await;
    let now = app.now();
    let early = EarlyBird {
        price: Pence::new(7_000),
        ends_at: now + Duration::days(9),
        most_places: None,
        created_at: now + Duration::minutes(1),
    };
    let set = app.state.db.write_tx(async |tx| {
        set_early_bird(tx, id.0, Some(early)).await?;
        Ok::<_, Unexpected>(())
    });
    set.await.unwrap();

    let shown = offers(&app, &path).await;

    let url = format!("{}{path}", app.base_url);
    let offer = |name: &str, price: &str| {
        json!({"@type": "Offer", "name": name, "price": price, "priceCurrency": "GBP", "url": url,
            "availability": "https://schema.org/InStock"})
    };
    let mut first = offer("Early price", "70.00");
    first["validFrom"] = json!("2026-06-01T10:01:00+01:00");
    first["validThrough"] = json!("2026-06-10T10:00:00+01:00");
    first["priceValidUntil"] = json!("2026-06-10T10:00:00+01:00");
    assert_eq!(shown, json!([offer("Member price", "50.00"), first, offer("Standard price", "90.00")]));
    app.advance(Duration::days(10));
    assert_eq!(offers(&app, &path).await, json!([offer("Member price", "50.00"), offer("Standard price", "90.00")]));
}

#[actix_web::test]
async fn web_4_nothing_is_offered_once_bookings_have_closed() {
    let app = spawn_app().await;
    let (_, path) = app.on_sale(training("The Role of the IRO", half_day("2026-06-04")), 12, USUAL).await;

    app.clock.set("2026-06-04T08:20:00Z".parse().unwrap());

    assert_eq!(offers(&app, &path).await, Value::Null);
}

#[actix_web::test]
async fn web_4_private_dates_and_free_ones_for_members_say_nothing() {
    let app = spawn_app().await;
    let mut meeting = training("Campaign update", half_day("2026-09-16"));
    meeting.kind = EventKind::MembersMeeting;
    let (_, for_members) = app.on_sale(meeting, 100, FREE).await;
    let (id, private) = app.on_sale(training("In-house", half_day("2026-09-04")), 12, USUAL).await;
    let now = app.now();
    let hidden = async |tx: &nairo::db::Tx| change_visibility(tx, id, Visibility::Private, Actor::System, now).await;
    assert!(app.state.db.write_tx(hidden).await.unwrap());

    assert!(json_ld(&app.visitor().get(&for_members).await).is_none());
    app.visitor().get(&private).await.assert_status(404);
}
