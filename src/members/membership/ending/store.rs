//! Statements that end terms before their time. A term is never deleted: its last day is written beside it, with the reason.

use chrono::NaiveDate;
use entity::{membership, membership_term};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait};

use crate::kernel::Unexpected;

/// Writes that the term's last day was `last_day`; a day before its first means that it never counted. A term that ended
/// earlier already keeps its day. Says whether anything was written.
pub(in crate::members::membership) async fn end_term(
    tx: &impl ConnectionTrait,
    term_id: i64,
    last_day: NaiveDate,
    reason: &str,
) -> Result<bool, Unexpected> {
    use membership_term::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::EndedEarlyOn, Expr::value(last_day))
        .col_expr(Column::EndReason, Expr::value(reason))
        .filter(Column::Id.eq(term_id))
        .filter(Column::EndsOn.gt(last_day))
        .filter(Condition::any().add(Column::EndedEarlyOn.is_null()).add(Column::EndedEarlyOn.gt(last_day)))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends every term of the person that covers `first_day_without` or lies after it on the day before.
pub(in crate::members::membership) async fn end_terms_before(
    tx: &impl ConnectionTrait,
    person_id: i64,
    first_day_without: NaiveDate,
    reason: &str,
) -> Result<u64, Unexpected> {
    use membership_term::{Column, Entity};
    let last_day = first_day_without.pred_opt().unwrap_or(NaiveDate::MIN);
    let theirs = membership::Entity::find()
        .select_only()
        .column(membership::Column::Id)
        .filter(membership::Column::PersonId.eq(person_id))
        .into_query();
    let done = Entity::update_many()
        .col_expr(Column::EndedEarlyOn, Expr::value(last_day))
        .col_expr(Column::EndReason, Expr::value(reason))
        .filter(Column::MembershipId.in_subquery(theirs))
        .filter(Column::EndsOn.gt(last_day))
        .filter(Condition::any().add(Column::EndedEarlyOn.is_null()).add(Column::EndedEarlyOn.gt(last_day)))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

/// The terms a charge paid for, each with its person.
pub(in crate::members::membership) async fn list_terms_of_charge(
    db: &impl ConnectionTrait,
    charge_id: i64,
) -> Result<Vec<(i64, i64)>, Unexpected> {
    use membership_term::{Column, Entity};
    let holder = Entity::belongs_to(membership::Entity).from(Column::MembershipId).to(membership::Column::Id);
    Ok(Entity::find()
        .select_only()
        .column(membership::Column::PersonId)
        .column(Column::Id)
        .join(JoinType::InnerJoin, holder.into())
        .filter(Column::ChargeId.eq(charge_id))
        .into_tuple()
        .all(db)
        .await?)
}

/// Takes back that a term ended before its time.
pub(in crate::members::membership) async fn restore_term(
    tx: &impl ConnectionTrait,
    term_id: i64,
) -> Result<(), Unexpected> {
    use membership_term::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::EndedEarlyOn, Expr::value(None::<NaiveDate>))
        .col_expr(Column::EndReason, Expr::value(None::<String>))
        .filter(Column::Id.eq(term_id))
        .exec(tx)
        .await?;
    Ok(())
}
