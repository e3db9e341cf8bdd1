//! Names the person a place is for: another one (SUB-1 to SUB-4), or the same one written rightly (SUB-5). A place at the member
//! price that goes to somebody else first costs the difference; nothing is changed until it is paid (SUB-2).

use entity::{booking, place_change};

use super::name_change::{ChangedBy, NameChange, is_same_name, name_change};
use super::naming::{Naming, difference};
use super::queries::{first_name_since_passed_on, has_twin};
use super::store::Person;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::invoicing::is_on_invoice;
use crate::bookings::place_change::settle_change::{Refusal, carry_into};
use crate::bookings::place_change::start_change::Started;
use crate::bookings::sale::find_sale;
use crate::bookings::self_service_gate::ChangeRefused;
use crate::bookings::store as bookings;
use crate::db::Tx;
use crate::kernel::unexpected::{Context, unexpected_from};
use crate::kernel::{EmailAddress, Instant, Pence, PersonName, Unexpected};
use crate::limits::Limit;

/// The command.
#[derive(Clone, Debug)]
pub struct NameAttendee {
    /// Which place.
    pub place_id: i64,
    /// Who is to come.
    pub name: PersonName,
    /// Where their mail goes.
    pub email: EmailAddress,
    /// In which right.
    pub by: ChangedBy,
    /// For the audit.
    pub actor: Actor,
    /// The difference the page showed, to be paid first; none before anybody was shown one.
    pub shown_due: Option<Pence>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// It said so already.
    Nothing,
    /// The same person, written rightly.
    Corrected,
    /// The same person at another address: the earlier links are worthless, fresh ones went there.
    Readdressed,
    /// Another person.
    Substituted,
    /// Another person, and the difference is on the invoice.
    OnInvoice {
        /// The difference to anyone's price.
        due: Pence,
    },
    /// Waits for the difference.
    AwaitsPayment(Started),
}

/// Why not; each says what to do next.
#[derive(Debug, thiserror::Error)]
pub enum NameAttendeeError {
    /// Cancelled, moved, expired or not paid yet.
    #[error("This place is not booked, so nobody can be named for it. The booking’s page shows how it stands.")]
    NotBooked,
    /// SUB-1, REF-18.
    #[error(
        "The event has started, so the place can no longer go to somebody else. Write to us if something is wrong."
    )]
    Started,
    /// SUB-4: the officer's own last day for this date has gone.
    #[error(
        "The last day to name another person for this date was {last_day}, so the place stays with whoever has it. You can still correct the spelling of a name; for anything else, write to us: we have noted when you asked."
    )]
    Locked {
        /// "Thursday 22 October 2026".
        last_day: String,
    },
    /// DUP-1.
    #[error("{name} has a place on this date already. Name somebody else, or cancel this place.")]
    AlreadyBooked {
        /// Whose.
        name: String,
    },
    /// ELG-6: each member books their own place.
    #[error(
        "This meeting is for members, and each member books their own place. Cancel this place, and let the other person book."
    )]
    MembersOnly,
    /// GRP-8: an attendee corrects, and does not pass on.
    #[error(
        "That looks like another person. Whoever booked the place can name somebody else for it; here you can correct the spelling of your own name, or your address."
    )]
    AskTheBooker,
    /// INH-4.
    #[error(
        "This training is for people with an address that ends in {domain}. Use a work address, or ask whoever arranged the training."
    )]
    OtherDomain {
        /// What addresses have to end in.
        domain: String,
    },
    /// Each change writes to somebody; nobody is flooded by somebody else.
    #[error(
        "Names and addresses have been changed many times today, so nothing has changed now. Try again tomorrow, or write to us."
    )]
    TooOften,
    /// SUB-2: shown, and confirmed, before anything happens.
    #[error("This place was booked at the member price. Pay {due} first; the name changes as soon as it is paid.")]
    DueFirst {
        /// The difference to anyone's price.
        due: Pence,
    },
    /// SUB-2 on an invoice: the difference goes onto it, once it was shown and confirmed (AC-04).
    #[error(
        "This place was booked at the member price and is paid by invoice. {due} goes onto the invoice with the new name; confirm it first."
    )]
    OnInvoice {
        /// The difference to anyone's price.
        due: Pence,
    },
    /// One change waits at a time.
    #[error("Another change of this booking waits for payment. Pay for it, or leave it, on the booking’s page first.")]
    ChangeWaiting,
    /// No card gateway.
    #[error("A difference has to be paid, and card payments are not set up. Write to us and we will arrange it.")]
    NoCardPayments,
    /// We or a supplier failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(NameAttendeeError);

/// Changes of one place that write to somebody.
const OF_PLACE: Limit = Limit { what: "place-namings", most: 5, window: chrono::Duration::days(1) };
/// Letters about having a place that one address gets by changes; a team's shared mailbox may get several.
const OF_ADDRESS: Limit = Limit { what: "place-naming-letters", most: 20, window: chrono::Duration::days(1) };
impl NameAttendeeError {
    /// The word kept with a request that an officer may make an exception from (REF-22).
    pub fn refused_because(&self) -> Option<&'static str> {
        match self {
            Self::Started => Some(ChangeRefused::Started.word()),
            Self::Locked { .. } => Some("locked"),
            _ => None,
        }
    }
}

/// Names the person, or says why not and changes nothing.
pub async fn name_attendee(app: &App, command: &NameAttendee) -> Result<Named, NameAttendeeError> {
    let now = app.now();
    // A change too many is no error inside: the transaction that counted it is kept.
    let named = app.db.write_tx(async |tx| name_in(app, tx, command, now).await).await?;
    named.ok_or(NameAttendeeError::TooOften)
}

async fn name_in(app: &App, tx: &Tx, command: &NameAttendee, now: Instant) -> Result<Option<Named>, NameAttendeeError> {
    let naming = Naming::open(app, tx, command.place_id, (command.by, command.actor), now).await?;
    naming.check_open()?;
    let old_name = PersonName::parse(&naming.place.attendee_name).map_err(|_| NameAttendeeError::NotBooked)?;
    let old_email = EmailAddress::parse(&naming.place.attendee_email).map_err(|_| NameAttendeeError::NotBooked)?;
    let person = Person { name: &command.name, email: &command.email };
    let mut change = name_change((&old_name, &old_email), (person.name, person.email), command.by);
    if change == NameChange::Nothing {
        return Ok(Some(Named::Nothing));
    }
    let first = first_name_since_passed_on(tx, naming.place.id).await.map_err(Unexpected::from)?;
    if first.is_some_and(|first| !is_same_name(&first, person.name.as_str())) {
        change = NameChange::Substitution;
    }
    if change == NameChange::Substitution && command.by == ChangedBy::Attendee {
        return Err(NameAttendeeError::AskTheBooker);
    }
    naming.check_domain(person).await?;
    let folded = (command.email.folded(), command.name.folded());
    if has_twin(tx, &naming.place, (&folded.0, &folded.1)).await? {
        return Err(NameAttendeeError::AlreadyBooked { name: command.name.as_str().to_owned() });
    }
    if change == NameChange::Correction {
        return correct(&naming, person).await;
    }
    let sale = find_sale(tx, naming.event.id.0).await?.context("a booked event is not on sale")?;
    if sale.members_only {
        return Err(NameAttendeeError::MembersOnly);
    }
    naming.check_lock(&sale)?;
    let due = difference(&naming.place, &sale);
    if due.is_zero() {
        if naming.is_too_often(person, (OF_PLACE, OF_ADDRESS)).await? {
            return Ok(None);
        }
        naming.pass_on(person, (&sale, Pence::ZERO)).await?;
        return Ok(Some(Named::Substituted));
    }
    if is_on_invoice(tx, &naming.booking).await? {
        if command.shown_due != Some(due) {
            return Err(NameAttendeeError::OnInvoice { due });
        }
        if naming.is_too_often(person, (OF_PLACE, OF_ADDRESS)).await? {
            return Ok(None);
        }
        naming.pass_on(person, (&sale, due)).await?;
        return Ok(Some(Named::OnInvoice { due }));
    }
    let started = naming.ask_for_difference(person, (&sale, due), command.shown_due).await?;
    Ok(Some(Named::AwaitsPayment(started)))
}

/// A spelling writes to nobody; another address does.
async fn correct(naming: &Naming<'_>, person: Person<'_>) -> Result<Option<Named>, NameAttendeeError> {
    let readdresses = naming.is_readdressed_by(person);
    if readdresses && naming.is_too_often(person, (OF_PLACE, OF_ADDRESS)).await? {
        return Ok(None);
    }
    naming.correct(person).await?;
    Ok(Some(if readdresses { Named::Readdressed } else { Named::Corrected }))
}

/// The difference has been paid: carries the change out, or says why it is no longer possible and changes nothing.
pub async fn name_when_paid(
    app: &App,
    tx: &Tx,
    (booking, change): (&booking::Model, &place_change::Model),
    payment_id: i64,
    now: Instant,
) -> Result<Result<(), Refusal>, Unexpected> {
    let place_id = change.place_id.context("a change of a person names no place")?;
    let by = if change.made_by == "officer" { ChangedBy::Officer } else { ChangedBy::Booker };
    let actor = change.actor_person_id.map_or(Actor::Link, Actor::Person);
    let naming = Naming::open(app, tx, place_id, (by, actor), now).await?;
    if naming.check_open().is_err() {
        return Ok(Err("the place was no longer booked, or the event had started"));
    }
    let name = PersonName::parse(&change.new_name).context("a change holds no name")?;
    let email = EmailAddress::parse(&change.new_email).context("a change holds no address")?;
    if has_twin(tx, &naming.place, (&email.folded(), &name.folded())).await? {
        return Ok(Err("the person had booked a place of their own"));
    }
    let sale = find_sale(tx, naming.event.id.0).await?.context("a booked event is not on sale")?;
    let due = difference(&naming.place, &sale);
    if due.get() != change.amount_pence {
        return Ok(Err("the difference was another one by then"));
    }
    naming.pass_on(Person { name: &name, email: &email }, (&sale, due)).await?;
    // Read again: a booking that cost nothing has its charge only now.
    let to = bookings::load_booking(tx, booking.id).await?.charge_id.context("a place at a price has no charge")?;
    carry_into(tx, change, payment_id, to, now).await?;
    Ok(Ok(()))
}
