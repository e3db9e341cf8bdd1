//! One write transaction, over a connection that is its own until it ends.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as PlainMutex, MutexGuard, PoisonError};

use futures_util::TryStreamExt;
use sea_orm::sqlx::postgres::{PgQueryResult, Postgres};
use sea_orm::sqlx::sqlite::{Sqlite, SqliteQueryResult};
use sea_orm::sqlx::{AssertSqlSafe, Either, Executor, query_with};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use tokio::sync::Mutex;

use super::gather::{Asked, Gather, in_order};
use super::shelf::{Lent, each, failed, one_text, parts};

/// Its connection.
pub(super) enum Open {
    /// Whether it has begun: that goes with the first statement.
    Sqlite(Lent<Sqlite>, bool),
    Postgres(Lent<Postgres>),
}

/// A write transaction. Statements go to the database one after the other; dropped without an end it is undone, with its
/// connection.
pub struct Tx {
    pub(super) open: Mutex<Open>,
    backend: DbBackend,
    statements: Arc<AtomicU64>,
    later: PlainMutex<Vec<Statement>>,
    gather: PlainMutex<Option<Arc<Gather>>>,
}

impl Tx {
    /// Over this connection; on SQLite it begins with its first statement.
    pub(super) fn over(open: Open, statements: &Arc<AtomicU64>) -> Self {
        let backend = match &open {
            Open::Sqlite(..) => DbBackend::Sqlite,
            Open::Postgres(_) => DbBackend::Postgres,
        };
        let (later, gather) = (PlainMutex::default(), PlainMutex::default());
        Self { open: Mutex::new(open), backend, statements: Arc::clone(statements), later, gather }
    }

    /// For statements whose outcome nobody reads: they travel with the next one, or with the end. What they change is counted as
    /// nothing, so it is not for a statement that may find nothing to change; what goes wrong is told by whichever takes them along.
    pub fn later(&self) -> Later<'_> {
        Later(self)
    }

    /// Runs `work`; what its branches ask before they wait goes together, in no order that means anything. Only for statements that
    /// give rows, and that neither see nor lock what another of them changes.
    pub async fn together<T>(&self, work: impl Future<Output = T>) -> T {
        let gather = Arc::<Gather>::default();
        *self.gathering() = Some(Arc::clone(&gather));
        // Also when it is given up in the middle: whatever is asked afterwards would wait for ever.
        let _ends = Ends(self);
        gather.attend(work, |asked| self.answer(asked)).await
    }

    fn gathering(&self) -> MutexGuard<'_, Option<Arc<Gather>>> {
        self.gather.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, asked: Vec<Asked>) {
        let (statements, answers) = in_order(asked);
        let mut all = self.take_later();
        let before = all.len();
        all.extend(statements);
        match self.each(all).await {
            Ok(found) => {
                for (rows, answer) in found.into_iter().skip(before).zip(answers) {
                    let _ = answer.send(Ok(rows));
                }
            }
            Err(error) => answers.into_iter().for_each(|answer| drop(answer.send(Err(error.clone())))),
        }
    }

    /// The rows of each.
    async fn each(&self, all: Vec<Statement>) -> Result<Vec<Vec<QueryResult>>, DbErr> {
        match &mut *self.open.lock().await {
            Open::Sqlite(lent, has_begun) => {
                let was = std::mem::replace(has_begun, true);
                let mut found = each(lent.connection(), after_begin(was, all)).await.map_err(failed)?;
                if !was {
                    found.remove(0);
                }
                Ok(found)
            }
            Open::Postgres(lent) => {
                let mut found = Vec::with_capacity(all.len());
                for statement in all {
                    let (sql, values) = parts(statement);
                    let rows = query_with(AssertSqlSafe(sql), values).fetch_all(lent.connection()).await;
                    found.push(rows.map_err(failed)?.into_iter().map(QueryResult::from).collect());
                }
                Ok(found)
            }
        }
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

    pub(super) fn take_later(&self) -> Vec<Statement> {
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
        let gather = self.gathering().clone();
        if let Some(gather) = gather {
            self.statements.fetch_add(1, Ordering::Relaxed);
            return gather.ask(statement).await;
        }
        Ok(self.each(self.with_later(statement)).await?.pop().unwrap_or_default())
    }

    async fn run(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        if self.gathering().is_some() {
            return Err(DbErr::Custom("only what gives rows is asked together".to_owned()));
        }
        let all = self.with_later(statement);
        match &mut *self.open.lock().await {
            Open::Sqlite(lent, has_begun) => {
                let (text, values) = one_text(after_begin(std::mem::replace(has_begun, true), all));
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

/// While it lives, what a transaction is asked goes together.
struct Ends<'a>(&'a Tx);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        *self.0.gathering() = None;
    }
}

/// The statements, and before the first of a transaction its beginning. IMMEDIATE, not at the first write: a transaction that reads
/// first and writes later fails whatever the patience.
pub(super) fn after_begin(has_begun: bool, mut statements: Vec<Statement>) -> Vec<Statement> {
    if !has_begun {
        statements.insert(0, Statement::from_string(DbBackend::Sqlite, "BEGIN IMMEDIATE"));
    }
    statements
}

/// An error of the driver as one of a statement that writes.
pub(super) fn executed(error: sea_orm::sqlx::Error) -> DbErr {
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
