//! Connections for reading, each lent for one statement.
//!
//! Why not the driver's own pool: it asks every connection it takes back whether it still answers, in a task of its own. A page asks
//! some twenty statements, so half of what it waited for was that question. Here a connection goes back as it is; one whose last
//! statement failed on the way, or was given up in the middle, is thrown away instead.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use futures_util::future::join_all;
use sea_orm::sqlx::postgres::Postgres;
use sea_orm::sqlx::sqlite::Sqlite;
use sea_orm::sqlx::{AssertSqlSafe, Connection, Database, Either, Error, Executor, IntoArguments, query_with};
use sea_orm::{ConnAcquireErr, ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use sea_query_sqlx::SqlxValues;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::gather::{Asked, Gather, in_order};

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
    permits: Semaphore,
    most: usize,
    patience: Duration,
    /// One that lay unused for longer is tried first; never when nothing can take it away.
    trusted_for: Option<Duration>,
    is_closed: AtomicBool,
}

struct Kept<C> {
    connection: C,
    opened: Instant,
    last_used: Instant,
}

struct Lent<'a, D: Database> {
    kept: Kept<D::Connection>,
    _permit: SemaphorePermit<'a>,
}

impl<D: Database> Shelf<D> {
    pub(super) fn new(open: Open<D::Connection>, most: u32, patience: Duration, trusted_for: Option<Duration>) -> Self {
        let most = most as usize;
        let (free, permits) = (Mutex::new(Vec::with_capacity(most)), Semaphore::new(most));
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

    /// A connection for one statement. It is thrown away unless it is given [`Self::back`].
    async fn lend(&self) -> Result<Lent<'_, D>, DbErr> {
        let lent = async {
            let permit = self.permits.acquire().await.map_err(|_| Error::PoolClosed)?;
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
    fn back<T>(&self, mut lent: Lent<'_, D>, result: Result<T, Error>) -> Result<T, DbErr> {
        let is_whole = matches!(&result, Ok(_) | Err(Error::Database(_)));
        if is_whole && !self.is_closed.load(Ordering::Acquire) {
            lent.kept.last_used = Instant::now();
            self.free().push(lent.kept);
        }
        result.map_err(|error| DbErr::Query(RuntimeErr::SqlxError(Arc::new(error))))
    }

    async fn close(&self) {
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
{
    async fn all(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let ((sql, values), mut lent) = (parts(statement), self.lend().await?);
        let rows = query_with(AssertSqlSafe(sql), values).fetch_all(&mut lent.kept.connection).await;
        Ok(self.back(lent, rows)?.into_iter().map(QueryResult::from).collect())
    }

    async fn one(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let ((sql, values), mut lent) = (parts(statement), self.lend().await?);
        let row = query_with(AssertSqlSafe(sql), values).fetch_optional(&mut lent.kept.connection).await;
        Ok(self.back(lent, row)?.map(QueryResult::from))
    }

    async fn execute(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let ((sql, values), mut lent) = (parts(statement), self.lend().await?);
        let done = query_with(AssertSqlSafe(sql), values).execute(&mut lent.kept.connection).await;
        Ok(self.back(lent, done)?.into())
    }
}

impl Shelf<Sqlite> {
    /// Several statements as one text over one connection: one hop there, one back. The first that fails ends them all.
    async fn each(&self, statements: Vec<Statement>) -> Result<Vec<Vec<QueryResult>>, DbErr> {
        let (mut text, mut values) = (String::new(), Vec::new());
        let mut found: Vec<_> = statements.iter().map(|_| Vec::new()).collect();
        for statement in statements {
            text.push_str(&statement.sql);
            text.push(';');
            values.extend(statement.values.map(|values| values.0).unwrap_or_default());
        }
        let mut lent = self.lend().await?;
        let query = query_with(AssertSqlSafe(text), SqlxValues(sea_orm::Values(values)));
        let read = async {
            let (mut stream, mut nth) = (lent.kept.connection.fetch_many(query), 0);
            while let Some(step) = stream.try_next().await? {
                match step {
                    Either::Left(_) => nth += 1,
                    Either::Right(row) => found[nth].push(QueryResult::from(row)),
                }
            }
            Ok(found)
        };
        let read = read.await;
        self.back(lent, read)
    }

    async fn answer(&self, asked: Vec<Asked>) {
        let (mut statements, answers) = in_order(asked);
        let found = match statements.pop() {
            Some(only) if statements.is_empty() => self.all(only).await.map(|rows| vec![rows]),
            Some(last) => {
                statements.push(last);
                self.each(statements).await
            }
            None => Ok(Vec::new()),
        };
        match found {
            Ok(found) => found.into_iter().zip(answers).for_each(|(rows, answer)| drop(answer.send(Ok(rows)))),
            Err(error) => answers.into_iter().for_each(|answer| drop(answer.send(Err(error.clone())))),
        }
    }
}

impl Shelf<Postgres> {
    async fn answer(&self, asked: Vec<Asked>) {
        let (statements, answers) = in_order(asked);
        let each = statements.into_iter().zip(answers).map(async |(statement, answer)| {
            let _ = answer.send(self.all(statement).await);
        });
        join_all(each).await;
    }
}

fn parts(statement: Statement) -> (String, SqlxValues) {
    (statement.sql, SqlxValues(statement.values.unwrap_or_else(|| sea_orm::Values(Vec::new()))))
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
        let (most, left) = match self.shelves.as_ref() {
            Shelves::Sqlite(shelf) => (shelf.most, shelf.permits.available_permits()),
            Shelves::Postgres(shelf) => (shelf.most, shelf.permits.available_permits()),
        };
        (most, most.saturating_sub(left))
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
            return Ok(gather.ask(statement).await?.into_iter().next());
        }
        match shelves {
            Shelves::Sqlite(shelf) => shelf.one(statement).await,
            Shelves::Postgres(shelf) => shelf.one(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let shelves = self.counted();
        if let Some(gather) = Gather::current() {
            return gather.ask(statement).await;
        }
        match shelves {
            Shelves::Sqlite(shelf) => shelf.all(statement).await,
            Shelves::Postgres(shelf) => shelf.all(statement).await,
        }
    }
}
