//! The fields of each act's form.

use serde::Serialize;

use super::act::Act;
use crate::members::membership::OfferedType;

/// One field of the form, as the template draws it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Field {
    /// "day", "line", "words" or "choice".
    pub(super) kind: &'static str,
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) optional: bool,
    pub(super) options: Vec<Choice>,
}

/// A choice of a field.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

fn field(kind: &'static str, name: &'static str, label: &'static str, hint: &'static str) -> Field {
    Field { kind, name, label, hint, optional: false, options: Vec::new() }
}

/// Why, for the record: the last field of every act.
pub(super) fn reason(label: &'static str, hint: &'static str) -> Field {
    field("words", "reason", label, hint)
}

/// The fields of an act; `types` are those that can be given.
pub(super) fn fields_of(act: Act, types: &[OfferedType]) -> Vec<Field> {
    let kind = || Field {
        options: types
            .iter()
            .map(|kind| Choice { value: kind.code.clone(), label: kind.version.name.clone() })
            .collect(),
        ..field("choice", "type", "Type of membership", "")
    };
    let optional = |field: Field| Field { optional: true, ..field };
    let why = reason("Why?", "For the record. The member may ask to see it.");
    match act {
        Act::Offer => vec![kind(), reason("How did they ask?", "Such as: by telephone, a cheque came with a letter.")],
        Act::WithdrawOffer => vec![why],
        Act::Waive => vec![Field { hint: "Counts only where nothing is open to be paid.", ..kind() }, why],
        Act::FreeTerm => vec![
            Field { options: bases(), ..field("choice", "basis", "What it rests on", "") },
            kind(),
            field("day", "starts_on", "First day", ""),
            optional(field(
                "day",
                "ends_on",
                "Last day",
                "Leave it empty for as long as the type lasts, and for life.",
            )),
            why,
        ],
        Act::Extend => vec![field("day", "ends_on", "New last day", ""), why],
        Act::Contact => vec![
            field("day", "until", "No reminders until the end of", ""),
            reason("What is it about?", "For the record. The member may ask to see it."),
        ],
        Act::Suspend => vec![
            field("day", "from", "First day without rights", ""),
            optional(field("day", "until", "Last day", "Leave it empty to suspend until somebody lifts it.")),
            why,
        ],
        Act::Resign => vec![optional(reason("Why do they leave?", "Only if they said so."))],
        Act::Remove => vec![
            field("day", "from", "First day without membership", ""),
            field(
                "line",
                "minute",
                "Where the resolution is minuted",
                "Such as: trustees’ meeting of 4 March 2027, item 6.",
            ),
            reason("Reason of the resolution", "They read this in the email that tells them."),
        ],
        Act::Death => vec![
            field("day", "died_on", "Died on", "The day we heard, if the day itself is not known."),
            reason("How do we know?", "For the record."),
        ],
    }
}

fn bases() -> Vec<Choice> {
    let choice = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
    vec![
        choice("complimentary", "Complimentary: free for a reason"),
        choice("honorary", "Honorary: in honour"),
        choice("life", "For life"),
    ]
}
