//! The third kind of error: we or a supplier failed, and there is nothing for the person to correct.
//!
//! It keeps the cause and, in words, what was being done. It is logged once, at the edge.

use std::error::Error;
use std::fmt;

/// A failure with its cause and what was being attempted, the outermost last added.
///
/// It is not itself a `std::error::Error`, so that any such error can turn into it with `?`.
pub struct Unexpected {
    cause: Box<dyn Error + Send + Sync>,
    context: Vec<String>,
}

impl Unexpected {
    /// A failure of our own, told in words.
    pub fn because(message: impl Into<String>) -> Self {
        Self { cause: message.into().into(), context: Vec::new() }
    }

    /// Adds what was being attempted.
    #[must_use]
    pub fn context(mut self, words: impl Into<String>) -> Self {
        self.context.push(words.into());
        self
    }

    /// The error that began it.
    pub fn cause(&self) -> &(dyn Error + Send + Sync + 'static) {
        self.cause.as_ref()
    }

    /// What was attempted, outermost first, then the cause, then the causes of the cause. A cause that its
    /// parent already quotes is left out.
    fn chain(&self) -> Vec<String> {
        let mut chain: Vec<String> = self.context.iter().rev().cloned().collect();
        let mut next: Option<&dyn Error> = Some(self.cause.as_ref());
        let mut quoted_by = String::new();
        while let Some(error) = next {
            let words = error.to_string();
            if quoted_by.is_empty() || !quoted_by.contains(&words) {
                chain.push(words.clone());
                quoted_by = words;
            }
            next = error.source();
        }
        chain
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for Unexpected {
    fn from(cause: E) -> Self {
        Self { cause: Box::new(cause), context: Vec::new() }
    }
}

impl fmt::Display for Unexpected {
    /// One line: `could not load the event: the database is away: connection refused`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.chain().join(": "))
    }
}

impl fmt::Debug for Unexpected {
    /// One line for each link of the chain.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.chain().join("\n  because: "))
    }
}

/// Says, at each fallible step, what was being attempted.
pub trait Context<T> {
    /// Turns the failure into [`Unexpected`], adding `words`.
    fn context(self, words: impl Into<String>) -> Result<T, Unexpected>;

    /// The same, for words that cost something to make.
    fn with_context<W: Into<String>>(self, words: impl FnOnce() -> W) -> Result<T, Unexpected>;
}

impl<T, E: Into<Unexpected>> Context<T> for Result<T, E> {
    fn context(self, words: impl Into<String>) -> Result<T, Unexpected> {
        self.map_err(|error| error.into().context(words))
    }

    fn with_context<W: Into<String>>(self, words: impl FnOnce() -> W) -> Result<T, Unexpected> {
        self.map_err(|error| error.into().context(words()))
    }
}

impl<T> Context<T> for Option<T> {
    fn context(self, words: impl Into<String>) -> Result<T, Unexpected> {
        self.ok_or_else(|| Unexpected::because(words))
    }

    fn with_context<W: Into<String>>(self, words: impl FnOnce() -> W) -> Result<T, Unexpected> {
        self.ok_or_else(|| Unexpected::because(words()))
    }
}

/// Lets `?` turn failures of ours or of a supplier into an error enum's `Unexpected(Unexpected)` variant.
#[macro_export]
macro_rules! unexpected_from {
    ($error:ty) => {
        impl From<$crate::kernel::Unexpected> for $error {
            fn from(cause: $crate::kernel::Unexpected) -> Self {
                Self::Unexpected(cause)
            }
        }
        $crate::unexpected_from!($error, ::sea_orm::DbErr, ::serde_json::Error);
    };
    ($error:ty, $($cause:ty),+) => {
        $(impl From<$cause> for $error {
            fn from(cause: $cause) -> Self {
                Self::Unexpected(cause.into())
            }
        })+
    };
}

pub use unexpected_from;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    enum BookPlacesError {
        #[error("the event is full")]
        EventFull,
        #[error("{0}")]
        Unexpected(Unexpected),
    }
    unexpected_from!(BookPlacesError);

    #[derive(Debug, thiserror::Error)]
    #[error("the database is away")]
    struct DatabaseAway(#[source] std::io::Error);

    #[derive(Debug, thiserror::Error)]
    #[error("wrapped: {0}")]
    struct Quoting(#[source] std::io::Error);

    fn refused() -> std::io::Error {
        std::io::Error::other("connection refused")
    }

    #[test]
    fn the_chain_reads_from_what_we_wanted_to_what_went_wrong() {
        let outcome: Result<(), Unexpected> = Err::<(), _>(DatabaseAway(refused()))
            .context("could not load event 4")
            .with_context(|| format!("could not confirm booking {}", 7));
        let error = outcome.unwrap_err();

        let line = "could not confirm booking 7: could not load event 4: the database is away: \
            connection refused";
        assert_eq!(error.to_string(), line);
        assert_eq!(format!("{error:?}"), line.replace(": ", "\n  because: "));
    }

    #[test]
    fn a_cause_its_parent_already_quotes_is_said_once() {
        let error = Unexpected::from(Quoting(refused()));

        assert_eq!(error.to_string(), "wrapped: connection refused");
    }

    #[test]
    fn nothing_where_something_must_be_is_a_failure_in_words() {
        let present = Some(1).context("no such row");
        let missing = None::<i32>.with_context(|| "no such row");

        assert_eq!(present.unwrap(), 1);
        assert_eq!(missing.unwrap_err().to_string(), "no such row");
    }

    #[test]
    fn the_question_mark_carries_every_kind_into_a_use_case_error() {
        fn from_json() -> Result<i32, BookPlacesError> {
            Ok(serde_json::from_str("{")?)
        }
        fn from_database() -> Result<(), BookPlacesError> {
            Err(sea_orm::DbErr::Custom("locked".to_owned()))?
        }
        fn from_ours() -> Result<(), BookPlacesError> {
            Err(refused()).context("could not write")?;
            Err(BookPlacesError::EventFull)
        }

        assert!(matches!(from_json(), Err(BookPlacesError::Unexpected(_))));
        assert!(from_database().unwrap_err().to_string().contains("locked"));
        assert_eq!(from_ours().unwrap_err().to_string(), "could not write: connection refused");
    }

    #[test]
    fn a_use_case_error_can_be_a_cause_in_turn() {
        let error = Err::<(), _>(BookPlacesError::EventFull).context("could not seed").unwrap_err();

        assert_eq!(error.cause().to_string(), "the event is full");
    }
}
