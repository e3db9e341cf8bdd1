//! Somebody is talking with a member: reminders stop until a day (rules 2.3, item 4).

use chrono::{Days, NaiveDate};

use super::fact_kind::FactKind;
use super::officer_act::{ByOfficer, OfficerActError, OfficerFact, put_on_record};
use crate::app::App;
use crate::kernel::uk_time::london_date;

/// An override has an owner and an end: nobody is forgotten for longer than this.
pub const LONGEST_CONTACT_DAYS: u64 = 90;

/// Who is being talked with, and until when.
#[derive(Clone, Debug)]
pub struct NoteContact {
    /// The person.
    pub person_id: i64,
    /// Last day without reminders, at most [`LONGEST_CONTACT_DAYS`] ahead.
    pub until: NaiveDate,
    /// Who owns it, and what it is about.
    pub by: ByOfficer,
}

/// Puts it on record from today, and gives the fact's id.
pub async fn note_contact(app: &App, command: NoteContact) -> Result<i64, OfficerActError> {
    let now = app.now();
    let today = london_date(now);
    let furthest = today.checked_add_days(Days::new(LONGEST_CONTACT_DAYS)).unwrap_or(NaiveDate::MAX);
    if command.until > furthest {
        return Err(OfficerActError::DatesDoNotFit);
    }
    app.db
        .write_tx(async |tx| {
            let fact = OfficerFact {
                person_id: command.person_id,
                kind: FactKind::InContact,
                starts_on: today,
                ends_on: Some(command.until),
                minute_reference: None,
            };
            put_on_record(tx, fact, &command.by, now).await
        })
        .await
}
