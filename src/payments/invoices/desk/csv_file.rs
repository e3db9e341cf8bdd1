//! The list of invoices as CSV: UTF-8, a row an invoice, no cell that a spreadsheet would run (S13).

use crate::kernel::spreadsheet_cell::{BYTE_ORDER_MARK, defused};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::invoices::queries::InvoiceAccount;
use crate::payments::invoices::standing::written_off;

const HEADINGS: [&str; 14] = [
    "Number",
    "Customer",
    "For",
    "Charge",
    "Issued",
    "Due",
    "State",
    "Purchase order",
    "Charged (pounds)",
    "Credited (pounds)",
    "Paid (pounds)",
    "Written off (pounds)",
    "Owed (pounds)",
    "Disputed",
];

/// The whole file.
pub(super) fn write(accounts: &[InvoiceAccount], now: Instant) -> Result<String, Unexpected> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record(HEADINGS)?;
    for account in accounts {
        file.write_record(cells(account, now))?;
    }
    let bytes = file.into_inner().map_err(|error| Unexpected::because(error.to_string()))?;
    let text = String::from_utf8(bytes).context("a CSV file of text is not text")?;
    Ok(format!("{BYTE_ORDER_MARK}{text}"))
}

fn cells(account: &InvoiceAccount, now: Instant) -> [String; HEADINGS.len()] {
    let (money, invoice) = (&account.money, account.invoice.as_ref());
    let words = [
        invoice.map(|invoice| invoice.number.clone()).unwrap_or_default(),
        account.customer.name.clone(),
        account.charge.description.clone(),
        account.charge.reference.clone(),
        invoice.map(|invoice| invoice.issued_on.to_string()).unwrap_or_default(),
        invoice.map(|invoice| invoice.due_on.to_string()).unwrap_or_default(),
        account.standing(now).tag().0.to_owned(),
        account.billing.po_number.clone().unwrap_or_default(),
    ];
    let sums = [
        pounds(money.charged),
        pounds(money.credited),
        pounds(money.paid - money.refunded - money.refund_pending),
        pounds(written_off(money)),
        pounds(money.outstanding),
    ];
    let disputed = if account.billing.is_disputed { "yes" } else { "" }.to_owned();
    let mut cells = words.map(defused).into_iter().chain(sums).chain([disputed]);
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

/// `-90.00`: a number for the spreadsheet.
fn pounds(amount: Pence) -> String {
    let (sign, pence) = (if amount < Pence::ZERO { "-" } else { "" }, amount.get().abs());
    format!("{sign}{}.{:02}", pence / 100, pence % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_numbers_to_a_spreadsheet() {
        for (pence, cell) in [(9_000, "90.00"), (5, "0.05"), (-12_345, "-123.45")] {
            assert_eq!(pounds(Pence::new(pence)), cell);
        }
    }
}
