//! Who on record may be the applicant under another address: the same name and one more thing in common, or the same
//! registration (rules 2.19). Officers look; nothing is merged by itself.

use std::collections::BTreeSet;

use entity::{person, person_email, person_profile};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::kernel::{EmailAddress, PersonName, Unexpected};
use crate::members::applications::Answers;

/// Somebody who may be the applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PossibleDuplicate {
    /// Who.
    pub person_id: i64,
    /// Their reference.
    pub reference: String,
    /// Their name on record.
    pub name: String,
    /// What the two have in common, in words.
    pub why: Vec<&'static str>,
}

/// People who may be the applicant.
pub async fn possible_duplicates(
    db: &impl ConnectionTrait,
    person_id: i64,
    answers: &Answers,
) -> Result<Vec<PossibleDuplicate>, Unexpected> {
    let folded_name = PersonName::parse(&answers.name).map(|name| name.folded()).unwrap_or_default();
    let addresses = own_addresses(db, person_id, answers).await?;
    let number = answers.registration_number.as_str();
    let same_address = person_email::Entity::find()
        .filter(person_email::Column::FoldedAddress.is_in(addresses))
        .filter(person_email::Column::PersonId.ne(person_id))
        .all(db)
        .await?;
    let same_number = match number {
        "" => Vec::new(),
        number => {
            person_profile::Entity::find()
                .filter(person_profile::Column::RegistrationNumber.eq(number))
                .filter(person_profile::Column::PersonId.ne(person_id))
                .all(db)
                .await?
        }
    };
    let by_address: BTreeSet<i64> = same_address.iter().map(|row| row.person_id).collect();
    let by_number: BTreeSet<i64> = same_number.iter().map(|row| row.person_id).collect();
    let known: Vec<i64> = by_address.union(&by_number).copied().collect();
    let is_suspect = person::Column::FoldedName.eq(folded_name.as_str()).or(person::Column::Id.is_in(known));
    let people = person::Entity::find()
        .filter(is_suspect)
        .filter(person::Column::Id.ne(person_id))
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null())
        .all(db)
        .await?;
    let ids: Vec<i64> = people.iter().map(|person| person.id).collect();
    let profiles = person_profile::Entity::find().filter(person_profile::Column::PersonId.is_in(ids)).all(db).await?;
    let own_employer = employer_id(db, answers).await?;
    let found = people.into_iter().filter_map(|person| {
        let profile = profiles.iter().find(|profile| profile.person_id == person.id);
        let works_there = own_employer.is_some() && profile.and_then(|profile| profile.organisation_id) == own_employer;
        let why = what_is_common(Common {
            name: person.folded_name == folded_name,
            address: by_address.contains(&person.id),
            number: by_number.contains(&person.id),
            employer: works_there,
        });
        (!why.is_empty()).then_some(PossibleDuplicate {
            person_id: person.id,
            reference: person.reference,
            name: person.full_name,
            why,
        })
    });
    Ok(found.collect())
}

async fn own_addresses(
    db: &impl ConnectionTrait,
    person_id: i64,
    answers: &Answers,
) -> Result<Vec<String>, Unexpected> {
    let held = person_email::Entity::find().filter(person_email::Column::PersonId.eq(person_id)).all(db).await?;
    let second = EmailAddress::parse(&answers.second_email).ok().map(|address| address.folded());
    Ok(held.into_iter().map(|row| row.folded_address).chain(second).collect())
}

async fn employer_id(db: &impl ConnectionTrait, answers: &Answers) -> Result<Option<i64>, Unexpected> {
    use entity::organisation::{Column, Entity};
    if answers.employer.reference.is_empty() {
        return Ok(None);
    }
    let row = Entity::find().filter(Column::Reference.eq(answers.employer.reference.as_str())).one(db).await?;
    Ok(row.map(|row| row.id))
}

/// What two records have in common.
#[derive(Copy, Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four facts that hold or do not")]
struct Common {
    name: bool,
    address: bool,
    number: bool,
    employer: bool,
}

/// In words; empty when it is too little to suspect anything: a name alone is shared by many.
fn what_is_common(common: Common) -> Vec<&'static str> {
    let words = [
        (common.name, "the same name"),
        (common.address, "an email address"),
        (common.number, "the registration number"),
        (common.employer, "the employer"),
    ];
    let shared: Vec<&'static str> =
        words.into_iter().filter(|(is_shared, _)| *is_shared).map(|(_, words)| words).collect();
    let is_suspect = common.address || common.number || (common.name && common.employer);
    if is_suspect { shared } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_alone_or_an_employer_alone_says_nothing() {
        let one = |name, address, number, employer| what_is_common(Common { name, address, number, employer }).len();
        let table = [
            ((true, false, false, false), 0),
            ((false, false, false, true), 0),
            ((false, false, false, false), 0),
            ((true, false, false, true), 2),
            ((true, true, false, false), 2),
            ((false, true, false, false), 1),
            ((false, false, true, false), 1),
            ((true, true, true, true), 4),
        ];

        for ((name, address, number, employer), wanted) in table {
            assert_eq!(one(name, address, number, employer), wanted, "{name} {address} {number} {employer}");
        }
    }
}
