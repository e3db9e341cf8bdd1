use super::*;

const ASKED: Asked<'_> =
    Asked { asks_registration: false, email: "asha@example.org", evidence: &NOTHING, is_decided: true, version_id: 7 };
const ASKED_FULL: Asked<'_> = Asked { asks_registration: true, ..ASKED };

fn read(step: Step, fields: &[(&str, &str)]) -> Result<StepAnswer, FieldErrors> {
    read_step(step, &Posted::of(fields), ASKED)
}

/// The fields that are wrong.
fn wrong(result: Result<StepAnswer, FieldErrors>) -> Vec<String> {
    result.err().map(|errors| errors.iter().map(|error| error.field.clone()).collect()).unwrap_or_default()
}

#[test]
fn names_are_kept_as_people_write_them() {
    for name in ["O'Neill", "Siân", "Nguyễn Thị Minh Khai", "Ng", "Madonna", "محمد علي", "<b>Bo</b>", "Zoë 🌻"]
    {
        let answer = read(Step::Name, &[("name", name)]).unwrap();
        assert_eq!(answer, StepAnswer::Name(PersonName::parse(name).unwrap()), "{name}");
    }
    for name in ["", "   ", "🌻", "a\u{0}b", "a\u{202e}b"] {
        assert_eq!(wrong(read(Step::Name, &[("name", name)])), ["name"], "{name:?}");
    }
    assert_eq!(wrong(read(Step::Name, &[("name", &"x".repeat(201))])), ["name"]);
}

#[test]
fn a_second_address_may_be_left_out_and_is_another_one() {
    assert_eq!(read(Step::SecondEmail, &[("second_email", " ")]).unwrap(), StepAnswer::SecondEmail(None));
    let other = EmailAddress::parse("asha@council.example").unwrap();
    let typed = read(Step::SecondEmail, &[("second_email", "asha@council.example")]).unwrap();
    assert_eq!(typed, StepAnswer::SecondEmail(Some(other)));
    for same in ["asha@example.org", "ASHA@EXAMPLE.ORG", "nonsense"] {
        assert_eq!(wrong(read(Step::SecondEmail, &[("second_email", same)])), ["second_email"], "{same}");
    }
}

#[test]
fn roles_are_several_and_the_main_one_is_among_them() {
    let both = [("role_iro", "yes"), ("role_academic", "yes")];
    let answer = read(Step::Roles, &both).unwrap();
    let roles = vec![PracticeRole::Iro, PracticeRole::Academic];
    assert_eq!(answer, StepAnswer::Roles { roles, main: Some(PracticeRole::Iro) });

    let main = [both[0], both[1], ("main_role", "academic")];
    assert!(matches!(read(Step::Roles, &main).unwrap(), StepAnswer::Roles { main: Some(PracticeRole::Academic), .. }));
    assert_eq!(wrong(read(Step::Roles, &[both[0], ("main_role", "student")])), ["main_role"]);
    assert_eq!(wrong(read(Step::Roles, &[])), ["role_iro"]);
    assert_eq!(wrong(read(Step::Roles, &[("role_king", "yes")])), ["role_iro"]);
}

#[test]
fn an_employer_is_chosen_or_named() {
    let employer = |fields: &[(&str, &str)]| match read(Step::Employer, fields).unwrap() {
        StepAnswer::Employer(employer) => employer,
        other => panic!("{other:?}"),
    };

    assert_eq!(employer(&[("employer", "none"), ("other_employer", "left over")]), EmployerAnswer::default());
    assert_eq!(employer(&[("employer", "other"), ("other_employer", " Acme ")]).other, "Acme");
    let agency = employer(&[("employer", "AGENCY"), ("other_employer", "Acme")]);
    assert_eq!((agency.reference.as_str(), agency.other.as_str()), ("AGENCY", "Acme"));
    assert_eq!(employer(&[("employer", "E08000025"), ("other_employer", "")]).other, "");
    assert_eq!(wrong(read(Step::Employer, &[("employer", "")])), ["employer"]);
    assert_eq!(wrong(read(Step::Employer, &[("employer", "other"), ("other_employer", " ")])), ["other_employer"]);
    let long = "x".repeat(201);
    assert_eq!(wrong(read(Step::Employer, &[("employer", "other"), ("other_employer", &long)])), ["other_employer"]);
}

#[test]
fn a_registration_is_optional_unless_the_type_asks() {
    let form = |regulator: &'static str, number: &'static str| {
        Posted::of(&[("regulator", regulator), ("registration_number", number)])
    };
    let table = [
        ("", "", ASKED, vec![]),
        ("none", "", ASKED, vec![]),
        ("swe", "", ASKED, vec![]),
        ("swe", "SWE1", ASKED, vec!["registration_number"]),
        ("", "SW1", ASKED, vec!["regulator"]),
        ("", "", ASKED_FULL, vec!["regulator"]),
        ("none", "", ASKED_FULL, vec!["regulator"]),
        ("swe", "", ASKED_FULL, vec!["registration_number"]),
        ("swe", "sw 000123", ASKED_FULL, vec![]),
    ];

    for (regulator, number, asked, fields) in table {
        let result = read_step(Step::Registration, &form(regulator, number), asked);
        assert_eq!(wrong(result), fields, "{regulator:?} {number:?}");
    }
    let read = read_step(Step::Registration, &form("swe", "sw 000123"), ASKED_FULL).unwrap();
    let number = "SW123".to_owned();
    assert_eq!(read, StepAnswer::Registration { regulator: Some(Regulator::SocialWorkEngland), number });
}

#[test]
fn an_address_at_home_has_a_postcode_and_one_abroad_has_none() {
    let home = [("address", "1 High St\r\nLeeds"), ("postcode", "ls1 1aa")];
    let StepAnswer::Address { lines, postcode } = read(Step::Address, &home).unwrap() else { panic!() };
    assert_eq!((lines.as_str(), postcode.unwrap().as_str()), ("1 High St\nLeeds", "LS1 1AA"));

    let abroad = [("address", "1 Rue de Paris"), ("postcode", "75001"), ("is_abroad", "yes")];
    assert!(matches!(read(Step::Address, &abroad).unwrap(), StepAnswer::Address { postcode: None, .. }));
    assert_eq!(wrong(read(Step::Address, &[("address", ""), ("postcode", "x")])), ["address", "postcode"]);
}

#[test]
fn nothing_is_wanted_by_email_unless_it_is_ticked() {
    let StepAnswer::EmailChoices { wants, welcomes_welsh } = read(Step::EmailChoices, &[]).unwrap() else { panic!() };
    assert_eq!((wants, welcomes_welsh), (EmailWants::default(), false));

    let ticked = read(Step::EmailChoices, &[("campaign_news", "yes")]).unwrap();
    let only = EmailWants { campaign_news: true, ..EmailWants::default() };
    assert_eq!(ticked, StepAnswer::EmailChoices { wants: only, welcomes_welsh: false });
}

#[test]
fn the_declaration_must_be_made() {
    assert_eq!(wrong(read(Step::Declaration, &[("statement", "")])), ["declared"]);
    let long = "x".repeat(2_001);
    assert_eq!(wrong(read(Step::Declaration, &[("statement", &long), ("declared", "yes")])), ["statement"]);
    assert!(read(Step::Declaration, &[("statement", "a\nb"), ("declared", "yes")]).is_ok());
}

#[test]
fn rules_2_1_a_role_and_an_employer_are_needed_where_the_type_asks() {
    let evidence = EvidenceAsked { role: Some(PracticeRole::Iro), employer: true, ..EvidenceAsked::NOTHING };
    let asked = Asked { evidence: &evidence, ..ASKED };
    let wrong_with = |step, fields: &[(&str, &str)]| wrong(read_step(step, &Posted::of(fields), asked));

    assert_eq!(wrong_with(Step::Roles, &[("role_academic", "yes")]), ["role_iro"]);
    assert!(wrong_with(Step::Roles, &[("role_academic", "yes"), ("role_iro", "yes")]).is_empty());
    assert_eq!(wrong_with(Step::Employer, &[("employer", "none")]), ["employer"]);
    assert!(wrong_with(Step::Employer, &[("employer", "other"), ("other_employer", "Acme")]).is_empty());
}

#[test]
fn rules_2_1_years_are_whole_and_at_most_sixty() {
    let evidence = EvidenceAsked { least_years: Some(5), ..EvidenceAsked::NOTHING };
    let read = |typed: &str, is_decided| {
        let asked = Asked { evidence: &evidence, is_decided, ..ASKED };
        read_step(Step::Experience, &Posted::of(&[("years_qualified", typed)]), asked)
    };

    for good in [(" 7 ", 7), ("60", 60), ("5", 5), ("0", 0)] {
        assert_eq!(read(good.0, true).unwrap(), StepAnswer::Experience(good.1));
    }
    for bad in ["", "61", "-1", "+5", "5.5", "5,5", "five", "９", "1e1", "99999999999999999999"] {
        assert_eq!(wrong(read(bad, true)), ["years_qualified"], "{bad:?}");
    }
    assert_eq!(wrong(read("4", false)), ["years_qualified"], "nobody would look at it");
}

#[test]
fn rules_2_1_the_words_declared_are_those_that_were_shown() {
    let own = EvidenceAsked { declaration: "I review plans.".to_owned(), ..EvidenceAsked::NOTHING };
    let asked = Asked { evidence: &own, ..ASKED };
    let read = |words| read_step(Step::Declaration, &Posted::of(&[("declared", "yes"), ("words", words)]), asked);

    let (statement, words) = (String::new(), "I review plans.".to_owned());
    assert_eq!(read("7").unwrap(), StepAnswer::Declaration { statement, terms_version: 0, words });
    for other in ["6", "", "I review plans."] {
        assert_eq!(wrong(read(other)), ["declared"], "{other}");
    }
}

#[test]
fn what_was_answered_is_shown_again() {
    let mut answers = Answers::default();
    for (step, fields) in [
        (Step::Roles, vec![("role_retired", "yes")]),
        (Step::Employer, vec![("employer", "none")]),
        (Step::Address, vec![("address", "Paris"), ("is_abroad", "yes")]),
    ] {
        read(step, &fields).unwrap().write(&mut answers);
    }

    assert_eq!(filled(Step::Roles, &answers, "").fields["role_retired"].value, "yes");
    assert_eq!(filled(Step::Roles, &answers, "").fields["role_iro"].value, "");
    assert_eq!(filled(Step::Employer, &answers, "").fields["employer"].value, "none");
    assert_eq!(filled(Step::Address, &answers, "").fields["is_abroad"].value, "yes");
    assert_eq!(filled(Step::Address, &Answers::default(), "").fields["is_abroad"].value, "");
}
