//! Claim links (GRP-2, D17): sent by the booker, used once by the person.

use super::{group, names_form, names_of};
use crate::bookings::moving::{move_to, two_dates};
use crate::bookings::shop::course;
use crate::support::client::Client;
use crate::support::{TestApp, spawn_app};

/// Sends the link of place 1 to the address and gives its path.
async fn send_link(app: &TestApp, visitor: &Client, manage: &str, to: &str) -> String {
    let form = names_form(visitor, manage).await.fill("email_1", to);
    visitor.submit(form).await.assert_has("1 link sent");
    app.run_jobs().await;
    app.mail().to(to).link("/claim-place/")
}

fn typed<'a>(name: &'a str, email: &'a str) -> [(&'static str, &'a str); 2] {
    [("name", name), ("email", email)]
}

#[actix_web::test]
async fn grp_2_somebody_puts_their_own_name_to_a_place_by_a_link_that_works_once() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let (visitor, siân) = (app.visitor(), app.visitor());
    let manage = group(&app, &event, &visitor, &[], 2).await;
    app.ignore_mail();

    let link = send_link(&app, &visitor, &manage, "team@example.org").await;
    visitor.get(&manage).await.assert_has("Link sent to team@example.org").assert_has("2 places have no name yet");
    let page = siân.get(&link).await;
    siân.get(&link).await;
    page.assert_status(200).assert_has("Bo Booker has booked this place for you");
    assert_eq!(names_of(&app, &event).await, ["", ""], "looking changes nothing (D17)");
    let form = page.form(&link).fill_all(&typed("Siân O'Neill", "sian@example.org"));
    let done = siân.submit(form.clone()).await;
    app.run_jobs().await;

    done.assert_has("the place is yours").assert_has("We have written to sian@example.org");
    assert!(!done.path.contains("/manage/"), "anybody may type her address: {}", done.path);
    assert_eq!(names_of(&app, &event).await, ["Siân O'Neill", ""]);
    let mail = app.mail().only();
    assert_eq!(mail.to, "sian@example.org");
    mail.assert_says("Your place is booked by Bo Booker");
    assert_eq!(mail.calendar_line("METHOD"), "REQUEST");
    siân.get(&mail.link("/manage/")).await.assert_has("Siân O'Neill");
    visitor.get(&manage).await.assert_has("1 place has no name yet").assert_lacks("Link sent");

    siân.get(&link).await.assert_status(410).assert_has("This link has ended");
    siân.submit(form.clone()).await.assert_has("the place is yours");
    let other = siân.submit_once(form.fill("name", "Eve Ill")).await;
    other.assert_status(410).assert_has("does not work any more");
    app.run_jobs().await;
    app.mail().assert_none();
    assert_eq!(names_of(&app, &event).await, ["Siân O'Neill", ""]);
}

#[actix_web::test]
async fn grp_7_a_claim_opens_the_place_only_for_whoever_reads_the_mailbox_that_was_typed() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let booker = app.visitor();
    let manage = group(&app, &event, &booker, &[], 2).await;
    app.ignore_mail();

    // The booker has the link sent to a mailbox of their own, and types a colleague's name and address.
    let link = send_link(&app, &booker, &manage, "bo.booker@example.org").await;
    let form = booker.get(&link).await.form(&link).fill_all(&typed("Siân", "sian@example.org"));
    for _ in 0..2 {
        let done = booker.submit(form.clone()).await;
        assert!(!done.path.contains("/manage/") && !done.html.contains("/manage/"), "{}", done.path);
    }
    app.run_jobs().await;
    assert_eq!(app.mail().only().to, "sian@example.org");

    // Whoever claims with the address the link came to has proved that they read it.
    let form = names_form(&booker, &manage).await.fill("email_2", "team@example.org");
    booker.submit(form).await;
    app.run_jobs().await;
    let link = app.mail().to("team@example.org").link("/claim-place/");
    let di = app.visitor();
    let own = di.submit(di.get(&link).await.form(&link).fill_all(&typed("Di Four", "TEAM@example.org"))).await;
    own.assert_has("the place is yours").assert_has("Di Four");
    assert!(own.path.starts_with("/manage/"), "{}", own.path);
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn grp_2_a_link_sent_again_replaces_the_first() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &[], 1).await;
    app.ignore_mail();

    let first = send_link(&app, &visitor, &manage, "wrong@example.org").await;
    let form = visitor.get(&first).await.form(&first).fill_all(&typed("Eve Ill", "eve@example.org"));
    let second = send_link(&app, &visitor, &manage, "team@example.org").await;

    assert_ne!(first, second);
    visitor.get(&first).await.assert_status(404);
    visitor.submit_once(form).await.assert_status(404);
    visitor.get(&second).await.assert_status(200);
    assert_eq!(names_of(&app, &event).await, [""]);
}

#[actix_web::test]
async fn a_link_ends_when_the_booker_types_a_name_or_cancels_the_place() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &["Asha Verma"], 0).await;
    let typed_over = group(&app, &event, &visitor, &[], 2).await;
    app.ignore_mail();
    let link = send_link(&app, &visitor, &typed_over, "team@example.org").await;
    let form = visitor.get(&link).await.form(&link).fill_all(&typed("Siân", "sian@example.org"));

    let names = names_form(&visitor, &typed_over).await.fill("name_1", "Bo Ng").fill("email_1", "bo.ng@example.org");
    visitor.submit(names).await.assert_has("1 name saved");
    visitor.submit_once(form).await.assert_status(410).assert_has("the place has a name");

    let form = names_form(&visitor, &typed_over).await.fill("email_2", "di@example.org");
    visitor.submit(form).await;
    app.run_jobs().await;
    let link = app.mail().to("di@example.org").link("/claim-place/");
    let preview = visitor.get(&format!("{typed_over}/cancellation?place=2")).await;
    visitor.submit(preview.form(&format!("{typed_over}/cancellation"))).await;
    visitor.get(&link).await.assert_status(410).assert_has("not booked any more");
    visitor.get(&format!("{manage}/names")).await.assert_has("Every place of this booking has a name");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_claim_is_refused_in_words_and_saves_nothing() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &[], 1).await;
    group(&app, &event, &app.visitor(), &["Asha Verma"], 0).await;
    app.ignore_mail();
    let link = send_link(&app, &visitor, &manage, "team@example.org").await;
    let form = visitor.get(&link).await.form(&link);

    for (name, email, field, words) in [
        ("", "sian@example.org", "name", "Enter a name"),
        ("Siân", "", "email", "Enter an email address"),
        ("Siân", "sian", "email", "correct format"),
        ("asha  VERMA", "Asha.Verma@example.org", "name", "You already have a place on this date"),
    ] {
        let page = visitor.submit_once(form.clone().fill_all(&typed(name, email))).await;
        let error = page.assert_status(422).error_of(field);
        assert!(error.contains(words), "{error}");
    }
    app.advance(chrono::Duration::days(30));
    let page = visitor.submit_once(form.fill_all(&typed("Siân", "sian@example.org"))).await;
    page.assert_status(410).assert_has("The event has started");
    assert_eq!(names_of(&app, &event).await[0], "");
    app.leave_work();
    for other in ["/claim-place/AQAAAAAAAAAB", &link.replace("/claim-place/", "/manage/"), &format!("{link}x")] {
        visitor.get(other).await.assert_status(404);
    }
}

#[actix_web::test]
async fn links_of_one_booking_are_limited() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &[], 10).await;
    let form = names_form(&visitor, &manage).await;
    let form = (1..=10).fold(form, |form, n| form.fill(&format!("email_{n}"), "team@example.org"));

    for _ in 0..6 {
        visitor.submit(form.clone()).await.assert_has("10 links sent");
    }
    visitor.submit(form).await.assert_has("Many links have been sent for this booking today");

    app.run_jobs().await;
    assert_eq!(app.mail().all().iter().filter(|mail| mail.to == "team@example.org").count(), 60);
}

#[actix_web::test]
async fn grp_2_a_claim_link_goes_with_a_move_and_the_old_one_leads_to_the_new_date() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let (visitor, siân) = (app.visitor(), app.visitor());
    let manage = group(&app, &from, &visitor, &[], 2).await;
    app.ignore_mail();
    let old = send_link(&app, &visitor, &manage, "team@example.org").await;
    let open = siân.get(&old).await.form(&old).fill_all(&typed("Siân O'Neill", "sian@example.org"));

    move_to(&visitor, &manage, &to, "").await.assert_has("Moved.").assert_has("Link sent to team@example.org");
    app.settle().await;

    let mail = app.mail().to("team@example.org");
    mail.assert_says("it was for Wednesday 1 July 2026").assert_says("it is for Wednesday 15 July 2026 now");
    let new = mail.link("/claim-place/");
    let led = siân.get(&old).await;
    assert_eq!((led.path.as_str(), new == old), (new.as_str(), false));
    led.assert_has("Wednesday 15 July 2026");
    let late = siân.submit(open).await;
    late.assert_has("has been moved to another date since you opened the page");
    assert_eq!(names_of(&app, &to).await, ["", ""], "nobody claims a date they have not seen");
    let form = late.form(&new).fill_all(&typed("Siân O'Neill", "sian@example.org"));
    siân.submit(form).await.assert_has("the place is yours").assert_has("Wednesday 15 July 2026");
    app.run_jobs().await;
    assert_eq!(names_of(&app, &to).await, ["Siân O'Neill", ""]);
    app.ignore_mail();
}

#[actix_web::test]
async fn grp_2_an_old_link_never_leads_to_one_that_was_sent_to_somebody_else() {
    let app = spawn_app().await;
    let (from, to) = two_dates(&app).await;
    let visitor = app.visitor();
    let manage = group(&app, &from, &visitor, &[], 1).await;
    app.ignore_mail();
    let old = send_link(&app, &visitor, &manage, "team@example.org").await;
    move_to(&visitor, &manage, &to, "").await.assert_has("Moved.");
    app.settle().await;
    app.ignore_mail();

    let moved = app.page_of(&app.last_booking().await);
    send_link(&app, &visitor, &moved, "other@example.org").await;

    visitor.get(&old).await.assert_status(410).assert_has("This link has ended");
    assert_eq!(names_of(&app, &to).await, [""]);
    app.ignore_mail();
}
