//! Statements on membership types, numbers and terms.

use chrono::NaiveDate;
use entity::{membership, membership_term, membership_type, membership_type_version, number_series};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::membership_type::TypeVersion;
use super::term::Basis;
use super::term_rule::DayOfYear;
use super::term_source::TermSource;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

/// Numbers start here, so that the first is not a single figure.
const FIRST_NUMBER: i64 = 1001;

/// The type's id, old or new.
pub(super) async fn insert_type(db: &impl ConnectionTrait, code: &str, position: i32) -> Result<i64, Unexpected> {
    let row =
        membership_type::ActiveModel { code: Set(code.to_owned()), position: Set(position), ..Default::default() };
    membership_type::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    let stored = find_type(db, code).await?.context("the membership type just written is not there")?;
    Ok(stored.id)
}

/// Writes a version. The same day again replaces what it says and keeps its id, so terms taken under it stay attached.
pub(super) async fn put_version(
    db: &impl ConnectionTrait,
    membership_type_id: i64,
    valid_from: NaiveDate,
    version: &TypeVersion,
    created_by_id: Option<i64>,
    now: Instant,
) -> Result<(), Unexpected> {
    use membership_type_version::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        membership_type_id: Set(membership_type_id),
        valid_from: Set(valid_from),
        name: Set(version.name.clone()),
        who_for: Set(version.who_for.clone()),
        rights: Set(version.rights.clone()),
        applied_for_by: Set(version.applied_for_by.word().to_owned()),
        term_months: Set(i32::try_from(version.term_months)?),
        year_starts: Set(version.fixed_year.map(|year| year.starts.word())),
        year_rolls_over: Set(version.fixed_year.and_then(|year| year.rolls_over).map(DayOfYear::word)),
        lowest_price_pence: Set(version.fixed_year.and_then(|year| year.lowest_price).map(Pence::get)),
        rejoin_months: Set(version.rejoin_months.map(i32::try_from).transpose()?),
        needs_decision: Set(version.needs_decision),
        needs_second_decider: Set(version.needs_second_decider),
        asks_registration: Set(version.asks_registration),
        needed_role: Set(version.evidence.role.map(|role| role.word().to_owned())),
        asks_employer: Set(version.evidence.employer),
        least_years: Set(version.evidence.least_years.map(i32::try_from).transpose()?),
        declaration: Set(version.evidence.declaration.clone()),
        renewal_needs_decision: Set(version.renewal_needs_decision),
        is_in_directory: Set(version.is_in_directory),
        has_vote: Set(version.has_vote),
        gives_member_price: Set(version.gives_member_price),
        joining_price_pence: Set(version.joining_price.get()),
        renewal_price_pence: Set(version.renewal_price.get()),
        created_by_id: Set(created_by_id),
        created_at: Set(now),
        ..Default::default()
    };
    let replace = OnConflict::columns([Column::MembershipTypeId, Column::ValidFrom]).update_columns(SAID).to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// What a version says: the columns that are replaced when the same day is written again.
const SAID: [membership_type_version::Column; 22] = {
    use membership_type_version::Column;
    [
        Column::Name,
        Column::WhoFor,
        Column::Rights,
        Column::AppliedForBy,
        Column::TermMonths,
        Column::YearStarts,
        Column::YearRollsOver,
        Column::LowestPricePence,
        Column::RejoinMonths,
        Column::NeedsDecision,
        Column::NeedsSecondDecider,
        Column::AsksRegistration,
        Column::NeededRole,
        Column::AsksEmployer,
        Column::LeastYears,
        Column::Declaration,
        Column::RenewalNeedsDecision,
        Column::IsInDirectory,
        Column::HasVote,
        Column::GivesMemberPrice,
        Column::JoiningPricePence,
        Column::RenewalPricePence,
    ]
};

/// The version in force on a day; none before the first.
pub(super) async fn find_version(
    db: &impl ConnectionTrait,
    membership_type_id: i64,
    on: NaiveDate,
) -> Result<Option<membership_type_version::Model>, DbErr> {
    use membership_type_version::{Column, Entity};
    Entity::find()
        .filter(Column::MembershipTypeId.eq(membership_type_id))
        .filter(Column::ValidFrom.lte(on))
        .order_by_desc(Column::ValidFrom)
        .one(db)
        .await
}

/// The version a term that starts on this day is taken under: the one in force, else the first there is (records brought from
/// before our own time).
pub(super) async fn version_for_term(
    db: &impl ConnectionTrait,
    membership_type_id: i64,
    starts_on: NaiveDate,
) -> Result<Option<membership_type_version::Model>, DbErr> {
    use membership_type_version::{Column, Entity};
    if let Some(version) = find_version(db, membership_type_id, starts_on).await? {
        return Ok(Some(version));
    }
    Entity::find().filter(Column::MembershipTypeId.eq(membership_type_id)).order_by_asc(Column::ValidFrom).one(db).await
}

/// A version by its id.
pub(super) async fn find_version_by_id(
    db: &impl ConnectionTrait,
    id: i64,
) -> Result<Option<membership_type_version::Model>, DbErr> {
    membership_type_version::Entity::find_by_id(id).one(db).await
}

/// The type with this code.
pub(super) async fn find_type(db: &impl ConnectionTrait, code: &str) -> Result<Option<membership_type::Model>, DbErr> {
    membership_type::Entity::find().filter(membership_type::Column::Code.eq(code)).one(db).await
}

/// The person's membership, if they ever had one.
pub(super) async fn find_membership_row(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<membership::Model>, DbErr> {
    membership::Entity::find().filter(membership::Column::PersonId.eq(person_id)).one(db).await
}

/// The next membership number. Counted up in one statement, so two at once get two numbers, and a number whose member is
/// erased is not given again.
pub(super) async fn next_number(db: &impl ConnectionTrait) -> Result<i64, Unexpected> {
    use number_series::{ActiveModel, Column, Entity};
    let row = ActiveModel { name: Set("membership".to_owned()), last_number: Set(FIRST_NUMBER) };
    let count_up = OnConflict::column(Column::Name)
        .value(Column::LastNumber, Expr::col((Entity, Column::LastNumber)).add(1))
        .to_owned();
    Entity::insert(row).on_conflict(count_up).exec_without_returning(db).await?;
    let series = Entity::find_by_id("membership".to_owned()).one(db).await?;
    Ok(series.context("the series of membership numbers is not there")?.last_number)
}

/// Makes the membership that terms hang on.
pub(super) async fn insert_membership(
    db: &impl ConnectionTrait,
    person_id: i64,
    number: i64,
    member_since: NaiveDate,
    now: Instant,
) -> Result<i64, DbErr> {
    let row = membership::ActiveModel {
        person_id: Set(person_id),
        number: Set(number),
        member_since: Set(member_since),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(membership::Entity::insert(row).exec(db).await?.last_insert_id)
}

/// A term to be written.
pub(super) struct NewTermRow {
    pub(super) membership_id: i64,
    pub(super) membership_type_id: i64,
    pub(super) membership_type_version_id: i64,
    pub(super) order_id: Option<i64>,
    pub(super) basis: Basis,
    pub(super) source: TermSource,
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: NaiveDate,
    pub(super) price: Pence,
    pub(super) charge_id: Option<i64>,
    pub(super) money_cleared_at: Option<Instant>,
}

/// Writes a term. None when the membership has a live one that starts on this day.
pub(super) async fn insert_term(
    db: &impl ConnectionTrait,
    new: NewTermRow,
    now: Instant,
) -> Result<Option<i64>, Unexpected> {
    use membership_term::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        membership_id: Set(new.membership_id),
        membership_type_id: Set(new.membership_type_id),
        membership_type_version_id: Set(new.membership_type_version_id),
        order_id: Set(new.order_id),
        basis: Set(new.basis.word().to_owned()),
        source: Set(new.source.word().to_owned()),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        price_pence: Set(new.price.get()),
        charge_id: Set(new.charge_id),
        money_cleared_at: Set(new.money_cleared_at),
        created_at: Set(now),
        ..Default::default()
    };
    let done =
        Entity::insert(row).on_conflict(OnConflict::new().do_nothing().to_owned()).exec_without_returning(db).await?;
    if done == 0 {
        return Ok(None);
    }
    let mine = Entity::find()
        .filter(Column::MembershipId.eq(new.membership_id))
        .filter(Column::StartsOn.eq(new.starts_on))
        .filter(Column::EndedEarlyOn.is_null());
    Ok(Some(mine.one(db).await?.context("the term just written is not there")?.id))
}
