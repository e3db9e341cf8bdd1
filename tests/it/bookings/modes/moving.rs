//! A place that moves to another date, or goes to another person, keeps its way (SES-8, TRF-2, SUB-1).

use super::free;
use crate::bookings::moving::move_to;
use crate::support::spawn_app;

#[actix_web::test]
async fn ses_8_a_moved_place_stays_in_the_room_and_a_full_room_refuses_it() {
    let app = spawn_app().await;
    let id = app.a_course().await;
    let (from, to) = (app.sell(free(3, 5).of(id)).await, app.sell(free(1, 5).of(id).in_days(44)).await);
    let visitor = app.visitor();
    from.take_in(&visitor, &[("Asha", "room"), ("Ben", "room")]).await.assert_has("You are booked");
    let manage = app.page_of(&app.last_booking().await);

    move_to(&visitor, &manage, &to, "&place=1").await.assert_has("Moved.").assert_has("In the room");
    let refused = move_to(&visitor, &manage, &to, "&place=2").await;

    refused.assert_has("No place is left in the room on that date, so nothing has been moved");
    assert_eq!((app.taken(&from).await, app.taken(&to).await), ((1, 1, 0), (1, 1, 0)));
    app.leave_work();
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_8_another_person_has_the_place_in_the_same_way() {
    let app = spawn_app().await;
    let event = app.sell(free(3, 5)).await;
    let visitor = app.visitor();
    event.take_in(&visitor, &[("Asha", "room")]).await.assert_has("You are booked");
    let manage = app.page_of(&app.last_booking().await);
    let path = format!("{manage}/places/1/attendee");

    let form = visitor.get(&path).await.form(&path).fill("name", "Cleo Quill").fill("email", "cleo@example.org");
    visitor.submit(form).await.assert_has("In the room");
    app.run_jobs().await;

    app.mail().to("cleo@example.org").assert_says("Your place in the room is booked").assert_says("Garden Room");
    assert_eq!(app.taken(&event).await, (1, 1, 0));
    app.ignore_mail();
}
