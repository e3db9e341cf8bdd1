//! Changes the identity record. It refuses an incomplete one, so that set-up cannot end without name, number and address (CH-03).

use serde_json::json;

use super::emails;
use super::identity_rules::check_identity;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::identity::{CharityIdentity, load_identity, save_identity};
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// The record's only row.
const IDENTITY_ID: i64 = 1;

/// The new record; its `version` is the one the officer saw.
#[derive(Clone, Debug)]
pub struct UpdateIdentity {
    /// Everything the record holds.
    pub identity: CharityIdentity,
    /// Who changes it.
    pub by: Actor,
}

/// Why the record stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum UpdateIdentityError {
    /// Something that must be printed is missing or malformed.
    #[error("the record is not complete: {0}")]
    Incomplete(&'static str),
    /// Somebody else has changed it since this officer opened the form.
    #[error("the record has been changed meanwhile")]
    ChangedMeanwhile,
    /// We or the database failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(UpdateIdentityError);

/// Writes the record and what it was before, in one transaction.
pub async fn update_identity(app: &App, command: UpdateIdentity, now: Instant) -> Result<(), UpdateIdentityError> {
    let UpdateIdentity { identity, by } = command;
    if let Some(fault) = check_identity(&identity).first() {
        return Err(UpdateIdentityError::Incomplete(fault.message));
    }
    let written = app.db.write_tx(async |tx| {
        let before = load_identity(tx).await?;
        if before.as_ref().map_or(0, |before| before.version) != identity.version
            || !save_identity(tx, &identity, now).await?
        {
            return Err(UpdateIdentityError::ChangedMeanwhile);
        }
        let entry = Entry {
            actor: by,
            action: "charity_identity.changed",
            subject_kind: "charity_identity",
            subject_id: IDENTITY_ID,
            reason: None,
            values: Some((before.as_ref().map_or(json!({}), printed), printed(&identity))),
        };
        audit::record(tx, entry, now).await?;
        if let Some(before) = before.filter(|before| bank_of(before) != bank_of(&identity)) {
            emails::tell_of_bank_change(tx, app.tokens.as_ref(), (&before, &identity), now).await?;
        }
        Ok(())
    });
    written.await?;
    app.identity.forget();
    Ok(())
}

/// Where transfers go.
fn bank_of(identity: &CharityIdentity) -> [&str; 3] {
    [&identity.bank_account_name, &identity.bank_sort_code, &identity.bank_account_number]
}

fn printed(identity: &CharityIdentity) -> serde_json::Value {
    json!({
        "name": identity.name,
        "short_name": identity.short_name,
        "strapline": identity.strapline,
        "charity_number": identity.charity_number,
        "legal_form": identity.legal_form,
        "company_number": identity.company_number,
        "registered_office": identity.registered_office,
        "address": identity.address,
        "email": identity.email,
        "phone": identity.phone,
        "bank_account_name": identity.bank_account_name,
        "bank_sort_code": identity.bank_sort_code,
        "bank_account_number": identity.bank_account_number,
        "vat_number": identity.vat_number,
        "vat_registered_from": identity.vat_registered_from,
    })
}
