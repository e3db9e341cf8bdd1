//! What the pages of the desk may see.

use entity::in_house_enquiry;
use serde::Serialize;

use crate::in_house::answer_clock::is_late;
use crate::in_house::enquiry_state::EnquiryState;
use crate::in_house::note_down::NoteKind;
use crate::in_house::queries::{HistoryLine, QuoteRecord};
use crate::in_house::quote::{Standing, standing};
use crate::kernel::Instant;
use crate::kernel::uk_time::{date_and_time, long_date};

/// By when a first answer is due, as a tag.
#[derive(Serialize)]
pub(super) struct Due {
    pub(super) label: String,
    pub(super) kind: &'static str,
}

/// The clock of an enquiry nobody has answered: red once the last day is over (INH-1).
pub(super) fn due(enquiry: &in_house_enquiry::Model, now: Instant) -> Option<Due> {
    if enquiry.state != EnquiryState::New.word() || enquiry.first_answered_at.is_some() {
        return None;
    }
    let late = is_late(enquiry.answer_due_on, None, now);
    let day = long_date(enquiry.answer_due_on);
    Some(Due {
        label: if late { format!("Answer was due on {day}") } else { format!("Answer by {day}") },
        kind: if late { "problem" } else { "caution" },
    })
}

/// A choice of a form.
#[derive(Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) hint: String,
}

impl Choice {
    pub(super) fn new(value: impl Into<String>, label: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: hint.into() }
    }
}

/// A line of the history in words.
#[derive(Serialize)]
pub(super) struct HistoryView {
    when: String,
    who: String,
    what: String,
    words: String,
}

impl From<HistoryLine> for HistoryView {
    fn from(line: HistoryLine) -> Self {
        let state = line.to_state.as_deref().and_then(EnquiryState::parse).map(EnquiryState::label);
        let kind = NoteKind::parse(&line.kind).map(NoteKind::label);
        Self {
            when: date_and_time(line.noted_at),
            who: match line.actor.as_str() {
                "officer" => line.name.unwrap_or_else(|| "An officer".to_owned()),
                "contact" => "The authority".to_owned(),
                _ => "By itself".to_owned(),
            },
            what: state.or(kind).unwrap_or_default().to_owned(),
            words: line.words,
        }
    }
}

/// A version of a quote as the enquiry's page lists it.
#[derive(Serialize)]
pub(super) struct VersionView {
    href: String,
    version: i32,
    total: String,
    state: &'static str,
    kind: &'static str,
    note: String,
}

impl VersionView {
    pub(super) fn new(base: &str, quote: &QuoteRecord, now: Instant) -> Self {
        let until = long_date(quote.content.valid_until);
        let (state, kind, note) = match standing(quote.state, quote.content.valid_until, now) {
            Standing::Open { .. } => ("On offer", "caution", format!("Until the end of {until}")),
            Standing::RunOut => ("Ran out", "plain", format!("On {until}")),
            Standing::Replaced => ("Replaced", "plain", String::new()),
            Standing::NotOffered if quote.row.sent_at.is_none() => ("Draft", "plain", "Not sent yet".to_owned()),
            Standing::NotOffered => ("Withdrawn", "plain", String::new()),
            Standing::Accepted => ("Accepted", "done", accepted_words(quote)),
            Standing::Cancelled => ("Cancelled", "problem", accepted_words(quote)),
        };
        Self {
            href: format!("{base}/quotes/{}", quote.row.version),
            version: quote.row.version,
            total: quote.content.total().to_string(),
            state,
            kind,
            note,
        }
    }
}

/// "By Siân O’Neill (Head of Service) on …, purchase order 4711".
fn accepted_words(quote: &QuoteRecord) -> String {
    let row = &quote.row;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let order = match text(&row.po_number) {
        number if number.is_empty() => String::new(),
        number => format!(", purchase order {number}"),
    };
    let when = row.accepted_at.map(date_and_time).unwrap_or_default();
    format!("By {} ({}) on {when}{order}", text(&row.accepted_by_name), text(&row.accepted_by_role))
}
