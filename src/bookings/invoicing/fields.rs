//! The invoice part of the booking form, as typed and in types.

use super::ask::BillingAsk;
use crate::kernel::EmailAddress;
use crate::kernel::short_text::{clean_block, clean_line};
use crate::web::{FieldErrors, FormView, Posted};

/// Longest purchase order number.
const LONGEST_PO: usize = 40;

/// As typed, ready to be shown again exactly.
#[derive(Clone, Debug, Default)]
pub(in crate::bookings) struct InvoiceFields {
    address: String,
    email: String,
    contact: String,
    reference: String,
    po_number: String,
    po_to_follow: bool,
}

impl InvoiceFields {
    /// Reads what was sent.
    pub(in crate::bookings) fn read(posted: &Posted) -> Self {
        Self {
            address: posted.get("billing_address").to_owned(),
            email: posted.get("billing_email").to_owned(),
            contact: posted.get("billing_contact").to_owned(),
            reference: posted.get("buyer_reference").to_owned(),
            po_number: posted.get("po_number").to_owned(),
            po_to_follow: posted.has("po_to_follow"),
        }
    }

    /// Puts the fields into the form's view.
    pub(in crate::bookings) fn fill(&self, view: &mut FormView) {
        for (name, value) in [
            ("billing_address", self.address.as_str()),
            ("billing_email", self.email.as_str()),
            ("billing_contact", self.contact.as_str()),
            ("buyer_reference", self.reference.as_str()),
            ("po_number", self.po_number.as_str()),
            ("po_to_follow", if self.po_to_follow { "yes" } else { "" }),
        ] {
            view.set(name, value);
        }
    }

    /// Whether somebody typed into any of them: then the part is shown open.
    pub(in crate::bookings) fn is_touched(&self) -> bool {
        self.po_to_follow
            || [&self.address, &self.email, &self.contact, &self.reference, &self.po_number]
                .iter()
                .any(|typed| !typed.trim().is_empty())
    }

    /// In types, or a sentence beside each field that is wrong.
    pub(in crate::bookings) fn check(&self, errors: &mut FieldErrors) -> Option<BillingAsk> {
        let address = errors.check("billing_address", clean_block(&self.address, 500));
        let email = errors.check("billing_email", EmailAddress::parse(&self.email));
        let contact_name = optional(errors, "billing_contact", &self.contact, 120)?;
        let buyer_reference = optional(errors, "buyer_reference", &self.reference, 60)?;
        let po_number = optional(errors, "po_number", &self.po_number, LONGEST_PO)?;
        Some(BillingAsk {
            address: address?,
            email: email?,
            contact_name,
            buyer_reference,
            po_to_follow: self.po_to_follow && po_number.is_empty(),
            po_number: Some(po_number).filter(|typed| !typed.is_empty()),
        })
    }
}

/// A line that may be left empty.
fn optional(errors: &mut FieldErrors, field: &str, typed: &str, longest: usize) -> Option<String> {
    if typed.trim().is_empty() { Some(String::new()) } else { errors.check(field, clean_line(typed, longest)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> InvoiceFields {
        InvoiceFields {
            address: "Town Hall\r\nSampleton".to_owned(),
            email: "accounts@sampleton.example".to_owned(),
            po_to_follow: true,
            ..InvoiceFields::default()
        }
    }

    #[test]
    fn inv_2_only_address_and_email_must_be_there() {
        let ask = filled().check(&mut FieldErrors::new()).unwrap();
        assert_eq!((ask.address.as_str(), ask.po_number, ask.po_to_follow), ("Town Hall\nSampleton", None, true));
        let mut errors = FieldErrors::new();
        assert!(InvoiceFields::default().check(&mut errors).is_none());
        let named: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(named, ["billing_address", "billing_email"]);
    }

    #[test]
    fn a_number_that_is_there_does_not_follow() {
        let ask = InvoiceFields { po_number: " PO-1 ".to_owned(), ..filled() }.check(&mut FieldErrors::new()).unwrap();
        assert_eq!((ask.po_number.as_deref(), ask.po_to_follow), (Some("PO-1"), false));
    }

    #[test]
    fn hidden_characters_are_refused_beside_their_field() {
        let mut errors = FieldErrors::new();
        assert!(InvoiceFields { reference: "CC\u{202e}1".to_owned(), ..filled() }.check(&mut errors).is_none());
        assert_eq!(errors.iter().next().unwrap().field, "buyer_reference");
    }
}
