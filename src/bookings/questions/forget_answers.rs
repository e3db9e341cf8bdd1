//! Forgets what was answered: when somebody else takes a place (SUB-3), when a booking was abandoned (HLD-11), when a person is
//! erased.

use sea_orm::ConnectionTrait;

use super::store;
use crate::bookings::needs;
use crate::kernel::Unexpected;

/// Forgets every answer of the attendee of this place, and what they needed with the tasks it raised: the new person is asked
/// anew on a form of their own (SUB-3). Call it in the transaction that gives the place to them.
pub async fn forget_answers_of(tx: &impl ConnectionTrait, place_id: i64) -> Result<(), Unexpected> {
    forget_answers(tx, &[], &[place_id]).await
}

/// Forgets everything that these bookings and places answered and needed.
pub async fn forget_answers(tx: &impl ConnectionTrait, bookings: &[i64], places: &[i64]) -> Result<(), Unexpected> {
    store::delete_answers(tx, bookings, places).await?;
    needs::store::delete_needs(tx, places).await?;
    Ok(())
}
