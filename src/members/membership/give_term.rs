//! Gives a person a term: the one place where a term, and with the first one a membership number, comes into being.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::officer_facts::store as facts_store;
use super::queries::read_rule;
use super::store::{self, NewTermRow};
use super::term::Basis;
use super::term_source::TermSource;
use crate::audit::{self, Actor, Entry};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::search;
use crate::unexpected_from;

/// The term to be given.
#[derive(Clone, Debug)]
pub struct NewTerm {
    /// To whom.
    pub person_id: i64,
    /// Code of the membership type; it says how long the term lasts.
    pub type_code: String,
    /// What it rests on.
    pub basis: Basis,
    /// How it comes about.
    pub source: TermSource,
    /// First London day.
    pub starts_on: NaiveDate,
    /// Last London day, inclusive; none for the one its type gives (D3).
    pub ends_on: Option<NaiveDate>,
    /// What is paid for it.
    pub price: Pence,
    /// The order that became it, if it was bought.
    pub order_id: Option<i64>,
    /// The charge that pays for it, if one does.
    pub charge_id: Option<i64>,
    /// When its money cleared; a paid term without it gives no rights yet.
    pub money_cleared_at: Option<Instant>,
    /// Who gives it.
    pub actor: Actor,
}

/// The term that was given.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct GivenTerm {
    /// Its id.
    pub id: i64,
    /// The person's membership number.
    pub number: i64,
    /// Last London day, inclusive (D3).
    pub ends_on: NaiveDate,
}

/// Why no term was given.
#[derive(Debug, thiserror::Error)]
pub enum GiveTermError {
    /// There is no such type.
    #[error("there is no membership type with this code on this day")]
    NoSuchType,
    /// It would end before it begins.
    #[error("a term cannot end before it begins")]
    EndsBeforeItStarts,
    /// They have one that starts on this day.
    #[error("this person already has a term that starts on this day")]
    AlreadyGiven,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(GiveTermError);

/// Writes the term in the caller's transaction, with an audit entry. The number and "member since" are given with the first
/// term and kept for good, through lapses too (D6).
pub async fn give_term(tx: &impl ConnectionTrait, new: NewTerm, now: Instant) -> Result<GivenTerm, GiveTermError> {
    write_term(tx, new, None, now).await
}

/// The same, under the version that was offered and not the one of the first day. A notice, a resolution or a pause that the
/// new term answers is over.
pub(super) async fn write_term(
    tx: &impl ConnectionTrait,
    new: NewTerm,
    version_id: Option<i64>,
    now: Instant,
) -> Result<GivenTerm, GiveTermError> {
    let kind = store::find_type(tx, &new.type_code).await?.ok_or(GiveTermError::NoSuchType)?;
    let version = match version_id {
        Some(id) => store::find_version_by_id(tx, id).await?,
        None => store::version_for_term(tx, kind.id, new.starts_on).await?,
    };
    let version = version.ok_or(GiveTermError::NoSuchType)?;
    let ends_on = match new.ends_on {
        Some(ends_on) => ends_on,
        None => read_rule(&version)?.last_day(new.starts_on),
    };
    if ends_on < new.starts_on {
        return Err(GiveTermError::EndsBeforeItStarts);
    }
    let (membership_id, number) = if let Some(row) = store::find_membership_row(tx, new.person_id).await? {
        (row.id, row.number)
    } else {
        let number = store::next_number(tx).await?;
        let id = store::insert_membership(tx, new.person_id, number, new.starts_on, now).await?;
        search::reindex(tx, new.person_id).await?;
        (id, number)
    };
    let row = NewTermRow {
        membership_id,
        membership_type_id: kind.id,
        membership_type_version_id: version.id,
        order_id: new.order_id,
        basis: new.basis,
        source: new.source,
        price: new.price,
        starts_on: new.starts_on,
        ends_on,
        charge_id: new.charge_id,
        money_cleared_at: new.money_cleared_at,
    };
    let id = store::insert_term(tx, row, now).await?.ok_or(GiveTermError::AlreadyGiven)?;
    if new.source != TermSource::Import {
        let answered_from = std::cmp::min(new.starts_on, london_date(now));
        facts_store::end_answered(tx, new.person_id, answered_from, now).await?;
    }
    let after = json!({
        "person_id": new.person_id, "number": number, "type": kind.code, "basis": new.basis.word(),
        "source": new.source.word(), "starts_on": new.starts_on, "ends_on": ends_on,
    });
    let entry = Entry {
        actor: new.actor,
        action: "membership_term.given",
        subject_kind: "membership_term",
        subject_id: id,
        reason: None,
        values: Some((json!({}), after)),
    };
    audit::record(tx, entry, now).await?;
    Ok(GivenTerm { id, number, ends_on })
}
