//! Connections of one kind, each lent to one at a time: for a statement that reads, or for a transaction.
//!
//! Why not the driver's own pool: it asks every connection it takes back whether it still answers, in a task of its own. A page asks
//! some twenty statements, so half of what it waited for was that question; and every transaction of SQLite waited for it. Here a
//! connection goes back as it is; one whose last statement failed on the way, or was given up in the middle, is thrown away instead.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::{Stream, TryStreamExt};
use sea_orm::sqlx::postgres::PgConnection;
use sea_orm::sqlx::sqlite::SqliteConnection;
use sea_orm::sqlx::{AssertSqlSafe, Connection, Database, Either, Error, Executor, IntoArguments, query_with};
use sea_orm::{ConnAcquireErr, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use sea_query_sqlx::SqlxValues;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A connection is replaced after so long: it learns what the database has counted since.
const LIFETIME: Duration = Duration::from_mins(30);

/// A connection on its way.
pub(super) type Opening<C> = Pin<Box<dyn Future<Output = Result<C, Error>> + Send>>;

/// How a connection is opened.
type Open<C> = Box<dyn Fn() -> Opening<C> + Send + Sync>;

/// Lends connections of one kind.
pub(super) struct Shelf<D: Database> {
    open: Open<D::Connection>,
    free: Mutex<Vec<Kept<D::Connection>>>,
    permits: Arc<Semaphore>,
    pub(super) most: usize,
    patience: Duration,
    /// One that lay unused for longer is tried first; never when nothing can take it away.
    trusted_for: Option<Duration>,
    is_closed: AtomicBool,
}

/// A connection that waits for its next turn.
struct Kept<C> {
    connection: C,
    opened: Instant,
    last_used: Instant,
}

/// A connection and the right to have it.
pub(super) struct Lent<D: Database> {
    kept: Kept<D::Connection>,
    _permit: OwnedSemaphorePermit,
}

impl<D: Database> Lent<D> {
    pub(super) fn connection(&mut self) -> &mut D::Connection {
        &mut self.kept.connection
    }
}

impl<D: Database> Shelf<D> {
    pub(super) fn new(open: Open<D::Connection>, most: u32, patience: Duration, trusted_for: Option<Duration>) -> Self {
        let most = most as usize;
        let (free, permits) = (Mutex::new(Vec::with_capacity(most)), Arc::new(Semaphore::new(most)));
        Self { open, free, permits, most, patience, trusted_for, is_closed: AtomicBool::new(false) }
    }

    fn free(&self) -> std::sync::MutexGuard<'_, Vec<Kept<D::Connection>>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection that answered lately, or a new one.
    async fn ready(&self) -> Result<Kept<D::Connection>, Error> {
        loop {
            if self.is_closed.load(Ordering::Acquire) {
                return Err(Error::PoolClosed);
            }
            let now = Instant::now();
            let Some(mut kept) = self.free().pop() else {
                return Ok(Kept { connection: (self.open)().await?, opened: now, last_used: now });
            };
            let is_old = now - kept.opened > LIFETIME;
            let is_stale = self.trusted_for.is_some_and(|trusted| now - kept.last_used > trusted);
            if !is_old && (!is_stale || kept.connection.ping().await.is_ok()) {
                return Ok(kept);
            }
        }
    }

    /// How many are lent now.
    pub(super) fn lent(&self) -> usize {
        self.most.saturating_sub(self.permits.available_permits())
    }

    /// A connection, which is thrown away unless it is given [`Self::back`].
    pub(super) async fn lend(&self) -> Result<Lent<D>, DbErr> {
        let lent = async {
            let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| Error::PoolClosed)?;
            Ok(Lent { kept: self.ready().await?, _permit: permit })
        };
        let Ok(lent) = tokio::time::timeout(self.patience, lent).await else {
            return Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout));
        };
        lent.map_err(|error| match error {
            Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
            error => DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error))),
        })
    }

    /// Takes the connection back when its statement came to an end, good or bad.
    fn back<T>(&self, lent: Lent<D>, result: Result<T, Error>) -> Result<T, DbErr> {
        if matches!(&result, Ok(_) | Err(Error::Database(_))) {
            self.put(lent);
        }
        result.map_err(failed)
    }

    /// Takes a connection back that is fit for anybody.
    pub(super) fn put(&self, mut lent: Lent<D>) {
        if !self.is_closed.load(Ordering::Acquire) {
            lent.kept.last_used = Instant::now();
            self.free().push(lent.kept);
        }
    }

    pub(super) async fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        let all = std::mem::take(&mut *self.free());
        for kept in all {
            let _ = kept.connection.close().await;
        }
        self.permits.close();
    }
}

impl<D: Database> Shelf<D>
where
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    SqlxValues: IntoArguments<D>,
    QueryResult: From<D::Row>,
    ExecResult: From<D::QueryResult>,
    D::Connection: SendsEach,
{
    pub(super) async fn all(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let ((sql, values), mut lent) = (parts(statement), self.lend().await?);
        let rows = query_with(AssertSqlSafe(sql), values).fetch_all(&mut lent.kept.connection).await;
        Ok(self.back(lent, rows)?.into_iter().map(QueryResult::from).collect())
    }

    pub(super) async fn one(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let ((sql, values), mut lent) = (parts(statement), self.lend().await?);
        let row = query_with(AssertSqlSafe(sql), values).fetch_optional(&mut lent.kept.connection).await;
        Ok(self.back(lent, row)?.map(QueryResult::from))
    }

    /// What each gave, over one connection.
    pub(super) async fn each(&self, statements: Vec<Statement>) -> Result<Vec<Outcome>, DbErr> {
        let mut lent = self.lend().await?;
        let found = lent.connection().each(statements).await;
        self.back(lent, found)
    }

    pub(super) async fn execute(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let ((sql, values), mut lent) = (parts(statement), self.lend().await?);
        let done = query_with(AssertSqlSafe(sql), values).execute(&mut lent.kept.connection).await;
        Ok(self.back(lent, done)?.into())
    }
}

/// What one statement gave.
pub(super) struct Outcome {
    pub(super) rows: Vec<QueryResult>,
    /// How many rows it changed.
    pub(super) done: ExecResult,
}

/// A connection that sends statements one after the other; the first that fails ends them all.
pub(super) trait SendsEach: Connection {
    /// What each gave.
    async fn each(&mut self, statements: Vec<Statement>) -> Result<Vec<Outcome>, Error>;
}

impl SendsEach for SqliteConnection {
    /// As one text: one hop there, one back.
    async fn each(&mut self, statements: Vec<Statement>) -> Result<Vec<Outcome>, Error> {
        let (wanted, mut all) = (statements.len(), Vec::with_capacity(statements.len()));
        let (text, values) = one_text(statements);
        outcomes(self.fetch_many(query_with(AssertSqlSafe(text), values)), &mut all).await?;
        one_for_each(all, wanted)
    }
}

impl SendsEach for PgConnection {
    async fn each(&mut self, statements: Vec<Statement>) -> Result<Vec<Outcome>, Error> {
        let (wanted, mut all) = (statements.len(), Vec::with_capacity(statements.len()));
        for statement in statements {
            let (sql, values) = parts(statement);
            outcomes(self.fetch_many(query_with(AssertSqlSafe(sql), values)), &mut all).await?;
        }
        one_for_each(all, wanted)
    }
}

/// The steps as they come, each outcome with the rows before it.
async fn outcomes<Done: Into<ExecResult>, Row: Into<QueryResult>>(
    mut steps: impl Stream<Item = Result<Either<Done, Row>, Error>> + Unpin,
    all: &mut Vec<Outcome>,
) -> Result<(), Error> {
    let mut rows = Vec::new();
    while let Some(step) = steps.try_next().await? {
        match step {
            Either::Left(done) => all.push(Outcome { rows: std::mem::take(&mut rows), done: done.into() }),
            Either::Right(row) => rows.push(row.into()),
        }
    }
    Ok(())
}

/// Nobody may be given what another one's statement gave.
fn one_for_each(outcomes: Vec<Outcome>, wanted: usize) -> Result<Vec<Outcome>, Error> {
    if outcomes.len() == wanted {
        return Ok(outcomes);
    }
    Err(Error::Protocol(format!("{wanted} statements gave {} outcomes", outcomes.len())))
}

/// Statements one after the other, as SQLite takes them; their values are told apart by their number.
pub(super) fn one_text(statements: Vec<Statement>) -> (String, SqlxValues) {
    let (mut text, mut values) = (String::new(), Vec::new());
    for statement in statements {
        text.push_str(&statement.sql);
        text.push(';');
        values.extend(statement.values.map(|values| values.0).unwrap_or_default());
    }
    (text, SqlxValues(sea_orm::Values(values)))
}

/// Text and values.
pub(super) fn parts(statement: Statement) -> (String, SqlxValues) {
    (statement.sql, SqlxValues(statement.values.unwrap_or_else(|| sea_orm::Values(Vec::new()))))
}

/// An error of the driver as one of the statement.
pub(super) fn failed(error: Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}
