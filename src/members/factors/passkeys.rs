//! Adding a passkey, and being known by one. Every ceremony demands that the device itself checks who holds it (a finger, a
//! face, a PIN), so that one passkey is two factors.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Uuid, Webauthn,
};

use super::authenticator::{check_not_last, drop_codes_of_nothing};
use super::ceremonies::{self, Offer, PasskeyAnswer, Purpose};
use super::change::{ChangeError, Enrolled, finish_enrolment, tell_of_change};
use super::emails::FactorChange;
use super::sealing::FactorKeys;
use super::store::NewPasskeyRow;
use super::{queries, relying_party, store};
use crate::app::App;
use crate::kernel::{Instant, Unexpected};
use crate::members::session::SessionProof;
use crate::unexpected_from;
use crate::web::Viewer;

/// Why a passkey says nothing.
#[derive(Debug, thiserror::Error)]
pub(in crate::members) enum AnswerError {
    /// The site has no name, so there are no passkeys.
    #[error("passkeys are not offered here")]
    NotOffered,
    /// Unknown, of somebody else, used before, or too late.
    #[error("the passkey was not accepted")]
    Refused,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(AnswerError);

fn party_of(app: &App) -> Result<Webauthn, AnswerError> {
    relying_party(&app.settings.base_url).ok_or(AnswerError::NotOffered)
}

/// Asks the viewer's browser to make a passkey; not on a device that has one of theirs already.
pub(super) async fn offer_registration(app: &App, viewer: &Viewer) -> Result<Offer, AnswerError> {
    let now = app.now();
    let party = party_of(app)?;
    let held = queries::passkeys_of(app.db.reader(), viewer.person_id).await?;
    let known = held.iter().filter_map(|row| URL_SAFE_NO_PAD.decode(&row.credential_id).ok()).collect();
    let handle = Uuid::from_bytes(FactorKeys::of(app).handle(viewer.person_id));
    let (options, state) = party
        .start_passkey_registration(handle, &viewer.email, &viewer.name, Some(known))
        .map_err(|error| Unexpected::because(format!("a passkey cannot be asked for: {error:?}")))?;
    let mut options = serde_json::to_value(options)?;
    // Kept on the device under its owner's name, where it can do that: then it signs in without an address being typed.
    options["publicKey"]["authenticatorSelection"]["residentKey"] = json!("preferred");
    let purpose = Purpose::Register(viewer.session_id);
    let ceremony = app.db.write_tx(async |tx| ceremonies::begin(tx, app, purpose, &state, now).await).await?;
    Ok(Offer { ceremony, options })
}

/// Keeps the passkey that the viewer's browser made.
pub(super) async fn add_passkey(
    app: &App,
    viewer: &Viewer,
    (answer, name): (&PasskeyAnswer, String),
) -> Result<Enrolled, ChangeError> {
    let now = app.now();
    let party = relying_party(&app.settings.base_url).ok_or(ChangeError::Gone)?;
    let Ok(credential) = serde_json::from_str::<RegisterPublicKeyCredential>(&answer.credential) else {
        return Err(ChangeError::Wrong);
    };
    app.db
        .write_tx(async |tx| {
            let purpose = Purpose::Register(viewer.session_id);
            let state = ceremonies::take::<PasskeyRegistration>(tx, &answer.token, purpose, now).await?;
            let made = party.finish_passkey_registration(&credential, &state.ok_or(ChangeError::Wrong)?);
            let passkey = made.map_err(|error| {
                tracing::info!(person_id = viewer.person_id, ?error, "a new passkey was refused");
                ChangeError::Wrong
            })?;
            let credential_id = URL_SAFE_NO_PAD.encode(passkey.cred_id());
            if queries::find_passkey(tx, &credential_id).await?.is_some() {
                return Err(ChangeError::Wrong);
            }
            let row = NewPasskeyRow {
                person_id: viewer.person_id,
                reference: app.tokens.reference(),
                credential_id,
                credential: serde_json::to_value(&passkey)?,
                name: name.clone(),
            };
            store::insert_passkey(tx, row, now).await?;
            finish_enrolment(tx, app, viewer, (FactorChange::PasskeyAdded(name), SessionProof::Passkey), now).await
        })
        .await
}

/// Takes a passkey away. An officer keeps at least one second factor.
pub(super) async fn remove_passkey(app: &App, viewer: &Viewer, reference: &str) -> Result<(), ChangeError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let held = queries::passkeys_of(tx, viewer.person_id).await?;
            let row = held.into_iter().find(|row| row.reference == reference).ok_or(ChangeError::Gone)?;
            check_not_last(tx, viewer).await?;
            if !store::delete_passkey(tx, viewer.person_id, reference).await? {
                return Err(ChangeError::Gone);
            }
            drop_codes_of_nothing(tx, viewer.person_id).await?;
            Ok(tell_of_change(tx, app, viewer, &FactorChange::PasskeyRemoved(row.name), now).await?)
        })
        .await
}

/// Asks a browser for a passkey: one of this person's, or, when nobody is known yet, any that it has for us.
pub(in crate::members) async fn offer_passkey(
    app: &App,
    purpose: Purpose,
    person_id: Option<i64>,
) -> Result<Offer, AnswerError> {
    let now = app.now();
    let party = party_of(app)?;
    let refused = |error| Unexpected::because(format!("a passkey cannot be asked for: {error:?}"));
    let (options, state) = if let Some(id) = person_id {
        let held = readable(queries::passkeys_of(app.db.reader(), id).await?);
        if held.is_empty() {
            return Err(AnswerError::NotOffered);
        }
        let (options, state) = party.start_passkey_authentication(&held).map_err(refused)?;
        (serde_json::to_value(options)?, serde_json::to_value(state)?)
    } else {
        let (options, state) = party.start_discoverable_authentication().map_err(refused)?;
        (serde_json::to_value(options)?, serde_json::to_value(state)?)
    };
    let ceremony = app.db.write_tx(async |tx| ceremonies::begin(tx, app, purpose, &state, now).await).await?;
    Ok(Offer { ceremony, options })
}

fn readable(rows: Vec<entity::passkey::Model>) -> Vec<Passkey> {
    rows.into_iter().filter_map(|row| serde_json::from_value(row.credential).ok()).collect()
}

/// Whose passkey answered. With `person_id`, one of theirs must; without, whoever's it is. The ceremony is used up whatever
/// comes of it, so a refusal is a value of the transaction and not its failure.
pub(in crate::members) async fn answer_passkey(
    tx: &impl ConnectionTrait,
    app: &App,
    (purpose, person_id): (Purpose, Option<i64>),
    answer: &PasskeyAnswer,
    now: Instant,
) -> Result<Result<i64, AnswerError>, AnswerError> {
    let party = party_of(app)?;
    let Some(state) = ceremonies::take::<Value>(tx, &answer.token, purpose, now).await? else {
        return Ok(Err(AnswerError::Refused));
    };
    let Ok(credential) = serde_json::from_str::<PublicKeyCredential>(&answer.credential) else {
        return Ok(Err(AnswerError::Refused));
    };
    let credential_id = URL_SAFE_NO_PAD.encode(credential.get_credential_id());
    let found = queries::find_passkey(tx, &credential_id).await?;
    let Some(row) = found.filter(|row| person_id.is_none_or(|id| id == row.person_id)) else {
        return Ok(Err(AnswerError::Refused));
    };
    let mut passkey: Passkey = serde_json::from_value(row.credential)?;
    let outcome = if person_id.is_some() {
        let state: PasskeyAuthentication = serde_json::from_value(state)?;
        party.finish_passkey_authentication(&credential, &state)
    } else {
        let state: DiscoverableAuthentication = serde_json::from_value(state)?;
        party.finish_discoverable_authentication_v2(&credential, state, DiscoverableKey::from(&passkey))
    };
    match outcome {
        Ok(result) if result.user_verified() => {
            passkey.update_credential(&result);
            store::note_passkey_use(tx, row.id, serde_json::to_value(&passkey)?, now).await?;
            Ok(Ok(row.person_id))
        }
        other => {
            tracing::warn!(person_id = row.person_id, ?other, "a passkey was refused");
            Ok(Err(AnswerError::Refused))
        }
    }
}
