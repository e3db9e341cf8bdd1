//! Who sees which field of an entry in the directory, and the page for everybody (rules 2.6).

use nairo::kernel::Role;
use nairo::members::directory::{DirectoryEntry, Interest, Level, put_entry};

use super::directory::list;
use crate::support::app::spawn_app;
use crate::support::people::Person;

const SETTINGS: &str = "/account/directory";

/// Practises there, as the profile says.
async fn practises_in(person: &Person, region: &str) {
    let form = person.get("/account/profile").await.form("/account/profile");
    person.submit(form.choose("workplace", region)).await.assert_has("up to date");
}

#[actix_web::test]
async fn each_field_is_seen_by_those_it_was_chosen_for() {
    let app = spawn_app().await;
    let (asha, near, far) = (app.member("Asha").await, app.member("Near").await, app.member("Far").await);
    practises_in(&asha, "london").await;
    practises_in(&near, "london").await;
    practises_in(&far, "wales").await;
    let entry = DirectoryEntry {
        is_listed: true,
        name_level: Level::Public,
        region_level: Level::Region,
        interests_level: Level::Members,
        about_level: Level::Public,
        interests: vec![Interest::Law, Interest::SpeaksToMedia],
        about: "I chair reviews.".to_owned(),
        ..DirectoryEntry::default()
    };
    let now = app.now();
    app.state.db.write_tx(async |tx| put_entry(tx, asha.id, &entry, now).await).await.unwrap();

    let seen = async |viewer: &Person| viewer.get(&viewer.get("/directory").await.link("Asha Example")).await;
    seen(&near).await.assert_has("London").assert_has("Law and courts").assert_lacks("media");
    seen(&far).await.assert_lacks("London").assert_has("Law and courts").assert_has("I chair reviews.");
    far.get("/directory?region=london").await.assert_has("Nobody found");
    near.get("/directory?region=london").await.assert_has("Asha Example");
    near.get("/directory?interest=speaks_to_media").await.assert_has("Everybody").assert_has("Asha Example");
    let trustee = app.officer(Role::Trustee).await;
    seen(&trustee).await.assert_has("London").assert_has("Willing to speak to the media");
    let found = trustee.get("/directory?interest=speaks_to_media").await;
    found.assert_has("Found").assert_has("Asha Example");
    let public = app.visitor().get("/find-a-member").await;
    public.assert_has("Asha Example").assert_has("I chair reviews.").assert_lacks("Law and courts</a>");
    assert_eq!(public.text().matches("London").count(), 1, "only as a region to choose");
}

#[actix_web::test]
async fn the_public_page_is_there_only_for_those_who_chose_it_and_hiding_takes_effect_at_once() {
    let app = spawn_app().await;
    let (asha, ben) = (app.member("Asha").await, app.member("Ben").await);
    list(&app, &ben, &[]).await;
    app.visitor().get("/find-a-member").await.assert_status(404);

    let form = asha.get(SETTINGS).await.form(SETTINGS).tick("is_listed").choose("name_level", "public");
    asha.submit(form).await.assert_has("You are in the directory");
    let page = app.visitor().get("/find-a-member").await;
    page.assert_has("Asha Example").assert_lacks("Ben Example");
    assert!(page.html.contains("noindex"), "search engines keep nobody");
    assert_eq!(page.header("cache-control"), "no-store");
    asha.get("/directory").await.assert_has("What visitors see");

    asha.submit(asha.get(SETTINGS).await.form("/account/directory/hiding")).await;
    app.visitor().get("/find-a-member").await.assert_status(404);
    ben.get("/directory").await.assert_lacks("Asha Example").assert_lacks("What visitors see");
}

#[actix_web::test]
async fn somebody_listed_for_their_region_is_not_there_for_others() {
    let app = spawn_app().await;
    let (asha, near, far) = (app.member("Asha").await, app.member("Near").await, app.member("Far").await);
    practises_in(&asha, "london").await;
    practises_in(&near, "london").await;
    list(&app, &asha, &[]).await;
    let link = far.get("/directory").await.link("Asha Example");

    let form = asha.get(SETTINGS).await.form(SETTINGS).choose("name_level", "region");
    asha.submit(form).await;

    near.get("/directory").await.assert_has("Asha Example");
    far.get("/directory").await.assert_lacks("Asha Example");
    for path in [link.as_str(), &format!("{link}/messages")] {
        far.get(path).await.assert_status(404);
    }
    near.get(&format!("{link}/messages")).await.assert_status(200);
}
