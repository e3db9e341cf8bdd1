//! The booking form and what it writes.

use chrono::Duration;

use super::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn a_booking_holds_the_places_and_leads_to_the_pay_page() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();

    let answer = event.book(&visitor, &["Asha Verma", "Siân O'Neill"]).await;

    answer.assert_status(303);
    assert!(answer.header("location").starts_with(&app.stripe.base_url()), "{}", answer.header("location"));
    assert_eq!(app.seats_taken(&event).await, 2);
    assert_eq!(app.stripe.sessions()[0].amount_total.get(), 18_000);
}

#[actix_web::test]
async fn each_wrong_field_gets_a_sentence_and_nothing_is_written() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let long = "x".repeat(201);
    let table = [
        ("attendee_name_1", ""),
        ("attendee_name_1", long.as_str()),
        ("attendee_name_1", "Bo\u{202e}Booker"),
        ("attendee_email_1", "not an address"),
        ("attendee_email_1", ""),
        ("booker_name", ""),
        ("booker_email", "a@b"),
        ("payer", "nobody"),
        ("organisation", ""),
    ];

    for (field, typed) in table {
        let form = event
            .filled(&visitor, &["Asha Verma"])
            .await
            .choose("payer", "organisation")
            .fill("organisation", "Council");
        let page = visitor.submit_once(form.set(field, typed).press("pay", "card")).await;

        page.assert_status(422);
        assert!(!page.error_of(field).is_empty(), "{field} = {typed:?}: {}", page.text());
        page.assert_has("There is a problem");
    }
    assert_eq!(app.seats_taken(&event).await, 0);
}

#[actix_web::test]
async fn names_of_all_kinds_are_kept_as_typed() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(0, None)).await;
    let visitor = app.visitor();
    let names = ["O'Neill", "Siân Ng", "Nguyễn Thị Minh Khai", "<b>Bold</b> & Co", "🙂 Smile", "محمد"];
    let mut form = event.filled(&visitor, &names).await;
    for number in 1..=names.len() {
        form = form.set(&format!("attendee_email_{number}"), "team@example.org");
    }

    let page = visitor.submit(form.set("payer", "person").press("pay", "free")).await;
    app.run_jobs().await;

    page.assert_status(200);
    for name in names {
        page.assert_has(name);
    }
    let mails = app.mail();
    assert_eq!(
        mails.lines().iter().filter(|line| line.contains("team@example.org")).count(),
        6,
        "one mail each (GRP-5)"
    );
    app.ignore_mail();
}

#[actix_web::test]
async fn the_same_form_sent_twice_is_one_booking() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let form =
        event.filled(&visitor, &["Asha Verma"]).await.choose("payer", "organisation").fill("organisation", "Council");
    let form = form.press("pay", "card");

    let (first, second) = (visitor.submit_once(form.clone()).await, visitor.submit_once(form.clone()).await);
    let changed = visitor.submit_once(form.set("attendee_name_1", "Somebody Else")).await;

    assert_eq!(first.header("location"), second.header("location"));
    changed.assert_status(409).assert_has("sent before with other answers");
    assert_eq!(app.seats_taken(&event).await, 1);
    assert_eq!(app.stripe.sessions().len(), 1);
}

#[actix_web::test]
async fn somebody_with_a_live_place_is_not_booked_again() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    event.book(&visitor, &["Asha Verma"]).await;

    let again = visitor
        .submit_once(
            event
                .filled(&visitor, &["ASHA  verma"])
                .await
                .set("attendee_email_1", "Asha.Verma@EXAMPLE.org")
                .choose("payer", "organisation")
                .fill("organisation", "Council")
                .press("pay", "card"),
        )
        .await;

    again.assert_status(409).assert_has("already has a place on this date");
    assert_eq!(app.seats_taken(&event).await, 1, "the refused claim was rolled back");
}

#[actix_web::test]
async fn asking_the_form_again_and_again_who_has_a_place_is_stopped() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    event.book(&visitor, &["Asha Verma"]).await.assert_status(303);
    let form = event.filled(&visitor, &["Asha Verma"]).await.choose("payer", "organisation");
    let form = form.fill("organisation", "Council").press("pay", "card");

    for _ in 0..59 {
        visitor.submit_once(form.clone()).await.assert_status(409);
    }
    visitor.submit_once(form).await.assert_status(429);
}

#[actix_web::test]
async fn a_full_date_says_how_many_are_left() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(2)).await;
    let visitor = app.visitor();

    let refused = event.book(&visitor, &["Ann A", "Ben B", "Cat C"]).await;

    refused.assert_status(409).assert_has("Only 2 places are left");
    assert_eq!(app.seats_taken(&event).await, 0);
}

#[actix_web::test]
async fn elg_15_a_changed_total_is_shown_and_not_charged() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let form =
        event.filled(&visitor, &["Asha Verma"]).await.choose("payer", "organisation").fill("organisation", "Council");

    let page = visitor.submit_once(form.set("shown_standard", "4500").press("pay", "card")).await;

    page.assert_status(409).assert_has("it was £45, it is now £90");
    assert!(app.stripe.sessions().is_empty());
}

#[actix_web::test]
async fn co_02_enter_on_a_paid_form_shows_its_prices_and_holds_nothing() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Asha Verma", "Ben Lee"]).await.choose("payer", "organisation");
    let form = form.fill("organisation", "Council");

    // The form's first button, as a browser takes Enter; and no button at all.
    let entered = visitor.submit_once(form.clone()).await;
    let bare = visitor.post(&event.bookings_path(), &form.fields).await;

    for shown in [entered, bare] {
        shown.assert_status(200).assert_has("2 places").assert_has("£180").assert_lacks("There is a problem");
        let typed = shown.form(&event.bookings_path());
        assert_eq!((typed.value("attendee_name_2"), typed.value("organisation")), (Some("Ben Lee"), Some("Council")));
    }
    assert_eq!(app.seats_taken(&event).await, 0);
    assert!(app.stripe.sessions().is_empty());
}

#[actix_web::test]
async fn rows_are_added_and_removed_without_script() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let form = event.filled(&visitor, &["Asha Verma"]).await;

    let two = visitor.submit_once(form.press("add", "1")).await;
    let action = format!("/events/{}/bookings", event.slug);
    two.assert_status(200).assert_has("2 places").assert_has("£180");
    let one = visitor.submit_once(two.form(&action).press("remove", "1")).await;

    one.assert_has("1 place").assert_has("£90").assert_lacks("Asha Verma");
}

#[actix_web::test]
async fn co_06_a_person_asks_for_the_place_when_the_event_is_near() {
    let app = spawn_app().await;
    let near = app.sell(course().in_days(14)).await;
    let far = app.sell(course().in_days(16)).await;
    let visitor = app.visitor();

    let refused = visitor
        .submit_once(near.filled(&visitor, &["Asha Verma"]).await.choose("payer", "person").press("pay", "card"))
        .await;
    let form = near.filled(&visitor, &["Asha Verma"]).await.choose("payer", "person").tick("start_now");
    let taken = visitor.submit_once(form.press("pay", "card")).await;
    let not_asked = visitor
        .submit_once(far.filled(&visitor, &["Asha Verma"]).await.choose("payer", "person").press("pay", "card"))
        .await;

    refused.assert_status(409);
    assert!(refused.error_of("start_now").contains("Tick the box"));
    taken.assert_status(303);
    not_asked.assert_status(303);
}

#[actix_web::test]
async fn ses_10_bookings_close_an_hour_before_the_start() {
    let app = spawn_app().await;
    let event = app.sell(course().in_days(1)).await;
    let visitor = app.visitor();
    let start_less_an_hour = Duration::hours(22) + Duration::minutes(30);

    app.advance(start_less_an_hour);
    visitor.get(&event.form_path()).await.assert_has("Book places");
    app.advance(Duration::microseconds(1));
    let closed = visitor.get(&event.form_path()).await;

    closed.assert_lacks("Book places").assert_has("Bookings for this date have closed");
}
