use super::*;
use crate::bookings::questions::question::{QuestionScope, ShownTo, ShownWhere};

fn wording(kind: QuestionKind) -> Wording {
    let choices = if kind.has_choices() { ["Red", "Green", "Blue"].map(str::to_owned).to_vec() } else { Vec::new() };
    Wording {
        words: "Which?".to_owned(),
        hint: String::new(),
        kind,
        scope: QuestionScope::Place,
        choices,
        is_required: false,
        shown_where: ShownWhere::Anywhere,
        shown_to: ShownTo::Everyone,
        after: None,
    }
}

fn one(text: &str) -> Answer {
    Answer::One(text.to_owned())
}

#[test]
fn qst_1_each_kind_of_answer_is_read_and_cleaned() {
    let table = [
        (QuestionKind::Text, "  By train ", Ok(Some(one("By train")))),
        (QuestionKind::Text, "", Ok(None)),
        (QuestionKind::Text, "a\nb", Err("Remove the hidden characters, for example by typing the text again")),
        (QuestionKind::LongText, "a\r\nb", Ok(Some(one("a\nb")))),
        (QuestionKind::YesNo, "Yes", Ok(Some(one("Yes")))),
        (QuestionKind::YesNo, "yes", Err("Choose one of the answers on the page")),
        (QuestionKind::OneOf, "Green", Ok(Some(one("Green")))),
        (QuestionKind::OneOf, "Violet", Err("Choose one of the answers on the page")),
        (QuestionKind::Date, "4/9/2026", Ok(Some(one("2026-09-04")))),
        (QuestionKind::Date, "2026-02-30", Err("Enter a date that exists, like 2026-09-04 or 4/9/2026")),
    ];

    for (kind, typed, wanted) in table {
        let posted = Posted::of(&[("q7", typed)]);
        assert_eq!(read_answer(7, &wording(kind), &posted), wanted.map_err(str::to_owned), "{kind:?} {typed:?}");
    }
}

#[test]
fn qst_1_ticked_choices_are_kept_in_the_order_of_the_question() {
    let posted = Posted::of(&[("q7_2", "yes"), ("q7_0", "yes"), ("q7_9", "yes")]);

    let answer = read_answer(7, &wording(QuestionKind::ManyOf), &posted);

    assert_eq!(answer, Ok(Some(Answer::Many(vec!["Red".to_owned(), "Blue".to_owned()]))));
    assert_eq!(read_answer(7, &wording(QuestionKind::ManyOf), &Posted::of(&[])), Ok(None));
}

#[test]
fn answers_are_stored_and_read_back_the_same() {
    for answer in [Answer::One("Yes".to_owned()), Answer::Many(vec!["Red".to_owned()])] {
        let stored = serde_json::to_value(&answer).unwrap();
        assert_eq!(serde_json::from_value::<Answer>(stored).unwrap(), answer);
    }
    assert_eq!(Answer::One("2026-09-04".to_owned()).words(QuestionKind::Date), "Friday 4 September 2026");
}

#[test]
fn qst_8_an_old_answer_stands_in_the_new_field_only_where_it_still_fits() {
    let text = Answer::One("Green".to_owned());
    let two_lines = Answer::One("a\nb".to_owned());
    let many = Answer::Many(vec!["Violet".to_owned()]);

    assert!(still_fits(&text, &wording(QuestionKind::OneOf)));
    assert!(!still_fits(&text, &wording(QuestionKind::YesNo)));
    assert!(!still_fits(&text, &wording(QuestionKind::Date)));
    assert!(!still_fits(&two_lines, &wording(QuestionKind::Text)));
    assert!(still_fits(&two_lines, &wording(QuestionKind::LongText)));
    assert!(!still_fits(&many, &wording(QuestionKind::ManyOf)));
}
