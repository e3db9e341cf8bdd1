//! Reading: each statement over a connection of its own, or together with the others of its page.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::future::join_all;
use sea_orm::sqlx::postgres::Postgres;
use sea_orm::sqlx::sqlite::Sqlite;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};

use super::gather::{Asked, Gather, apart, in_order, tell};
use super::shelf::Shelf;

impl Shelf<Sqlite> {
    async fn answer(&self, asked: Vec<Asked>) {
        let (statements, answers) = apart(in_order(asked));
        tell(self.each(statements).await, answers);
    }
}

impl Shelf<Postgres> {
    async fn answer(&self, asked: Vec<Asked>) {
        let (statements, answers) = apart(asked);
        let each = statements.into_iter().zip(answers).map(async |(statement, answer)| {
            let _ = answer.send(self.each(vec![statement]).await.map(|mut outcomes| outcomes.remove(0)));
        });
        join_all(each).await;
    }
}

enum Shelves {
    Sqlite(Shelf<Sqlite>),
    Postgres(Shelf<Postgres>),
}

/// Reads, never writes. Cheap to clone.
#[derive(Clone)]
pub struct Reader {
    shelves: Arc<Shelves>,
    statements: Arc<AtomicU64>,
}

impl Reader {
    pub(super) fn sqlite(shelf: Shelf<Sqlite>, statements: &Arc<AtomicU64>) -> Self {
        Self { shelves: Arc::new(Shelves::Sqlite(shelf)), statements: Arc::clone(statements) }
    }

    pub(super) fn postgres(shelf: Shelf<Postgres>, statements: &Arc<AtomicU64>) -> Self {
        Self { shelves: Arc::new(Shelves::Postgres(shelf)), statements: Arc::clone(statements) }
    }

    /// How many connections may be lent at once, and how many of those are lent now.
    pub(super) fn lent(&self) -> (usize, usize) {
        match self.shelves.as_ref() {
            Shelves::Sqlite(shelf) => (shelf.most, shelf.lent()),
            Shelves::Postgres(shelf) => (shelf.most, shelf.lent()),
        }
    }

    pub(super) async fn close(&self) {
        match self.shelves.as_ref() {
            Shelves::Sqlite(shelf) => shelf.close().await,
            Shelves::Postgres(shelf) => shelf.close().await,
        }
    }

    /// Runs `work`; what it asks through readers before it waits is sent together. For pages: their branches are `join!`ed.
    pub async fn together<T>(&self, work: impl Future<Output = T>) -> T {
        let send = async |asked| match self.shelves.as_ref() {
            Shelves::Sqlite(shelf) => shelf.answer(asked).await,
            Shelves::Postgres(shelf) => shelf.answer(asked).await,
        };
        Gather::run(work, send).await
    }

    fn counted(&self) -> &Shelves {
        self.statements.fetch_add(1, Ordering::Relaxed);
        &self.shelves
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        match self.shelves.as_ref() {
            Shelves::Sqlite(_) => DbBackend::Sqlite,
            Shelves::Postgres(_) => DbBackend::Postgres,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self.counted() {
            Shelves::Sqlite(shelf) => shelf.execute(statement).await,
            Shelves::Postgres(shelf) => shelf.execute(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.get_database_backend(), sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let shelves = self.counted();
        if let Some(gather) = Gather::current() {
            return Ok(gather.ask(statement).await?.rows.into_iter().next());
        }
        match shelves {
            Shelves::Sqlite(shelf) => shelf.one(statement).await,
            Shelves::Postgres(shelf) => shelf.one(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let shelves = self.counted();
        if let Some(gather) = Gather::current() {
            return Ok(gather.ask(statement).await?.rows);
        }
        match shelves {
            Shelves::Sqlite(shelf) => shelf.all(statement).await,
            Shelves::Postgres(shelf) => shelf.all(statement).await,
        }
    }
}
