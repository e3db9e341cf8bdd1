//! Measures the release build of `nairo` on one machine, in one run, beside what the machine itself allows: a static page
//! of actix, and commits that reach the disk. `scripts/bench` builds and starts it. Loopback only; nothing is left behind.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it prints a report")]

mod book;
mod call_off;
mod child;
mod commits;
mod crowd;
mod http;
mod imports;
mod load;
mod mail_sink;
mod members;
mod names;
mod pages;
mod report;
mod sign_in;
mod sold;
mod static_limit;
mod world;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use nairo::kernel::Unexpected;

#[derive(Parser)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure everything and print the report
    Run(Run),
    /// Measure the pages made for one person and print the report
    Pages(Run),
    /// Measure a large membership and print the report
    Members(Run),
    /// Measure the import of a file of 100,000 people and print the report
    Import(Run),
    /// Measure calling off a full date, on a world nothing else was done to, and print the report
    CallOff(Run),
    /// Serve copies of a running site's pages and nothing else: the limit that pages are compared with
    Static {
        /// Port of the site whose pages are copied
        #[arg(long)]
        of: u16,
        /// Port to listen on
        #[arg(long)]
        port: u16,
        /// Paths to copy
        paths: Vec<String>,
    },
}

/// What `run` wants to know.
#[derive(clap::Args, Clone)]
struct Run {
    /// The release build of the product
    #[arg(long)]
    nairo: PathBuf,
    /// An empty PostgreSQL database to use besides SQLite
    #[arg(long)]
    postgres: Option<String>,
    /// An empty folder on the disk to be measured
    #[arg(long)]
    folder: PathBuf,
    /// Length of each measurement in milliseconds
    #[arg(long, default_value_t = 2_000)]
    each_ms: u64,
}

impl Run {
    /// Length of one measurement.
    fn each(&self) -> Duration {
        Duration::from_millis(self.each_ms)
    }
}

fn main() -> ExitCode {
    let done = match CommandLine::parse().command {
        Command::Run(run) => actix_web::rt::System::new().block_on(measure(run)),
        Command::Pages(run) => actix_web::rt::System::new().block_on(measure_own_pages(run)),
        Command::Members(run) => actix_web::rt::System::new().block_on(measure_members(run)),
        Command::Import(run) => actix_web::rt::System::new().block_on(measure_imports(run)),
        Command::CallOff(run) => actix_web::rt::System::new().block_on(measure_call_off(run)),
        Command::Static { of, port, paths } => {
            actix_web::rt::System::new().block_on(static_limit::serve(of, port, &paths))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(run: Run) -> Result<(), Unexpected> {
    let mail = mail_sink::start().await?;
    let load_before = report::machine_load();
    let sqlite = format!("sqlite://{}/bench.db", run.folder.display());
    let site = child::Site { nairo: run.nairo.clone(), folder: run.folder.clone(), mail_port: mail, database: sqlite };
    eprintln!("bench: filling the SQLite database");
    let world = world::make(&site).await?;

    let mut report = report::Report {
        start_up: child::time_start_up(&site).await?,
        binary_bytes: std::fs::metadata(&run.nairo)?.len(),
        ..Default::default()
    };
    let server = site.serve(&[]).await?;
    world::let_first_turns_end(&site).await?;
    report.pages = pages::measure(&run, &server, &world).await?;
    report.resident_after_pages = server.resident()?;
    eprintln!("bench: 64 people sign in at once");
    report.flood = sign_in::flood(&server, &world).await?;
    server.stop().await?;

    report.bookings.push(book::measure(&run, &site, &world, "SQLite").await?);
    if let Some(url) = &run.postgres {
        let site = child::Site { database: url.clone(), ..site };
        eprintln!("bench: filling the PostgreSQL database");
        let world = world::make(&site).await?;
        report.bookings.push(book::measure(&run, &site, &world, "PostgreSQL").await?);
    }
    report.print(&load_before);
    Ok(())
}

/// A site on each database there is, and the database's name.
async fn sites(run: &Run) -> Result<Vec<(child::Site, &'static str)>, Unexpected> {
    let mail_port = mail_sink::start().await?;
    let on = |database| child::Site { nairo: run.nairo.clone(), folder: run.folder.clone(), mail_port, database };
    let mut sites = vec![(on(format!("sqlite://{}/bench.db", run.folder.display())), "SQLite")];
    sites.extend(run.postgres.iter().map(|url| (on(url.clone()), "PostgreSQL")));
    Ok(sites)
}

async fn measure_own_pages(run: Run) -> Result<(), Unexpected> {
    for (site, database) in sites(&run).await? {
        eprintln!("bench: filling the {database} database");
        let world = world::make(&site).await?;
        let server = site.serve(&[]).await?;
        world::let_first_turns_end(&site).await?;
        let figures = pages::measure_own(&run, &server, &world).await?;
        println!("{database}, {} MiB resident afterwards\n", server.resident()? / 1024);
        report::print_pages(&figures);
        server.stop().await?;
    }
    Ok(())
}

async fn measure_members(run: Run) -> Result<(), Unexpected> {
    let mut all = Vec::new();
    for (site, database) in sites(&run).await? {
        eprintln!("bench: a large membership on {database}");
        all.push(members::measure(&site, database).await?);
    }
    members::print(&all);
    Ok(())
}

async fn measure_imports(run: Run) -> Result<(), Unexpected> {
    let mut all = Vec::new();
    for (site, database) in sites(&run).await? {
        all.push(imports::measure(&site, database).await?);
    }
    imports::print(&all);
    Ok(())
}

async fn measure_call_off(run: Run) -> Result<(), Unexpected> {
    let mut all = Vec::new();
    for (site, database) in sites(&run).await? {
        all.push(call_off::measure(&site, database).await?);
    }
    call_off::print(&all);
    Ok(())
}
