//! Brings the table of employers into line with the list that ships with the program. Safe to repeat: what is right already is
//! not written again, and employers that officers added are left alone.

use std::collections::BTreeMap;

use entity::{organisation, organisation_name};
use sea_orm::ConnectionTrait;

use super::list_file::{ListedEmployer, SUCCESSIONS, listed_employers};
use super::store;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// What loading did.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadedEmployers {
    /// Employers that were not there.
    pub added: usize,
    /// Employers that were told differently.
    pub changed: usize,
}

/// Loads the list in the caller's transaction.
pub async fn load_employers(tx: &impl ConnectionTrait, now: Instant) -> Result<LoadedEmployers, Unexpected> {
    let listed = listed_employers()?;
    let known = by_reference(store::list_all(tx).await?);
    let missing: Vec<&ListedEmployer> = listed.iter().filter(|entry| !known.contains_key(&entry.code)).collect();
    if !missing.is_empty() {
        store::insert_listed(tx, &missing, now).await?;
    }
    let mut changed = 0;
    for entry in &listed {
        if let Some(row) = known.get(&entry.code)
            && differs(row, entry)
        {
            store::update_listed(tx, row.id, entry, now).await?;
            changed += 1;
        }
    }
    let known = by_reference(store::list_all(tx).await?);
    let id_of =
        |code: &str| known.get(code).map(|row| row.id).with_context(|| format!("the employer {code} was not written"));
    load_names(tx, &listed, &id_of).await?;
    for (old, new, day) in SUCCESSIONS {
        let day = day.parse().context("the day of a succession")?;
        store::insert_succession(tx, (id_of(old)?, id_of(new)?), day).await?;
    }
    Ok(LoadedEmployers { added: missing.len(), changed })
}

/// Writes the names of employers whose names are not exactly those of the list.
async fn load_names(
    tx: &impl ConnectionTrait,
    listed: &[ListedEmployer],
    id_of: &impl Fn(&str) -> Result<i64, Unexpected>,
) -> Result<(), Unexpected> {
    let mut known: BTreeMap<i64, Vec<organisation_name::Model>> = BTreeMap::new();
    for name in store::list_names(tx).await? {
        known.entry(name.organisation_id).or_default().push(name);
    }
    let (mut stale, mut wanted) = (Vec::new(), Vec::new());
    for entry in listed {
        let id = id_of(&entry.code)?;
        let has = known.get(&id).map_or(&[][..], Vec::as_slice).iter().map(|name| (&name.kind, &name.name));
        if !has.eq(entry.names.iter().map(|(kind, name)| (kind, name))) {
            stale.push(id);
            wanted.extend(entry.names.iter().map(|(kind, name)| (id, kind.as_str(), name.as_str())));
        }
    }
    if !stale.is_empty() {
        store::delete_names(tx, &stale).await?;
        store::insert_names(tx, &wanted).await?;
    }
    Ok(())
}

fn by_reference(rows: Vec<organisation::Model>) -> BTreeMap<String, organisation::Model> {
    rows.into_iter().map(|row| (row.reference.clone(), row)).collect()
}

fn differs(row: &organisation::Model, listed: &ListedEmployer) -> bool {
    row.name != listed.name
        || row.official_name.as_ref() != Some(&listed.official_name)
        || row.nation != listed.nation
        || row.region != listed.region
        || row.kind != listed.kind.word()
        || row.valid_from != listed.valid_from
        || row.valid_to != listed.valid_to
}
