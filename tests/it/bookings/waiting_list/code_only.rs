//! A date that is booked with a code only keeps no seats for those who have none (ELG-12, WTL-1).

use chrono::Duration;
use nairo::bookings::discounts::code_terms::CodePowers;
use nairo::bookings::discounts::desk::NewCode;
use nairo::bookings::discounts::offers::Reduction;
use nairo::bookings::sale::{BookingRules, set_rules};
use nairo::kernel::Unexpected;

use super::super::discounts::code;
use super::super::shop::OnSale;
use super::{TestApp, address};
use crate::support::spawn_app;

async fn takes_codes_only(app: &TestApp, event: &OnSale) {
    let (id, limits) = (event.id, BookingRules { code_only: true, ..BookingRules::default() });
    let set = async |tx: &nairo::db::Tx| Ok::<_, Unexpected>(set_rules(tx, id, limits).await?);
    app.state.db.write_tx(set).await.unwrap();
    let powers = CodePowers { opens_hidden: true, ..CodePowers::default() };
    app.gives_out(NewCode { powers, ..code(Reduction::Percent(10)) }).await;
}

#[actix_web::test]
async fn elg_12_nobody_joins_the_waiting_list_of_a_date_with_a_code_only() {
    let app = spawn_app().await;
    let (event, _) = app.full_event(1).await;
    let visitor = app.visitor();
    let open = visitor.get(&format!("{}/new", event.waiting_path())).await.form(&event.waiting_path());
    takes_codes_only(&app, &event).await;

    visitor.get(&format!("/events/{}", event.slug)).await.assert_lacks("Join the waiting list");
    let shut = visitor.get(&format!("{}/new", event.waiting_path())).await;
    shut.assert_has("so it has no public waiting list").assert_lacks("How many places");
    let form = open.fill("name", "Ben Lee").fill("email", &address("Ben Lee"));
    visitor.submit(form).await.assert_has("so it has no public waiting list");
    visitor.get(&format!("{}?code=AUTUMN", event.form_path())).await.assert_lacks("Join the waiting list");

    let entries = <entity::waiting_entry::Entity as sea_orm::EntityTrait>::find().all(app.state.db.reader()).await;
    assert!(entries.unwrap().is_empty());
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn elg_12_whoever_was_offered_a_seat_before_types_the_code_and_books_the_seat_that_is_kept() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(1).await;
    event.join(&app.visitor(), "Ben Lee", 1).await;
    app.settle().await;
    app.give_places_back(booking, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    app.ignore_mail();
    takes_codes_only(&app, &event).await;
    let (ben, entry) = (app.visitor(), app.entry_page("Ben Lee").await);

    let asked = ben.get(&format!("{entry}/booking")).await;
    asked.assert_has("This date is for those who were given a code");
    // It is sent by GET, so what it leads to is an address.
    let action = asked.form(&format!("{entry}/booking")).action;
    let wrong = ben.get(&format!("{action}?code=NOSUCH")).await;
    assert_eq!(wrong.assert_status(409).form(&action).action, action);
    let page = ben.get(&format!("{action}?code=autumn")).await;
    page.assert_has("1 place is kept for you until");
    let form =
        page.form(&event.bookings_path()).fill("booker_name", "Bo Booker").fill("booker_email", "bo@example.org");
    let form = form.fill("attendee_name_1", "Ben Lee").fill("attendee_email_1", &address("Ben Lee"));
    ben.submit(form.press("pay", "free")).await.assert_has("You are booked");

    assert_eq!((app.seats_taken(&event).await, app.state_of("Ben Lee").await.as_str()), (1, "taken"));
    app.settle().await;
    app.ignore_mail();
}
