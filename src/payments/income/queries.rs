//! Which lines the books may be behind with.

use chrono::Duration;
use entity::charge_line;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::kernel::{Instant, Unexpected};
use crate::payments::charge::Purpose;

/// A correction of what was recognised longer ago than this is looked for no more, unless a credit asks for it.
const LOOKED_BACK: Duration = Duration::days(60);

/// A line whose income may have to be posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineToLookAt {
    /// The line.
    pub line_id: i64,
    /// Its charge.
    pub charge_id: i64,
    /// What it is for: the seller says whether that is delivered.
    pub purpose: Purpose,
    /// Whether income of it was ever posted.
    pub was_recognised: bool,
}

/// The sum of a column over the rows of another table that name the line, nothing when there are none.
fn sum_for_line(table: &str) -> SelectStatement {
    let line_of = Expr::col((Alias::new(table), Alias::new("charge_line_id")));
    Query::select()
        .expr(Expr::col((Alias::new(table), Alias::new("amount_pence"))).sum())
        .from(Alias::new(table))
        .and_where(line_of.equals((charge_line::Entity, charge_line::Column::Id)))
        .to_owned()
}

fn or_nothing(sum: SelectStatement) -> Expr {
    Expr::from(sea_orm::sea_query::Func::coalesce([Expr::SubQuery(None, Box::new(sum.into())), Expr::value(0_i64)]))
}

/// Lines with money that is not income yet, or that became income lately, by rising id from after `after`.
pub async fn list_lines_to_look_at(
    db: &impl ConnectionTrait,
    after: i64,
    most: u64,
    now: Instant,
) -> Result<Vec<LineToLookAt>, Unexpected> {
    let is_behind = Expr::col((charge_line::Entity, charge_line::Column::PricePence))
        .sub(or_nothing(sum_for_line("charge_credit")))
        .ne(or_nothing(sum_for_line("income_recognition")));
    let lately = Query::select()
        .column(entity::income_recognition::Column::ChargeLineId)
        .from(entity::income_recognition::Entity)
        .and_where(entity::income_recognition::Column::RecognisedAt.gt(now - LOOKED_BACK))
        .to_owned();
    let recognised = or_nothing(sum_for_line("income_recognition"));
    let rows: Vec<(i64, i64, String, i64, i64)> = charge_line::Entity::find()
        .select_only()
        .column(charge_line::Column::Id)
        .column(charge_line::Column::ChargeId)
        .column(charge_line::Column::PurposeKind)
        .column(charge_line::Column::PurposeId)
        .column_as(recognised.cast_as("bigint"), "recognised")
        .filter(charge_line::Column::Id.gt(after))
        .filter(charge_line::Column::PricePence.gt(0))
        .filter(Condition::any().add(is_behind).add(charge_line::Column::Id.in_subquery(lately)))
        .order_by_asc(charge_line::Column::Id)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?;
    let read = |(line_id, charge_id, kind, id, recognised): (i64, i64, String, i64, i64)| {
        let purpose = Purpose::parse(&kind, id)?;
        Some(LineToLookAt { line_id, charge_id, purpose, was_recognised: recognised != 0 })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
