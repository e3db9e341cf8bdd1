//! What a practitioner tells us about their work: roles, registration, where they practise (PR-01, PR-02). Pure: the forms of
//! joining and of the profile read with it.

mod practice_role;
mod registration;
mod workplace;

pub use practice_role::PracticeRole;
pub use registration::{RegistrationError, Regulator, read_registration_number};
pub use workplace::Workplace;
