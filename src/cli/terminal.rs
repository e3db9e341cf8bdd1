//! What commands say to the person at the terminal. Logs go elsewhere (`logging`).

use std::io::Write;

use super::Failure;

/// A line of the answer, on standard output. A reader that has gone away is no reason to fail.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// The one line of a failure, on standard error.
pub fn complain(failure: &Failure) {
    let _ = writeln!(std::io::stderr(), "nairo: {failure}");
}
