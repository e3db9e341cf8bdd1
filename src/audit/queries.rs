//! Reads of the audit trail for the back office.

use std::collections::{BTreeMap, BTreeSet};

use entity::{audit_entry, audit_values, person};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use serde_json::Value;

use crate::kernel::Instant;
use crate::web::Page;

/// Which entries to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Entries about this kind of thing.
    pub subject_kind: Option<String>,
    /// Entries about the thing with this id.
    pub subject_id: Option<i64>,
    /// Entries of these people; an empty list matches nobody.
    pub people: Option<Vec<i64>>,
    /// Entries about any of these things, each by its kind and ids.
    pub subjects: Option<Vec<(&'static str, Vec<i64>)>>,
}

/// One entry with its values.
#[derive(Clone, Debug)]
pub struct AuditRow {
    /// The entry.
    pub id: i64,
    /// When it happened.
    pub at: Instant,
    /// person, visitor, link or system.
    pub actor_kind: String,
    /// The person who acted.
    pub actor_person_id: Option<i64>,
    /// Their name today.
    pub actor_name: Option<String>,
    /// What happened, such as `booking.cancelled`.
    pub action: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To which one.
    pub subject_id: i64,
    /// Why, when somebody said so.
    pub reason: Option<String>,
    /// Values before and after; none when none were kept.
    pub values: Option<(Option<Value>, Option<Value>)>,
}

/// One page of entries, the newest first, and how many there are.
pub async fn list_entries(
    db: &impl ConnectionTrait,
    filter: &AuditFilter,
    page: Page,
) -> Result<(Vec<AuditRow>, u64), DbErr> {
    let total = filtered(filter).count(db).await?;
    let entries =
        filtered(filter).order_by_desc(audit_entry::Column::Id).offset(page.offset()).limit(page.size).all(db).await?;
    let ids: Vec<i64> = entries.iter().map(|entry| entry.id).collect();
    let values = audit_values::Entity::find().filter(audit_values::Column::AuditEntryId.is_in(ids)).all(db).await?;
    let mut values: BTreeMap<i64, (Option<Value>, Option<Value>)> =
        values.into_iter().map(|row| (row.audit_entry_id, (row.before_values, row.after_values))).collect();
    let names = names_of(db, entries.iter().filter_map(|entry| entry.actor_person_id).collect()).await?;
    let row = |entry: audit_entry::Model| AuditRow {
        values: values.remove(&entry.id),
        actor_name: entry.actor_person_id.and_then(|id| names.get(&id).cloned()),
        id: entry.id,
        at: entry.at,
        actor_kind: entry.actor_kind,
        actor_person_id: entry.actor_person_id,
        action: entry.action,
        subject_kind: entry.subject_kind,
        subject_id: entry.subject_id,
        reason: entry.reason,
    };
    Ok((entries.into_iter().map(row).collect(), total))
}

fn filtered(filter: &AuditFilter) -> Select<audit_entry::Entity> {
    use audit_entry::Column;
    let mut select = audit_entry::Entity::find();
    if let Some(kind) = &filter.subject_kind {
        select = select.filter(Column::SubjectKind.eq(kind));
    }
    if let Some(id) = filter.subject_id {
        select = select.filter(Column::SubjectId.eq(id));
    }
    if let Some(people) = &filter.people {
        select = select.filter(Column::ActorPersonId.is_in(people.iter().copied()));
    }
    if let Some(subjects) = &filter.subjects {
        let any = subjects.iter().fold(Condition::any(), |any, (kind, ids)| {
            let these = Condition::all().add(Column::SubjectKind.eq(*kind));
            any.add(these.add(Column::SubjectId.is_in(ids.iter().copied())))
        });
        select = select.filter(any);
    }
    select
}

async fn names_of(db: &impl ConnectionTrait, ids: BTreeSet<i64>) -> Result<BTreeMap<i64, String>, DbErr> {
    let people = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
    Ok(people.into_iter().map(|row| (row.id, row.full_name)).collect())
}

/// The people whose folded name contains `folded`; at most 50.
pub async fn people_named(db: &impl ConnectionTrait, folded: &str) -> Result<Vec<i64>, DbErr> {
    let people = person::Entity::find().filter(person::Column::FoldedName.contains(folded)).limit(50).all(db).await?;
    Ok(people.into_iter().map(|row| row.id).collect())
}

/// Every kind of thing that has an entry.
pub async fn subject_kinds(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    audit_entry::Entity::find()
        .select_only()
        .column(audit_entry::Column::SubjectKind)
        .distinct()
        .order_by_asc(audit_entry::Column::SubjectKind)
        .into_tuple()
        .all(db)
        .await
}
