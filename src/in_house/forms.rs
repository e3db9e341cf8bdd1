//! Untrusted input of the public pages: an enquiry, an acceptance, a registration.

use super::enquire::Enquire;
use super::registration_rules::is_of_domain;
use super::store::quotes::AcceptedBy;
use crate::kernel::{EmailAddress, PersonName};
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const AUTHORITY: TextInput = TextInput::line("authority", "name of your authority", 200);
const PHONE: TextInput = TextInput::line("phone", "telephone number", 40).optional();
const TOPIC: TextInput = TextInput::block("topic", "topic", 1_000).optional();
const DATE_WISHES: TextInput = TextInput::block("date_wishes", "dates you have in mind", 500).optional();
const NEEDS: TextInput = TextInput::block("needs", "needs", 2_000).optional();
const BUDGET_HOLDER: TextInput = TextInput::line("budget_holder", "budget holder", 200).optional();
const PO_ROUTE: TextInput = TextInput::line("po_route", "way to a purchase order", 300).optional();
const ROLE: TextInput = TextInput::line("role", "job title", 120);
const BILLING_ADDRESS: TextInput = TextInput::block("billing_address", "address", 500).optional();
const PO_NUMBER: TextInput = TextInput::line("po_number", "purchase order number", 60).optional();

const CANCEL_REASON: TextInput = TextInput::line("reason", "reason", 300).optional();

/// The most people an enquiry may name.
const MOST_ATTENDEES: i32 = 2_000;

/// The field that people do not see.
pub(super) const UNSEEN: &str = "website";

/// Every field of the enquiry, in page order.
pub(super) const ENQUIRY_FIELDS: [&str; 17] = [
    "authority",
    "organisation",
    "contact_name",
    "email",
    "phone",
    "course",
    "topic",
    "attendees",
    "mode",
    "date_wishes",
    "needs",
    "budget_holder",
    "po_route",
    UNSEEN,
    "opened",
    "idempotency_key",
    "step",
];

/// The ways training may be wanted.
pub(super) const WANTED_MODES: [&str; 3] = ["online", "in_person", "either"];

/// What of an enquiry's form was looked up before it is read.
#[derive(Clone, Debug)]
pub(super) struct LookedUp {
    /// The authority on our list, if it was found: its id and name.
    pub(super) organisation: Option<(i64, String)>,
    /// The course chosen, if it is one.
    pub(super) course_id: Option<i64>,
    /// The signed-in person.
    pub(super) person_id: Option<i64>,
}

/// Why the authority cancels; when nothing is said, that it does.
pub(super) fn read_cancel_reason(form: &Posted) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::new();
    let reason = CANCEL_REASON.read(form, &mut errors);
    errors.into_result()?;
    Ok(if reason.is_empty() { "Your authority has cancelled it.".to_owned() } else { reason })
}

/// The form as it was sent.
pub(super) fn enquiry_view(form: &Posted) -> FormView {
    FormView::filled(ENQUIRY_FIELDS.map(|name| (name, form.get(name))))
}

/// Reads an enquiry.
pub(super) fn read_enquiry(form: &Posted, looked_up: LookedUp) -> Result<Enquire, FieldErrors> {
    let mut errors = FieldErrors::new();
    let organisation_name = match &looked_up.organisation {
        Some((_, name)) => name.clone(),
        None => AUTHORITY.read(form, &mut errors),
    };
    let contact_name = errors.check("contact_name", PersonName::parse(form.get("contact_name")));
    let email = errors.check("email", EmailAddress::parse(form.get("email")));
    let phone = PHONE.read(form, &mut errors);
    let topic = TOPIC.read(form, &mut errors);
    if looked_up.course_id.is_none() && topic.is_empty() {
        errors.add("topic", "Choose a course, or say what the training should be about");
    }
    let attendees = read_attendees(form, &mut errors);
    let mode = WANTED_MODES.into_iter().find(|word| *word == form.get("mode"));
    if mode.is_none() {
        errors.add("mode", "Say how you would like the training");
    }
    let date_wishes = DATE_WISHES.read(form, &mut errors);
    let needs = NEEDS.read(form, &mut errors);
    let budget_holder = BUDGET_HOLDER.read(form, &mut errors);
    let po_route = PO_ROUTE.read(form, &mut errors);
    let key = form.get("idempotency_key");
    if key.is_empty() || key.len() > 100 {
        errors.add("", "This page is too old. Open it again and send your enquiry once more.");
    }
    let read = contact_name.zip(email).zip(attendees).zip(mode);
    match read {
        Some((((contact_name, email), attendees), mode)) if errors.is_empty() => Ok(Enquire {
            organisation_id: looked_up.organisation.map(|(id, _)| id),
            organisation_name,
            person_id: looked_up.person_id,
            contact_name,
            email,
            phone,
            course_id: looked_up.course_id,
            topic,
            attendees,
            mode: mode.to_owned(),
            date_wishes,
            needs,
            budget_holder,
            po_route,
            idempotency_key: key.to_owned(),
            digest: form.digest(),
        }),
        _ => Err(errors),
    }
}

fn read_attendees(form: &Posted, errors: &mut FieldErrors) -> Option<i32> {
    let number = form.get("attendees").trim().parse::<i32>().ok();
    let number = number.filter(|number| (1..=MOST_ATTENDEES).contains(number));
    if number.is_none() {
        errors.add("attendees", "Enter about how many people would take part, as a number like 20");
    }
    number
}

/// An acceptance as typed.
#[derive(Clone, Debug)]
pub(super) struct TypedAcceptance {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) po_number: String,
    /// Where the invoice goes by mail; "" for the contact's address.
    pub(super) billing_email: String,
    /// The postal address on the invoice; may be empty.
    pub(super) billing_address: String,
}

impl TypedAcceptance {
    pub(super) fn by(&self) -> AcceptedBy<'_> {
        AcceptedBy { name: &self.name, role: &self.role, po_number: &self.po_number }
    }
}

/// Reads an acceptance: name, role, purchase order, tick (INH-3).
pub(super) fn read_acceptance(form: &Posted) -> Result<TypedAcceptance, FieldErrors> {
    let mut errors = FieldErrors::new();
    let name = errors.check("name", PersonName::parse(form.get("name")));
    let role = ROLE.read(form, &mut errors);
    let po_number = PO_NUMBER.read(form, &mut errors);
    let billing_address = BILLING_ADDRESS.read(form, &mut errors);
    let billing_email = match form.get("billing_email").trim() {
        "" => Some(String::new()),
        typed => errors.check("billing_email", EmailAddress::parse(typed)).map(|email| email.as_str().to_owned()),
    };
    if !form.has("agreed") {
        errors.add("agreed", "Tick the box to say that you may accept this for your authority");
    }
    match name.zip(billing_email) {
        Some((name, billing_email)) if errors.is_empty() => {
            Ok(TypedAcceptance { name: name.as_str().to_owned(), role, po_number, billing_email, billing_address })
        }
        _ => Err(errors),
    }
}

/// Reads who registers; only an address of the authority's domain is taken where it wishes so (INH-4).
pub(super) fn read_registration(form: &Posted, domain: &str) -> Result<(PersonName, EmailAddress), FieldErrors> {
    let mut errors = FieldErrors::new();
    let name = errors.check("name", PersonName::parse(form.get("name")));
    let email = errors.check("email", EmailAddress::parse(form.get("email")));
    if email.as_ref().is_some_and(|email| !is_of_domain(email, domain)) {
        errors.add("email", format!("Use your work address, which ends in {domain}"));
    }
    match name.zip(email) {
        Some(read) if errors.is_empty() => Ok(read),
        _ => Err(errors),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [(&str, &str); 7] = [
        ("authority", "Leeds City Council"),
        ("contact_name", "Siân O’Neill"),
        ("email", "sian@example.org"),
        ("topic", "Reviews"),
        ("attendees", " 20 "),
        ("mode", "either"),
        ("idempotency_key", "k"),
    ];

    fn read(changed: &[(&str, &str)], looked_up: LookedUp) -> Result<Enquire, Vec<String>> {
        let mut fields: Vec<(&str, &str)> = GOOD.to_vec();
        fields.retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
        fields.extend(changed);
        read_enquiry(&Posted::of(&fields), looked_up)
            .map_err(|errors| errors.iter().map(|error| error.field.clone()).collect())
    }

    fn nothing() -> LookedUp {
        LookedUp { organisation: None, course_id: None, person_id: None }
    }

    #[test]
    fn an_enquiry_is_read_as_typed() {
        let enquiry = read(&[], nothing()).unwrap();

        assert_eq!((enquiry.attendees, enquiry.mode.as_str()), (20, "either"));
        assert_eq!(enquiry.organisation_name, "Leeds City Council");
    }

    #[test]
    fn the_name_on_our_list_wins_over_the_typed_one_and_a_course_over_a_topic() {
        let found = LookedUp { organisation: Some((7, "Leeds".to_owned())), course_id: Some(3), person_id: None };
        let enquiry = read(&[("topic", ""), ("authority", "")], found).unwrap();

        assert_eq!((enquiry.organisation_id, enquiry.organisation_name.as_str()), (Some(7), "Leeds"));
        assert_eq!(enquiry.course_id, Some(3));
    }

    #[test]
    fn what_is_missing_is_said_beside_its_field() {
        for (field, typed) in [
            ("authority", " "),
            ("contact_name", ""),
            ("email", "nobody"),
            ("topic", ""),
            ("attendees", "0"),
            ("attendees", "many"),
            ("attendees", "2001"),
            ("mode", "by_post"),
        ] {
            assert_eq!(read(&[(field, typed)], nothing()).unwrap_err(), [field], "{field} {typed:?}");
        }
    }

    #[test]
    fn inh_3_an_acceptance_needs_name_role_and_tick() {
        let errors = read_acceptance(&Posted::of(&[])).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();

        assert_eq!(fields, ["name", "role", "agreed"]);
    }
}
