//! More limits than the room (HLD-10): the smallest remaining wins, for the public, for the list and at the desk.

use chrono::Duration;
use nairo::bookings::sale::{SeatLimit, seat_limits, set_seat_limits};
use nairo::bookings::set_up_sale::set_capacity;
use nairo::bookings::waiting_list::tend_waiting_lists;
use nairo::kernel::Role;

use super::date_id;
use crate::bookings::shop::{OnSale, course};
use crate::support::form::TestForm;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

async fn edit_form(officer: &Person, event: &OnSale) -> TestForm {
    let path = format!("/admin/events/{}/edit", event.id);
    officer.get(&path).await.form(&path)
}

impl TestApp {
    async fn limit(&self, event: &OnSale, name: &str, places: i32) {
        let limits = [SeatLimit { name: name.to_owned(), places }];
        self.state.db.write_tx(async |tx| set_seat_limits(tx, event.id, &limits).await).await.unwrap();
    }
}

#[actix_web::test]
async fn hld_10_room_for_three_and_materials_for_two_sell_two_places() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(0, None).with_capacity(3)).await;
    let officer = app.officer(Role::EventsOfficer).await;

    let form = edit_form(&officer, &event).await;
    let form = form.fill_all(&[("limit_1", "Course materials"), ("limit_places_1", "2")]);
    let desk = officer.submit(form).await;

    desk.assert_has("Saved.").assert_has("Room for 3; Course materials for 2").assert_has("Booked of 2");
    let edit = edit_form(&officer, &event).await;
    assert_eq!((edit.value("capacity"), edit.value("limit_1")), (Some("3"), Some("Course materials")));
    officer
        .get(&format!("/admin/events/{}/edit", event.id))
        .await
        .assert_has("Course materials: for 2. So 2 of 3 places can be booked.");
    app.visitor().get(&format!("/events/{}", event.slug)).await.assert_has("2 places left");
    let visitor = app.visitor();
    let three = event.filled(&visitor, &["Ann", "Bob", "Cleo"]).await.press("pay", "free");
    visitor.submit(three).await.assert_status(409).assert_has("Only 2 places left");
    let two = event.filled(&visitor, &["Ann", "Bob"]).await.press("pay", "free");
    visitor.submit(two).await.assert_has("You are booked");
    app.visitor().get(&format!("/events/{}", event.slug)).await.assert_has("Full");
    assert_eq!(app.seats_taken(&event).await, 2);
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn hld_9_a_place_given_back_is_free_in_every_limit_at_once() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(0, None).with_capacity(3)).await;
    app.limit(&event, "Course materials", 1).await;
    for name in ["Ann Lee", "Bob Ray"] {
        let visitor = app.visitor();
        let form = event.filled(&visitor, &[name]).await.press("pay", "free");
        visitor.submit(form).await.assert_has("You are booked");
        let manage = app.page_of(&app.last_booking().await);
        let action = format!("{manage}/cancellation");
        let page = visitor.get(&action).await;
        visitor.submit(page.form(&action)).await.assert_has("This booking is cancelled");
        assert_eq!(app.seats_taken(&event).await, 0);
    }
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn hld_8_a_limit_may_be_lowered_below_what_is_taken_after_a_warning() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma", "Ben Lee"]).await;
    app.ignore_mail();
    let officer = app.officer(Role::EventsOfficer).await;
    let lowered = [("limit_1", "Desks"), ("limit_places_1", "1")];

    let warned = officer.submit(edit_form(&officer, &event).await.fill_all(&lowered)).await;
    let form = warned.form(&format!("/admin/events/{}/edit", event.id));
    let desk = officer.submit(form.tick("capacity_ok")).await;

    assert!(warned.assert_status(409).error_of("capacity").starts_with("2 places are taken."));
    desk.assert_has("Saved.").assert_has("Places: 1, taken: 2").assert_has("Full").assert_has("Asha Verma");
    assert_eq!(app.seats_taken(&event).await, 2);
}

#[actix_web::test]
async fn hld_10_more_room_changes_nothing_while_another_limit_is_smaller_and_new_places_go_to_the_list() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(0, None).with_capacity(1)).await;
    app.limit(&event, "Desks", 1).await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Ann Lee"]).await.press("pay", "free");
    visitor.submit(form).await.assert_has("You are booked");
    let path = format!("/events/{}/waiting-list", event.slug);
    let page = visitor.get(&format!("{path}/new")).await;
    let form = page.form(&path).fill("name", "Ben Lee").fill("email", "ben.lee@example.org");
    visitor.submit(form).await.assert_has("You are on the waiting list");
    let offered = async || {
        tend_waiting_lists(&app.state).await.unwrap();
        app.seats_taken(&event).await - 1
    };

    app.state.db.write_tx(async |tx| set_capacity(tx, event.id, 5).await).await.unwrap();
    assert_eq!(offered().await, 0, "there is no desk");
    app.limit(&event, "Desks", 2).await;
    assert_eq!(offered().await, 1, "the new desk is offered to whoever waits");
    app.visitor().get(&format!("/events/{}", event.slug)).await.assert_has("Full");

    app.advance(Duration::seconds(30));
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_9_a_copied_date_has_the_same_limits() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    app.limit(&event, "Course materials", 15).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let copies = format!("/admin/events/{}/copies", event.id);

    let desk = officer.get(&format!("/admin/events/{}", event.id)).await;
    let copy = date_id(&officer.submit(desk.form(&copies).fill("copy_on", "2026-09-04")).await);

    let limits = seat_limits(app.state.db.reader(), copy).await.unwrap();
    assert_eq!(limits, [SeatLimit { name: "Course materials".to_owned(), places: 15 }]);
    officer.get(&format!("/admin/events/{copy}")).await.assert_has("Booked of 15");
    let like = officer.get(&format!("/admin/events/new?like={}", event.id)).await.form("/admin/events/new");
    assert_eq!(like.value("limit_places_1"), Some("15"));
}
