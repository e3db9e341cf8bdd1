//! The end of the pipeline: the training took place, and the invoice is out.

use super::bill::issue;
use super::enquiry_state::EnquiryEvent;
use super::move_enquiry::{MoveError, Step, move_enquiry, state_of};
use super::over_number::{charge_for_more, more_words};
use super::queries::quotes_of_enquiry;
use super::quote::QuoteState;
use super::settle::close_if_paid;
use super::store::enquiries::lock_enquiry;
use crate::app::App;
use crate::audit::Actor;
use crate::events::{EventId, load_plain_event};
use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context;
use crate::payments;
use crate::unexpected_from;

/// Why it was not marked.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// Its state does not allow it.
    #[error("{0}")]
    NotNow(MoveError),
    /// It has not begun.
    #[error("This training has not begun yet. Mark it delivered when it has taken place.")]
    NotBegun,
    /// Something has to come first.
    #[error("{0}")]
    NotYet(&'static str),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(DeliverError);

impl From<MoveError> for DeliverError {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::Unexpected(error) => Self::Unexpected(error),
            refused @ MoveError::NotNow(_) => Self::NotNow(refused),
        }
    }
}

/// It took place. Whoever came beyond the number agreed is charged for (INH-2).
pub async fn mark_delivered(app: &App, enquiry_id: i64, officer: i64) -> Result<(), DeliverError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let quotes = quotes_of_enquiry(tx, enquiry_id).await?;
            let accepted = quotes.iter().find(|quote| quote.state == QuoteState::Accepted);
            if let Some(charge_id) = accepted.and_then(|quote| quote.row.charge_id) {
                payments::lock_charge(tx, charge_id).await?;
            }
            let enquiry = lock_enquiry(tx, enquiry_id).await?;
            if let Some(event_id) = accepted.and_then(|quote| quote.row.event_id) {
                let event = load_plain_event(tx, EventId(event_id)).await?;
                if event.when.reckoned_start().is_none_or(|start| now < start) {
                    return Err(DeliverError::NotBegun);
                }
            }
            // The state says that it happens once; the line is written behind it.
            let more = match accepted {
                Some(quote) if state_of(&enquiry)?.allows(EnquiryEvent::Delivered) => {
                    charge_for_more(tx, quote, now).await?
                }
                _ => None,
            };
            let words = more.map(more_words).unwrap_or_default();
            let step = Step::plain(EnquiryEvent::Delivered, Actor::Person(officer), &words);
            move_enquiry(tx, &enquiry, step, now).await?;
            Ok(())
        })
        .await
}

/// The invoice goes out: issued here, or written elsewhere under `number`. When all of it is paid already, that is the end.
pub async fn mark_invoiced(app: &App, enquiry_id: i64, number: &str, officer: i64) -> Result<(), DeliverError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let quotes = quotes_of_enquiry(tx, enquiry_id).await?;
            let accepted = quotes.iter().find(|quote| quote.state == QuoteState::Accepted);
            let charge_id =
                accepted.and_then(|quote| quote.row.charge_id).context("an accepted quote has no charge")?;
            payments::lock_charge(tx, charge_id).await?;
            let enquiry = lock_enquiry(tx, enquiry_id).await?;
            let number = match number {
                "" => issue(tx, charge_id, officer, now).await?.map_err(DeliverError::NotYet)?,
                written_elsewhere => written_elsewhere.to_owned(),
            };
            let step = Step::plain(EnquiryEvent::Invoiced, Actor::Person(officer), &number);
            move_enquiry(tx, &enquiry, step, now).await?;
            close_if_paid(tx, enquiry_id, charge_id, now).await?;
            Ok(())
        })
        .await
}
