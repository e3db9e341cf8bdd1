//! What people type on the pages of their addresses.

use super::confirm_change::TypedCodes;
use crate::kernel::EmailAddress;
use crate::web::{FieldErrors, Posted};

/// Reads the address a form is about.
pub(super) fn read_address(form: &Posted) -> Result<EmailAddress, FieldErrors> {
    let mut errors = FieldErrors::new();
    errors.check("email", EmailAddress::parse(form.get("email"))).ok_or(errors)
}

/// Reads the two codes; either may be left out.
pub(super) fn read_codes(form: &Posted) -> TypedCodes {
    TypedCodes { new: form.get("new_code").to_owned(), old: form.get("old_code").to_owned() }
}
