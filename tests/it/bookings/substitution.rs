//! Another person for a place (SUB-1 to SUB-5), and what the attendee may do on their own page (GRP-8).

use chrono::Duration;
use nairo::kernel::Role;

use super::shop::{OnSale, course};
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::{TestApp, spawn_app};

/// Books and pays for these people; gives the booking's address.
pub async fn booked(app: &TestApp, event: &OnSale, client: &Client, people: &[&str]) -> String {
    let page = event.book_and_pay(app, client, people).await;
    app.ignore_mail();
    page.path.split('?').next().unwrap().to_owned()
}

/// Names somebody for a place by the form of it.
pub async fn name(client: &Client, manage: &str, place: i32, (name, email): (&str, &str)) -> Page {
    let action = format!("{manage}/places/{place}/attendee");
    let form = client.get(&action).await.form(&action).fill("name", name).fill("email", email);
    client.submit(form).await
}

#[actix_web::test]
async fn sub_1_the_old_person_is_out_the_new_one_gets_everything_and_the_seat_was_never_free() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(1)).await;
    let visitor = app.visitor();
    event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let old = app.mail().to("asha.verma@example.org");
    let manage = app.page_of(&app.last_booking().await);

    let page = name(&visitor, &manage, 1, ("Ben Lee", "ben.lee@example.org")).await;
    app.run_jobs().await;

    page.assert_has("Ben Lee has the place now")
        .assert_has("Ben Lee takes the place of Asha Verma, named by the booker");
    visitor.get(&old.link("/manage/")).await.assert_status(404);
    let mails = app.mail();
    let gone = mails.to("asha.verma@example.org");
    assert_eq!((gone.calendar_line("METHOD"), gone.calendar_line("SEQUENCE")), ("CANCEL".into(), "1".into()));
    assert_eq!(gone.calendar_line("UID"), old.calendar_line("UID"));
    let new = mails.to("ben.lee@example.org");
    assert_eq!((new.calendar_line("METHOD"), new.calendar_line("SEQUENCE")), ("REQUEST".into(), "0".into()));
    assert_ne!(new.calendar_line("UID"), old.calendar_line("UID"));
    visitor.get(&new.link("/manage/")).await.assert_has("Ben Lee");
    assert_eq!(app.seats_taken(&event).await, 1);
    assert_eq!(app.stripe.total_charged().get(), 9_000, "a substitution is free");
    app.ignore_mail();
}

#[actix_web::test]
async fn sub_1_until_the_start_and_not_after() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = booked(&app, &event, &visitor, &["Asha Verma"]).await;
    let action = format!("{manage}/places/1/attendee");
    let form = visitor.get(&action).await.form(&action).fill("name", "Ben Lee").fill("email", "ben@example.org");

    app.clock.set("2026-07-01T08:30:00Z".parse().unwrap());
    visitor.submit(form.clone()).await.assert_has("The event has started");
    app.clock.set("2026-07-01T08:29:59Z".parse().unwrap());
    visitor.submit(form).await.assert_has("Ben Lee has the place now");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn sub_5_a_spelling_keeps_links_and_calendar_and_an_address_alone_is_somebody_else() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    event.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let own_page = app.mail().to("asha.verma@example.org").link("/manage/");
    let manage = app.page_of(&app.last_booking().await);

    let spelt = name(&visitor, &manage, 1, ("Asha Varma", "asha.verma@example.org")).await;
    app.run_jobs().await;
    app.mail().assert_none();
    spelt.assert_has("The name is put right").assert_has("corrected to “Asha Varma” by the booker");
    visitor.get(&own_page).await.assert_has("Asha Varma");

    name(&visitor, &manage, 1, ("Asha Varma", "asha@example.net")).await.assert_has("has the place now");
    app.run_jobs().await;
    visitor.get(&own_page).await.assert_status(404);
    app.ignore_mail();
}

#[actix_web::test]
async fn grp_8_the_attendee_corrects_name_and_address_but_does_not_pass_the_place_on() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    let own_page = app.mail().to("asha.verma@example.org").link("/manage/");
    let asha = app.visitor();
    let action = format!("{own_page}/details");
    let form = asha.get(&action).await.form(&action);

    let passed_on = asha.submit(form.clone().fill("name", "Ben Lee")).await;
    let moved = asha.submit(form.fill("name", "Asha Varma").fill("email", "asha@example.net")).await;
    app.run_jobs().await;

    assert!(passed_on.assert_status(409).error_of("name").starts_with("That looks like another person"));
    moved.assert_has("Saved.").assert_has("We have written to asha@example.net");
    assert!(!moved.path.contains("/manage/"), "{}", moved.path);
    let mail = app.mail().only();
    assert_eq!(mail.to, "asha@example.net");
    asha.get(&mail.link("/manage/")).await.assert_has("Asha Varma");
    for page in ["", "/details", "/needs"] {
        let former = asha.get(&format!("{own_page}{page}")).await;
        former.assert_status(404);
    }
}

#[actix_web::test]
async fn grp_8_an_attendee_asks_and_the_booker_decides_with_the_deadline_in_sight() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    let own_page = app.mail().to("asha.verma@example.org").link("/manage/");
    let asha = app.visitor();
    let action = format!("{own_page}/request");
    let form = asha.get(&own_page).await.form(&action);

    asha.submit(form.clone()).await.assert_has("has your request").assert_has("You have asked Bo Booker");
    asha.submit(form).await.assert_has("You have asked already");
    app.run_jobs().await;

    let mail = app.mail().to("bo@example.org");
    mail.assert_says("Asha Verma cannot come").assert_says("until the end of Wednesday 24 June 2026");
    assert_eq!(app.seats_taken(&event).await, 1, "nothing is cancelled by asking");
    asha.get(&mail.link("/manage/")).await.assert_has("Asha Verma asked for the place to be cancelled");
}

#[actix_web::test]
async fn dup_1_nobody_has_two_places_by_being_named_twice() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = booked(&app, &event, &visitor, &["Asha Verma", "Ben Lee"]).await;

    let page = name(&visitor, &manage, 2, ("ASHA VERMA", "Asha.Verma@example.org")).await;

    assert!(page.assert_status(409).error_of("name").contains("has a place on this date already"));
    visitor.get(&manage).await.assert_has("Ben Lee");
}

/// A member books her own place and pays; gives her client and the booking's address.
pub async fn member_place(app: &TestApp, event: &OnSale) -> (crate::support::people::Person, String) {
    let asha = app.member("Asha").await;
    let form = asha.get(&event.form_path()).await.form(&event.bookings_path()).choose("payer", "person");
    let answer = asha.submit_once(form.press("pay", "card")).await;
    app.pay(&answer).await;
    app.settle().await;
    app.ignore_mail();
    let manage = app.page_of(&app.last_booking().await);
    (asha, manage)
}

#[actix_web::test]
async fn sub_2_a_member_place_goes_to_somebody_else_when_the_difference_is_paid_and_not_before() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let (asha, manage) = member_place(&app, &event).await;

    let asked = name(&asha, &manage, 1, ("Ben Lee", "ben.lee@example.org")).await;
    let action = format!("{manage}/places/1/attendee");
    let answer = asha.submit_once(asked.assert_status(409).assert_has("£40 is due first").form(&action)).await;
    asha.get(&manage).await.assert_has("A change waits for payment").assert_has("Asha Example");
    app.run_jobs().await;
    app.mail().assert_none();
    app.pay(&answer).await;
    app.settle().await;

    assert_eq!(app.stripe.total_charged().get(), 9_000);
    asha.get(&manage)
        .await
        .assert_has("Ben Lee takes the place of Asha Example")
        .assert_has("£90")
        .assert_has("standard price");
    app.mail().to("ben.lee@example.org");
    let booking = app.last_booking().await;
    let money = app.money_of(booking.charge_id.unwrap()).await;
    assert_eq!((money.paid.get(), money.outstanding.get()), (9_000, 0), "the difference was carried into the booking");
    app.assert_books_balance().await;

    let preview = asha.get(&format!("{manage}/cancellation")).await;
    asha.submit(preview.form(&format!("{manage}/cancellation"))).await.assert_has("£90 is on its way back");
    app.settle().await;
    assert_eq!(app.stripe.total_refunded().get(), 9_000, "from both payments");
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn sub_2_a_difference_that_nobody_pays_changes_nothing_and_late_money_goes_back() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let (asha, manage) = member_place(&app, &event).await;
    let action = format!("{manage}/places/1/attendee");
    let asked = name(&asha, &manage, 1, ("Ben Lee", "ben.lee@example.org")).await;
    let answer = asha.submit_once(asked.form(&action)).await;

    app.pay(&answer).await;
    let page = asha.get(&manage).await;
    let withdrawal = page.forms().into_iter().find(|form| form.action.ends_with("/withdrawal")).unwrap();
    asha.submit(withdrawal).await.assert_has("The change is left");
    app.settle().await;

    asha.get(&manage).await.assert_has("Asha Example").assert_lacks("Ben Lee takes");
    assert_eq!(app.stripe.total_refunded().get(), 4_000);
    app.mail().to(&asha.email).assert_says("goes back the way it came");
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn sub_2_the_time_to_pay_ends_and_the_booking_is_as_it_was() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let (asha, manage) = member_place(&app, &event).await;
    let action = format!("{manage}/places/1/attendee");
    let asked = name(&asha, &manage, 1, ("Ben Lee", "ben.lee@example.org")).await;
    asha.submit_once(asked.form(&action)).await.assert_status(303);

    app.advance(Duration::minutes(40));
    app.settle().await;

    asha.get(&manage).await.assert_lacks("A change waits").assert_has("Asha Example");
    app.mail().assert_none();
}

#[actix_web::test]
async fn sub_2_a_member_who_takes_over_a_standard_place_gets_the_difference_only_in_time() {
    for (at, expected) in [("2026-06-24T22:59:59Z", 1), ("2026-06-24T23:00:00Z", 0)] {
        let app = spawn_app().await;
        let event = app.sell(course()).await;
        let visitor = app.visitor();
        let cara = app.member("Cara").await;
        let manage = booked(&app, &event, &visitor, &["Asha Verma"]).await;
        app.clock.set(at.parse().unwrap());

        name(&visitor, &manage, 1, ("Cara Example", &cara.email)).await.assert_has("has the place now");
        app.run_jobs().await;

        let offers = app.mail().all().into_iter().filter(|mail| mail.subject.contains("Is this place yours?")).count();
        assert_eq!(offers, expected, "{at}");
    }
}

#[actix_web::test]
async fn ref_18_an_officer_names_somebody_at_the_desk_and_the_booker_is_told() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    let officer = app.officer(Role::EventsOfficer).await;
    let desk = format!("/admin/bookings/{}", app.last_booking().await.reference);

    let corrected = name(&officer, &desk, 1, ("Asha Verma", "asha@example.net")).await;
    let named = name(&officer, &desk, 1, ("Ben Lee", "ben.lee@example.org")).await;
    app.run_jobs().await;

    corrected.assert_has("The address is put right");
    named.assert_has(&format!("Ben Lee takes the place of Asha Verma, named by {} of the office", officer.name));
    app.mail().to("bo@example.org").assert_says("We have put Ben Lee in the place of Asha Verma");
    app.ignore_mail();
}
