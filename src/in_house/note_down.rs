//! What officers write into the history of an enquiry: a note of their own, an answer by email, an answer by telephone. The first
//! answer stops the clock (INH-1).

use super::emails;
use super::enquiry_state::{EnquiryEvent, EnquiryState};
use super::move_enquiry::{MoveError, Step, move_enquiry, state_of};
use super::store::enquiries::{NewNote, insert_note, lock_enquiry, mark_answered};
use crate::app::App;
use crate::audit::{self, Actor, Entry};

/// What kind of line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// For officers only.
    Note,
    /// Mailed to the contact.
    Written,
    /// Said on the telephone or face to face.
    Spoken,
}

impl NoteKind {
    /// All of them, as the form offers them.
    pub const ALL: [Self; 3] = [Self::Written, Self::Spoken, Self::Note];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Written => "written",
            Self::Spoken => "spoken",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As officers read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::Written => "Email",
            Self::Spoken => "Conversation",
        }
    }
}

/// A line to be written.
#[derive(Clone, Debug)]
pub struct NoteDown {
    /// Of which enquiry.
    pub enquiry_id: i64,
    /// What kind.
    pub kind: NoteKind,
    /// What was said.
    pub words: String,
    /// By whom.
    pub officer: i64,
}

/// Writes it, mails it when it is an email, and takes a new enquiry into talk when it is an answer.
pub async fn note_down(app: &App, command: &NoteDown) -> Result<(), MoveError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let enquiry = lock_enquiry(tx, command.enquiry_id).await?;
            let note = NewNote {
                enquiry_id: enquiry.id,
                kind: command.kind.word(),
                actor: "officer",
                written_by: Some(command.officer),
                to: None,
                words: &command.words,
            };
            insert_note(tx, note, now).await?;
            let by = Actor::Person(command.officer);
            if command.kind == NoteKind::Note {
                let entry = Entry {
                    actor: by,
                    action: "in_house_enquiry.noted",
                    subject_kind: "in_house_enquiry",
                    subject_id: enquiry.id,
                    reason: None,
                    values: None,
                };
                audit::record(tx, entry, now).await?;
                return Ok(());
            }
            mark_answered(tx, enquiry.id, now).await?;
            if command.kind == NoteKind::Written {
                emails::queue_answer(app, tx, &enquiry, &command.words, now).await?;
            }
            if state_of(&enquiry)? == EnquiryState::New {
                move_enquiry(tx, &enquiry, Step::plain(EnquiryEvent::Answered, by, ""), now).await?;
            }
            Ok(())
        })
        .await
}
