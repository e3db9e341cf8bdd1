//! A row between the file and the register: read, judged, not yet anybody.

use super::read_row::{Problem, RowValues};

/// What was found out about a row, and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowState {
    /// Nothing is wrong with it.
    Good,
    /// It cannot be written as it is.
    Problem,
    /// It may be somebody we know.
    Duplicate,
    /// Not written, because an officer chose so.
    LeftOut,
    /// Written.
    Written,
    /// Taken back.
    Undone,
    /// Not taken back, with the reason.
    Kept,
}

impl RowState {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Good, Self::Problem, Self::Duplicate, Self::LeftOut, Self::Written, Self::Undone, Self::Kept];

    /// The short word stored in records and addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Problem => "problem",
            Self::Duplicate => "duplicate",
            Self::LeftOut => "left_out",
            Self::Written => "written",
            Self::Undone => "undone",
            Self::Kept => "kept",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Good => "Ready",
            Self::Problem => "Problem",
            Self::Duplicate => "Perhaps known",
            Self::LeftOut => "Left out",
            Self::Written => "Written",
            Self::Undone => "Taken back",
            Self::Kept => "Kept",
        }
    }
}

/// What is to become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Make a new person.
    Create,
    /// Write nothing.
    LeaveOut,
    /// Add what is new to the person found.
    Join,
}

impl Choice {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::LeaveOut, Self::Join, Self::Create];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::LeaveOut => "leave_out",
            Self::Join => "join",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Create => "Make a new person",
            Self::LeaveOut => "Leave out",
            Self::Join => "Add to the person found",
        }
    }
}

/// Somebody we know who may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// Who.
    pub person_id: i64,
    /// Why we think so.
    pub reason: String,
}

/// A row to be staged.
#[derive(Clone, Debug)]
pub struct Staged {
    /// Its row in the file; the headings are row 1.
    pub line: i64,
    /// The reference its person will have.
    pub reference: String,
    /// What it says.
    pub values: RowValues,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// What was found out about it.
    pub state: RowState,
    /// Who may be meant.
    pub matched: Option<Matched>,
    /// What is to become of it.
    pub choice: Choice,
}

impl Staged {
    /// A row just read.
    pub fn new(line: i64, reference: String, (values, problems): (RowValues, Vec<Problem>)) -> Self {
        let state = if problems.is_empty() { RowState::Good } else { RowState::Problem };
        Self { line, reference, values, problems, state, matched: None, choice: Choice::Create }
    }

    /// Something more is wrong with it.
    pub fn add_problem(&mut self, column: &str, words: String) {
        self.problems.push(Problem { column: column.to_owned(), words });
        self.state = RowState::Problem;
    }

    /// Somebody we know may be meant: left out, unless an officer says otherwise.
    pub fn propose(&mut self, person_id: i64, reason: String) {
        if self.state == RowState::Good {
            self.state = RowState::Duplicate;
            self.choice = Choice::LeaveOut;
            self.matched = Some(Matched { person_id, reason });
        }
    }
}
