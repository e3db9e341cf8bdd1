//! The booking form: untrusted text to a command, with a sentence beside each field that is wrong.

use super::attendee_rows::{AttendeeRow, row_fields};
use super::book_places::{Attendee, BookPlaces, Extras, SeatsFrom};
use super::discounts::form_fields::PriceFields;
use super::hold::PaymentMethod;
use super::invoicing::InvoiceFields;
use super::modes::{ModeFields, ModeRows};
use super::refund_policy::PayerKind;
use super::waiting_list::booking_part::WaitingFields;
use crate::kernel::short_text::clean_line;
use crate::kernel::{EmailAddress, Pence, PersonName};
use crate::members::people::PersonRow;
use crate::web::{FieldErrors, FormView, Posted};

/// Highest row number read; more rows than a booking may hold are refused by the rules, not here.
const LAST_ROW: usize = 40;

/// The booking form as typed, ready to be shown again exactly.
#[derive(Clone, Debug, Default)]
pub struct BookingForm {
    /// The signed-in booker comes too; their own row has no fields.
    pub me: bool,
    /// Rows by the number in their names.
    pub rows: Vec<AttendeeRow>,
    booker_name: String,
    booker_email: String,
    payer: String,
    organisation: String,
    start_now: bool,
    /// How many places are to be named later, as typed.
    unnamed: String,
    /// The number that the total on the page was worked out with.
    shown_unnamed: String,
    pay: String,
    shown_standard: String,
    shown_mine: String,
    idempotency_key: String,
    /// Code, and what the page showed.
    pub price: PriceFields,
    invoice: InvoiceFields,
    /// In the room or online, where a date has both.
    pub modes: ModeFields,
    /// Whose seats the form is for, and who of the group waits.
    pub waiting: WaitingFields,
}

impl BookingForm {
    /// The form as first shown: the signed-in person comes, others start with one empty row.
    pub fn blank(is_signed_in: bool, idempotency_key: String) -> Self {
        let rows = if is_signed_in { Vec::new() } else { vec![AttendeeRow { number: 1, ..AttendeeRow::default() }] };
        Self { me: is_signed_in, rows, payer: PayerKind::Person.word().to_owned(), idempotency_key, ..Self::default() }
    }

    /// Reads what was sent, typed text untouched.
    pub fn read(posted: &Posted) -> Self {
        let rows = (1..=LAST_ROW).filter_map(|number| {
            let (name, email) = row_fields(number);
            (posted.has(&name) || posted.has(&email)).then(|| AttendeeRow {
                number,
                name: posted.get(&name).to_owned(),
                email: posted.get(&email).to_owned(),
            })
        });
        Self {
            me: posted.get("me") == "yes",
            rows: rows.collect(),
            booker_name: posted.get("booker_name").to_owned(),
            booker_email: posted.get("booker_email").to_owned(),
            payer: posted.get("payer").to_owned(),
            organisation: posted.get("organisation").to_owned(),
            start_now: posted.has("start_now"),
            unnamed: posted.get("unnamed").to_owned(),
            shown_unnamed: posted.get("shown_unnamed").to_owned(),
            pay: posted.get("pay").to_owned(),
            shown_standard: posted.get("shown_standard").to_owned(),
            shown_mine: posted.get("shown_mine").to_owned(),
            idempotency_key: posted.get("idempotency_key").to_owned(),
            price: PriceFields::read(posted),
            invoice: InvoiceFields::read(posted),
            modes: ModeFields::read(posted, LAST_ROW),
            waiting: WaitingFields::read(posted),
        }
    }

    /// Carries out an "add", "remove" or "apply" button, or lets those wait for whom there is no seat. False when a "pay" button was.
    pub fn edit_rows(&mut self, posted: &Posted) -> bool {
        if let Ok(left) = posted.get("waiting_split").parse::<usize>() {
            self.keep_first(left);
            return true;
        }
        match (posted.get("add"), posted.get("remove")) {
            ("me", _) => self.me = true,
            _ if posted.has("apply") => {}
            ("1", _) => {
                let number = self.rows.iter().map(|row| row.number).max().unwrap_or(0) + 1;
                self.rows.push(AttendeeRow { number, ..AttendeeRow::default() });
            }
            (_, "me") => self.me = false,
            // Nothing is bought without its button; and without script the total shown may be another number's: show it again first.
            (_, "") => return self.pay.is_empty() || self.has_stale_total(),
            (_, number) => self.rows.retain(|row| row.number.to_string() != number),
        }
        true
    }

    /// Keeps the first `left` places on the form, named ones before those to be named later, and puts the others on the waiting
    /// list (GRP-10).
    fn keep_first(&mut self, left: usize) {
        let (before, mine) = (self.places(), usize::from(self.me));
        self.rows.truncate(left.saturating_sub(mine));
        let later = std::cmp::min(self.unnamed(), left.saturating_sub(mine + self.rows.len()));
        self.unnamed = if later > 0 { later.to_string() } else { String::new() };
        self.waiting.add_to_rest(before.saturating_sub(self.places()));
    }

    /// How many places the form asks for.
    pub fn places(&self) -> usize {
        self.rows.len() + usize::from(self.me) + self.unnamed()
    }

    /// How many of them are to be named later (GRP-1); none while that cannot be read.
    pub fn unnamed(&self) -> usize {
        named_later(&self.unnamed).unwrap_or_default()
    }

    fn mode_rows(&self) -> ModeRows {
        let numbers = self.rows.iter().map(|row| row.number).collect();
        ModeRows { me: self.me, numbers, unnamed: self.unnamed() }
    }

    fn has_stale_total(&self) -> bool {
        let shown = named_later(&self.shown_unnamed).unwrap_or_default();
        named_later(&self.unnamed).is_ok_and(|count| count != shown)
    }

    /// Whether the invoice part was filled in, or asked for.
    pub fn asks_invoice(&self) -> bool {
        self.pay == "invoice" || self.invoice.is_touched()
    }

    /// The booker's address as typed, folded; "" while it is none.
    pub fn folded_email(&self) -> String {
        EmailAddress::parse(&self.booker_email).map(|email| email.folded()).unwrap_or_default()
    }

    /// The key that makes a double submit one booking.
    pub fn idempotency_key(&self) -> &str {
        &self.idempotency_key
    }

    /// The form for the template.
    pub fn view(&self) -> FormView {
        let mut view = FormView::filled([
            ("booker_name", self.booker_name.as_str()),
            ("booker_email", self.booker_email.as_str()),
            ("payer", self.payer.as_str()),
            ("organisation", self.organisation.as_str()),
            ("start_now", if self.start_now { "yes" } else { "" }),
            ("unnamed", self.unnamed.as_str()),
            ("places", ""),
            ("pay", ""),
        ]);
        self.price.fill(&mut view);
        self.invoice.fill(&mut view);
        self.modes.fill(&mut view, &self.mode_rows());
        for row in &self.rows {
            let (name, email) = row_fields(row.number);
            view.set(name, row.name.as_str());
            view.set(email, row.email.as_str());
        }
        view
    }

    /// The command, or everything that is wrong.
    pub fn command(
        &self,
        event_id: i64,
        booker: Option<&PersonRow>,
        digest: String,
    ) -> Result<BookPlaces, FieldErrors> {
        let mut errors = FieldErrors::new();
        let booker_details = match booker {
            Some(person) => own_details(person, &mut errors),
            None => self.typed_booker(&mut errors),
        };
        let own = booker_details.as_ref().filter(|_| self.me && booker.is_some());
        let attendees = self.attendees(own, &mut errors);
        let unnamed = errors.check("unnamed", named_later(&self.unnamed)).unwrap_or_default();
        let modes = self.modes.check(&self.mode_rows(), &mut errors);
        if self.places() == 0 {
            errors.add("places", "Add at least one person who is coming.");
        }
        // A free booking asks nobody who pays.
        let payer = if self.pay == "free" { Some(PayerKind::Person) } else { PayerKind::parse(&self.payer) };
        if payer.is_none() {
            errors.add("payer", "Say who is paying: you, or an organisation.");
        }
        let organisation = match payer {
            Some(PayerKind::Organisation) => errors.check("organisation", self.organisation_name()),
            _ => None,
        };
        let method = match self.pay.as_str() {
            "bank" => PaymentMethod::BankTransfer,
            "invoice" => PaymentMethod::Invoice,
            _ => PaymentMethod::Card,
        };
        let billing = if method == PaymentMethod::Invoice { self.invoice.check(&mut errors) } else { None };
        let key = self.idempotency_key.trim();
        if key.is_empty() || key.len() > 100 {
            errors.add("places", "This page is too old. Open the booking page again from the event.");
        }
        match (booker_details, payer, errors.is_empty()) {
            (Some((booker_name, booker_email)), Some(payer), true) => Ok(BookPlaces {
                event_id,
                booker_person_id: booker.map(|person| person.id),
                booker_name,
                booker_email,
                attendees,
                unnamed,
                officer: None,
                payer,
                organisation,
                method,
                billing,
                start_now_accepted: self.start_now,
                shown_total: self.price.shown_total(self.places()).unwrap_or_else(|| self.shown_total()),
                seats: SeatsFrom::Public,
                rest: self.waiting.rest_waits(),
                extras: Extras { modes, ..self.price.extras() },
                idempotency_key: key.to_owned(),
                digest,
            }),
            _ => Err(errors),
        }
    }

    /// Everybody who is named, the booker first when they come too.
    fn attendees(&self, own: Option<&(PersonName, EmailAddress)>, errors: &mut FieldErrors) -> Vec<Attendee> {
        let mut attendees = Vec::new();
        if let Some((name, email)) = own.cloned() {
            attendees.push(Attendee { name, email, is_booker: true });
        }
        for row in &self.rows {
            let (name_field, email_field) = row_fields(row.number);
            let name = errors.check(&name_field, PersonName::parse(&row.name));
            let email = errors.check(&email_field, EmailAddress::parse(&row.email));
            if let (Some(name), Some(email)) = (name, email) {
                if is_twin(&attendees, &name, &email) {
                    errors.add(&name_field, "This person is on the form twice. Remove one of the two.");
                }
                attendees.push(Attendee { name, email, is_booker: false });
            }
        }
        attendees
    }

    /// What the page said it would cost (ELG-15): the prices it showed times the rows it sent. Prices that cannot be read never match.
    fn shown_total(&self) -> Pence {
        let read = |text: &str| text.parse::<i64>().ok().filter(|pence| (0..=100_000_000).contains(pence));
        let mine = if self.me { read(&self.shown_mine) } else { Some(0) };
        let others = read(&self.shown_standard).zip(i64::try_from(self.rows.len() + self.unnamed()).ok());
        mine.zip(others).map_or(Pence::new(-1), |(mine, (standard, rows))| Pence::new(mine + standard * rows))
    }

    fn typed_booker(&self, errors: &mut FieldErrors) -> Option<(PersonName, EmailAddress)> {
        let name = errors.check("booker_name", PersonName::parse(&self.booker_name));
        let email = errors.check("booker_email", EmailAddress::parse(&self.booker_email));
        name.zip(email)
    }

    fn organisation_name(&self) -> Result<String, String> {
        if self.organisation.trim().is_empty() {
            return Err("Enter the name of the organisation that pays.".to_owned());
        }
        clean_line(&self.organisation, 200).map_err(|error| error.to_string())
    }
}

/// How many places are to be named later: empty is none. More than any booking may hold is refused by the rules, not here.
fn named_later(typed: &str) -> Result<usize, &'static str> {
    match typed.trim() {
        "" => Ok(0),
        typed if typed.len() <= 4 && typed.bytes().all(|byte| byte.is_ascii_digit()) => {
            typed.parse().map_err(|_| "Enter a whole number, such as 3.")
        }
        _ => Err("Enter a whole number, such as 3, or leave it empty."),
    }
}

fn own_details(person: &PersonRow, errors: &mut FieldErrors) -> Option<(PersonName, EmailAddress)> {
    let name = errors.check("places", PersonName::parse(&person.name));
    name.zip(errors.check("places", EmailAddress::parse(&person.email)))
}

fn is_twin(attendees: &[Attendee], name: &PersonName, email: &EmailAddress) -> bool {
    attendees.iter().any(|other| other.name.folded() == name.folded() && other.email.folded() == email.folded())
}
