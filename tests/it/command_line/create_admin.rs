//! `nairo create-admin`: the first person who may sign in.

use super::terminal::Terminal;

const ASK: [&str; 5] = ["create-admin", "--name", "Siân O’Neill", "--email", "sian@example.org"];

#[test]
fn the_first_administrator_gets_a_code_and_a_second_time_another_one() {
    let terminal = Terminal::for_serving();
    terminal.run(&["migrate"]).assert_worked();

    let first = terminal.run(&ASK);
    let second = terminal.run(&ASK);

    for words in ["sian@example.org", "https://nairo.example.org/sign-in/code", "Code: "] {
        assert!(first.assert_worked().said.contains(words), "{words:?} is not in {first:#?}");
    }
    assert!(second.assert_worked().said.contains("was an administrator already"), "{second:#?}");
    assert_ne!(first.said, second.said);
}

#[test]
fn a_name_or_address_that_is_none_is_refused() {
    let terminal = Terminal::new();
    terminal.run(&["migrate"]).assert_worked();

    let table = [("", "sian@example.org", "--name"), ("Siân", "sian", "--email")];
    for (name, email, named) in table {
        terminal.run(&["create-admin", "--name", name, "--email", email]).assert_failed_saying(&[named]);
    }
}

#[test]
fn without_a_schema_it_says_what_to_do() {
    Terminal::new().run(&ASK).assert_failed_saying(&["nairo migrate"]);
}
