//! Buys the next term: meets the open order or opens one, at the price that was shown, and begins the payment. Pressed twice, or
//! in two tabs, it is one order and one charge.

use super::offer::Offer;
use crate::app::App;
use crate::kernel::{Pence, Unexpected};
use crate::members::membership::{
    HowToPay, OpenOrder, OpenOrderError, OpenedOrder, OrderPayer, OrderSummary, PayBy, PayOrder, PayOrderError,
    find_current_terms, has_seen, open_order, pay_order,
};
use crate::unexpected_from;

/// The page of the next term.
pub(super) const HERE: &str = "/account/renewal";

/// What came of it.
#[derive(Clone, Debug)]
pub(super) enum Bought {
    /// Nothing was to be paid: it is theirs.
    Free,
    /// Go there, or send money with these words.
    Pay(HowToPay),
}

/// How somebody pays, and with whose money.
#[derive(Copy, Clone, Debug)]
pub(super) struct Paying {
    pub(super) by: PayBy,
    pub(super) payer: OrderPayer,
    /// The version of the terms that stood on the page; 0 for none.
    pub(super) seen_terms: i32,
}

/// Why nothing was begun.
#[derive(Debug, thiserror::Error)]
pub(super) enum RenewError {
    /// The price is another than the one shown.
    #[error("The price has changed since this page was shown. Look at it again before you pay")]
    AnotherPrice,
    /// The rules say no, in a sentence.
    #[error("{0}")]
    NotNow(&'static str),
    /// Somebody has to decide first.
    #[error("this needs an application")]
    NeedsApplication,
    /// The payment cannot begin, in a sentence.
    #[error("{0}")]
    CannotPay(String),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(RenewError);

impl From<PayOrderError> for RenewError {
    fn from(error: PayOrderError) -> Self {
        match error {
            PayOrderError::Unexpected(error) => Self::Unexpected(error),
            refused => Self::CannotPay(refused.to_string()),
        }
    }
}

/// Opens the order for `offer` at the price that was shown, unless one is open.
pub(super) async fn order_for(
    app: &App,
    person_id: i64,
    offer: &Offer,
    seen: Option<Pence>,
) -> Result<OpenedOrder, RenewError> {
    let now = app.now();
    let new = OpenOrder { person_id, kind: offer.kind, type_code: offer.type_code.clone(), application_id: None };
    app.db
        .write_tx(async |tx| match open_order(app, tx, new, now).await {
            // Undone with the transaction: nobody owes what they have not seen.
            Ok(order) if seen.is_some_and(|seen| seen != order.price) => Err(RenewError::AnotherPrice),
            Ok(order) => Ok(order),
            Err(error) => Err(refuse(error)),
        })
        .await
}

fn refuse(error: OpenOrderError) -> RenewError {
    match error {
        OpenOrderError::AlreadyOpen(_) => RenewError::NotNow("A payment is open already. Look at it again"),
        OpenOrderError::AlreadyMember => RenewError::NotNow("You are a member already; there is nothing to pay"),
        OpenOrderError::TooEarly { .. } => RenewError::NotNow("Renewal is not open yet"),
        OpenOrderError::NothingToRenew => RenewError::NotNow("There is nothing to renew"),
        OpenOrderError::NotOffered => RenewError::NotNow("This type of membership is not offered any more"),
        OpenOrderError::NeedsApplication => RenewError::NeedsApplication,
        OpenOrderError::Unexpected(error) => RenewError::Unexpected(error),
    }
}

/// Begins the payment of an order.
async fn pay(app: &App, person_id: i64, reference: &str, paying: Paying) -> Result<HowToPay, RenewError> {
    let command = PayOrder {
        person_id,
        reference: reference.to_owned(),
        by: paying.by,
        payer: paying.payer,
        seen_terms: Some(paying.seen_terms),
        return_path: format!("{HERE}?returned=1"),
        cancel_path: HERE.to_owned(),
    };
    Ok(pay_order(app, command).await?)
}

/// The same for what may be bought, or is open already.
pub(super) async fn buy(
    app: &App,
    person_id: i64,
    (open, offer): (Option<&OrderSummary>, Option<&Offer>),
    (seen, paying): (Option<Pence>, Paying),
) -> Result<Bought, RenewError> {
    // Before anything is opened: nobody owes what they have not seen.
    if !has_seen(Some(paying.seen_terms), find_current_terms(app.db.reader()).await?.as_ref()) {
        return Err(PayOrderError::OtherTerms.into());
    }
    let reference = match (open, offer) {
        (Some(order), _) => order.reference.clone(),
        (None, Some(offer)) => {
            let order = order_for(app, person_id, offer, seen).await?;
            if order.price.is_zero() {
                return Ok(Bought::Free);
            }
            order.reference
        }
        (None, None) => return Err(RenewError::NotNow("There is nothing to pay")),
    };
    Ok(Bought::Pay(pay(app, person_id, &reference, paying).await?))
}
