//! The database: one writer and a pool of readers on SQLite, one pool on PostgreSQL. Every write goes through
//! [`Db::write_tx`]; nothing else may begin a write transaction.
//!
//! Why one helper: on SQLite a transaction that reads first and writes later fails at once with "database is locked",
//! whatever the busy timeout; `BEGIN IMMEDIATE` on the single writer connection waits its turn instead.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, RuntimeErr, Statement};
use tokio::sync::Notify;

mod gather;
mod literal;
mod one_of;
mod options;
mod reader;
mod shelf;
mod tx;
mod writer;

pub use literal::is_literally;
pub use one_of::is_one_of;
use options::{migration_options, postgres_shelf, sqlite_readers, sqlite_writer};
pub use reader::Reader;
pub use tx::Tx;
use writer::Writer;

/// How many connections to keep, by purpose, and how long somebody waits for one.
#[derive(Clone, Copy, Debug)]
pub struct PoolSizes {
    /// SQLite readers beside the one writer.
    pub sqlite_readers: u32,
    /// PostgreSQL connections of this process that write.
    pub postgres: u32,
    /// Those that read beside them.
    pub postgres_readers: u32,
    /// The longest wait for a connection; none for what is usual. Tests of races are patient, so that what they find is a race and
    /// not a slow machine.
    pub patience: Option<Duration>,
}

impl Default for PoolSizes {
    /// One reader more than there are cores, so that a long report leaves one for everybody else; further ones would only take
    /// turns on the same cores, and each keeps memory of its own.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            sqlite_readers: u32::try_from(cores).unwrap_or(7).clamp(2, 7) + 1,
            postgres: 12,
            postgres_readers: 8,
            patience: None,
        }
    }
}

/// Handles to the database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    writer: Writer,
    migrations: DatabaseConnection,
    reader: Reader,
    commits: Arc<AtomicU64>,
    committed: Arc<Notify>,
    statements: Arc<AtomicU64>,
}

/// So many transactions of one job run beside each other on PostgreSQL: while one waits for the disk the others go on.
const JOB_WRITERS: usize = 4;

impl Db {
    /// Opens `sqlite://…` or `postgres://…`. A SQLite file is created when missing.
    pub async fn open(url: &str, sizes: PoolSizes) -> Result<Self, DbErr> {
        let statements = Arc::<AtomicU64>::default();
        let (writer, reader) = if url.starts_with("sqlite:") {
            let writer = Writer::Sqlite(Arc::new(sqlite_writer(url, sizes.patience)?));
            (writer, Reader::sqlite(sqlite_readers(url, sizes.sqlite_readers, sizes.patience)?, &statements))
        } else {
            let writer = Writer::Postgres(Arc::new(postgres_shelf(url, sizes.postgres, sizes.patience)?));
            (writer, Reader::postgres(postgres_shelf(url, sizes.postgres_readers, sizes.patience)?, &statements))
        };
        // The writer first: it makes the file.
        writer.try_out().await?;
        let migrations = Database::connect(migration_options(url)).await?;
        Ok(Self { writer, reader, migrations, commits: Arc::default(), committed: Arc::default(), statements })
    }

    /// A connection for reading only. Never write through it.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Runs `work` in one write transaction and commits when it answers `Ok`. Any error rolls everything back.
    pub async fn write_tx<T, E>(&self, work: impl AsyncFnOnce(&Tx) -> Result<T, E>) -> Result<T, E>
    where
        E: From<DbErr>,
    {
        let tx = self.writer.begin(&self.statements).await?;
        // Boxed, so that whoever waits for it (a job, within a settlement, within a webhook) stays small on the stack.
        match Box::pin(work(&tx)).await {
            Ok(value) => {
                self.writer.commit(tx).await?;
                self.commits.fetch_add(1, Ordering::Release);
                self.committed.notify_waiters();
                Ok(value)
            }
            Err(error) => {
                // Why the work failed is what counts; a disk that is full has undone everything already.
                if let Err(second) = self.writer.rollback(tx).await {
                    tracing::warn!(%second, "a transaction that failed could not be rolled back");
                }
                Err(error)
            }
        }
    }

    /// How many transactions this process has committed: kept pages made before the latest one are stale (D22).
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Acquire)
    }

    /// How many statements this process has sent; what begins and ends transactions is not counted. On SQLite one asked by
    /// itself costs a hop to another thread and back, so their number is nearly what a page costs.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// How many statements may read at once, and how many do.
    pub fn readers(&self) -> (usize, usize) {
        self.reader.lent()
    }

    /// Waits until this process commits something; the worker uses it to start at once.
    pub async fn next_commit(&self) {
        self.committed.notified().await;
    }

    /// How many transactions a job may keep open at once: one where there is one writer, else a few, so that the others' pages find
    /// connections.
    pub fn writers(&self) -> usize {
        if self.backend() == DbBackend::Postgres { JOB_WRITERS } else { 1 }
    }

    /// Which database this is, for start-up checks and messages only; product code never branches on it.
    pub fn backend(&self) -> DbBackend {
        self.reader.get_database_backend()
    }

    /// The connection migrations run on.
    pub fn for_migrations(&self) -> &DatabaseConnection {
        &self.migrations
    }

    /// Lets SQLite count rows anew where they have changed much, so that it chooses indexes well; PostgreSQL does so by itself.
    pub async fn refresh_statistics(&self) -> Result<(), DbErr> {
        if self.backend() == DbBackend::Sqlite {
            // Every table, not only those this connection has asked.
            self.writer.execute(Statement::from_string(self.backend(), "PRAGMA optimize = 0x10002")).await?;
        }
        Ok(())
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
        self.reader.close().await;
        self.writer.close().await;
        let _ = self.migrations.close().await;
    }
}

/// Whether the database did not answer, or cannot take anything just now, so that trying again later may help (R17, R24).
pub fn is_unavailable(error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    match error.downcast_ref::<DbErr>() {
        Some(DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) => true,
        Some(DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) => {
            use sea_orm::sqlx::Error;
            match error.as_ref() {
                Error::Io(_) | Error::PoolTimedOut | Error::PoolClosed | Error::WorkerCrashed => true,
                Error::Database(error) => error.code().is_some_and(|code| says_later(&code)),
                _ => false,
            }
        }
        _ => false,
    }
}

/// SQLite's busy, i/o, full and cannot open, with what they carry above the lowest byte; PostgreSQL's classes of lost
/// connections, missing resources and shutting down.
fn says_later(code: &str) -> bool {
    let sqlite = code.len() < 5 && code.parse().is_ok_and(|code: u32| matches!(code & 0xff, 5 | 10 | 13 | 14));
    sqlite || (code.len() == 5 && ["08", "53", "57P"].iter().any(|class| code.starts_with(class)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_better_later_is_told_from_our_own_mistakes() {
        let table = [
            ("13", true),
            ("5", true),
            ("778", true),
            ("2067", false),
            ("1555", false),
            ("57P01", true),
            ("57P03", true),
            ("53300", true),
            ("08006", true),
            ("57014", false),
            ("23505", false),
            ("", false),
        ];
        for (code, wanted) in table {
            assert_eq!(says_later(code), wanted, "{code}");
        }
        assert!(is_unavailable(&DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::Timeout)));
        assert!(!is_unavailable(&DbErr::RecordNotInserted));
    }
}
