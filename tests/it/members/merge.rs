//! Two records of one human being made one, and taken apart again.

use chrono::Duration;
use entity::{booking, charge, email_choice, membership_term, person, person_email};
use nairo::kernel::{EmailAddress, Role};
use nairo::members::membership::find_membership;
use nairo::members::people::{addresses, find_by_verified_email, find_person};
use nairo::members::{self};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::factor_steps::enrol;
use super::imports::{book_and_pay, form, officer};
use crate::bookings::shop::course;
use crate::support::TestApp;
use crate::support::app::spawn_app;
use crate::support::page::Page;
use crate::support::people::Person;

async fn reference(app: &TestApp, id: i64) -> String {
    person::Entity::find_by_id(id).one(app.state.db.reader()).await.unwrap().unwrap().reference
}

async fn compare(app: &TestApp, officer: &Person, into: &Person, from: &Person) -> Page {
    let (one, other) = (reference(app, into.id).await, reference(app, from.id).await);
    officer.get(&format!("/admin/members/{one}/merge?with={other}")).await
}

async fn merge(app: &TestApp, officer: &Person, into: &Person, from: &Person) -> Page {
    let page = compare(app, officer, into, from).await;
    officer.submit(form(&page, "/merge").fill("reason", "Both addresses are hers; she rang us")).await
}

async fn say(app: &TestApp, person: &Person, answer: &str, days_ago: i64) {
    let at = app.now() - Duration::days(days_ago);
    let row = email_choice::ActiveModel {
        person_id: Set(person.id),
        purpose: Set("member_news".to_owned()),
        basis: Set("consent".to_owned()),
        answer: Set(answer.to_owned()),
        source: Set("a test".to_owned()),
        wording_version: Set("1".to_owned()),
        at: Set(at),
        ..Default::default()
    };
    let written = app.state.db.write_tx(async |tx| email_choice::Entity::insert(row).exec(tx).await).await;
    written.unwrap();
}

#[actix_web::test]
async fn terms_bookings_payments_and_addresses_go_over_and_the_older_number_stays() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let event = app.sell(course()).await;
    let old = app.person("Asha").await;
    app.give_term(&old, app.today() - Duration::days(500)).await;
    let new = app.member("Asha").await;
    let number = async |id| find_membership(app.state.db.reader(), id).await.unwrap().unwrap();
    let (older, newer) = (number(old.id).await, number(new.id).await);
    book_and_pay(&app, &event, &old).await;

    let page = merge(&app, &officer, &new, &old).await;

    page.assert_has("The two records are one now");
    let db = app.state.db.reader();
    let kept = find_membership(db, new.id).await.unwrap().unwrap();
    assert_eq!((kept.number, kept.member_since), (older.number, older.member_since));
    assert_ne!(newer.number, older.number);
    assert_eq!(members::membership::terms_of(db, new.id).await.unwrap().len(), 2);
    assert_eq!(find_person(db, old.id).await.unwrap().unwrap().id, new.id);
    for address in [&old.email, &new.email] {
        let owner = find_by_verified_email(db, &EmailAddress::parse(address).unwrap()).await.unwrap();
        assert_eq!(owner, Some(new.id), "{address}");
    }
    let theirs = booking::Entity::find().filter(booking::Column::BookerPersonId.eq(new.id)).all(db).await.unwrap();
    assert_eq!(theirs.len(), 1);
    let charges = charge::Entity::find().filter(charge::Column::PayerPersonId.eq(new.id)).all(db).await.unwrap();
    assert_eq!(charges.len(), 1);
    old.get_once("/account").await.assert_status(303);
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn taken_back_everything_is_where_it_was() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let old = app.person("Asha").await;
    app.give_term(&old, app.today() - Duration::days(30)).await;
    let new = app.member("Asha").await;
    let db = app.state.db.reader();
    let before = (snapshot(&app, old.id).await, snapshot(&app, new.id).await);

    merge(&app, &officer, &new, &old).await;
    assert_ne!(snapshot(&app, new.id).await, before.1);
    let page = officer.get(&format!("/admin/members/{}/merge", reference(&app, new.id).await)).await;
    officer.submit(form(&page, "/reversal")).await.assert_has("apart again, as they were");

    assert_eq!((snapshot(&app, old.id).await, snapshot(&app, new.id).await), before);
    assert_eq!(find_person(db, old.id).await.unwrap().unwrap().id, old.id);
    let again = officer.get(&page.path).await;
    again.assert_has("Taken back, or too long ago");
}

/// Everything that a merge may touch of one record, as text.
async fn snapshot(app: &TestApp, id: i64) -> String {
    let db = app.state.db.reader();
    let row = person::Entity::find_by_id(id).one(db).await.unwrap().unwrap();
    let emails = person_email::Entity::find().filter(person_email::Column::PersonId.eq(id)).all(db).await.unwrap();
    let own = entity::membership::Entity::find().filter(entity::membership::Column::PersonId.eq(id)).one(db).await;
    let own = own.unwrap();
    let terms = membership_term::Entity::find()
        .filter(membership_term::Column::MembershipId.eq(own.as_ref().map_or(0, |row| row.id)))
        .all(db)
        .await
        .unwrap();
    format!("{row:?} {emails:?} {own:?} {terms:?}")
}

#[actix_web::test]
async fn what_was_changed_since_stays_and_is_named() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (old, new) = (app.person("Asha").await, app.person("Asha").await);
    let page = compare(&app, &officer, &new, &old).await;
    let filled = form(&page, "/merge").choose("name", "other").fill("reason", "She rang us");
    officer.submit(filled).await.assert_has("one now");
    let now_called =
        person::ActiveModel { id: Set(new.id), full_name: Set("Asha Newname".to_owned()), ..Default::default() };
    let renamed = app.state.db.write_tx(async |tx| person::Entity::update(now_called).exec(tx).await).await;
    renamed.unwrap();

    let page = officer.get(&format!("/admin/members/{}/merge", reference(&app, new.id).await)).await;
    let undone = officer.submit(form(&page, "/reversal")).await;

    undone.assert_has("apart again").assert_has("Changed since").assert_has("the name");
    let held = addresses(app.state.db.reader(), old.id).await.unwrap();
    assert_eq!((held.len(), held[0].is_primary), (1, true));
}

#[actix_web::test]
async fn the_stricter_answer_about_news_wins_whichever_was_later() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (old, new) = (app.person("Asha").await, app.person("Asha").await);
    say(&app, &old, "no", 10).await;
    say(&app, &new, "yes", 2).await;

    merge(&app, &officer, &new, &old).await;

    let db = app.state.db.reader();
    let mut said =
        email_choice::Entity::find().filter(email_choice::Column::PersonId.eq(new.id)).all(db).await.unwrap();
    said.sort_by_key(|row| (row.at, row.id));
    assert_eq!(said.len(), 3, "everything said is kept");
    assert_eq!(said.last().unwrap().answer, "no");
}

#[actix_web::test]
async fn an_address_can_be_chosen_and_the_search_finds_one_record() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (old, new) = (app.person("Asha Unusual").await, app.person("Asha Unusual").await);
    let one = reference(&app, new.id).await;
    let found = officer.get(&format!("/admin/members/{one}/merge?q=unusual")).await;
    found.assert_has(&old.email);

    let page = compare(&app, &officer, &new, &old).await;
    let id = person_email::Entity::find().filter(person_email::Column::PersonId.eq(old.id));
    let id = id.one(app.state.db.reader()).await.unwrap().unwrap().id.to_string();
    officer.submit(form(&page, "/merge").choose("primary_email", &id).fill("reason", "She rang us")).await;

    assert_eq!(find_person(app.state.db.reader(), new.id).await.unwrap().unwrap().email, old.email);
    let found = officer.get(&format!("/admin/members/{one}/merge?q=unusual")).await;
    found.assert_has("Nobody else is found by that");
}

#[actix_web::test]
async fn a_merge_gives_nobody_an_office() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let trustee = app.officer(Role::Trustee).await;
    let asha = app.person("Asha").await;

    let page = compare(&app, &officer, &asha, &trustee).await;
    page.assert_has("Somebody who gives roles has to merge them");
    let (one, other) = (reference(&app, asha.id).await, reference(&app, trustee.id).await);
    let token = officer.csrf().await;
    let fields =
        [("csrf", token.as_str()), ("with", &other), ("reason", "Quietly"), ("name", "one"), ("primary_email", "")];
    let fields: Vec<(String, String)> = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    officer.post(&format!("/admin/members/{one}/merge"), &fields).await.assert_status(409);

    let admin = app.admin().await;
    merge(&app, &admin, &asha, &trustee).await.assert_has("The two records are one now");
}

#[actix_web::test]
async fn after_thirty_days_a_merge_stays() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (old, new) = (app.person("Asha").await, app.person("Asha").await);
    merge(&app, &officer, &new, &old).await;
    let page = officer.get(&format!("/admin/members/{}/merge", reference(&app, new.id).await)).await;
    let reversal = form(&page, "/reversal");

    app.advance(Duration::days(30));
    app.sign_in(&officer).await;
    officer.submit(reversal).await.assert_has("This one is older");
    app.run_jobs().await;
}

#[actix_web::test]
async fn a_second_factor_is_never_lost_by_a_merge() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (guarded, bare) = (app.person("Asha").await, app.person("Asha").await);
    enrol(&app, &guarded).await;
    app.run_jobs().await;
    app.ignore_mail();

    let wrong_way = compare(&app, &officer, &bare, &guarded).await;
    wrong_way.assert_has("Merge them the other way round");
    merge(&app, &officer, &guarded, &bare).await.assert_has("The two records are one now");
}

#[actix_web::test]
async fn what_was_under_way_goes_over_or_ends_and_comes_back_with_the_record() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (old, new) = (app.member("Asha").await, app.person("Asha").await);
    let kind = entity::membership_type::Entity::find().one(app.state.db.reader()).await.unwrap().unwrap();
    let now = app.now();
    let planned = entity::planned_type_change::ActiveModel {
        person_id: Set(old.id),
        membership_type_id: Set(kind.id),
        planned_at: Set(now),
        ..Default::default()
    };
    let asked = entity::address_change::ActiveModel {
        reference: Set("ABCD2345".to_owned()),
        person_id: Set(old.id),
        kind: Set("add".to_owned()),
        new_address: Set("third@example.org".to_owned()),
        attempts: Set(0),
        codes_expire_at: Set(now),
        created_at: Set(now),
        ..Default::default()
    };
    let write = app.state.db.write_tx(async |tx| {
        entity::planned_type_change::Entity::insert(planned).exec(tx).await?;
        entity::address_change::Entity::insert(asked).exec(tx).await
    });
    write.await.unwrap();
    let state = async || {
        let db = app.state.db.reader();
        let plan = entity::planned_type_change::Entity::find().one(db).await.unwrap().unwrap();
        let open = entity::address_change::Entity::find().one(db).await.unwrap().unwrap();
        (plan.person_id, open.closed_at.is_some())
    };

    merge(&app, &officer, &new, &old).await.assert_has("one now");
    assert_eq!(state().await, (new.id, true));

    let page = officer.get(&format!("/admin/members/{}/merge", reference(&app, new.id).await)).await;
    officer.submit(form(&page, "/reversal")).await.assert_has("apart again, as they were");
    assert_eq!(state().await, (old.id, false));
}

#[actix_web::test]
async fn each_field_of_the_directory_is_seen_by_the_fewer_of_the_two() {
    use nairo::members::directory::{DirectoryEntry, Level, put_entry};
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let (old, new) = (app.person("Asha").await, app.person("Asha").await);
    let now = app.now();
    let open = DirectoryEntry {
        is_listed: true,
        name_level: Level::Public,
        region_level: Level::Members,
        ..DirectoryEntry::default()
    };
    let strict = DirectoryEntry { name_level: Level::Region, employer_level: Level::Public, ..open.clone() };
    let write = app.state.db.write_tx(async |tx| {
        put_entry(tx, new.id, &open, now).await?;
        put_entry(tx, old.id, &strict, now).await
    });
    write.await.unwrap();

    merge(&app, &officer, &new, &old).await.assert_has("one now");

    let row = entity::directory_entry::Entity::find_by_id(new.id).one(app.state.db.reader()).await.unwrap().unwrap();
    assert_eq!((row.name_level.as_str(), row.region_level.as_str()), ("region", "members"));
    assert_eq!(row.employer_level, "trustees");
}
