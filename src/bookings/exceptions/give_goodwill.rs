//! Takes something off the price of one place though no rule asks for it: what is not paid yet is waived, what was paid goes
//! back (REF-16, REF-17). The place stays as it is.

use entity::{booking, place};
use serde_json::json;

use super::amounts::{NotGiven, split};
use super::emails::queue_goodwill;
use super::store as own;
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::bookings::booking_state::BookingState;
use crate::bookings::store;
use crate::bookings::what_comes_back::is_disputed;
use crate::db::Tx;
use crate::idempotency::{self, Claim};
use crate::jobs::Priority;
use crate::kernel::unexpected::{Context, unexpected_from};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::{self, RefundCharge};

/// The command.
#[derive(Clone, Debug)]
pub struct GiveGoodwill {
    /// Which booking.
    pub booking_id: i64,
    /// Which of its places, live or cancelled.
    pub place_id: i64,
    /// How much, above nothing, at most what is still charged for the place.
    pub amount: Pence,
    /// Why, for the record and the payer.
    pub reason: String,
    /// Who gives it; above £500 somebody else approves (D11).
    pub by: i64,
    /// The form's own key and the digest of what it said: sent twice, it is given once (REF-9).
    pub form: (String, String),
}

/// What was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoodwillGiven {
    /// No longer owed.
    pub waived: Pence,
    /// On its way back.
    pub refunded: Pence,
}

/// Why nothing was given. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum GoodwillError {
    /// No place of that booking, or a free one.
    #[error("Choose one of the places above that costs something.")]
    NoSuchPlace,
    /// Nothing, or less.
    #[error("Enter an amount of more than £0.")]
    Nothing,
    /// More than is still charged for the place.
    #[error("Only {open} is still charged for this place. Enter that or less.")]
    TooMuch {
        /// What is.
        open: Pence,
    },
    /// Nobody has paid for it yet: a hold is paid, given up or ends.
    #[error("This booking is not paid for yet. Wait until it is confirmed; then take something off.")]
    NotConfirmed,
    /// REF-19.
    #[error(
        "The bank that paid is looking into the payment, so nothing may go back now: it could be paid twice. Come back when the bank has decided."
    )]
    Disputed,
    /// The same form was sent with other words before.
    #[error("This form was sent before with something else in it. Reload the page and look at what was given.")]
    FormUsed,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(GoodwillError);

/// Gives it, or says why not and changes nothing.
pub async fn give_goodwill(app: &App, command: &GiveGoodwill) -> Result<GoodwillGiven, GoodwillError> {
    let now = app.now();
    app.db.write_tx(async |tx| give_in(app, tx, command, now).await).await
}

async fn give_in(app: &App, tx: &Tx, command: &GiveGoodwill, now: Instant) -> Result<GoodwillGiven, GoodwillError> {
    let actor = format!("person:{}", command.by);
    let (key, digest) = &command.form;
    match idempotency::claim(tx, key, &actor, digest, now).await? {
        Claim::Fresh => {}
        Claim::Repeat(known) => return Ok(read_given(&known)),
        Claim::Different => return Err(GoodwillError::FormUsed),
    }
    let charge_id = store::load_booking(tx, command.booking_id).await?.charge_id.ok_or(GoodwillError::NoSuchPlace)?;
    payments::lock_charge(tx, charge_id).await?;
    let booking = store::load_booking(tx, command.booking_id).await?;
    let places = store::load_places(tx, booking.id).await?;
    let place = places.iter().find(|place| place.id == command.place_id).ok_or(GoodwillError::NoSuchPlace)?;
    let line_id = place.charge_line_id.ok_or(GoodwillError::NoSuchPlace)?;
    if booking.state == BookingState::Held.word() {
        return Err(GoodwillError::NotConfirmed);
    }
    if is_disputed(tx, &booking).await? {
        return Err(GoodwillError::Disputed);
    }
    let open = payments::queries::open_of_line(tx, line_id).await?;
    let owed = payments::queries::charge_money(tx, charge_id).await?.unpaid();
    let given = split(command.amount, open, owed).map_err(|why| match why {
        NotGiven::Nothing => GoodwillError::Nothing,
        NotGiven::TooMuch => GoodwillError::TooMuch { open },
    })?;
    let giving = Giving { app, tx, command, booking: &booking, place, now };
    giving.lower_price().await?;
    giving.credit(line_id).await?;
    let back = giving.refund(charge_id, line_id, given).await?;
    // What was said is what is on its way, or nothing has happened.
    (back == given.refunded).then_some(()).context("a goodwill refund came to another amount than was asked for")?;
    giving.write_down(given).await?;
    idempotency::finish(tx, key, &actor, &format!("{}:{}", given.waived.get(), given.refunded.get())).await?;
    Ok(given)
}

/// What was given when the same form came before.
fn read_given(known: &str) -> GoodwillGiven {
    let amount = |text: &str| Pence::new(text.parse().unwrap_or_default());
    let (waived, refunded) = known.split_once(':').unwrap_or_default();
    GoodwillGiven { waived: amount(waived), refunded: amount(refunded) }
}

/// One reduction being carried out.
struct Giving<'a> {
    app: &'a App,
    tx: &'a Tx,
    command: &'a GiveGoodwill,
    booking: &'a booking::Model,
    place: &'a place::Model,
    now: Instant,
}

impl Giving<'_> {
    fn key(&self) -> String {
        format!("goodwill:{}", self.command.form.0)
    }

    /// A live place costs less from now on, so that cancelling it later does not give the same money back again.
    async fn lower_price(&self) -> Result<(), GoodwillError> {
        let price = std::cmp::max(Pence::new(self.place.price_pence) - self.command.amount, Pence::ZERO);
        let is_same = own::mark_price(self.tx, self.place, price).await?;
        is_same.then_some(()).context("a place changed behind its charge's lock")?;
        Ok(())
    }

    async fn credit(&self, line_id: i64) -> Result<(), GoodwillError> {
        let lines = [(line_id, self.command.amount)];
        let reason = format!("Goodwill: {}", self.command.reason);
        let credited = payments::credit_lines(self.tx, &lines, &reason, &self.key(), self.now).await?;
        (credited == self.command.amount).then_some(()).context("a goodwill credit came to another amount")?;
        Ok(())
    }

    async fn refund(&self, charge_id: i64, line_id: i64, given: GoodwillGiven) -> Result<Pence, GoodwillError> {
        if given.refunded.is_zero() {
            return Ok(Pence::ZERO);
        }
        let ask = RefundCharge {
            charge_id,
            lines: vec![(line_id, given.refunded)],
            reason: format!("Goodwill: {}", self.command.reason),
            dedupe_key: self.key(),
            requested_by: Some(self.command.by),
            priority: Priority::Usual,
        };
        Ok(payments::refund_charge(self.tx, self.app.tokens.as_ref(), ask, self.now).await?.total())
    }

    async fn write_down(&self, given: GoodwillGiven) -> Result<(), GoodwillError> {
        let entry = Entry {
            actor: Actor::Person(self.command.by),
            action: "place.goodwill_given",
            subject_kind: "place",
            subject_id: self.place.id,
            reason: Some(&self.command.reason),
            values: Some((
                json!({ "price_pence": self.place.price_pence }),
                json!({ "waived_pence": given.waived.get(), "refunded_pence": given.refunded.get() }),
            )),
        };
        record(self.tx, entry, self.now).await?;
        let words = (given, self.command.reason.as_str(), self.key());
        queue_goodwill(self.app, self.tx, (self.booking, self.place), words, self.now).await?;
        Ok(())
    }
}
