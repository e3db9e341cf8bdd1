//! What an officer may add to a sale: until when people can be exchanged, and that it is booked with a code only.

/// Both are off by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BookingRules {
    /// Bookers name another person until the end of the day so many days before the event; none for "until the start" (SUB-4).
    pub names_lock_days: Option<i32>,
    /// Only somebody with a code that opens it can book (ELG-12).
    pub code_only: bool,
}
