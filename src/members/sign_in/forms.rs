//! What people type to sign in.

use crate::kernel::{EmailAddress, PersonName};
use crate::web::page::own_path;
use crate::web::{FieldErrors, FormView, Posted};

/// How somebody wants to sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By a mailed code.
    Code,
    /// By this password, exactly as typed.
    Password(String),
}

/// A good sign-in form.
#[derive(Clone, Debug)]
pub(super) struct SignInForm {
    pub(super) address: EmailAddress,
    pub(super) way: Way,
}

/// Reads the sign-in form. A password that was typed is meant, whatever the way says.
pub(super) fn read_sign_in(form: &Posted) -> Result<SignInForm, FieldErrors> {
    let mut errors = FieldErrors::new();
    let address = errors.check("email", EmailAddress::parse(form.get("email")));
    let password = form.get("password");
    let way = if password.is_empty() && !is_by_password(form) {
        Way::Code
    } else {
        if password.is_empty() {
            errors.add("password", "Enter your password");
        }
        Way::Password(password.to_owned())
    };
    match (address, errors.is_empty()) {
        (Some(address), true) => Ok(SignInForm { address, way }),
        _ => Err(errors),
    }
}

/// Whether the form was the one with a password.
pub(super) fn is_by_password(form: &Posted) -> bool {
    form.get("way") == "password"
}

/// Reads a form that holds an address only.
pub(super) fn read_address(form: &Posted) -> Result<EmailAddress, FieldErrors> {
    let mut errors = FieldErrors::new();
    errors.check("email", EmailAddress::parse(form.get("email"))).ok_or(errors)
}

/// Reads the form of somebody new.
pub(super) fn read_name(form: &Posted) -> Result<PersonName, FieldErrors> {
    let mut errors = FieldErrors::new();
    errors.check("name", PersonName::parse(form.get("name"))).ok_or(errors)
}

/// The sign-in form with what was typed, but for the password.
pub(super) fn sign_in_view(email: &str) -> FormView {
    FormView::filled([("email", email), ("password", "")])
}

/// Where to go afterwards: a path of our own, and not back here; else the account.
pub(super) fn read_next(typed: &str) -> String {
    let leads_back = ["/sign-in", "/sign-out", "/password-reset"].iter().any(|page| typed.starts_with(page));
    own_path(typed).filter(|_| !leads_back).unwrap_or("/account").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_sent_on_within_our_own_site_only() {
        let table = [
            ("/events/the-role-of-the-iro", "/events/the-role-of-the-iro"),
            ("/account?x=1", "/account?x=1"),
            ("", "/account"),
            ("https://evil.example/", "/account"),
            ("//evil.example", "/account"),
            ("/\\evil.example", "/account"),
            ("/sign-in?next=/x", "/account"),
            ("/sign-out", "/account"),
        ];

        for (typed, wanted) in table {
            assert_eq!(read_next(typed), wanted, "{typed}");
        }
    }
}
