//! A PostgreSQL of the test's own, to be stopped and started at will.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

/// Taken away, with its data, when it is dropped.
pub struct PrivatePostgres {
    script: Child,
    stdin: Option<ChildStdin>,
    control: String,
    pub url: String,
}

impl PrivatePostgres {
    /// A fresh server; none, with the reason printed, where PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/with-postgres");
        let wait = r#"echo "$NAIRO_TEST_POSTGRES_URL"; echo "$NAIRO_TEST_POSTGRES_CONTROL"; read -r _"#;
        let mut command = Command::new(script);
        command.args(["bash", "-c", wait]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut script = command.spawn().unwrap();
        let mut lines = BufReader::new(script.stdout.take().unwrap()).lines().map_while(Result::ok);
        let (Some(url), Some(control)) = (lines.next(), lines.next()) else {
            let ended = script.wait().unwrap();
            eprintln!("left out: no PostgreSQL could be started here ({ended}); Debian's package is postgresql");
            return None;
        };
        let stdin = script.stdin.take();
        Some(Self { script, stdin, control, url })
    }

    /// As in a crash: nothing is finished, clients are cut off.
    pub fn stop_at_once(&self) {
        self.ask("stop");
    }

    /// Starts it again on the same data.
    pub fn start_again(&self) {
        self.ask("start");
    }

    fn ask(&self, what: &str) {
        let done = Command::new(&self.control).arg(what).stdout(Stdio::null()).status().unwrap();
        assert!(done.success(), "PostgreSQL would not {what}");
    }
}

impl Drop for PrivatePostgres {
    fn drop(&mut self) {
        if let Some(mut stdin) = self.stdin.take() {
            let _ = stdin.write_all(b"\n");
        }
        let _ = self.script.wait();
    }
}
