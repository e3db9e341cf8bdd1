use super::*;

fn posted(changes: &[(&'static str, &'static str)]) -> Posted {
    let mut fields = vec![
        ("words", "How will you travel?"),
        ("hint", ""),
        ("kind", "one_of"),
        ("choices", "By train\r\n\r\nBy car"),
        ("scope", "place"),
        ("is_required", "yes"),
        ("shown_where", "in_person"),
        ("shown_to", "everyone"),
        ("after", ""),
    ];
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push((name, value));
    }
    Posted::of(&fields)
}

fn question(id: i64, is_required: bool, after: Option<i64>) -> Question {
    let wording = read_wording(&posted(&[("kind", "yes_no"), ("words", "Yes or no?")])).unwrap();
    let after = after.map(|question_id| AfterAnswer { question_id, answer: "Yes".to_owned() });
    Question { id, version_id: id * 10, version: 1, wording: Wording { is_required, after, ..wording } }
}

#[test]
fn a_wording_is_read_and_its_form_filled_from_it_again() {
    let wording = read_wording(&posted(&[("after", "4:Yes: by bus")])).unwrap();

    assert_eq!(wording.choices, ["By train", "By car"]);
    assert_eq!(wording.after, Some(AfterAnswer { question_id: 4, answer: "Yes: by bus".to_owned() }));
    let again = filled(&wording);
    assert_eq!(again.fields["choices"].value, "By train\nBy car");
    assert_eq!(again.fields["after"].value, "4:Yes: by bus");
}

#[test]
fn what_is_wrong_with_a_wording_is_said_beside_its_field() {
    let table = [
        (vec![("words", " ")], "words", "Enter some text"),
        (vec![("kind", "folder")], "kind", "Choose the kind of answer"),
        (vec![("choices", "Only one")], "choices", "Write 2 to 20 choices, one on each line"),
        (vec![("choices", "A\nB\nA")], "choices", "Two choices are the same. Make each one different"),
        (vec![("after", "x")], "after", "Choose an answer from the list"),
        (
            vec![("scope", "booking"), ("shown_to", "member_price")],
            "shown_to",
            "A booking may hold places at several prices, so its questions are for everyone",
        ),
    ];
    for (changes, field, words) in table {
        let errors = read_wording(&posted(&changes)).unwrap_err();
        let first = errors.iter().next().unwrap().clone();
        assert_eq!((first.field.as_str(), first.message.as_str()), (field, words));
    }
}

#[test]
fn qst_1_only_a_question_that_counts_has_to_be_answered() {
    let (first, second) = (question(1, true, None), question(2, true, Some(1)));
    let form = [&first, &second];
    let read = |fields: &[(&str, &str)]| read_answers(&form, &Posted::of(fields));

    let no = read(&[("q1", "No"), ("q2", "Yes")]).unwrap();
    assert_eq!(no[0].1, Some(Answer::One("No".to_owned())));
    assert_eq!(no[1].1, None, "an answer that does not count is not kept");
    let missing: Vec<String> = read(&[("q1", "Yes")]).unwrap_err().iter().map(|error| error.field.clone()).collect();
    assert_eq!(missing, ["q2"]);
    assert!(read(&[("q1", "Yes"), ("q2", "No")]).is_ok());
    assert!(read(&[]).is_err());
}

#[test]
fn qst_8_a_form_of_older_versions_is_noticed() {
    let first = question(1, true, None);

    assert!(is_current(&[&first], &Posted::of(&[("versions", "10")])));
    assert!(!is_current(&[&first], &Posted::of(&[("versions", "9")])));
    assert!(!is_current(&[&first], &Posted::of(&[])));
}
