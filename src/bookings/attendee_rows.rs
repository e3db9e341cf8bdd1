//! The rows of the booking form: one for each person who comes, besides the signed-in booker.

/// One attendee's row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttendeeRow {
    /// The number in the fields' names; rows may have gaps after one was removed.
    pub number: usize,
    /// Full name, as typed.
    pub(super) name: String,
    /// Own address, as typed.
    pub(super) email: String,
}

/// Names of the two fields of a row.
pub fn row_fields(number: usize) -> (String, String) {
    (format!("attendee_name_{number}"), format!("attendee_email_{number}"))
}
