//! "One of these ids" for thousands of them.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, IntoColumnRef, Query, SimpleExpr};
use sea_orm::{ConnectionTrait, DbBackend};

/// The condition that `column` is one of `ids`. They travel as one value, so that thousands of them are one short statement, and
/// the same one every time; each database unpacks them in its own way.
pub fn is_one_of(db: &impl ConnectionTrait, column: impl IntoColumnRef, ids: &[i64]) -> SimpleExpr {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    let listed = ids.join(",");
    let mut unpacked = Query::select();
    if db.get_database_backend() == DbBackend::Postgres {
        unpacked.expr(Expr::cust_with_values("CAST(unnest(string_to_array($1, ',')) AS bigint)", [listed]));
    } else {
        let values = Func::cust("json_each").arg(format!("[{listed}]"));
        unpacked.expr(Expr::cust("value")).from_function(values, Alias::new("listed"));
    }
    Expr::col(column).in_subquery(unpacked)
}
