//! A copy can be made, and put back.

use super::terminal::Terminal;

#[test]
fn a_copy_is_made_and_put_back() {
    let terminal = Terminal::new();
    terminal.run(&["migrate"]).assert_worked();

    terminal.run(&["backup", "copy.db"]).assert_worked();
    std::fs::remove_file(terminal.path("nairo.db")).unwrap();
    terminal.run(&["restore", "copy.db"]).assert_worked();

    assert!(!terminal.run(&["migrate", "--status"]).assert_worked().said.contains("missing"));
}

#[test]
fn nothing_is_overwritten_unasked() {
    let terminal = Terminal::new();
    terminal.run(&["migrate"]).assert_worked();
    terminal.run(&["backup", "copy.db"]).assert_worked();

    terminal.run(&["backup", "copy.db"]).assert_failed_saying(&["copy.db", "exists"]);
    terminal.run(&["restore", "copy.db"]).assert_failed_saying(&["--replace"]);
    terminal.run(&["restore", "copy.db", "--replace"]).assert_worked();

    assert!(terminal.path("nairo.db.replaced").exists());
}

#[test]
fn what_is_not_a_copy_is_refused_and_nothing_is_lost() {
    let terminal = Terminal::new();
    terminal.run(&["migrate"]).assert_worked();
    std::fs::write(terminal.path("holiday.jpg"), "not a database at all").unwrap();

    terminal.run(&["restore", "holiday.jpg", "--replace"]).assert_failed_saying(&["not a copy"]);

    assert!(!terminal.run(&["migrate", "--status"]).assert_worked().said.contains("missing"));
}

#[test]
fn postgres_is_sent_to_its_own_tools() {
    let terminal = Terminal::new().with("DATABASE_URL", "postgres://db/nairo");

    terminal.run(&["backup", "copy.db"]).assert_failed_saying(&["pg_dump"]);
    terminal.run(&["restore", "copy.db"]).assert_failed_saying(&["pg_restore"]);
}
