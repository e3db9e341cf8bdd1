//! Cancels training that was accepted, by the quote's own terms, or in full when we cancel (REF-12). The preview and the outcome
//! are one function; when the answer changes while the page is open, nothing happens and the new answer is shown (REF-7).

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::cancellation_terms::{TermsTier, credits, given_back};
use super::emails::{self, Notice};
use super::enquiry_state::EnquiryEvent;
use super::move_enquiry::{MoveError, Step, move_enquiry, state_of};
use super::queries::{QuoteRecord, find_quote};
use super::store::enquiries::{Beside, lock_enquiry};
use super::store::quotes::mark_cancelled;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::call_off_private::call_off_private;
use crate::db::Tx;
use crate::events::{EventId, load_plain_event};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::{self, ChargeMoney, Overpaid};
use crate::unexpected_from;

/// What cancelling now comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingCancellation {
    /// Percent of the price that is not owed.
    pub percent: u8,
    /// The same in pence.
    pub given_back: Pence,
    /// What stays owed, or paid.
    pub kept: Pence,
    /// What goes back of what was paid.
    pub refund: Pence,
    /// The first instant at which the answer is less kind; none when it cannot get worse.
    pub until: Option<Instant>,
    /// What each line of the charge is credited with.
    lines: Vec<Pence>,
}

/// Who cancels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelledBy {
    /// The authority: by its terms.
    Authority,
    /// We: in full.
    Us,
}

impl CancelledBy {
    /// Reads the form's word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "authority" => Some(Self::Authority),
            "us" => Some(Self::Us),
            _ => None,
        }
    }
}

/// The outcome, from what is known. Pure.
pub fn outcome(
    (terms, prices): (&[TermsTier], &[Pence]),
    first_day: Option<NaiveDate>,
    money: ChargeMoney,
    by: CancelledBy,
    now: Instant,
) -> TrainingCancellation {
    let decided = given_back(terms, first_day, now);
    let (percent, until) = match by {
        CancelledBy::Authority => (decided.percent, decided.until),
        CancelledBy::Us => (100, None),
    };
    let lines = credits(percent, prices);
    let back: Pence = lines.iter().copied().sum();
    TrainingCancellation {
        percent,
        given_back: back,
        kept: prices.iter().copied().sum::<Pence>() - back,
        refund: std::cmp::max(back - money.unpaid(), Pence::ZERO),
        until,
        lines,
    }
}

/// Why nothing was cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// Not accepted, delivered already, or cancelled before.
    #[error("{0}")]
    NotNow(MoveError),
    /// The authority's contact comes too late to cancel by itself.
    #[error(
        "The training has begun, so it can no longer be cancelled here. Write to us and we will look at it together."
    )]
    Begun,
    /// The answer is another now.
    #[error(
        "What cancelling comes to has changed since you opened this page: {now} is not owed now. Look at it again and confirm."
    )]
    Changed {
        /// What would be given back now.
        now: Pence,
    },
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(CancelError);

impl From<MoveError> for CancelError {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::Unexpected(error) => Self::Unexpected(error),
            refused @ MoveError::NotNow(_) => Self::NotNow(refused),
        }
    }
}

/// What cancelling now would come to.
pub async fn preview_cancellation(
    db: &impl ConnectionTrait,
    quote: &QuoteRecord,
    by: CancelledBy,
    now: Instant,
) -> Result<TrainingCancellation, Unexpected> {
    let charge_id = quote.row.charge_id.context("an accepted quote has no charge")?;
    let event_id = quote.row.event_id.context("an accepted quote has no event")?;
    let event = load_plain_event(db, EventId(event_id)).await?;
    let first_day = event.when.known_day().filter(|_| event.is_published());
    let prices: Vec<Pence> =
        payments::queries::lines_of(db, charge_id).await?.into_iter().map(|(_, price)| price).collect();
    let money = payments::queries::charge_money(db, charge_id).await?;
    Ok(outcome((&quote.content.terms, &prices), first_day, money, by, now))
}

/// The command.
#[derive(Clone, Debug)]
pub struct CancelTraining {
    /// The accepted quote.
    pub quote_id: i64,
    /// Who cancels.
    pub by: CancelledBy,
    /// Why, in words that both sides read.
    pub reason: String,
    /// What the page said would be given back.
    pub expected: Pence,
    /// The officer; none for the authority's contact, by the link.
    pub officer: Option<i64>,
}

/// Whether the training of an accepted quote has begun.
pub async fn has_begun(db: &impl ConnectionTrait, quote: &QuoteRecord, now: Instant) -> Result<bool, Unexpected> {
    let event_id = quote.row.event_id.context("an accepted quote has no event")?;
    let event = load_plain_event(db, EventId(event_id)).await?;
    Ok(event.is_published() && event.when.has_started(now))
}

/// Cancels: credit, refund, event and state in one transaction; money and letters follow by job.
pub async fn cancel_training(app: &App, command: &CancelTraining) -> Result<TrainingCancellation, CancelError> {
    let now = app.now();
    app.db.write_tx(async |tx| cancel_in(app, tx, command, now).await).await
}

async fn cancel_in(
    app: &App,
    tx: &Tx,
    command: &CancelTraining,
    now: Instant,
) -> Result<TrainingCancellation, CancelError> {
    let quote = find_quote(tx, command.quote_id).await?.context("a quote to be cancelled is missing")?;
    let charge_id = quote.row.charge_id.context("an accepted quote has no charge")?;
    payments::lock_charge(tx, charge_id).await?;
    let enquiry = lock_enquiry(tx, quote.row.enquiry_id).await?;
    if !mark_cancelled(tx, command.quote_id).await? {
        return Err(CancelError::NotNow(MoveError::NotNow(state_of(&enquiry)?)));
    }
    if command.officer.is_none() && has_begun(tx, &quote, now).await? {
        return Err(CancelError::Begun);
    }
    let by = command.officer.map_or(Actor::Link, Actor::Person);
    let beside = Beside { lost_reason: Some(&command.reason), duplicate_of: None };
    let step = Step { event: EnquiryEvent::Cancelled, by, words: &command.reason, beside };
    move_enquiry(tx, &enquiry, step, now).await?;
    let outcome = preview_cancellation(tx, &quote, command.by, now).await?;
    if outcome.given_back != command.expected {
        return Err(CancelError::Changed { now: outcome.given_back });
    }
    let ids = payments::queries::lines_of(tx, charge_id).await?.into_iter().map(|(id, _)| id);
    let lines: Vec<(i64, Pence)> =
        ids.zip(outcome.lines.iter().copied()).filter(|(_, amount)| *amount > Pence::ZERO).collect();
    let key = format!("in-house-cancelled:{}", quote.row.id);
    if !lines.is_empty() {
        payments::credit_lines(tx, &lines, "In-house training cancelled", &key, now).await?;
        let overpaid = Overpaid {
            charge_id,
            reason: "In-house training cancelled",
            dedupe_key: &key,
            requested_by: command.officer,
        };
        payments::refund_overpaid(tx, app.tokens.as_ref(), overpaid, now).await?;
    }
    let event_id = quote.row.event_id.context("an accepted quote has no event")?;
    call_off_private(tx, event_id, &command.reason, by, now).await?;
    let is_ours = command.by == CancelledBy::Us;
    let sums = (outcome.given_back.to_string(), outcome.kept.to_string());
    emails::queue_cancelled(app, tx, (&enquiry, &quote), (is_ours, &command.reason), sums, now).await?;
    if command.officer.is_none() {
        emails::queue_notice(app, tx, &enquiry, Notice::Cancelled, now).await?;
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::in_house::cancellation_terms::DEFAULT_TERMS;

    const PRICES: [Pence; 2] = [Pence::new(120_000), Pence::new(4_551)];

    fn money(paid: i64) -> ChargeMoney {
        let charged = Pence::new(124_551);
        ChargeMoney {
            charged,
            paid: Pence::new(paid),
            outstanding: charged - Pence::new(paid),
            ..ChargeMoney::default()
        }
    }

    #[test]
    fn unpaid_training_cancelled_in_time_leaves_nothing_owed() {
        let now = "2026-06-01T09:00:00Z".parse().unwrap();
        let first_day = "2026-09-01".parse().ok();
        let done = outcome((&DEFAULT_TERMS, &PRICES), first_day, money(0), CancelledBy::Authority, now);

        assert_eq!((done.percent, done.given_back, done.kept), (100, Pence::new(124_551), Pence::ZERO));
        assert_eq!(done.refund, Pence::ZERO);
    }

    #[test]
    fn half_is_kept_between_28_and_14_days_and_only_what_was_paid_beyond_it_goes_back() {
        let now = "2026-08-10T09:00:00Z".parse().unwrap();
        let first_day = "2026-09-01".parse().ok();
        let table = [(0, 0), (62_275, 0), (100_000, 37_725), (124_551, 62_276)];
        for (paid, refund) in table {
            let done = outcome((&DEFAULT_TERMS, &PRICES), first_day, money(paid), CancelledBy::Authority, now);

            assert_eq!((done.percent, done.given_back, done.kept), (50, Pence::new(62_276), Pence::new(62_275)));
            assert_eq!(done.refund, Pence::new(refund), "{paid}");
        }
    }

    #[test]
    fn ref_12_when_we_cancel_everything_is_given_back_whatever_the_day() {
        let now = "2026-08-31T09:00:00Z".parse().unwrap();
        let first_day = "2026-09-01".parse().ok();
        let theirs = outcome((&DEFAULT_TERMS, &PRICES), first_day, money(124_551), CancelledBy::Authority, now);
        let ours = outcome((&DEFAULT_TERMS, &PRICES), first_day, money(124_551), CancelledBy::Us, now);

        assert_eq!((theirs.percent, theirs.refund), (0, Pence::ZERO));
        assert_eq!((ours.percent, ours.refund), (100, Pence::new(124_551)));
    }
}
