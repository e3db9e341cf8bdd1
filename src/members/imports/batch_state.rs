//! Where an import stands, and what may follow.

/// The states of an import, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchState {
    /// The file is here; nobody has said yet what its columns are.
    Uploaded,
    /// Its rows are being read.
    Checking,
    /// Every row is read; an officer decides.
    Checked,
    /// People are being written.
    Writing,
    /// Everybody is written.
    Written,
    /// What was written is being taken back.
    Undoing,
    /// Taken back, but for rows that say why not.
    Undone,
    /// Thrown away before anything was written.
    Discarded,
}

/// What moves an import on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchEvent {
    /// An officer says what the columns are.
    ColumnsChosen,
    /// The last row was read.
    LastRowRead,
    /// An officer confirms.
    Confirmed,
    /// The last row was written.
    LastRowWritten,
    /// An officer takes it back.
    UndoAsked,
    /// The last row was taken back or kept.
    LastRowUndone,
    /// An officer throws it away.
    ThrownAway,
}

/// The event is not allowed in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this cannot be done to an import that is {}", .0.label())]
pub struct NotAllowed(pub BatchState);

impl BatchState {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Uploaded,
        Self::Checking,
        Self::Checked,
        Self::Writing,
        Self::Written,
        Self::Undoing,
        Self::Undone,
        Self::Discarded,
    ];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Checking => "checking",
            Self::Checked => "checked",
            Self::Writing => "writing",
            Self::Written => "written",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
            Self::Discarded => "discarded",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Uploaded => "waiting for its columns",
            Self::Checking => "being checked",
            Self::Checked => "waiting for you to confirm",
            Self::Writing => "being written",
            Self::Written => "written",
            Self::Undoing => "being taken back",
            Self::Undone => "taken back",
            Self::Discarded => "thrown away",
        }
    }

    /// A job is at work on it.
    pub const fn is_moving(self) -> bool {
        matches!(self, Self::Checking | Self::Writing | Self::Undoing)
    }

    /// The state after `event`.
    pub fn after(self, event: BatchEvent) -> Result<Self, NotAllowed> {
        match (self, event) {
            (Self::Uploaded | Self::Checked, BatchEvent::ColumnsChosen) => Ok(Self::Checking),
            (Self::Checking, BatchEvent::LastRowRead) => Ok(Self::Checked),
            (Self::Checked, BatchEvent::Confirmed) => Ok(Self::Writing),
            (Self::Writing, BatchEvent::LastRowWritten) => Ok(Self::Written),
            (Self::Written, BatchEvent::UndoAsked) => Ok(Self::Undoing),
            (Self::Undoing, BatchEvent::LastRowUndone) => Ok(Self::Undone),
            (Self::Uploaded | Self::Checked, BatchEvent::ThrownAway) => Ok(Self::Discarded),
            _ => Err(NotAllowed(self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [BatchEvent; 7] = [
        BatchEvent::ColumnsChosen,
        BatchEvent::LastRowRead,
        BatchEvent::Confirmed,
        BatchEvent::LastRowWritten,
        BatchEvent::UndoAsked,
        BatchEvent::LastRowUndone,
        BatchEvent::ThrownAway,
    ];

    #[test]
    fn nine_moves_are_allowed_and_no_others() {
        let mut allowed = Vec::new();
        for state in BatchState::ALL {
            assert_eq!(BatchState::parse(state.word()), Some(state));
            for event in EVENTS {
                match state.after(event) {
                    Ok(next) => allowed.push((state, event, next)),
                    Err(error) => assert_eq!(error, NotAllowed(state)),
                }
            }
        }
        assert_eq!(allowed.len(), 9, "{allowed:?}");
        // Nothing is written before somebody confirmed, and only what was written is taken back.
        assert!(allowed.iter().all(|(from, event, to)| {
            (*to == BatchState::Writing) == (*from == BatchState::Checked && *event == BatchEvent::Confirmed)
        }));
    }
}
