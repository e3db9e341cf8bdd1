//! What a booking owes, as `payments` sees it: one line a place, and a payment page for the whole.

use entity::{booking, place};

use super::groups::place_status::place_name;
use super::joining::{Owed, still_owed};
use super::pricing::why_words;
use super::store;
use crate::app::App;
use crate::db::Tx;
use crate::events::EventDetails;
use crate::kernel::{Instant, LinkPurpose, Pence, Unexpected};
use crate::payments::{
    self, CheckoutId, CheckoutLine, NewCheckout, NewLine, OpenedCharge, Overpaid, Payer, PayerKind, Purpose,
    VatTreatment,
};

/// The fund course fees belong to.
pub(super) const GENERAL_FUND: &str = "general";
/// The activity they are reported under.
pub(super) const TRAINING: &str = "training";

/// What to charge for.
pub(super) struct ChargeFor<'a> {
    pub(super) places: &'a [place::Model],
    pub(super) event: &'a EventDetails,
    pub(super) list_price: Pence,
    pub(super) vat: &'a str,
}

/// Who owes a booking, and what it is called.
pub(super) struct Owing<'a> {
    pub(super) reference: &'a str,
    pub(super) person_id: Option<i64>,
    pub(super) booker_name: &'a str,
    pub(super) booker_email: &'a str,
    pub(super) organisation_id: Option<i64>,
    pub(super) organisation_name: Option<&'a str>,
}

impl<'a> From<&'a booking::Model> for Owing<'a> {
    fn from(booking: &'a booking::Model) -> Self {
        Self {
            reference: &booking.reference,
            person_id: booking.booker_person_id,
            booker_name: &booking.booker_name,
            booker_email: &booking.booker_email,
            organisation_id: booking.organisation_id,
            organisation_name: booking.organisation_name.as_deref(),
        }
    }
}

/// Writes the charge that a booking is about to name; [`fill_booking_charge`] follows in the same transaction.
pub(super) async fn open_booking_charge(
    app: &App,
    tx: &Tx,
    owing: &Owing<'_>,
    event: &EventDetails,
    now: Instant,
) -> Result<OpenedCharge, Unexpected> {
    let payer = Payer {
        kind: match owing.organisation_name {
            Some(_) => PayerKind::Organisation(owing.organisation_id),
            None => PayerKind::Person(owing.person_id),
        },
        name: owing.organisation_name.unwrap_or(owing.booker_name).to_owned(),
        email: owing.booker_email.to_owned(),
    };
    let description = format!("{}, booking {}", event.title, owing.reference);
    payments::open_charge(tx, app.tokens.as_ref(), (&payer, &description), now).await
}

/// Writes one line a place at the price kept on the place, and names each place's line.
pub(super) async fn fill_booking_charge(
    tx: &Tx,
    charge: OpenedCharge,
    subject: ChargeFor<'_>,
    now: Instant,
) -> Result<(), Unexpected> {
    let ChargeFor { places, .. } = subject;
    let lines = places.iter().map(|place| {
        let price = Pence::new(place.price_pence);
        let list_price = [subject.list_price, Pence::new(place.list_pence), price].into_iter().max().unwrap_or(price);
        NewLine {
            purpose: Purpose::Place(place.id),
            description: line_words(subject.event, place),
            vat: VatTreatment::parse(subject.vat).unwrap_or(VatTreatment::OutsideScope),
            list_price,
            discount: list_price - price,
            fund: GENERAL_FUND.to_owned(),
            activity: TRAINING.to_owned(),
        }
    });
    let (lines, later) = (lines.collect::<Vec<_>>(), tx.later());
    let raised = tx.together(payments::fill_charge(&later, charge, &lines, now)).await?;
    let links: Vec<(i64, i64)> = places.iter().map(|place| place.id).zip(raised.line_ids).collect();
    Ok(store::set_charge_lines(&tx.later(), &links).await?)
}

/// What a receipt says of a place: the event, who attends, and why it costs less than others (ELG-10).
fn line_words(event: &EventDetails, place: &place::Model) -> String {
    let words = format!("{}: {}", event.title, place_name(place));
    let price = Pence::new(place.price_pence);
    if price >= Pence::new(place.list_pence) {
        return words;
    }
    format!("{words} ({})", why_words(&place.price_reason, &place.price_note, price, price))
}

/// Raises another charge for a booking whose first one was given up (HLD-5), and gives its id.
pub(super) async fn raise_booking_charge(
    app: &App,
    tx: &Tx,
    booking: &booking::Model,
    subject: ChargeFor<'_>,
    now: Instant,
) -> Result<i64, Unexpected> {
    let charge = open_booking_charge(app, tx, &Owing::from(booking), subject.event, now).await?;
    let id = charge.id;
    fill_booking_charge(tx, charge, subject, now).await?;
    store::set_charge(tx, booking.id, id).await?;
    Ok(id)
}

/// Writes the payment page to be opened for what the booking owes now, `amount`, and for the membership that is paid with it
/// (ELG-7); it ends at `expires_at`.
pub(super) async fn start_booking_checkout(
    app: &App,
    tx: &Tx,
    booking: &booking::Model,
    event: &EventDetails,
    (amount, expires_at): (Pence, Instant),
    now: Instant,
) -> Result<CheckoutId, Unexpected> {
    let places = store::load_places(tx, booking.id).await?;
    let charge_id = booking.charge_id.ok_or_else(|| Unexpected::because("a booking to be paid has no charge"))?;
    let mut lines: Vec<CheckoutLine> = places
        .iter()
        .map(|place| CheckoutLine {
            name: format!("{}: {}", event.title, place_name(place)),
            amount: Pence::new(place.price_pence),
        })
        .collect();
    let membership = match still_owed(tx, booking, now).await? {
        Owed::Nothing => Pence::ZERO,
        Owed::Membership { name, amount } => {
            lines.push(CheckoutLine { name, amount });
            amount
        }
        Owed::Over => return Err(Unexpected::because("a booking is to be paid with a membership that is over")),
    };
    let page = format!("/manage/{}", app.links.token(LinkPurpose::ManageBooking, booking.id, booking.link_generation));
    let checkout = NewCheckout {
        charge_id,
        amount: amount + membership,
        expires_at,
        return_path: format!("{page}?returned=1"),
        cancel_path: page,
        description: format!("{}, booking {}", event.title, booking.reference),
        customer_email: booking.booker_email.clone(),
        lines,
    };
    payments::start_checkout(tx, app, checkout, now).await
}

/// Credits everything an unpaid booking owes: nobody will pay it any more.
pub(super) async fn credit_unpaid(
    tx: &Tx,
    booking: &booking::Model,
    reason: &str,
    now: Instant,
) -> Result<(), Unexpected> {
    let places = store::load_places(tx, booking.id).await?;
    let lines: Vec<(i64, Pence)> = places
        .iter()
        .filter_map(|place| place.charge_line_id.map(|line_id| (line_id, Pence::new(place.price_pence))))
        .filter(|(_, price)| price.get() > 0)
        .collect();
    if let (Some(charge_id), false) = (booking.charge_id, lines.is_empty()) {
        payments::credit_lines(tx, &lines, reason, &format!("unpaid:{charge_id}"), now).await?;
    }
    Ok(())
}

/// Gives back what was paid towards a booking that has just ended before all of it was paid; [`credit_unpaid`] comes first.
/// Gives the sum, nothing for nearly every booking.
pub(super) async fn return_part_payment(
    app: &App,
    tx: &Tx,
    booking: &booking::Model,
    (reason, requested_by): (&str, Option<i64>),
    now: Instant,
) -> Result<Pence, Unexpected> {
    let Some(charge_id) = booking.charge_id else { return Ok(Pence::ZERO) };
    let dedupe_key = format!("part-paid:{charge_id}");
    let overpaid = Overpaid { charge_id, reason, dedupe_key: &dedupe_key, requested_by };
    payments::refund_overpaid(tx, app.tokens.as_ref(), overpaid, now).await
}
