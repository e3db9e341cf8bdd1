//! A membership has begun: whoever booked their own place while they were joining gets the difference back, by itself (ELG-7).

use super::queries::places_awaiting;
use crate::app::App;
use crate::bookings::offer_member_price::{ClaimMemberPriceError, give_to_new_member};
use crate::kernel::Unexpected;

/// Gives the difference for each of the person's places that waits for it, each in a transaction of its own; done again, nothing
/// happens.
pub async fn give_differences(app: &App, person_id: i64) -> Result<(), Unexpected> {
    for place in places_awaiting(app.db.reader(), person_id).await? {
        match give_to_new_member(app, place.id, person_id).await {
            Ok(amount) => tracing::info!(place = place.id, %amount, "a new member's difference goes back"),
            Err(ClaimMemberPriceError::Unexpected(error)) => return Err(error),
            Err(refusal) => tracing::info!(place = place.id, %refusal, "no difference for a new member's place"),
        }
    }
    Ok(())
}
