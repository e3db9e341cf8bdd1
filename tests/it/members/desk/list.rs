//! The list of people: words, filters, order, pages; and its status against the pure rule.

use std::collections::BTreeMap;

use entity::{organisation, person_profile};
use nairo::kernel::{Role, Unexpected};
use nairo::members::membership::{Status, load_chain, status_on};
use nairo::members::search;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::chance::{Dice, make_people};
use crate::support::app::{TestApp, spawn_app};
use crate::support::page::Page;
use crate::support::people::Person;

/// Names of the people listed, in their order.
pub fn names(page: &Page) -> Vec<String> {
    let root = page.root();
    let links = root.with_class("table-link");
    links.iter().map(|link| link.text().trim().to_owned()).collect()
}

/// Everybody on this list, page after page.
async fn all_names(officer: &Person, path: &str) -> Vec<String> {
    let mut page = officer.get(path).await;
    let mut all = names(&page.clone());
    while page.has("Next page") {
        page = officer.get(&page.link("Next page")).await;
        all.extend(names(&page));
    }
    all
}

/// Gives somebody a profile with this employer, region and registration number.
async fn give_profile(app: &TestApp, person: &Person, employer: &str, region: &str) {
    let now = app.now();
    let done = app.state.db.write_tx(async |tx| {
        let row = organisation::ActiveModel {
            reference: Set(format!("EMP{}", employer.len())),
            name: Set(employer.to_owned()),
            folded_name: Set(employer.to_lowercase()),
            kind: Set("council".to_owned()),
            created_at: Set(now),
            ..Default::default()
        };
        let organisation_id = organisation::Entity::insert(row).exec(tx).await?.last_insert_id;
        let row = person_profile::ActiveModel {
            person_id: Set(person.id),
            organisation_id: Set(Some(organisation_id)),
            nation: Set(Some("England".to_owned())),
            region: Set(Some(region.to_owned())),
            registration_number: Set(Some("SW12345".to_owned())),
            welcomes_welsh: Set(false),
            updated_at: Set(now),
            ..Default::default()
        };
        person_profile::Entity::insert(row).exec_without_returning(tx).await?;
        search::reindex(tx, person.id).await?;
        Ok::<_, Unexpected>(())
    });
    done.await.unwrap();
}

#[actix_web::test]
async fn every_status_of_the_list_is_that_of_the_pure_rule() {
    let app = spawn_app().await;
    let mut dice = Dice(20_261_122);
    let ids = make_people(&app, 240, &mut dice).await;
    let officer = app.officer(Role::MembershipOfficer).await;

    let mut wanted: BTreeMap<Status, Vec<String>> = BTreeMap::new();
    for (number, id) in ids.iter().enumerate() {
        let chain = load_chain(app.state.db.reader(), *id).await.unwrap();
        wanted.entry(status_on(&chain, app.today())).or_default().push(format!("Chance {number:04}"));
    }
    let met: Vec<Status> = Status::ALL.into_iter().filter(|status| wanted.contains_key(status)).collect();

    for status in Status::ALL {
        let listed = all_names(&officer, &format!("/admin/members?status={}", status.word())).await;
        let listed: Vec<String> = listed.into_iter().filter(|name| name.starts_with("Chance")).collect();
        assert_eq!(listed, wanted.remove(&status).unwrap_or_default(), "{status:?}");
    }
    assert!(met.len() >= 13, "chance met only {met:?}");
}

#[actix_web::test]
async fn people_are_found_by_the_beginning_of_what_we_know_them_by() {
    let app = spawn_app().await;
    let (sian, ben) = (app.member("Siân O’Neill").await, app.person("Ben Cole").await);
    give_profile(&app, &sian, "Leeds City Council", "Yorkshire").await;
    give_profile(&app, &ben, "Cardiff Council", "Wales").await;
    let officer = app.officer(Role::MembershipOfficer).await;

    for words in ["sian", "ONEILL", "o%27nei", "1001", "leeds", "lee+si", "sw12+sia"] {
        let page = officer.get(&format!("/admin/members?q={words}")).await;
        assert_eq!(names(&page), ["Siân O’Neill"], "{words}");
        page.assert_has("1 person");
    }
    assert_eq!(names(&officer.get("/admin/members?q=council").await), ["Ben Cole", "Siân O’Neill"]);
    officer.get("/admin/members?q=leeds+ben").await.assert_has("Nobody like that");
    let row = officer.get("/admin/members?q=sian").await;
    row.assert_has("Full member").assert_has("1 May 2027").assert_has("Leeds City Council").assert_has("Member");
}

#[actix_web::test]
async fn filters_are_addresses_that_narrow_together() {
    let app = spawn_app().await;
    let (sian, ben, cleo) =
        (app.member("Siân O’Neill").await, app.member("Ben Cole").await, app.lapsed_member("Cleo Dart").await);
    give_profile(&app, &sian, "Leeds City Council", "Yorkshire").await;
    give_profile(&app, &ben, "Cardiff Council", "Wales").await;
    give_profile(&app, &cleo, "Swansea Councils", "Wales").await;
    let officer = app.officer(Role::MembershipOfficer).await;

    let table: [(&str, &[&str]); 8] = [
        ("region=Wales", &["Ben Cole", "Cleo Dart"]),
        ("region=Wales&status=lapsed", &["Cleo Dart"]),
        ("nation=England&status=current", &["Ben Cole", "Siân O’Neill"]),
        ("employer=EMP18", &["Siân O’Neill"]),
        ("type=full&q=ben", &["Ben Cole"]),
        ("ends_from=2027-05-01&ends_to=1+may+2027", &["Ben Cole", "Siân O’Neill"]),
        ("ends_to=2026-12-31", &["Cleo Dart"]),
        ("sort=ends&type=full", &["Cleo Dart", "Siân O’Neill", "Ben Cole"]),
    ];
    for (query, wanted) in table {
        assert_eq!(names(&officer.get(&format!("/admin/members?{query}")).await), wanted, "{query}");
    }
    let form = officer.get("/admin/members?region=Wales&status=lapsed").await.form("/admin/members");
    assert_eq!((form.value("region"), form.value("status")), (Some("Wales"), Some("lapsed")));
}

#[actix_web::test]
async fn pages_follow_each_other_by_key_in_every_order() {
    let app = spawn_app().await;
    let mut dice = Dice(7);
    make_people(&app, 120, &mut dice).await;
    let officer = app.officer(Role::MembershipOfficer).await;

    for sort in ["name", "number", "ends"] {
        let all = all_names(&officer, &format!("/admin/members?q=chance&sort={sort}")).await;
        let mut once = all.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), all.len(), "{sort}: somebody stands twice");
        assert!(sort != "name" || all.len() == 120, "{} of 120", all.len());
    }
    let second = officer.get("/admin/members?q=chance").await.link("Next page");
    let page = officer.get(&second).await;
    assert_eq!(officer.get(&page.link("Back to the beginning")).await.path, "/admin/members?q=chance");
}

#[actix_web::test]
async fn odd_addresses_show_more_and_never_fail() {
    let app = spawn_app().await;
    let officer = app.officer(Role::MembershipOfficer).await;

    for query in [
        "q=%00",
        "q=%25%27%22%3B--",
        "status=x&type=%F0%9F%98%80&after=nobody",
        "ends_from=31+feb&sort=9",
        "q=a+b+c+d+e+f+g+h",
    ] {
        officer.get(&format!("/admin/members?{query}")).await.assert_status(200);
    }
}
