//! One message for the next page, in a signed cookie; shown once.

use serde::{Deserialize, Serialize};

/// A message shown at the top of the next page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// "done", "problem" or "info".
    pub kind: String,
    /// A sentence in plain English.
    pub message: String,
}

impl Flash {
    /// Something the person asked for has happened.
    pub fn done(message: impl Into<String>) -> Self {
        Self { kind: "done".to_owned(), message: message.into() }
    }

    /// The rules say no, or something went wrong; the message says what to do next.
    pub fn problem(message: impl Into<String>) -> Self {
        Self { kind: "problem".to_owned(), message: message.into() }
    }

    /// Worth knowing.
    pub fn info(message: impl Into<String>) -> Self {
        Self { kind: "info".to_owned(), message: message.into() }
    }
}
