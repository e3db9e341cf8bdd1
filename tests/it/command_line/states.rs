//! `nairo states`: the graphs of the state machines, printed.

use super::terminal::Terminal;

#[test]
fn the_graphs_are_drawn_without_a_database_or_a_setting() {
    let ended = Terminal::new().without("DATABASE_URL").run(&["states"]);

    let said = &ended.assert_worked().said;
    assert_eq!(said.matches("```mermaid").count(), 9, "{said}");
    for edge in [
        "held --> confirmed: Settled",
        "expired --> confirmed: Settled",
        "created --> open: Opened",
        "succeeded --> failed: Failed",
        "waiting --> offered: Offered",
        "published --> cancelled: Cancel",
    ] {
        assert!(said.contains(edge), "{edge}: {said}");
    }
    assert!(!said.contains("cancelled --> confirmed"), "{said}");
}
