//! Reads for the desk: money that lies on account for invoiced charges.

use std::collections::BTreeMap;

use entity::ledger_posting::{Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::kernel::{Pence, Unexpected};
use crate::payments::ledger_entry::Account;

/// What came in for each charge and is set against nothing (INV-7); charges without any are left out.
pub(super) async fn unused_by_charge(db: &impl ConnectionTrait) -> Result<BTreeMap<i64, Pence>, Unexpected> {
    let sum = || Expr::col((Entity, Column::AmountPence)).sum();
    let rows: Vec<(i64, i64)> = Entity::find()
        .select_only()
        .column(Column::ChargeId)
        .column_as(sum().cast_as("bigint"), "amount")
        .filter(Column::Account.eq(Account::OnAccount.word()))
        .filter(Column::ChargeId.is_not_null())
        .group_by(Column::ChargeId)
        .having(sum().ne(0))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(charge_id, pence)| (charge_id, Pence::new(-pence))).collect())
}
