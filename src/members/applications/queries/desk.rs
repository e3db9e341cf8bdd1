//! What the desk lists: the queue by age, what is left to look at, and the decisions of one application.

use chrono::NaiveDate;
use entity::membership_application::{Column, Entity, Model};
use entity::{membership_decision, membership_type_version, person};
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::applications::ApplicationRecord;
use crate::kernel::{Instant, Unexpected};
use crate::members::applications::ApplicationState;
use crate::web::Page;

/// Which part of the queue is shown.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum QueueFilter {
    /// Waiting for us.
    Waiting,
    /// Waiting for the applicant.
    Asked,
    /// Approved by rule, and nobody has looked yet.
    ToReview,
    /// Decided.
    Decided,
    /// Refused, with reasons.
    Refused,
}

impl QueueFilter {
    /// Every part, in the order of the links.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Asked, Self::ToReview, Self::Decided, Self::Refused];

    /// The word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Asked => "asked",
            Self::ToReview => "to-review",
            Self::Decided => "decided",
            Self::Refused => "refused",
        }
    }

    /// Reads a [`word`](Self::word); anything else is the first.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|known| known.word() == word).unwrap_or(Self::Waiting)
    }

    /// As the link says it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting for us",
            Self::Asked => "Waiting for the applicant",
            Self::ToReview => "Approved by rule, to look at",
            Self::Decided => "Decided",
            Self::Refused => "Refused",
        }
    }

    fn select(self) -> Select<Entity> {
        let of = |states: &[ApplicationState]| {
            Entity::find().filter(Column::State.is_in(states.iter().map(|state| state.word())))
        };
        match self {
            Self::Waiting => of(&[ApplicationState::Submitted]).order_by_asc(Column::SubmittedAt),
            Self::Asked => of(&[ApplicationState::WaitingForEvidence]).order_by_asc(Column::SubmittedAt),
            Self::ToReview => of(&[ApplicationState::Approved])
                .filter(Column::Id.not_in_subquery(decided_ids()))
                .order_by_asc(Column::SubmittedAt),
            Self::Decided => of(&[ApplicationState::Approved, ApplicationState::Duplicate])
                .filter(Column::Id.in_subquery(decided_ids()))
                .order_by_desc(Column::ClosedAt),
            Self::Refused => of(&[ApplicationState::Refused]).order_by_desc(Column::ClosedAt),
        }
    }
}

/// Applications that somebody decided on.
fn decided_ids() -> sea_orm::sea_query::SelectStatement {
    Query::select().column(membership_decision::Column::ApplicationId).from(membership_decision::Entity).to_owned()
}

/// One line of the queue.
#[derive(Clone, Debug)]
pub struct QueueRow {
    /// The application.
    pub application: ApplicationRecord,
    /// The applicant's name on record.
    pub person_name: String,
    /// Name of the type asked for.
    pub type_name: String,
    /// Somebody has approved and a second person is waited for.
    pub has_first_approval: bool,
}

/// One page of a part of the queue, and how many there are in all.
pub async fn list_queue(
    db: &impl ConnectionTrait,
    filter: QueueFilter,
    page: Page,
) -> Result<(Vec<QueueRow>, u64), Unexpected> {
    let pages = filter.select().order_by_asc(Column::Id).paginate(db, page.size);
    let total = pages.num_items().await?;
    let rows = pages.fetch_page(page.number.saturating_sub(1)).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let people: Vec<i64> = rows.iter().map(|row| row.person_id).collect();
    let people = person::Entity::find().filter(person::Column::Id.is_in(people)).all(db).await?;
    let versions = membership_type_version::Entity::find()
        .order_by_desc(membership_type_version::Column::ValidFrom)
        .all(db)
        .await?;
    let approvals = membership_decision::Entity::find()
        .filter(membership_decision::Column::ApplicationId.is_in(ids))
        .filter(membership_decision::Column::Decision.eq("approve"))
        .all(db)
        .await?;
    let line = |row: Model| {
        let name = people.iter().find(|person| person.id == row.person_id).map(|person| person.full_name.clone());
        let version = versions.iter().find(|version| version.membership_type_id == row.membership_type_id);
        let has_first_approval = approvals.iter().any(|decision| decision.application_id == row.id);
        ApplicationRecord::read(row).map(|application| QueueRow {
            application,
            person_name: name.unwrap_or_default(),
            type_name: version.map(|version| version.name.clone()).unwrap_or_default(),
            has_first_approval,
        })
    };
    Ok((rows.into_iter().map(line).collect::<Result<_, _>>()?, total))
}

/// What waits for officers.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct WaitingWork {
    /// Applications that wait for a decision.
    pub waiting: u64,
    /// The day by which the oldest of them is answered.
    pub oldest_reply_by: Option<NaiveDate>,
    /// Applications approved by rule that nobody has looked at.
    pub to_review: u64,
}

/// Counts what waits, for the first page of the back office.
pub async fn waiting_work(db: &impl ConnectionTrait) -> Result<WaitingWork, Unexpected> {
    let oldest = Entity::find()
        .filter(Column::State.eq(ApplicationState::Submitted.word()))
        .order_by_asc(Column::ReplyBy)
        .limit(1)
        .one(db)
        .await?;
    Ok(WaitingWork {
        waiting: QueueFilter::Waiting.select().count(db).await?,
        oldest_reply_by: oldest.and_then(|row| row.reply_by),
        to_review: QueueFilter::ToReview.select().count(db).await?,
    })
}

/// A decision as history shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRow {
    /// Who decided.
    pub decider_id: i64,
    /// Their name.
    pub decider_name: String,
    /// The decision's word.
    pub decision: String,
    /// The reason's word.
    pub reason_code: Option<String>,
    /// What they wrote.
    pub reason: Option<String>,
    /// The minute of the meeting.
    pub minute_reference: Option<String>,
    /// When.
    pub decided_at: Instant,
}

/// Every decision on an application, the oldest first.
pub async fn decisions_of(db: &impl ConnectionTrait, application_id: i64) -> Result<Vec<DecisionRow>, Unexpected> {
    let rows = membership_decision::Entity::find()
        .filter(membership_decision::Column::ApplicationId.eq(application_id))
        .order_by_asc(membership_decision::Column::Id)
        .all(db)
        .await?;
    let deciders = rows.iter().map(|row| row.decider_id);
    let people = person::Entity::find().filter(person::Column::Id.is_in(deciders)).all(db).await?;
    let name = |id: i64| people.iter().find(|person| person.id == id).map(|person| person.full_name.clone());
    let shown = rows.into_iter().map(|row| DecisionRow {
        decider_name: name(row.decider_id).unwrap_or_default(),
        decider_id: row.decider_id,
        decision: row.decision,
        reason_code: row.reason_code,
        reason: row.reason,
        minute_reference: row.minute_reference,
        decided_at: row.decided_at,
    });
    Ok(shown.collect())
}

/// Who has approved an application so far.
pub(in crate::members::applications) async fn approvers_of(
    db: &impl ConnectionTrait,
    application_id: i64,
) -> Result<Vec<i64>, Unexpected> {
    let rows = membership_decision::Entity::find()
        .filter(membership_decision::Column::ApplicationId.eq(application_id))
        .filter(membership_decision::Column::Decision.eq("approve"))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.decider_id).collect())
}

/// Whether anybody has decided on, or looked at, an application.
pub(in crate::members::applications) async fn has_review(
    db: &impl ConnectionTrait,
    application_id: i64,
) -> Result<bool, Unexpected> {
    let own = membership_decision::Column::ApplicationId.eq(application_id);
    Ok(membership_decision::Entity::find().filter(own).count(db).await? > 0)
}
