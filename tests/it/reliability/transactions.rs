//! What a write transaction promises whoever works in it.

use std::future::Future;
use std::task::{Context, Waker};

use entity::person;
use nairo::db::Tx;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, Statement};

use crate::support::{TestApp, spawn_app};

async fn rename(db: &impl ConnectionTrait, from: &str, to: &str) -> Result<u64, DbErr> {
    let renamed = person::Entity::update_many()
        .col_expr(person::Column::FullName, Expr::value(to))
        .filter(person::Column::FullName.eq(from));
    Ok(renamed.exec(db).await?.rows_affected)
}

async fn called(db: &impl ConnectionTrait, name: &str) -> u64 {
    person::Entity::find().filter(person::Column::FullName.eq(name)).count(db).await.unwrap()
}

async fn app_with_ann() -> TestApp {
    let app = spawn_app().await;
    app.person("Ann").await;
    app
}

#[actix_web::test]
async fn what_goes_later_is_done_before_whatever_comes_next() {
    let app = app_with_ann().await;

    let seen = app.state.db.write_tx(async |tx| {
        rename(&tx.later(), "Ann Example", "Ann One").await?;
        let read = called(tx, "Ann One").await;
        rename(&tx.later(), "Ann One", "Ann Two").await?;
        // Counts what this one changed, and not what travelled with it.
        rename(&tx.later(), "Ann Two", "Ann Three").await?;
        let changed = (rename(tx, "Ann Three", "Ann Four").await?, rename(tx, "Nobody", "Somebody").await?);
        rename(&tx.later(), "Ann Four", "Ann Five").await?;
        Ok::<_, DbErr>((read, changed))
    });

    assert_eq!(seen.await.unwrap(), (1, (1, 0)));
    assert_eq!(called(app.state.db.reader(), "Ann Five").await, 1, "the last went with the commit");
}

#[actix_web::test]
async fn what_goes_later_and_fails_undoes_everything() {
    let app = app_with_ann().await;
    let nonsense = async |tx: &Tx| tx.later().execute_unprepared("UPDATE no_such_table SET id = 1").await.map(drop);

    let with_the_next = app.state.db.write_tx(async |tx| {
        rename(tx, "Ann Example", "Ann One").await?;
        nonsense(tx).await?;
        rename(tx, "Ann One", "Ann Two").await
    });
    assert!(with_the_next.await.is_err());
    let with_the_commit = app.state.db.write_tx(async |tx| {
        rename(tx, "Ann Example", "Ann One").await?;
        nonsense(tx).await
    });
    assert!(with_the_commit.await.is_err());

    assert_eq!(called(app.state.db.reader(), "Ann Example").await, 1);
    let after = app.state.db.write_tx(async |tx| rename(tx, "Ann Example", "Ann Two").await).await;
    assert_eq!(after.unwrap(), 1, "others write on");
}

#[actix_web::test]
async fn a_part_that_is_refused_takes_back_itself_alone() {
    let app = app_with_ann().await;
    app.person("Bob").await;

    let done = app.state.db.write_tx(async |tx| {
        rename(&tx.later(), "Ann Example", "Ann One").await?;
        let refused: Result<(), &str> = tx
            .savepoint(async |tx| {
                let renamed = rename(tx, "Bob Example", "Bob One").await;
                rename(&tx.later(), "Ann One", "Ann Two").await.map_err(|_| "later")?;
                if renamed == Ok(1) { Err("full") } else { Ok(()) }
            })
            .await?;
        let kept: Result<u64, DbErr> = tx.savepoint(async |tx| rename(tx, "Ann One", "Ann Three").await).await?;
        Ok::<_, DbErr>((refused, kept?))
    });

    assert_eq!(done.await.unwrap(), (Err("full"), 1));
    let db = app.state.db.reader();
    assert_eq!((called(db, "Ann Three").await, called(db, "Bob Example").await), (1, 1));
}

#[actix_web::test]
async fn a_transaction_given_up_in_the_middle_leaves_nothing_behind() {
    let app = app_with_ann().await;

    for _ in 0..10 {
        let mut writing = Box::pin(app.state.db.write_tx(async |tx| {
            rename(tx, "Ann Example", "Ann One").await?;
            std::future::pending::<Result<(), DbErr>>().await
        }));
        // Far enough to have written, as a rule; then whoever waited goes away.
        for _ in 0..50 {
            assert!(writing.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        drop(writing);
    }

    let after = app.state.db.write_tx(async |tx| rename(tx, "Ann Example", "Ann Two").await).await;
    assert_eq!(after.unwrap(), 1);
}

#[actix_web::test]
async fn branches_of_a_transaction_each_get_their_own_rows() {
    let app = app_with_ann().await;
    app.person("Bob").await;

    let seen = app.state.db.write_tx(async |tx| {
        rename(&tx.later(), "Ann Example", "Ann One").await?;
        let found = tx.together(async {
            tokio::join!(biased; called(tx, "Ann One"), called(tx, "Nobody"), called(tx, "Bob Example"), ids(tx))
        });
        let (ann, nobody, bob, ids) = found.await;
        rename(tx, "Bob Example", "Bob One").await?;
        Ok::<_, DbErr>(((ann, nobody, bob), ids, called(tx, "Bob One").await))
    });

    let (counts, ids, bob_after) = seen.await.unwrap();
    assert_eq!((counts, ids.len(), bob_after), ((1, 0, 1), 2, 1));
}

async fn ids(db: &impl ConnectionTrait) -> Vec<i64> {
    person::Entity::find().all(db).await.unwrap().into_iter().map(|person| person.id).collect()
}

#[actix_web::test]
async fn branches_go_in_the_order_they_are_written() {
    let app = app_with_ann().await;

    let done = app.state.db.write_tx(async |tx| {
        let (change, seen) = (rename(tx, "Ann Example", "Ann One"), async { Ok(called(tx, "Ann One").await) });
        let nothing = rename(tx, "Nobody", "Somebody");
        tx.together(async { tokio::try_join!(biased; change, seen, nothing) }).await
    });

    assert_eq!(done.await.unwrap(), (1, 1, 0), "each is told what it changed itself");
}

#[actix_web::test]
async fn a_branch_that_fails_undoes_the_transaction() {
    let app = app_with_ann().await;

    let failed = app.state.db.write_tx(async |tx| {
        let nonsense = Statement::from_string(tx.get_database_backend(), "SELECT id FROM no_such_table");
        let (change, nonsense) = (rename(tx, "Ann Example", "Ann One"), tx.query_all_raw(nonsense));
        tx.together(async { tokio::try_join!(biased; change, nonsense) }).await.map(drop)
    });
    assert!(failed.await.is_err());

    assert_eq!(called(app.state.db.reader(), "Ann Example").await, 1);
    let after = app.state.db.write_tx(async |tx| rename(tx, "Ann Example", "Ann Two").await).await;
    assert_eq!(after.unwrap(), 1, "others write on");
}

#[actix_web::test]
async fn branches_given_up_leave_the_transaction_as_it_was() {
    let app = app_with_ann().await;

    let done = app.state.db.write_tx(async |tx| {
        rename(tx, "Ann Example", "Ann One").await?;
        let mut waiting = Box::pin(tx.together(std::future::pending::<()>()));
        assert!(waiting.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        drop(waiting);
        rename(tx, "Ann One", "Ann Two").await
    });

    assert_eq!(done.await.unwrap(), 1);
    assert_eq!(called(app.state.db.reader(), "Ann Two").await, 1);
}

#[actix_web::test]
async fn a_statement_given_up_on_its_way_undoes_the_transaction() {
    let app = app_with_ann().await;

    for goes_on in [false, true] {
        let done = app.state.db.write_tx(async |tx| {
            rename(tx, "Ann Example", "Ann One").await?;
            // Long enough that it cannot have answered when it is given up.
            let counting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT COUNT(*) FROM n";
            let counting = Statement::from_string(tx.get_database_backend(), counting);
            let mut counting = Box::pin(tx.query_all_raw(counting));
            assert!(counting.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
            drop(counting);
            if goes_on { rename(tx, "Ann One", "Ann Two").await } else { Ok(1) }
        });
        assert!(matches!(done.await, Err(DbErr::Custom(_))), "nobody knows what it has done");
    }

    let after = app.state.db.write_tx(async |tx| rename(tx, "Ann Example", "Ann Three").await).await;
    assert_eq!(after.unwrap(), 1, "it was undone, and others write on");
}

#[actix_web::test]
async fn a_transaction_that_asks_nothing_ends_well_either_way() {
    let app = app_with_ann().await;
    let db = &app.state.db;

    for _ in 0..20 {
        db.write_tx(async |_| Ok::<_, DbErr>(())).await.unwrap();
        let refused = db.write_tx(async |_| Err::<(), _>(DbErr::RecordNotInserted)).await;
        assert_eq!(refused, Err(DbErr::RecordNotInserted));
    }
    let refused = db.write_tx(async |tx| {
        rename(&tx.later(), "Ann Example", "Ann One").await?;
        Err::<(), _>(DbErr::RecordNotInserted)
    });
    assert_eq!(refused.await, Err(DbErr::RecordNotInserted), "what waited is not sent any more");
    db.write_tx(async |tx| rename(&tx.later(), "Ann Example", "Ann Two").await).await.unwrap();

    assert_eq!(called(db.reader(), "Ann Two").await, 1, "with nothing but what went later it is written all the same");
}
