//! Meets or opens the membership order that is paid with a booking, in the booking's own transaction.

use crate::app::App;
use crate::db::Tx;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::{
    OpenOrder, OpenOrderError, OrderKind, accept_terms, find_open_order, load_chain, open_order, rejoin_offer,
    type_with_code,
};

/// A membership that is paid with a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::bookings) struct Together {
    /// Its order.
    pub(in crate::bookings) order_id: i64,
    /// What is to be paid for it.
    pub(in crate::bookings) price: Pence,
}

/// Why no membership is paid with this booking.
#[derive(Debug)]
pub(in crate::bookings) enum TogetherError {
    /// Nothing begins on this payment and gives the member price.
    NotPossible,
    /// Other terms of membership are in force than the page showed (CO-04).
    OtherTerms,
    Unexpected(Unexpected),
}

unexpected_from!(TogetherError);

/// The open order of the person, or a new one for coming back with one click; `seen_terms` is the version of the terms of
/// membership that the page showed, 0 for none, nothing where there was no page.
pub(in crate::bookings) async fn open_together(
    app: &App,
    tx: &Tx,
    (person_id, seen_terms): (i64, Option<i32>),
    now: Instant,
) -> Result<Together, TogetherError> {
    let today = london_date(now);
    let (order_id, price, type_code) = match find_open_order(tx, person_id).await? {
        Some(order) if order.kind == OrderKind::TypeChange || order.open_until <= now => {
            return Err(TogetherError::NotPossible);
        }
        Some(order) => (order.id, order.price, order.type_code),
        None => {
            let chain = load_chain(tx, person_id).await?;
            let Some(offer) = rejoin_offer(tx, &chain, today).await? else {
                return Err(TogetherError::NotPossible);
            };
            let new = OpenOrder {
                person_id,
                kind: OrderKind::Rejoining,
                type_code: offer.type_code.clone(),
                application_id: None,
            };
            let opened = match open_order(app, tx, new, now).await {
                Ok(opened) | Err(OpenOrderError::AlreadyOpen(opened)) => opened,
                Err(OpenOrderError::Unexpected(error)) => return Err(error.into()),
                Err(_) => return Err(TogetherError::NotPossible),
            };
            (opened.id, opened.price, offer.type_code)
        }
    };
    let offered = type_with_code(tx, &type_code, today).await?;
    let gives_price = offered.is_some_and(|offered| offered.version.gives_member_price);
    if !gives_price || price.is_zero() {
        return Err(TogetherError::NotPossible);
    }
    // Their own words stand beside the box (CO-02).
    if !accept_terms(tx, order_id, seen_terms, now).await? {
        return Err(TogetherError::OtherTerms);
    }
    Ok(Together { order_id, price })
}
