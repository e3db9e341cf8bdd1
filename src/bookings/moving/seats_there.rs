//! Which seats a move takes on the other date: whoever sits in the room goes on in the room, whoever is online stays online (SES-8).

use entity::place;

use super::carry_out::Moving;
use super::move_places::{MoveCase, MovePlacesError};
use crate::bookings::modes::{self, PlaceMode, Seats, claim_seats};
use crate::bookings::place_claim::ClaimBy;
use crate::bookings::sale::find_sale;
use crate::bookings::sale_window::NotOnSale;
use crate::bookings::set_up_sale::lock_seats;
use crate::bookings::substitution::queries::has_twin;
use crate::events::load_event;

/// How each moved place takes part on the other date, in their order; nothing where that date has one kind of place.
pub fn modes_there(case: &MoveCase) -> Vec<Option<PlaceMode>> {
    let there = |place: &place::Model| {
        case.to_sale
            .modes
            .map(|_| PlaceMode::parse(&place.mode).unwrap_or_else(|| PlaceMode::before_it_was_asked(case.from.mode)))
    };
    case.places.iter().map(there).collect()
}

/// The seats they take.
pub fn seats_there(case: &MoveCase) -> Seats {
    Seats::for_each(modes_there(case))
}

impl Moving<'_> {
    /// Nobody comes twice to the other date (DUP-1).
    pub async fn check_twins(&self) -> Result<(), MovePlacesError> {
        for place in self.case.places.iter().filter(|place| !place.folded_name.is_empty()) {
            let there = place::Model { event_id: self.case.to.id.0, ..place.clone() };
            if has_twin(self.tx, &there, (&place.folded_email, &place.folded_name)).await? {
                return Err(MovePlacesError::AlreadyBooked { name: place.attendee_name.clone() });
            }
        }
        Ok(())
    }

    /// Takes the seats of the other date. Both pools are locked first, by rising id, so that two moves in opposite directions do
    /// not wait for one another; what is read behind the locks stays true.
    pub async fn claim_seats(&self) -> Result<(), MovePlacesError> {
        let (from, to) = (&self.case.from_sale, &self.case.to_sale);
        let mut pools = [(from.pool_id, from.event_id), (to.pool_id, to.event_id)];
        pools.sort_unstable();
        for (_, event_id) in pools {
            lock_seats(self.tx, event_id).await?;
        }
        if !load_event(self.tx, self.case.to.id).await?.is_published() {
            return Err(MovePlacesError::NotOnSale(NotOnSale::Cancelled));
        }
        let wanted = seats_there(self.case);
        // The public stands behind the waiting list; an officer decides otherwise (D5).
        let by = if self.by_officer { ClaimBy::PastTheList } else { ClaimBy::Public };
        if claim_seats(self.app, self.tx, to, wanted, by).await? {
            return Ok(());
        }
        let now = find_sale(self.tx, to.event_id).await?;
        if let Some(full) = now.as_ref().and_then(|sale| modes::refusal(sale, wanted, by)) {
            return Err(MovePlacesError::ModeFull { mode: full.mode, left: full.left });
        }
        Err(MovePlacesError::Full { left: now.map_or(0, |sale| sale.places_left()) })
    }
}

/// How many are left on the other date, and that nothing has happened.
pub(super) fn full_words(left: i32) -> String {
    let left = match left {
        0 => "That date is full".to_owned(),
        1 => "Only 1 place is left on that date".to_owned(),
        left => format!("Only {left} places are left on that date"),
    };
    format!(
        "{left}, so nothing has been moved and you keep what you have. Choose another date, or join the waiting list on its page."
    )
}

/// The same for one kind of place (SES-8).
pub(super) fn mode_full_words(mode: PlaceMode, left: i32) -> String {
    let left = match left {
        0 => format!("No place is left {} on that date", mode.words()),
        1 => format!("Only 1 place is left {} on that date", mode.words()),
        left => format!("Only {left} places are left {} on that date", mode.words()),
    };
    format!(
        "{left}, so nothing has been moved and you keep what you have. Choose another date, or switch the place to {} first.",
        if mode == PlaceMode::Room { "online" } else { "the room" }
    )
}
