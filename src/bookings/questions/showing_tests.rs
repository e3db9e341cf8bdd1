use super::*;
use crate::bookings::questions::question::{AfterAnswer, QuestionKind, Wording};

fn question(id: i64) -> Question {
    Question {
        id,
        version_id: id * 10,
        version: 1,
        wording: Wording {
            words: format!("Question {id}"),
            hint: String::new(),
            kind: QuestionKind::YesNo,
            scope: QuestionScope::Place,
            choices: Vec::new(),
            is_required: false,
            shown_where: ShownWhere::Anywhere,
            shown_to: ShownTo::Everyone,
            after: None,
        },
    }
}

fn with(id: i64, change: impl FnOnce(&mut Wording)) -> Question {
    let mut question = question(id);
    change(&mut question.wording);
    question
}

const ONLINE: AskedOf =
    AskedOf { scope: QuestionScope::Place, online: true, in_person: false, serves_food: false, member_price: false };

fn ids(form: &[&Question]) -> Vec<i64> {
    form.iter().map(|question| question.id).collect()
}

#[test]
fn qst_1_a_question_is_shown_by_how_the_date_is_held() {
    let in_person = AskedOf { online: false, in_person: true, ..ONLINE };
    let with_food = AskedOf { serves_food: true, ..in_person };
    let food_online = AskedOf { serves_food: true, ..ONLINE };
    let table = [
        (ShownWhere::Anywhere, [true, true, true, true]),
        (ShownWhere::Online, [true, false, false, true]),
        (ShownWhere::InPerson, [false, true, true, false]),
        (ShownWhere::InPersonWithFood, [false, false, true, false]),
    ];

    for (shown, wanted) in table {
        let asked = with(1, |wording| wording.shown_where = shown);
        let got =
            [ONLINE, in_person, with_food, food_online].map(|of| !on_form(std::slice::from_ref(&asked), of).is_empty());
        assert_eq!(got, wanted, "{shown:?}");
    }
}

#[test]
fn qst_1_a_question_is_shown_by_the_price_of_the_place_and_to_whom_it_is_meant() {
    let member = AskedOf { member_price: true, ..ONLINE };
    let booking = AskedOf { scope: QuestionScope::Booking, ..ONLINE };
    let questions = [
        question(1),
        with(2, |wording| wording.shown_to = ShownTo::MemberPrice),
        with(3, |wording| wording.shown_to = ShownTo::OtherPrices),
        with(4, |wording| wording.scope = QuestionScope::Booking),
    ];

    assert_eq!(ids(&on_form(&questions, member)), [1, 2]);
    assert_eq!(ids(&on_form(&questions, ONLINE)), [1, 3]);
    assert_eq!(ids(&on_form(&questions, booking)), [4]);
}

#[test]
fn qst_1_a_question_that_waits_counts_only_after_its_answer_down_the_whole_chain() {
    let after = |question_id| {
        move |wording: &mut Wording| wording.after = Some(AfterAnswer { question_id, answer: "Yes".to_owned() })
    };
    let questions = [question(1), with(2, after(1)), with(3, after(2))];
    let form = on_form(&questions, ONLINE);
    let said = |answers: &[(i64, &str)]| -> Vec<i64> {
        let answers = answers.iter().map(|(id, said)| (*id, Answer::One((*said).to_owned()))).collect();
        counted(&form, &answers).into_iter().collect()
    };

    assert_eq!(ids(&form), [1, 2, 3], "all stand on the page, because the page cannot know the answer yet");
    assert_eq!(said(&[]), [1]);
    assert_eq!(said(&[(1, "No"), (2, "Yes")]), [1], "an answer that does not count opens nothing");
    assert_eq!(said(&[(1, "Yes")]), [1, 2]);
    assert_eq!(said(&[(1, "Yes"), (2, "Yes")]), [1, 2, 3]);
}

#[test]
fn qst_1_a_question_whose_earlier_one_is_not_asked_here_is_not_asked_either() {
    let questions = [
        with(1, |wording| wording.shown_where = ShownWhere::InPerson),
        with(2, |wording| wording.after = Some(AfterAnswer { question_id: 1, answer: "Yes".to_owned() })),
    ];

    assert!(on_form(&questions, ONLINE).is_empty());
}
