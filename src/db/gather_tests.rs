use std::cell::RefCell;
use std::future::Future;
use std::task::{Context, Waker};

use sea_orm::sqlx::sqlite::SqliteQueryResult;
use sea_orm::{DbBackend, DbErr, Statement};

use super::{Asked, Gather, apart, in_order};
use crate::db::shelf::Outcome;

fn ask(sql: &str) -> Statement {
    Statement::from_string(DbBackend::Sqlite, sql)
}

fn nothing() -> Outcome {
    Outcome { rows: Vec::new(), done: SqliteQueryResult::default().into() }
}

/// Runs branches that each ask two statements, one after the other; gives the batches as they were sent.
async fn batches(answer: fn(Asked)) -> (Vec<Vec<String>>, Result<(), DbErr>) {
    let sent = RefCell::new(Vec::new());
    let branch = async |first: &str, second: &str| {
        let gather = Gather::current().expect("a gather");
        gather.ask(ask(first)).await?;
        gather.ask(ask(second)).await.map(drop)
    };
    let work = async { tokio::try_join!(branch("c", "e"), branch("a", "d"), branch("b", "f")).map(drop) };
    let done = Gather::run(work, async |asked: Vec<Asked>| {
        sent.borrow_mut().push(asked.iter().map(|asked| asked.statement.sql.clone()).collect());
        asked.into_iter().for_each(answer);
    });
    let done = done.await;
    (sent.into_inner(), done)
}

#[tokio::test]
async fn what_is_asked_before_anybody_can_go_on_is_sent_at_once() {
    let (sent, done) = batches(|asked| drop(asked.answer.send(Ok(nothing())))).await;

    assert_eq!(done, Ok(()));
    assert_eq!(sent.len(), 2);
    for (sent, asked) in sent.into_iter().zip([["a", "b", "c"], ["d", "e", "f"]]) {
        let mut sent = sent;
        sent.sort();
        assert_eq!(sent, asked);
    }
}

#[tokio::test]
async fn whoever_is_given_up_learns_of_it() {
    let (_, done) = batches(drop).await;

    assert!(matches!(done, Err(DbErr::Custom(_))), "{done:?}");
}

#[tokio::test]
async fn the_order_of_asking_does_not_show() {
    let gather = Gather::default();
    let (one, other) = (gather.ask(ask("b")), gather.ask(ask("a")));
    let (mut one, mut other) = (Box::pin(one), Box::pin(other));
    let mut context = Context::from_waker(Waker::noop());
    assert!(one.as_mut().poll(&mut context).is_pending());
    assert!(other.as_mut().poll(&mut context).is_pending());

    let asked = std::mem::take(&mut *gather.asked());
    let (statements, _answers) = apart(in_order(asked));

    assert_eq!(statements.iter().map(|statement| statement.sql.as_str()).collect::<Vec<_>>(), ["a", "b"]);
}

#[tokio::test]
async fn one_within_another_is_part_of_it() {
    let outer = RefCell::new(0);
    let send = async |asked: Vec<Asked>| {
        *outer.borrow_mut() += asked.len();
        for asked in asked {
            drop(asked.answer.send(Ok(nothing())));
        }
    };
    let inner = async {
        let gather = Gather::current().expect("a gather");
        gather.ask(ask("a")).await
    };

    let done = Gather::run(async { Gather::run(inner, async |_: Vec<Asked>| ()).await }, send).await;

    assert!(done.is_ok_and(|outcome| outcome.rows.is_empty()));
    assert_eq!(*outer.borrow(), 1);
}
