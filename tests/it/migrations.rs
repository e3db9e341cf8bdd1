//! The schema goes up, down and up again, on the database at hand.

use migration::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::MigratorTrait;

use crate::support::database::TestDatabase;

/// The names of all tables, columns and indexes, in order.
async fn schema(db: &DatabaseConnection) -> Vec<String> {
    let backend = db.get_database_backend();
    let text = match backend {
        DbBackend::Postgres => {
            "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' \
             UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public' \
             UNION SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
        }
        _ => {
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name <> 'sqlite_sequence' ORDER BY 1"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(backend, text)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

#[actix_web::test]
async fn up_down_and_up_again_gives_the_same_schema() {
    let database = TestDatabase::bare();
    let db = database.open().await;

    Migrator::up(db.for_migrations(), None).await.unwrap();
    let first = schema(db.for_migrations()).await;
    Migrator::down(db.for_migrations(), None).await.unwrap();
    let emptied = schema(db.for_migrations()).await;
    Migrator::up(db.for_migrations(), None).await.unwrap();

    assert!(first.len() > 100, "{first:?}");
    let left: Vec<&String> = emptied.iter().filter(|name| !name.contains("seaql_migrations")).collect();
    assert!(left.is_empty(), "down leaves these behind: {left:#?}");
    assert_eq!(schema(db.for_migrations()).await, first);
}

#[actix_web::test]
async fn going_up_twice_is_harmless() {
    let database = TestDatabase::migrated();
    let db = database.open().await;

    Migrator::up(db.for_migrations(), None).await.unwrap();

    assert!(Migrator::get_pending_migrations(db.for_migrations()).await.unwrap().is_empty());
}
