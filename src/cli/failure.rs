//! Why a command could not do its work: one line that says what is wrong and how to mend it.

use crate::config::SettingError;
use crate::kernel::Unexpected;

/// One line for the person at the terminal.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(String);

impl Failure {
    /// `words` says what is wrong and what to do; line breaks of a cause become spaces.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into().split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

impl From<SettingError> for Failure {
    fn from(error: SettingError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<Unexpected> for Failure {
    fn from(error: Unexpected) -> Self {
        Self::new(error.to_string())
    }
}

impl From<sea_orm::DbErr> for Failure {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::new(format!("the database refused: {error}"))
    }
}
