//! Applications as records, and what their applicants see.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::membership_application::{Column, Entity, Model};
use entity::{membership_decision, membership_type, membership_type_version};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};

use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::members::applications::{Answers, ApplicationKind, ApplicationState};

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationRecord {
    /// The row.
    pub id: i64,
    /// What people quote.
    pub reference: String,
    /// Whose.
    pub person_id: i64,
    /// What for.
    pub kind: ApplicationKind,
    /// The type asked for.
    pub type_id: i64,
    /// Where it stands.
    pub state: ApplicationState,
    /// What was said.
    pub answers: Answers,
    /// The terms that were accepted.
    pub terms_version: Option<String>,
    /// The version of the type that was asked for; none before it was sent.
    pub version_id: Option<i64>,
    /// The words that were declared; none before it was sent, and for those sent before words were kept.
    pub declaration: Option<String>,
    /// When it was sent.
    pub submitted_at: Option<Instant>,
    /// The day by which we answer.
    pub reply_by: Option<NaiveDate>,
    /// When it came to an end.
    pub closed_at: Option<Instant>,
    /// Why, in words, for the ends that have a reason.
    pub closed_reason: Option<String>,
    /// When it was begun.
    pub created_at: Instant,
    /// When anything about it changed.
    pub updated_at: Instant,
}

impl ApplicationRecord {
    pub(in crate::members::applications) fn read(row: Model) -> Result<Self, Unexpected> {
        Ok(Self {
            kind: ApplicationKind::parse(&row.kind)
                .with_context(|| format!("an application's kind is {:?}", row.kind))?,
            state: ApplicationState::parse(&row.state)
                .with_context(|| format!("an application's state is {:?}", row.state))?,
            answers: serde_json::from_value(row.answers).context("the answers of an application cannot be read")?,
            id: row.id,
            reference: row.reference,
            person_id: row.person_id,
            type_id: row.membership_type_id,
            terms_version: row.terms_version,
            version_id: row.membership_type_version_id,
            declaration: row.declaration,
            submitted_at: row.submitted_at,
            reply_by: row.reply_by,
            closed_at: row.closed_at,
            closed_reason: row.closed_reason,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

/// The person's draft, or the application that waits, if there is one.
pub async fn find_live_application(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<ApplicationRecord>, Unexpected> {
    let live = ApplicationState::LIVE.map(ApplicationState::word);
    let row = Entity::find().filter(Column::PersonId.eq(person_id)).filter(Column::State.is_in(live)).one(db).await?;
    row.map(ApplicationRecord::read).transpose()
}

/// An application that was sent, by its reference.
pub async fn find_application(
    db: &impl ConnectionTrait,
    reference: &str,
) -> Result<Option<ApplicationRecord>, Unexpected> {
    let row = Entity::find()
        .filter(Column::Reference.eq(reference))
        .filter(Column::State.ne(ApplicationState::Draft.word()))
        .one(db)
        .await?;
    row.map(ApplicationRecord::read).transpose()
}

/// An application that must be there.
pub(in crate::members::applications) async fn load_application(
    db: &impl ConnectionTrait,
    id: i64,
) -> Result<ApplicationRecord, Unexpected> {
    let row = Entity::find_by_id(id).one(db).await?.context("an application is not there")?;
    ApplicationRecord::read(row)
}

/// Drafts that were last touched between `from` and `to`.
pub(in crate::members::applications) async fn drafts_untouched_between(
    db: &impl ConnectionTrait,
    (from, to): (Instant, Instant),
) -> Result<Vec<ApplicationRecord>, Unexpected> {
    let rows = Entity::find()
        .filter(Column::State.eq(ApplicationState::Draft.word()))
        .filter(Column::UpdatedAt.gte(from))
        .filter(Column::UpdatedAt.lte(to))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(ApplicationRecord::read).collect()
}

/// Applications whose question has waited for its answer since `before` or longer.
pub(in crate::members::applications) async fn unanswered_before(
    db: &impl ConnectionTrait,
    before: Instant,
) -> Result<Vec<ApplicationRecord>, Unexpected> {
    let rows = Entity::find()
        .filter(Column::State.eq(ApplicationState::WaitingForEvidence.word()))
        .filter(Column::UpdatedAt.lte(before))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(ApplicationRecord::read).collect()
}

/// What the applicant sees of their latest application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationSummary {
    /// The row.
    pub id: i64,
    /// What people quote.
    pub reference: String,
    /// What for.
    pub kind: ApplicationKind,
    /// Name of the type asked for.
    pub type_name: String,
    /// Where it stands.
    pub state: ApplicationState,
    /// When it was sent.
    pub submitted_at: Option<Instant>,
    /// The day by which we answer.
    pub reply_by: Option<NaiveDate>,
    /// What we asked, while an answer is waited for.
    pub question: Option<String>,
    /// Why it was refused.
    pub closed_reason: Option<String>,
    /// When it came to an end.
    pub closed_at: Option<Instant>,
}

impl ApplicationSummary {
    /// A draft, or waiting for somebody.
    pub fn is_live(&self) -> bool {
        ApplicationState::LIVE.contains(&self.state)
    }

    /// Where its applicant goes to see it or to go on with it.
    pub fn href(&self) -> &'static str {
        if self.state == ApplicationState::Draft { "/join/continue" } else { "/account/application" }
    }
}

/// The person's latest application, a draft too; none when they never began one.
pub async fn application_of(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<ApplicationSummary>, Unexpected> {
    let row = Entity::find().filter(Column::PersonId.eq(person_id)).order_by_desc(Column::Id).one(db).await?;
    let Some(row) = row else { return Ok(None) };
    let record = ApplicationRecord::read(row)?;
    let question = match record.state {
        ApplicationState::WaitingForEvidence => last_question(db, record.id).await?,
        _ => None,
    };
    Ok(Some(ApplicationSummary {
        id: record.id,
        reference: record.reference,
        kind: record.kind,
        type_name: type_name(db, record.type_id).await?,
        state: record.state,
        submitted_at: record.submitted_at,
        reply_by: record.reply_by,
        question,
        closed_reason: record.closed_reason,
        closed_at: record.closed_at,
    }))
}

async fn last_question(db: &impl ConnectionTrait, application_id: i64) -> Result<Option<String>, Unexpected> {
    use membership_decision::Column;
    let row = membership_decision::Entity::find()
        .filter(Column::ApplicationId.eq(application_id))
        .filter(Column::Decision.eq("ask"))
        .order_by_desc(Column::Id)
        .one(db)
        .await?;
    Ok(row.and_then(|row| row.reason))
}

/// The newest name of a type, whatever day it is.
async fn type_name(db: &impl ConnectionTrait, type_id: i64) -> Result<String, Unexpected> {
    use membership_type_version::Column;
    let version = membership_type_version::Entity::find()
        .filter(Column::MembershipTypeId.eq(type_id))
        .order_by_desc(Column::ValidFrom)
        .one(db)
        .await?;
    if let Some(version) = version {
        return Ok(version.name);
    }
    let kind = membership_type::Entity::find_by_id(type_id).one(db).await?.context("a type is not there")?;
    Ok(kind.code)
}

/// Every application of the person, for their data download.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, Unexpected> {
    let rows = Entity::find().filter(Column::PersonId.eq(person_id)).order_by_asc(Column::Id).all(db).await?;
    let first_days = first_days(db, rows.iter().filter_map(|row| row.membership_type_version_id).collect()).await?;
    let shown: Vec<Value> = rows
        .into_iter()
        .map(|row| {
            json!({
                "reference": row.reference, "kind": row.kind, "state": row.state, "answers": row.answers,
                "terms_version": row.terms_version, "declaration": row.declaration,
                "declaration_from": row.membership_type_version_id.and_then(|id| first_days.get(&id)), "sent_at": row.submitted_at, "reply_by": row.reply_by,
                "closed_at": row.closed_at, "closed_reason": row.closed_reason, "begun_at": row.created_at,
            })
        })
        .collect();
    Ok(json!(shown))
}

/// The first day of each of these versions of types: what names the words of a declaration.
async fn first_days(db: &impl ConnectionTrait, versions: Vec<i64>) -> Result<BTreeMap<i64, NaiveDate>, Unexpected> {
    use membership_type_version::{Column, Entity};
    let rows: Vec<(i64, NaiveDate)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::ValidFrom])
        .filter(Column::Id.is_in(versions))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}
