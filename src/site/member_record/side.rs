//! One of two records, as the page sets them side by side.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Instant, Unexpected};
use crate::members::employers::employer_of;
use crate::members::membership::{find_membership, standing};
use crate::members::merge::queries::{ChoosableAddress, addresses};
use crate::members::people::PersonRow;
use crate::person_rows::{PersonColumn, rows_of};

/// A record with what tells it from another.
#[derive(Debug, Serialize)]
pub(super) struct SideView {
    pub(super) name: String,
    pub(super) reference: String,
    pub(super) addresses: Vec<AddressView>,
    number: String,
    member_since: String,
    standing: String,
    employer: String,
    bookings: usize,
    charges: usize,
    messages: usize,
}

/// An address that can be chosen.
#[derive(Debug, Serialize)]
pub(super) struct AddressView {
    pub(super) id: i64,
    pub(super) address: String,
    note: &'static str,
}

impl From<ChoosableAddress> for AddressView {
    fn from(held: ChoosableAddress) -> Self {
        let note = match (held.is_primary, held.is_verified) {
            (true, true) => "written to, confirmed",
            (true, false) => "written to, not confirmed",
            (false, true) => "confirmed",
            (false, false) => "not confirmed",
        };
        Self { id: held.id, address: held.address, note }
    }
}

pub(super) async fn side(db: &impl ConnectionTrait, person: &PersonRow, now: Instant) -> Result<SideView, Unexpected> {
    let membership = find_membership(db, person.id).await?;
    let standing = standing(db, person.id, london_date(now)).await?;
    let count =
        async |table, column| Ok::<_, Unexpected>(rows_of(db, PersonColumn { table, column }, person.id).await?.len());
    Ok(SideView {
        name: person.name.clone(),
        reference: person.reference.clone(),
        addresses: addresses(db, person.id).await?.into_iter().map(AddressView::from).collect(),
        number: membership.map(|row| row.number.to_string()).unwrap_or_default(),
        member_since: membership.map(|row| long_date(row.member_since)).unwrap_or_default(),
        standing: standing.words(),
        employer: employer_of(db, person.id).await?.map(|employer| employer.name).unwrap_or_default(),
        bookings: count("booking", "booker_person_id").await?,
        charges: count("charge", "payer_person_id").await?,
        messages: count("outbox_message", "person_id").await?,
    })
}
