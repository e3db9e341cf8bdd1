//! What a payout is made of, and whether it adds up. Pure.

use crate::kernel::Pence;

/// What a line of a payout is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A card payment.
    Payment,
    /// Money that went back to a payer, or came home because it could not (REF-11).
    Refund,
    /// What a bank took in a dispute, or gave back (REF-19).
    Dispute,
    /// A fee that stands by itself, such as a monthly one.
    Fee,
    /// An earlier payout that the bank did not take.
    PayoutReturned,
    /// Something that this product does not make.
    Other,
}

impl ItemKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Payment, Self::Refund, Self::Dispute, Self::Fee, Self::PayoutReturned, Self::Other];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Refund => "refund",
            Self::Dispute => "dispute",
            Self::Fee => "fee",
            Self::PayoutReturned => "payout_returned",
            Self::Other => "other",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As an officer reads it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Payment => "Payment",
            Self::Refund => "Refund",
            Self::Dispute => "Dispute",
            Self::Fee => "Fee",
            Self::PayoutReturned => "A payout that came back",
            Self::Other => "Something else",
        }
    }

    /// From Stripe's type of a balance transaction and the id of what caused it. None for the line of `payout` itself, which
    /// Stripe lists among the others and which is not part of what it is made of.
    pub fn of(stripe_type: &str, source: &str, payout: &str) -> Option<Self> {
        Some(match stripe_type {
            "payout" if source == payout => return None,
            "charge" | "payment" => Self::Payment,
            "refund" | "payment_refund" | "refund_failure" => Self::Refund,
            "adjustment" if source.starts_with("dp_") || source.starts_with("du_") => Self::Dispute,
            "stripe_fee" | "stripe_fx_fee" | "tax_fee" | "network_cost" => Self::Fee,
            "payout_failure" | "payout_cancel" => Self::PayoutReturned,
            _ => Self::Other,
        })
    }
}

/// One line of a payout, as Stripe has it and as our books do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: ItemKind,
    /// What Stripe says came in; below zero what went out.
    pub amount: Pence,
    /// What Stripe kept of it.
    pub fee: Pence,
    /// What our books say of the amount; none while nothing here matches it.
    pub known: Option<Pence>,
}

impl Line {
    /// Nothing here matches it, or not by the amount.
    pub fn is_unexplained(&self) -> bool {
        self.known != Some(self.amount)
    }
}

/// A payout as our own books explain it (REP-4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reckoning {
    /// What was paid out.
    pub amount: Pence,
    /// Payments in it.
    pub payments: Pence,
    /// Refunds in it, below zero; a refund that came home counts the other way.
    pub refunds: Pence,
    /// What Stripe kept, below zero.
    pub fees: Pence,
    /// Disputes and payouts that came back.
    pub adjustments: Pence,
}

impl Reckoning {
    /// Sums what is known of the lines. The fee of a line counts with the line: of what we do not know, nothing is known.
    pub fn of<'a>(amount: Pence, lines: impl IntoIterator<Item = &'a Line>) -> Self {
        let mut sums = Self { amount, ..Self::default() };
        for line in lines {
            let Some(known) = line.known else { continue };
            let sum = match line.kind {
                ItemKind::Payment => &mut sums.payments,
                ItemKind::Refund => &mut sums.refunds,
                ItemKind::Fee => &mut sums.fees,
                ItemKind::Dispute | ItemKind::PayoutReturned | ItemKind::Other => &mut sums.adjustments,
            };
            *sum += known;
            sums.fees -= line.fee;
        }
        sums
    }

    /// Of a payout that the bank did not take: nothing arrived, and what was in it is with the processor again.
    #[must_use]
    pub fn came_back(self) -> Self {
        Self { amount: Pence::ZERO, adjustments: self.adjustments - self.amount, ..self }
    }

    /// What our books do not explain: nothing, when all is well.
    pub fn difference(&self) -> Pence {
        self.amount - self.payments - self.refunds - self.fees - self.adjustments
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(kind: ItemKind, amount: i64, fee: i64, known: Option<i64>) -> Line {
        Line { kind, amount: Pence::new(amount), fee: Pence::new(fee), known: known.map(Pence::new) }
    }

    #[test]
    fn rep_4_each_type_of_stripes_is_one_kind_of_ours() {
        let table = [
            ("charge", "ch_1", Some(ItemKind::Payment)),
            ("payment", "py_1", Some(ItemKind::Payment)),
            ("refund", "re_1", Some(ItemKind::Refund)),
            ("payment_refund", "pyr_1", Some(ItemKind::Refund)),
            ("refund_failure", "re_1", Some(ItemKind::Refund)),
            ("adjustment", "dp_1", Some(ItemKind::Dispute)),
            ("adjustment", "du_1", Some(ItemKind::Dispute)),
            ("adjustment", "", Some(ItemKind::Other)),
            ("stripe_fee", "", Some(ItemKind::Fee)),
            ("tax_fee", "", Some(ItemKind::Fee)),
            ("payout_failure", "po_1", Some(ItemKind::PayoutReturned)),
            ("payout_cancel", "po_1", Some(ItemKind::PayoutReturned)),
            ("topup", "tu_1", Some(ItemKind::Other)),
            ("payout", "po_1", Some(ItemKind::Other)),
            ("payout", "po_2", None),
        ];
        for (stripe_type, source, wanted) in table {
            assert_eq!(ItemKind::of(stripe_type, source, "po_2"), wanted, "{stripe_type} {source}");
        }
        for kind in ItemKind::ALL {
            assert_eq!(ItemKind::parse(kind.word()), Some(kind));
        }
    }

    #[test]
    fn rep_4_what_is_not_in_our_books_is_the_difference_with_its_fee() {
        let lines = [
            line(ItemKind::Payment, 9_000, 155, Some(9_000)),
            line(ItemKind::Refund, -2_000, 0, Some(-2_000)),
            line(ItemKind::Dispute, -5_000, 2_000, Some(-5_000)),
            line(ItemKind::Fee, -300, 0, Some(-300)),
            line(ItemKind::Payment, 4_000, 80, None),
            line(ItemKind::Payment, 1_000, 35, Some(900)),
        ];
        let net: i64 = lines.iter().map(|line| (line.amount - line.fee).get()).sum();

        let sums = Reckoning::of(Pence::new(net), &lines);

        assert_eq!((sums.payments.get(), sums.refunds.get()), (9_900, -2_000));
        assert_eq!((sums.fees.get(), sums.adjustments.get()), (-155 - 2_000 - 300 - 35, -5_000));
        assert_eq!(sums.difference().get(), 3_920 + 100);
        let unexplained: Vec<bool> = lines.iter().map(Line::is_unexplained).collect();
        assert_eq!(unexplained, [false, false, false, false, true, true]);
    }

    #[test]
    fn rep_4_a_payout_that_came_back_brought_nothing_and_hides_no_difference() {
        let lines = [line(ItemKind::Payment, 5_000, 95, Some(5_000)), line(ItemKind::Payment, 1_000, 0, None)];

        let sums = Reckoning::of(Pence::new(5_905), &lines).came_back();

        assert_eq!((sums.amount.get(), sums.adjustments.get(), sums.difference().get()), (0, -5_905, 1_000));
    }

    proptest! {
        #[test]
        fn rep_4_a_payout_whose_every_line_is_known_has_no_difference(
            amounts in prop::collection::vec((0_usize..6, -90_000_i64..90_000, 0_i64..3_000), 0..60),
        ) {
            let lines: Vec<Line> = amounts
                .iter()
                .map(|(kind, amount, fee)| line(ItemKind::ALL[*kind], *amount, *fee, Some(*amount)))
                .collect();
            let net: Pence = lines.iter().map(|line| line.amount - line.fee).sum();

            prop_assert_eq!(Reckoning::of(net, &lines).difference(), Pence::ZERO);
        }
    }
}
