//! Whether a row of `person` has a member's rights on a day, as a condition for the database: what
//! [`standing`](crate::members::membership::standing) derives for one person, for thousands at once. A test compares the two.

use chrono::{Days, NaiveDate};
use entity::{membership, membership_fact, membership_term, person};
use sea_orm::Condition;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};

use crate::members::membership::GRACE_DAYS;

const TERM: &str = "term";
const LATER: &str = "later";

fn of(table: &'static str, column: membership_term::Column) -> SimpleExpr {
    Expr::col((Alias::new(table), column))
}

/// The last day a term really ran to, inclusive.
fn last_day(table: &'static str) -> SimpleExpr {
    use membership_term::Column::{EndedEarlyOn, EndsOn};
    CaseStatement::new()
        .case(of(table, EndedEarlyOn).lt(of(table, EndsOn)), of(table, EndedEarlyOn))
        .finally(of(table, EndsOn))
        .into()
}

/// Terms of this row's person that count: paid for where they must be, and at least a day long.
fn counting_terms(table: &'static str) -> SelectStatement {
    use membership_term::Column::{Basis, MembershipId, MoneyClearedAt, StartsOn};
    let mut terms = Query::select();
    terms
        .expr(Expr::value(1))
        .from_as(membership_term::Entity, Alias::new(table))
        .inner_join(membership::Entity, of(table, MembershipId).equals((membership::Entity, membership::Column::Id)))
        .and_where(
            Expr::col((membership::Entity, membership::Column::PersonId)).equals((person::Entity, person::Column::Id)),
        )
        .cond_where(Condition::any().add(of(table, Basis).ne("paid")).add(of(table, MoneyClearedAt).is_not_null()))
        .and_where(last_day(table).gte(of(table, StartsOn)));
    terms
}

fn fact(kinds: &[&str], on: NaiveDate) -> SimpleExpr {
    use membership_fact::{Column, Entity};
    let mut facts = Query::select();
    facts
        .expr(Expr::value(1))
        .from(Entity)
        .and_where(Expr::col((Entity, Column::PersonId)).equals((person::Entity, person::Column::Id)))
        .and_where(Expr::col((Entity, Column::Kind)).is_in(kinds.iter().copied()))
        .and_where(Expr::col((Entity, Column::RevokedAt)).is_null())
        .and_where(Expr::col((Entity, Column::StartsOn)).lte(on))
        .cond_where(
            Condition::any()
                .add(Expr::col((Entity, Column::EndsOn)).is_null())
                .add(Expr::col((Entity, Column::EndsOn)).gte(on)),
        );
    Expr::exists(facts)
}

fn covered(on: NaiveDate) -> SimpleExpr {
    let mut terms = counting_terms(TERM);
    terms.and_where(of(TERM, membership_term::Column::StartsOn).lte(on)).and_where(last_day(TERM).gte(on));
    Expr::exists(terms)
}

/// The latest term that is over ran to its own end, at most the days of grace ago.
fn in_grace(on: NaiveDate) -> SimpleExpr {
    use membership_term::Column::{EndedEarlyOn, EndsOn};
    let earliest = on.checked_sub_days(Days::new(GRACE_DAYS)).unwrap_or(NaiveDate::MIN);
    let mut later = counting_terms(LATER);
    later.and_where(last_day(LATER).gt(of(TERM, EndsOn))).and_where(last_day(LATER).lt(on));
    let mut terms = counting_terms(TERM);
    terms
        .and_where(of(TERM, EndsOn).lt(on))
        .and_where(of(TERM, EndsOn).gte(earliest))
        .cond_where(
            Condition::any().add(of(TERM, EndedEarlyOn).is_null()).add(of(TERM, EndedEarlyOn).gte(of(TERM, EndsOn))),
        )
        .and_where(Expr::exists(later).not());
    Expr::exists(terms)
}

/// The row's person has a member's rights on the day, and an account that is open.
pub(super) fn has_rights(on: NaiveDate) -> Condition {
    let of_person = |column: person::Column| Expr::col((person::Entity, column));
    let grace = Condition::all().add(fact(&["resigned"], on).not()).add(in_grace(on));
    Condition::all()
        .add(of_person(person::Column::DisabledAt).is_null())
        .add(of_person(person::Column::ErasedAt).is_null())
        .add(of_person(person::Column::MergedIntoId).is_null())
        .add(fact(&["suspended", "removed", "died"], on).not())
        .add(Condition::any().add(covered(on)).add(grace))
}
