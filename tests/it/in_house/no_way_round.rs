//! A private date stays private to its authority: not by moving a place (TRF-1, INH-4), not by another address (INH-4), not by an
//! old link or over the heads of those who wait (INH-6).

use nairo::kernel::LinkPurpose;
use sea_orm::EntityTrait;

use super::steps::{accepted, officer, register, set_date};
use crate::bookings::shop::{OnSale, course, members_meeting};
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::spawn_app;

const ELSEWHERE: &str = "can only be moved to another date of the same course";

fn visibility(event: &OnSale) -> String {
    format!("/admin/events/{}/visibility", event.id)
}

/// Presses the one button of the page: hides the date, or shows it.
async fn turn(officer: &Person, event: &OnSale) -> Page {
    officer.submit(officer.get(&visibility(event)).await.form(&visibility(event))).await
}

fn register_link(page: &Page) -> String {
    let start = page.html.find("/in-house-register/").expect("the page shows the link");
    page.html[start..].chars().take_while(|letter| !letter.is_whitespace() && !matches!(letter, '<' | '"')).collect()
}

/// Posts a move that no page offered.
async fn force_move(client: &Client, base: &str, to: i64, back_pence: &str) -> Page {
    let to = to.to_string();
    let fields = [("place", ""), ("to", to.as_str()), ("due_pence", "0"), ("back_pence", back_pence)];
    let mut fields: Vec<(String, String)> = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    fields.push(("csrf".to_owned(), client.csrf().await));
    let answer = client.post(&format!("{base}/move"), &fields).await;
    answer.assert_status(303);
    client.get(base).await
}

#[actix_web::test]
async fn trf_1_nobody_moves_a_paid_place_to_an_authority_s_own_date_or_to_one_that_is_not_there() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let id = app.a_course().await;
    let (from, private) = (app.sell(course().of(id)).await, app.sell(course().of(id).in_days(44)).await);
    turn(&officer, &private).await.assert_has("This date is private now");
    let visitor = app.visitor();
    from.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let manage = app.page_of(&app.last_booking().await);

    visitor.get(&format!("{manage}/move")).await.assert_lacks("15 July 2026");
    for number in [private.id, 999_999] {
        let looked = visitor.get(&format!("{manage}/move?to={number}")).await;
        looked.assert_has(ELSEWHERE).assert_lacks("15 July 2026");
        force_move(&visitor, &manage, number, "9000").await.assert_has(ELSEWHERE).assert_has("You are booked");
    }

    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&private).await), (1, 0));
    app.settle().await;
    assert!(app.stripe.total_refunded().is_zero());
    app.ignore_mail();
}

#[actix_web::test]
async fn trf_1_a_place_that_an_authority_pays_for_is_not_moved_to_a_public_date() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let id = app.a_course().await;
    let (public, private) = (app.sell(course().of(id)).await, app.sell(course().of(id).in_days(44)).await);
    let link = register_link(&turn(&officer, &private).await);
    let ben = app.person("Ben Lee").await;
    register(&ben, &link, "Ben Lee", &ben.email).await.assert_has("Ben Lee is registered");
    let own = format!("/bookings/{}", app.last_booking().await.reference);

    let looked = ben.get(&format!("{own}/move?to={}", public.id)).await;
    let forced = force_move(&ben, &own, public.id, "0").await;

    looked.assert_has("training for one authority");
    forced.assert_has("training for one authority");
    assert_eq!((app.seats_taken(&public).await, app.seats_taken(&private).await), (0, 1));
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn elg_6_a_place_is_not_moved_to_a_date_for_members_by_somebody_who_is_none() {
    let app = spawn_app().await;
    let id = app.a_course().await;
    let from = app.sell(course().of(id)).await;
    let meeting = app.sell(members_meeting().of(id).at_half_past_nine().in_days(44)).await;
    let visitor = app.visitor();
    from.book_and_pay(&app, &visitor, &["Asha Verma"]).await;
    let manage = app.page_of(&app.last_booking().await);

    force_move(&visitor, &manage, meeting.id, "9000").await.assert_has(ELSEWHERE);

    assert_eq!((app.seats_taken(&from).await, app.seats_taken(&meeting).await), (1, 0));
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn inh_4_the_page_of_a_place_opens_from_the_mailbox_that_was_named_and_for_nobody_else() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (reference, _) = accepted(&app, &officer).await;
    let link = set_date(&app, &officer, &reference, &[("domain", "sampleton.gov.uk")]).await;
    let stranger = app.visitor();

    let done = register(&stranger, &link, "Moira Tallis", "moira@sampleton.gov.uk").await;
    app.run_jobs().await;

    done.assert_has("Moira Tallis is registered").assert_has("moira@sampleton.gov.uk");
    assert_eq!(done.path, link);
    assert!(!done.html.contains("/manage/") && !done.html.contains("/join-event/"));
    let moira = app.visitor();
    let own = app.mail().only().link("/manage/");
    moira.get(&own).await.assert_has("Moira Tallis");

    let details = format!("{own}/details");
    let form = moira.get(&details).await.form(&details);
    let elsewhere = moira.submit(form.clone().fill("email", "moira@example.org")).await;
    assert!(elsewhere.assert_status(409).error_of("email").contains("ends in sampleton.gov.uk"));
    moira.submit(form.fill("email", "m.tallis@sampleton.gov.uk")).await.assert_has("Saved.");
    app.run_jobs().await;
    assert_eq!(app.mail().only().to, "m.tallis@sampleton.gov.uk");
}

#[actix_web::test]
async fn inh_6_a_date_that_people_wait_for_stays_public() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let event = app.sell(course().for_pence(0, None).with_capacity(1)).await;
    let visitor = app.visitor();
    visitor
        .submit(event.filled(&visitor, &["Early Bird"]).await.press("pay", "free"))
        .await
        .assert_has("You are booked");
    let waiting = format!("/events/{}/waiting-list", event.slug);
    let ben = app.visitor();
    let form = ben.get(&format!("{waiting}/new")).await.form(&waiting);
    ben.submit(form.fill("name", "Ben Lee").fill("email", "ben.lee@example.org")).await;
    // The only outside booking is given back; who waits is not heard yet.
    let cancellation = format!("{}/cancellation", app.page_of(&app.last_booking().await));
    let preview = visitor.get(&cancellation).await;
    visitor.submit(preview.form(&cancellation)).await.assert_has("cancelled");

    let fields = [("csrf".to_owned(), officer.csrf().await), ("to".to_owned(), "private".to_owned())];
    officer.post(&visibility(&event), &fields).await;

    officer.get(&visibility(&event)).await.assert_has("People are waiting for a place on this date");
    app.visitor().get(&format!("/events/{}", event.slug)).await.assert_status(200);
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn inh_6_a_link_of_a_date_that_was_public_meanwhile_stays_worthless() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let event = app.sell(course()).await;
    let old = register_link(&turn(&officer, &event).await);
    app.visitor().get(&old).await.assert_status(200);

    turn(&officer, &event).await.assert_has("Everybody may find this date now");
    let new = register_link(&turn(&officer, &event).await);

    assert_ne!(old, new);
    app.visitor().get(&old).await.assert_status(404);
    app.visitor().get(&new).await.assert_status(200);
    let link = entity::private_registration::Entity::find_by_id(event.id).one(app.state.db.reader()).await.unwrap();
    let token = app.state.links.token(LinkPurpose::InHouseRegister, event.id, link.unwrap().link_generation);
    assert!(new.ends_with(&token));
}
