//! The database: one writer and a pool of readers on SQLite, one pool on PostgreSQL. Every write goes through
//! [`Db::write_tx`]; nothing else may begin a write transaction.
//!
//! Why one helper: on SQLite a transaction that reads first and writes later fails at once with "database is locked",
//! whatever the busy timeout; `BEGIN IMMEDIATE` on the single writer connection waits its turn instead.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use tokio::sync::Notify;

/// How many connections to keep, by purpose.
#[derive(Clone, Copy, Debug)]
pub struct PoolSizes {
    /// SQLite readers beside the one writer.
    pub sqlite_readers: u32,
    /// All PostgreSQL connections of this process.
    pub postgres: u32,
}

impl Default for PoolSizes {
    fn default() -> Self {
        Self { sqlite_readers: 4, postgres: 12 }
    }
}

/// Handles to the database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    commits: Arc<AtomicU64>,
    committed: Arc<Notify>,
}

impl Db {
    /// Opens `sqlite://…` or `postgres://…`. A SQLite file is created when missing.
    pub async fn open(url: &str, sizes: PoolSizes) -> Result<Self, DbErr> {
        let (writer, reader) = if url.starts_with("sqlite:") {
            let writer = Database::connect(sqlite_options(url, 1)).await?;
            let reader = Database::connect(sqlite_options(url, sizes.sqlite_readers)).await?;
            (writer, reader)
        } else {
            let mut options = ConnectOptions::new(url);
            options
                .max_connections(sizes.postgres)
                .connect_timeout(Duration::from_secs(5))
                .acquire_timeout(Duration::from_secs(10))
                .sqlx_logging(false);
            let pool = Database::connect(options).await?;
            (pool.clone(), pool)
        };
        Ok(Self { writer, reader, commits: Arc::default(), committed: Arc::default() })
    }

    /// A connection for reading only. Never write through it.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Runs `work` in one write transaction and commits when it answers `Ok`. Any error rolls everything back.
    pub async fn write_tx<T, E>(&self, work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T, E>) -> Result<T, E>
    where
        E: From<DbErr>,
    {
        let postgres = self.writer.get_database_backend() == DbBackend::Postgres;
        let options = TransactionOptions {
            isolation_level: postgres.then_some(IsolationLevel::ReadCommitted),
            access_mode: postgres.then_some(AccessMode::ReadWrite),
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        };
        let tx = self.writer.begin_with_options(options).await?;
        match work(&tx).await {
            Ok(value) => {
                tx.commit().await?;
                self.commits.fetch_add(1, Ordering::Release);
                self.committed.notify_waiters();
                Ok(value)
            }
            Err(error) => {
                tx.rollback().await?;
                Err(error)
            }
        }
    }

    /// How many transactions this process has committed: kept pages made before the latest one are stale (D22).
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Acquire)
    }

    /// Waits until this process commits something; the worker uses it to start at once.
    pub async fn next_commit(&self) {
        self.committed.notified().await;
    }

    /// Which database this is, for start-up checks and messages only; product code never branches on it.
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// The connection migrations run on.
    pub fn for_migrations(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Checks that what the database acknowledges is on disk (R2). Returns what is wrong, in words.
    pub async fn check_durability(&self) -> Result<(), String> {
        if self.backend() != DbBackend::Postgres {
            return Ok(());
        }
        for setting in ["synchronous_commit", "fsync"] {
            let value = self.show(setting).await.map_err(|error| error.to_string())?;
            if value != "on" {
                return Err(format!(
                    "PostgreSQL runs with {setting} = {value}; set it to on so that a paid booking survives a power cut"
                ));
            }
        }
        Ok(())
    }

    async fn show(&self, setting: &str) -> Result<String, DbErr> {
        let statement = Statement::from_string(self.backend(), format!("SHOW {setting}"));
        let row = self.reader.query_one_raw(statement).await?;
        row.map_or_else(|| Err(DbErr::RecordNotFound(setting.to_owned())), |row| row.try_get_by_index(0))
    }

    /// Closes the pools; the SQLite file is then complete without its log.
    pub async fn close(self) {
        let _ = self.reader.close().await;
        let _ = self.writer.close().await;
    }
}

fn sqlite_options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .acquire_timeout(Duration::from_secs(10));
    options.map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
    });
    options
}
