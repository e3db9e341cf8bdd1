//! A database for one test: a copy of a template that this process migrated once. SQLite, or PostgreSQL when
//! `NAIRO_TEST_POSTGRES_URL` is set (scripts/with-postgres sets it).

use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use migration::Migrator;
use nairo::db::{Db, PoolSizes};
use reqwest::Url;
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use sea_orm_migration::MigratorTrait;

/// Taken away when the test ends.
pub struct TestDatabase {
    pub url: String,
    place: Place,
}

enum Place {
    File(PathBuf),
    Server {
        name: String,
    },
    /// On a server of the test's own, which goes with it.
    Elsewhere,
}

/// Few enough that tests in parallel stay below the server's limit. Patient: how long sixty-four buyers wait for each other depends
/// on the machine and on the tests beside them, so a rush in which somebody reads that the site is busy would prove nothing.
pub const POOLS: PoolSizes =
    PoolSizes { sqlite_readers: 4, postgres: 12, postgres_readers: 8, patience: Some(Duration::from_secs(60)) };

static NEXT: AtomicU32 = AtomicU32::new(1);

/// The server for tests, or none: then it is SQLite.
pub fn postgres_url() -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "chosen by the script that runs the tests")]
    std::env::var("NAIRO_TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())
}

impl TestDatabase {
    /// Migrated and empty.
    pub fn migrated() -> Self {
        match postgres_url() {
            None => {
                let path = new_file();
                std::fs::write(&path, sqlite_template()).unwrap();
                Self::of_file(path)
            }
            Some(admin) => Self::on_server(&admin, postgres_template(&admin)),
        }
    }

    /// Migrated, on an empty database that the test brings along.
    pub fn migrated_at(url: &str) -> Self {
        migrate(url);
        Self { url: url.to_owned(), place: Place::Elsewhere }
    }

    /// Without a single table.
    pub fn bare() -> Self {
        match postgres_url() {
            None => Self::of_file(new_file()),
            Some(admin) => Self::on_server(&admin, ""),
        }
    }

    /// Opens it as the product does; a server of the test's own goes away, and then nobody is to wait for long (R24).
    pub async fn open(&self) -> Db {
        let patience = if matches!(self.place, Place::Elsewhere) { None } else { POOLS.patience };
        Db::open(&self.url, PoolSizes { patience, ..POOLS }).await.unwrap()
    }

    fn of_file(path: PathBuf) -> Self {
        Self { url: format!("sqlite://{}", path.display()), place: Place::File(path) }
    }

    fn on_server(admin: &str, how: &str) -> Self {
        let name = format!("it_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        run_on_server(admin, &format!("CREATE DATABASE {name} {how}"));
        Self { url: url_of(admin, &name), place: Place::Server { name } }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        match &self.place {
            Place::File(path) => {
                for ending in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
                }
            }
            Place::Elsewhere => {}
            Place::Server { name } => {
                if let Some(admin) = postgres_url() {
                    run_on_server(&admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
                }
            }
        }
    }
}

/// An empty folder that no other test has. Whoever asked takes it away.
pub fn new_folder() -> PathBuf {
    let name = format!("it-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = folder().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Where the tests keep their files: in memory, where the script that runs them has found enough of it.
fn folder() -> PathBuf {
    #[expect(clippy::disallowed_methods, reason = "chosen by the script that runs the tests")]
    let chosen = std::env::var_os("NAIRO_TEST_FOLDER");
    chosen.map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from)
}

fn new_file() -> PathBuf {
    let folder = folder();
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(format!("it-{}-{}.db", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)))
}

/// A migrated SQLite file, as bytes.
fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let database = TestDatabase::of_file(new_file());
        let Place::File(path) = &database.place else { unreachable!("a file was asked for") };
        migrate(&database.url);
        std::fs::read(path).unwrap()
    })
}

/// How a database becomes a copy of a migrated one.
fn postgres_template(admin: &str) -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("it_{}_template", std::process::id());
        run_on_server(admin, &format!("CREATE DATABASE {name}"));
        migrate(&url_of(admin, &name));
        // Page by page through the log is what PostgreSQL 15 does unasked; older ones copy files and know no such word.
        let by_file = if version_of_server(admin) >= 150_000 { "STRATEGY FILE_COPY" } else { "" };
        format!("TEMPLATE {name} {by_file}")
    })
}

fn migrate(url: &str) {
    let url = url.to_owned();
    block_apart(async move {
        let db = Db::open(&url, POOLS).await.unwrap();
        Migrator::up(db.for_migrations(), None).await.unwrap();
        db.close().await;
    });
}

fn url_of(admin: &str, name: &str) -> String {
    let mut url = Url::parse(admin).unwrap();
    url.set_path(&format!("/{name}"));
    url.into()
}

/// Such as 150018.
fn version_of_server(admin: &str) -> u32 {
    let admin = admin.to_owned();
    block_apart(async move {
        let connection = Database::connect(admin).await.unwrap();
        let row = connection.query_one_raw(Statement::from_string(DbBackend::Postgres, "SHOW server_version_num"));
        let version: String = row.await.unwrap().unwrap().try_get_by_index(0).unwrap();
        connection.close().await.unwrap();
        version.parse().unwrap()
    })
}

fn run_on_server(admin: &str, statement: &str) {
    let (admin, statement) = (admin.to_owned(), statement.to_owned());
    block_apart(async move {
        let connection = Database::connect(admin).await.unwrap();
        connection.execute_unprepared(&statement).await.unwrap();
        connection.close().await.unwrap();
    });
}

/// Runs something to its end on a thread of its own, so that it may be waited for in a `drop` or a shared cell.
pub fn block_apart<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let thread = std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(work)
    });
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
