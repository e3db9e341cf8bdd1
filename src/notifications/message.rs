//! A message as features hand it over, and the marker that stands for a personal link until delivery.

use serde::{Deserialize, Serialize};

use super::calendar::CalendarFile;
use crate::kernel::LinkPurpose;

/// A service message to one person. Marketing is a type of its own (D19): [`NewMarketing`](super::preferences::NewMarketing).
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// The folder below `templates/emails` with `subject.txt`, `body.txt` and `body.html`; past tense of what happened.
    pub template: &'static str,
    /// Whose message it is, when the recipient has a record.
    pub person_id: Option<i64>,
    /// The recipient's name as it stands in the To header.
    pub to_name: String,
    /// The recipient's address.
    pub to_address: String,
    /// What the templates see as `view`. Personal links stand in it as [`personal_link`] markers.
    pub data: serde_json::Value,
    /// A calendar entry to send along.
    pub calendar: Option<CalendarFile>,
    /// Names what this message tells, such as `booking-confirmed:42`; a second message with the same key is not queued.
    pub dedupe_key: String,
}

/// Stands for a personal link in stored data; delivery replaces it by the absolute address. It serialises to an object,
/// which typed text can never be, so nobody can smuggle one in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonalLink {
    /// The purpose's word.
    #[serde(rename = "personal_link")]
    purpose: String,
    subject: i64,
    generation: i32,
}

/// A marker for the link of `purpose` for `subject` (a row's id) at its present `generation`.
pub fn personal_link(purpose: LinkPurpose, subject: i64, generation: i32) -> PersonalLink {
    PersonalLink { purpose: purpose.word().to_owned(), subject, generation }
}

impl PersonalLink {
    /// What the link is for; none for a word that is no longer known.
    pub fn purpose(&self) -> Option<LinkPurpose> {
        LinkPurpose::ALL.into_iter().find(|known| known.word() == self.purpose)
    }

    /// The row it is about.
    pub fn subject(&self) -> i64 {
        self.subject
    }

    /// The generation it was made for.
    pub fn generation(&self) -> i32 {
        self.generation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_comes_back_from_json() {
        for purpose in LinkPurpose::ALL {
            let marker = personal_link(purpose, 42, 3);
            let read: PersonalLink = serde_json::from_value(serde_json::to_value(&marker).unwrap()).unwrap();

            assert_eq!(read, marker);
            assert_eq!(read.purpose(), Some(purpose));
        }
    }
}
