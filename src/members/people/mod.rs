//! A person and the email addresses that are theirs. Two records of one human being are merged by a pointer (D9): whoever
//! finds the one is led to the other.

mod create_admin;
mod create_person;
mod disable_person;
mod queries;
pub(super) mod store;

pub use create_admin::{CreatedAdmin, create_admin};
pub use create_person::{CreatePersonError, NewPerson, create_person};
pub use disable_person::{DisablePerson, disable_person};
pub use queries::{
    HeldAddress, PersonRow, addresses, export, find_by_verified_email, find_person, find_person_by_reference,
    verified_addresses,
};
