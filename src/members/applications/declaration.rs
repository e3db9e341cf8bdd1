//! What applicants declare. The words are kept with the application as they were shown, so that nobody need ask later which ones
//! were meant (rules 2.1).

use crate::members::membership::TypeVersion;

/// What everybody declares, whatever the type.
pub const STANDARD_DECLARATION: &str =
    "What I have said is true, I support the aims of the charity, and I accept these terms";

/// All that is declared for a type: its own words, if it has any, and what everybody declares.
pub fn declaration_of(version: &TypeVersion) -> String {
    match version.evidence.declaration.as_str() {
        "" => STANDARD_DECLARATION.to_owned(),
        own => format!("{own}\n{STANDARD_DECLARATION}"),
    }
}
