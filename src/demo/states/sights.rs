//! Everything that can stand in several ways, each way with how often the demo has it and where to see it. The words come from the
//! state machines themselves, so that a new state is missed at once.

use std::collections::BTreeMap;

use super::queries::{self, Row};
use crate::app::App;
use crate::bookings::booking_state::BookingState;
use crate::bookings::pricing::PriceReason;
use crate::bookings::waiting_list::entry_state::EntryState;
use crate::campaign::PostState;
use crate::events::{CourseState, EventState};
use crate::in_house::enquiry_state::EnquiryState;
use crate::kernel::{Unexpected, uk_time};
use crate::members::applications::ApplicationState;
use crate::payments::checkouts::checkout_state::CheckoutState;
use crate::payments::invoices::InvoiceStanding;
use crate::payments::invoices::queries::list_accounts;
use crate::payments::ledger::on_account_for;
use crate::payments::refunds::RefundState;
use crate::payments::refunds::refund_clock::RefundClock;

/// One way in which something can stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    /// What stands so, such as "Refund".
    pub what: &'static str,
    /// The word of the state.
    pub state: &'static str,
    /// How many of them the demo has.
    pub rows: usize,
    /// The address of a page that shows the newest.
    pub path: Option<String>,
}

/// All of them, as the database has them now.
pub async fn sights(app: &App) -> Result<Vec<Sight>, Unexpected> {
    Ok([on_the_site(app).await?, sold(app).await?, money(app).await?, asked_for(app).await?].concat())
}

async fn on_the_site(app: &App) -> Result<Vec<Sight>, Unexpected> {
    let db = app.db.reader();
    Ok([
        seen("Course", CourseState::ALL.map(CourseState::word), queries::courses(db).await?),
        seen("Event", EventState::ALL.map(EventState::word), queries::events(db).await?),
        seen("Post", PostState::ALL.map(PostState::word), queries::posts(db).await?),
    ]
    .concat())
}

async fn sold(app: &App) -> Result<Vec<Sight>, Unexpected> {
    let (db, now) = (app.db.reader(), app.now());
    let (places, prices) = queries::places(db).await?;
    let changes = ["move_waits_for_payment", "substitution_waits_for_payment", "done", "withdrawn"];
    let answers = ["no_answer_yet", "kept", "refunded", "other_date"];
    Ok([
        seen("Booking", BookingState::ALL.map(BookingState::word), queries::bookings(db).await?),
        seen("Place", BookingState::ALL.map(BookingState::word), places),
        seen("Price of a place", PriceReason::ALL.map(PriceReason::word), prices),
        seen("Place without a name", ["no_name_yet", "claim_link_open"], queries::names(db).await?),
        seen("Entry on a waiting list", EntryState::ALL.map(EntryState::word), queries::waiting_entries(db).await?),
        seen("Change that costs something", changes, queries::changes(db).await?),
        seen("Booking on a date that we moved", answers, queries::answers_to_moves(db).await?),
        seen("Discount code", ["running", "used_up", "over"], queries::codes(db, now).await?),
        seen("Address of an attendee", ["refuses_mail"], {
            let refused = queries::unreachable(db).await?;
            (0..refused).map(|_| ("refuses_mail".to_owned(), Some("/admin/outbox".to_owned()))).collect()
        }),
    ]
    .concat())
}

async fn money(app: &App) -> Result<Vec<Sight>, Unexpected> {
    let (db, now) = (app.db.reader(), app.now());
    let refunds = queries::refunds(db).await?;
    let today = uk_time::london_date(now);
    let is_awaited = |row: &Row| RefundState::parse(&row.0).is_some_and(RefundState::is_awaited);
    let awaited = refunds.iter().filter(|(row, _)| is_awaited(row));
    let clocks = awaited.map(|((_, page), asked)| (RefundClock::of(*asked, today).word().to_owned(), page.clone()));
    let clocks = clocks.collect();
    let accounts = list_accounts(db).await?;
    let page = |id: i64| Some(format!("/admin/money/invoices/{id}"));
    let mut overpaid = Vec::new();
    for account in &accounts {
        if !on_account_for(db, account.charge.id).await?.is_empty() {
            overpaid.push(("overpaid".to_owned(), page(account.billing.id)));
        }
    }
    let invoices = accounts.iter().map(|one| (one.standing(now).word().to_owned(), page(one.billing.id))).collect();
    Ok([
        seen("Checkout", CheckoutState::ALL.map(CheckoutState::word), queries::checkouts(db).await?),
        seen("Refund", RefundState::ALL.map(RefundState::word), refunds.into_iter().map(|(row, _)| row).collect()),
        seen("Refund on its way", ["calm", "late"], clocks),
        seen("Dispute", ["open", "won", "lost"], queries::disputes(db).await?),
        seen("Invoice", InvoiceStanding::ALL.map(InvoiceStanding::word), invoices),
        seen("Invoice that was paid", ["overpaid"], overpaid),
        seen("Write-off", ["requested", "done"], queries::write_offs(db).await?),
        seen("Customer", ["waits_for_approval", "approved", "refused"], queries::customers(db).await?),
    ]
    .concat())
}

async fn asked_for(app: &App) -> Result<Vec<Sight>, Unexpected> {
    let db = app.db.reader();
    let applications = ApplicationState::ALL.map(ApplicationState::word);
    Ok([
        seen("Application for membership", applications, queries::applications(db).await?),
        seen("Enquiry for in-house training", EnquiryState::ALL.map(EnquiryState::word), queries::enquiries(db).await?),
    ]
    .concat())
}

/// Counts the rows by state. The newest with a page of its own is the one to look at.
fn seen<const N: usize>(what: &'static str, states: [&'static str; N], rows: Vec<Row>) -> Vec<Sight> {
    let mut counted: BTreeMap<String, (usize, Option<String>)> = BTreeMap::new();
    for (state, path) in rows {
        let entry = counted.entry(state).or_default();
        entry.0 += 1;
        entry.1 = path.or(entry.1.take());
    }
    let sight = |state| {
        let (rows, path) = counted.get(state).cloned().unwrap_or_default();
        Sight { what, state, rows, path }
    };
    states.map(sight).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_is_counted_and_leads_to_its_newest_row_with_a_page() {
        let row = |state: &str, path: Option<&str>| (state.to_owned(), path.map(str::to_owned));
        let rows = vec![row("open", Some("/1")), row("open", Some("/2")), row("open", None), row("unknown", None)];

        let seen = seen("Dispute", ["open", "won"], rows);

        let sight =
            |state, rows, path: Option<&str>| Sight { what: "Dispute", state, rows, path: path.map(str::to_owned) };
        assert_eq!(seen, [sight("open", 3, Some("/2")), sight("won", 0, None)]);
    }
}
