//! The old mailbox is read no more: after seven days' notice to it the change goes forward without its code.

use super::change::{NOTICE_DAYS, OpenChange};
use super::{emails, store};
use crate::app::App;
use crate::kernel::uk_time::{end_of_days_after, london_date};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::members::people;
use crate::notifications::outbox;

/// Gives notice and mails it to the old address, with the link that stops the change. None when notice was given before, or
/// the new address has not proved itself yet.
pub(super) async fn give_notice(app: &App, change: &OpenChange) -> Result<Option<Instant>, Unexpected> {
    let now = app.now();
    let proceeds_at = end_of_days_after(london_date(now), NOTICE_DAYS);
    app.db
        .write_tx(async |tx| {
            if !store::mark_noticed(tx, change.id, proceeds_at).await? {
                return Ok(None);
            }
            let person = people::find_person(tx, change.person_id).await?.context("a change belongs to nobody")?;
            if let Some(old) = &change.old_address {
                let mail = emails::notice(&person, change, old, proceeds_at);
                outbox::queue(tx, app.tokens.as_ref(), mail, now).await?;
            }
            Ok(Some(proceeds_at))
        })
        .await
}
