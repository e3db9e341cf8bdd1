//! `nairo backup` and `nairo restore` for SQLite. PostgreSQL has its own tools, and we say so.

use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, Statement};

use super::Failure;
use super::assemble::{block_on, open_database, tool_settings};
use super::migrate::{pending, sqlite_file};
use super::terminal::say;
use crate::config::Settings;
use crate::db::{Db, PoolSizes};

/// Files that SQLite keeps beside a database in use.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// Writes a consistent copy while the database may be in use.
pub fn backup(to: &Path) -> Result<(), Failure> {
    let settings = tool_settings()?;
    let from = file_of(&settings, "pg_dump --format=custom --file=PATH")?;
    if to.exists() {
        return Err(Failure::new(format!("{} exists; name a file that does not", to.display())));
    }
    if !from.exists() {
        return Err(Failure::new(format!("DATABASE_URL: there is no database at {}", from.display())));
    }
    block_on(async {
        let db = open_database(&settings).await?;
        let copy = Statement::from_sql_and_values(db.backend(), "VACUUM INTO ?", [to.display().to_string().into()]);
        let done = db.reader().execute_raw(copy).await;
        db.close().await;
        done.map_err(|error| {
            Failure::new(format!("cannot write {} ({error}); check the folder and the space on the disk", to.display()))
        })?;
        say(&format!("Copied {} to {}.", from.display(), to.display()));
        Ok(())
    })
}

/// Puts a copy in the database's place, after checking that it is whole and ours.
pub fn restore(from: &Path, replace: bool) -> Result<(), Failure> {
    let settings = tool_settings()?;
    let to = file_of(&settings, "pg_restore --clean --dbname=DATABASE PATH")?;
    if to.exists() && !replace {
        return Err(Failure::new(format!(
            "{} exists; add --replace to put the copy in its place (the old one is kept beside it)",
            to.display()
        )));
    }
    if !from.exists() {
        return Err(Failure::new(format!("there is no file {}", from.display())));
    }
    super::migrate::make_folder_of(&settings.database_url)?;
    let arriving = beside(&to, ".arriving");
    let cannot = |error: std::io::Error| Failure::new(format!("cannot write beside {} ({error})", to.display()));
    std::fs::copy(from, &arriving).map_err(cannot)?;
    let behind = match block_on(check_copy(&arriving)) {
        Ok(behind) => behind,
        Err(failure) => {
            remove_with_companions(&arriving);
            return Err(failure);
        }
    };
    if to.exists() {
        block_on(empty_the_log(&settings))?;
        std::fs::rename(&to, beside(&to, ".replaced")).map_err(cannot)?;
    }
    remove_with_companions(&to);
    std::fs::rename(&arriving, &to).map_err(cannot)?;
    remove_with_companions(&arriving);
    say(&format!("Restored {} from {}.", to.display(), from.display()));
    if behind {
        say("The copy is from an older version: run `nairo migrate` before serving.");
    }
    Ok(())
}

fn file_of(settings: &Settings, instead: &str) -> Result<PathBuf, Failure> {
    sqlite_file(&settings.database_url).ok_or_else(|| {
        Failure::new(format!("this command is for SQLite files; for PostgreSQL use its own tool: {instead}"))
    })
}

/// Whole, and made by this product. Says whether its schema is older than this program's.
async fn check_copy(file: &Path) -> Result<bool, Failure> {
    let not_ours =
        |why: String| Failure::new(format!("the file to restore is not a copy made by `nairo backup` ({why})"));
    let url = format!("sqlite://{}", file.display());
    let db = Db::open(&url, PoolSizes { sqlite_readers: 1, postgres: 1, postgres_readers: 1, patience: None })
        .await
        .map_err(|error| not_ours(error.to_string()))?;
    let checked = async {
        let ask = Statement::from_string(db.backend(), "PRAGMA quick_check");
        let row = db.reader().query_one_raw(ask).await.map_err(|error| not_ours(error.to_string()))?;
        let verdict: String = row.and_then(|row| row.try_get_by_index(0).ok()).unwrap_or_default();
        if verdict != "ok" {
            return Err(not_ours(verdict));
        }
        let missing = pending(&db).await?;
        if missing.len() == crate::site::schema::known_migrations().len() {
            return Err(not_ours("it has none of our tables".to_owned()));
        }
        Ok(!missing.is_empty())
    }
    .await;
    db.close().await;
    checked
}

/// Moves what is still in the old database's log into its file, so that the kept one is complete; refuses while it is in use.
async fn empty_the_log(settings: &Settings) -> Result<(), Failure> {
    let db = open_database(settings).await?;
    let ask = Statement::from_string(db.backend(), "PRAGMA wal_checkpoint(TRUNCATE)");
    let row = db.for_migrations().query_one_raw(ask).await?;
    let busy: i32 = row.and_then(|row| row.try_get_by_index(0).ok()).unwrap_or(0);
    db.close().await;
    if busy != 0 {
        return Err(Failure::new("the database is in use; stop the server and its workers first"));
    }
    Ok(())
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Removes a database and what SQLite keeps beside it; a companion that was never there is as good as removed.
pub fn remove_with_companions(file: &Path) {
    let _ = std::fs::remove_file(file);
    for ending in COMPANIONS {
        let _ = std::fs::remove_file(beside(file, ending));
    }
}
