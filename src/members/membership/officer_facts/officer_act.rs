//! What every act of an officer has in common: who, why, and an entry in the audit trail.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::fact_kind::FactKind;
use super::store::{NewFact, insert_fact};
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::give_term::GiveTermError;
use crate::members::membership::orders::OpenOrderError;
use crate::unexpected_from;

/// Who acts, and why. The page asks whether they may.
#[derive(Clone, Debug)]
pub struct ByOfficer {
    /// The officer's person.
    pub officer_id: i64,
    /// In their words; never empty.
    pub reason: String,
}

/// Why nothing happened.
#[derive(Debug, thiserror::Error)]
pub enum OfficerActError {
    /// Every act says why.
    #[error("Say why, for the record.")]
    NoReason,
    /// A resolution has a minute.
    #[error("Say where the resolution is minuted.")]
    NoMinute,
    /// They have no membership this could be about.
    #[error("This person has no membership this could be about.")]
    NotAMember,
    /// The last day is before the first, or a day cannot be.
    #[error("These dates do not fit: the last day is before the first, or a day is out of reach.")]
    DatesDoNotFit,
    /// The days meet those of a term they have.
    #[error("They have a membership until the end of {}. Choose a later first day.", crate::kernel::uk_time::long_date(*.until))]
    Overlaps {
        /// Its last day.
        until: NaiveDate,
    },
    /// The same is on record and holds.
    #[error("This is on record already.")]
    OnRecordAlready,
    /// It was taken back before, or is somebody else's, or cannot be taken back.
    #[error("This cannot be taken back. The page shows how things stand now.")]
    NothingToTakeBack,
    /// It is about the officer.
    #[error("This is your own record, so somebody else has to do this.")]
    OwnRecord,
    /// They put it forward, and a second person is asked for.
    #[error("You put this removal forward. Another person has to confirm it.")]
    SamePerson,
    /// It was decided before.
    #[error("This does not wait for a decision any more. The page shows what does.")]
    NothingWaits,
    /// There is no such type.
    #[error("There is no such type of membership.")]
    NoSuchType,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(OfficerActError);

impl From<GiveTermError> for OfficerActError {
    fn from(why: GiveTermError) -> Self {
        match why {
            GiveTermError::NoSuchType => Self::NoSuchType,
            GiveTermError::EndsBeforeItStarts => Self::DatesDoNotFit,
            GiveTermError::AlreadyGiven => Self::OnRecordAlready,
            GiveTermError::Unexpected(error) => Self::Unexpected(error),
        }
    }
}

impl From<OpenOrderError> for OfficerActError {
    fn from(why: OpenOrderError) -> Self {
        match why {
            OpenOrderError::NotOffered => Self::NoSuchType,
            OpenOrderError::AlreadyMember | OpenOrderError::AlreadyOpen(_) => Self::OnRecordAlready,
            OpenOrderError::TooEarly { .. } | OpenOrderError::NothingToRenew | OpenOrderError::NeedsApplication => {
                Self::NotAMember
            }
            OpenOrderError::Unexpected(error) => Self::Unexpected(error),
        }
    }
}

impl ByOfficer {
    /// The words, or the demand for some.
    pub(super) fn reason(&self) -> Result<&str, OfficerActError> {
        let reason = self.reason.trim();
        if reason.is_empty() { Err(OfficerActError::NoReason) } else { Ok(reason) }
    }

    pub(super) fn actor(&self) -> Actor {
        Actor::Person(self.officer_id)
    }
}

/// A fact to be put on record by an officer.
#[derive(Copy, Clone, Debug)]
pub(super) struct OfficerFact<'a> {
    pub(super) person_id: i64,
    pub(super) kind: FactKind,
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: Option<NaiveDate>,
    pub(super) minute_reference: Option<&'a str>,
}

/// Puts the fact on record with its audit entry, and gives its id.
pub(super) async fn put_on_record(
    tx: &impl ConnectionTrait,
    fact: OfficerFact<'_>,
    by: &ByOfficer,
    now: Instant,
) -> Result<i64, OfficerActError> {
    let reason = by.reason()?;
    if fact.ends_on.is_some_and(|last| last < fact.starts_on) {
        return Err(OfficerActError::DatesDoNotFit);
    }
    let new = NewFact {
        person_id: fact.person_id,
        kind: fact.kind,
        starts_on: fact.starts_on,
        ends_on: fact.ends_on,
        reason: Some(reason),
        minute_reference: fact.minute_reference,
        recorded_by_id: Some(by.officer_id),
    };
    let fact_id = insert_fact(tx, new, now).await?;
    let after = json!({ "person_id": fact.person_id, "kind": fact.kind.word(), "starts_on": fact.starts_on, "ends_on": fact.ends_on, "minute": fact.minute_reference });
    let entry = Entry {
        actor: by.actor(),
        action: action_of(fact.kind),
        subject_kind: "membership_fact",
        subject_id: fact_id,
        reason: Some(reason),
        values: Some((json!({}), after)),
    };
    audit::record(tx, entry, now).await.map_err(Unexpected::from)?;
    Ok(fact_id)
}

const fn action_of(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Suspended => "membership.suspended",
        FactKind::Resigned => "membership.left",
        FactKind::Removed => "membership.removed",
        FactKind::Died => "person.died",
        FactKind::InContact => "membership.in_contact",
        FactKind::Extended => "membership.extended",
        FactKind::Waived => "membership.price_waived",
        FactKind::Paused => "membership.paused",
    }
}
