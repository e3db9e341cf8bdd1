//! The applicant answers what officers asked; the application waits for a decision again, with the days of waiting added.

use super::answers::EvidenceAnswer;
use super::application_state::ApplicationState;
use super::clock::{reply_by, reply_by_after_answer};
use super::queries::{decisions_of, find_live_application};
use super::store::applications::{Change, mark};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;
use crate::unexpected_from;

/// Why no answer was taken.
#[derive(Debug, thiserror::Error)]
pub enum AnswerQuestionError {
    /// Nothing is asked (any more).
    #[error("no question is waiting for your answer")]
    NotAsked,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(AnswerQuestionError);

/// Keeps the answer with the application and gives the day by which we decide.
pub async fn answer_question(app: &App, person_id: i64, words: &str) -> Result<chrono::NaiveDate, AnswerQuestionError> {
    let now = app.now();
    let today = london_date(now);
    app.db
        .write_tx(async |tx| {
            let asked = find_live_application(tx, person_id).await?.ok_or(AnswerQuestionError::NotAsked)?;
            let decisions = decisions_of(tx, asked.id).await?;
            let asked_on = decisions.iter().rev().find(|row| row.decision == "ask").map(|row| row.decided_at);
            let asked_on = asked_on.map_or(today, london_date);
            let due = reply_by_after_answer(asked.reply_by.unwrap_or_else(|| reply_by(today)), asked_on, today);
            let mut answers = asked.answers.clone();
            answers.evidence.push(EvidenceAnswer { at: now, words: words.to_owned() });
            let change =
                Change { answers: Some(serde_json::to_value(&answers)?), reply_by: Some(due), ..Change::default() };
            let from = [ApplicationState::WaitingForEvidence];
            if !mark(tx, asked.id, (&from, ApplicationState::Submitted), change, now).await? {
                return Err(AnswerQuestionError::NotAsked);
            }
            let entry = Entry {
                actor: Actor::Person(person_id),
                action: "application.answered",
                subject_kind: "membership_application",
                subject_id: asked.id,
                reason: None,
                values: None,
            };
            audit::record(tx, entry, now).await?;
            Ok(due)
        })
        .await
}
