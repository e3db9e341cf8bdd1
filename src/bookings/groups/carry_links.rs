//! Places without a name that move to another date keep their claim links (GRP-2, TRF-5): whoever was sent one gets a link for the
//! new date, and the link they have leads there.

use entity::{booking, place};
use sea_orm::ConnectionTrait;

use super::queries::{find_invitation, invitations_of, moved_on};
use super::{emails, store};
use crate::app::App;
use crate::db::Tx;
use crate::events::EventDetails;
use crate::kernel::{EmailAddress, Instant, Unexpected};

/// The generation of a link that a move has carried over: the first of its place. A later one was sent by the booker, perhaps to
/// somebody else, so nothing leads to it.
const CARRIED: i32 = 1;

/// Sends the links of `old` places anew for the places that go on in their stead, in the caller's transaction.
pub(in crate::bookings) async fn carry_links(
    app: &App,
    tx: &Tx,
    (old, new): (&[place::Model], &[place::Model]),
    booking: &booking::Model,
    (from, to): (&EventDetails, &EventDetails),
    now: Instant,
) -> Result<(), Unexpected> {
    let open = invitations_of(tx, old).await?;
    let mut carried = Vec::new();
    for (old, new) in old.iter().zip(new) {
        let Some(invitation) = open.get(&old.id).filter(|invitation| invitation.used_at.is_none()) else { continue };
        carried.push(old.id);
        let Ok(address) = EmailAddress::parse(&invitation.sent_to) else { continue };
        let generation = store::write_invitation(tx, new.id, &address, now).await?;
        let about = (booking, new.id, generation);
        emails::queue_claim_link(app, tx, about, (to, Some(from)), &address, now).await?;
    }
    if !carried.is_empty() {
        store::close_invitations(tx, carried, now).await?;
    }
    Ok(())
}

/// The place that goes on for one that was moved, if its claim link is the one that was carried over.
pub(super) async fn carried_to(db: &impl ConnectionTrait, place_id: i64) -> Result<Option<i64>, Unexpected> {
    let Some(moved) = moved_on(db, place_id).await? else { return Ok(None) };
    let invitation = find_invitation(db, moved).await?;
    Ok(invitation.filter(|invitation| invitation.generation == CARRIED).map(|_| moved))
}
