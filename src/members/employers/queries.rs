//! Reads about employers.

use chrono::NaiveDate;
use entity::{organisation, organisation_name, organisation_successor, person_profile};
use sea_orm::sea_query::{Cond, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::employer_kind::EmployerKind;
use super::folding::{asked_words, folded_name};
use super::ranking::rank;
use crate::kernel::Unexpected;

/// How many employers a search gives.
const MOST_FOUND: usize = 10;
/// Words of a question that are looked at.
const MOST_WORDS: usize = 6;
/// A shorter question finds too much.
const SHORTEST: usize = 2;

/// An employer as forms and records show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployerRow {
    /// Its id.
    pub id: i64,
    /// Stable public reference; for councils the GSS code.
    pub reference: String,
    /// Short name.
    pub name: String,
    /// Official name, when it says more.
    pub official_name: Option<String>,
    /// Nation, when it is of one.
    pub nation: Option<String>,
    /// Region, when it is of one.
    pub region: Option<String>,
    /// What kind of body; none for one that is not from our list.
    pub kind: Option<EmployerKind>,
    /// Last day of its life, when that is known.
    pub valid_to: Option<NaiveDate>,
}

impl EmployerRow {
    /// Official name and region, to tell two of a name apart.
    pub fn detail(&self) -> String {
        let official = self.official_name.as_deref().filter(|official| *official != self.name);
        let region = self.region.as_deref().filter(|region| *region != self.name);
        [official, region].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl From<organisation::Model> for EmployerRow {
    fn from(row: organisation::Model) -> Self {
        Self {
            id: row.id,
            reference: row.reference,
            name: row.name,
            official_name: row.official_name,
            nation: row.nation,
            region: row.region,
            kind: EmployerKind::parse(&row.kind),
            valid_to: row.valid_to,
        }
    }
}

/// Approved, and in being on the day.
fn in_being(on: NaiveDate) -> Cond {
    use organisation::Column;
    Cond::all()
        .add(Column::ApprovedAt.is_not_null())
        .add(Column::ValidFrom.is_null().or(Column::ValidFrom.lte(on)))
        .add(Column::ValidTo.is_null().or(Column::ValidTo.gte(on)))
}

/// Employers in being on the day, by any of their names: "Brum", "RBKC", "Ynys Mon" (PR-08). The best answers first.
pub async fn search_employers(
    db: &impl ConnectionTrait,
    asked: &str,
    on: NaiveDate,
) -> Result<Vec<EmployerRow>, Unexpected> {
    let (folded, words) = (folded_name(asked), asked_words(asked));
    if folded.chars().count() < SHORTEST {
        return Ok(Vec::new());
    }
    let mut found = organisation_name::Entity::find();
    for word in words.iter().take(MOST_WORDS) {
        found = found.filter(organisation_name::Column::FoldedName.contains(word));
    }
    let names = found.all(db).await?;
    let ids = names.iter().map(|name| name.organisation_id);
    let rows =
        organisation::Entity::find().filter(organisation::Column::Id.is_in(ids)).filter(in_being(on)).all(db).await?;
    let best = |id: i64| {
        let own = names.iter().filter(|name| name.organisation_id == id);
        own.map(|name| rank(&name.folded_name, &folded, &words)).min().unwrap_or(u8::MAX)
    };
    let mut ranked: Vec<(u8, EmployerRow)> = rows.into_iter().map(|row| (best(row.id), row.into())).collect();
    ranked.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.name.cmp(&other.name)));
    Ok(ranked.into_iter().map(|(_, row)| row).take(MOST_FOUND).collect())
}

/// The kinds of employer that no list can hold: an agency, a university. The form asks for the name beside them.
pub async fn general_employers(db: &impl ConnectionTrait, on: NaiveDate) -> Result<Vec<EmployerRow>, Unexpected> {
    let kinds = EmployerKind::ALL.into_iter().filter(|kind| kind.asks_name()).map(EmployerKind::word);
    let rows = organisation::Entity::find()
        .filter(organisation::Column::Kind.is_in(kinds))
        .filter(in_being(on))
        .order_by_asc(organisation::Column::Name)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(EmployerRow::from).collect())
}

/// The councils and island governments in being on the day: those that reports ask of whether they have a member.
pub(in crate::members) async fn councils_in_being(
    db: &impl ConnectionTrait,
    on: NaiveDate,
) -> Result<Vec<EmployerRow>, Unexpected> {
    let governs = |kind: &EmployerKind| kind.is_council() || *kind == EmployerKind::IslandGovernment;
    let kinds = EmployerKind::ALL.into_iter().filter(governs).map(EmployerKind::word);
    let rows = organisation::Entity::find()
        .filter(organisation::Column::Kind.is_in(kinds))
        .filter(in_being(on))
        .order_by_asc(organisation::Column::Name)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(EmployerRow::from).collect())
}

/// An employer by its id.
pub async fn find_employer(db: &impl ConnectionTrait, id: i64) -> Result<Option<EmployerRow>, Unexpected> {
    Ok(organisation::Entity::find_by_id(id).one(db).await?.map(EmployerRow::from))
}

/// An employer in being on the day, by its reference.
pub async fn find_employer_by_reference(
    db: &impl ConnectionTrait,
    reference: &str,
    on: NaiveDate,
) -> Result<Option<EmployerRow>, Unexpected> {
    let by_reference = organisation::Column::Reference.eq(reference);
    let row = organisation::Entity::find().filter(by_reference).filter(in_being(on)).one(db).await?;
    Ok(row.map(EmployerRow::from))
}

/// The employer on a person's profile.
pub async fn employer_of(db: &impl ConnectionTrait, person_id: i64) -> Result<Option<EmployerRow>, Unexpected> {
    let own = Query::select()
        .column(person_profile::Column::OrganisationId)
        .from(person_profile::Entity)
        .and_where(person_profile::Column::PersonId.eq(person_id))
        .to_owned();
    let row = organisation::Entity::find().filter(organisation::Column::Id.in_subquery(own)).one(db).await?;
    Ok(row.map(EmployerRow::from))
}

/// Who takes over from an employer, for those whose day has come.
pub(super) async fn successors_of(
    db: &impl ConnectionTrait,
    organisation_id: i64,
    on: NaiveDate,
) -> Result<Vec<EmployerRow>, Unexpected> {
    use organisation_successor::{Column, Entity};
    let successions = Entity::find()
        .filter(Column::OrganisationId.eq(organisation_id))
        .filter(Column::TakesOverOn.lte(on))
        .all(db)
        .await?;
    let ids = successions.iter().map(|row| row.successor_id);
    let rows = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(ids))
        .order_by_asc(organisation::Column::Name)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(EmployerRow::from).collect())
}

/// The organisation that goes by exactly this folded name: one of our list that is in being, or else one somebody typed before.
pub(super) async fn find_by_whole_name(
    db: &impl ConnectionTrait,
    folded: &str,
    on: NaiveDate,
) -> Result<Option<i64>, Unexpected> {
    let names =
        organisation_name::Entity::find().filter(organisation_name::Column::FoldedName.eq(folded)).all(db).await?;
    let ids = names.iter().map(|name| name.organisation_id);
    let listed = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(ids))
        .filter(in_being(on))
        .order_by_asc(organisation::Column::Id)
        .one(db)
        .await?;
    if let Some(row) = listed {
        return Ok(Some(row.id));
    }
    let typed = organisation::Entity::find()
        .filter(organisation::Column::FoldedName.eq(folded))
        .filter(organisation::Column::ApprovedAt.is_null())
        .order_by_asc(organisation::Column::Id)
        .one(db)
        .await?;
    Ok(typed.map(|row| row.id))
}
