//! The order of questions, and what it must keep: a question that waits for an answer comes after the one it waits for, is asked
//! of the same people, and waits for an answer that can be given. Pure.

use super::edit_questions::EditQuestionError;
use super::question::Question;

/// Whether every question that waits can be reached.
pub fn can_stand(questions: &[Question]) -> Result<(), EditQuestionError> {
    for (at, waiting) in questions.iter().enumerate() {
        let Some(after) = &waiting.wording.after else { continue };
        let earlier = questions[..at].iter().find(|question| question.id == after.question_id);
        let can_be_met = earlier.is_some_and(|earlier| {
            earlier.wording.scope == waiting.wording.scope && earlier.wording.answers().contains(&after.answer.as_str())
        });
        if !can_be_met {
            let named = questions.iter().find(|question| question.id == after.question_id);
            return Err(EditQuestionError::WouldWaitInVain {
                waiting: waiting.wording.words.clone(),
                earlier: named.map(|question| question.wording.words.clone()).unwrap_or_default(),
            });
        }
    }
    Ok(())
}

/// The questions with one of them moved up (below 0) or down by so many places; as they were when it cannot go further.
pub fn move_in(questions: &[Question], id: i64, by: i32) -> Vec<Question> {
    let mut moved = questions.to_vec();
    let at = questions.iter().position(|question| question.id == id);
    let to = at.and_then(|at| at.checked_add_signed(isize::try_from(by).ok()?)).filter(|to| *to < questions.len());
    if let Some((at, to)) = at.zip(to) {
        let question = moved.remove(at);
        moved.insert(to, question);
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bookings::questions::question::{
        AfterAnswer, QuestionKind, QuestionScope, ShownTo, ShownWhere, Wording,
    };

    fn question(id: i64, after: Option<(i64, &str)>) -> Question {
        let wording = Wording {
            words: format!("Question {id}"),
            hint: String::new(),
            kind: QuestionKind::YesNo,
            scope: QuestionScope::Place,
            choices: Vec::new(),
            is_required: false,
            shown_where: ShownWhere::Anywhere,
            shown_to: ShownTo::Everyone,
            after: after.map(|(question_id, answer)| AfterAnswer { question_id, answer: answer.to_owned() }),
        };
        Question { id, version_id: id, version: 1, wording }
    }

    #[test]
    fn a_question_moves_one_place_and_never_beyond_the_ends() {
        let questions = [question(1, None), question(2, None), question(3, None)];
        let order = |id, by| -> Vec<i64> { move_in(&questions, id, by).iter().map(|question| question.id).collect() };

        assert_eq!(order(2, -1), [2, 1, 3]);
        assert_eq!(order(2, 1), [1, 3, 2]);
        assert_eq!(order(1, -1), [1, 2, 3]);
        assert_eq!(order(3, 1), [1, 2, 3]);
        assert_eq!(order(9, 1), [1, 2, 3]);
    }

    #[test]
    fn a_question_that_waits_comes_later_is_asked_of_the_same_people_and_can_be_met() {
        let booker = |mut question: Question| {
            question.wording.scope = QuestionScope::Booking;
            question
        };
        let (first, second) = (question(1, None), question(2, Some((1, "Yes"))));

        assert!(can_stand(&[first.clone(), second.clone()]).is_ok());
        assert!(can_stand(&[second.clone(), first.clone()]).is_err(), "it would come before");
        assert!(can_stand(&[booker(first.clone()), second.clone()]).is_err(), "others are asked");
        assert!(can_stand(&[first, question(2, Some((1, "Perhaps")))]).is_err(), "nobody can answer so");
        assert!(can_stand(&[second]).is_err(), "there is no earlier question");
    }
}
