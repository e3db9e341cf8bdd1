//! How connections are opened.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection, Postgres};
use sea_orm::sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, ConnectOptions as _, Connection, Executor};
use sea_orm::{ConnectOptions, DbErr, RuntimeErr};

use super::shelf::{Opening, Shelf};

/// How long a request waits for a connection before it is told that the database is away (R24).
const PATIENCE: Duration = Duration::from_secs(3);
/// The same on SQLite, where everybody waits for the one writer, which never goes away.
const PATIENCE_OF_SQLITE: Duration = Duration::from_secs(10);
/// SQLite moves its log into the main file when it has this many pages (16 MiB), four times its own default: the pages
/// bookings write over and over are then moved once, and fewer buyers wait for the move.
const CHECKPOINT_PAGES: &str = "4000";
/// What one connection keeps of the file, in KiB (negative means that to SQLite). The upper pages of the indexes fit in; the
/// rest is in the system's own cache, one copy for all connections.
const CACHE_SIZE: &str = "-1024";
/// The same for the one that writes: what it has written it reads again in the next transaction.
const CACHE_SIZE_OF_WRITER: &str = "-4096";
/// A connection of PostgreSQL that has lain unused for this long is tried before it is used.
const TRUSTED_FOR: Duration = Duration::from_secs(1);

/// Said once a connection, so that no transaction has to say it: what the rules of races count on, and no compiling of statements
/// to machine code, which lasts longer than any of ours.
const POSTGRES_SESSION: &str =
    "SET default_transaction_isolation = 'read committed'; SET default_transaction_read_only = off; SET jit = off";

/// A connection for migrations, opened when one begins.
pub(super) fn migration_options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).min_connections(0).connect_lazy(true).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(tuned);
    options
}

/// Connections to PostgreSQL. One that answered a moment ago is believed; one whose server went away meanwhile fails its first
/// statement and is then thrown away.
pub(super) fn postgres_shelf(url: &str, most: u32, patience: Option<Duration>) -> Result<Shelf<Postgres>, DbErr> {
    let options = url.parse::<PgConnectOptions>().map_err(unusable)?.disable_statement_logging();
    let open = move || -> Opening<PgConnection> {
        let options = options.clone();
        Box::pin(async move {
            let mut connection = PgConnection::connect_with(&options).await?;
            connection.execute(POSTGRES_SESSION).await?;
            Ok(connection)
        })
    };
    Ok(Shelf::new(Box::new(open), most, patience.unwrap_or(PATIENCE), Some(TRUSTED_FOR)))
}

/// The one connection to SQLite that writes.
pub(super) fn sqlite_writer(url: &str, patience: Option<Duration>) -> Result<Shelf<Sqlite>, DbErr> {
    sqlite_shelf(url, (1, CACHE_SIZE_OF_WRITER), patience)
}

/// Connections to SQLite that read.
pub(super) fn sqlite_readers(url: &str, most: u32, patience: Option<Duration>) -> Result<Shelf<Sqlite>, DbErr> {
    sqlite_shelf(url, (most, CACHE_SIZE), patience)
}

/// One lives in this process and cannot go away, so it is not tried before it is used.
fn sqlite_shelf(
    url: &str,
    (most, cache): (u32, &'static str),
    patience: Option<Duration>,
) -> Result<Shelf<Sqlite>, DbErr> {
    let options = tuned(url.parse::<SqliteConnectOptions>().map_err(unusable)?).disable_statement_logging();
    let options = options.pragma("cache_size", cache);
    let open = move || -> Opening<SqliteConnection> {
        let options = options.clone();
        Box::pin(async move { SqliteConnection::connect_with(&options).await })
    };
    Ok(Shelf::new(Box::new(open), most, patience.unwrap_or(PATIENCE_OF_SQLITE), None))
}

fn tuned(sqlite: SqliteConnectOptions) -> SqliteConnectOptions {
    sqlite
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
}

fn unusable(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)))
}
