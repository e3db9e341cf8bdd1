//! Types of membership, each as a row of dated versions: name, who may have it, rights and prices. All of it is data: nothing
//! in code knows what a type is called or costs. A term remembers the version it was taken under, so a new version never
//! changes people already on one (rules 2.1).

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::evidence_asked::EvidenceAsked;
use super::store;
use super::term_rule::{FixedYear, TermRule};
use super::terms_of_membership::ensure_terms_of_membership;
use crate::kernel::{Instant, Pence, Unexpected};

/// Who may ask for a type.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum AppliedForBy {
    /// Anybody, on the join page.
    Anyone,
    /// Somebody who was invited. No longer offered, since nothing sends an invitation: whom an association invites applies as
    /// anybody does, and is decided on. Versions that were written so are read and shown as they are.
    Invitation,
    /// Nobody: the trustees give it.
    Trustees,
}

impl AppliedForBy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Anyone, Self::Invitation, Self::Trustees];

    /// Those that a new version may have.
    pub const OFFERED: [Self; 2] = [Self::Anyone, Self::Trustees];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Invitation => "invitation",
            Self::Trustees => "trustees",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// What a type is from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeVersion {
    /// As people say it, such as "Full member".
    pub name: String,
    /// Who may have it, one sentence.
    pub who_for: String,
    /// What its members get, one right a line.
    pub rights: String,
    /// Who may ask for it.
    pub applied_for_by: AppliedForBy,
    /// How long a term lasts, unless the year is fixed; then 12.
    pub term_months: u32,
    /// The association's own year, when terms follow it (rules 2.3); none for months from each term's own first day.
    pub fixed_year: Option<FixedYear>,
    /// Months after the end in which somebody comes back to this type without a new decision; none for however long ago.
    pub rejoin_months: Option<u32>,
    /// Somebody decides each application before it is paid (D6).
    pub needs_decision: bool,
    /// Two people must approve.
    pub needs_second_decider: bool,
    /// The application must give a regulator and a registration number (PR-02).
    pub asks_registration: bool,
    /// What else it must show (rules 2.1).
    pub evidence: EvidenceAsked,
    /// Somebody decides each renewal too, so members apply for it.
    pub renewal_needs_decision: bool,
    /// Its members vote.
    pub has_vote: bool,
    /// Its members buy training at the member price.
    pub gives_member_price: bool,
    /// Its members may be in the directory.
    pub is_in_directory: bool,
    /// What a first term costs.
    pub joining_price: Pence,
    /// What each later term costs, for a renewal due from this version's day on.
    pub renewal_price: Pence,
}

impl TypeVersion {
    /// How the days of a term are found.
    pub fn term_rule(&self) -> TermRule {
        self.fixed_year.map_or(TermRule::Rolling { months: self.term_months }, TermRule::FixedYear)
    }

    /// What a first term costs that begins on this day.
    pub fn joining_price_on(&self, starts_on: NaiveDate) -> Pence {
        self.term_rule().price(self.joining_price, starts_on)
    }

    /// What a later term costs that begins on this day.
    pub fn renewal_price_on(&self, starts_on: NaiveDate) -> Pence {
        self.term_rule().price(self.renewal_price, starts_on)
    }
}

/// A type of membership with its first version.
#[derive(Clone, Debug)]
pub struct NewMembershipType {
    /// Short lasting word, such as "full".
    pub code: String,
    /// Order on the page, the lowest first.
    pub position: i32,
    /// London day on which the version comes into force.
    pub valid_from: NaiveDate,
    /// What it is then.
    pub version: TypeVersion,
}

/// Makes the type with its first version, unless one with this code is there. Gives its id. The first of all brings the terms of
/// membership with it.
pub async fn create_membership_type(
    tx: &impl ConnectionTrait,
    new: NewMembershipType,
    now: Instant,
) -> Result<i64, Unexpected> {
    let id = store::insert_type(tx, &new.code, new.position).await?;
    store::put_version(tx, id, new.valid_from, &new.version, None, now).await?;
    ensure_terms_of_membership(tx, now).await?;
    Ok(id)
}

/// Says what a type is from a London day on; the same day again replaces it. Terms already taken keep their version.
pub async fn put_type_version(
    tx: &impl ConnectionTrait,
    membership_type_id: i64,
    valid_from: NaiveDate,
    version: &TypeVersion,
    now: Instant,
) -> Result<(), Unexpected> {
    store::put_version(tx, membership_type_id, valid_from, version, None, now).await
}
