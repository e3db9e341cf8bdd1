//! People as the list shows them.

use chrono::NaiveDate;

use crate::members::membership::Status;

/// A person in the list.
#[derive(Clone, Debug)]
pub struct ListedPerson {
    /// What addresses call them.
    pub reference: String,
    /// Full name.
    pub name: String,
    /// Primary address; "" for none.
    pub email: String,
    /// Membership number.
    pub number: Option<i64>,
    /// Status today.
    pub status: Status,
    /// Last day of the last term that counts.
    pub ends_on: Option<NaiveDate>,
    /// Name of the type last held.
    pub kind: String,
    /// Employer, from our list or as typed.
    pub employer: String,
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct ListedPage {
    /// The people, in order.
    pub people: Vec<ListedPerson>,
    /// There is another page.
    pub has_more: bool,
    /// How many there are, as far as they were counted.
    pub counted: u64,
    /// There may be more of them: counting stopped.
    pub is_more: bool,
}
