//! The mails of the directory: a message passed on, and a report of one.

use serde_json::json;

use crate::kernel::uk_time::date_and_time;
use crate::kernel::{Instant, LinkPurpose};
use crate::members::people::PersonRow;
use crate::notifications::{NewMessage, personal_link};

/// A member's message, with who wrote it and how to answer or to report it.
pub(super) fn message_relayed(id: i64, sender: &PersonRow, recipient: &PersonRow, message: &str) -> NewMessage {
    let paragraphs: Vec<&str> = message.lines().collect();
    NewMessage {
        template: "message_relayed",
        person_id: Some(recipient.id),
        to_name: recipient.name.clone(),
        to_address: recipient.email.clone(),
        data: json!({
            "name": recipient.name, "from_name": sender.name, "from_address": sender.email, "paragraphs": paragraphs,
            "report_url": personal_link(LinkPurpose::ReportMessage, id, 1),
        }),
        calendar: None,
        dedupe_key: format!("message-relayed:{id}"),
    }
}

/// To the office: a message was reported. What it said is not on record; the reader has it.
pub(super) fn message_reported(
    id: i64,
    (sender, reader): (&PersonRow, &PersonRow),
    sent_at: Instant,
    office: String,
) -> NewMessage {
    NewMessage {
        template: "message_reported",
        person_id: None,
        to_name: String::new(),
        to_address: office,
        data: json!({
            "from_name": sender.name, "from_address": sender.email, "reader_name": reader.name,
            "reader_address": reader.email, "when": date_and_time(sent_at),
        }),
        calendar: None,
        dedupe_key: format!("message-reported:{id}"),
    }
}
