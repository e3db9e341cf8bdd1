//! Writes a version of a quote and sends it. A draft is overwritten as often as the officer likes; what was sent stays as it was,
//! and a later version takes its place (INH-2).

use super::emails;
use super::enquiry_state::EnquiryEvent;
use super::move_enquiry::{MoveError, Step, move_enquiry, state_of};
use super::queries::{find_quote, quotes_of_enquiry};
use super::quote::{QuoteContent, QuoteState};
use super::store::enquiries::{lock_enquiry, mark_answered};
use super::store::quotes::{delete_draft, end_offer, insert_draft, mark_sent};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::end_of_days_after;
use crate::kernel::unexpected::Context;
use crate::unexpected_from;

/// Why a quote was not written or sent.
#[derive(Debug, thiserror::Error)]
pub enum QuoteError {
    /// The enquiry takes no quote now.
    #[error("{0}")]
    NotNow(MoveError),
    /// It was sent, or written anew, since the page was opened.
    #[error("This draft has been sent or written anew since you opened the page. Look at the newest version.")]
    Changed,
    /// Its last day is over before it is sent.
    #[error("The last day on which it may be accepted is over. Set a later day, then send it.")]
    RunOut,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(QuoteError);

impl From<MoveError> for QuoteError {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::Unexpected(error) => Self::Unexpected(error),
            refused @ MoveError::NotNow(_) => Self::NotNow(refused),
        }
    }
}

/// Saves a draft as the next version, in place of a draft that is there, and gives its id.
pub async fn save_draft(app: &App, enquiry_id: i64, content: &QuoteContent, officer: i64) -> Result<i64, QuoteError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let enquiry = lock_enquiry(tx, enquiry_id).await?;
            let state = state_of(&enquiry)?;
            if !state.allows(EnquiryEvent::QuoteSent) {
                return Err(QuoteError::NotNow(MoveError::NotNow(state)));
            }
            let known = quotes_of_enquiry(tx, enquiry_id).await?;
            let version = match known.first() {
                Some(newest) if newest.state == QuoteState::Draft => {
                    delete_draft(tx, newest.row.id).await?;
                    newest.row.version
                }
                Some(newest) => newest.row.version + 1,
                None => 1,
            };
            let id = insert_draft(tx, (enquiry_id, version), content, officer, now).await?;
            let entry = Entry {
                actor: Actor::Person(officer),
                action: "in_house_quote.written",
                subject_kind: "in_house_quote",
                subject_id: id,
                reason: None,
                values: None,
            };
            audit::record(tx, entry, now).await?;
            Ok(id)
        })
        .await
}

/// Sends a draft: what was on offer is replaced, the contact gets the link, and the first answer is given.
pub async fn send_quote(app: &App, quote_id: i64, officer: i64) -> Result<(), QuoteError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let quote = find_quote(tx, quote_id).await?.ok_or(QuoteError::Changed)?;
            let enquiry = lock_enquiry(tx, quote.row.enquiry_id).await?;
            if now >= end_of_days_after(quote.content.valid_until, 0) {
                return Err(QuoteError::RunOut);
            }
            end_offer(tx, enquiry.id, QuoteState::Replaced).await?;
            if !mark_sent(tx, quote_id, now).await? {
                return Err(QuoteError::Changed);
            }
            let words = format!("Version {} over {}", quote.row.version, quote.content.total());
            let step = Step::plain(EnquiryEvent::QuoteSent, Actor::Person(officer), &words);
            move_enquiry(tx, &enquiry, step, now).await?;
            mark_answered(tx, enquiry.id, now).await?;
            let sent = find_quote(tx, quote_id).await?.context("a quote just sent is missing")?;
            emails::queue_quote(app, tx, (&enquiry, &sent), now).await?;
            Ok(())
        })
        .await
}
