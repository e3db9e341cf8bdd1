//! What two records of one person keep of their needs when they are made one, taken apart and erased (QST-7, D9, DP-13).

use chrono::Duration;
use entity::{event_care, merge_record, saved_needs};
use nairo::bookings::needs::care::{Care, set_care};
use nairo::bookings::needs::saved::{find_saved, forget_saved, save_needs};
use nairo::bookings::needs::{Need, Needs};
use nairo::kernel::Role;
use nairo::members::merge::KeptValues;
use nairo::person_registry::{ErasePerson, MergePeople, erase_person, merge_people, undo_people_merge};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::shop::course;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

fn told(more: &str) -> Needs {
    Needs { ticked: [Need::Breaks].into(), more: more.to_owned(), dietary: String::new() }
}

async fn words(app: &TestApp, id: i64) -> String {
    let found = find_saved(&app.state, app.state.db.reader(), id).await.unwrap();
    found.map(|needs| needs.more).unwrap_or_default()
}

async fn merge(app: &TestApp, from: &Person, into: &Person, officer: i64) -> merge_record::Model {
    let command = MergePeople {
        from: from.id,
        into: into.id,
        kept: KeptValues { takes_name: false, primary_email_id: None },
        officer,
        gives_roles: true,
        reason: "She rang us".to_owned(),
    };
    let id = merge_people(&app.state, command).await.unwrap();
    merge_record::Entity::find_by_id(id).one(app.state.db.reader()).await.unwrap().unwrap()
}

#[actix_web::test]
async fn qst_7_after_a_merge_what_was_kept_last_counts_and_taken_back_each_has_their_own() {
    let app = spawn_app().await;
    let officer = app.officer(Role::MembershipOfficer).await;
    let (old, new) = (app.person("Asha").await, app.person("Asha").await);
    save_needs(&app.state, new.id, &told("kept first")).await.unwrap();
    app.advance(Duration::minutes(1));
    save_needs(&app.state, old.id, &told("kept last")).await.unwrap();

    let record = merge(&app, &old, &new, officer.id).await;

    assert_eq!(words(&app, new.id).await, "kept last", "under seal for the other record, and still readable");
    new.get("/account/needs").await.assert_has("kept last");
    app.advance(Duration::minutes(1));
    save_needs(&app.state, new.id, &told("kept since")).await.unwrap();
    assert_eq!(words(&app, new.id).await, "kept since");
    undo_people_merge(&app.state, &record, (officer.id, true)).await.unwrap();
    assert_eq!((words(&app, old.id).await, words(&app, new.id).await), ("kept last".into(), "kept since".into()));
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn qst_7_what_a_merged_person_takes_away_or_what_is_erased_is_gone_from_every_record() {
    let app = spawn_app().await;
    let officer = app.officer(Role::MembershipOfficer).await;
    let db = app.state.db.reader();
    let (old, new) = (app.person("Asha").await, app.person("Asha").await);
    save_needs(&app.state, old.id, &told("one")).await.unwrap();
    save_needs(&app.state, new.id, &told("two")).await.unwrap();
    merge(&app, &old, &new, officer.id).await;

    forget_saved(&app.state, new.id).await.unwrap();
    assert_eq!(saved_needs::Entity::find().count(db).await.unwrap(), 0);
    save_needs(&app.state, new.id, &told("three")).await.unwrap();
    save_needs(&app.state, new.id, &Needs::default()).await.unwrap();
    assert_eq!(saved_needs::Entity::find().count(db).await.unwrap(), 0);
    save_needs(&app.state, new.id, &told("four")).await.unwrap();
    let erase = ErasePerson { person_id: new.id, officer: officer.id, reason: "Asked us to".to_owned() };
    erase_person(&app.state, erase).await.unwrap();

    assert_eq!(saved_needs::Entity::find().count(db).await.unwrap(), 0);
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn d_9_a_merge_that_moved_the_work_for_a_date_can_be_taken_back() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::MembershipOfficer).await;
    let (old, new) = (app.person("Dilys").await, app.person("Dilys").await);
    set_care(&app.state, event.id, Care { serves_food: false, owner_id: Some(old.id) }, officer.id).await.unwrap();
    let owner =
        async || event_care::Entity::find().one(app.state.db.reader()).await.unwrap().unwrap().owner_id.unwrap();

    let record = merge(&app, &old, &new, officer.id).await;
    assert_eq!(owner().await, new.id);
    undo_people_merge(&app.state, &record, (officer.id, true)).await.unwrap();

    assert_eq!(owner().await, old.id);
    app.run_jobs().await;
    app.ignore_mail();
}
