//! What became of places offered from waiting lists (REP-4).

use sea_orm::ConnectionTrait;

use super::counts::plain_row;
use super::tables::{Cell, Row, Table};
use crate::bookings::reports::{OfferFigures, WaitingSum, waiting_sums};
use crate::kernel::Unexpected;
use crate::payments::reports::Period;

/// The end of the table's address.
const SLUG: &str = "waiting-list";

/// Offers from the waiting lists of dates in the period, by date.
pub(super) async fn waiting_table(db: &impl ConnectionTrait, period: Period) -> Result<Table, Unexpected> {
    let rows = waiting_sums(db, (period.first_day(), period.last_day())).await?;
    Ok(Table {
        slug: SLUG,
        title: "Waiting lists: places offered and taken",
        note: "Waiting lists of dates in this period. An offer that is still open is offered and nothing else yet.",
        of: "Course",
        columns: &["Offers", "Taken", "Declined", "Ran out", "Withdrawn", "Waiting today"],
        rows: rows.iter().map(row).collect(),
        none: "No date of this period had a waiting list.",
        has_total: true,
    })
}

fn row(sum: &WaitingSum) -> Row {
    let OfferFigures { taken, declined, expired, withdrawn, .. } = sum.offers;
    let cells = [sum.offers.made(), taken, declined, expired, withdrawn, sum.waiting];
    let detail = match sum.offers.taken_percent() {
        Some(percent) => format!("{}, {percent} % taken", sum.title),
        None => sum.title.clone(),
    };
    Row {
        on: sum.on,
        href: format!("/admin/events/{}/waiting-list", sum.event_id),
        ..plain_row(&sum.title, detail, cells.map(Cell::Count).to_vec())
    }
}

/// The taken rate over every row of the table, in a sentence; none when no offer has ended.
pub(super) fn taken_words(tables: &[Table]) -> Option<String> {
    let totals = tables.iter().find(|table| table.slug == SLUG)?.totals();
    let count = |column: usize| match totals.get(column) {
        Some(Cell::Count(number)) => *number,
        _ => 0,
    };
    let all = OfferFigures { taken: count(1), declined: count(2), expired: count(3), ..OfferFigures::default() };
    let percent = all.taken_percent()?;
    let (ended, taken) = (all.made(), all.taken);
    Some(format!("Offers from waiting lists that were answered or ran out: {ended}. Taken: {taken}, or {percent} %."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: Vec<Vec<i64>>) -> Table {
        let rows =
            rows.into_iter().map(|cells| plain_row("A", String::new(), cells.into_iter().map(Cell::Count).collect()));
        Table {
            slug: SLUG,
            title: "",
            note: "",
            of: "",
            columns: &["Offers", "Taken", "Declined", "Ran out", "Withdrawn", "Waiting today"],
            rows: rows.collect(),
            none: "",
            has_total: true,
        }
    }

    #[test]
    fn rep_4_the_taken_rate_is_of_offers_that_were_answered_or_ran_out() {
        let words = |rows| taken_words(&[table(rows)]);
        assert_eq!(words(vec![]), None);
        assert_eq!(words(vec![vec![2, 0, 0, 0, 1, 3]]), None, "one open, one withdrawn");
        let both = words(vec![vec![5, 2, 1, 1, 1, 0], vec![1, 0, 0, 1, 0, 4]]).unwrap();
        assert_eq!(both, "Offers from waiting lists that were answered or ran out: 5. Taken: 2, or 40 %.");
        assert_eq!(taken_words(&[]), None);
    }
}
