//! An employer that is no more: its people are asked, from the day others take over, which of them is theirs now (PR-09). Until
//! they answer, records and reports keep the old one.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::list_file::first_succession;
use super::queries::{EmployerRow, employer_of, successors_of};
use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;
use crate::members::search;
use crate::unexpected_from;

/// What a person is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployerQuestion {
    /// The employer on their record.
    pub old: EmployerRow,
    /// Those that took over.
    pub choices: Vec<EmployerRow>,
}

/// Why no answer was taken.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// Nothing is asked, or this is none of the answers.
    #[error("choose one of the councils on the list")]
    NotAChoice,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(AnswerError);

/// The question for a person on the London day `today`, if there is one.
pub async fn employer_question(
    db: &impl ConnectionTrait,
    person_id: i64,
    today: NaiveDate,
) -> Result<Option<EmployerQuestion>, Unexpected> {
    if first_succession().is_none_or(|first| today < first) {
        return Ok(None);
    }
    let Some(old) = employer_of(db, person_id).await? else { return Ok(None) };
    if !has_ended(old.valid_to, today) {
        return Ok(None);
    }
    let choices = successors_of(db, old.id, today).await?;
    Ok((!choices.is_empty()).then_some(EmployerQuestion { old, choices }))
}

/// Writes down which of the successors it is.
pub async fn answer_employer_question(app: &App, person_id: i64, reference: &str) -> Result<(), AnswerError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let question = employer_question(tx, person_id, london_date(now)).await?;
            let question = question.ok_or(AnswerError::NotAChoice)?;
            let chosen = question.choices.into_iter().find(|choice| choice.reference == reference);
            let chosen = chosen.ok_or(AnswerError::NotAChoice)?;
            let place = (chosen.nation, chosen.region);
            if !store::mark_moved(tx, person_id, (question.old.id, chosen.id), place, now).await? {
                return Err(AnswerError::NotAChoice);
            }
            let values = (
                serde_json::json!({ "employer": question.old.reference }),
                serde_json::json!({ "employer": chosen.reference }),
            );
            let entry = Entry {
                actor: Actor::Person(person_id),
                action: "employer.succeeded",
                subject_kind: "person",
                subject_id: person_id,
                reason: None,
                values: Some(values),
            };
            audit::record(tx, entry, now).await?;
            Ok(search::reindex(tx, person_id).await?)
        })
        .await
}

/// Its last day is over.
fn has_ended(valid_to: Option<NaiveDate>, today: NaiveDate) -> bool {
    valid_to.is_some_and(|last| last < today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_employer_has_ended_the_day_after_its_last() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let table = [("2027-03-30", false), ("2027-03-31", false), ("2027-04-01", true)];

        for (today, wanted) in table {
            assert_eq!(has_ended(Some(day("2027-03-31")), day(today)), wanted, "{today}");
        }
        assert!(!has_ended(None, day("2099-01-01")));
    }
}
