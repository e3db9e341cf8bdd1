//! One write transaction, over a connection that is its own until it ends.

use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex as PlainMutex, MutexGuard, PoisonError};

use sea_orm::sqlx::postgres::{PgQueryResult, Postgres};
use sea_orm::sqlx::sqlite::{Sqlite, SqliteQueryResult};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use tokio::sync::Mutex;

use super::gather::{Asked, Gather, apart, tell};
use super::shelf::{Lent, Outcome, SendsEach, failed};

/// Its connection.
pub(super) enum Open {
    /// Whether it has begun: that goes with the first statement.
    Sqlite(Lent<Sqlite>, bool),
    Postgres(Lent<Postgres>),
}

/// A write transaction. Statements go to the database one after the other; dropped without an end it is undone, with its
/// connection.
pub struct Tx {
    open: Mutex<Open>,
    backend: DbBackend,
    statements: Arc<AtomicU64>,
    later: PlainMutex<Vec<Statement>>,
    gather: PlainMutex<Option<Arc<Gather>>>,
    /// A statement is on its way, or was given up there, or the first ones failed: nobody knows what has been done.
    is_torn: AtomicBool,
}

impl Tx {
    /// Over this connection; on SQLite it begins with its first statement.
    pub(super) fn over(open: Open, statements: &Arc<AtomicU64>) -> Self {
        let backend = match &open {
            Open::Sqlite(..) => DbBackend::Sqlite,
            Open::Postgres(_) => DbBackend::Postgres,
        };
        let (open, statements) = (Mutex::new(open), Arc::clone(statements));
        let (later, gather) = (PlainMutex::default(), PlainMutex::default());
        Self { open, backend, statements, later, gather, is_torn: AtomicBool::new(false) }
    }

    /// For statements whose outcome nobody reads: they travel with the next one, or with the end. What they change is counted as
    /// nothing, so it is not for a statement that may find nothing to change; what goes wrong is told by whichever takes them along.
    pub fn later(&self) -> Later<'_> {
        Later(self)
    }

    /// Runs `work`; what its branches ask before they wait goes together, in the order they ask: `try_join!` with `biased`. None of them
    /// may need what a later one gives, or have a savepoint of its own; what they send [`Self::later`] goes before them. Nothing outside
    /// `work` may ask the transaction meanwhile.
    pub fn together<'a, T: 'a>(&'a self, work: impl Future<Output = T> + 'a) -> impl Future<Output = T> + 'a {
        // Before anything waits, so that whoever waits for this stays small on the stack.
        let work = Box::pin(work);
        async move {
            if self.gathering().is_some() {
                return work.await;
            }
            let gather = Arc::<Gather>::default();
            *self.gathering() = Some(Arc::clone(&gather));
            // Also when it is given up in the middle: whatever is asked afterwards would wait for ever.
            let _ends = Ends(self);
            gather.attend(work, |asked| self.answer(asked)).await
        }
    }

    fn gathering(&self) -> MutexGuard<'_, Option<Arc<Gather>>> {
        self.gather.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, asked: Vec<Asked>) {
        let (statements, answers) = apart(asked);
        tell(self.each(statements).await, answers);
    }

    /// What each gives; what waits goes with them.
    async fn each(&self, statements: Vec<Statement>) -> Result<Vec<Outcome>, DbErr> {
        let mut open = self.open.lock().await;
        if self.is_torn.swap(true, Ordering::AcqRel) {
            return Err(torn());
        }
        let mut all = self.take_later();
        let before = all.len();
        all.extend(statements);
        let outcomes = match &mut *open {
            Open::Sqlite(lent, true) => lent.connection().each(all).await,
            Open::Sqlite(lent, has_begun) => {
                // When it fails nobody knows whether it has begun, so it stays torn.
                let mut outcomes = lent.connection().each(after_begin(all)).await.map_err(failed)?;
                *has_begun = true;
                Ok(outcomes.split_off(1))
            }
            Open::Postgres(lent) => lent.connection().each(all).await,
        };
        self.is_torn.store(false, Ordering::Release);
        Ok(outcomes.map_err(failed)?.split_off(before))
    }

    /// Its connection, for the end; none when it is torn, and then the connection goes with it.
    pub(super) fn into_open(self) -> Result<Open, DbErr> {
        if self.is_torn.into_inner() { Err(torn()) } else { Ok(self.open.into_inner()) }
    }

    async fn one(&self, statement: Statement) -> Result<Outcome, DbErr> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        let gather = self.gathering().clone();
        match gather {
            Some(gather) => gather.ask(statement).await,
            None => Ok(self.each(vec![statement]).await?.remove(0)),
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
}

/// While it lives, what a transaction is asked goes together.
struct Ends<'a>(&'a Tx);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        *self.0.gathering() = None;
    }
}

/// The first statements of a transaction behind its beginning. IMMEDIATE, not at the first write: a transaction that reads
/// first and writes later fails whatever the patience.
pub(super) fn after_begin(mut statements: Vec<Statement>) -> Vec<Statement> {
    statements.insert(0, Statement::from_string(DbBackend::Sqlite, "BEGIN IMMEDIATE"));
    statements
}

fn torn() -> DbErr {
    DbErr::Custom("a transaction did not begin, or a statement of it was given up on its way".to_owned())
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
        Ok(self.one(statement).await?.done)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.backend, sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.one(statement).await?.rows.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        Ok(self.one(statement).await?.rows)
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
