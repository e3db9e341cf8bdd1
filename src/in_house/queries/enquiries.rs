//! Enquiries one by one, and those that time has something to do with.

use chrono::NaiveDate;
use entity::in_house_enquiry::{Column, Entity, Model};
use entity::in_house_quote;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::in_house::enquiry_state::EnquiryState;
use crate::in_house::quote::QuoteState;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// The enquiry with this id, if there is one.
pub async fn find_enquiry(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// The enquiry with this id; it must exist.
pub async fn load_enquiry(db: &impl ConnectionTrait, id: i64) -> Result<Model, Unexpected> {
    find_enquiry(db, id).await?.context("an enquiry is missing")
}

/// The enquiry people quote by this reference.
pub async fn find_enquiry_by_reference(db: &impl ConnectionTrait, reference: &str) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::Reference.eq(reference)).one(db).await
}

/// Enquiries nobody has answered though their last day was before `today`, and of which no alert went out.
pub async fn late_enquiries(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::State.eq(EnquiryState::New.word()))
        .filter(Column::FirstAnsweredAt.is_null())
        .filter(Column::AlertedAt.is_null())
        .filter(Column::AnswerDueOn.lt(today))
        .order_by_asc(Column::Id)
        .limit(100)
        .all(db)
        .await
}

/// Quoted enquiries whose offer ran out before `today`.
pub async fn expired_offers(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<i64>, DbErr> {
    let run_out = in_house_quote::Entity::find()
        .select_only()
        .column(in_house_quote::Column::EnquiryId)
        .filter(in_house_quote::Column::State.eq(QuoteState::Sent.word()))
        .filter(in_house_quote::Column::ValidUntil.lt(today))
        .into_query();
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.eq(EnquiryState::Quoted.word()))
        .filter(Column::Id.in_subquery(run_out))
        .order_by_asc(Column::Id)
        .limit(100)
        .into_tuple()
        .all(db)
        .await
}

/// Enquiries that came to nothing before `before` and still name people.
pub async fn old_enquiries(db: &impl ConnectionTrait, before: Instant) -> Result<Vec<i64>, DbErr> {
    let ends = [EnquiryState::Lost, EnquiryState::Expired, EnquiryState::Duplicate].map(EnquiryState::word);
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.is_in(ends))
        .filter(Column::StateSince.lt(before))
        .filter(Column::WipedAt.is_null())
        .order_by_asc(Column::Id)
        .limit(100)
        .into_tuple()
        .all(db)
        .await
}
