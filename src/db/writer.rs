//! The connections that write, and how a transaction over one of them begins and ends.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use sea_orm::sqlx::Executor;
use sea_orm::sqlx::postgres::Postgres;
use sea_orm::sqlx::sqlite::Sqlite;
use sea_orm::{DbBackend, DbErr, ExecResult, Statement};

use super::shelf::{SendsEach, Shelf};
use super::tx::{Open, Tx, after_begin, executed};

/// The connections that write: one on SQLite, several on PostgreSQL.
#[derive(Clone)]
pub(super) enum Writer {
    Sqlite(Arc<Shelf<Sqlite>>),
    Postgres(Arc<Shelf<Postgres>>),
}

impl Writer {
    /// Waits for a connection; on PostgreSQL it begins at once, on SQLite with its first statement.
    pub(super) async fn begin(&self, statements: &Arc<AtomicU64>) -> Result<Tx, DbErr> {
        let open = match self {
            Self::Sqlite(shelf) => Open::Sqlite(shelf.lend().await?, false),
            Self::Postgres(shelf) => {
                let mut lent = shelf.lend().await?;
                lent.connection().execute("BEGIN").await.map_err(executed)?;
                Open::Postgres(lent)
            }
        };
        Ok(Tx::over(open, statements))
    }

    /// Ends it well: when this answers `Ok`, everything is on disk.
    pub(super) async fn commit(&self, tx: Tx) -> Result<(), DbErr> {
        let later = tx.take_later();
        match (self, tx.into_open()?) {
            (Self::Sqlite(shelf), Open::Sqlite(mut lent, has_begun)) => {
                let mut all = match (has_begun, later.is_empty()) {
                    (true, _) => later,
                    (false, false) => after_begin(later),
                    (false, true) => {
                        shelf.put(lent);
                        return Ok(());
                    }
                };
                all.push(Statement::from_string(DbBackend::Sqlite, "COMMIT"));
                lent.connection().each(all).await.map_err(executed)?;
                shelf.put(lent);
            }
            (Self::Postgres(shelf), Open::Postgres(mut lent)) => {
                lent.connection().each(later).await.map_err(executed)?;
                lent.connection().execute("COMMIT").await.map_err(executed)?;
                shelf.put(lent);
            }
            _ => return Err(DbErr::Custom("a transaction belongs to another database".to_owned())),
        }
        Ok(())
    }

    /// Undoes it. A connection that cannot even do that is thrown away, which undoes it as well.
    pub(super) async fn rollback(&self, tx: Tx) -> Result<(), DbErr> {
        // One that is torn is undone by what happens to its connection.
        let Ok(open) = tx.into_open() else { return Ok(()) };
        match (self, open) {
            (Self::Sqlite(shelf), Open::Sqlite(mut lent, has_begun)) => {
                if has_begun {
                    lent.connection().execute("ROLLBACK").await.map_err(executed)?;
                }
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
