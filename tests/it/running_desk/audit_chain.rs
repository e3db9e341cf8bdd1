//! The chain of seals (S19): whatever is changed afterwards is found.

use chrono::Duration;
use nairo::audit::seal::{ChainReport, seal_audit};
use nairo::audit::{self, Actor, Entry, empty_values_of, verify_chain};
use nairo::kernel::Unexpected;
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::support::{TestApp, spawn_app};

/// Six entries about courses 1 to 6 under two seals, each with values.
async fn sealed() -> TestApp {
    let app = spawn_app().await;
    for batch in [1..=3, 4..=6] {
        for id in batch {
            record(&app, id).await;
        }
        app.advance(Duration::minutes(3));
        seal(&app).await;
    }
    app.leave_work();
    app
}

async fn record(app: &TestApp, subject_id: i64) {
    let now = app.now();
    let entry = Entry {
        actor: Actor::System,
        action: "course.renamed",
        subject_kind: "course",
        subject_id,
        reason: None,
        values: Some((json!({ "title": "Old" }), json!({ "title": "New", "by": { "b": 1, "a": [2, null] } }))),
    };
    app.state.db.write_tx(async |tx| Ok::<_, Unexpected>(audit::record(tx, entry, now).await?)).await.unwrap();
}

async fn seal(app: &TestApp) -> u64 {
    seal_audit(&app.state.db, app.state.tokens.as_ref(), app.now()).await.unwrap()
}

async fn check(app: &TestApp) -> ChainReport {
    verify_chain(app.state.db.reader()).await.unwrap()
}

async fn tamper(app: &TestApp, sql: &str) {
    let done = app.state.db.write_tx(async |tx| tx.execute_unprepared(sql).await.map(|done| done.rows_affected()));
    assert_eq!(done.await.unwrap(), 1, "{sql}");
}

#[actix_web::test]
async fn an_untouched_chain_holds() {
    let app = sealed().await;
    record(&app, 7).await;

    let report = check(&app).await;

    assert_eq!((report.seals, report.entries, report.unsealed), (2, 6, 1));
    assert_eq!((report.broken, report.head.map(|hash| hash.len())), (None, Some(64)));
}

#[actix_web::test]
async fn entries_are_sealed_once_they_have_settled() {
    let app = spawn_app().await;
    record(&app, 1).await;

    let at_once = seal(&app).await;
    app.advance(Duration::minutes(2));
    let (later, again) = (seal(&app).await, seal(&app).await);

    assert_eq!((at_once, later, again), (0, 1, 0));
    app.leave_work();
}

#[actix_web::test]
async fn every_kind_of_tampering_is_found_at_its_seal() {
    let table = [
        ("UPDATE audit_entry SET action = 'course.deleted' WHERE subject_id = 2", 1),
        ("UPDATE audit_entry SET reason = 'because' WHERE subject_id = 5", 2),
        ("UPDATE audit_entry SET actor_kind = 'visitor' WHERE subject_id = 4", 2),
        (
            "UPDATE audit_values SET after_values = '{\"title\": \"Newer\"}' WHERE audit_entry_id = (SELECT id FROM audit_entry WHERE subject_id = 3)",
            1,
        ),
        (
            "UPDATE audit_values SET salt = NULL WHERE audit_entry_id = (SELECT id FROM audit_entry WHERE subject_id = 3)",
            1,
        ),
        (
            "UPDATE audit_values SET digest = 'x', salt = NULL, before_values = NULL, after_values = NULL WHERE audit_entry_id = (SELECT id FROM audit_entry WHERE subject_id = 6)",
            2,
        ),
        ("DELETE FROM audit_values WHERE audit_entry_id = (SELECT id FROM audit_entry WHERE subject_id = 1)", 1),
        ("UPDATE audit_seal SET hash = 'x' WHERE id = 1", 1),
        ("UPDATE audit_seal SET previous_hash = 'x' WHERE id = 2", 2),
        ("DELETE FROM audit_seal WHERE id = 1", 2),
    ];
    for (sql, seal) in table {
        let app = sealed().await;

        tamper(&app, sql).await;

        let broken = check(&app).await.broken.unwrap_or_else(|| panic!("not found: {sql}"));
        assert_eq!(broken.seal_id, seal, "{sql}");
    }
}

#[actix_web::test]
async fn an_entry_taken_away_is_found() {
    let app = sealed().await;
    tamper(&app, "DELETE FROM audit_values WHERE audit_entry_id = (SELECT id FROM audit_entry WHERE subject_id = 6)")
        .await;
    tamper(&app, "DELETE FROM audit_entry WHERE subject_id = 6").await;

    assert_eq!(check(&app).await.broken.map(|link| link.seal_id), Some(2));
}

#[actix_web::test]
async fn erasing_values_leaves_the_chain_whole() {
    let app = sealed().await;
    record(&app, 7).await;
    let erase = app.state.db.write_tx(async |tx| {
        let sealed = empty_values_of(tx, "course", 2).await?;
        Ok::<_, Unexpected>((sealed, empty_values_of(tx, "course", 7).await?))
    });

    assert_eq!(erase.await.unwrap(), (1, 1));
    app.advance(Duration::minutes(3));
    seal(&app).await;

    let report = check(&app).await;
    assert_eq!((report.broken, report.entries), (None, 7));
}

#[actix_web::test]
async fn the_page_says_whether_the_chain_holds() {
    let app = sealed().await;
    let admin = app.admin().await;

    let whole = admin.get("/admin/audit/chain").await;
    tamper(&app, "UPDATE audit_entry SET action = 'course.deleted' WHERE subject_id = 5").await;
    let broken = admin.get("/admin/audit/chain").await;

    whole.assert_status(200).assert_has("The chain holds");
    broken.assert_has("The chain is broken").assert_has("Seal 2");
}
