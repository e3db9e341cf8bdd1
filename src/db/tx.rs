//! One write transaction, over a connection that is its own until it ends.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as PlainMutex, PoisonError};

use futures_util::TryStreamExt;
use sea_orm::sqlx::postgres::{PgQueryResult, Postgres};
use sea_orm::sqlx::sqlite::{Sqlite, SqliteQueryResult};
use sea_orm::sqlx::{AssertSqlSafe, Either, Executor, query_with};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use tokio::sync::Mutex;

use super::shelf::{Lent, Shelf, each, failed, one_text, parts};

/// The connections that write: one on SQLite, several on PostgreSQL.
#[derive(Clone)]
pub(super) enum Writer {
    Sqlite(Arc<Shelf<Sqlite>>),
    Postgres(Arc<Shelf<Postgres>>),
}

enum Open {
    Sqlite(Lent<Sqlite>),
    Postgres(Lent<Postgres>),
}

/// A write transaction. Statements go to the database one after the other; dropped without an end it is undone, with its
/// connection.
pub struct Tx {
    open: Mutex<Open>,
    backend: DbBackend,
    statements: Arc<AtomicU64>,
    later: PlainMutex<Vec<Statement>>,
}

impl Writer {
    /// Waits for a connection and begins.
    pub(super) async fn begin(&self, statements: &Arc<AtomicU64>) -> Result<Tx, DbErr> {
        let (open, backend) = match self {
            Self::Sqlite(shelf) => {
                let mut lent = shelf.lend().await?;
                // At once, not at the first write: a transaction that reads first and writes later fails whatever the patience.
                let begun = lent.connection().execute("BEGIN IMMEDIATE").await;
                (begun.map(|_| Open::Sqlite(lent)), DbBackend::Sqlite)
            }
            Self::Postgres(shelf) => {
                let mut lent = shelf.lend().await?;
                let begun = lent.connection().execute("BEGIN").await;
                (begun.map(|_| Open::Postgres(lent)), DbBackend::Postgres)
            }
        };
        let open = Mutex::new(open.map_err(executed)?);
        Ok(Tx { open, backend, statements: Arc::clone(statements), later: PlainMutex::default() })
    }

    /// Ends it well: when this answers `Ok`, everything is on disk.
    pub(super) async fn commit(&self, tx: Tx) -> Result<(), DbErr> {
        let later = tx.take_later();
        match (self, tx.open.into_inner()) {
            (Self::Sqlite(shelf), Open::Sqlite(mut lent)) => {
                let mut all = later;
                all.push(Statement::from_string(DbBackend::Sqlite, "COMMIT"));
                let (text, values) = one_text(all);
                query_with(AssertSqlSafe(text), values).execute(lent.connection()).await.map_err(executed)?;
                shelf.put(lent);
            }
            (Self::Postgres(shelf), Open::Postgres(mut lent)) => {
                for statement in later {
                    let (sql, values) = parts(statement);
                    query_with(AssertSqlSafe(sql), values).execute(lent.connection()).await.map_err(executed)?;
                }
                lent.connection().execute("COMMIT").await.map_err(executed)?;
                shelf.put(lent);
            }
            _ => return Err(DbErr::Custom("a transaction belongs to another database".to_owned())),
        }
        Ok(())
    }

    /// Undoes it. A connection that cannot even do that is thrown away, which undoes it as well.
    pub(super) async fn rollback(&self, tx: Tx) -> Result<(), DbErr> {
        match (self, tx.open.into_inner()) {
            (Self::Sqlite(shelf), Open::Sqlite(mut lent)) => {
                lent.connection().execute("ROLLBACK").await.map_err(executed)?;
                shelf.put(lent);
            }
            (Self::Postgres(shelf), Open::Postgres(mut lent)) => {
                lent.connection().execute("ROLLBACK").await.map_err(executed)?;
                shelf.put(lent);
            }
            _ => {}
        }
        Ok(())
    }

    /// Runs a statement outside any transaction.
    pub(super) async fn execute(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Sqlite(shelf) => shelf.execute(statement).await,
            Self::Postgres(shelf) => shelf.execute(statement).await,
        }
    }

    /// Opens one connection, so that a database that is not there is noticed at the start.
    pub(super) async fn try_out(&self) -> Result<(), DbErr> {
        match self {
            Self::Sqlite(shelf) => shelf.put(shelf.lend().await?),
            Self::Postgres(shelf) => shelf.put(shelf.lend().await?),
        }
        Ok(())
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(shelf) => shelf.close().await,
            Self::Postgres(shelf) => shelf.close().await,
        }
    }
}

impl Tx {
    /// For statements whose outcome nobody reads: they travel with the next one, or with the end. What they change is counted as
    /// nothing, so it is not for a statement that may find nothing to change; what goes wrong is told by whichever takes them along.
    pub fn later(&self) -> Later<'_> {
        Later(self)
    }

    /// Runs `work` behind a savepoint: when it answers `Err`, what it did is undone and nothing else.
    pub async fn savepoint<T, E>(&self, work: impl AsyncFnOnce(&Self) -> Result<T, E>) -> Result<Result<T, E>, DbErr> {
        self.execute_unprepared("SAVEPOINT part").await?;
        let done = Box::pin(work(self)).await;
        if done.is_err() {
            // What still waits began behind the savepoint too; PostgreSQL would refuse it now, and the way back with it.
            self.take_later();
            self.execute_unprepared("ROLLBACK TO SAVEPOINT part").await?;
        }
        self.execute_unprepared("RELEASE SAVEPOINT part").await?;
        Ok(done)
    }

    fn take_later(&self) -> Vec<Statement> {
        std::mem::take(&mut *self.later.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep(&self, statement: Statement) {
        self.statements.fetch_add(1, Ordering::Relaxed);
        self.later.lock().unwrap_or_else(PoisonError::into_inner).push(statement);
    }

    /// Everything that waits, and then this one.
    fn with_later(&self, statement: Statement) -> Vec<Statement> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        let mut all = self.take_later();
        all.push(statement);
        all
    }

    async fn rows(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let all = self.with_later(statement);
        match &mut *self.open.lock().await {
            Open::Sqlite(lent) => Ok(each(lent.connection(), all).await.map_err(failed)?.pop().unwrap_or_default()),
            Open::Postgres(lent) => {
                let mut rows = Vec::new();
                for statement in all {
                    let (sql, values) = parts(statement);
                    rows = query_with(AssertSqlSafe(sql), values).fetch_all(lent.connection()).await.map_err(failed)?;
                }
                Ok(rows.into_iter().map(QueryResult::from).collect())
            }
        }
    }

    async fn run(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let all = self.with_later(statement);
        match &mut *self.open.lock().await {
            Open::Sqlite(lent) => {
                let (text, values) = one_text(all);
                let mut steps = lent.connection().fetch_many(query_with(AssertSqlSafe(text), values));
                // Of the last alone: the driver would add up what all of them have changed.
                let mut last = SqliteQueryResult::default();
                while let Some(step) = steps.try_next().await.map_err(executed)? {
                    if let Either::Left(done) = step {
                        last = done;
                    }
                }
                Ok(last.into())
            }
            Open::Postgres(lent) => {
                let mut done = PgQueryResult::default();
                for statement in all {
                    let (sql, values) = parts(statement);
                    done = query_with(AssertSqlSafe(sql), values).execute(lent.connection()).await.map_err(executed)?;
                }
                Ok(done.into())
            }
        }
    }
}

/// An error of the driver as one of a statement that writes.
fn executed(error: sea_orm::sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error)))
}

#[sea_orm_migration::async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.run(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.run(Statement::from_string(self.backend, sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.rows(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.rows(statement).await
    }
}

/// What [`Tx::later`] gives.
pub struct Later<'a>(&'a Tx);

#[sea_orm_migration::async_trait::async_trait]
impl ConnectionTrait for Later<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.0.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.0.keep(statement);
        Ok(match self.0.backend {
            DbBackend::Postgres => PgQueryResult::default().into(),
            _ => SqliteQueryResult::default().into(),
        })
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.0.backend, sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.0.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.0.query_all_raw(statement).await
    }
}
