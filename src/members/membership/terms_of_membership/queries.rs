//! Reads the terms of membership.

use entity::{membership_type, terms_of_membership};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use super::{AcceptedTerms, TermsOfMembership};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::members::membership::orders::OrderSummary;

fn read(row: terms_of_membership::Model) -> TermsOfMembership {
    TermsOfMembership { id: row.id, version: row.version, words: row.words }
}

/// The newest terms; none before the first type of membership is made.
pub async fn find_current_terms(db: &impl ConnectionTrait) -> Result<Option<TermsOfMembership>, Unexpected> {
    use terms_of_membership::{Column, Entity};
    Ok(Entity::find().order_by_desc(Column::Version).one(db).await?.map(read))
}

/// The terms that were accepted with an order. None of an order that nobody has begun to pay, of a free one, and of those from
/// before versions were kept.
pub async fn accepted_terms(
    db: &impl ConnectionTrait,
    order: &OrderSummary,
) -> Result<Option<AcceptedTerms>, Unexpected> {
    let (Some(id), Some(at)) = (order.terms_id, order.terms_accepted_at) else { return Ok(None) };
    let row =
        terms_of_membership::Entity::find_by_id(id).one(db).await?.context("the terms of an order are missing")?;
    Ok(Some(AcceptedTerms { terms: read(row), accepted_on: london_date(at) }))
}

/// Whether there is anything to become a member of.
pub(super) async fn has_types(db: &impl ConnectionTrait) -> Result<bool, Unexpected> {
    Ok(membership_type::Entity::find().one(db).await?.is_some())
}
