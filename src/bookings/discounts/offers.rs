//! The cheapest lawful price of each place (ELG-10, ELG-11). Pure: the form, the booking and the charge ask the same function.

use super::code_text::CodeText;
use crate::bookings::pricing::{PlacePrice, PriceReason, Prices};
use crate::kernel::money::share_largest_remainder;
use crate::kernel::{Instant, Pence};

/// A lower price for anyone who books soon enough (ELG-11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlyBird {
    /// What a place costs.
    pub price: Pence,
    /// The last instant at which it may be had (inclusive).
    pub ends_at: Instant,
    /// How many places have it, when that is limited.
    pub most_places: Option<i32>,
    /// When it was offered: of two prices that are the same, the older one counts.
    pub created_at: Instant,
}

impl EarlyBird {
    /// How many more places may have it at `now`, when `taken` have it already: whichever of the end and the number comes
    /// first. `None` is "as many as you like".
    pub fn left(&self, taken: i32, now: Instant) -> Option<i32> {
        if now > self.ends_at {
            return Some(0);
        }
        self.most_places.map(|most| std::cmp::max(most - taken, 0))
    }
}

/// What a discount code takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// A share of the list price of each place.
    Percent(u8),
    /// An amount off the whole booking, shared over its places by what they cost (REF-4). It comes off members' and early prices
    /// too, because it is no price of a place.
    OffBooking(Pence),
    /// A price for each place.
    FixedPrice(Pence),
}

/// A code that may be used, as far as prices are concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeOffer {
    /// Its name.
    pub code: CodeText,
    /// What it takes off.
    pub reduction: Reduction,
    /// A percentage comes off the cheapest of the other prices: first that price, then the percentage (ELG-10, ELG-12).
    pub combines: bool,
    /// When it was made.
    pub created_at: Instant,
}

/// Everything that bears on the price of the places of one booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offers<'a> {
    /// What a place costs, by who attends.
    pub prices: Prices,
    /// The early price, and how many live places have it already.
    pub early_bird: Option<(EarlyBird, i32)>,
    /// The code, if one may be used.
    pub code: Option<&'a CodeOffer>,
}

/// A booking's prices, place by place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// In the order of the places.
    pub places: Vec<PlacePrice>,
    /// What the code took off the whole: nothing when the places are as cheap without it, and then no use of it is counted.
    pub given_by_code: Pence,
}

impl Priced {
    /// What is to be paid.
    pub fn total(&self) -> Pence {
        self.places.iter().map(|place| place.price).sum()
    }
}

impl Offers<'_> {
    /// The cheapest lawful price of each place; `members` says of each whether its attendee is proven to be a member (D8). One
    /// discount a place; of two that are the same the older counts; never below nothing.
    pub fn price_places(&self, members: &[bool], now: Instant) -> Priced {
        let without = self.price_each(members, None, now);
        let Some(code) = self.code.filter(|_| !self.prices.is_free()) else {
            return Priced { places: without, given_by_code: Pence::ZERO };
        };
        let with = match code.reduction {
            Reduction::OffBooking(amount) => take_off(&without, amount),
            _ => self.price_each(members, Some(code), now),
        };
        let sum = |places: &[PlacePrice]| places.iter().map(|place| place.price).sum::<Pence>();
        let given_by_code = sum(&without) - sum(&with);
        if given_by_code.is_zero() {
            return Priced { places: without, given_by_code };
        }
        Priced { places: with, given_by_code }
    }

    fn price_each(&self, members: &[bool], code: Option<&CodeOffer>, now: Instant) -> Vec<PlacePrice> {
        let mut early_left = self.early_bird.map_or(Some(0), |(early, taken)| early.left(taken, now));
        let price = |is_member: &bool| {
            let early = self.early_bird.filter(|_| early_left != Some(0)).map(|(early, _)| early);
            let price = self.cheapest(*is_member, early, code);
            if price.reason == PriceReason::EarlyBird {
                early_left = early_left.map(|left| left - 1);
            }
            price
        };
        members.iter().map(price).collect()
    }

    /// The first of the cheapest: the list and member prices are as old as the sale, then whichever was offered first.
    fn cheapest(&self, is_member: bool, early: Option<EarlyBird>, code: Option<&CodeOffer>) -> PlacePrice {
        if let Some(CodeOffer { reduction: Reduction::Percent(percent), combines: true, .. }) = code {
            return less_percent(self.cheapest(is_member, early, None), *percent);
        }
        let own = self.prices.price_for(is_member);
        let early = early.map(|early| {
            (PlacePrice::plain(self.prices.standard, early.price, PriceReason::EarlyBird), early.created_at)
        });
        let code = code.and_then(|code| {
            let price = match code.reduction {
                Reduction::Percent(percent) => self.prices.standard - self.prices.standard.percent_half_up(percent),
                Reduction::FixedPrice(price) => price,
                Reduction::OffBooking(_) => return None,
            };
            let price = PlacePrice { with_code: true, ..PlacePrice::plain(own.list, price, PriceReason::Code) };
            Some((price, code.created_at))
        });
        let mut offered: Vec<(PlacePrice, Instant)> = early.into_iter().chain(code).collect();
        offered.sort_by_key(|(_, created_at)| *created_at);
        let better = offered.into_iter().map(|(price, _)| price).filter(|offer| offer.price < own.price);
        better.min_by_key(|offer| offer.price).unwrap_or(own)
    }
}

/// Takes a percentage off a price that may be a lower one already. The reason of that price stays and is printed first; of the
/// standard price the code itself is the reason.
fn less_percent(place: PlacePrice, percent: u8) -> PlacePrice {
    let price = place.price - place.price.percent_half_up(percent);
    if price == place.price {
        return place;
    }
    let reason = if place.reason == PriceReason::Standard { PriceReason::Code } else { place.reason };
    PlacePrice { price, reason, with_code: true, ..place }
}

/// Takes an amount off the whole, shared by largest remainder so that the parts add up exactly (REF-4).
fn take_off(places: &[PlacePrice], amount: Pence) -> Vec<PlacePrice> {
    let prices: Vec<Pence> = places.iter().map(|place| place.price).collect();
    let most: Pence = prices.iter().sum();
    let shares = share_largest_remainder(std::cmp::min(amount, most), &prices);
    let less = |(place, share): (&PlacePrice, Pence)| PlacePrice {
        price: place.price - share,
        with_code: place.with_code || !share.is_zero(),
        ..*place
    };
    places.iter().zip(shares).map(less).collect()
}

#[cfg(test)]
#[path = "offers_tests.rs"]
mod tests;
