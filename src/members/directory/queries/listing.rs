//! Who is in the directory today, filtered and page by page. A filter finds only what its people show: searching by a field
//! must not tell what the page hides.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{directory_entry, membership, organisation, person, person_practice_role, person_profile};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use super::entries::level;
use crate::kernel::{PersonName, Unexpected};
use crate::members::directory::entry::{DirectoryEntry, Known, Shown, shown};
use crate::members::directory::interest::Interest;
use crate::members::directory::level::{Audience, Level};
use crate::members::membership::status_sql::{has_rights, type_is_in_directory};
use crate::members::practice::{PracticeRole, Workplace};
use crate::web::Page;

/// What a search asks for; every part may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::members::directory) struct Filter {
    /// Part of a name.
    pub(in crate::members::directory) name: String,
    /// Where they practise.
    pub(in crate::members::directory) region: Option<Workplace>,
    /// A whole nation.
    pub(in crate::members::directory) nation: String,
    /// In which role.
    pub(in crate::members::directory) role: Option<PracticeRole>,
    /// With which interest.
    pub(in crate::members::directory) interest: Option<Interest>,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    reference: String,
    full_name: String,
    nation: Option<String>,
    region: Option<String>,
    other_employer: Option<String>,
    organisation_name: Option<String>,
    name_level: String,
    region_level: String,
    employer_level: String,
    roles_level: String,
    interests_level: String,
    about_level: String,
    takes_messages: bool,
    interests: String,
    about: String,
}

fn listed(on: NaiveDate, audience: &Audience) -> Select<person::Entity> {
    let entry = person::Entity::belongs_to(directory_entry::Entity)
        .from(person::Column::Id)
        .to(directory_entry::Column::PersonId);
    let membership =
        person::Entity::belongs_to(membership::Entity).from(person::Column::Id).to(membership::Column::PersonId);
    let profile = person::Entity::belongs_to(person_profile::Entity)
        .from(person::Column::Id)
        .to(person_profile::Column::PersonId);
    let employer = person_profile::Entity::belongs_to(organisation::Entity)
        .from(person_profile::Column::OrganisationId)
        .to(organisation::Column::Id);
    person::Entity::find()
        .join(JoinType::InnerJoin, entry.into())
        .join(JoinType::LeftJoin, membership.into())
        .join(JoinType::LeftJoin, profile.into())
        .join(JoinType::LeftJoin, employer.into())
        .filter(directory_entry::Column::IsListed.eq(true))
        .filter(seen(directory_entry::Column::NameLevel, audience))
        .filter(person::Column::DisabledAt.is_null())
        .filter(person::Column::ErasedAt.is_null())
        .filter(person::Column::MergedIntoId.is_null())
        .filter(has_rights(on))
        .filter(type_is_in_directory(on))
}

/// The rows of which `audience` sees the field that this column has the level of: [`Audience::sees`] as a condition.
fn seen(level: directory_entry::Column, audience: &Audience) -> Condition {
    let any = Condition::any();
    match audience {
        Audience::Trustee => Condition::all(),
        Audience::Public => any.add(level.eq(Level::Public.word())),
        Audience::Member { region } => {
            let any = any.add(level.is_in([Level::Members.word(), Level::Public.word()]));
            match region {
                None => any,
                Some(region) => any.add(
                    Condition::all()
                        .add(level.eq(Level::Region.word()))
                        .add(person_profile::Column::Region.eq(region.as_str())),
                ),
            }
        }
    }
}

fn matching(filter: &Filter, audience: &Audience) -> Condition {
    use directory_entry::Column;
    let mut all = Condition::all();
    if let Ok(name) = PersonName::parse(&filter.name) {
        all = all.add(person::Column::FoldedName.contains(name.folded()));
    }
    if let Some(place) = filter.region {
        all = all.add(seen(Column::RegionLevel, audience)).add(person_profile::Column::Region.eq(place.region()));
    }
    if !filter.nation.is_empty() {
        all =
            all.add(seen(Column::RegionLevel, audience)).add(person_profile::Column::Nation.eq(filter.nation.as_str()));
    }
    if let Some(role) = filter.role {
        let mut holders = Query::select();
        holders
            .expr(Expr::value(1))
            .from(person_practice_role::Entity)
            .and_where(
                Expr::col((person_practice_role::Entity, person_practice_role::Column::PersonId))
                    .equals((person::Entity, person::Column::Id)),
            )
            .and_where(person_practice_role::Column::Role.eq(role.word()));
        all = all.add(seen(Column::RolesLevel, audience)).add(Expr::exists(holders));
    }
    if let Some(interest) = filter.interest.filter(|one| audience.is_trustee() || !one.is_for_trustees()) {
        all = all.add(seen(Column::InterestsLevel, audience)).add(Column::Interests.contains(interest.needle()));
    }
    all
}

/// One page of those who are listed on the day for `audience`, by name, with how many there are.
pub(in crate::members::directory) async fn list_listed(
    db: &impl ConnectionTrait,
    (filter, audience): (&Filter, &Audience),
    page: Page,
    on: NaiveDate,
) -> Result<(Vec<Shown>, u64), Unexpected> {
    let found = listed(on, audience).filter(matching(filter, audience));
    let total = found.clone().count(db).await?;
    let rows = columns(found)
        .order_by_asc(person::Column::FoldedName)
        .order_by_asc(person::Column::Id)
        .offset(page.offset())
        .limit(page.size)
        .into_model::<Row>()
        .all(db)
        .await?;
    let mut roles = roles_of(db, rows.iter().map(|row| row.id)).await?;
    let shown = rows.into_iter().map(|row| {
        let own = roles.remove(&row.id).unwrap_or_default();
        show(row, own, audience)
    });
    Ok((shown.collect(), total))
}

/// One member of the directory, by their public reference: with their id, for a message. None for somebody who is not listed
/// on the day.
pub(in crate::members::directory) async fn find_listed(
    db: &impl ConnectionTrait,
    (reference, audience): (&str, &Audience),
    on: NaiveDate,
) -> Result<Option<(i64, Shown)>, Unexpected> {
    let found = listed(on, audience).filter(person::Column::Reference.eq(reference));
    let Some(row) = columns(found).into_model::<Row>().one(db).await? else { return Ok(None) };
    let id = row.id;
    let own = roles_of(db, [id]).await?.remove(&id).unwrap_or_default();
    Ok(Some((id, show(row, own, audience))))
}

/// Whether the type somebody holds on the day, or held last, may be in the directory at all.
pub(in crate::members::directory) async fn is_type_listed(
    db: &impl ConnectionTrait,
    person_id: i64,
    on: NaiveDate,
) -> Result<bool, Unexpected> {
    let own = person::Entity::belongs_to(membership::Entity).from(person::Column::Id).to(membership::Column::PersonId);
    let found = person::Entity::find_by_id(person_id)
        .join(JoinType::LeftJoin, own.into())
        .filter(type_is_in_directory(on))
        .count(db)
        .await?;
    Ok(found > 0)
}

/// Whether anybody who is listed on the day chose to be seen by everybody: without one there is no public page.
pub async fn is_anybody_public(db: &impl ConnectionTrait, on: NaiveDate) -> Result<bool, Unexpected> {
    Ok(listed(on, &Audience::Public).count(db).await? > 0)
}

fn columns(found: Select<person::Entity>) -> Select<person::Entity> {
    use directory_entry::Column;
    found
        .select_only()
        .columns([person::Column::Id, person::Column::Reference, person::Column::FullName])
        .column(person_profile::Column::Nation)
        .column(person_profile::Column::Region)
        .column(person_profile::Column::OtherEmployer)
        .column_as(organisation::Column::Name, "organisation_name")
        .columns([
            Column::NameLevel,
            Column::RegionLevel,
            Column::EmployerLevel,
            Column::RolesLevel,
            Column::InterestsLevel,
            Column::AboutLevel,
            Column::TakesMessages,
            Column::Interests,
            Column::About,
        ])
}

async fn roles_of(
    db: &impl ConnectionTrait,
    people: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<i64, Vec<String>>, Unexpected> {
    use person_practice_role::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::PersonId.is_in(people))
        .order_by_desc(Column::IsMain)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let mut by_person: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for row in rows {
        if let Some(role) = PracticeRole::parse(&row.role) {
            by_person.entry(row.person_id).or_default().push(role.label().to_owned());
        }
    }
    Ok(by_person)
}

fn show(row: Row, roles: Vec<String>, audience: &Audience) -> Shown {
    let employer = match (row.other_employer, row.organisation_name) {
        (Some(other), Some(name)) => format!("{other} ({name})"),
        (other, name) => other.or(name).unwrap_or_default(),
    };
    let entry = DirectoryEntry {
        is_listed: true,
        name_level: level(&row.name_level),
        region_level: level(&row.region_level),
        employer_level: level(&row.employer_level),
        roles_level: level(&row.roles_level),
        interests_level: level(&row.interests_level),
        about_level: level(&row.about_level),
        takes_messages: row.takes_messages,
        interests: Interest::read(&row.interests),
        about: row.about,
    };
    let known = Known {
        name: row.full_name,
        reference: row.reference,
        nation: row.nation.unwrap_or_default(),
        region: row.region.unwrap_or_default(),
        employer,
        roles,
    };
    shown(&entry, known, audience)
}
