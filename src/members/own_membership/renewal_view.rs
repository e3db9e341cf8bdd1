//! What the page of the next term shows: everything there is to know before paying (CO-02), old and new price side by side
//! (CO-12), or why there is nothing to pay.

use chrono::Duration;
use serde::Serialize;

use super::offer::Offer;
use super::words::months_words;
use crate::kernel::Pence;
use crate::kernel::uk_time::{london_date, long_date};
use crate::members::membership::{BankTransfer, OrderKind, OrderSummary, Standing, TermRule, TermsShown};
use crate::web::FormView;

/// `/account/renewal`.
#[derive(Serialize)]
pub(super) struct RenewalPage {
    /// "open", "to_pay", "apply", "closed", "not_yet", "nothing", "join".
    pub(super) state: &'static str,
    pub(super) heading: String,
    /// Where they stand, one sentence.
    pub(super) standing: String,
    pub(super) form: FormView,
    pub(super) purchase: Option<Purchase>,
    pub(super) transfer: Option<TransferView>,
    /// The day on which renewal opens, or on which the next term begins that is applied for.
    pub(super) opens_on: String,
    /// The type that is applied for; "" otherwise.
    pub(super) type_code: String,
    pub(super) by_card: bool,
    pub(super) by_bank: bool,
    /// The terms in force.
    pub(super) terms: Option<TermsShown>,
    /// They have just come back from the card page.
    pub(super) has_returned: bool,
}

/// What is bought.
#[derive(Serialize)]
pub(super) struct Purchase {
    pub(super) type_name: String,
    /// "from … to the end of …", or how long.
    pub(super) term: String,
    /// What the last term cost; "" when nothing is known, and when it cost nothing.
    pub(super) price_before: String,
    pub(super) price: String,
    pub(super) price_pence: i64,
    pub(super) is_free: bool,
    pub(super) has_changed_price: bool,
    /// Of an order that is open: its reference and how long it stands.
    pub(super) reference: String,
    pub(super) pay_by: String,
    pub(super) kind: &'static str,
}

impl Purchase {
    /// Of something that may be ordered.
    pub(super) fn of_offer(offer: &Offer) -> Self {
        let ends = long_date(offer.ends_on);
        let term = match (offer.kind, offer.rule) {
            (OrderKind::Renewal, TermRule::Rolling { months }) => {
                format!("From {} to the end of {ends} ({})", long_date(offer.starts_on), months_words(months))
            }
            (_, TermRule::Rolling { months }) => format!(
                "From the day your payment reaches us; today that would be to the end of {ends} ({})",
                months_words(months)
            ),
            (OrderKind::Renewal, TermRule::FixedYear(_)) => {
                format!("From {} to the end of {ends}", long_date(offer.starts_on))
            }
            (_, TermRule::FixedYear(_)) => format!("From the day your payment reaches us to the end of {ends}"),
        };
        // A term that was given, or whose price was let go, says nothing of what one costs.
        let before = offer.price_before.filter(|before| !before.is_zero());
        Self {
            type_name: offer.type_name.clone(),
            term,
            price_before: before.map(|price| price.to_string()).unwrap_or_default(),
            price: offer.price.to_string(),
            price_pence: offer.price.get(),
            is_free: offer.price.is_zero(),
            has_changed_price: before.is_some_and(|before| before != offer.price),
            reference: String::new(),
            pay_by: String::new(),
            kind: offer.kind.label(),
        }
    }

    /// Of an order that is open.
    pub(super) fn of_order(order: &OrderSummary, outstanding: Pence) -> Self {
        Self {
            type_name: order.type_name.clone(),
            term: order.length_words(),
            price_before: String::new(),
            price: outstanding.to_string(),
            price_pence: order.price.get(),
            is_free: false,
            has_changed_price: false,
            reference: order.reference.clone(),
            pay_by: long_date(london_date(order.open_until - Duration::microseconds(1))),
            kind: order.kind.label(),
        }
    }
}

/// The words of a bank transfer.
#[derive(Serialize)]
pub(super) struct TransferView {
    pub(super) amount: String,
    pub(super) account_name: String,
    pub(super) sort_code: String,
    pub(super) account_number: String,
    pub(super) reference: String,
    pub(super) pay_by: String,
}

impl From<BankTransfer> for TransferView {
    fn from(transfer: BankTransfer) -> Self {
        Self {
            amount: transfer.amount.to_string(),
            account_name: transfer.account_name,
            sort_code: transfer.sort_code,
            account_number: transfer.account_number,
            reference: transfer.reference,
            pay_by: long_date(transfer.pay_by),
        }
    }
}

/// The page's heading.
pub(super) fn heading(kind: OrderKind, standing: Standing) -> String {
    match (kind, standing) {
        (OrderKind::TypeChange, _) => "Pay for your change of type".to_owned(),
        (OrderKind::Joining, _) => "Pay for your membership".to_owned(),
        (OrderKind::Rejoining, _) => "Come back as a member".to_owned(),
        (OrderKind::Renewal, Standing::InGrace { .. }) => "Renew your membership now".to_owned(),
        (OrderKind::Renewal, _) => "Renew your membership".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(price_before: Option<i64>) -> Offer {
        Offer {
            kind: OrderKind::Rejoining,
            type_code: "full".to_owned(),
            type_name: "Full member".to_owned(),
            price_before: price_before.map(Pence::new),
            price: Pence::new(6_000),
            starts_on: "2026-12-01".parse().unwrap(),
            ends_on: "2027-11-30".parse().unwrap(),
            rule: TermRule::Rolling { months: 12 },
        }
    }

    #[test]
    fn a_price_has_changed_only_when_something_was_paid_before() {
        let table = [(None, "", false), (Some(0), "", false), (Some(6_000), "£60", false), (Some(4_500), "£45", true)];

        for (before, shown, has_changed) in table {
            let purchase = Purchase::of_offer(&offer(before));
            assert_eq!(
                (purchase.price_before.as_str(), purchase.has_changed_price),
                (shown, has_changed),
                "{before:?}"
            );
        }
    }
}
