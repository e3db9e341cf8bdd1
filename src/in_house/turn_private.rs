//! Hides a date from everybody who has no link to it, or shows it again (INH-6). Behind the seats: a booking being written now is
//! counted, and one that comes later finds the date gone from the site.

use super::queries::{find_registration, live_bookings_by};
use super::store::registrations::{open_link, renew_link};
use super::visibility_rules::{CannotChange, DateFacts, may_hide, may_show};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::bookings::set_up_sale::lock_seats;
use crate::bookings::waiting_list::queries::count_open_entries;
use crate::events::{EventId, Visibility, change_visibility};
use crate::kernel::Unexpected;
use crate::unexpected_from;

/// Why a date stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum TurnError {
    /// The rules say no.
    #[error("{0}")]
    Cannot(CannotChange),
    /// It was so already, or is cancelled.
    #[error("This date is so already, or has been cancelled.")]
    NothingToDo,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(TurnError);

/// Hides or shows it. A date that is hidden gets a link by which `host`'s own people register.
pub async fn turn_private(app: &App, event_id: i64, to: Visibility, host: &str, officer: i64) -> Result<(), TurnError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            lock_seats(tx, event_id).await?;
            let (bookings, outside_bookings) = live_bookings_by(tx, event_id).await?;
            let link = find_registration(tx, event_id).await?;
            let is_of_quote = link.is_some_and(|link| link.quote_id.is_some());
            let waiting = count_open_entries(tx, event_id).await?;
            let facts = DateFacts { outside_bookings, bookings, waiting, is_of_quote };
            match to {
                Visibility::Private => may_hide(facts),
                Visibility::Public => may_show(facts),
            }
            .map_err(TurnError::Cannot)?;
            if !change_visibility(tx, EventId(event_id), to, Actor::Person(officer), now).await? {
                return Err(TurnError::NothingToDo);
            }
            match to {
                Visibility::Private => open_link(tx, event_id, (None, host)).await?,
                // Who had the link of this date must not have the next one's, which may be another authority's.
                Visibility::Public => renew_link(tx, event_id).await?,
            }
            Ok(())
        })
        .await
}

/// Makes the link of a private date that was sent worthless, and a new one good: it has come into the wrong hands.
pub async fn renew_registration_link(app: &App, event_id: i64, officer: i64) -> Result<(), Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            renew_link(tx, event_id).await?;
            let entry = Entry {
                actor: Actor::Person(officer),
                action: "private_registration.link_renewed",
                subject_kind: "event",
                subject_id: event_id,
                reason: None,
                values: None,
            };
            Ok(audit::record(tx, entry, now).await?)
        })
        .await
}
