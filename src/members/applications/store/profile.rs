//! Statements that carry what an application says over to the person: profile, roles, a second address.

use entity::{person, person_email, person_practice_role, person_profile};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::kernel::{EmailAddress, Instant, PersonName};
use crate::members::practice::PracticeRole;

/// What a profile says.
pub(in crate::members::applications) struct ProfileRow {
    pub(in crate::members::applications) service_address: Option<String>,
    pub(in crate::members::applications) postcode: Option<String>,
    pub(in crate::members::applications) nation: Option<String>,
    pub(in crate::members::applications) region: Option<String>,
    pub(in crate::members::applications) organisation_id: Option<i64>,
    pub(in crate::members::applications) other_employer: Option<String>,
    pub(in crate::members::applications) regulator: Option<String>,
    pub(in crate::members::applications) registration_number: Option<String>,
    pub(in crate::members::applications) welcomes_welsh: bool,
}

/// Writes the profile; notes of officers on the registration stay as long as the number does.
pub(in crate::members::applications) async fn put_profile(
    db: &impl ConnectionTrait,
    person_id: i64,
    new: ProfileRow,
    now: Instant,
) -> Result<(), DbErr> {
    use person_profile::Column;
    let known = person_profile::Entity::find_by_id(person_id).one(db).await?;
    let keeps_check = known.as_ref().is_some_and(|row| row.registration_number == new.registration_number);
    let checked = known.filter(|_| keeps_check);
    let row = person_profile::ActiveModel {
        person_id: Set(person_id),
        service_address: Set(new.service_address),
        postcode: Set(new.postcode),
        nation: Set(new.nation),
        region: Set(new.region),
        organisation_id: Set(new.organisation_id),
        other_employer: Set(new.other_employer),
        regulator: Set(new.regulator),
        registration_number: Set(new.registration_number),
        registration_checked_on: Set(checked.as_ref().and_then(|row| row.registration_checked_on)),
        registration_checked_by_id: Set(checked.as_ref().and_then(|row| row.registration_checked_by_id)),
        welcomes_welsh: Set(new.welcomes_welsh),
        updated_at: Set(now),
    };
    let replace = OnConflict::column(Column::PersonId)
        .update_columns([
            Column::ServiceAddress,
            Column::Postcode,
            Column::Nation,
            Column::Region,
            Column::OrganisationId,
            Column::OtherEmployer,
            Column::Regulator,
            Column::RegistrationNumber,
            Column::RegistrationCheckedOn,
            Column::RegistrationCheckedById,
            Column::WelcomesWelsh,
            Column::UpdatedAt,
        ])
        .to_owned();
    person_profile::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// Writes the roles in place of those before.
pub(in crate::members::applications) async fn put_roles(
    db: &impl ConnectionTrait,
    person_id: i64,
    roles: &[PracticeRole],
    main: Option<PracticeRole>,
) -> Result<(), DbErr> {
    use person_practice_role::{ActiveModel, Column, Entity};
    Entity::delete_many().filter(Column::PersonId.eq(person_id)).exec(db).await?;
    for role in roles {
        let row = ActiveModel {
            person_id: Set(person_id),
            role: Set(role.word().to_owned()),
            is_main: Set(main == Some(*role)),
            ..Default::default()
        };
        Entity::insert(row).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Writes a changed name.
pub(in crate::members::applications) async fn rename(
    db: &impl ConnectionTrait,
    person_id: i64,
    name: &PersonName,
) -> Result<(), DbErr> {
    person::Entity::update_many()
        .col_expr(person::Column::FullName, Expr::value(name.as_str()))
        .col_expr(person::Column::FoldedName, Expr::value(name.folded()))
        .filter(person::Column::Id.eq(person_id))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes a further address, unproved: it signs nobody in until its owner shows that they read its mail.
pub(in crate::members::applications) async fn insert_unproved_address(
    db: &impl ConnectionTrait,
    person_id: i64,
    address: &EmailAddress,
    now: Instant,
) -> Result<(), DbErr> {
    let row = person_email::ActiveModel {
        person_id: Set(person_id),
        address: Set(address.as_str().to_owned()),
        folded_address: Set(address.folded()),
        is_primary: Set(false),
        verified_at: Set(None),
        created_at: Set(now),
        ..Default::default()
    };
    let known = OnConflict::new().do_nothing().to_owned();
    person_email::Entity::insert(row).on_conflict(known).exec_without_returning(db).await?;
    Ok(())
}
