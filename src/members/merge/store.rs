//! Statements of merging people.

use entity::{
    address_change, directory_entry, email_choice, login_session, membership, membership_application, membership_order,
    membership_term, merge_change, merge_record, passkey, person, person_email, person_practice_role, person_profile,
    planned_type_change, removal_proposal, role_grant, totp_factor,
};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::kernel::Instant;

/// A record that nobody erased and that was not merged into another.
pub(super) async fn is_whole(db: &impl ConnectionTrait, id: i64) -> Result<bool, DbErr> {
    let row = person::Entity::find_by_id(id).one(db).await?;
    Ok(row.is_some_and(|row| row.merged_into_id.is_none() && row.erased_at.is_none()))
}

/// The person's own row.
pub(super) async fn find_person(db: &impl ConnectionTrait, id: i64) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find_by_id(id).one(db).await
}

/// How many of the two have an order that waits for money.
pub(super) async fn count_with_open_order(db: &impl ConnectionTrait, people: [i64; 2]) -> Result<u64, DbErr> {
    membership_order::Entity::find()
        .filter(membership_order::Column::PersonId.is_in(people))
        .filter(membership_order::Column::State.eq("open"))
        .count(db)
        .await
}

/// How many of the two have an application under way.
pub(super) async fn count_with_live_application(db: &impl ConnectionTrait, people: [i64; 2]) -> Result<u64, DbErr> {
    membership_application::Entity::find()
        .filter(membership_application::Column::PersonId.is_in(people))
        .filter(membership_application::Column::State.is_in(["draft", "submitted", "waiting_for_evidence"]))
        .count(db)
        .await
}

/// Whether one of them holds a role, or will.
pub(super) async fn holds_office(db: &impl ConnectionTrait, people: [i64; 2]) -> Result<bool, DbErr> {
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::PersonId.is_in(people))
        .filter(role_grant::Column::EndedAt.is_null());
    Ok(grants.limit(1).one(db).await?.is_some())
}

/// Whether signing in to the record asks for a second factor, or can be done with a passkey.
pub(super) async fn has_factor(db: &impl ConnectionTrait, person_id: i64) -> Result<bool, DbErr> {
    let app = totp_factor::Entity::find()
        .filter(totp_factor::Column::PersonId.eq(person_id))
        .filter(totp_factor::Column::ConfirmedAt.is_not_null());
    if app.limit(1).one(db).await?.is_some() {
        return Ok(true);
    }
    let keys = passkey::Entity::find().filter(passkey::Column::PersonId.eq(person_id));
    Ok(keys.limit(1).one(db).await?.is_some())
}

/// Whether a removal of one of them waits for a second person.
pub(super) async fn has_waiting_removal(db: &impl ConnectionTrait, people: [i64; 2]) -> Result<bool, DbErr> {
    let waiting = removal_proposal::Entity::find()
        .filter(removal_proposal::Column::PersonId.is_in(people))
        .filter(removal_proposal::Column::State.eq("waiting"));
    Ok(waiting.limit(1).one(db).await?.is_some())
}

/// The row of the change of type somebody planned.
pub(super) async fn planned_type_of(db: &impl ConnectionTrait, person_id: i64) -> Result<Option<i64>, DbErr> {
    let planned = planned_type_change::Entity::find().filter(planned_type_change::Column::PersonId.eq(person_id));
    Ok(planned.one(db).await?.map(|row| row.id))
}

/// The change of address that somebody has under way.
pub(super) async fn open_address_change(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<address_change::Model>, DbErr> {
    let open = address_change::Entity::find()
        .filter(address_change::Column::PersonId.eq(person_id))
        .filter(address_change::Column::ClosedAt.is_null());
    open.one(db).await
}

/// Gives a change of address up for good.
pub(super) async fn withdraw_address_change(tx: &impl ConnectionTrait, id: i64, now: Instant) -> Result<(), DbErr> {
    address_change::Entity::update_many()
        .col_expr(address_change::Column::ClosedAt, Expr::value(now))
        .col_expr(address_change::Column::Outcome, Expr::value("withdrawn"))
        .filter(address_change::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Addresses of a person, the oldest first.
pub(super) async fn emails_of(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<person_email::Model>, DbErr> {
    person_email::Entity::find()
        .filter(person_email::Column::PersonId.eq(person_id))
        .order_by_asc(person_email::Column::Id)
        .all(db)
        .await
}

/// The person's membership.
pub(super) async fn membership_of(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<membership::Model>, DbErr> {
    membership::Entity::find().filter(membership::Column::PersonId.eq(person_id)).one(db).await
}

/// Terms of a membership.
pub(super) async fn terms_of(
    db: &impl ConnectionTrait,
    membership_id: i64,
) -> Result<Vec<membership_term::Model>, DbErr> {
    membership_term::Entity::find()
        .filter(membership_term::Column::MembershipId.eq(membership_id))
        .order_by_asc(membership_term::Column::Id)
        .all(db)
        .await
}

/// Everything ever said about news, the oldest first.
pub(super) async fn choices_of(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<email_choice::Model>, DbErr> {
    email_choice::Entity::find()
        .filter(email_choice::Column::PersonId.eq(person_id))
        .order_by_asc(email_choice::Column::At)
        .order_by_asc(email_choice::Column::Id)
        .all(db)
        .await
}

/// Adds to what was said about news.
pub(super) async fn insert_choice(tx: &impl ConnectionTrait, choice: email_choice::ActiveModel) -> Result<(), DbErr> {
    email_choice::Entity::insert(choice).exec_without_returning(tx).await?;
    Ok(())
}

/// What is known of somebody's work.
pub(super) async fn profile_of(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<person_profile::Model>, DbErr> {
    person_profile::Entity::find_by_id(person_id).one(db).await
}

/// An empty profile, unless there is one.
pub(super) async fn insert_blank_profile(tx: &impl ConnectionTrait, person_id: i64, now: Instant) -> Result<(), DbErr> {
    let blank = person_profile::ActiveModel {
        person_id: Set(person_id),
        welcomes_welsh: Set(false),
        updated_at: Set(now),
        ..Default::default()
    };
    let known = OnConflict::column(person_profile::Column::PersonId).do_nothing().to_owned();
    person_profile::Entity::insert(blank).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}

/// Whether somebody has said what their roles are.
pub(super) async fn has_practice_roles(db: &impl ConnectionTrait, person_id: i64) -> Result<bool, DbErr> {
    let roles = person_practice_role::Entity::find().filter(person_practice_role::Column::PersonId.eq(person_id));
    Ok(roles.limit(1).one(db).await?.is_some())
}

/// Whether somebody stands in the directory; none when they never said.
pub(super) async fn is_listed(db: &impl ConnectionTrait, person_id: i64) -> Result<Option<bool>, DbErr> {
    Ok(directory_entry::Entity::find_by_id(person_id).one(db).await?.map(|row| row.is_listed))
}

/// The levels of somebody's entry in the directory, by column; none when they never said.
pub(super) async fn directory_levels(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<[(&'static str, String); 6]>, DbErr> {
    let row = directory_entry::Entity::find_by_id(person_id).one(db).await?;
    Ok(row.map(|row| {
        [
            ("name_level", row.name_level),
            ("region_level", row.region_level),
            ("employer_level", row.employer_level),
            ("roles_level", row.roles_level),
            ("interests_level", row.interests_level),
            ("about_level", row.about_level),
        ]
    }))
}

/// Points one record at the other.
pub(super) async fn mark_merged(
    tx: &impl ConnectionTrait,
    (from, into): (i64, Option<i64>),
    at: Option<Instant>,
) -> Result<(), DbErr> {
    person::Entity::update_many()
        .col_expr(person::Column::MergedIntoId, Expr::value(into))
        .col_expr(person::Column::MergedAt, Expr::value(at))
        .filter(person::Column::Id.eq(from))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends every session of these people at once.
pub(super) async fn end_sessions(tx: &impl ConnectionTrait, people: &[i64], now: Instant) -> Result<(), DbErr> {
    login_session::Entity::update_many()
        .col_expr(login_session::Column::EndedAt, Expr::value(now))
        .filter(login_session::Column::PersonId.is_in(people.iter().copied()))
        .filter(login_session::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes the merge down.
pub(super) async fn insert_record(
    tx: &impl ConnectionTrait,
    (from, into): (i64, i64),
    (by, reason): (i64, &str),
    now: Instant,
) -> Result<i64, DbErr> {
    let row = merge_record::ActiveModel {
        from_person_id: Set(from),
        into_person_id: Set(into),
        reason: Set(reason.to_owned()),
        merged_by_id: Set(Some(by)),
        merged_at: Set(now),
        ..Default::default()
    };
    Ok(merge_record::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Writes down what changed.
pub(super) async fn insert_changes(
    tx: &impl ConnectionTrait,
    changes: Vec<merge_change::ActiveModel>,
) -> Result<(), DbErr> {
    let mut left = changes.into_iter().peekable();
    while left.peek().is_some() {
        merge_change::Entity::insert_many(left.by_ref().take(1_000)).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// What changed, the last first.
pub(super) async fn changes_of(db: &impl ConnectionTrait, record_id: i64) -> Result<Vec<merge_change::Model>, DbErr> {
    merge_change::Entity::find()
        .filter(merge_change::Column::MergeRecordId.eq(record_id))
        .order_by_desc(merge_change::Column::Id)
        .all(db)
        .await
}

/// Marks a merge undone. False when somebody was first.
pub(super) async fn mark_undone(
    tx: &impl ConnectionTrait,
    record_id: i64,
    by: i64,
    now: Instant,
) -> Result<bool, DbErr> {
    let done = merge_record::Entity::update_many()
        .col_expr(merge_record::Column::UndoneAt, Expr::value(now))
        .col_expr(merge_record::Column::UndoneById, Expr::value(by))
        .filter(merge_record::Column::Id.eq(record_id))
        .filter(merge_record::Column::UndoneAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The first verified address of somebody without one to write to becomes that one.
pub(super) async fn ensure_primary(tx: &impl ConnectionTrait, person_id: i64) -> Result<(), DbErr> {
    let held = emails_of(tx, person_id).await?;
    if held.is_empty() || held.iter().any(|row| row.is_primary) {
        return Ok(());
    }
    let first = held.iter().find(|row| row.verified_at.is_some()).or(held.first());
    person_email::Entity::update_many()
        .col_expr(person_email::Column::IsPrimary, Expr::value(true))
        .filter(person_email::Column::Id.eq(first.map_or(0, |row| row.id)))
        .exec(tx)
        .await?;
    Ok(())
}
