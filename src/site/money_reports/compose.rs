//! Fills the tables of the reports from the ledger and from what was sold.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::subjects::{Subject, load_subjects};
use super::tables::{Cell, Row, Table};
use crate::kernel::{Pence, Unexpected};
use crate::payments::ledger_entry::{Account, EntryKind};
use crate::payments::reports::{Held, Movement, Period, charges_meant_by, held_at, movements};

/// Income counted on the day of the event (REP-2).
pub(super) async fn income_table(db: &impl ConnectionTrait, period: Period) -> Result<Table, Unexpected> {
    let moved = movements(db, period, &[Account::Income]).await?;
    let subjects = load_subjects(db, &charges_of(&moved)).await?;
    let mut sums: BTreeMap<Subject, Pence> = BTreeMap::new();
    for one in &moved {
        *sums.entry(subjects.of(one.charge_id, &one.activity)).or_default() -= one.amount;
    }
    Ok(Table {
        slug: "income-by-event-date",
        title: "Income by event date",
        note: "Counted on the day the event took place, or on the first day of a term of membership, whether or not it was paid for by then. What was credited afterwards counts in the month of the credit.",
        of: "Course",
        columns: &["Income"],
        rows: sums.into_iter().map(|(subject, income)| row(&subject, vec![Cell::Money(income)])).collect(),
        none: "Nothing was earned: no event took place, and no term of membership began.",
        has_total: true,
    })
}

/// Money that moved, counted on the day it came or went (REP-2, REP-3).
pub(super) async fn money_table(db: &impl ConnectionTrait, period: Period) -> Result<Table, Unexpected> {
    let moved = movements(db, period, &[Account::Bank, Account::StripeClearing]).await?;
    let meant = charges_meant_by(db, &moved.iter().filter_map(|one| one.payment_id).collect::<Vec<_>>()).await?;
    let charge_of = |one: &Movement| one.charge_id.or_else(|| one.payment_id.and_then(|id| meant.get(&id).copied()));
    let charges: Vec<i64> = moved.iter().filter_map(charge_of).collect();
    let subjects = load_subjects(db, &charges).await?;
    let mut sums: BTreeMap<Subject, MoneySums> = BTreeMap::new();
    // The way from the card processor to the bank is neither income nor cost.
    for one in moved.iter().filter(|one| one.kind != EntryKind::PaidOut) {
        sums.entry(subjects.of(charge_of(one), &one.activity)).or_default().add(one);
    }
    Ok(Table {
        slug: "money-by-payment-date",
        title: "Money by payment date",
        note: "Counted on the day the bank or the card processor gives. A refund counts in the month it succeeded; one that is still on its way is not here.",
        of: "Course",
        columns: &["Came in", "Refunded", "Taken back by banks", "Fees", "What is left"],
        rows: sums.into_iter().map(|(subject, sums)| row(&subject, sums.cells())).collect(),
        none: "No money came in or went back.",
        has_total: true,
    })
}

/// Money that moved for one thing; what goes out is below zero.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MoneySums {
    pub(super) came_in: Pence,
    pub(super) refunded: Pence,
    pub(super) taken_back: Pence,
    pub(super) fees: Pence,
}

impl MoneySums {
    pub(super) fn add(&mut self, moved: &Movement) {
        let sum = match moved.kind {
            EntryKind::RefundPaid | EntryKind::RefundReturned => &mut self.refunded,
            EntryKind::PaymentReversed => &mut self.taken_back,
            EntryKind::FeeCharged => &mut self.fees,
            EntryKind::PaidOut => return,
            _ => &mut self.came_in,
        };
        *sum += moved.amount;
    }

    pub(super) fn left(self) -> Pence {
        self.came_in + self.refunded + self.taken_back + self.fees
    }

    pub(super) fn cells(self) -> Vec<Cell> {
        [self.came_in, self.refunded, self.taken_back, self.fees, self.left()].map(Cell::Money).to_vec()
    }
}

/// What has been sold for later, and how much of it was taken already (REP-2), at the end of `day`.
pub(super) async fn deferred_table(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Table, Unexpected> {
    let deferred = held_at(db, day, Account::DeferredIncome).await?;
    let owed = held_at(db, day, Account::Receivable).await?;
    let charges: Vec<i64> = deferred.iter().filter_map(|held| held.charge_id).collect();
    let subjects = load_subjects(db, &charges).await?;
    let unpaid = unpaid_by_subject(&owed, &deferred);
    let mut sums: BTreeMap<Subject, (Pence, Pence)> = BTreeMap::new();
    for (held, unpaid) in deferred.iter().zip(unpaid) {
        let sum = sums.entry(subjects.of(held.charge_id, &held.activity)).or_default();
        sum.0 -= held.amount;
        sum.1 += unpaid;
    }
    let cells =
        |(sold, unpaid): (Pence, Pence)| vec![Cell::Money(sold), Cell::Money(unpaid), Cell::Money(sold - unpaid)];
    Ok(Table {
        slug: "deferred",
        title: "Deferred: sold for what is still to come",
        note: "Money taken for an event or a term that had not begun at the end of this period is not income yet. It becomes income on the day.",
        of: "Course",
        columns: &["Sold", "Not paid yet", "Money taken: deferred"],
        rows: sums.into_iter().map(|(subject, sums)| row(&subject, cells(sums))).collect(),
        none: "Nothing was sold for later.",
        has_total: true,
    })
}

/// How much of each deferred amount its payer still owes: never less than nothing, never more than the amount. What is owed on
/// a charge is set against its amounts in their order.
fn unpaid_by_subject(owed: &[Held], deferred: &[Held]) -> Vec<Pence> {
    let mut left: BTreeMap<Option<i64>, Pence> = BTreeMap::new();
    for held in owed {
        *left.entry(held.charge_id).or_default() += held.amount;
    }
    let take = |held: &Held| {
        let Some(left) = left.get_mut(&held.charge_id) else { return Pence::ZERO };
        let unpaid = std::cmp::min(*left, -held.amount).max(Pence::ZERO);
        *left -= unpaid;
        unpaid
    };
    deferred.iter().map(take).collect()
}

/// The months of a financial year, each with what it earned and what moved.
pub(super) async fn months_table(db: &impl ConnectionTrait, year: Period) -> Result<Table, Unexpected> {
    let mut rows = Vec::new();
    for month in year.months() {
        let period = Period::Month(month);
        let income: Pence = movements(db, period, &[Account::Income]).await?.iter().map(|one| -one.amount).sum();
        let mut sums = MoneySums::default();
        for moved in movements(db, period, &[Account::Bank, Account::StripeClearing]).await? {
            sums.add(&moved);
        }
        let mut cells = vec![Cell::Money(income)];
        cells.extend(sums.cells());
        rows.push(Row {
            label: period.label(),
            detail: String::new(),
            on: Some(period.first_day()),
            href: format!("/admin/money/reports?{}", period.query()),
            cells,
        });
    }
    Ok(Table {
        slug: "months",
        title: "Month by month",
        note: "Income by event date; everything else by payment date.",
        of: "Month",
        columns: &["Income", "Came in", "Refunded", "Taken back by banks", "Fees", "What is left"],
        rows,
        none: "",
        has_total: true,
    })
}

fn charges_of(moved: &[Movement]) -> Vec<i64> {
    moved.iter().filter_map(|one| one.charge_id).collect()
}

fn row(subject: &Subject, cells: Vec<Cell>) -> Row {
    Row { label: subject.label(), detail: subject.detail(), on: subject.on(), href: subject.href(), cells }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(charge_id: i64, activity: &str, pence: i64) -> Held {
        Held { charge_id: Some(charge_id), activity: activity.to_owned(), amount: Pence::new(pence) }
    }

    #[test]
    fn rep_2_only_money_taken_is_deferred() {
        let deferred = [held(1, "training", -9_000), held(2, "training", -9_000), held(3, "training", -9_000)];
        let owed = [held(1, "training", 9_000), held(2, "training", 4_000), held(3, "none", -500)];

        let unpaid = unpaid_by_subject(&owed, &deferred);

        assert_eq!(unpaid, [9_000, 4_000, 0].map(Pence::new), "unpaid, part paid, paid too much");
    }

    #[test]
    fn what_is_owed_on_a_mixed_basket_is_not_counted_twice() {
        let deferred = [held(1, "membership", -4_000), held(1, "training", -5_000)];

        let unpaid = unpaid_by_subject(&[held(1, "training", 6_000)], &deferred);

        assert_eq!(unpaid.iter().sum::<Pence>(), Pence::new(6_000));
        assert!(unpaid.iter().zip(&deferred).all(|(unpaid, held)| *unpaid <= -held.amount));
    }
}
