//! Delivers mail: SMTP, captured files (demo), or memory (tests). The only file that knows lettre.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// Where mail goes.
pub enum Mailer {
    /// Into a folder, one `.eml` file and one `.json` entry a message; for the demo.
    Captured(PathBuf),
    /// Into memory, for tests.
    Memory(Arc<Mutex<Vec<CapturedMail>>>),
}

/// A message that was captured instead of sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapturedMail {
    /// The recipient's address.
    pub to: String,
    /// The recipient's name.
    pub to_name: String,
    /// The From header: name and address.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// The plain part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// With its angle brackets; the same at every repeat.
    pub message_id: String,
    /// The calendar file, unfolded as sent.
    pub calendar: Option<String>,
    /// The whole message as a mail server would get it.
    pub raw: Vec<u8>,
}
