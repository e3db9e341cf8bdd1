//! A customer's statement of account: every invoice, credit, payment and refund with the balance after it. Pure; the balance at
//! the end is what the ledger says is owed.

use chrono::NaiveDate;

use crate::kernel::Pence;

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementLine {
    /// The day it counts for.
    pub on: NaiveDate,
    /// "Invoice NAIRO-2026-00001" or "Payment received".
    pub what: String,
    /// What it was for, or the bank reference.
    pub detail: String,
    /// Above zero it is owed, below zero it is not any more.
    pub amount: Pence,
    /// What was owed after it.
    pub balance: Pence,
}

/// The whole of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// The oldest first.
    pub lines: Vec<StatementLine>,
    /// What is owed now; below zero we owe the customer.
    pub balance: Pence,
}

/// Sorts the lines by day and adds them up. Lines of one day keep their order.
pub fn add_up(mut lines: Vec<StatementLine>) -> Statement {
    lines.sort_by_key(|line| line.on);
    let mut balance = Pence::ZERO;
    for line in &mut lines {
        balance += line.amount;
        line.balance = balance;
    }
    Statement { lines, balance }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(day: u32, pence: i64) -> StatementLine {
        StatementLine {
            on: NaiveDate::from_ymd_opt(2026, 6, day).unwrap(),
            what: String::new(),
            detail: String::new(),
            amount: Pence::new(pence),
            balance: Pence::ZERO,
        }
    }

    #[test]
    fn each_line_shows_what_is_owed_after_it() {
        let statement = add_up(vec![line(9, -4_000), line(1, 9_000), line(9, -5_000)]);
        let balances: Vec<i64> = statement.lines.iter().map(|line| line.balance.get()).collect();
        assert_eq!((balances, statement.balance), (vec![9_000, 5_000, 0], Pence::ZERO));
    }

    proptest! {
        #[test]
        fn the_balance_at_the_end_is_the_sum_whatever_the_order(lines in prop::collection::vec((1_u32..=28, -9_999_i64..9_999), 0..20)) {
            let sum: i64 = lines.iter().map(|(_, pence)| pence).sum();
            let statement = add_up(lines.into_iter().map(|(day, pence)| line(day, pence)).collect());
            prop_assert_eq!(statement.balance.get(), sum);
            prop_assert_eq!(statement.lines.last().map_or(0, |line| line.balance.get()), sum);
        }
    }
}
