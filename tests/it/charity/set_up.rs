//! Before the charity's name, number and address are filled in, nothing goes on the site and nothing is sold (CH-03).

use entity::charity_identity::Entity;
use nairo::audit::Actor;
use nairo::campaign::{ChangePostError, PostContent, PostKind, create_post, publish_post};
use nairo::events::courses::{PublishCourseError, publish_course, withdraw_course};
use nairo::identity::{CharityIdentity, NOT_SET_UP, load_identity, save_identity};
use nairo::kernel::Role;
use sea_orm::EntityTrait;

use crate::bookings::shop::course;
use crate::support::{TestApp, spawn_app};

const NOT_OPEN: &str = "Bookings are not open yet: the association has still to fill in its own details on this site.";

/// As after `nairo migrate`, whatever was done before. Gives what was filled in.
async fn take_identity_away(app: &TestApp) -> CharityIdentity {
    let db = &app.state.db;
    let identity = load_identity(db.reader()).await.unwrap().unwrap();
    db.write_tx(async |tx| Entity::delete_many().exec(tx).await).await.unwrap();
    app.state.identity.forget();
    identity
}

async fn fill_in(app: &TestApp, identity: &CharityIdentity) {
    let saved = app.state.db.write_tx(async |tx| save_identity(tx, identity, app.now()).await).await;
    assert!(saved.unwrap());
    app.state.identity.forget();
}

#[actix_web::test]
async fn ch_03_a_date_is_not_published_before_the_charity_is_known() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let desk = format!("/admin/events/{}", event.id);
    let copy = officer.get(&desk).await.form(&format!("{desk}/copies")).fill("copy_on", "2026-07-15");
    let draft = officer.submit(copy).await.path.trim_end_matches("/edit").to_owned();
    let publication = officer.get(&draft).await.form(&format!("{draft}/publication"));
    let identity = take_identity_away(&app).await;

    let refused = officer.submit(publication.clone()).await;
    fill_in(&app, &identity).await;
    let published = officer.submit(publication).await;

    refused.assert_has(NOT_SET_UP).assert_has("Only officers see this date");
    published.assert_has("It is on the site.");
}

#[actix_web::test]
async fn ch_03_a_post_is_not_published_before_the_charity_is_known() {
    let app = spawn_app().await;
    let (db, now) = (&app.state.db, app.now());
    let content = PostContent {
        kind: PostKind::News,
        title: "A first word".to_owned(),
        summary: "We are here.".to_owned(),
        body: "We are here.".to_owned(),
        byline_name: String::new(),
        byline_post_held: String::new(),
        released_on: None,
    };
    let id = db.write_tx(async |tx| create_post(tx, &content, Actor::System, now).await).await.unwrap();
    take_identity_away(&app).await;
    let editor = app.officer(Role::Editor).await;
    let path = format!("/admin/news/{}", id.0);

    let refused = db.write_tx(async |tx| publish_post(tx, id, Actor::System, now).await).await;
    let page = editor.submit(editor.get(&path).await.form(&format!("{path}/publication"))).await;

    assert!(matches!(refused, Err(ChangePostError::NotSetUp)), "{refused:?}");
    page.assert_has(NOT_SET_UP);
    app.visitor().get("/news/a-first-word").await.assert_status(404);
}

#[actix_web::test]
async fn ch_03_a_course_comes_off_the_site_but_not_on_before_the_charity_is_known() {
    let app = spawn_app().await;
    let id = app.a_course().await;
    take_identity_away(&app).await;
    let (db, now) = (&app.state.db, app.now());

    db.write_tx(async |tx| withdraw_course(tx, id, Actor::System, now).await).await.unwrap();
    let refused = db.write_tx(async |tx| publish_course(tx, id, Actor::System, now).await).await;

    assert!(matches!(refused, Err(PublishCourseError::NotSetUp)), "{refused:?}");
}

#[actix_web::test]
async fn ch_03_nothing_is_sold_and_the_visitor_reads_why() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let open = event.filled(&visitor, &["Asha Verma"]).await;
    let open = open.choose("payer", "organisation").fill("organisation", "Council").press("pay", "card");
    let identity = take_identity_away(&app).await;

    let form = visitor.get(&event.form_path()).await;
    let panel = visitor.get(&format!("/events/{}", event.slug)).await;
    let refused = visitor.submit(open.clone()).await;
    let sold = app.seats_taken(&event).await;
    fill_in(&app, &identity).await;

    form.assert_has(NOT_OPEN).assert_lacks("Who is coming");
    panel.assert_has(NOT_OPEN).assert_lacks("Book places");
    refused.assert_status(200).assert_has(NOT_OPEN).assert_lacks("Book places");
    assert_eq!(sold, 0);
    visitor.get(&format!("/events/{}", event.slug)).await.assert_lacks(NOT_OPEN).assert_has("Book places");
    visitor.submit_once(open).await.assert_status(303);
}
