//! Joining: what it asks for, what it never asks for, and who cannot.

use super::{address, free_course};
use crate::bookings::shop::{course, members_meeting};
use crate::support::spawn_app;

#[actix_web::test]
async fn wtl_1_a_full_event_offers_its_waiting_list_and_one_entry_an_address() {
    let app = spawn_app().await;
    let (event, _) = app.full_event(2).await;
    app.ignore_mail();
    let visitor = app.visitor();
    let public = visitor.get(&format!("/events/{}", event.slug)).await;
    public.assert_has("Full").assert_has("Join the waiting list").assert_lacks("Book places");

    let page = visitor.get(&format!("{}/new", event.waiting_path())).await;
    let form = page.form(&event.waiting_path()).fill("name", "Ben Example").fill("email", "ben@example.org");
    visitor.submit(form).await.assert_has("You are on the waiting list.").assert_has("ben@example.org");
    app.run_jobs().await;
    let mail = app.mail().to("ben@example.org");
    mail.assert_says("You are on the waiting list for 1 place.").assert_says("leave the waiting list");

    let ben = app.person("Ben").await;
    let page = ben.get(&format!("{}/new", event.waiting_path())).await;
    let form = page.form(&event.waiting_path()).choose("places", "3").tick("all_together");
    ben.submit(form).await.assert_has("You are on the waiting list.");
    let entry = app.entry_of("Ben").await;
    assert_eq!((entry.places, entry.all_together, entry.state.as_str()), (3, true, "waiting"));
    assert_eq!(app.pool_of(&event).await.people_waiting, 1, "the second try changed the first");
    visitor.get(&mail.link("/waiting-list/")).await.assert_has("you wait for 3 places, all together or none");
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn wtl_1_a_stranger_who_types_an_address_again_changes_nothing_and_its_owner_is_mailed_the_link() {
    let app = spawn_app().await;
    let (event, _) = app.full_event(2).await;
    let first = event.join(&app.visitor(), "Ben Lee", 1).await;
    app.run_jobs().await;
    app.ignore_mail();

    app.advance(chrono::Duration::minutes(1));
    let stranger = event.join_for(&app.visitor(), "Ben Lee", (10, true)).await;
    app.run_jobs().await;

    assert_eq!(stranger.flash(), first.flash(), "the answer does not say that the address was there before");
    let entry = app.entry_of("Ben Lee").await;
    assert_eq!((entry.places, entry.all_together), (1, false));
    let mail = app.mail().only();
    mail.assert_says("You are on the waiting list for 1 place.");
    let ben = app.visitor();
    let page = ben.get(&mail.link("/waiting-list/")).await;
    let form = page.form(&format!("{}/places", page.path)).choose("places", "3").tick("all_together");
    ben.submit(form).await.assert_has("You now wait for 3 places");
    app.leave_work();
}

#[actix_web::test]
async fn tries_that_are_refused_count_so_that_nobody_asks_a_form_who_has_a_place() {
    let app = spawn_app().await;
    let (event, _) = app.full_event(1).await;
    let visitor = app.visitor();
    let page = visitor.get(&format!("{}/new", event.waiting_path())).await;
    let form = page.form(&event.waiting_path()).fill("name", "Early Bird 1").fill("email", &address("Early Bird 1"));

    for _ in 0..40 {
        visitor.submit_once(form.clone()).await.assert_status(409);
    }
    visitor.submit_once(form).await.assert_status(429);
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn wtl_13_waiting_for_a_paid_event_asks_for_no_payment() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1)).await;
    event.book(&app.visitor(), &["Asha Verma"]).await.assert_status(303);

    let page = app.visitor().get(&format!("{}/new", event.waiting_path())).await;

    page.assert_has("You pay nothing now").assert_lacks("£");
    let form = page.form(&event.waiting_path());
    let mut names: Vec<String> = form.pairs().into_iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    assert_eq!(names, ["csrf", "email", "name", "places"]);
    app.leave_work();
}

#[actix_web::test]
async fn while_there_are_places_nobody_has_to_wait() {
    let app = spawn_app().await;
    let event = app.sell(free_course(2)).await;
    let visitor = app.visitor();

    let page = visitor.get(&format!("{}/new", event.waiting_path())).await;

    page.assert_has("2 places have just come free, so there is no need to wait").assert_has("Who is coming");
}

#[actix_web::test]
async fn dup_1_whoever_has_a_place_does_not_wait_for_one() {
    let app = spawn_app().await;
    let (event, _) = app.full_event(1).await;

    let refused = event.join(&app.visitor(), "Early Bird 1", 1).await;

    refused.assert_status(409);
    assert!(refused.error_of("email").starts_with("You have a place on this date already"));
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn a_form_that_is_wrong_says_so_beside_each_field_and_tampering_changes_nothing() {
    let app = spawn_app().await;
    let (event, _) = app.full_event(1).await;
    let visitor = app.visitor();
    let page = visitor.get(&format!("{}/new", event.waiting_path())).await;
    let empty = visitor.submit(page.form(&event.waiting_path())).await;
    empty.assert_status(422);
    assert!(!empty.error_of("name").is_empty() && !empty.error_of("email").is_empty());

    for (places, status) in [("0", 422), ("-3", 422), ("11", 409), ("1e9", 422), ("", 422)] {
        let form = page.form(&event.waiting_path()).fill("name", "Ben Lee").fill("email", &address("Ben Lee"));
        visitor.submit(form.set("places", places)).await.assert_status(status);
    }
    assert_eq!(app.pool_of(&event).await.people_waiting, 0);
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn a_members_meeting_is_waited_for_by_members() {
    let app = spawn_app().await;
    let meeting = app.sell(members_meeting().with_capacity(1)).await;
    let asha = app.member("Asha Verma").await;
    let form = asha.get(&meeting.form_path()).await.form(&meeting.bookings_path());
    asha.submit(form.press("pay", "free")).await.assert_has("You are booked");
    let path = format!("{}/new", meeting.waiting_path());

    app.visitor().get(&path).await.assert_has("Sign in");
    let lapsed = app.lapsed_member("Lars Late").await;
    lapsed.get(&path).await.assert_has("This meeting is for members");
    let ben = app.member("Ben Lee").await;
    let page = ben.get(&path).await;
    ben.submit(page.form(&meeting.waiting_path())).await.assert_has("You are on the waiting list.");
    assert_eq!(app.pool_of(&meeting).await.people_waiting, 1);
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn one_address_is_not_flooded_with_mail_about_joining() {
    let app = spawn_app().await;
    let (event, _) = app.full_event(1).await;
    app.run_jobs().await;
    app.ignore_mail();
    for places in [1, 2, 3, 4, 5, 6, 7, 8, 9] {
        event.join(&app.visitor(), "Ben Lee", places).await.assert_has("You are on the waiting list");
        app.advance(chrono::Duration::seconds(1));
    }
    app.run_jobs().await;

    assert_eq!(app.mail().all().len(), 6);
}
