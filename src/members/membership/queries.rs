//! Reads about membership.

use chrono::NaiveDate;
use entity::{membership_term, membership_type, membership_type_version};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::evidence_asked::EvidenceAsked;
use super::membership_type::{AppliedForBy, TypeVersion};
use super::standing::Standing;
use super::store;
use super::term::Term;
use super::term_rule::{DayOfYear, FixedYear, TermRule};
use crate::kernel::unexpected::Context;
use crate::kernel::{Pence, Unexpected};
use crate::members::practice::PracticeRole;

mod applications;
mod chain;
mod file;
mod notices;
mod removals;

pub use applications::{LiveApplication, find_live_application};
pub use chain::load_chain;
pub use file::{MembershipFile, read_file};
pub use notices::{honoured_price, planned_type, type_for_renewal};
pub use removals::{WaitingRemoval, count_waiting_removals, removal_in_force, waiting_removals};

/// What stays with a person through all their terms.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct MembershipRecord {
    /// Never reused.
    pub number: i64,
    /// First day of the first term.
    pub member_since: NaiveDate,
}

/// A type that can be had on a day, as it is then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedType {
    /// Its id.
    pub id: i64,
    /// The version in force.
    pub version_id: i64,
    /// Short lasting word.
    pub code: String,
    /// Name, rights and prices that day.
    pub version: TypeVersion,
}

/// Whether the person is a member on the London day `on`, derived from their terms, the facts on record and what is
/// under way (D7).
pub async fn standing(db: &impl ConnectionTrait, person_id: i64, on: NaiveDate) -> Result<Standing, Unexpected> {
    Ok(read_file(db, person_id).await?.evidence.standing_on(on))
}

/// Every term of the person, the oldest first.
pub async fn terms_of(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<Term>, Unexpected> {
    Ok(read_file(db, person_id).await?.evidence.terms)
}

/// The person's number and first day, if they were ever a member.
pub async fn find_membership(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<MembershipRecord>, Unexpected> {
    let row = store::find_membership_row(db, person_id).await?;
    Ok(row.map(|row| MembershipRecord { number: row.number, member_since: row.member_since }))
}

/// The types open on a day, in page order, each as it is that day. A type without a version yet is not offered.
pub async fn offered_types(db: &impl ConnectionTrait, on: NaiveDate) -> Result<Vec<OfferedType>, Unexpected> {
    let types = membership_type::Entity::find().order_by_asc(membership_type::Column::Position).all(db).await?;
    let versions = membership_type_version::Entity::find()
        .filter(membership_type_version::Column::ValidFrom.lte(on))
        .order_by_desc(membership_type_version::Column::ValidFrom)
        .all(db)
        .await?;
    let open = types.into_iter().filter(|kind| kind.closed_on.is_none_or(|closed| on < closed));
    let offered = open.filter_map(|kind| {
        let row = versions.iter().find(|version| version.membership_type_id == kind.id)?;
        Some(read_version(row).map(|version| OfferedType { id: kind.id, version_id: row.id, code: kind.code, version }))
    });
    offered.collect()
}

/// One type as it is on a day, open or closed; none before its first version.
pub async fn type_version_on(
    db: &impl ConnectionTrait,
    membership_type_id: i64,
    on: NaiveDate,
) -> Result<Option<OfferedType>, Unexpected> {
    let Some(kind) = membership_type::Entity::find_by_id(membership_type_id).one(db).await? else { return Ok(None) };
    let Some(row) = store::find_version(db, kind.id, on).await? else { return Ok(None) };
    Ok(Some(OfferedType { id: kind.id, version_id: row.id, code: kind.code, version: read_version(&row)? }))
}

/// The type with this code as it is on a day; none when it is closed then, or has no version yet.
pub async fn type_with_code(
    db: &impl ConnectionTrait,
    code: &str,
    on: NaiveDate,
) -> Result<Option<OfferedType>, Unexpected> {
    match store::find_type(db, code).await? {
        Some(kind) if kind.closed_on.is_none_or(|closed| on < closed) => type_version_on(db, kind.id, on).await,
        _ => Ok(None),
    }
}

/// A version that must exist.
pub async fn version_with_id(db: &impl ConnectionTrait, version_id: i64) -> Result<TypeVersion, Unexpected> {
    let row = store::find_version_by_id(db, version_id).await?;
    read_version(&row.with_context(|| format!("there is no version {version_id} of a membership type"))?)
}

/// The first day of a version; none for one that is not there.
pub async fn version_first_day(db: &impl ConnectionTrait, version_id: i64) -> Result<Option<NaiveDate>, Unexpected> {
    Ok(store::find_version_by_id(db, version_id).await?.map(|row| row.valid_from))
}

/// What a stored version says.
pub(in crate::members) fn read_version(row: &membership_type_version::Model) -> Result<TypeVersion, Unexpected> {
    Ok(TypeVersion {
        name: row.name.clone(),
        who_for: row.who_for.clone(),
        rights: row.rights.clone(),
        applied_for_by: AppliedForBy::parse(&row.applied_for_by)
            .with_context(|| format!("a type is applied for by {:?}", row.applied_for_by))?,
        term_months: row.term_months.unsigned_abs(),
        fixed_year: read_fixed_year(row)?,
        rejoin_months: row.rejoin_months.map(i32::unsigned_abs),
        needs_decision: row.needs_decision,
        needs_second_decider: row.needs_second_decider,
        asks_registration: row.asks_registration,
        evidence: read_evidence(row)?,
        renewal_needs_decision: row.renewal_needs_decision,
        has_vote: row.has_vote,
        gives_member_price: row.gives_member_price,
        is_in_directory: row.is_in_directory,
        joining_price: Pence::new(row.joining_price_pence),
        renewal_price: Pence::new(row.renewal_price_pence),
    })
}

/// What a stored version asks as evidence.
fn read_evidence(row: &membership_type_version::Model) -> Result<EvidenceAsked, Unexpected> {
    let read = |word: &str| PracticeRole::parse(word).with_context(|| format!("a type asks for the role {word:?}"));
    Ok(EvidenceAsked {
        role: row.needed_role.as_deref().map(read).transpose()?,
        employer: row.asks_employer,
        least_years: row.least_years.map(i32::unsigned_abs),
        declaration: row.declaration.clone(),
    })
}

/// The fixed year a stored version says, if it says one.
fn read_fixed_year(row: &membership_type_version::Model) -> Result<Option<FixedYear>, Unexpected> {
    let read = |word: &str| DayOfYear::parse(word).with_context(|| format!("a year begins or rolls over on {word:?}"));
    let Some(starts) = row.year_starts.as_deref().map(read).transpose()? else { return Ok(None) };
    Ok(Some(FixedYear {
        starts,
        rolls_over: row.year_rolls_over.as_deref().map(read).transpose()?,
        lowest_price: row.lowest_price_pence.map(Pence::new),
    }))
}

/// How the days of a term under a stored version are found.
pub(in crate::members) fn read_rule(row: &membership_type_version::Model) -> Result<TermRule, Unexpected> {
    let months = row.term_months.unsigned_abs();
    Ok(read_fixed_year(row)?.map_or(TermRule::Rolling { months }, TermRule::FixedYear))
}

/// Number, first day and every term, for the person's data download.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, Unexpected> {
    use membership_term::{Column, Entity, Model};
    let Some(row) = store::find_membership_row(db, person_id).await? else { return Ok(Value::Null) };
    let versions = membership_type_version::Entity::find().all(db).await?;
    let terms = Entity::find().filter(Column::MembershipId.eq(row.id)).order_by_asc(Column::StartsOn).all(db).await?;
    let shown = |term: &Model| {
        let version = versions.iter().find(|version| version.id == term.membership_type_version_id);
        let kind = version.map(|version| version.name.as_str());
        json!({
            "type": kind, "basis": term.basis, "source": term.source, "price_pence": term.price_pence, "starts_on": term.starts_on, "ends_on": term.ends_on,
            "money_cleared_at": term.money_cleared_at, "ended_early_on": term.ended_early_on,
            "end_reason": term.end_reason,
        })
    };
    let terms: Vec<Value> = terms.iter().map(shown).collect();
    Ok(json!({ "number": row.number, "member_since": row.member_since, "terms": terms }))
}
