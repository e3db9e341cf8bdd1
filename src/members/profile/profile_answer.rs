//! A profile as its owner fills it in, checked.

use crate::kernel::{PersonName, Postcode};
use crate::members::practice::{PracticeRole, Regulator, Workplace};

/// Everything but the employer, which has a page of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileAnswer {
    /// Full name.
    pub name: PersonName,
    /// Roles they practise in.
    pub roles: Vec<PracticeRole>,
    /// The main one of those.
    pub main_role: Option<PracticeRole>,
    /// Who registers them.
    pub regulator: Option<Regulator>,
    /// The number, tidied; "" without one.
    pub registration_number: String,
    /// Where they practise.
    pub workplace: Option<Workplace>,
    /// Lines of the address for the register of members; "" without one.
    pub address: String,
    /// Its postcode; none abroad, or without an address.
    pub postcode: Option<Postcode>,
    /// Would welcome Welsh (AX-11).
    pub welcomes_welsh: bool,
}

/// Who somebody works for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmployerAnswer {
    /// An employer of our list.
    pub organisation_id: Option<i64>,
    /// The name of one that is not on it, or of the agency or university they chose; "" for none.
    pub other: String,
}
