//! The one word for a membership that officers filter and count by: standing, told a little finer. Pure.

use chrono::{Days, NaiveDate};

use super::chain::{Chain, TermRecord};
use super::officer_facts::FactKind;
use super::renewal::RENEWAL_OPENS_DAYS;
use super::standing::{FOR_LIFE, Standing};
use super::term::Basis;
use super::term_source::TermSource;

/// Where a membership stands, in one word.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Never a member, nothing under way.
    None,
    /// An application waits.
    Applied,
    /// Approved, or never in need of it; the money is missing.
    AwaitingPayment,
    /// A member, nothing to do yet.
    Current,
    /// A member, and the renewal is open.
    Due,
    /// The term is over, the rights are kept.
    Grace,
    /// Was a member.
    Lapsed,
    /// Was a member and gave notice.
    Resigned,
    /// Away from practice.
    Paused,
    /// In honour.
    Honorary,
    /// For life.
    Life,
    /// No rights for a while.
    Suspended,
    /// Ended by a resolution.
    Removed,
    /// Has died.
    Deceased,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::None,
        Self::Applied,
        Self::AwaitingPayment,
        Self::Current,
        Self::Due,
        Self::Grace,
        Self::Lapsed,
        Self::Resigned,
        Self::Paused,
        Self::Honorary,
        Self::Life,
        Self::Suspended,
        Self::Removed,
        Self::Deceased,
    ];

    /// The short word for addresses and files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Applied => "applied",
            Self::AwaitingPayment => "awaiting_payment",
            Self::Current => "current",
            Self::Due => "due",
            Self::Grace => "grace",
            Self::Lapsed => "lapsed",
            Self::Resigned => "resigned",
            Self::Paused => "paused",
            Self::Honorary => "honorary",
            Self::Life => "life",
            Self::Suspended => "suspended",
            Self::Removed => "removed",
            Self::Deceased => "deceased",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::None => "Not a member",
            Self::Applied => "Applied",
            Self::AwaitingPayment => "Approved, not paid",
            Self::Current => "Member",
            Self::Due => "Renewal due",
            Self::Grace => "In grace",
            Self::Lapsed => "Lapsed",
            Self::Resigned => "Resigned",
            Self::Paused => "Paused",
            Self::Honorary => "Honorary member",
            Self::Life => "Life member",
            Self::Suspended => "Suspended",
            Self::Removed => "Removed",
            Self::Deceased => "Died",
        }
    }
}

/// The status on a London day.
pub fn status_on(chain: &Chain, on: NaiveDate) -> Status {
    match chain.standing_on(on) {
        Standing::None => Status::None,
        Standing::Applied => Status::Applied,
        Standing::AwaitingPayment => Status::AwaitingPayment,
        Standing::Active { .. } => active_status(chain, on),
        Standing::InGrace { .. } => Status::Grace,
        Standing::Lapsed { .. } if chain.fact_on(FactKind::Resigned, on).is_some() => Status::Resigned,
        Standing::Lapsed { .. } => Status::Lapsed,
        Standing::Suspended { .. } => Status::Suspended,
        Standing::Removed { .. } => Status::Removed,
        Standing::Deceased { .. } => Status::Deceased,
    }
}

/// A pause holds: it is on record for the day, and the free months it gave have not been ended.
fn is_paused(chain: &Chain, on: NaiveDate) -> bool {
    let lasts = |record: &TermRecord| record.source == TermSource::Pause && record.term.last_day() >= on;
    chain.fact_on(FactKind::Paused, on).is_some() && chain.counted().any(lasts)
}

/// The term that ends last decides whether a renewal is open, as it does for the offer of one; a gap before it changes nothing.
fn active_status(chain: &Chain, on: NaiveDate) -> Status {
    let last_day = chain.last_term().map(|record| record.term.last_day());
    match chain.term_on(on).map(|record| record.term.basis) {
        Some(Basis::Life) => Status::Life,
        Some(Basis::Honorary) => Status::Honorary,
        _ if is_paused(chain, on) => Status::Paused,
        _ if last_day == Some(FOR_LIFE) => Status::Life,
        _ if last_day
            .and_then(|last| last.checked_sub_days(Days::new(RENEWAL_OPENS_DAYS)))
            .is_some_and(|opens_on| on >= opens_on) =>
        {
            Status::Due
        }
        _ => Status::Current,
    }
}
