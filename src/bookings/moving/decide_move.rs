//! What moving places to another date would cost or give back: one answer for the preview, the act and the emails (REF-7's rule
//! for moves).

use entity::place;

use super::move_price::{MovedPrice, moved_price};
use crate::bookings::groups::place_status::place_name;
use crate::bookings::pricing::{PriceReason, Prices};
use crate::bookings::refund_policy::RefundDecision;
use crate::kernel::Pence;

/// One place of a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceOnMove {
    /// Which place.
    pub place_id: i64,
    /// Who comes.
    pub attendee_name: String,
    /// The price class, which is kept: "member price".
    pub class: &'static str,
    /// What it costs here and there.
    pub price: MovedPrice,
}

/// What the move comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovePreview {
    /// Each place.
    pub places: Vec<PlaceOnMove>,
    /// To be paid first.
    pub due: Pence,
    /// Comes back.
    pub back: Pence,
}

impl MovePreview {
    /// What the places cost on the other date.
    pub fn total(&self) -> Pence {
        self.places.iter().map(|place| place.price.new).sum()
    }
}

/// Works it out. `decision` is what cancelling here would give back now.
pub fn decide_move(places: &[&place::Model], prices: (Prices, Prices), decision: RefundDecision) -> MovePreview {
    let on_move = |place: &&place::Model| PlaceOnMove {
        place_id: place.id,
        attendee_name: place_name(place),
        class: PriceReason::label(&place.price_reason),
        price: moved_price((&place.price_reason, Pence::new(place.price_pence)), prices, decision),
    };
    let places: Vec<PlaceOnMove> = places.iter().map(on_move).collect();
    let old: Pence = places.iter().map(|place| place.price.old).sum();
    let new: Pence = places.iter().map(|place| place.price.new).sum();
    MovePreview { due: std::cmp::max(new - old, Pence::ZERO), back: std::cmp::max(old - new, Pence::ZERO), places }
}
