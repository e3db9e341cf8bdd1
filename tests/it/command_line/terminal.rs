//! The real binary in a folder of its own, with no settings but those a test gives.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::database::new_folder;

/// A folder and settings to run commands with.
#[derive(Debug)]
pub struct Terminal {
    pub folder: PathBuf,
    settings: Vec<(String, String)>,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub said: String,
    pub complained: String,
}

impl Terminal {
    /// An empty folder; the database would be `nairo.db` in it.
    pub fn new() -> Self {
        let folder = new_folder();
        let url = format!("sqlite://{}", folder.join("nairo.db").display());
        Self { folder, settings: Vec::new() }.with("DATABASE_URL", &url)
    }

    /// One with everything that `serve` needs.
    pub fn for_serving() -> Self {
        Self::new()
            .with("NAIRO_ADDR", "127.0.0.1:0")
            .with("NAIRO_BASE_URL", "https://nairo.example.org")
            .with("NAIRO_SECRET_KEY", "0123456789012345678901234567890123456789")
            .with("SMTP_URL", "smtp://127.0.0.1:9")
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.settings.retain(|(known, _)| known != name);
        self
    }

    /// What was set; "" when nothing was.
    pub fn setting(&self, name: &str) -> &str {
        self.settings.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A command not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_nairo")));
        command.args(arguments).current_dir(&self.folder).env_clear().stdin(Stdio::null());
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ended { code: output.status.code(), said: text(&output.stdout), complained: text(&output.stderr) }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Ended {
    #[track_caller]
    pub fn assert_worked(&self) -> &Self {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self
    }

    /// Exit code 1 and one line that names each of these.
    #[track_caller]
    pub fn assert_failed_saying(&self, words: &[&str]) -> &Self {
        assert_eq!(self.code, Some(1), "{self:#?}");
        let complaints: Vec<&str> = self.complained.lines().filter(|line| line.starts_with("nairo: ")).collect();
        assert_eq!(complaints.len(), 1, "one line says what is wrong: {self:#?}");
        for word in words {
            assert!(complaints[0].contains(word), "{word:?} is not in {:?}", complaints[0]);
        }
        assert!(!self.complained.contains("panicked"), "{self:#?}");
        self
    }
}
