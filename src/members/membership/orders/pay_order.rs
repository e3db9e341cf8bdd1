//! Two ways to pay an open order: a card page at Stripe, or the words for a bank transfer (D14, CO-02).

use chrono::{Duration, NaiveDate};

use super::order::{OrderPayer, OrderState, OrderSummary};
use super::queries::find_order;
use super::{emails, store};
use crate::app::App;
use crate::db::Tx;
use crate::identity::load_identity;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::terms_of_membership::{TermsOfMembership, find_current_terms};
use crate::members::people::find_person;
use crate::payments::{self, CheckoutId, CheckoutLine, NewCheckout};
use crate::unexpected_from;

/// Stripe's page stays open this long, as it does for bookings (D4).
const CARD_PAGE_MINUTES: i64 = 35;

/// How somebody wants to pay.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum PayBy {
    /// On Stripe's page.
    Card,
    /// By bank transfer, recorded by an officer.
    BankTransfer,
}

/// Which order is to be paid, and where to come back to.
#[derive(Clone, Debug)]
pub struct PayOrder {
    /// Whose; somebody else's order is not found.
    pub person_id: i64,
    /// The order's reference.
    pub reference: String,
    /// How.
    pub by: PayBy,
    /// With whose money; the order keeps it.
    pub payer: OrderPayer,
    /// The version of the terms of membership that stood on the page, 0 for none: another one in force is refused. None where no
    /// page was shown. The order keeps what is accepted (CO-04).
    pub seen_terms: Option<i32>,
    /// Our own path to come back to after paying.
    pub return_path: String,
    /// Our own path to come back to without paying.
    pub cancel_path: String,
}

/// What the person does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HowToPay {
    /// Go to this address.
    Card {
        /// Stripe's page.
        url: String,
    },
    /// Send money with these words; they were mailed too.
    BankTransfer(BankTransfer),
}

/// What a bank transfer needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankTransfer {
    /// What is still owed.
    pub amount: Pence,
    /// The charity's account.
    pub account_name: String,
    /// Its sort code.
    pub sort_code: String,
    /// Its number.
    pub account_number: String,
    /// What the transfer must say.
    pub reference: String,
    /// The last London day on which the money is waited for.
    pub pay_by: NaiveDate,
}

/// Why there is nothing to pay.
#[derive(Debug, thiserror::Error)]
pub enum PayOrderError {
    /// Paid, expired, withdrawn, or somebody else's.
    #[error("This is not waiting for a payment any more. Your account shows how it stands.")]
    NotOpen,
    /// A new version of the terms came into force after the page was shown.
    #[error("The terms of membership have changed since this page was shown. Look at them again before you pay.")]
    OtherTerms,
    /// Cards are not taken here.
    #[error("We cannot take cards just now. Please pay by bank transfer.")]
    CardsNotTaken,
    /// The charity has given no bank account.
    #[error("We cannot take bank transfers just now. Please pay by card.")]
    NoBankAccount,
    /// The gateway does not answer.
    #[error("The payment page does not answer just now. Nothing is lost; try again in a minute.")]
    NoAnswer,
    /// We or a supplier failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(PayOrderError);

/// Begins the payment. Call it outside any transaction: it may ask Stripe.
pub async fn pay_order(app: &App, command: PayOrder) -> Result<HowToPay, PayOrderError> {
    let now = app.now();
    if command.by == PayBy::Card && app.gateway.is_none() {
        return Err(PayOrderError::CardsNotTaken);
    }
    let begun = app.db.write_tx(async |tx| begin(app, tx, &command, now).await).await?;
    match begun {
        Begun::Checkout(id) => {
            payments::open_checkout(app, id).await.map(|url| HowToPay::Card { url }).map_err(no_answer)
        }
        Begun::Transfer(transfer) => Ok(HowToPay::BankTransfer(transfer)),
    }
}

enum Begun {
    Checkout(CheckoutId),
    Transfer(BankTransfer),
}

async fn begin(app: &App, tx: &Tx, command: &PayOrder, now: Instant) -> Result<Begun, PayOrderError> {
    let order = find_order(tx, command.person_id, &command.reference).await?.ok_or(PayOrderError::NotOpen)?;
    let charge_id = order.charge_id.ok_or(PayOrderError::NotOpen)?;
    let amount = payments::queries::charge_money(tx, charge_id).await?.outstanding;
    if order.state != OrderState::Open || order.open_until <= now || amount <= Pence::ZERO {
        return Err(PayOrderError::NotOpen);
    }
    let terms = find_current_terms(tx).await?;
    if !has_seen(command.seen_terms, terms.as_ref()) {
        return Err(PayOrderError::OtherTerms);
    }
    let begun = match command.by {
        PayBy::Card => Begun::Checkout(start_checkout(app, tx, (&order, charge_id, amount), command, now).await?),
        PayBy::BankTransfer => {
            let transfer = bank_transfer(tx, &order, amount).await?.ok_or(PayOrderError::NoBankAccount)?;
            emails::queue_bank_details(app, tx, (&order, &transfer), now).await?;
            Begun::Transfer(transfer)
        }
    };
    // Last: an order is held only by whoever holds its charge already, or takes no charge any more.
    if order.payer != command.payer {
        store::set_payer(tx, order.id, command.payer).await?;
    }
    if let Some(terms) = terms.filter(|terms| order.terms_id != Some(terms.id)) {
        store::set_terms(tx, order.id, terms.id, now).await?;
    }
    Ok(begun)
}

/// Whether the terms in force are those that stood on the page.
pub fn has_seen(seen: Option<i32>, in_force: Option<&TermsOfMembership>) -> bool {
    seen.is_none_or(|seen| seen == in_force.map_or(0, |terms| terms.version))
}

async fn start_checkout(
    app: &App,
    tx: &Tx,
    (order, charge_id, amount): (&OrderSummary, i64, Pence),
    command: &PayOrder,
    now: Instant,
) -> Result<CheckoutId, Unexpected> {
    let person = find_person(tx, order.person_id).await?.context("the person of an order is not there")?;
    let description = format!("{}, {}", order.type_name, order.reference);
    let checkout = NewCheckout {
        charge_id,
        amount,
        expires_at: now + Duration::minutes(CARD_PAGE_MINUTES),
        return_path: command.return_path.clone(),
        cancel_path: command.cancel_path.clone(),
        lines: vec![CheckoutLine { name: order.type_name.clone(), amount }],
        description,
        customer_email: person.email,
    };
    payments::start_checkout(tx, app, checkout, now).await
}

/// The words for a transfer of what is owed for this order; none while the charity has given no account.
pub async fn bank_transfer(
    db: &impl sea_orm::ConnectionTrait,
    order: &OrderSummary,
    amount: Pence,
) -> Result<Option<BankTransfer>, Unexpected> {
    let identity = load_identity(db).await?.context("the charity's identity is not set up")?;
    Ok((!identity.bank_account_number.is_empty()).then(|| BankTransfer {
        amount,
        account_name: identity.bank_account_name,
        sort_code: identity.bank_sort_code,
        account_number: identity.bank_account_number,
        reference: order.reference.clone(),
        pay_by: london_date(order.open_until - Duration::microseconds(1)),
    }))
}

fn no_answer(error: payments::OpenCheckoutError) -> PayOrderError {
    match error {
        payments::OpenCheckoutError::CardsNotTaken => PayOrderError::CardsNotTaken,
        payments::OpenCheckoutError::Unexpected(error) => PayOrderError::Unexpected(error),
        error => {
            tracing::warn!(%error, "a payment page could not be opened");
            PayOrderError::NoAnswer
        }
    }
}
