//! "One of these ids" for thousands of them.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, IntoColumnRef, Query, SimpleExpr};
use sea_orm::{ConnectionTrait, DbBackend};

/// The condition that `column` is one of `ids`. They travel as one value, so that thousands of them are one short statement, and
/// the same one every time; each database unpacks them in its own way.
pub fn is_one_of(db: &impl ConnectionTrait, column: impl IntoColumnRef, ids: &[i64]) -> SimpleExpr {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    let listed = ids.join(",");
    let column = Expr::col(column);
    if db.get_database_backend() == DbBackend::Postgres {
        return column.eq(Expr::cust_with_values("ANY(string_to_array($1, ',')::bigint[])", [listed]));
    }
    let mut unpacked = Query::select();
    let values = Func::cust("json_each").arg(format!("[{listed}]"));
    unpacked.expr(Expr::cust("value")).from_function(values, Alias::new("listed"));
    column.in_subquery(unpacked)
}
