//! The form with which an officer books for somebody (GRP-9): any number of places, named now or later. It becomes the same
//! command that the public form makes.

use super::name_list::{ListRow, read_list};
use crate::bookings::book_places::{Attendee, BookPlaces, Extras, SeatsFrom};
use crate::bookings::hold::PaymentMethod;
use crate::bookings::invoicing::InvoiceFields;
use crate::bookings::modes::PlaceMode;
use crate::bookings::refund_policy::PayerKind;
use crate::kernel::short_text::clean_line;
use crate::kernel::{EmailAddress, Pence, PersonName};
use crate::web::{FieldErrors, FormView, Posted};

/// Places that one statement can write; a larger group is booked in parts.
pub(super) const MOST_PLACES: usize = 1_000;

/// The form as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct SomebodyForm {
    booker_name: String,
    booker_email: String,
    payer: String,
    organisation: String,
    places: String,
    mode: String,
    names: String,
    pay: String,
    start_now: bool,
    invoice: InvoiceFields,
    shown_standard: String,
    shown_early: String,
    shown_early_left: String,
    key: String,
}

impl SomebodyForm {
    /// The form as first shown: an organisation, by bank transfer.
    pub(super) fn blank(key: String) -> Self {
        let payer = PayerKind::Organisation.word().to_owned();
        Self { payer, pay: "bank".to_owned(), key, ..Self::default() }
    }

    /// What was typed.
    pub(super) fn read(posted: &Posted) -> Self {
        let field = |name: &str| posted.get(name).to_owned();
        Self {
            booker_name: field("booker_name"),
            booker_email: field("booker_email"),
            payer: field("payer"),
            organisation: field("organisation"),
            places: field("places"),
            mode: field("mode"),
            names: field("names"),
            pay: field("pay"),
            start_now: posted.has("start_now"),
            invoice: InvoiceFields::read(posted),
            shown_standard: field("shown_standard"),
            shown_early: field("shown_early"),
            shown_early_left: field("shown_early_left"),
            key: field("idempotency_key"),
        }
    }

    /// The key that makes a double submit one booking.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Whether the details for an invoice are wanted, or somebody typed into them.
    pub(super) fn wants_invoice(&self) -> bool {
        self.pay == "invoice" || self.invoice.is_touched()
    }

    /// The form for the template.
    pub(super) fn view(&self) -> FormView {
        let mut view = FormView::filled([
            ("booker_name", self.booker_name.as_str()),
            ("booker_email", self.booker_email.as_str()),
            ("payer", self.payer.as_str()),
            ("organisation", self.organisation.as_str()),
            ("places", self.places.as_str()),
            ("mode", self.mode.as_str()),
            ("names", self.names.as_str()),
            ("pay", self.pay.as_str()),
            ("start_now", if self.start_now { "yes" } else { "" }),
        ]);
        self.invoice.fill(&mut view);
        view
    }

    /// The command of the officer, or everything that is wrong.
    pub(super) fn command(&self, event_id: i64, officer: i64, digest: String) -> Result<BookPlaces, FieldErrors> {
        let mut errors = FieldErrors::new();
        let name = errors.check("booker_name", PersonName::parse(&self.booker_name));
        let email = errors.check("booker_email", EmailAddress::parse(&self.booker_email));
        let payer = PayerKind::parse(&self.payer);
        if payer.is_none() {
            errors.add("payer", "Say who is paying: the person, or an organisation.");
        }
        let organisation = match payer {
            Some(PayerKind::Organisation) => errors.check("organisation", organisation_name(&self.organisation)),
            _ => None,
        };
        let places = errors.check("places", place_count(&self.places));
        let attendees = errors.check("names", self.attendees()).unwrap_or_default();
        let unnamed = places.map(|places| places.checked_sub(attendees.len()));
        if unnamed == Some(None) {
            errors.add("names", "There are more names than places. Raise the number of places, or take names out.");
        }
        let method = if self.pay == "invoice" { PaymentMethod::Invoice } else { PaymentMethod::BankTransfer };
        let billing = (method == PaymentMethod::Invoice).then(|| self.invoice.check(&mut errors)).flatten();
        if method == PaymentMethod::Invoice && payer == Some(PayerKind::Person) {
            errors.add(
                "pay",
                "Only organisations pay by invoice. Choose a bank transfer, or say that an organisation pays.",
            );
        }
        let mode = PlaceMode::parse(&self.mode);
        let modes = mode.into_iter().flat_map(|mode| std::iter::repeat_n(mode, places.unwrap_or_default())).collect();
        match (name, email, payer, unnamed.flatten(), errors.is_empty()) {
            (Some(booker_name), Some(booker_email), Some(payer), Some(unnamed), true) => Ok(BookPlaces {
                event_id,
                booker_person_id: None,
                booker_name,
                booker_email,
                shown_total: self.shown_total(attendees.len() + unnamed),
                attendees,
                unnamed,
                officer: Some(officer),
                payer,
                organisation,
                method,
                billing,
                start_now_accepted: self.start_now,
                seats: SeatsFrom::Public,
                rest: None,
                extras: Extras { modes, ..Extras::default() },
                idempotency_key: self.key.trim().to_owned(),
                digest,
            }),
            _ => Err(errors),
        }
    }

    /// The people named, or the first row that cannot be read.
    fn attendees(&self) -> Result<Vec<Attendee>, String> {
        if self.names.trim().is_empty() {
            return Ok(Vec::new());
        }
        let rows = read_list(self.names.as_bytes()).map_err(|error| format!("{error}."))?;
        let attendee = |row: ListRow| {
            let listed = row.outcome.map_err(|why| format!("Row {}: {why}.", row.number))?;
            Ok(Attendee { name: listed.name, email: listed.email, is_booker: false })
        };
        rows.into_iter().map(attendee).collect()
    }

    /// What the page showed for so many places (ELG-15): the early price for as many as could have it, the standard price for the
    /// others (ELG-11). A price that cannot be read never matches.
    fn shown_total(&self, places: usize) -> Pence {
        let price = |shown: &str| shown.parse::<i64>().ok().filter(|pence| (0..=100_000_000).contains(pence));
        let early = price(&self.shown_early);
        let left = self.shown_early_left.parse().unwrap_or(usize::MAX);
        let at_early = early.map_or(0, |_| std::cmp::min(left, places));
        let sum = |price: i64, places: usize| Some(price * i64::try_from(places).ok()?);
        let rest = price(&self.shown_standard).and_then(|standard| sum(standard, places - at_early));
        let total = rest.zip(sum(early.unwrap_or_default(), at_early)).map(|(rest, early)| rest + early);
        total.map_or(Pence::new(-1), Pence::new)
    }
}

fn organisation_name(typed: &str) -> Result<String, String> {
    if typed.trim().is_empty() {
        return Err("Enter the name of the organisation that pays.".to_owned());
    }
    clean_line(typed, 200).map_err(|error| error.to_string())
}

fn place_count(typed: &str) -> Result<usize, String> {
    let count = typed.trim().parse::<usize>().ok().filter(|count| (1..=MOST_PLACES).contains(count));
    count.ok_or_else(|| "Enter how many places, as a whole number from 1 to 1,000.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(fields: &[(&str, &str)]) -> Result<BookPlaces, Vec<String>> {
        let usual = [
            ("booker_name", "Hannah Quill"),
            ("booker_email", "hannah@example.org"),
            ("payer", "organisation"),
            ("organisation", "Sampleton Council"),
            ("places", "12"),
            ("shown_standard", "9000"),
            ("idempotency_key", "key"),
        ];
        let kept = usual.iter().filter(|(name, _)| fields.iter().all(|(changed, _)| changed != name));
        let all: Vec<(&str, &str)> = kept.chain(fields).copied().collect();
        let form = SomebodyForm::read(&Posted::of(&all));
        form.command(1, 2, String::new()).map_err(|errors| errors.iter().map(|error| error.field.clone()).collect())
    }

    #[test]
    fn grp_9_an_officer_books_more_than_ten_named_or_not() {
        let twelve = command(&[("names", "Asha, asha@example.org\nBo, bo@example.org")]).unwrap();

        assert_eq!((twelve.attendees.len(), twelve.unnamed), (2, 10));
        assert_eq!(twelve.shown_total, Pence::new(108_000));
        assert_eq!(twelve.officer, Some(2));
        assert_eq!(command(&[]).unwrap().unnamed, 12);
    }

    #[test]
    fn elg_11_the_shown_total_takes_the_early_price_for_as_many_as_can_have_it() {
        let table = [
            ("", "", 108_000),
            ("7000", "", 84_000),
            ("7000", "5", 98_000),
            ("7000", "50", 84_000),
            ("7000", "0", 108_000),
        ];
        for (early, left, expected) in table {
            let booked = command(&[("shown_early", early), ("shown_early_left", left)]).unwrap();
            assert_eq!(booked.shown_total, Pence::new(expected), "{early} {left}");
        }
    }

    #[test]
    fn inv_1_an_officer_books_by_invoice_for_an_organisation_and_for_nobody_else() {
        let invoice = [("pay", "invoice"), ("billing_address", "Town Hall"), ("billing_email", "accounts@example.org")];
        let booked = command(&[&invoice[..], &[("po_number", "PO-1")]].concat()).unwrap();
        assert_eq!(booked.method, PaymentMethod::Invoice);
        assert_eq!(booked.billing.and_then(|ask| ask.po_number).as_deref(), Some("PO-1"));

        assert_eq!(command(&[&invoice[..], &[("payer", "person")]].concat()).unwrap_err(), ["pay"]);
        assert_eq!(command(&[("pay", "invoice")]).unwrap_err(), ["billing_address", "billing_email"]);
        let by_bank = command(&[("pay", "bank"), ("billing_address", "Town Hall")]).unwrap();
        assert_eq!((by_bank.method, by_bank.billing), (PaymentMethod::BankTransfer, None));
    }

    #[test]
    fn a_number_of_places_that_is_none_is_refused() {
        for places in ["", "0", "-1", "1.5", "1001", "99999999999999999999", "ten", "0x10", "１２"] {
            assert_eq!(command(&[("places", places)]).unwrap_err(), ["places"], "{places}");
        }
        assert_eq!(
            command(&[("places", "1"), ("names", "Asha, a@example.org\nBo, b@example.org")]).unwrap_err(),
            ["names"]
        );
        assert_eq!(command(&[("names", "Asha")]).unwrap_err(), ["names"]);
        assert_eq!(command(&[("shown_standard", "9e9")]).unwrap().shown_total, Pence::new(-1));
    }
}
