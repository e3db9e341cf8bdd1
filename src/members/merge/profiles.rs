//! Fills what the survivor's profile leaves open with what the other one says, and keeps the stricter choice about the directory.

use sea_orm::ConnectionTrait;

use super::move_rows::change;
use super::store;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::members::directory::Level;
use crate::person_rows::{Change, Kept, PersonColumn, move_all};

pub(super) async fn merge(
    tx: &impl ConnectionTrait,
    (from, into): (i64, i64),
    now: Instant,
    changes: &mut Vec<Change>,
) -> Result<(), Unexpected> {
    fill_profile(tx, (from, into), now, changes).await?;
    if !store::has_practice_roles(tx, into).await? {
        let at = PersonColumn { table: "person_practice_role", column: "person_id" };
        changes.extend(move_all(tx, at, (from, into)).await?);
    }
    // Who is listed under one record and not under the other is not listed.
    if store::is_listed(tx, into).await? == Some(true) && store::is_listed(tx, from).await? == Some(false) {
        let hidden = (Kept::Flag(true), Kept::Flag(false));
        change(tx, changes, ("directory_entry", into, "is_listed"), hidden).await?;
    }
    keep_stricter_levels(tx, (from, into), changes).await
}

/// Each field is seen by the fewer of the two choices.
async fn keep_stricter_levels(
    tx: &impl ConnectionTrait,
    (from, into): (i64, i64),
    changes: &mut Vec<Change>,
) -> Result<(), Unexpected> {
    let (Some(gone), Some(left)) = (store::directory_levels(tx, from).await?, store::directory_levels(tx, into).await?)
    else {
        return Ok(());
    };
    for ((column, other), (_, own)) in gone.into_iter().zip(left) {
        if Level::parse(&other).unwrap_or_default() < Level::parse(&own).unwrap_or_default() {
            let values = (Kept::Text(Some(own)), Kept::Text(Some(other)));
            change(tx, changes, ("directory_entry", into, column), values).await?;
        }
    }
    Ok(())
}

async fn fill_profile(
    tx: &impl ConnectionTrait,
    (from, into): (i64, i64),
    now: Instant,
    changes: &mut Vec<Change>,
) -> Result<(), Unexpected> {
    let Some(other) = store::profile_of(tx, from).await? else { return Ok(()) };
    store::insert_blank_profile(tx, into, now).await?;
    let own = store::profile_of(tx, into).await?.context("the profile just written is not there")?;
    let mut texts = Vec::new();
    if own.service_address.is_none() && own.postcode.is_none() {
        texts.extend([("service_address", other.service_address), ("postcode", other.postcode)]);
    }
    if own.nation.is_none() && own.region.is_none() {
        texts.extend([("nation", other.nation), ("region", other.region)]);
    }
    let has_employer = own.organisation_id.is_some() || own.other_employer.is_some();
    if !has_employer {
        texts.push(("other_employer", other.other_employer));
    }
    let takes_registration = own.registration_number.is_none();
    if takes_registration {
        texts.push(("registration_number", other.registration_number));
        if own.regulator.is_none() {
            texts.push(("regulator", other.regulator));
        }
    }
    for (column, value) in texts.into_iter().filter(|(_, value)| value.is_some()) {
        change(tx, changes, ("person_profile", into, column), (Kept::Text(None), Kept::Text(value))).await?;
    }
    if let Some(organisation) = other.organisation_id.filter(|_| !has_employer) {
        let taken = (Kept::Link(None), Kept::Link(Some(organisation)));
        change(tx, changes, ("person_profile", into, "organisation_id"), taken).await?;
    }
    if takes_registration && own.registration_checked_on.is_none() && other.registration_checked_on.is_some() {
        let checked = (Kept::Day(None), Kept::Day(other.registration_checked_on));
        change(tx, changes, ("person_profile", into, "registration_checked_on"), checked).await?;
        let by = (Kept::Link(None), Kept::Link(other.registration_checked_by_id));
        if other.registration_checked_by_id.is_some() {
            change(tx, changes, ("person_profile", into, "registration_checked_by_id"), by).await?;
        }
    }
    Ok(())
}
