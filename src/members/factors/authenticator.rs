//! Setting up an authenticator app: a seed that waits for its first code, the code, and the app's end.

use chrono::Duration;

use super::change::{ChangeError, Enrolled, finish_enrolment, make_codes, tell_of_change};
use super::emails::FactorChange;
use super::recovery::{TypedFactor, read_factor};
use super::sealing::FactorKeys;
use super::{queries, store, totp};
use crate::app::App;
use crate::identity::load_identity;
use crate::kernel::{Instant, Unexpected};
use crate::members::session::SessionProof;
use crate::web::Viewer;

/// A seed is shown for so long; then it is begun anew.
const SHOWN_FOR: Duration = Duration::minutes(30);

/// What somebody needs to set up their app.
#[derive(Clone, Debug)]
pub(super) struct AppKey {
    /// To be typed.
    pub(super) typed: String,
    /// To be read by a camera.
    pub(super) uri: String,
}

/// Makes a new seed, which waits for its first code. An app that works already goes on working until then.
pub(super) async fn begin_app(app: &App, viewer: &Viewer) -> Result<(), Unexpected> {
    let now = app.now();
    let keys = FactorKeys::of(app);
    let seed = totp::new_seed(app.tokens.as_ref());
    let sealed = keys.seal(app.tokens.as_ref(), viewer.person_id, &seed)?;
    app.db
        .write_tx(async |tx| Ok(store::begin_app(tx, viewer.person_id, (keys.id(), sealed.clone()), now).await?))
        .await
}

/// The seed that waits, if there is one. A seed that was confirmed is never shown again.
pub(super) async fn find_begun(app: &App, viewer: &Viewer) -> Result<Option<AppKey>, Unexpected> {
    let now = app.now();
    let keys = FactorKeys::of(app);
    let begun = queries::begun_app(app.db.reader(), viewer.person_id).await?;
    let Some(begun) = begun.filter(|row| is_shown(row.created_at, now) && keys.knows(&row.key_id)) else {
        return Ok(None);
    };
    let seed = keys.open(viewer.person_id, &begun.sealed_seed)?;
    let issuer = load_identity(app.db.reader()).await?.map(|identity| identity.short_name).unwrap_or_default();
    Ok(Some(AppKey { typed: totp::typed_seed(&seed), uri: totp::key_uri(&seed, &issuer, &viewer.email)? }))
}

fn is_shown(begun_at: Instant, now: Instant) -> bool {
    now < begun_at + SHOWN_FOR
}

/// The picture of that seed.
pub(super) async fn find_picture(app: &App, viewer: &Viewer) -> Result<Option<String>, Unexpected> {
    match find_begun(app, viewer).await? {
        Some(key) => Ok(Some(totp::picture(&key.uri)?)),
        None => Ok(None),
    }
}

/// The first code of the app: from now on its codes are asked for.
pub(super) async fn confirm_app(app: &App, viewer: &Viewer, typed: &str) -> Result<Enrolled, ChangeError> {
    let now = app.now();
    let TypedFactor::Totp(figures) = read_factor(typed) else { return Err(ChangeError::Wrong) };
    let keys = FactorKeys::of(app);
    app.db
        .write_tx(async |tx| {
            let begun = queries::begun_app(tx, viewer.person_id).await?;
            let begun = begun.filter(|row| is_shown(row.created_at, now)).ok_or(ChangeError::Gone)?;
            let seed = keys.open(viewer.person_id, &begun.sealed_seed)?;
            let step = totp::matching_step(&seed, &figures, now, None)?.ok_or(ChangeError::Wrong)?;
            if !store::confirm_app(tx, (viewer.person_id, begun.id), step, now).await? {
                return Err(ChangeError::Gone);
            }
            finish_enrolment(tx, app, viewer, (FactorChange::AppAdded, SessionProof::Totp), now).await
        })
        .await
}

/// Takes the app away. An officer keeps at least one second factor.
pub(super) async fn remove_app(app: &App, viewer: &Viewer) -> Result<(), ChangeError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            check_not_last(tx, viewer).await?;
            if !store::delete_app(tx, viewer.person_id).await? {
                return Err(ChangeError::Gone);
            }
            drop_codes_of_nothing(tx, viewer.person_id).await?;
            Ok(tell_of_change(tx, app, viewer, &FactorChange::AppRemoved, now).await?)
        })
        .await
}

/// New recovery codes; the earlier ones end.
pub(super) async fn renew_codes(app: &App, viewer: &Viewer) -> Result<Vec<String>, ChangeError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            if !queries::has_second_factor(tx, viewer.person_id).await? {
                return Err(ChangeError::Gone);
            }
            let codes = make_codes(tx, app, viewer.person_id, now).await?;
            tell_of_change(tx, app, viewer, &FactorChange::CodesRenewed, now).await?;
            Ok(codes)
        })
        .await
}

/// Whoever holds an office of the back office keeps a second factor.
pub(super) async fn check_not_last(tx: &impl sea_orm::ConnectionTrait, viewer: &Viewer) -> Result<(), ChangeError> {
    let held = queries::held_factors(tx, viewer.person_id).await?;
    if viewer.back_office && held.count() <= 1 { Err(ChangeError::LastOfOfficer) } else { Ok(()) }
}

/// Recovery codes stand in for a second factor; without one they are worth nothing and go.
pub(super) async fn drop_codes_of_nothing(
    tx: &impl sea_orm::ConnectionTrait,
    person_id: i64,
) -> Result<(), Unexpected> {
    if !queries::has_second_factor(tx, person_id).await? {
        store::delete_codes(tx, person_id).await?;
    }
    Ok(())
}
