//! What is owed and for what: the words a charge and its lines are made of. Payments does not know what is sold; a line
//! names its purpose by kind and id.

use serde::{Deserialize, Serialize};

use crate::kernel::Pence;

/// What a line pays for, as the seller knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A place on an event, by its id.
    Place(i64),
    /// A term of membership, by the id of the order that is to become it.
    MembershipTerm(i64),
    /// What a change of a paid place costs on top (a dearer date, a person without the member price), by the change's id.
    PlaceChange(i64),
    /// Training for one authority's own staff, by the id of the quote that was accepted.
    InHouse(i64),
}

impl Purpose {
    /// The word stored in the line.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Place(_) => "place",
            Self::MembershipTerm(_) => "membership_term",
            Self::PlaceChange(_) => "place_change",
            Self::InHouse(_) => "in_house",
        }
    }

    /// The id in the seller's table.
    pub const fn id(self) -> i64 {
        match self {
            Self::Place(id) | Self::MembershipTerm(id) | Self::PlaceChange(id) | Self::InHouse(id) => id,
        }
    }

    /// Reads what [`Self::kind`] and [`Self::id`] wrote.
    pub fn parse(kind: &str, id: i64) -> Option<Self> {
        match kind {
            "place" => Some(Self::Place(id)),
            "membership_term" => Some(Self::MembershipTerm(id)),
            "place_change" => Some(Self::PlaceChange(id)),
            "in_house" => Some(Self::InHouse(id)),
            _ => None,
        }
    }
}

/// How a line stands to VAT (INV-8). Prices include whatever VAT there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatTreatment {
    /// Not a supply for VAT, such as a donation.
    OutsideScope,
    /// Exempt as education: training by a body that puts its surplus back into it.
    Exempt,
    /// Exempt as the subscription of a professional association.
    ExemptMembership,
    /// Taxed at 0%.
    Zero,
    /// Taxed at the standard rate.
    Standard,
}

impl VatTreatment {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::OutsideScope, Self::Exempt, Self::ExemptMembership, Self::Zero, Self::Standard];

    /// Those that count towards the threshold for registration (AC-02).
    pub const TAXABLE: [Self; 2] = [Self::Zero, Self::Standard];

    /// From the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|treatment| treatment.word() == word)
    }

    /// The word stored in the line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OutsideScope => "outside_scope",
            Self::Exempt => "exempt",
            Self::ExemptMembership => "exempt_membership",
            Self::Zero => "zero",
            Self::Standard => "standard",
        }
    }

    /// As officers read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OutsideScope => "Outside the scope",
            Self::Exempt => "Exempt: education",
            Self::ExemptMembership => "Exempt: membership",
            Self::Zero => "Zero rate",
            Self::Standard => "Standard rate",
        }
    }
}

/// Who owes a charge (D10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayerKind {
    /// A person, with their record if they have one.
    Person(Option<i64>),
    /// An organisation, with its record if it has one.
    Organisation(Option<i64>),
}

/// Who owes a charge, with the name and address as they were when it was raised.
#[derive(Clone, Debug)]
pub struct Payer {
    /// Person or organisation.
    pub kind: PayerKind,
    /// As printed on the receipt.
    pub name: String,
    /// Where money matters are mailed to.
    pub email: String,
}

/// One thing to be paid for.
#[derive(Clone, Debug)]
pub struct NewLine {
    /// What for.
    pub purpose: Purpose,
    /// In words, as printed on the receipt.
    pub description: String,
    /// VAT.
    pub vat: VatTreatment,
    /// The price before any discount, never negative.
    pub list_price: Pence,
    /// What comes off it, between nothing and the list price.
    pub discount: Pence,
    /// The fund the income belongs to, such as "general".
    pub fund: String,
    /// The activity it comes from, such as "training".
    pub activity: String,
}

impl NewLine {
    /// What is to be paid.
    pub fn price(&self) -> Pence {
        self.list_price - self.discount
    }
}

/// A charge to be raised.
#[derive(Clone, Debug)]
pub struct NewCharge {
    /// Who owes it.
    pub payer: Payer,
    /// In words, such as "2 places on The Role of the IRO, 4 September 2026".
    pub description: String,
    /// At least one; a free one has lines of £0.
    pub lines: Vec<NewLine>,
}

/// A charge just raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaisedCharge {
    /// The row.
    pub id: i64,
    /// What people see.
    pub reference: String,
    /// The lines' rows, in the order they were given.
    pub line_ids: Vec<i64>,
    /// The sum of the prices.
    pub total: Pence,
}

/// What is known of the money of one charge. Every figure is a sum of postings (D12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChargeMoney {
    /// The prices of all lines.
    pub charged: Pence,
    /// What was credited since (cancelled places, price differences).
    pub credited: Pence,
    /// Money received and set against this charge.
    pub paid: Pence,
    /// Of that, money given back for certain (REF-11 counts only succeeded refunds).
    pub refunded: Pence,
    /// Of that, money on its way back: waiting for approval, sent, failed and to be tried again, to be paid by hand.
    pub refund_pending: Pence,
    /// Still owed; below zero, the payer is owed this much and no refund has been asked for yet.
    pub outstanding: Pence,
}

impl ChargeMoney {
    /// What of the price nobody has paid, or what has gone back already: still owed, or written off. Below zero, the payer has
    /// paid more than the price. No more than what was paid can come back (REF-6).
    pub fn unpaid(&self) -> Pence {
        let kept = self.paid - self.refunded - self.refund_pending;
        self.charged - self.credited - kept
    }
}

/// The row of one attempt to pay by card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CheckoutId(pub i64);

/// A refund's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RefundId(pub i64);
