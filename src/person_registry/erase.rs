//! A person erased everywhere, in one transaction (DP-13).

use crate::app::App;
use crate::members::erasure::{EraseError, can_erase, erase_member, records_of};
use crate::members::search;
use crate::{audit, bookings, in_house, notifications, payments};

/// Whom, who says so, and why.
#[derive(Clone, Debug)]
pub struct ErasePerson {
    /// The record that is left after merges; those merged into it go too.
    pub person_id: i64,
    /// The officer.
    pub officer: i64,
    /// Why, such as "asked on the telephone on 3 June".
    pub reason: String,
}

/// Says why they cannot be erased now, if so.
pub async fn check_erasure(app: &App, person_id: i64) -> Result<(), EraseError> {
    let db = app.db.reader();
    can_erase(db, person_id).await?;
    let ids = records_of(db, person_id).await?;
    if bookings::person_hooks::has_places_ahead(db, &ids, app.now()).await? {
        return Err(EraseError::PlacesAhead);
    }
    Ok(())
}

/// Erases them.
pub async fn erase_person(app: &App, command: ErasePerson) -> Result<(), EraseError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            can_erase(tx, command.person_id).await?;
            let ids = records_of(tx, command.person_id).await?;
            if bookings::person_hooks::has_places_ahead(tx, &ids, now).await? {
                return Err(EraseError::PlacesAhead);
            }
            let erased = erase_member(tx, &ids, (command.officer, &command.reason), now).await?;
            bookings::person_hooks::erase(tx, &ids, &erased.addresses, now).await?;
            in_house::person_hooks::erase(tx, &ids, &erased.addresses, now).await?;
            payments::person_hooks::erase(tx, &ids, &erased.addresses).await?;
            let secret = (app.settings.secret_key.as_str(), now);
            notifications::person_hooks::erase(tx, &ids, &erased.addresses, secret).await?;
            audit::person_hooks::erase(tx, &erased.subjects).await?;
            for id in &ids {
                search::reindex(tx, *id).await?;
            }
            Ok(())
        })
        .await
}
