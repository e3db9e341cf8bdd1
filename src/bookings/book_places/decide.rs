//! Decides a booking behind its seats: window, eligibility, prices, total, terms. Nothing is written here.

use super::{BookPlaces, BookPlacesError};
use crate::app::App;
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
}

/// Pure but for what it was given: window, eligibility, prices, total, terms.
pub(super) fn decide(
    app: &App,
    command: &BookPlaces,
    (event, sale): (&EventDetails, &EventSale),
    is_member: bool,
    now: Instant,
) -> Result<Plan, BookPlacesError> {
    sale_facts(event, sale).check(now).map_err(BookPlacesError::NotOnSale)?;
    if sale.members_only && !is_member {
        return Err(BookPlacesError::MembersOnly);
    }
    if sale.members_only && (command.unnamed > 0 || !command.attendees.iter().all(|attendee| attendee.is_booker)) {
        return Err(BookPlacesError::OwnPlaceOnly);
    }
    // The authority that ordered a private date pays for it; its people pay nothing (INH-4).
    let agreed = PlacePrice { list: Pence::ZERO, price: Pence::ZERO, reason: PriceReason::Agreed };
    let price_of = |is_member| if event.is_private() { agreed } else { sale.prices.price_for(is_member) };
    let named = command.attendees.iter().map(|attendee| price_of(attendee.is_booker && is_member));
    // Whoever comes on a place without a name pays anyone's price; a member's difference comes back by itself (D8).
    let unnamed = std::iter::repeat_n(price_of(false), command.unnamed);
    let prices: Vec<PlacePrice> = named.chain(unnamed).collect();
    let total: Pence = prices.iter().map(|price| price.price).sum();
    if total != command.shown_total {
        return Err(BookPlacesError::PriceChanged { shown: command.shown_total, now: total });
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
        _ => Ok(Plan { prices, total, method, start_now_accepted: needs_box }),
    }
}
