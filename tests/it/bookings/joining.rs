//! Joining and booking in one go (ELG-7): one payment for both, or the difference back by itself when the membership begins.

use std::sync::Arc;

use chrono::NaiveDate;
use nairo::audit::Actor;
use nairo::kernel::{Pence, Unexpected};
use nairo::members::membership::{
    NewMembershipType, OpenOrder, OpenedOrder, OrderKind, TypeVersion, create_membership_type, find_open_order,
    open_order, standing, withdraw_order,
};

use super::moving::{move_to, two_dates};
use super::shop::course;
use crate::support::page::Page;
use crate::support::people::{Person, full_membership};
use crate::support::{TestApp, spawn_app};

/// A type that begins with its payment and gives the member price.
fn associate() -> NewMembershipType {
    let full = full_membership();
    NewMembershipType {
        code: "associate".to_owned(),
        position: 2,
        valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        version: TypeVersion {
            name: "Associate".to_owned(),
            needs_decision: false,
            has_vote: false,
            joining_price: Pence::new(3_000),
            ..full.version
        },
    }
}

impl TestApp {
    /// The person has asked to join and only has to pay.
    async fn has_to_pay(&self, person: &Person) -> OpenedOrder {
        let app = Arc::clone(&self.state);
        let now = self.now();
        let new = OpenOrder {
            person_id: person.id,
            kind: OrderKind::Joining,
            type_code: "associate".to_owned(),
            application_id: None,
        };
        let opened = app.db.write_tx(async |tx| {
            create_membership_type(tx, associate(), now).await?;
            open_order(&app, tx, new, now).await.map_err(|error| Unexpected::because(error.to_string()))
        });
        opened.await.unwrap()
    }

    async fn is_member(&self, person: &Person) -> bool {
        standing(self.state.db.reader(), person.id, self.today()).await.unwrap().gives_member_price()
    }
}

/// The form with the tick applied: the page that shows what both come to.
async fn both_priced(person: &Person, form_path: &str, bookings_path: &str) -> Page {
    let form = person.get(form_path).await.form(bookings_path).choose("payer", "person").tick("join");
    person.submit_once(form.press("apply", "1")).await
}

#[actix_web::test]
async fn one_payment_settles_membership_and_place_at_the_member_price() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.person("Asha").await;
    app.has_to_pay(&asha).await;
    asha.get(&event.form_path()).await.assert_has("£90").assert_has("Pay my Associate membership (£30) together");

    let page = both_priced(&asha, &event.form_path(), &event.bookings_path()).await;
    page.assert_has("With Associate membership £30").assert_has("Pay £80 now by card");
    page.assert_has("By paying for the membership you accept the terms of membership");
    let answer = asha.submit_once(page.form(&event.bookings_path()).press("pay", "card")).await;
    assert!(!app.is_member(&asha).await, "not before the money");
    let manage = app.pay(&answer).await;
    app.settle().await;

    assert_eq!(app.stripe.total_charged().get(), 8_000);
    assert!(app.is_member(&asha).await);
    let booked = asha.get(&manage).await;
    booked.assert_has("You are booked").assert_has("£50").assert_has("member price");
    assert!(find_open_order(app.state.db.reader(), asha.id).await.unwrap().is_none());
    asha.get(&asha.get("/account/terms").await.link("Joining: Associate")).await.assert_has("Version 1, accepted on");
    let manage = manage.split('?').next().unwrap();
    let preview = asha.get(&format!("{manage}/cancellation")).await;
    asha.submit(preview.form(&format!("{manage}/cancellation"))).await;
    app.settle().await;
    assert_eq!(app.stripe.total_refunded().get(), 5_000, "the membership stays paid");
    assert!(app.is_member(&asha).await);
    app.ignore_mail();
}

#[actix_web::test]
async fn elg_15_a_tick_that_was_not_priced_yet_stops_and_shows_both_sums() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.person("Asha").await;
    app.has_to_pay(&asha).await;
    let form = asha.get(&event.form_path()).await.form(&event.bookings_path());

    let stopped = asha.submit_once(form.choose("payer", "person").tick("join").press("pay", "card")).await;

    stopped.assert_status(409).assert_has("it was £90, it is now £80").assert_has("Pay £80 now by card");
    assert_eq!(app.seats_taken(&event).await, 0);
}

#[actix_web::test]
async fn co_04_whoever_joins_while_booking_accepts_only_the_terms_that_were_on_the_page() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.person("Asha").await;
    app.has_to_pay(&asha).await;
    let form = both_priced(&asha, &event.form_path(), &event.bookings_path()).await.form(&event.bookings_path());
    app.publish_terms(2, "Other words.").await;

    let stopped = asha.submit_once(form.press("pay", "card")).await;

    stopped.assert_status(409).assert_has("The terms of membership have changed since you opened this page");
    assert_eq!(app.seats_taken(&event).await, 0);
    let answer = asha.submit_once(stopped.form(&event.bookings_path()).press("pay", "card")).await;
    app.pay(&answer).await;
    app.settle().await;
    asha.get(&asha.get("/account/terms").await.link("Joining: Associate")).await.assert_has("Version 2, accepted on");
    app.ignore_mail();
}

#[actix_web::test]
async fn a_membership_that_cannot_begin_any_more_gives_everything_back() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.person("Asha").await;
    let order = app.has_to_pay(&asha).await;
    let page = both_priced(&asha, &event.form_path(), &event.bookings_path()).await;
    let answer = asha.submit_once(page.form(&event.bookings_path()).press("pay", "card")).await;
    let now = app.now();
    let state = Arc::clone(&app.state);
    let gone = state.db.write_tx(async |tx| {
        let why = (Actor::Person(asha.id), "changed my mind");
        withdraw_order(&state, tx, (asha.id, &order.reference), why, now).await
    });
    assert!(gone.await.unwrap());

    app.pay(&answer).await;
    app.settle().await;

    assert_eq!((app.stripe.total_charged().get(), app.stripe.total_refunded().get()), (8_000, 8_000));
    assert!(!app.is_member(&asha).await);
    assert_ne!(app.last_booking().await.state, "confirmed");
    app.ignore_mail();
}

#[actix_web::test]
async fn a_browser_that_makes_a_membership_up_gains_nothing() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.person("Asha").await;
    let form = asha.get(&event.form_path()).await.form(&event.bookings_path()).choose("payer", "person");

    let made_up = form.set("join", "together").set("shown_standard", "9000").set("shown_mine", "5000");
    let stopped = asha.submit_once(made_up.press("pay", "card")).await;

    stopped.assert_status(409).assert_has("cannot be paid together with this booking");
    assert_eq!(app.seats_taken(&event).await, 0);
}

#[actix_web::test]
async fn the_difference_comes_back_by_itself_when_the_membership_begins_before_the_event_and_not_after() {
    for (begins_at, expected) in [("2026-06-30T09:00:00Z", 4_000), ("2026-07-01T08:30:00Z", 0)] {
        let app = spawn_app().await;
        let event = app.sell(course()).await;
        let asha = app.person("Asha").await;
        let page = asha.get(&event.form_path()).await;
        page.assert_has("I am joining as well").assert_has("£40 comes back by itself");
        let form = page.form(&event.bookings_path()).choose("payer", "person").tick("join");
        let answer = asha.submit_once(form.press("pay", "card")).await;
        app.pay(&answer).await;
        app.settle().await;
        assert_eq!(app.stripe.total_charged().get(), 9_000);
        app.clock.set(begins_at.parse().unwrap());
        app.run_jobs().await;
        app.sign_in(&asha).await;

        let order = app.has_to_pay(&asha).await;
        app.money_comes(order.charge_id.unwrap(), 3_000).await;
        app.settle().await;
        app.settle().await;

        assert!(app.is_member(&asha).await);
        assert_eq!(app.stripe.total_refunded().get(), expected, "{begins_at}");
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn whoever_did_not_say_that_they_are_joining_keeps_the_price_they_paid() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.person("Asha").await;
    let form = asha.get(&event.form_path()).await.form(&event.bookings_path()).choose("payer", "person");
    app.pay(&asha.submit_once(form.press("pay", "card")).await).await;
    app.settle().await;

    let order = app.has_to_pay(&asha).await;
    app.money_comes(order.charge_id.unwrap(), 3_000).await;
    app.settle().await;

    assert_eq!(app.stripe.total_refunded().get(), 0);
    app.ignore_mail();
}

#[actix_web::test]
async fn elg_7_the_difference_comes_back_by_itself_on_the_date_the_place_has_moved_to() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let asha = app.person("Asha").await;
    let page = asha.get(&from.form_path()).await;
    let form = page.form(&from.bookings_path()).choose("payer", "person").tick("join");
    app.pay(&asha.submit_once(form.press("pay", "card")).await).await;
    app.settle().await;
    let manage = app.page_of(&app.last_booking().await);
    move_to(&asha, &manage, &to, "").await.assert_has("Moved.");
    app.settle().await;

    let order = app.has_to_pay(&asha).await;
    app.money_comes(order.charge_id.unwrap(), 3_000).await;
    app.settle().await;
    app.settle().await;

    assert_eq!(app.stripe.total_refunded().get(), 4_000);
    app.ignore_mail();
}
