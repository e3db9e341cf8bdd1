//! The command line, part of the public contract. Each command reads its settings, does one thing, and on failure says in one line
//! what is wrong and how to mend it, with exit code 1.

mod assemble;
mod create_admin;
mod failure;
mod logging;
mod migrate;
mod processes;
mod run_demo;
mod run_job;
mod run_server;
mod sqlite_copies;
mod states;
mod terminal;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{SETTINGS, SettingDoc};

pub use failure::Failure;

/// Membership, training and public voice for a small professional charity.
#[derive(Debug, Parser)]
#[command(name = "nairo", version, about)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try it out: everything on this machine, a demo world, a local Stripe, captured mail
    Demo {
        /// Forget what was done in the demo and start over
        #[arg(long)]
        fresh: bool,
        /// Where to listen; loopback only [default: 127.0.0.1:8080]
        #[arg(long)]
        addr: Option<SocketAddr>,
    },
    /// Run the web server and, in the same process, the worker
    #[command(after_help = settings_help())]
    Serve {
        /// Leave background jobs to `nairo worker` processes
        #[arg(long)]
        no_worker: bool,
    },
    /// Run background jobs only
    #[command(after_help = settings_help())]
    Worker,
    /// Bring the database's schema up to date
    Migrate {
        /// Only list what has been applied and what has not
        #[arg(long)]
        status: bool,
    },
    /// Make somebody an administrator; they sign in with a code sent to the address
    CreateAdmin {
        /// Full name
        #[arg(long)]
        name: String,
        /// Email address
        #[arg(long)]
        email: String,
    },
    /// Run one of the scheduled jobs now, in this process
    RunJob {
        /// The job's name; a wrong one lists them all
        name: String,
    },
    /// Draw where bookings, refunds and the like can stand and what moves them, as Mermaid diagrams
    States,
    /// Copy a SQLite database, while it is in use, to a new file
    Backup {
        /// The file to write; it must not exist
        path: PathBuf,
    },
    /// Put a copy made by `backup` in the place of the SQLite database; stop the server first
    ///
    /// Mail that was waiting to go when the copy was made will go when the worker next runs, even if it went after the copy
    /// was made. Payments since the copy are found again at Stripe by the reconcile job.
    Restore {
        /// The file to read
        path: PathBuf,
        /// Replace a database that exists; it is kept beside, with ".replaced" at the end of its name
        #[arg(long)]
        replace: bool,
    },
}

/// Reads the arguments and does what they ask.
pub fn run() -> ExitCode {
    match execute(CommandLine::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::complain(&failure);
            ExitCode::FAILURE
        }
    }
}

fn execute(command: Command) -> Result<(), Failure> {
    match command {
        Command::Demo { fresh, addr } => run_demo::demo(fresh, addr),
        Command::Serve { no_worker } => run_server::serve(!no_worker),
        Command::Worker => run_server::worker(),
        Command::Migrate { status: false } => migrate::migrate(),
        Command::Migrate { status: true } => migrate::show_status(),
        Command::CreateAdmin { name, email } => create_admin::create_admin(&name, &email),
        Command::RunJob { name } => run_job::run_job(&name),
        Command::States => {
            states::show_states();
            Ok(())
        }
        Command::Backup { path } => sqlite_copies::backup(&path),
        Command::Restore { path, replace } => sqlite_copies::restore(&path, replace),
    }
}

/// The table of settings below `--help`, from the same list as the README's.
fn settings_help() -> String {
    let intro = "Settings, from the environment or the file named by NAIRO_CONFIG; a secret also from the file that <NAME>_FILE names:\n";
    let entry = |setting: &SettingDoc| {
        format!("\n  {}\n      {}\n      Default: {}\n", setting.name, setting.meaning, setting.default)
    };
    let entries: Vec<String> = SETTINGS.iter().map(entry).collect();
    format!("{intro}{}", entries.concat())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_make_sense() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn the_help_of_serve_names_every_setting() {
        let help = settings_help();
        for setting in SETTINGS {
            assert!(help.contains(setting.name) && help.contains(setting.meaning), "{}", setting.name);
        }
    }
}
