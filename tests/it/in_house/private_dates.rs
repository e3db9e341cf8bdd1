//! The private date: found by nobody who has no link, filled by those who have (INH-4 to INH-6).

use super::steps::{COUNCIL, accepted, desk, officer, register, set_date, submit_date};
use crate::bookings::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn inh_4_a_private_date_is_in_no_list_feed_map_search_or_page() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    app.sell(course()).await;
    let (reference, _) = accepted(&app, &officer).await;
    let register_link = set_date(&app, &officer, &reference, &[]).await;
    let visitor = app.visitor();
    let event = only_private_event(&app).await;

    let places = ["/", "/events", "/events?past=1", "/courses", "/calendar.ics", "/sitemap.xml", "/feed.xml", "/news"];
    for path in places {
        let page = visitor.get(path).await;
        assert!(!page.html.contains(&event.slug), "{path} names it");
        assert!(!page.html.contains("Reviews for new officers"), "{path} names it");
    }
    for path in ["", "/bookings/new"] {
        visitor.get(&format!("/events/{}{path}", event.slug)).await.assert_status(404);
    }
    let token = visitor.csrf().await;
    let sent = visitor.post(&format!("/events/{}/bookings", event.slug), &[("csrf".to_owned(), token)]).await;
    sent.assert_status(404);
    let shown = visitor.get(&register_link).await;
    assert!(!shown.html.contains("application/ld+json"), "no structured data");
    assert!(shown.header("x-robots-tag").contains("noindex"));
    officer.get("/admin/events").await.assert_has("Reviews for new officers").assert_has("Private, open");
}

async fn only_private_event(app: &crate::support::TestApp) -> entity::event::Model {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let private = entity::event::Column::Visibility.eq("private");
    entity::event::Entity::find().filter(private).one(app.state.db.reader()).await.unwrap().unwrap()
}

#[actix_web::test]
async fn inh_4_people_register_by_the_link_see_no_price_and_get_the_ordinary_letter() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (reference, contact_link) = accepted(&app, &officer).await;
    let link = set_date(&app, &officer, &reference, &[]).await;
    let visitor = app.visitor();

    visitor.get(&link).await.assert_has(COUNCIL).assert_lacks("£").assert_lacks("Free");
    let place = register(&visitor, &link, "Moira Tallis", "moira@example.org").await;

    place.assert_status(200).assert_has("Moira Tallis").assert_lacks("£");
    app.run_jobs().await;
    let mail = app.mail().only();
    assert_eq!(mail.to, "moira@example.org");
    mail.assert_says("Your place is booked");
    assert!(!mail.text.contains('£') && !mail.text.contains("/events/"), "{}", mail.text);
    assert!(mail.calendar_line("UID").len() > 10);
    visitor.get(&mail.link("/manage/")).await.assert_has("Give my place up");
    visitor.get(&contact_link).await.assert_has("Moira Tallis").assert_has("Registered: 1 of 12");
    let row = place_of(&app).await;
    assert_eq!((row.price_reason.as_str(), row.price_pence), ("agreed", 0));
}

async fn place_of(app: &crate::support::TestApp) -> entity::place::Model {
    use sea_orm::EntityTrait;
    entity::place::Entity::find().one(app.state.db.reader()).await.unwrap().unwrap()
}

#[actix_web::test]
async fn inh_4_registration_is_limited_by_count_and_by_domain() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (reference, _) = accepted(&app, &officer).await;
    let link = set_date(&app, &officer, &reference, &[("seats", "1"), ("domain", "@Sampleton.gov.uk")]).await;
    let visitor = app.visitor();

    let elsewhere = register(&visitor, &link, "Moira Tallis", "moira@example.org").await;
    elsewhere.assert_status(422);
    assert!(elsewhere.error_of("email").contains("sampleton.gov.uk"), "{}", elsewhere.error_of("email"));
    let second_form = visitor.get(&link).await.form(&link);
    register(&visitor, &link, "Moira Tallis", "moira@sampleton.gov.uk").await.assert_has("Moira Tallis");
    let full = visitor.submit(second_form.fill_all(&[("name", "Yusuf"), ("email", "y@sampleton.gov.uk")])).await;

    full.assert_status(409).assert_has("All places of this training are taken");
    visitor.get(&link).await.assert_has("All places are taken");
    app.run_jobs().await;
    app.mail().only();
}

#[actix_web::test]
async fn before_the_date_is_set_nobody_registers_and_seats_follow_the_quote() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (reference, contact_link) = accepted(&app, &officer).await;

    app.visitor().get(&contact_link).await.assert_has("We agree the date with you next");
    let too_many = submit_date(&app, &officer, &reference, &[("seats", "13")]).await;

    too_many.assert_status(409);
    assert!(too_many.error_of("seats").contains("up to 12 people and no more"), "{}", too_many.error_of("seats"));
    set_date(&app, &officer, &reference, &[]).await;
    app.visitor().get(&contact_link).await.assert_has("Saturday 11 July 2026").assert_lacks("We agree the date");
}

#[actix_web::test]
async fn inh_6_a_public_date_turns_private_only_without_outside_bookings() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (booked, free) = (app.sell(course()).await, app.sell(course().in_days(50)).await);
    booked.book_and_pay(&app, &app.visitor(), &["Bo Ng"]).await;
    app.ignore_mail();
    let page = |id: i64| format!("/admin/events/{id}/visibility");

    officer.get(&page(booked.id)).await.assert_has("1 booking was made from outside").assert_lacks("Make it private");
    let token = officer.csrf().await;
    let fields = [("csrf".to_owned(), token), ("to".to_owned(), "private".to_owned())];
    let forced = officer.post(&page(booked.id), &fields).await;
    assert_eq!(forced.status.as_u16(), 303);
    officer.get(&page(booked.id)).await.assert_has("it has to stay public");
    app.visitor().get(&format!("/events/{}", booked.slug)).await.assert_status(200);

    let form = officer.get(&page(free.id)).await.form(&page(free.id));
    let private = officer.submit(form).await;
    private.assert_has("This date is private now");
    app.visitor().get(&format!("/events/{}", free.slug)).await.assert_status(404);
    let link = link_on(&private.html);
    register(&app.visitor(), &link, "Moira Tallis", "moira@example.org").await.assert_has("Moira Tallis");
    let back = officer.submit(officer.get(&page(free.id)).await.form(&page(free.id))).await;
    back.assert_has("People have registered by the private link");

    let renew = format!("/admin/events/{}/registration-link", free.id);
    let renewed = officer.submit(officer.get(&page(free.id)).await.form(&renew)).await;
    app.visitor().get(&link).await.assert_status(404);
    app.visitor().get(&link_on(&renewed.html)).await.assert_status(200);
    app.run_jobs().await;
    app.ignore_mail();
}

fn link_on(html: &str) -> String {
    let start = html.find("/in-house-register/").unwrap();
    html[start..].chars().take_while(|letter| !letter.is_whitespace() && !matches!(letter, '<' | '"')).collect()
}

#[actix_web::test]
async fn a_copy_of_a_private_date_is_private_too() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (reference, _) = accepted(&app, &officer).await;
    set_date(&app, &officer, &reference, &[]).await;
    let id = only_private_event(&app).await.id;

    let form = officer.get(&format!("/admin/events/{id}")).await.form(&format!("/admin/events/{id}/copies"));
    let copy = officer.submit(form.fill("copy_on", "2026-09-10")).await;

    copy.assert_status(200);
    let copy_id = copy.path.trim_start_matches("/admin/events/").trim_end_matches("/edit").to_owned();
    officer.get(&format!("/admin/events/{copy_id}/visibility")).await.assert_has("Private: only people with its link");
    officer.get(&desk(&reference)).await.assert_has("Date set");
}
