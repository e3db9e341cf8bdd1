//! The prices that the booking form shows: worked out by the rules that charge them (ELG-15).

use serde::Serialize;

use super::code_terms::{CodeTerms, DOES_NOT_APPLY};
use super::find_code::price_with;
use super::offers::{EarlyBird, Priced};
use crate::bookings::pricing::{PlacePrice, why_words};
use crate::bookings::queries::money_words;
use crate::bookings::sale::EventSale;
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{Instant, Pence};

/// One price on the form.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PriceView {
    /// "£90" or "Free".
    pub price: String,
    /// In pence, for the live basket.
    pub price_pence: i64,
    /// Why.
    pub why: String,
}

/// What the form shows about prices, beside those of the rows.
#[derive(Clone, Debug, Serialize)]
pub struct PricingView {
    /// What one more place costs.
    pub next: PriceView,
    /// In words.
    pub total: String,
    /// In pence, for this number of places.
    pub total_pence: i64,
    /// How many places `total` is for.
    pub places: usize,
    /// One more row costs what the last did, so the basket may reckon in the browser.
    pub is_live: bool,
    /// The event costs something, but this booking does not.
    pub is_given: bool,
    /// What the code does, in a sentence; "" without one.
    pub code_words: String,
    /// What is wrong with the code; "" when nothing is.
    pub code_problem: String,
    /// The early price and its end, in a sentence; "" without one.
    pub early_words: String,
    /// The refund policy that is shown (REF-1).
    pub policy_id: i64,
}

impl PricingView {
    /// Puts a membership that is paid with the booking into the total (ELG-7); the browser then no longer reckons.
    #[must_use]
    pub fn with_membership(self, membership: Pence) -> Self {
        if membership.is_zero() {
            return self;
        }
        let total = Pence::new(self.total_pence) + membership;
        Self { total: total.to_string(), is_live: false, is_given: false, ..self }
    }
}

/// A form's prices, place by place, and what stands around them.
pub struct FormPrices {
    /// In the order of the places.
    pub places: Vec<PriceView>,
    /// The rest.
    pub view: PricingView,
}

/// Prices the form: `typed` is the code as typed, `code` what was found for it, `members` says of each place whether it has the
/// member price.
pub fn form_prices(
    sale: &EventSale,
    (typed, code): (&str, Option<&CodeTerms>),
    members: &[bool],
    now: Instant,
) -> FormPrices {
    let without = || price_with(sale, None, members, now);
    let with = code.and_then(|code| price_with(sale, Some(code), members, now));
    let is_refused = !typed.is_empty() && with.is_none();
    let priced = with.or_else(without).unwrap_or(Priced { places: Vec::new(), given_by_code: Pence::ZERO });
    let note = code.map(|code| code.code.to_string()).unwrap_or_default();
    let one_more: Vec<bool> = members.iter().copied().chain([false]).collect();
    let next = price_with(sale, code, &one_more, now).or_else(|| price_with(sale, None, &one_more, now));
    let next = next.and_then(|priced| priced.places.last().copied());
    let next = next.unwrap_or_else(|| sale.prices.price_for(false));
    let is_limited = sale.early_bird.is_some_and(|(early, _)| early.most_places.is_some());
    let view = PricingView {
        next: price_view(next, &note),
        total: money_words(priced.total().get()),
        total_pence: priced.total().get(),
        places: members.len(),
        is_live: typed.is_empty() && !is_limited,
        is_given: !sale.prices.is_free() && !members.is_empty() && priced.total().is_zero(),
        code_words: code.filter(|_| !is_refused).map(|code| code_words(code, &priced)).unwrap_or_default(),
        code_problem: if is_refused { DOES_NOT_APPLY.to_owned() } else { String::new() },
        early_words: sale.early_bird.and_then(|early| early_words(early, now)).unwrap_or_default(),
        policy_id: sale.policy.id,
    };
    FormPrices { places: priced.places.iter().map(|price| price_view(*price, &note)).collect(), view }
}

fn price_view(price: PlacePrice, note: &str) -> PriceView {
    let note = if price.with_code { note } else { "" };
    PriceView {
        price: money_words(price.price.get()),
        price_pence: price.price.get(),
        why: why_words(price.reason.word(), note, price.list, price.price),
    }
}

fn code_words(code: &CodeTerms, priced: &Priced) -> String {
    if priced.given_by_code.is_zero() {
        return format!("Your places cost no more without {}, so the code is not used up.", code.code);
    }
    format!("{} takes {} off.", code.code, priced.given_by_code)
}

/// "Early price £70 until Friday 28 August 2026 at 11:59pm (UK time), 3 places left at it."; none when it is over.
pub fn early_words((early, taken): (EarlyBird, i32), now: Instant) -> Option<String> {
    let left = early.left(taken, now);
    let number = match left {
        Some(0) => return None,
        Some(1) => ", 1 place left at it".to_owned(),
        Some(left) => format!(", {left} places left at it"),
        None => String::new(),
    };
    Some(format!("Early price {} until {}{number}.", early.price, date_and_time(early.ends_at)))
}
