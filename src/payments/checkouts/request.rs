//! What we ask Stripe to open, kept with the checkout: asking again must mean the very same, `expires_at` included.

use serde::{Deserialize, Serialize};

use crate::kernel::Pence;

/// Stripe takes longer texts; nobody reads them.
const LONGEST_TEXT: usize = 250;

/// One line on the pay page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutLine {
    /// What the payer reads.
    pub name: String,
    /// In pence.
    pub amount: Pence,
}

/// A request to open a checkout session, word for word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutRequest {
    /// The checkout's reference; the idempotency key is made of it.
    pub reference: String,
    /// In words, for the payment's description.
    pub description: String,
    /// Where Stripe's page sends a receipt, if it is told to.
    pub customer_email: String,
    /// They add up to what is to be paid.
    pub lines: Vec<CheckoutLine>,
    /// Where the payer comes back to after paying; arriving there proves nothing.
    pub success_url: String,
    /// Where the payer comes back to without paying.
    pub cancel_url: String,
    /// Unix seconds.
    pub expires_at: i64,
}

/// The lines to show for `amount`: those given when they add up to it, else one line with the description (a part may have
/// been paid already).
pub(super) fn lines_for(amount: Pence, description: &str, lines: Vec<CheckoutLine>) -> Vec<CheckoutLine> {
    let sum: Pence = lines.iter().map(|line| line.amount).sum();
    let lines = if sum == amount && !lines.is_empty() {
        lines
    } else {
        vec![CheckoutLine { name: description.to_owned(), amount }]
    };
    lines.into_iter().map(|line| CheckoutLine { name: shortened(&line.name), ..line }).collect()
}

/// The text cut to what Stripe's page shows well; never empty.
pub(super) fn shortened(text: &str) -> String {
    let text: String = text.trim().chars().take(LONGEST_TEXT).collect();
    if text.is_empty() { "Payment".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, pence: i64) -> CheckoutLine {
        CheckoutLine { name: name.to_owned(), amount: Pence::new(pence) }
    }

    #[test]
    fn lines_that_add_up_are_shown_and_others_become_one() {
        let lines = vec![line("Asha", 5_000), line("Ben", 9_000)];

        assert_eq!(lines_for(Pence::new(14_000), "Two places", lines.clone()), lines);
        assert_eq!(lines_for(Pence::new(9_000), "The rest", lines), [line("The rest", 9_000)]);
        assert_eq!(lines_for(Pence::new(100), "", Vec::new()), [line("Payment", 100)]);
    }
}
