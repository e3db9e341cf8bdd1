//! Sends the renewal notices that are due. Batch by batch, each in one transaction: cut in half it has sent whole batches, and
//! the next run goes on; run twice, or late, it finds nothing that was sent.

use chrono::NaiveDate;

use super::emails::{NextTerm, renewal_letter};
use super::notice_kind::NoticeKind;
use super::price_book::PriceBook;
use super::queries::{DueTerm, list_due_ids, load_due, promised_prices, read_price_book};
use super::store::{NewNotice, insert_notices};
use crate::app::App;
use crate::jobs::JobOutcome;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::notifications::outbox;

/// The name of the daily job.
pub const REMIND_RENEWALS: &str = "remind_renewals";

/// How many terms a transaction takes.
const BATCH: usize = 500;

/// Runs [`REMIND_RENEWALS`].
pub async fn run_remind_renewals(app: &App) -> Result<JobOutcome, Unexpected> {
    let sent = send_reminders(app, app.now()).await?;
    tracing::info!(sent, "renewal notices are in the outbox");
    Ok(JobOutcome::Done)
}

/// Puts every notice that is due at `now` into the outbox, and says how many there were.
pub async fn send_reminders(app: &App, now: Instant) -> Result<usize, Unexpected> {
    let today = london_date(now);
    let book = read_price_book(app.db.reader()).await?;
    let mut sent = 0;
    for kind in NoticeKind::ALL {
        let ids = list_due_ids(app.db.reader(), kind, today).await?;
        for some in ids.chunks(BATCH) {
            // Looked at again: somebody may have paid, or left, since the list was made.
            let due = load_due(app.db.reader(), kind, today, some).await?;
            sent += send_batch(app, (kind, &due), &book, today, now).await?;
        }
    }
    Ok(sent)
}

async fn send_batch(
    app: &App,
    (kind, due): (NoticeKind, &[DueTerm]),
    book: &PriceBook,
    today: NaiveDate,
    now: Instant,
) -> Result<usize, Unexpected> {
    let ids: Vec<i64> = due.iter().map(|term| term.term_id).collect();
    let promised = promised_prices(app.db.reader(), &ids).await?;
    let (mut notices, mut letters) = (Vec::with_capacity(due.len()), Vec::with_capacity(due.len()));
    for term in due {
        let type_id = term.planned_type_id.unwrap_or(term.type_id);
        let due_on = term.ends_on.succ_opt().unwrap_or(term.ends_on);
        let version = book.on(type_id, due_on);
        let in_force = version.map(|version| version.price_on(due_on)).unwrap_or_default();
        let offered_before = promised.get(&(term.term_id, type_id)).copied();
        let price = offered_before.map_or(in_force, |low| std::cmp::min(low, in_force));
        // What was offered before the type closed stays offered (rules 2.1).
        let is_offer = offered_before.is_some() || !book.is_closed(type_id, due_on);
        notices.push(NewNotice { term_id: term.term_id, type_id, price, is_offer });
        let paid = Pence::new(term.price_pence);
        let taken_under = book.with_id(term.type_id, term.version_id);
        let price_before = taken_under.map_or(paid, |taken| taken.price_to_compare(paid, term.starts_on));
        let next = version.map(|version| NextTerm { type_name: &version.name, price_before, price, is_offer });
        letters.extend(next.and_then(|next| renewal_letter(term, kind, &next, today)));
    }
    let count = letters.len();
    app.db
        .write_tx(async |tx| {
            insert_notices(tx, kind, notices, now).await?;
            outbox::queue_all(tx, app.tokens.as_ref(), letters, Vec::new(), now).await
        })
        .await?;
    Ok(count)
}
