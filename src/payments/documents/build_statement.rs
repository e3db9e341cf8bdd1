//! Puts a customer's statement of account into words. Pure.

use chrono::NaiveDate;

use super::build::{about_vat, foot, how_to_pay, seller_view};
use super::view::{DocumentLine, DocumentView, FactView, SumView};
use crate::kernel::Pence;
use crate::kernel::uk_time::long_date;
use crate::payments::customers::{Statement, StatementLine};
use crate::payments::invoices::Seller;

const COLUMNS: [&str; 4] = ["What happened", "Owed", "Credited or paid", "Balance"];

/// The statement of one customer as it stands on a day.
pub(in crate::payments) fn statement(
    seller: &Seller,
    buyer: Vec<String>,
    statement: &Statement,
    made_on: NaiveDate,
) -> DocumentView {
    let (label, balance) = match statement.balance {
        owed if owed < Pence::ZERO => ("We owe you", -owed),
        owed => ("To pay", owed),
    };
    DocumentView {
        title: format!("Statement of account {made_on}, {}", seller.name),
        kind: "Statement",
        number: made_on.to_string(),
        warning: String::new(),
        seller: seller_view(seller),
        buyer_label: "Account of",
        buyer,
        facts: vec![FactView { label: "As it stands on", value: long_date(made_on) }],
        columns: COLUMNS.to_vec(),
        lines: statement.lines.iter().map(line).collect(),
        sums: vec![SumView { label: label.to_owned(), value: balance.to_string(), strong: true }],
        sections: vec![how_to_pay(seller, "the number of each invoice"), about_vat(seller)],
        foot: foot(seller),
    }
}

fn line(line: &StatementLine) -> DocumentLine {
    let (owed, paid) = if line.amount < Pence::ZERO {
        (String::new(), (-line.amount).to_string())
    } else {
        (line.amount.to_string(), String::new())
    };
    let note = [long_date(line.on), line.detail.clone()];
    DocumentLine {
        description: line.what.clone(),
        note: note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        cells: vec![owed, paid, line.balance.to_string()],
    }
}
