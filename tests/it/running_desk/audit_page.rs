//! The audit trail in the back office.

use nairo::audit::{self, Actor, Entry};
use nairo::kernel::{Role, Unexpected};
use serde_json::json;

use crate::support::{TestApp, spawn_app};

async fn record(app: &TestApp, entry: Entry<'_>) {
    let now = app.now();
    app.state.db.write_tx(async |tx| Ok::<_, Unexpected>(audit::record(tx, entry, now).await?)).await.unwrap();
}

fn entry(actor: Actor, subject_id: i64) -> Entry<'static> {
    Entry {
        actor,
        action: "course.renamed",
        subject_kind: "course",
        subject_id,
        reason: Some("The old title <misled> people"),
        values: Some((json!({ "title": "Old", "days": 1 }), json!({ "title": "New", "days": 1 }))),
    }
}

#[actix_web::test]
async fn an_entry_says_who_did_what_when_and_why() {
    let app = spawn_app().await;
    let (admin, asha) = (app.admin().await, app.person("Asha").await);
    record(&app, entry(Actor::Person(asha.id), 7)).await;
    record(&app, entry(Actor::System, 8)).await;

    let page = admin.get("/admin/audit?subject_kind=course").await;

    page.assert_status(200).assert_has("Course renamed").assert_has("course 7").assert_has("Asha Example");
    page.assert_has("The old title <misled> people").assert_has("1 Jun 2026, 10:00am").assert_has("the system");
    page.assert_has("title : Old").assert_has("days : 1 (not changed)");
}

#[actix_web::test]
async fn the_trail_can_be_narrowed_to_a_thing_or_a_person() {
    let app = spawn_app().await;
    let (admin, asha, ben) = (app.admin().await, app.person("Asha").await, app.person("Ben").await);
    record(&app, entry(Actor::Person(asha.id), 701)).await;
    record(&app, entry(Actor::Person(ben.id), 702)).await;
    let table = [
        ("subject_kind=course&subject_id=701", Some("course 701")),
        ("subject_kind=course&person=ASHA", Some("course 701")),
        (&format!("subject_kind=course&person={}", asha.id), Some("course 701")),
        ("subject_kind=course&subject_id=702", Some("course 702")),
        ("person=nobody+at+all", None),
        ("subject_kind=course%27--", None),
        ("subject_id=703&page=nonsense", None),
    ];

    for (query, expected) in table {
        let page = admin.get(&format!("/admin/audit?{query}")).await;

        page.assert_status(200);
        for subject in ["course 701", "course 702"] {
            assert_eq!(page.main().contains(subject), expected == Some(subject), "{query}: {subject}");
        }
        assert_eq!(page.has("No entry matches"), expected.is_none(), "{query}");
    }
}

#[actix_web::test]
async fn a_long_trail_is_shown_page_by_page() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    for id in 1_001..=1_060 {
        record(&app, entry(Actor::System, id)).await;
    }

    let first = admin.get("/admin/audit?subject_kind=course").await;
    let second = admin.get("/admin/audit?subject_kind=course&page=2").await;

    first.assert_has("60 entries, page 1 of 2").assert_has("course 1060");
    assert!(!first.has("course 1001"));
    second.assert_has("course 1001").assert_has("Previous page");
}

#[actix_web::test]
async fn only_those_with_the_permission_read_it() {
    let app = spawn_app().await;
    let (member, events) = (app.member("Asha").await, app.officer(Role::EventsOfficer).await);

    for path in ["/admin/audit", "/admin/audit/chain"] {
        assert!(app.visitor().get_once(path).await.status.is_redirection());
        member.get(path).await.assert_status(403);
        events.get(path).await.assert_status(403);
    }
}
