//! Types whose members are not in the directory, as a condition on a row of `person` joined with its `membership` (rules 2.1).

use chrono::NaiveDate;
use entity::{membership_term, membership_type_version};
use sea_orm::Condition;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};

use super::{LATER, TERM, counting_terms, counts, has, of, terms_of_this_membership};

/// The type held on a day, or held last before it, may be in the directory. The version a term was taken under says so: a change
/// holds for terms to come.
pub(in crate::members) fn type_is_in_directory(on: NaiveDate) -> SimpleExpr {
    use membership_term::Column::{MembershipTypeVersionId, StartsOn};
    use membership_type_version::{Column, Entity};
    let later = Condition::all()
        .add(counts(LATER))
        .add(of(LATER, StartsOn).gt(of(TERM, StartsOn)))
        .add(of(LATER, StartsOn).lte(on));
    let mut outside = Query::select();
    outside
        .expr(Expr::value(1))
        .from(Entity)
        .and_where(Expr::col((Entity, Column::Id)).eq(of(TERM, MembershipTypeVersionId)))
        .and_where(Expr::col((Entity, Column::IsInDirectory)).eq(false));
    let latest_outside = Condition::all()
        .add(of(TERM, StartsOn).lte(on))
        .add(has(terms_of_this_membership(LATER), later).not())
        .add(Expr::exists(outside));
    has(counting_terms(), latest_outside).not()
}
