//! The ledger as CSV: UTF-8, no cell that a spreadsheet would run (S13), days as ISO 8601 with a column in UK words beside.

use super::queries::LedgerOfPeriod;
use crate::kernel::spreadsheet_cell::{BYTE_ORDER_MARK, defused};
use crate::kernel::uk_time::{date_and_time, long_date};
use crate::kernel::unexpected::Context;
use crate::kernel::{Pence, Unexpected};
use crate::payments::ledger_entry::{Account, EntryKind};
use crate::payments::poster::poster_words;

const HEADINGS: [&str; 13] = [
    "Entry",
    "Day",
    "Day (UK)",
    "Written down",
    "Posted by",
    "What happened",
    "Account",
    "Fund",
    "Activity",
    "Charge",
    "Payment",
    "Debit (pounds)",
    "Credit (pounds)",
];

/// The whole file: debits and credits of each entry come to the same sum.
pub(super) fn write(ledger: &LedgerOfPeriod) -> Result<String, Unexpected> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record(HEADINGS)?;
    for (entry, postings) in &ledger.transactions {
        let person = entry.posted_by_person_id.and_then(|id| ledger.people.get(&id)).map(String::as_str);
        let what = EntryKind::parse(&entry.kind).map_or_else(|| entry.kind.clone(), |kind| kind.label().to_owned());
        for posting in postings {
            let account = Account::parse(&posting.account);
            let account = account.map_or_else(|| posting.account.clone(), |account| account.label().to_owned());
            let amount = Pence::new(posting.amount_pence);
            let (debit, credit) = if amount.is_negative() { (Pence::ZERO, -amount) } else { (amount, Pence::ZERO) };
            let of = |known: &std::collections::BTreeMap<i64, String>, id: Option<i64>| {
                id.and_then(|id| known.get(&id).cloned()).unwrap_or_default()
            };
            file.write_record([
                entry.id.to_string(),
                entry.occurred_on.to_string(),
                long_date(entry.occurred_on),
                date_and_time(entry.recorded_at),
                defused(poster_words(&entry.posted_by, person)),
                what.clone(),
                account,
                defused(posting.fund.clone()),
                defused(posting.activity.clone()),
                of(&ledger.charges, posting.charge_id),
                of(&ledger.payments, posting.payment_id),
                pounds(debit),
                pounds(credit),
            ])?;
        }
    }
    let bytes = file.into_inner().map_err(|error| Unexpected::because(error.to_string()))?;
    let text = String::from_utf8(bytes).context("a CSV file of text is not text")?;
    Ok(format!("{BYTE_ORDER_MARK}{text}"))
}

/// `90.00`; nothing for the side that has none.
fn pounds(amount: Pence) -> String {
    if amount.is_zero() {
        return String::new();
    }
    format!("{}.{:02}", amount.get() / 100, amount.get() % 100)
}

#[cfg(test)]
mod tests {
    use entity::{ledger_posting, ledger_transaction};

    use super::*;

    #[test]
    fn ac_10_each_posting_says_its_day_its_fund_and_who_caused_it() {
        let posting = |amount_pence, account: &str| ledger_posting::Model {
            id: 1,
            transaction_id: 7,
            account: account.to_owned(),
            fund: "general".to_owned(),
            activity: "training".to_owned(),
            amount_pence,
            charge_id: Some(3),
            payment_id: None,
        };
        let entry = ledger_transaction::Model {
            id: 7,
            kind: "charge_raised".to_owned(),
            occurred_on: "2026-06-01".parse().unwrap(),
            recorded_at: "2026-06-01T09:00:00Z".parse().unwrap(),
            document_kind: "charge".to_owned(),
            document_id: 3,
            dedupe_key: "k".to_owned(),
            posted_by: "person".to_owned(),
            posted_by_person_id: Some(9),
        };
        let ledger = LedgerOfPeriod {
            transactions: vec![(entry, vec![posting(9_005, "receivable"), posting(-9_005, "deferred_income")])],
            charges: [(3, "CHARGE1".to_owned())].into(),
            people: [(9, "=Suresh".to_owned())].into(),
            ..LedgerOfPeriod::default()
        };

        let file = write(&ledger).unwrap();

        let rows: Vec<&str> = file.lines().collect();
        assert!(rows[1].starts_with("7,2026-06-01,Monday 1 June 2026,"), "{}", rows[1]);
        assert!(
            rows[1].contains("'=Suresh,Charge raised,Owed by payers,general,training,CHARGE1,,90.05,"),
            "{}",
            rows[1]
        );
        assert!(rows[2].ends_with("CHARGE1,,,90.05"), "{}", rows[2]);
    }
}
