//! Starts the programs that are measured, and reads from /proc what they use.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nairo::kernel::Unexpected;
use nairo::kernel::unexpected::Context;

use super::http::{BASE_URL, Connection, get};

/// /proc counts processor time in hundredths of a second on every Linux.
const TICKS_A_SECOND: f64 = 100.0;
/// A program that does not answer for so long never will.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often the start is timed; the median counts.
const STARTS: usize = 5;

/// A site to be served: program, database, folder for logs.
#[derive(Clone)]
pub struct Site {
    /// The release build.
    pub nairo: PathBuf,
    /// For logs and files.
    pub folder: PathBuf,
    /// Where mail goes.
    pub mail_port: u16,
    /// `DATABASE_URL`.
    pub database: String,
}

/// A program that listens on a port of this machine until it is dropped.
pub struct Running {
    child: Child,
    /// Where it listens.
    pub port: u16,
}

impl Site {
    /// Makes the tables.
    pub fn migrate(&self) -> Result<(), Unexpected> {
        let done = self.command("migrate").status()?;
        done.success().then_some(()).context("nairo migrate failed; its log is in the bench's folder")
    }

    /// Runs a job of the schedule once, and says how many seconds the whole program took.
    pub fn time_job(&self, name: &str) -> Result<f64, Unexpected> {
        let started = Instant::now();
        let done = self.command("run-job").arg(name).status()?;
        done.success().then_some(()).with_context(|| format!("nairo run-job {name} failed; see its log"))?;
        Ok(started.elapsed().as_secs_f64())
    }

    /// Starts `nairo serve` and waits for its first answer.
    pub async fn serve(&self, arguments: &[&str]) -> Result<Running, Unexpected> {
        let port = free_port()?;
        let child = self.command("serve").args(arguments).env("NAIRO_ADDR", format!("127.0.0.1:{port}")).spawn()?;
        Running { child, port }.ready("/").await
    }

    fn command(&self, name: &str) -> Command {
        let log = self.folder.join(format!("{name}.log"));
        let mut command = Command::new(&self.nairo);
        command
            .arg(name)
            .env("DATABASE_URL", &self.database)
            .env("NAIRO_BASE_URL", BASE_URL)
            .env("NAIRO_SECRET_KEY", "a secret that only the bench knows, long enough")
            .env("NAIRO_FILES", self.folder.join("files"))
            .env("NAIRO_TRUSTED_PROXIES", "127.0.0.1")
            .env("SMTP_URL", format!("smtp://127.0.0.1:{}", self.mail_port))
            .stdin(Stdio::null());
        for name in ["NAIRO_CONFIG", "NAIRO_LOG", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"] {
            command.env_remove(name);
        }
        if let Ok(file) = std::fs::File::create(&log) {
            if let Ok(copy) = file.try_clone() {
                command.stderr(copy);
            }
            command.stdout(file);
        }
        command
    }
}

/// From the start of the process to its first page, on a database that exists; milliseconds, the median of several.
pub async fn time_start_up(site: &Site) -> Result<f64, Unexpected> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let started = Instant::now();
        let server = site.serve(&[]).await?;
        times.push(started.elapsed().as_secs_f64() * 1_000.0);
        server.stop().await?;
    }
    times.sort_by(f64::total_cmp);
    Ok(times[STARTS / 2])
}

/// The static limit in a process of its own, with copies of the server's pages.
pub async fn static_limit(of: &Running, paths: &[&str]) -> Result<Running, Unexpected> {
    let port = free_port()?;
    let mut command = Command::new("/proc/self/exe");
    command.args(["static", "--of", &of.port.to_string(), "--port", &port.to_string()]).args(paths);
    Running { child: command.spawn()?, port }.ready(paths[0]).await
}

fn free_port() -> Result<u16, Unexpected> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

impl Running {
    async fn ready(mut self, path: &str) -> Result<Self, Unexpected> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                return Err(Unexpected::because(format!("the server ended at once ({status})")));
            }
            if let Ok(mut connection) = Connection::open(self.port).await
                && connection.ask(&get(path, "")).await?.status == 200
            {
                return Ok(self);
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Err(Unexpected::because("the server does not answer"))
    }

    /// Processor time used so far by all threads, in seconds.
    pub fn processor_seconds(&self) -> Result<f64, Unexpected> {
        processor_seconds(self.child.id())
    }

    /// For reading processor time from another thread.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory now, in KiB.
    pub fn resident(&self) -> Result<u64, Unexpected> {
        self.status("VmRSS:")
    }

    /// The most that was ever resident since [`forget_peak`](Self::forget_peak), in KiB.
    pub fn peak(&self) -> Result<u64, Unexpected> {
        self.status("VmHWM:")
    }

    /// Begins a new peak.
    pub fn forget_peak(&self) -> Result<(), Unexpected> {
        Ok(std::fs::write(self.proc_file("clear_refs"), "5")?)
    }

    /// Asks it to end, and waits.
    pub async fn stop(mut self) -> Result<(), Unexpected> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        let started = Instant::now();
        while self.child.try_wait()?.is_none() && started.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    fn status(&self, name: &str) -> Result<u64, Unexpected> {
        let text = std::fs::read_to_string(self.proc_file("status"))?;
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        let number = line.and_then(|rest| rest.split_whitespace().next()).and_then(|number| number.parse().ok());
        number.with_context(|| format!("/proc has no {name}"))
    }

    fn proc_file(&self, name: &str) -> PathBuf {
        Path::new("/proc").join(self.child.id().to_string()).join(name)
    }
}

/// The same for any process of ours.
pub fn processor_seconds(id: u32) -> Result<f64, Unexpected> {
    let text = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
    // The name in brackets may hold anything; user and system time are the 12th and 13th fields after it.
    let fields: Vec<&str> = text.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u32>().ok()).map(f64::from);
    let (user, system) = ticks(11).zip(ticks(12)).context("/proc has no processor time")?;
    Ok((user + system) / TICKS_A_SECOND)
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already gone, when it was stopped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
