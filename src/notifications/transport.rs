//! Delivers mail: SMTP, captured files (demo), or memory (tests).

/// Where mail goes.
pub enum Mailer {}
