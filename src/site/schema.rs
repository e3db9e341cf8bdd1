//! Whether the database has the schema this program expects, read without writing anything.

use migration::Migrator;
use sea_orm::{ConnectionTrait, DbErr, Statement};
use sea_orm_migration::MigratorTrait;

/// Every migration of this program, in order.
pub fn known_migrations() -> Vec<String> {
    Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
}

/// What the database says has been applied; nothing when it is empty.
pub async fn applied_migrations(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let ask = |sql: &str| Statement::from_string(db.get_database_backend(), sql.to_owned());
    db.query_one_raw(ask("SELECT 1")).await?;
    // The table itself is missing in an empty database; both databases say so in their own words.
    let Ok(rows) = db.query_all_raw(ask("SELECT version FROM seaql_migrations")).await else { return Ok(Vec::new()) };
    rows.iter().map(|row| row.try_get("", "version")).collect()
}

/// Whether nothing is missing.
pub async fn is_current(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let applied = applied_migrations(db).await?;
    Ok(known_migrations().iter().all(|name| applied.contains(name)))
}
