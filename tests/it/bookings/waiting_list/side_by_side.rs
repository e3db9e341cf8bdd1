//! Waiting beside booking: the rest of a group, whoever has a place by now, whoever paid too late, whoever asks to be forgotten.

use chrono::Duration;
use entity::{place, waiting_offer};
use nairo::bookings::waiting_list::tend_waiting_lists;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{address, book_offer, free_course};
use crate::bookings::shop::{OnSale, course};
use crate::support::{TestApp, spawn_app};

impl TestApp {
    /// Places of an event that are held or confirmed.
    pub(super) async fn live_places(&self, event: &OnSale) -> i32 {
        let of_event = place::Entity::find().filter(place::Column::EventId.eq(event.id));
        let live = of_event.filter(place::Column::State.is_in(["held", "confirmed"]));
        i32::try_from(live.all(self.state.db.reader()).await.unwrap().len()).unwrap()
    }

    /// Seats of an event that are offered.
    pub(super) async fn offered_seats(&self, event: &OnSale) -> i32 {
        let of_event = waiting_offer::Entity::find().filter(waiting_offer::Column::EventId.eq(event.id));
        let open = of_event.filter(waiting_offer::Column::State.eq("open"));
        open.all(self.state.db.reader()).await.unwrap().iter().map(|offer| offer.seats).sum()
    }
}

#[actix_web::test]
async fn grp_10_a_group_books_what_is_left_and_waits_for_the_rest_on_one_screen() {
    let app = spawn_app().await;
    let event = app.sell(free_course(3)).await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Ada One", "Ben Two", "Cy Three", "Di Four", "Eve Five"]).await;

    let refused = visitor.submit(form.press("pay", "free")).await;
    refused.assert_status(409).assert_has("Only 3 places left").assert_has("wait for 2 places more");
    let split = visitor.submit(refused.form(&event.bookings_path()).press("waiting_split", "3")).await;
    split.assert_has("And on the waiting list").assert_has("2 places more").assert_has("3 places");
    let form = split.form(&event.bookings_path()).tick("waiting_together");
    assert_eq!(form.value("attendee_name_4"), None);
    visitor.submit(form.press("pay", "free")).await.assert_has("You are booked");

    assert_eq!(app.seats_taken(&event).await, 3);
    let entry = app.entry_of("Bo").await;
    assert_eq!((entry.places, entry.all_together, entry.state.as_str()), (2, true, "waiting"));
    assert_eq!(entry.beside_booking_id, Some(app.last_booking().await.id));
    app.settle().await;
    assert_eq!(app.state_of("Bo").await, "waiting", "having booked does not end it (DUP-4)");
    app.give_places_back(app.last_booking().await.id, 2).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    assert_eq!(app.offer_of("Bo").await.unwrap().seats, 2);
    app.ignore_mail();
}

#[actix_web::test]
async fn dup_4_an_entry_ends_when_the_person_has_a_place_and_the_seat_goes_on() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(2).await;
    for name in ["Ben Lee", "Cleo Marsh"] {
        event.join(&app.visitor(), name, 1).await;
        app.advance(Duration::seconds(1));
    }
    app.give_places_back(booking, 2).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    assert_eq!(app.state_of("Cleo Marsh").await, "offered");

    // Ben's link is used to book Cleo, who has an offer of her own.
    let ben = app.entry_page("Ben Lee").await;
    book_offer(&app, &event, &ben, &["Cleo Marsh"]).await.assert_has("You are booked");

    assert_eq!(app.state_of("Cleo Marsh").await, "closed");
    assert_eq!(app.seats_taken(&event).await, 1, "the seat kept for her is free");
    app.visitor().get(&format!("/events/{}", event.slug)).await.assert_has("1 place left");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn hld_5_whoever_paid_too_late_is_refunded_and_first_on_the_list() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1)).await;
    let visitor = app.visitor();
    let answer = event.book(&visitor, &["Asha Verma"]).await;
    app.pay(&answer).await;
    let late = app.stripe.pending_webhooks();
    app.stripe.drop_webhooks();
    app.advance(Duration::minutes(40));
    event.book(&app.visitor(), &["Ben Lee"]).await.assert_status(303);
    let second = app.last_booking().await.id;
    event.join(&app.visitor(), "Cleo Marsh", 1).await;

    app.stripe.deliver(&late[0].id).await;
    app.settle().await;

    assert_eq!(app.stripe.total_refunded().get(), 9_000);
    assert_eq!((app.entry_of("Bo").await.priority, app.state_of("Bo").await), (3, "waiting".into()));
    let mail = app.mail().all();
    assert!(mail.iter().any(|mail| mail.text.contains("you are first on the waiting list now")));
    app.give_places_back(second, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    assert_eq!((app.state_of("Bo").await, app.state_of("Cleo Marsh").await), ("offered".into(), "waiting".into()));
    app.ignore_mail();
}

#[actix_web::test]
async fn wtl_6_the_price_is_worked_out_when_the_offer_is_taken_and_paid_as_usual() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1)).await;
    event.book_and_pay(&app, &app.visitor(), &["Early Bird"]).await.assert_has("You are booked");
    event.join(&app.visitor(), "Ben Lee", 1).await;
    app.give_places_back(app.last_booking().await.id, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    let visitor = app.visitor();

    let page = visitor.get(&format!("{}/booking", app.entry_page("Ben Lee").await)).await;
    page.assert_has("£90").assert_has("1 place is kept for you until");
    let form =
        page.form(&event.bookings_path()).fill("booker_name", "Ben Lee").fill("booker_email", &address("Ben Lee"));
    let form = form.set("attendee_name_1", "Ben Lee").set("attendee_email_1", &address("Ben Lee"));
    let form = form.choose("payer", "organisation").fill("organisation", "Council");
    let back = app.pay(&visitor.submit_once(form.press("pay", "card")).await).await;
    app.settle().await;

    visitor.get(&back).await.assert_has("You are booked").assert_has("£90 was paid");
    assert_eq!((app.seats_taken(&event).await, app.state_of("Ben Lee").await), (1, "taken".into()));
    app.ignore_mail();
}

#[actix_web::test]
async fn a_hold_that_nobody_pays_frees_its_seat_for_the_list() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1)).await;
    event.book(&app.visitor(), &["Early Bird"]).await.assert_status(303);
    event.join(&app.visitor(), "Ben Lee", 1).await;

    app.advance(Duration::minutes(40));
    app.settle().await;
    app.advance(Duration::seconds(30));
    app.settle().await;

    assert_eq!((app.seats_taken(&event).await, app.state_of("Ben Lee").await), (1, "offered".into()));
    app.ignore_mail();
}

#[actix_web::test]
async fn more_seats_go_to_the_list_before_the_public() {
    let app = spawn_app().await;
    let (event, _) = app.full_event(1).await;
    event.join(&app.visitor(), "Ben Lee", 1).await;

    app.state.db.write_tx(async |tx| nairo::bookings::set_up_sale::set_capacity(tx, event.id, 2).await).await.unwrap();
    event.take(&app.visitor(), &["Pat Public"]).await.assert_status(409);
    tend_waiting_lists(&app.state).await.unwrap();

    assert_eq!(app.state_of("Ben Lee").await, "offered");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn whoever_asks_to_be_forgotten_leaves_the_list_and_the_seat_goes_on() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(1).await;
    let ben = app.person("Ben Lee").await;
    let page = ben.get(&format!("{}/new", event.waiting_path())).await;
    ben.submit(page.form(&event.waiting_path())).await.assert_has("You are on the waiting list");
    app.give_places_back(booking, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    assert_eq!(app.offered_seats(&event).await, 1);

    let (ids, addresses, now) = ([ben.id], [address("Ben Lee")], app.now());
    let db = &app.state.db;
    db.write_tx(async |tx| nairo::bookings::person_hooks::erase(tx, &ids, &addresses, now).await).await.unwrap();
    tend_waiting_lists(&app.state).await.unwrap();

    assert_eq!((app.offered_seats(&event).await, app.seats_taken(&event).await), (0, 0));
    app.settle().await;
    app.ignore_mail();
}
