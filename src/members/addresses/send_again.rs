//! Mails fresh codes for a change that is under way.

use super::change::OpenChange;
use super::codes::mail_codes;
use super::store;
use crate::app::App;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Unexpected};
use crate::members::people;
use crate::members::sign_in::{Attempt, Browser};

/// Mails the codes again. `Err(seconds)` when too many were asked for.
pub(super) async fn send_again(
    app: &App,
    change: &OpenChange,
    browser: &Browser,
) -> Result<Result<(), u32>, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let address = EmailAddress::parse(&change.new_address)?;
            let counted = Attempt::CodeRequest.count(tx, &address, Some(change.person_id), browser, now).await?;
            if let Err(seconds) = counted {
                return Ok(Err(seconds));
            }
            let person = people::find_person(tx, change.person_id).await?.context("a change belongs to nobody")?;
            // As it is now: what was confirmed meanwhile needs no code.
            if let Some(open) = store::find_change(tx, change.id).await? {
                mail_codes(tx, app, &person, &open, now).await?;
            }
            Ok(Ok(()))
        })
        .await
}
