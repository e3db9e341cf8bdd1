//! Somebody typed a code of their authenticator app, or a recovery code. Each is taken once, whoever is first.

use sea_orm::ConnectionTrait;

use super::change::note_change;
use super::emails::FactorChange;
use super::recovery::{TypedFactor, read_factor};
use super::sealing::FactorKeys;
use super::{queries, store, totp};
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::{Instant, Unexpected};
use crate::members::session::SessionProof;

/// Whether what was typed looks like a code at all: if not, it is a slip and no try.
pub(in crate::members) fn is_factor_shaped(typed: &str) -> bool {
    read_factor(typed) != TypedFactor::Neither
}

/// Uses the typed code up, in the caller's transaction. None when it is not a code of this person that works now. Counting
/// tries is the caller's.
pub(in crate::members) async fn use_typed_factor(
    tx: &impl ConnectionTrait,
    app: &App,
    (person_id, typed): (i64, &str),
    now: Instant,
) -> Result<Option<SessionProof>, Unexpected> {
    let keys = FactorKeys::of(app);
    match read_factor(typed) {
        TypedFactor::Totp(figures) => {
            let is_right = use_totp(tx, &keys, (person_id, &figures), now).await?;
            Ok(is_right.then_some(SessionProof::Totp))
        }
        TypedFactor::Recovery(code) => {
            let hash = keys.hash_code(person_id, &code);
            if !store::claim_code(tx, (person_id, &hash), now).await? {
                return Ok(None);
            }
            let change = FactorChange::CodeUsed(queries::codes_left(tx, person_id).await?);
            note_change(tx, app, (person_id, Actor::Person(person_id)), (&change, None), now).await?;
            Ok(Some(SessionProof::RecoveryCode))
        }
        TypedFactor::Neither => Ok(None),
    }
}

async fn use_totp(
    tx: &impl ConnectionTrait,
    keys: &FactorKeys,
    (person_id, figures): (i64, &str),
    now: Instant,
) -> Result<bool, Unexpected> {
    let Some(factor) = queries::confirmed_app(tx, person_id).await? else { return Ok(false) };
    if !keys.knows(&factor.key_id) {
        tracing::error!(person_id, "a seed was sealed with another key; was NAIRO_SECRET_KEY changed?");
        return Ok(false);
    }
    let seed = keys.open(person_id, &factor.sealed_seed)?;
    match totp::matching_step(&seed, figures, now, factor.last_step)? {
        Some(step) => Ok(store::claim_step(tx, factor.id, step).await?),
        None => Ok(false),
    }
}
