//! The waiting list of a date with a room and a screen: a wish for one kind, and offers of that kind (SES-8, WTL-4).

use entity::{waiting_entry, waiting_offer};
use nairo::bookings::sale::find_sale;
use nairo::kernel::LinkPurpose;
use sea_orm::EntityTrait;

use super::{free, switch};
use crate::support::page::Page;
use crate::support::{TestApp, spawn_app};

async fn entry(app: &TestApp) -> waiting_entry::Model {
    waiting_entry::Entity::find().one(app.state.db.reader()).await.unwrap().unwrap()
}

/// What somebody on the list books by their link, in a way.
async fn book_offered(app: &TestApp, bookings: &str, mode: &str) -> Page {
    let entry = entry(app).await;
    let token = app.state.links.token(LinkPurpose::WaitingEntry, entry.id, entry.link_generation);
    let visitor = app.visitor();
    let form = visitor.get(&format!("/waiting-list/{token}/booking")).await.form(bookings);
    let form = form.fill("booker_name", "Dev").fill("booker_email", "dev@example.org");
    let form = form.fill("attendee_name_1", "Dev").fill("attendee_email_1", "dev@example.org");
    visitor.submit(form.choose("attendee_mode_1", mode).press("pay", "free")).await
}

#[actix_web::test]
async fn ses_8_a_chair_given_back_is_offered_to_who_waits_for_one_while_the_screen_stays_on_sale() {
    let app = spawn_app().await;
    let event = app.sell(free(1, 5)).await;
    let asha = app.place_of(&event, "Asha", "room").await;
    let visitor = app.visitor();
    let list = format!("/events/{}/waiting-list", event.slug);
    let form = visitor.get(&format!("{list}/new")).await.form(&list);
    let form = form.fill("name", "Dev").fill("email", "dev@example.org").choose("mode", "room");
    visitor.submit(form).await.assert_has("You are on the waiting list");
    event.take_in(&app.visitor(), &[("Ben", "online")]).await.assert_has("You are booked");

    switch(&app.visitor(), &asha).await.assert_has("Asha now has a place online.");

    let offers = waiting_offer::Entity::find().all(app.state.db.reader()).await.unwrap();
    assert_eq!(offers.iter().map(|offer| (offer.mode.as_str(), offer.seats)).collect::<Vec<_>>(), [("room", 1)]);
    let sale = find_sale(app.state.db.reader(), event.id).await.unwrap().unwrap();
    assert_eq!((sale.taken, sale.modes.unwrap().room.taken, sale.modes.unwrap().online.taken), (3, 1, 2));
    let stolen = event.take_in(&app.visitor(), &[("Cleo", "room")]).await;
    stolen.assert_status(409).assert_has("No place is left in the room");
    let other_kind = book_offered(&app, &event.bookings_path(), "online").await;
    other_kind.assert_status(409).assert_has("The places kept for you are in the room.");
    book_offered(&app, &event.bookings_path(), "room").await.assert_has("You are booked");
    assert_eq!(app.taken(&event).await, (3, 1, 2));
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn nobody_waits_for_a_kind_that_can_be_booked() {
    let app = spawn_app().await;
    let event = app.sell(free(1, 5)).await;
    event.take_in(&app.visitor(), &[("Asha", "room")]).await.assert_has("You are booked");
    let visitor = app.visitor();
    let list = format!("/events/{}/waiting-list", event.slug);
    let form =
        visitor.get(&format!("{list}/new")).await.form(&list).fill("name", "Dev").fill("email", "dev@example.org");

    let silent = visitor.submit(form.clone()).await;
    let online = visitor.submit(form.choose("mode", "online")).await;

    assert_eq!(
        silent.assert_status(422).error_of("mode"),
        "Say whether you wait for a place in the room, one online, or either."
    );
    online.assert_has("5 places have just come free, so there is no need to wait.");
    assert!(waiting_entry::Entity::find().one(app.state.db.reader()).await.unwrap().is_none());
    app.leave_work();
    app.ignore_mail();
}
