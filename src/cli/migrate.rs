//! `nairo migrate`: brings the schema up to date, or lists where it stands.

use migration::Migrator;

use sea_orm_migration::MigratorTrait;

use super::Failure;
use super::assemble::{block_on, open_database, tool_settings};
use super::terminal::say;
use crate::db::Db;
use crate::kernel::{Clock, SystemClock};
use crate::members::employers::load_employers;
use crate::site::schema::{applied_migrations, known_migrations};

/// Applies what is missing.
pub fn migrate() -> Result<(), Failure> {
    let settings = tool_settings()?;
    make_folder_of(&settings.database_url)?;
    block_on(async {
        let db = open_database(&settings).await?;
        let missing = pending(&db).await?;
        apply(&db).await?;
        for name in &missing {
            say(&format!("applied {name}"));
        }
        say("The schema is up to date.");
        db.close().await;
        Ok(())
    })
}

/// Lists every migration and whether it has been applied.
pub fn show_status() -> Result<(), Failure> {
    let settings = tool_settings()?;
    block_on(async {
        let db = open_database(&settings).await?;
        let missing = pending(&db).await?;
        for name in known_migrations() {
            let state = if missing.contains(&name) { "missing" } else { "applied" };
            say(&format!("{state}  {name}"));
        }
        db.close().await;
        Ok(())
    })
}

/// Brings the schema up to date, and the list of employers that ships with the program.
pub async fn apply(db: &Db) -> Result<(), Failure> {
    Migrator::up(db.for_migrations(), None)
        .await
        .map_err(|error| Failure::new(format!("a migration failed and was undone: {error}")))?;
    // The list of employers ships with the program and is not the data of whoever runs it.
    db.write_tx(async |tx| load_employers(tx, SystemClock.now()).await).await?;
    Ok(())
}

/// The migrations this program knows and the database does not, in order.
pub async fn pending(db: &Db) -> Result<Vec<String>, Failure> {
    let applied = applied_migrations(db.reader()).await?;
    Ok(known_migrations().into_iter().filter(|name| !applied.contains(name)).collect())
}

/// SQLite makes the file but not its folder.
pub fn make_folder_of(database_url: &str) -> Result<(), Failure> {
    let Some(file) = sqlite_file(database_url) else { return Ok(()) };
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    std::fs::create_dir_all(folder).map_err(|error| {
        Failure::new(format!(
            "DATABASE_URL: cannot make the folder {} ({error}); choose a place that can be written",
            folder.display()
        ))
    })
}

/// The file behind a SQLite address; none for PostgreSQL and for databases in memory.
pub fn sqlite_file(database_url: &str) -> Option<std::path::PathBuf> {
    let rest = database_url.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let path = rest.split('?').next().unwrap_or_default();
    (!path.is_empty() && path != ":memory:").then(|| path.into())
}

#[cfg(test)]
mod tests {
    use super::sqlite_file;

    #[test]
    fn only_sqlite_has_a_file() {
        let table = [
            ("sqlite://var/nairo.db", Some("var/nairo.db")),
            ("sqlite:///srv/nairo.db?mode=rwc", Some("/srv/nairo.db")),
            ("sqlite::memory:", None),
            ("postgres://db/nairo", None),
        ];
        for (url, file) in table {
            assert_eq!(sqlite_file(url), file.map(Into::into), "{url}");
        }
    }
}
