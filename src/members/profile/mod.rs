//! What somebody tells us about themselves and their work: name, roles, employer, registration, where they practise, and the
//! address for the register of members. A changed name replaces the old one everywhere; the old one stays in the audit trail only.

mod employer_pages;
mod forms;
mod pages;
mod profile_answer;
mod queries;
mod store;
mod update_profile;
mod views;

pub(in crate::members) use employer_pages::{answer_of, employer_page, own_choice};
pub(in crate::members) use forms::{profile_form, read_employer, read_profile, sent_form};
pub(in crate::members) use queries::load_profile;
pub(in crate::members) use store::{ProfileRow, put_employer, put_profile, put_roles, rename, unless_empty};
pub(in crate::members) use views::{EmployerPage, ProfilePage};

pub use employer_pages::{show_employer, update_own_employer};
pub use pages::{show_profile, update_own_profile};
pub use profile_answer::{EmployerAnswer, ProfileAnswer};
pub use queries::export;
pub use update_profile::{UpdateProfile, update_employer, update_profile};
