//! Statements that write a profile. Names and profiles are one person's: every statement names them.

use entity::{person, person_practice_role, person_profile};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::profile_answer::EmployerAnswer;
use crate::kernel::{Instant, PersonName};
use crate::members::practice::{PracticeRole, Workplace};

/// Writes a name. False when it is the same letter for letter.
pub(in crate::members) async fn rename(
    tx: &impl ConnectionTrait,
    person_id: i64,
    name: &PersonName,
) -> Result<bool, DbErr> {
    let done = person::Entity::update_many()
        .col_expr(person::Column::FullName, Expr::value(name.as_str()))
        .col_expr(person::Column::FoldedName, Expr::value(name.folded()))
        .filter(person::Column::Id.eq(person_id))
        .filter(person::Column::FullName.ne(name.as_str()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The text, or nothing where there is none.
pub(in crate::members) fn unless_empty(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// Everything but name, roles and employer; what is not known is none.
pub(in crate::members) struct ProfileRow {
    pub(in crate::members) service_address: Option<String>,
    pub(in crate::members) postcode: Option<String>,
    pub(in crate::members) workplace: Option<Workplace>,
    pub(in crate::members) regulator: Option<String>,
    pub(in crate::members) registration_number: Option<String>,
    pub(in crate::members) welcomes_welsh: bool,
}

/// Writes it. An officer's note that the registration was checked goes with the number.
pub(in crate::members) async fn put_profile(
    tx: &impl ConnectionTrait,
    person_id: i64,
    new: ProfileRow,
    now: Instant,
) -> Result<(), DbErr> {
    use person_profile::{ActiveModel, Column, Entity};
    let known = Entity::find_by_id(person_id).one(tx).await?;
    let checked = known.filter(|row| row.registration_number == new.registration_number);
    let row = ActiveModel {
        person_id: Set(person_id),
        service_address: Set(new.service_address),
        postcode: Set(new.postcode),
        nation: Set(new.workplace.map(|place| place.nation().to_owned())),
        region: Set(new.workplace.map(|place| place.region().to_owned())),
        regulator: Set(new.regulator),
        registration_number: Set(new.registration_number),
        registration_checked_on: Set(checked.as_ref().and_then(|row| row.registration_checked_on)),
        registration_checked_by_id: Set(checked.as_ref().and_then(|row| row.registration_checked_by_id)),
        welcomes_welsh: Set(new.welcomes_welsh),
        updated_at: Set(now),
        ..Default::default()
    };
    let replace = OnConflict::column(Column::PersonId)
        .update_columns([
            Column::ServiceAddress,
            Column::Postcode,
            Column::Nation,
            Column::Region,
            Column::Regulator,
            Column::RegistrationNumber,
            Column::RegistrationCheckedOn,
            Column::RegistrationCheckedById,
            Column::WelcomesWelsh,
            Column::UpdatedAt,
        ])
        .to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes the employer.
pub(in crate::members) async fn put_employer(
    tx: &impl ConnectionTrait,
    person_id: i64,
    answer: &EmployerAnswer,
    now: Instant,
) -> Result<(), DbErr> {
    use person_profile::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        person_id: Set(person_id),
        organisation_id: Set(answer.organisation_id),
        other_employer: Set(unless_empty(&answer.other)),
        welcomes_welsh: Set(false),
        updated_at: Set(now),
        ..Default::default()
    };
    let replace = OnConflict::column(Column::PersonId)
        .update_columns([Column::OrganisationId, Column::OtherEmployer, Column::UpdatedAt])
        .to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes the roles in place of those before.
pub(in crate::members) async fn put_roles(
    tx: &impl ConnectionTrait,
    person_id: i64,
    roles: &[PracticeRole],
    main: Option<PracticeRole>,
) -> Result<(), DbErr> {
    use person_practice_role::{ActiveModel, Column, Entity};
    Entity::delete_many().filter(Column::PersonId.eq(person_id)).exec(tx).await?;
    let rows = roles.iter().map(|role| ActiveModel {
        person_id: Set(person_id),
        role: Set(role.word().to_owned()),
        is_main: Set(main == Some(*role)),
        ..Default::default()
    });
    if !roles.is_empty() {
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The place of a stored region, for those who read it back.
pub(super) fn workplace_of(row: &person_profile::Model) -> Option<Workplace> {
    row.region.as_deref().and_then(Workplace::of_region)
}
