//! The name and address of whoever is to have a place.

use crate::kernel::{EmailAddress, Pence, PersonName};
use crate::web::{FieldErrors, FormView, Posted};

/// What was typed, in types.
#[derive(Clone, Debug)]
pub struct AttendeeForm {
    /// Who is to come.
    pub name: PersonName,
    /// Where their mail goes.
    pub email: EmailAddress,
    /// The difference that the page showed, if it showed one.
    pub shown_due: Option<Pence>,
}

/// Reads the form, or says what is wrong beside each field.
pub fn read(posted: &Posted) -> Result<AttendeeForm, FieldErrors> {
    let mut errors = FieldErrors::new();
    let name = errors.check("name", PersonName::parse(posted.get("name")));
    let email = errors.check("email", EmailAddress::parse(posted.get("email")));
    match (name, email) {
        (Some(name), Some(email)) if errors.is_empty() => {
            Ok(AttendeeForm { name, email, shown_due: posted.get("shown_due").parse().ok().map(Pence::new) })
        }
        _ => Err(errors),
    }
}

/// The form as it was typed.
pub fn typed(posted: &Posted) -> FormView {
    FormView::filled([("name", posted.get("name")), ("email", posted.get("email"))])
}
