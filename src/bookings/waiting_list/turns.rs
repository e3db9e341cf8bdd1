//! Whose turn it is when seats are free (WTL-3, WTL-4, WTL-7). Pure: the same function decides what is done and what officers see.

use super::free_seats::FreeSeats;
use crate::bookings::modes::PlaceMode;
use crate::kernel::Instant;

/// Nobody has said otherwise.
pub const USUAL: i32 = 0;
/// An officer has put this entry before the others.
pub const BEFORE_OTHERS: i32 = 1;
/// An officer has put it before all others.
pub const FIRST_OF_ALL: i32 = 2;
/// Somebody who paid when the hold was over and the place gone (HLD-5).
pub const PAID_TOO_LATE: i32 = 3;

/// An entry that waits for its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Row id.
    pub id: i64,
    /// The greater the earlier.
    pub priority: i32,
    /// When they joined.
    pub joined_at: Instant,
    /// Seats they ask for.
    pub places: i32,
    /// All of them or none.
    pub all_together: bool,
    /// In the room or online; either way, or on a date of one kind, none (SES-8).
    pub mode: Option<PlaceMode>,
    /// They were told before that fewer seats than they ask for are free.
    pub was_told: bool,
}

/// What happens to an entry when seats are free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// These seats are kept for them.
    Offer {
        /// Which entry.
        entry_id: i64,
        /// As many as they asked for, or as many as there are.
        seats: i32,
        /// Of which kind, where the date has two.
        mode: Option<PlaceMode>,
    },
    /// They keep their place in the queue, and are told once how many seats there would have been.
    TellSomeFree {
        /// Which entry.
        entry_id: i64,
        /// Seats that were free when their turn came.
        free: i32,
    },
}

/// Puts entries in the order of their turns: priority, then when they joined, then id (WTL-3).
pub fn in_order(entries: &mut [Waiting]) {
    entries.sort_by_key(|entry| (std::cmp::Reverse(entry.priority), entry.joined_at, entry.id));
}

/// Shares `free` seats out among those who wait. Who wants all or none is passed over when there are fewer, keeps the position,
/// and is told so once; others behind may have the seats (WTL-7).
pub fn share_out(free: impl Into<FreeSeats>, waiting: &[Waiting]) -> Vec<Turn> {
    let mut queue = waiting.to_vec();
    in_order(&mut queue);
    let mut left: FreeSeats = free.into();
    let mut turns = Vec::new();
    for entry in queue {
        let (free, mode) = left.for_wish(entry.mode);
        if free == 0 {
            continue;
        }
        if entry.places > free && entry.all_together {
            if !entry.was_told {
                turns.push(Turn::TellSomeFree { entry_id: entry.id, free });
            }
            continue;
        }
        let seats = std::cmp::min(entry.places, free);
        left = left.less(seats, mode);
        turns.push(Turn::Offer { entry_id: entry.id, seats, mode });
    }
    turns
}

/// Where an entry stands, from 1; none when it is not among those who wait.
pub fn position_of(entry_id: i64, waiting: &[Waiting]) -> Option<usize> {
    let mut queue = waiting.to_vec();
    in_order(&mut queue);
    queue.iter().position(|entry| entry.id == entry_id).map(|index| index + 1)
}

#[cfg(test)]
#[path = "turns_tests.rs"]
mod tests;
