//! `nairo serve` as a process of its own, beside a test's product, on the same database.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::command_line::terminal::Terminal;
use crate::support::TestApp;

/// The real program, answering.
pub struct Program {
    process: Child,
    port: u16,
    /// From the start of the process to its first answer.
    pub took: Duration,
}

/// Settings for programs on the database of `app`. Proxies on this machine are believed, so that each buyer can have an
/// address of their own.
pub fn terminal(app: &TestApp) -> Terminal {
    Terminal::for_serving()
        .with("DATABASE_URL", &app.state.settings.database_url)
        .with("NAIRO_ADDR", &format!("127.0.0.1:{}", free_port()))
        .with("NAIRO_TRUSTED_PROXIES", "127.0.0.1")
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Program {
    /// Starts it and waits until it answers.
    pub fn start(terminal: &Terminal) -> Self {
        Self::run(terminal, terminal.command(&["serve"]))
    }

    /// The same with no file allowed to grow beyond so many bytes, which is how a full disk feels; writing more fails and
    /// does not kill.
    pub fn start_with_files_up_to(terminal: &Terminal, bytes: u64) -> Self {
        let program = terminal.command(&["serve"]);
        let mut shell = Command::new("bash");
        let limited = format!("trap '' XFSZ; ulimit -S -f {}; exec \"$0\" serve", bytes / 1024);
        shell.args(["-c", &limited]).arg(program.get_program()).env_clear().current_dir(&terminal.folder);
        shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?)))).stdin(Stdio::null());
        Self::run(terminal, shell)
    }

    fn run(terminal: &Terminal, mut command: Command) -> Self {
        let began = Instant::now();
        let port = terminal.setting("NAIRO_ADDR").rsplit_once(':').unwrap().1.parse().unwrap();
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut program = Self { process, port, took: Duration::ZERO };
        while !answers(port) {
            assert!(program.is_alive(), "the program ended before it answered");
            assert!(began.elapsed() < Duration::from_secs(30), "the program does not answer");
            std::thread::sleep(Duration::from_millis(5));
        }
        program.took = began.elapsed();
        program
    }

    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Has not ended.
    pub fn is_alive(&mut self) -> bool {
        self.process.try_wait().unwrap().is_none()
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Files may grow again.
    pub fn lift_limit(&self) {
        let pid = self.process.id().to_string();
        let done = Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited:unlimited"]).status().unwrap();
        assert!(done.success(), "prlimit (of util-linux) could not lift the limit");
    }
}

/// Whether it answers a question, which is more than taking a connection.
fn answers(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let asked = stream.write_all(b"GET /health/live HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    let mut answer = String::new();
    asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.1 200")
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
