//! The two pools of a date in person and online, and what is left of each. Pure.

use super::seats::{PlaceMode, Seats};

/// The pool of one kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModePool {
    /// Row id.
    pub id: i64,
    /// Seats there are.
    pub capacity: i32,
    /// Seats taken by held and confirmed places, and by offers.
    pub taken: i32,
    /// How many entries of the waiting list want this kind, and keep the public from it (D5).
    pub waiting: i32,
}

impl ModePool {
    /// Seats nobody has; never negative (HLD-8).
    pub fn free(&self) -> i32 {
        std::cmp::max(self.capacity - self.taken, 0)
    }

    /// Whether somebody who has a place of the other kind may come over: a seat is free, and nobody waits for it. What is left of
    /// the date in all does not matter, since they give their own seat back.
    pub fn takes_a_switch(&self) -> bool {
        self.waiting == 0 && self.free() > 0
    }
}

/// Both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModePools {
    /// Those in the room.
    pub room: ModePool,
    /// Those online.
    pub online: ModePool,
}

impl ModePools {
    /// One of the two.
    pub fn pool(&self, mode: PlaceMode) -> &ModePool {
        match mode {
            PlaceMode::Room => &self.room,
            PlaceMode::Online => &self.online,
        }
    }

    /// Seats of one kind while `of_date` are left of the date in all: the smallest remainder wins (HLD-10).
    pub fn free(&self, mode: PlaceMode, of_date: i32) -> i32 {
        std::cmp::min(self.pool(mode).free(), std::cmp::max(of_date, 0))
    }

    /// The same for the public, who come after everybody who waits for this kind (D5).
    pub fn left(&self, mode: PlaceMode, of_date: i32) -> i32 {
        if self.pool(mode).waiting > 0 { 0 } else { self.free(mode, of_date) }
    }

    /// Whether nothing is left of either kind.
    pub fn is_full(&self, of_date: i32) -> bool {
        PlaceMode::ALL.into_iter().all(|mode| self.left(mode, of_date) == 0)
    }

    /// The first kind of which there are fewer seats than wanted, though there are enough of the date.
    pub fn short_of(&self, wanted: Seats, past_the_list: bool) -> Option<PlaceMode> {
        let is_short = |mode: &PlaceMode| {
            let pool = self.pool(*mode);
            let free = if pool.waiting > 0 && !past_the_list { 0 } else { pool.free() };
            wanted.in_mode(*mode) > free
        };
        PlaceMode::ALL.into_iter().find(is_short)
    }
}

#[cfg(test)]
#[path = "pools_tests.rs"]
mod tests;
