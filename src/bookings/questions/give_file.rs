//! Takes a file as the answer to a question, in place of the one before, or takes it back: until the date begins (QST-6).

use super::answer::Answer;
use super::answer_file::FileKind;
use super::queries::Respondent;
use super::question::Question;
use super::save_answers::{SaveAnswers, SaveAnswersError, save_answers, save_in};
use super::store::{self, NewFile};
use crate::app::App;
use crate::db::Tx;
use crate::kernel::{Instant, Unexpected};

/// The command.
#[derive(Clone, Debug)]
pub struct GiveFile {
    /// Who answers.
    pub who: Respondent,
    /// The generation of the link they came by.
    pub generation: i32,
    /// The question, in the version shown.
    pub question: Question,
    /// The name under which it is kept.
    pub file_name: String,
    /// What it is.
    pub kind: FileKind,
    /// The file.
    pub content: Vec<u8>,
}

/// Keeps the file.
pub async fn give_file(app: &App, command: GiveFile) -> Result<(), SaveAnswersError> {
    let now = app.now();
    app.db.write_tx(async |tx| give_in(app, tx, command, now).await).await
}

async fn give_in(app: &App, tx: &Tx, file: GiveFile, now: Instant) -> Result<(), SaveAnswersError> {
    let (who, question_id) = (file.who, file.question.id);
    let answer = Answer::File { file: file.file_name.clone() };
    let answers = vec![(file.question, Some(answer))];
    save_in(app, tx, &SaveAnswers { who, generation: file.generation, answers }, now).await?;
    let new = NewFile { file_name: file.file_name, kind: file.kind, content: file.content };
    Ok(store::put_file(tx, (who, question_id), new).await?)
}

/// Forgets a file that can no longer be changed, because the date has begun, its question was withdrawn, or nothing is booked any
/// more: it stays theirs to take away (DP-15). Says whether there was one.
pub async fn forget_given_file(
    app: &App,
    (who, generation): (Respondent, i32),
    question_id: i64,
) -> Result<bool, Unexpected> {
    let forget = async |tx: &Tx| {
        let is_theirs = store::lock_link(tx, who, generation).await?;
        Ok::<_, Unexpected>(is_theirs && store::delete_file(tx, who, question_id).await?)
    };
    app.db.write_tx(forget).await
}

/// Forgets the file and the answer. Says whether there was one.
pub async fn take_file_back(
    app: &App,
    (who, generation): (Respondent, i32),
    question: Question,
) -> Result<bool, SaveAnswersError> {
    save_answers(app, &SaveAnswers { who, generation, answers: vec![(question, None)] }).await
}
