//! The register as a file for a spreadsheet: UTF-8, dates as ISO 8601, no cell that a spreadsheet would run (S13).

use chrono::NaiveDate;

use super::pages::MemberRow;
use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context;
use crate::members::desk::csv_cells::{BYTE_ORDER_MARK, defused};

const HEADINGS: [&str; 7] = ["Number", "Name", "Service address", "Class", "Joined", "Left", "First joined"];

/// The whole file, a line a member.
pub(super) fn write_register(members: &[MemberRow]) -> Result<String, Unexpected> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record(HEADINGS)?;
    for member in members {
        file.write_record(cells(member).map(defused))?;
    }
    let bytes = file.into_inner().map_err(|error| Unexpected::because(error.to_string()))?;
    let text = String::from_utf8(bytes).context("a CSV file of text is not text")?;
    Ok(format!("{BYTE_ORDER_MARK}{text}"))
}

fn cells(member: &MemberRow) -> [String; HEADINGS.len()] {
    [
        member.number.to_string(),
        member.name.clone(),
        member.address.replace('\n', ", "),
        member.class.clone(),
        member.joined_on.to_string(),
        member.left_on.map(|day| day.to_string()).unwrap_or_default(),
        member.first_joined_on.to_string(),
    ]
}

/// `register-of-members-2026-02-28.csv`.
pub(super) fn file_name(on: NaiveDate) -> String {
    format!("register-of-members-{on}.csv")
}
