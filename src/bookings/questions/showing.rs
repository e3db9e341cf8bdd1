//! Which questions are shown (QST-1): by how the date is held, by the price of the place, and by an earlier answer. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::Answer;
use super::question::{Question, QuestionScope, ShownTo, ShownWhere};

/// What showing depends on besides answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedOf {
    /// Whose form it is.
    pub scope: QuestionScope,
    /// People can take part online.
    pub online: bool,
    /// People can come in person.
    pub in_person: bool,
    /// Something to eat is served.
    pub serves_food: bool,
    /// The place was sold at the member price; of no meaning for a booking.
    pub member_price: bool,
}

impl AskedOf {
    /// Whether a question may come up on this form at all, whatever is answered.
    fn meets(self, question: &Question) -> bool {
        let wording = &question.wording;
        let place = match wording.shown_where {
            ShownWhere::Anywhere => true,
            ShownWhere::Online => self.online,
            ShownWhere::InPerson => self.in_person,
            ShownWhere::InPersonWithFood => self.in_person && self.serves_food,
        };
        let price = match wording.shown_to {
            ShownTo::Everyone => true,
            ShownTo::MemberPrice => self.member_price,
            ShownTo::OtherPrices => !self.member_price,
        };
        wording.scope == self.scope && place && price
    }
}

/// The questions of this form, in their order: those that wait for an answer too, because the page cannot know it yet. One whose
/// earlier question is not on the form is not either.
pub fn on_form(questions: &[Question], asked: AskedOf) -> Vec<&Question> {
    let mut shown: BTreeSet<i64> = BTreeSet::new();
    let mut form = Vec::new();
    for question in questions {
        let waits_in_vain = question.wording.after.as_ref().is_some_and(|after| !shown.contains(&after.question_id));
        if asked.meets(question) && !waits_in_vain {
            shown.insert(question.id);
            form.push(question);
        }
    }
    form
}

/// Which of the form's questions count with these answers: one that waits counts when the question it waits for counts and is
/// answered so.
pub fn counted(form: &[&Question], answers: &BTreeMap<i64, Answer>) -> BTreeSet<i64> {
    let mut counted = BTreeSet::new();
    for question in form {
        let counts = question.wording.after.as_ref().is_none_or(|after| {
            counted.contains(&after.question_id)
                && answers.get(&after.question_id).is_some_and(|answer| answer.says(&after.answer))
        });
        if counts {
            counted.insert(question.id);
        }
    }
    counted
}

#[cfg(test)]
#[path = "showing_tests.rs"]
mod tests;
