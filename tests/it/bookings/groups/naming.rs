//! Booking without names and typing them later (GRP-1, GRP-2, GRP-4 to GRP-7, DUP-1, DUP-5, D8).

use super::{filled, group, names_form, names_of};
use crate::bookings::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn grp_1_places_are_booked_for_some_or_none_of_the_people_named() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();

    let some = group(&app, &event, &visitor, &["Asha Verma"], 2).await;
    let none = group(&app, &event, &visitor, &[], 3).await;

    assert_eq!(app.stripe.total_charged().get(), 6 * 9_000);
    assert_eq!(app.seats_taken(&event).await, 6);
    visitor.get(&some).await.assert_has("2 places have no name yet").assert_has("Asha Verma").assert_has("Place 3");
    visitor.get(&none).await.assert_has("3 places have no name yet").assert_has("Monday 29 June 2026");
    let names = names_of(&app, &event).await;
    assert_eq!(names, ["Asha Verma", "", "", "", "", ""], "the booker comes only if they say so");
    app.ignore_mail();
}

#[actix_web::test]
async fn grp_4_a_place_without_a_name_gets_no_mail_and_no_calendar_entry() {
    let app = spawn_app().await;
    let event = app.sell(course().joined_at("https://zoom.us/j/1")).await;
    let visitor = app.visitor();

    group(&app, &event, &visitor, &["Asha Verma"], 2).await;

    let mails = app.mail().all();
    let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to.len(), 2, "{to:?}");
    let receipt = mails.iter().find(|mail| mail.to == "bo@example.org").unwrap();
    receipt.assert_says("2 places have no name yet").assert_says("Place 2");
    assert!(receipt.calendar.is_none(), "the booker has no place");
}

#[actix_web::test]
async fn grp_5_each_named_person_gets_their_own_confirmation_even_at_one_mailbox() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &["Asha Verma"], 3).await;
    app.ignore_mail();

    let form = names_form(&visitor, &manage).await.fill_all(&[
        ("name_2", "Siân O'Neill"),
        ("email_2", "team@example.org"),
        ("name_4", "Nguyễn Thị Hoa"),
        ("email_4", "team@example.org"),
    ]);
    let page = visitor.submit(form).await;
    app.run_jobs().await;

    page.assert_has("2 names saved").assert_has("1 place has no name yet").assert_has("Siân O'Neill");
    assert_eq!(names_of(&app, &event).await, ["Asha Verma", "Siân O'Neill", "", "Nguyễn Thị Hoa"]);
    let mails = app.mail().all();
    assert_eq!(mails.len(), 2);
    for (mail, name) in mails.iter().zip(["Siân O'Neill", "Nguyễn Thị Hoa"]) {
        assert_eq!(mail.to, "team@example.org");
        mail.assert_says(&format!("Hello {name}")).assert_says("yours alone");
        assert_eq!(mail.calendar_line("METHOD"), "REQUEST");
    }
    assert_ne!(mails[0].link("/manage/"), mails[1].link("/manage/"));
    assert_eq!(app.seats_taken(&event).await, 4, "naming takes no seat");
}

#[actix_web::test]
async fn d8_a_member_who_is_named_later_gets_the_difference_by_their_own_confirmation() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let asha = app.member("Asha").await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &[], 2).await;
    app.ignore_mail();

    let form = names_form(&visitor, &manage).await;
    let page = visitor.submit(form.fill("name_1", "Asha Example").fill("email_1", &asha.email)).await;
    app.settle().await;
    let offer = app.all_mail().into_iter().find(|mail| mail.text.contains("/member-price/")).unwrap();
    let link = offer.link("/member-price/");
    let done = visitor.submit(visitor.get(&link).await.form(&link)).await;
    app.settle().await;

    page.assert_lacks("member");
    done.assert_has("£40 is on its way back");
    assert_eq!(app.stripe.total_refunded().get(), 4_000);
    app.ignore_mail();
}

#[actix_web::test]
async fn dup_1_nobody_is_named_for_two_places_of_a_date_and_then_nothing_is_saved() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    group(&app, &event, &app.visitor(), &["Cy Dee"], 0).await;
    let manage = group(&app, &event, &visitor, &["Asha Verma"], 2).await;
    app.ignore_mail();
    let table = [
        (["Asha Verma", "asha.verma@example.org", "Bo Ng", "bo.ng@example.org"], "name_2", "already has a place"),
        (["ASHA  verma", "Asha.Verma@example.org", "Bo Ng", "bo.ng@example.org"], "name_2", "already has a place"),
        (["Bo Ng", "bo.ng@example.org", "Cy Dee", "cy.dee@example.org"], "name_3", "already has a place"),
        (["Bo Ng", "bo.ng@example.org", "bo ng", "BO.NG@example.org"], "name_3", "stands here twice"),
        (["Bo Ng", "", "Di Eve", "di@example.org"], "email_2", "Enter an email address"),
        (["", "di@", "Di Eve", "di@example.org"], "email_2", "correct format"),
    ];

    for ([name_2, email_2, name_3, email_3], field, words) in table {
        let form = names_form(&visitor, &manage).await;
        let typed = [("name_2", name_2), ("email_2", email_2), ("name_3", name_3), ("email_3", email_3)];
        let page = visitor.submit_once(form.fill_all(&typed)).await;

        let error = page.assert_status(422).error_of(field);
        assert!(error.contains(words), "{name_2}, {name_3}: {error}");
        assert_eq!(page.form(&format!("{manage}/names")).value("name_3"), Some(name_3), "what was typed is kept");
    }
    assert_eq!(names_of(&app, &event).await, ["Cy Dee", "Asha Verma", "", ""]);
    app.run_jobs().await;
    app.mail().assert_none();
}

#[actix_web::test]
async fn dup_5_one_person_named_in_two_tabs_at_once_has_one_place() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let (one, other) = (app.visitor(), app.visitor());
    let (first, second) = (group(&app, &event, &one, &[], 1).await, group(&app, &event, &other, &[], 1).await);
    let asha = [("name_1", "Asha Verma"), ("email_1", "asha@example.org")];
    let forms = (names_form(&one, &first).await.fill_all(&asha), names_form(&other, &second).await.fill_all(&asha));

    let answers = futures_util::future::join(one.submit_once(forms.0), other.submit_once(forms.1)).await;

    let mut statuses = [answers.0.status.as_u16(), answers.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    let mut names = names_of(&app, &event).await;
    names.sort();
    assert_eq!(names, ["", "Asha Verma"]);
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_tampered_quantity_or_place_changes_nothing() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    for (unnamed, status) in [("-1", 422), ("1.5", 422), ("99999999999999", 422), ("11", 409), ("9999", 409)] {
        let form = filled(&event, &visitor, &["Asha Verma"], 1).await;
        let form = form.set("unnamed", unnamed).set("shown_unnamed", unnamed);
        visitor.submit_once(form.press("pay", "card")).await.assert_status(status);
    }
    assert_eq!(app.seats_taken(&event).await, 0);
    let manage = group(&app, &event, &visitor, &["Asha Verma"], 1).await;
    let others = group(&app, &event, &visitor, &[], 1).await;
    app.ignore_mail();

    let form = names_form(&visitor, &manage).await;
    for position in ["1", "3", "0", "-1"] {
        let (name, email) = (format!("name_{position}"), format!("email_{position}"));
        let tampered = form.clone().set(&name, "Eve Ill").set(&email, "eve@example.org");
        visitor.submit_once(tampered).await.assert_status(422);
    }
    let stolen = form.set("name_2", "Eve").set("email_2", "eve@example.org");
    visitor.post(&format!("{others}x/names"), &stolen.pairs()).await.assert_status(404);
    assert_eq!(names_of(&app, &event).await, ["Asha Verma", "", ""]);
}

#[actix_web::test]
async fn without_script_the_right_total_is_shown_before_anything_is_booked() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let form = filled(&event, &visitor, &["Asha Verma"], 2).await.set("shown_unnamed", "0");

    let shown = visitor.submit_once(form.press("pay", "card")).await;
    assert_eq!(app.seats_taken(&event).await, 0);
    let form = shown.assert_status(200).assert_has("3 places").assert_has("£270").form(&event.bookings_path());
    visitor.submit_once(form.press("pay", "card")).await.assert_status(303);

    assert_eq!(app.stripe.sessions()[0].amount_total.get(), 27_000);
}

#[actix_web::test]
async fn a_place_without_a_name_is_cancelled_like_any_other() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &["Asha Verma"], 2).await;
    app.ignore_mail();

    let preview = visitor.get(&format!("{manage}/cancellation?place=3")).await;
    preview.assert_has("Place 3").assert_has("£90 was paid, all of it comes back");
    visitor.submit(preview.form(&format!("{manage}/cancellation"))).await.assert_has("1 place has no name yet");
    app.settle().await;

    assert_eq!(app.seats_taken(&event).await, 2);
    assert_eq!(app.stripe.total_refunded().get(), 9_000);
    let mails = app.mail().all();
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["bo@example.org"]);
    let form = names_form(&visitor, &manage).await;
    assert_eq!((form.value("name_2"), form.value("name_3")), (Some(""), None));
}

#[actix_web::test]
async fn a_late_payment_brings_a_group_without_names_back_beside_others_without_names() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    group(&app, &event, &app.visitor(), &[], 2).await;
    let form = filled(&event, &visitor, &[], 2).await;
    visitor.submit_once(form.press("pay", "bank")).await.assert_status(303);
    app.advance(chrono::Duration::days(8));
    app.run_jobs().await;
    assert_eq!(app.seats_taken(&event).await, 2, "the hold is over");

    let booking = app.last_booking().await;
    app.money_comes(booking.charge_id.unwrap(), 18_000).await;

    let page = visitor.get(&app.page_of(&booking)).await;
    page.assert_has("You are booked").assert_has("2 places have no name yet");
    assert_eq!(app.seats_taken(&event).await, 4);
    app.ignore_mail();
}

#[actix_web::test]
async fn grp_7_the_booker_sees_names_and_states_of_the_group_and_nothing_they_told_us() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &["Asha Verma"], 2).await;
    let own = app.mail().to("asha.verma@example.org").link("/manage/");
    let form = names_form(&visitor, &manage).await;
    visitor.submit(form.fill("email_2", "di@example.org")).await;
    let asha = app.visitor();
    let needs = asha.get(&format!("{own}/needs")).await;
    let told = needs.form(&needs.path).tick("step_free").fill("more", "A ramp").tick("agreed").press("do", "tell");
    asha.submit(told).await.assert_has("Received");

    let page = visitor.get(&manage).await;

    page.assert_has("Asha Verma").assert_has("Link sent").assert_has("Not named yet").assert_has("di@example.org");
    page.assert_lacks("A ramp").assert_lacks("Step-free").assert_lacks("Received");
    assert!(!page.html.contains(&own), "no way to the attendee's own page");
    for path in ["needs", "questions"] {
        let page = visitor.get(&format!("{manage}/{path}")).await;
        page.assert_lacks("A ramp").assert_lacks("Step-free");
    }
    app.settle().await;
    app.ignore_mail();
}
