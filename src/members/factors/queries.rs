//! Reads of second factors.

use entity::{passkey, recovery_code, totp_factor};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::kernel::Instant;

/// A passkey as its owner sees it.
#[derive(Clone, Debug)]
pub(in crate::members) struct HeldPasskey {
    /// What pages call it in addresses.
    pub(in crate::members) reference: String,
    /// What its owner calls it.
    pub(in crate::members) name: String,
    /// When it was added.
    pub(in crate::members) added_at: Instant,
    /// When it was last used to sign in or to confirm.
    pub(in crate::members) last_used_at: Option<Instant>,
}

/// Every second factor of one person.
#[derive(Clone, Debug, Default)]
pub(in crate::members) struct HeldFactors {
    /// Since when an authenticator app is set up.
    pub(in crate::members) app_since: Option<Instant>,
    /// Passkeys, the oldest first.
    pub(in crate::members) passkeys: Vec<HeldPasskey>,
    /// Recovery codes that still work.
    pub(in crate::members) codes_left: u64,
}

impl HeldFactors {
    /// Recovery codes alone are no second factor: they stand in for one.
    pub(in crate::members) fn is_empty(&self) -> bool {
        self.app_since.is_none() && self.passkeys.is_empty()
    }

    /// How many factors there are; the last one of an officer stays.
    pub(in crate::members) fn count(&self) -> usize {
        self.passkeys.len() + usize::from(self.app_since.is_some())
    }
}

/// Every authenticator app whose seed the key of this name sealed.
pub(super) async fn sealed_with(db: &impl ConnectionTrait, key_id: &str) -> Result<Vec<totp_factor::Model>, DbErr> {
    totp_factor::Entity::find().filter(totp_factor::Column::KeyId.eq(key_id)).all(db).await
}

/// What this person holds.
pub(in crate::members) async fn held_factors(db: &impl ConnectionTrait, person_id: i64) -> Result<HeldFactors, DbErr> {
    let app = confirmed_app(db, person_id).await?;
    let passkeys = passkeys_of(db, person_id).await?;
    Ok(HeldFactors {
        app_since: app.and_then(|app| app.confirmed_at),
        passkeys: passkeys
            .into_iter()
            .map(|row| HeldPasskey {
                reference: row.reference,
                name: row.name,
                added_at: row.created_at,
                last_used_at: row.last_used_at,
            })
            .collect(),
        codes_left: codes_left(db, person_id).await?,
    })
}

/// Whether a second factor is to be asked for when this person signs in.
pub(in crate::members) async fn has_second_factor(db: &impl ConnectionTrait, person_id: i64) -> Result<bool, DbErr> {
    if confirmed_app(db, person_id).await?.is_some() {
        return Ok(true);
    }
    Ok(passkey::Entity::find().filter(passkey::Column::PersonId.eq(person_id)).count(db).await? > 0)
}

/// The authenticator app that works.
pub(super) async fn confirmed_app(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<totp_factor::Model>, DbErr> {
    use totp_factor::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(person_id)).filter(Column::ConfirmedAt.is_not_null()).one(db).await
}

/// The authenticator app that is being set up.
pub(super) async fn begun_app(db: &impl ConnectionTrait, person_id: i64) -> Result<Option<totp_factor::Model>, DbErr> {
    use totp_factor::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(person_id)).filter(Column::ConfirmedAt.is_null()).one(db).await
}

/// The person's passkeys, the oldest first.
pub(super) async fn passkeys_of(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<passkey::Model>, DbErr> {
    use passkey::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(person_id)).order_by_asc(Column::Id).all(db).await
}

/// Whoever's passkey has this credential id.
pub(super) async fn find_passkey(
    db: &impl ConnectionTrait,
    credential_id: &str,
) -> Result<Option<passkey::Model>, DbErr> {
    passkey::Entity::find().filter(passkey::Column::CredentialId.eq(credential_id)).one(db).await
}

/// How many recovery codes still work.
pub(super) async fn codes_left(db: &impl ConnectionTrait, person_id: i64) -> Result<u64, DbErr> {
    use recovery_code::{Column, Entity};
    Entity::find().filter(Column::PersonId.eq(person_id)).filter(Column::UsedAt.is_null()).count(db).await
}

/// What there is about second factors, for the person's data download: no seed, no key, no code.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, DbErr> {
    let held = held_factors(db, person_id).await?;
    let passkeys: Vec<Value> = held
        .passkeys
        .iter()
        .map(|key| json!({ "name": key.name, "added_at": key.added_at, "last_used_at": key.last_used_at }))
        .collect();
    Ok(json!({
        "authenticator_app_since": held.app_since, "passkeys": passkeys, "recovery_codes_left": held.codes_left,
    }))
}
