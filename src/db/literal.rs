//! Words that stand in a statement as they are.

use sea_orm::Value;
use sea_orm::sea_query::{Expr, ExprTrait, IntoColumnRef, SimpleExpr};

/// The condition that `column` is one of these `words`, which are written into the statement. For conditions that an index is
/// made for (`WHERE state = 'held'`): a plan that is kept knows nothing of values, so with a value it cannot use such an index.
pub fn is_literally(column: impl IntoColumnRef, words: &[&'static str]) -> SimpleExpr {
    let literals = words.iter().map(|word| Expr::Constant(Value::from(*word)));
    let column = Expr::col(column);
    match <[_; 1]>::try_from(literals.collect::<Vec<_>>()) {
        Ok([only]) => column.eq(only),
        Err(several) => column.is_in(several),
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::sea_query::{Alias, Query, SqliteQueryBuilder};

    use super::is_literally;

    #[test]
    fn words_stand_in_the_statement_and_are_no_values() {
        let ask = |words| {
            let state = is_literally(Alias::new("state"), words);
            Query::select().column(Alias::new("id")).from(Alias::new("t")).and_where(state).build(SqliteQueryBuilder)
        };

        let (one, two) = (ask(&["held"]), ask(&["held", "confirmed"]));

        assert_eq!(one.0, r#"SELECT "id" FROM "t" WHERE "state" = 'held'"#);
        assert_eq!(two.0, r#"SELECT "id" FROM "t" WHERE "state" IN ('held', 'confirmed')"#);
        assert_eq!((one.1.0.len(), two.1.0.len()), (0, 0));
    }
}
