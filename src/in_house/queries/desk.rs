//! Reads for the officers' pipeline.

use chrono::Duration;
use entity::in_house_enquiry::{Column, Entity, Model};
use entity::{in_house_note, person};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use crate::in_house::enquiry_state::EnquiryState;
use crate::kernel::{Instant, Unexpected};
use crate::web::Page;

/// Enquiries of one contact within this time are suggested for merging (INH-7).
const SAME_CONTACT: Duration = Duration::days(7);

/// Which part of the pipeline a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Everything that is not at its end, or one state of it.
    Open,
    /// One state.
    In(EnquiryState),
    /// Whatever is at its end.
    Closed,
}

impl Filter {
    /// Reads the word of an address; anything odd is what is open.
    pub fn parse(word: &str) -> Self {
        match word {
            "closed" => Self::Closed,
            word => EnquiryState::parse(word).map_or(Self::Open, Self::In),
        }
    }

    /// The word of its address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::In(state) => state.word(),
        }
    }

    fn states(self) -> Vec<&'static str> {
        let all = EnquiryState::ALL.into_iter();
        let wanted = all.filter(|state| match self {
            Self::Open => !state.is_closed(),
            Self::Closed => state.is_closed(),
            Self::In(only) => *state == only,
        });
        wanted.map(EnquiryState::word).collect()
    }
}

/// A page of enquiries and how many there are: the longest waiting first while they are open, the newest first when closed.
pub async fn list_enquiries(
    db: &impl ConnectionTrait,
    filter: Filter,
    page: Page,
) -> Result<(Vec<Model>, u64), Unexpected> {
    let found = Entity::find().filter(Column::State.is_in(filter.states()));
    let total = found.clone().count(db).await?;
    let ordered = match filter {
        Filter::Closed => found.order_by_desc(Column::StateSince).order_by_desc(Column::Id),
        _ => found.order_by_asc(Column::ReceivedAt).order_by_asc(Column::Id),
    };
    Ok((ordered.offset(page.offset()).limit(page.size).all(db).await?, total))
}

/// How many wait for their first answer.
pub async fn count_waiting(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    Entity::find().filter(Column::State.eq(EnquiryState::New.word())).count(db).await
}

/// Other enquiries of the same contact within seven days either way, that are not merged away (INH-7).
pub async fn possible_duplicates(db: &impl ConnectionTrait, enquiry: &Model) -> Result<Vec<Model>, DbErr> {
    if enquiry.folded_email.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::FoldedEmail.eq(enquiry.folded_email.as_str()))
        .filter(Column::Id.ne(enquiry.id))
        .filter(Column::State.ne(EnquiryState::Duplicate.word()))
        .filter(Column::ReceivedAt.between(enquiry.received_at - SAME_CONTACT, enquiry.received_at + SAME_CONTACT))
        .order_by_asc(Column::Id)
        .limit(10)
        .all(db)
        .await
}

/// A line of an enquiry's history.
#[derive(Clone, Debug, FromQueryResult)]
pub struct HistoryLine {
    /// When.
    pub noted_at: Instant,
    /// "moved", "note", "written" or "spoken".
    pub kind: String,
    /// "officer", "contact" or "system".
    pub actor: String,
    /// The officer's name.
    pub name: Option<String>,
    /// The state it moved to.
    pub to_state: Option<String>,
    /// What was said.
    pub words: String,
}

/// The history of an enquiry, the newest first.
pub async fn history_of(db: &impl ConnectionTrait, enquiry_id: i64) -> Result<Vec<HistoryLine>, DbErr> {
    use in_house_note::Column as Note;
    let writer = in_house_note::Entity::belongs_to(person::Entity).from(Note::WrittenById).to(person::Column::Id);
    in_house_note::Entity::find()
        .select_only()
        .columns([Note::NotedAt, Note::Kind, Note::Actor, Note::ToState, Note::Words])
        .column_as(person::Column::FullName, "name")
        .join(JoinType::LeftJoin, writer.into())
        .filter(Note::EnquiryId.eq(enquiry_id))
        .order_by_desc(Note::Id)
        .into_model::<HistoryLine>()
        .all(db)
        .await
}
