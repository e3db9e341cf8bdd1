//! What we know of a person already, so that they are not asked twice; and the type they hold.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use entity::{
    email_choice, membership, membership_term, membership_type, organisation, person_practice_role, person_profile,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::kernel::Unexpected;
use crate::members::applications::answers::{Answers, EmailWants, EmployerAnswer};
use crate::members::membership::GRACE_DAYS;
use crate::members::practice::Workplace;

/// The code of the type the person holds on the day, grace included; none for somebody who is no member then.
pub(in crate::members::applications) async fn current_type_code(
    db: &impl ConnectionTrait,
    person_id: i64,
    today: NaiveDate,
) -> Result<Option<String>, Unexpected> {
    let Some(own) = membership::Entity::find().filter(membership::Column::PersonId.eq(person_id)).one(db).await? else {
        return Ok(None);
    };
    let since = today.checked_sub_days(Days::new(GRACE_DAYS)).unwrap_or(NaiveDate::MIN);
    let term = membership_term::Entity::find()
        .filter(membership_term::Column::MembershipId.eq(own.id))
        .filter(membership_term::Column::StartsOn.lte(today))
        .filter(membership_term::Column::EndsOn.gte(since))
        .filter(membership_term::Column::EndedEarlyOn.is_null())
        .order_by_desc(membership_term::Column::StartsOn)
        .one(db)
        .await?;
    let Some(term) = term else { return Ok(None) };
    Ok(membership_type::Entity::find_by_id(term.membership_type_id).one(db).await?.map(|kind| kind.code))
}

/// The newest answer about each kind of mail.
async fn latest_choices(db: &impl ConnectionTrait, person_id: i64) -> Result<BTreeMap<String, bool>, Unexpected> {
    let rows = email_choice::Entity::find()
        .filter(email_choice::Column::PersonId.eq(person_id))
        .order_by_asc(email_choice::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter(|row| row.answer != "not_asked").map(|row| (row.purpose, row.answer == "yes")).collect())
}

/// Answers as far as the person's record gives them; nothing counts as answered yet.
pub(in crate::members::applications) async fn prefilled_answers(
    db: &impl ConnectionTrait,
    person_id: i64,
    name: String,
) -> Result<Answers, Unexpected> {
    let choices = latest_choices(db, person_id).await?;
    let wants = |purpose: &str| choices.get(purpose).copied().unwrap_or(false);
    let mut answers = Answers {
        name,
        wants: EmailWants {
            member_news: wants("member_news"),
            campaign_news: wants("campaign_news"),
            training_offers: wants("training_offers"),
        },
        ..Answers::default()
    };
    let roles = person_practice_role::Entity::find()
        .filter(person_practice_role::Column::PersonId.eq(person_id))
        .order_by_asc(person_practice_role::Column::Id)
        .all(db)
        .await?;
    answers.main_role = roles.iter().find(|row| row.is_main).map(|row| row.role.clone()).unwrap_or_default();
    answers.roles = roles.into_iter().map(|row| row.role).collect();
    let Some(profile) = person_profile::Entity::find_by_id(person_id).one(db).await? else { return Ok(answers) };
    let employer = match profile.organisation_id {
        Some(id) => organisation::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    answers.employer = EmployerAnswer {
        reference: employer.as_ref().map(|row| row.reference.clone()).unwrap_or_default(),
        name: employer.map(|row| row.name).unwrap_or_default(),
        other: profile.other_employer.unwrap_or_default(),
    };
    answers.regulator = profile.regulator.unwrap_or_default();
    answers.registration_number = profile.registration_number.unwrap_or_default();
    let region = profile.region.unwrap_or_default();
    answers.workplace = Workplace::of_region(&region).map(|place| place.word().to_owned()).unwrap_or_default();
    answers.address = profile.service_address.unwrap_or_default();
    answers.postcode = profile.postcode.unwrap_or_default();
    answers.welcomes_welsh = profile.welcomes_welsh;
    Ok(answers)
}
