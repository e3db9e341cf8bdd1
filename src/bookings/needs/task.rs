//! The task that new or changed needs raise (QST-5): why, where it stands, and what the attendee is told. Pure.

use crate::kernel::uk_time::long_date;
use chrono::NaiveDate;

/// Why a task was raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskCause {
    /// Somebody told their needs.
    New,
    /// They told something else.
    Changed,
    /// They took them back after something was arranged, or a call was promised.
    TakenBack,
}

impl TaskCause {
    /// Every cause.
    pub const ALL: [Self; 3] = [Self::New, Self::Changed, Self::TakenBack];

    /// The word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::TakenBack => "taken_back",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// Nobody has answered yet.
    Received,
    /// The organiser has promised to call.
    WillCall,
    /// Done.
    Arranged,
    /// A later one took its place.
    Replaced,
}

impl TaskState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Received, Self::WillCall, Self::Arranged, Self::Replaced];

    /// The word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::WillCall => "will_call",
            Self::Arranged => "arranged",
            Self::Replaced => "replaced",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// It waits for the organiser.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::WillCall)
    }

    /// As the desk shows it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Received => "To arrange",
            Self::WillCall => "To call",
            Self::Arranged => "Arranged",
            Self::Replaced => "Replaced",
        }
    }

    /// The tag's kind at the desk.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Received | Self::WillCall => "caution",
            Self::Arranged => "done",
            Self::Replaced => "plain",
        }
    }

    /// What the attendee reads (QST-5): a title and a sentence.
    pub fn told(self, due_on: NaiveDate) -> (&'static str, String) {
        match self {
            Self::Received => {
                ("Received", format!("We have what you told us, and answer here by {}.", long_date(due_on)))
            }
            Self::WillCall => {
                ("We will call you", "We would like to talk it through, and call or write to you.".to_owned())
            }
            Self::Arranged | Self::Replaced => ("Arranged", "What you asked for is arranged.".to_owned()),
        }
    }
}

/// What the organiser answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskAnswer {
    /// It is arranged.
    Arranged,
    /// We will call.
    WillCall,
    /// I take this on.
    TakeOn,
}

impl TaskAnswer {
    /// Reads what the button sends.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "arranged" => Some(Self::Arranged),
            "will_call" => Some(Self::WillCall),
            "take_on" => Some(Self::TakeOn),
            _ => None,
        }
    }
}

/// Why a task is raised when needs go from `before` to what is told now; none when there is nothing to do. Needs taken back
/// before anybody has acted on them are nobody's work.
pub fn cause_of(had_needs: bool, has_needs: bool, latest: Option<TaskState>) -> Option<TaskCause> {
    match (had_needs, has_needs) {
        (false, true) => Some(TaskCause::New),
        (true, true) => Some(TaskCause::Changed),
        (true, false) if matches!(latest, Some(TaskState::Arranged | TaskState::WillCall)) => {
            Some(TaskCause::TakenBack)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_as_what_wrote_them() {
        assert!(TaskState::ALL.into_iter().all(|state| TaskState::parse(state.word()) == Some(state)));
        assert!(TaskCause::ALL.into_iter().all(|cause| TaskCause::parse(cause.word()) == Some(cause)));
    }

    #[test]
    fn qst_5_needs_raise_a_task_when_somebody_has_to_do_something() {
        let table = [
            (false, true, None, Some(TaskCause::New)),
            (true, true, Some(TaskState::Arranged), Some(TaskCause::Changed)),
            (true, true, Some(TaskState::Received), Some(TaskCause::Changed)),
            (true, false, Some(TaskState::Received), None),
            (true, false, Some(TaskState::WillCall), Some(TaskCause::TakenBack)),
            (true, false, Some(TaskState::Arranged), Some(TaskCause::TakenBack)),
            (false, false, None, None),
        ];

        for (had, has, latest, wanted) in table {
            assert_eq!(cause_of(had, has, latest), wanted, "{had} {has} {latest:?}");
        }
    }

    #[test]
    fn qst_5_the_attendee_reads_received_arranged_or_that_we_will_call() {
        let due = "2026-09-04".parse().unwrap();
        let titles = [TaskState::Received, TaskState::Arranged, TaskState::WillCall].map(|state| state.told(due).0);

        assert_eq!(titles, ["Received", "Arranged", "We will call you"]);
        assert!(TaskState::Received.told(due).1.contains("Friday 4 September 2026"));
    }
}
