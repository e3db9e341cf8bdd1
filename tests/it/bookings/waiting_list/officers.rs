//! The officers' page of a list: the order, an offer out of turn, removing, and whether people see where they stand.

use chrono::Duration;
use nairo::kernel::Role;

use super::{address, book_offer};
use crate::support::spawn_app;

#[actix_web::test]
async fn wtl_3_officers_see_the_order_and_put_somebody_before_others() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(1).await;
    for name in ["Ben Lee", "Cleo Marsh", "Dee Long"] {
        event.join(&app.visitor(), name, 1).await;
        app.advance(Duration::seconds(1));
    }
    let officer = app.officer(Role::EventsOfficer).await;
    let base = format!("/admin/events/{}/waiting-list", event.id);
    let page = officer.get(&base).await;
    page.assert_has("Waiting 3").assert_has("Ben Lee").assert_has("lasts until");
    officer.get(&format!("/admin/events/{}", event.id)).await.assert_has("Waiting list");

    let dee = app.entry_of("Dee Long").await;
    let action = format!("{base}/{}/priority", dee.id);
    let changed = officer.submit(page.form(&action).choose("priority", "1")).await;
    changed.assert_has("The order has changed").assert_has("Before others");
    app.give_places_back(booking, 1).await;
    app.advance(Duration::seconds(30));
    app.settle().await;

    assert_eq!(app.state_of("Dee Long").await, "offered");
    assert_eq!(app.state_of("Ben Lee").await, "waiting");
    officer.get(&base).await.assert_has("With an offer 1").assert_has("1 place until");
    app.ignore_mail();
}

#[actix_web::test]
async fn an_officer_offers_out_of_turn_only_what_is_free_and_removes_entries() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(3).await;
    event.join_for(&app.visitor(), "Gwen Group", (3, true)).await;
    app.advance(Duration::seconds(1));
    event.join_for(&app.visitor(), "Ben Lee", (2, true)).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let base = format!("/admin/events/{}/waiting-list", event.id);
    let ben = app.entry_of("Ben Lee").await;
    let gwen = app.entry_of("Gwen Group").await;
    let csrf = officer.csrf().await;
    let fields = [("csrf".to_owned(), csrf)];

    officer.get(&base).await.assert_lacks("Offer now");
    let none = officer.post(&format!("{base}/{}/offer", ben.id), &fields).await;
    officer.get(none.header("location")).await.assert_has("No seat is free to be offered");
    app.give_places_back(booking, 1).await;
    let page = officer.get(&base).await;
    let too_few = officer.submit(page.form(&format!("{base}/{}/offer", ben.id))).await;
    too_few.assert_has("They asked for all places together");

    officer.submit(page.form(&format!("{base}/{}/removal", gwen.id))).await.assert_has("They are off the list");
    let again = officer.submit(page.form(&format!("{base}/{}/removal", gwen.id))).await;
    again.assert_has("This entry is no longer on the list");
    let other = app.sell(super::free_course(1)).await;
    let wrong = format!("/admin/events/{}/waiting-list/{}/removal", other.id, ben.id);
    let refused = officer.post(&wrong, &fields).await;
    officer.get(refused.header("location")).await.assert_has("no longer on the list");
    assert_eq!(app.state_of("Ben Lee").await, "waiting");
    app.give_places_back(booking, 1).await;
    let page = officer.get(&base).await;
    let offered = officer.submit(page.form(&format!("{base}/{}/offer", ben.id))).await;
    offered.assert_has("The place is offered");
    assert_eq!(app.offer_of("Ben Lee").await.unwrap().seats, 2);
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn wtl_3_where_somebody_stands_is_shown_only_if_officers_say_so() {
    let app = spawn_app().await;
    let (event, _) = app.full_event(1).await;
    for name in ["Ben Lee", "Cleo Marsh"] {
        event.join(&app.visitor(), name, 1).await;
        app.advance(Duration::seconds(1));
    }
    let cleo = app.entry_page("Cleo Marsh").await;
    app.visitor().get(&cleo).await.assert_lacks("in the queue");
    let officer = app.officer(Role::EventsOfficer).await;
    let base = format!("/admin/events/{}/waiting-list", event.id);
    let page = officer.get(&base).await;

    officer.submit(page.form(&format!("{base}/position"))).await.assert_has("now sees about where they stand");

    app.visitor().get(&cleo).await.assert_has("You are about 2nd in the queue");
    app.settle().await;
    app.mail().to(&address("Cleo Marsh"));
    app.ignore_mail();
}

#[actix_web::test]
async fn rep_4_what_became_of_offers_is_shown_and_still_counted_when_people_are_forgotten() {
    let app = spawn_app().await;
    let (event, booking) = app.full_event(3).await;
    for name in ["Ben Lee", "Cleo Marsh", "Dee Long", "Eve Stone"] {
        event.join(&app.visitor(), name, 1).await;
        app.advance(Duration::seconds(1));
    }
    let base = format!("/admin/events/{}/waiting-list", event.id);
    let officer = app.officer(Role::EventsOfficer).await;
    officer.get(&base).await.assert_lacks("What became of offers");
    app.give_places_back(booking, 3).await;
    app.advance(Duration::seconds(30));
    app.settle().await;
    let ben = app.entry_page("Ben Lee").await;
    book_offer(&app, &event, &ben, &["Ben Lee"]).await.assert_has("You are booked");
    let cleo = app.entry_page("Cleo Marsh").await;
    let visitor = app.visitor();
    let page = visitor.get(&format!("{cleo}/refusal")).await;
    visitor.submit(page.form(&format!("{cleo}/refusal"))).await.assert_has("You have declined");
    app.clock.set(app.offer_of("Dee Long").await.unwrap().expires_at + Duration::seconds(30));
    app.settle().await;

    app.sign_in(&officer).await;
    let figures = officer.get(&base).await;
    figures.assert_has("Made 4").assert_has("Taken 1").assert_has("Declined 1").assert_has("Run out 2");
    figures.assert_has("Taken rate 25 %");

    app.advance(Duration::days(32));
    app.settle().await;
    app.sign_in(&officer).await;
    let later = officer.get(&base).await;
    later.assert_lacks("Dee Long").assert_has("Made 4").assert_has("Run out 2").assert_has("Taken rate 25 %");
    app.ignore_mail();
}
