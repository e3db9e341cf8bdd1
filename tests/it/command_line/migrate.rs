//! `nairo migrate`, and what refuses to run without it.

use super::terminal::Terminal;

#[test]
fn a_new_database_is_made_once_and_then_left_alone() {
    let terminal = Terminal::new();

    let first = terminal.run(&["migrate"]);
    let second = terminal.run(&["migrate"]);

    assert!(first.assert_worked().said.contains("applied"), "{first:#?}");
    assert!(!second.assert_worked().said.contains("applied"), "{second:#?}");
}

#[test]
fn the_status_says_what_is_missing() {
    let terminal = Terminal::new();

    let before = terminal.run(&["migrate", "--status"]);
    terminal.run(&["migrate"]).assert_worked();
    let after = terminal.run(&["migrate", "--status"]);

    assert!(before.assert_worked().said.contains("missing"));
    assert!(!after.assert_worked().said.contains("missing"));
}

#[test]
fn serving_on_an_old_schema_is_refused() {
    for command in [["serve"], ["worker"]] {
        let terminal = Terminal::for_serving();

        terminal.run(&command).assert_failed_saying(&["nairo migrate"]);
    }
}

#[test]
fn a_scheduled_job_of_a_wrong_name_lists_the_right_ones() {
    let terminal = Terminal::for_serving();
    terminal.run(&["migrate"]).assert_worked();

    terminal.run(&["run-job", "sweep_the_yard"]).assert_failed_saying(&["sweep_the_yard", "there are"]);
}
