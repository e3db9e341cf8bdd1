//! Decides a booking behind its seats: window, eligibility, prices, total, terms. Nothing is written here.

use super::join::JoinPlan;
use super::{BookPlaces, BookPlacesError};
use crate::app::App;
use crate::bookings::discounts::code_terms::CodeTerms;
use crate::bookings::discounts::offers::Priced;
use crate::bookings::discounts::{UsedCode, price_with};
use crate::bookings::event_facts::{event_dates, sale_facts};
use crate::bookings::hold::{PaymentMethod, bank_transfer_is_in_time};
use crate::bookings::pricing::{PlacePrice, PriceReason};
use crate::bookings::refund_policy::needs_start_now;
use crate::bookings::sale::EventSale;
use crate::bookings::sale_window::NotOnSale;
use crate::events::EventDetails;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence};

/// A priced booking, decided before anything is written.
pub(in crate::bookings) struct Plan {
    pub(in crate::bookings) prices: Vec<PlacePrice>,
    pub(in crate::bookings) total: Pence,
    pub(in crate::bookings) method: PaymentMethod,
    pub(in crate::bookings) start_now_accepted: bool,
    /// The discount code that took something off.
    pub(in crate::bookings) code: Option<UsedCode>,
    /// The membership that is joined.
    pub(in crate::bookings) join: JoinPlan,
    /// Why a place is given away; "" for places that are sold (AC-16).
    pub(in crate::bookings) note: String,
}

/// Pure but for what it was given: window, eligibility, prices, total, terms.
pub(super) fn decide(
    app: &App,
    command: &BookPlaces,
    (event, sale): (&EventDetails, &EventSale),
    (is_member, code, past, join): (bool, Option<&CodeTerms>, Option<i32>, JoinPlan),
    now: Instant,
) -> Result<Plan, BookPlacesError> {
    sale_facts(event, sale).check(now).map_err(BookPlacesError::NotOnSale)?;
    if sale.members_only && !is_member {
        return Err(BookPlacesError::MembersOnly);
    }
    let brings_others =
        command.unnamed > 0 || command.rest.is_some() || !command.attendees.iter().all(|attendee| attendee.is_booker);
    if sale.members_only && brings_others {
        return Err(BookPlacesError::OwnPlaceOnly);
    }
    check_opened(command, sale, code)?;
    if command.extras.shown_policy.is_some_and(|shown| shown != sale.policy.id) {
        return Err(BookPlacesError::PolicyChanged);
    }
    let own_is_member = is_member || join.together.is_some();
    let named = command.attendees.iter().map(|attendee| attendee.is_booker && own_is_member);
    // Whoever comes on a place without a name pays anyone's price; a member's difference comes back by itself (D8).
    let members: Vec<bool> = named.chain(std::iter::repeat_n(false, command.unnamed)).collect();
    let priced = if event.is_private() {
        agreed(members.len())
    } else {
        price_with(sale, code, &members, now).ok_or(BookPlacesError::CodeDoesNotApply)?
    };
    let total = priced.total();
    let with_membership = total + join.price();
    let shown = command.shown_total + command.extras.shown_membership;
    if total != command.shown_total || with_membership != shown {
        return Err(BookPlacesError::PriceChanged { shown, now: with_membership });
    }
    if join.together.is_some() && (total.is_zero() || command.method != PaymentMethod::Card) {
        return Err(BookPlacesError::JoinNotPossible);
    }
    let method = if total.is_zero() { PaymentMethod::Free } else { command.method };
    let dates = event_dates(event).ok_or(BookPlacesError::NotOnSale(NotOnSale::DateUnknown))?;
    let needs_box = !total.is_zero() && needs_start_now(command.payer, london_date(now), dates);
    if needs_box && !command.start_now_accepted {
        return Err(BookPlacesError::StartNowNotAccepted);
    }
    match method {
        PaymentMethod::BankTransfer if !bank_transfer_is_in_time(dates.begins(), now) => {
            Err(BookPlacesError::TooLateForBankTransfer)
        }
        PaymentMethod::Invoice if command.billing.is_none() || command.organisation.is_none() => {
            Err(BookPlacesError::InvoiceForOrganisations)
        }
        PaymentMethod::Card if app.gateway.is_none() => Err(BookPlacesError::NoCardPayments),
        _ => Ok(Plan {
            code: used_code(code, &priced, (past, sale.rules.code_only)),
            join,
            note: String::new(),
            prices: priced.places,
            total,
            method,
            start_now_accepted: needs_box,
        }),
    }
}

/// A date with a code only is booked by officers, and by whoever has a code that opens it (ELG-12).
fn check_opened(command: &BookPlaces, sale: &EventSale, code: Option<&CodeTerms>) -> Result<(), BookPlacesError> {
    let is_open = !sale.rules.code_only || command.officer.is_some();
    match (is_open || code.is_some_and(|code| code.powers.opens_hidden), &command.extras.code) {
        (true, _) => Ok(()),
        (false, Some(_)) => Err(BookPlacesError::CodeDoesNotApply),
        (false, None) => Err(BookPlacesError::CodeNeeded),
    }
}

/// The authority that ordered a private date pays for it; its people pay nothing (INH-4).
fn agreed(places: usize) -> Priced {
    let free = PlacePrice::plain(Pence::ZERO, Pence::ZERO, PriceReason::Agreed);
    Priced { places: vec![free; places], given_by_code: Pence::ZERO }
}

/// A code that takes nothing off, opens nothing and was not needed for the seats is not used up. One that went past the waiting
/// list is, even when no seat was beyond the last one: its count bounds it (ELG-12).
fn used_code(code: Option<&CodeTerms>, priced: &Priced, (past, opens): (Option<i32>, bool)) -> Option<UsedCode> {
    let code = code.filter(|_| !priced.given_by_code.is_zero() || past.is_some() || opens)?;
    let seats_past_capacity = past.unwrap_or(0);
    Some(UsedCode { id: code.id, code: code.code.clone(), given: priced.given_by_code, seats_past_capacity })
}
