//! What an order is: a term somebody may have once its money is there. No term exists before that.

use chrono::NaiveDate;

use crate::kernel::uk_time::long_date;
use crate::kernel::{Instant, Pence};

/// What the order is for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum OrderKind {
    /// The first term.
    Joining,
    /// The term after the live one.
    Renewal,
    /// A term after a gap; number and "member since" stay.
    Rejoining,
    /// Another type for the days left.
    TypeChange,
}

impl OrderKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Joining, Self::Renewal, Self::Rejoining, Self::TypeChange];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Joining => "joining",
            Self::Renewal => "renewal",
            Self::Rejoining => "rejoining",
            Self::TypeChange => "type_change",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Joining => "Joining",
            Self::Renewal => "Renewal",
            Self::Rejoining => "Joining again",
            Self::TypeChange => "Change of type",
        }
    }
}

/// Where an order stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// Waits for its money.
    Open,
    /// Became a term.
    Paid,
    /// Given up by the person, or by an officer.
    Withdrawn,
    /// Was not paid in time.
    Expired,
}

impl OrderState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Paid, Self::Withdrawn, Self::Expired];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// Who pays for a term, as the person says before paying (CO-01). Who buys is always the person: the 14 days are theirs (CO-05).
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum OrderPayer {
    /// They themselves.
    #[default]
    Myself,
    /// Whoever they work for.
    Employer,
}

impl OrderPayer {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Myself, Self::Employer];

    /// The short word stored in records, and sent by the form.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Myself => "self",
            Self::Employer => "employer",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// An order as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderSummary {
    /// The row.
    pub id: i64,
    /// What people quote; a bank transfer names it.
    pub reference: String,
    /// Whose.
    pub person_id: i64,
    /// What for.
    pub kind: OrderKind,
    /// Where it stands.
    pub state: OrderState,
    /// The type's row.
    pub type_id: i64,
    /// The type's short lasting word.
    pub type_code: String,
    /// The version it is offered under.
    pub version_id: i64,
    /// What the type is called in it.
    pub type_name: String,
    /// How many months the term lasts, unless its end is promised.
    pub term_months: u32,
    /// The last day that was promised with the price, of a type whose year is fixed (rules 2.3).
    pub promised_end: Option<NaiveDate>,
    /// What it costs.
    pub price: Pence,
    /// Who pays it.
    pub payer: OrderPayer,
    /// The terms of membership they accepted by paying; none while nobody has begun to.
    pub terms_id: Option<i64>,
    /// When they did.
    pub terms_accepted_at: Option<Instant>,
    /// What is owed, in `payments`.
    pub charge_id: Option<i64>,
    /// The application that led to it.
    pub application_id: Option<i64>,
    /// For a renewal and a change of type, the last day of the term it follows or changes.
    pub follows_end: Option<NaiveDate>,
    /// The first instant at which it can no longer be paid.
    pub open_until: Instant,
    /// When it was opened.
    pub created_at: Instant,
}

impl OrderSummary {
    /// How long its term lasts, in words for whoever is to pay it (CO-02).
    pub fn length_words(&self) -> String {
        let from = match self.kind {
            OrderKind::TypeChange => return "For the days left of your present term".to_owned(),
            OrderKind::Renewal => "the day after your present term",
            OrderKind::Joining | OrderKind::Rejoining => "the day your payment reaches us",
        };
        match (self.promised_end, self.term_months) {
            (Some(last), _) => format!("From {from} to the end of {}", long_date(last)),
            (None, 1) => format!("1 month from {from}"),
            (None, months) => format!("{months} months from {from}"),
        }
    }
}

/// An order just opened, or found open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedOrder {
    /// The row.
    pub id: i64,
    /// What people quote.
    pub reference: String,
    /// What is owed, in `payments`.
    pub charge_id: Option<i64>,
    /// What it costs; nothing means that it is settled already.
    pub price: Pence,
    /// The first instant at which it can no longer be paid.
    pub open_until: Instant,
}

impl From<OrderSummary> for OpenedOrder {
    fn from(order: OrderSummary) -> Self {
        Self {
            id: order.id,
            reference: order.reference,
            charge_id: order.charge_id,
            price: order.price,
            open_until: order.open_until,
        }
    }
}
