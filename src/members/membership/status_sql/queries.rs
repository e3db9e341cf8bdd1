//! `status_on` as conditions on a row of `person` joined with its `membership`, so that thousands can be filtered and counted in
//! one statement. The conditions stand in the order in which the pure rule asks them.

mod listed_types;

use chrono::{Days, NaiveDate};
use entity::{
    membership, membership_application, membership_fact, membership_order, membership_term, membership_type, person,
};
use sea_orm::Condition;
use sea_orm::sea_query::{
    Alias, CaseStatement, Expr, ExprTrait, Func, JoinType, Order, Query, SelectStatement, SimpleExpr,
};

pub(in crate::members) use listed_types::type_is_in_directory;

use crate::members::membership::{Basis, FOR_LIFE, FactKind, GRACE_DAYS, RENEWAL_OPENS_DAYS, Status, TermSource};

pub(super) const TERM: &str = "term";
pub(super) const LATER: &str = "later";

pub(super) fn of(table: &'static str, column: membership_term::Column) -> SimpleExpr {
    Expr::col((Alias::new(table), column))
}

/// The last day a term really ran to, inclusive. `table` is what the terms are called in the statement.
fn last_day_of_term(table: &'static str) -> SimpleExpr {
    use membership_term::Column::{EndedEarlyOn, EndsOn};
    CaseStatement::new()
        .case(of(table, EndedEarlyOn).lt(of(table, EndsOn)), of(table, EndedEarlyOn))
        .finally(of(table, EndsOn))
        .into()
}

/// Paid for, or resting on something else, and at least one day long.
pub(super) fn counts(table: &'static str) -> Condition {
    use membership_term::Column::{Basis, MoneyClearedAt, StartsOn};
    let is_there = Condition::any().add(of(table, Basis).ne("paid")).add(of(table, MoneyClearedAt).is_not_null());
    Condition::all().add(is_there).add(last_day_of_term(table).gte(of(table, StartsOn)))
}

pub(super) fn terms_of_this_membership(table: &'static str) -> SelectStatement {
    let mut terms = Query::select();
    terms.expr(Expr::value(1)).from_as(membership_term::Entity, Alias::new(table)).and_where(
        of(table, membership_term::Column::MembershipId).equals((membership::Entity, membership::Column::Id)),
    );
    terms
}

/// The terms of this row's membership that count, called "term".
pub(super) fn counting_terms() -> SelectStatement {
    let mut terms = terms_of_this_membership(TERM);
    terms.cond_where(counts(TERM));
    terms
}

/// The last day of the last term that counts; null for somebody who was never a member.
pub(in crate::members) fn last_day_of_chain() -> SimpleExpr {
    let mut last = counting_terms();
    last.clear_selects().expr(Func::max(last_day_of_term(TERM)));
    SimpleExpr::SubQuery(None, Box::new(last.into()))
}

pub(super) fn has(mut terms: SelectStatement, condition: Condition) -> SimpleExpr {
    terms.cond_where(condition);
    Expr::exists(terms)
}

/// What holds of this row's person on a day.
struct On(NaiveDate);

impl On {
    fn fact(&self, kind: FactKind) -> SimpleExpr {
        use membership_fact::{Column, Entity};
        let mut facts = Query::select();
        facts
            .expr(Expr::value(1))
            .from(Entity)
            .and_where(Expr::col((Entity, Column::PersonId)).equals((person::Entity, person::Column::Id)))
            .and_where(Expr::col((Entity, Column::Kind)).eq(kind.word()))
            .and_where(Expr::col((Entity, Column::RevokedAt)).is_null())
            .and_where(Expr::col((Entity, Column::StartsOn)).lte(self.0))
            .cond_where(
                Condition::any()
                    .add(Expr::col((Entity, Column::EndsOn)).is_null())
                    .add(Expr::col((Entity, Column::EndsOn)).gte(self.0)),
            );
        Expr::exists(facts)
    }

    fn covered(&self) -> SimpleExpr {
        let holds = Condition::all()
            .add(of(TERM, membership_term::Column::StartsOn).lte(self.0))
            .add(last_day_of_term(TERM).gte(self.0));
        has(counting_terms(), holds)
    }

    /// The latest term that is over ran to its end, at most the days of grace ago.
    fn grace_by_terms(&self) -> SimpleExpr {
        use membership_term::Column::{EndedEarlyOn, EndsOn, Id, StartsOn};
        let earliest = self.0.checked_sub_days(Days::new(GRACE_DAYS)).unwrap_or(NaiveDate::MIN);
        let ran_out =
            Condition::any().add(of(TERM, EndedEarlyOn).is_null()).add(of(TERM, EndedEarlyOn).gte(of(TERM, EndsOn)));
        let started_later = Condition::any()
            .add(of(LATER, StartsOn).gt(of(TERM, StartsOn)))
            .add(Condition::all().add(of(LATER, StartsOn).eq(of(TERM, StartsOn))).add(of(LATER, Id).gt(of(TERM, Id))));
        let is_later = Condition::any()
            .add(last_day_of_term(LATER).gt(last_day_of_term(TERM)))
            .add(Condition::all().add(last_day_of_term(LATER).eq(last_day_of_term(TERM))).add(started_later));
        let later = Condition::all().add(counts(LATER)).add(last_day_of_term(LATER).lt(self.0)).add(is_later);
        let over = Condition::all()
            .add(of(TERM, EndsOn).lt(self.0))
            .add(of(TERM, EndsOn).gte(earliest))
            .add(ran_out)
            .add(has(terms_of_this_membership(LATER), later).not());
        has(counting_terms(), over)
    }

    fn has_grace(&self) -> Condition {
        Condition::all().add(self.covered().not()).add(self.fact(FactKind::Resigned).not()).add(self.grace_by_terms())
    }

    fn is_member(&self) -> Condition {
        Condition::any().add(self.covered()).add(self.has_grace())
    }

    fn goes_on(&self) -> SimpleExpr {
        let window_ends = self.0.checked_add_days(Days::new(RENEWAL_OPENS_DAYS)).unwrap_or(NaiveDate::MAX);
        has(counting_terms(), Condition::all().add(last_day_of_term(TERM).gt(window_ends)))
    }

    fn awaits_money(&self) -> Condition {
        use membership_order::{Column, Entity};
        use membership_term::Column::{Basis, EndedEarlyOn, EndsOn, MoneyClearedAt};
        let unpaid = Condition::all()
            .add(of(TERM, Basis).eq("paid"))
            .add(of(TERM, MoneyClearedAt).is_null())
            .add(of(TERM, EndedEarlyOn).is_null())
            .add(of(TERM, EndsOn).gte(self.0));
        let mut orders = Query::select();
        orders
            .expr(Expr::value(1))
            .from(Entity)
            .and_where(Expr::col((Entity, Column::PersonId)).equals((person::Entity, person::Column::Id)))
            .and_where(Expr::col((Entity, Column::State)).eq("open"));
        Condition::any().add(has(terms_of_this_membership(TERM), unpaid)).add(Expr::exists(orders))
    }

    fn was_member(&self) -> SimpleExpr {
        has(counting_terms(), Condition::all().add(last_day_of_term(TERM).lt(self.0)))
    }

    /// A column of the term that holds the day; of two, the one that began later.
    fn held(&self, column: membership_term::Column) -> SimpleExpr {
        use membership_term::Column::{Id, StartsOn};
        let mut term = counting_terms();
        term.and_where(of(TERM, StartsOn).lte(self.0))
            .and_where(last_day_of_term(TERM).gte(self.0))
            .order_by_expr(of(TERM, StartsOn), Order::Desc)
            .order_by_expr(of(TERM, Id), Order::Desc)
            .limit(1)
            .clear_selects()
            .expr(of(TERM, column));
        SimpleExpr::SubQuery(None, Box::new(term.into()))
    }

    /// The statuses in the order in which they are looked at: the first that holds is the one.
    fn in_order(&self) -> [(Status, Condition); 14] {
        use membership_term::Column::{Basis as BasisColumn, Source};
        let one = |condition: SimpleExpr| Condition::all().add(condition);
        let for_life = has(counting_terms(), one(last_day_of_term(TERM).gte(FOR_LIFE)));
        let lasts = one(of(TERM, Source).eq(TermSource::Pause.word())).add(last_day_of_term(TERM).gte(self.0));
        let is_pause = self
            .fact(FactKind::Paused)
            .and(has(counting_terms(), lasts))
            .and(self.held(BasisColumn).ne(Basis::Life.word()));
        let is_life = Condition::any().add(self.held(BasisColumn).eq(Basis::Life.word()));
        [
            (Status::Deceased, one(self.fact(FactKind::Died))),
            (Status::Removed, one(self.fact(FactKind::Removed))),
            (Status::Suspended, one(self.fact(FactKind::Suspended)).add(self.is_member())),
            (Status::Honorary, one(self.covered()).add(self.held(BasisColumn).eq(Basis::Honorary.word()))),
            (Status::Paused, one(self.covered()).add(is_pause)),
            (Status::Life, one(self.covered()).add(is_life.add(for_life))),
            (Status::Current, one(self.covered()).add(self.goes_on())),
            (Status::Due, one(self.covered())),
            (Status::Grace, self.has_grace()),
            (Status::AwaitingPayment, self.awaits_money()),
            (Status::Applied, one(application_waits())),
            (Status::Resigned, one(self.fact(FactKind::Resigned)).add(self.was_member())),
            (Status::Lapsed, one(self.was_member())),
            (Status::None, Condition::all().add(Expr::value(true))),
        ]
    }
}

fn application_waits() -> SimpleExpr {
    use membership_application::{Column, Entity};
    let mut applications = Query::select();
    applications
        .expr(Expr::value(1))
        .from(Entity)
        .and_where(Expr::col((Entity, Column::PersonId)).equals((person::Entity, person::Column::Id)))
        .and_where(Expr::col((Entity, Column::State)).is_in(["submitted", "waiting_for_evidence"]));
    Expr::exists(applications)
}

/// The condition that this row has a member's rights, as [`standing`](crate::members::membership::standing) has it.
pub(in crate::members) fn has_rights(on: NaiveDate) -> Condition {
    let on = On(on);
    [FactKind::Died, FactKind::Removed, FactKind::Suspended]
        .into_iter()
        .fold(Condition::all().add(on.is_member()), |all, kind| all.add(on.fact(kind).not()))
}

/// The word of this row's status, as a value to select.
pub(in crate::members) fn status_expression(on: NaiveDate) -> SimpleExpr {
    let first = CaseStatement::new();
    let cases = On(on).in_order().into_iter().fold(first, |cases, (status, holds)| cases.case(holds, status.word()));
    cases.finally(Status::None.word()).into()
}

/// A condition that everybody of a status fulfils and few others do, for a list of that status alone; none where there is no such
/// thing. Without it every person there is would be looked at.
pub(in crate::members) fn narrowed_to(status: Status) -> Option<SimpleExpr> {
    match status {
        Status::Deceased => Some(has_any_fact(FactKind::Died)),
        Status::Removed => Some(has_any_fact(FactKind::Removed)),
        Status::Suspended => Some(has_any_fact(FactKind::Suspended)),
        Status::Resigned => Some(has_any_fact(FactKind::Resigned)),
        _ => None,
    }
}

fn has_any_fact(kind: FactKind) -> SimpleExpr {
    use membership_fact::{Column, Entity};
    let mut people = Query::select();
    people.column(Column::PersonId).from(Entity).and_where(Expr::col(Column::Kind).eq(kind.word()));
    Expr::col((person::Entity, person::Column::Id)).in_subquery(people)
}

/// The condition that this row has a status: none of those looked at before holds, and its own does.
pub(in crate::members) fn has_status(status: Status, on: NaiveDate) -> Condition {
    let mut all = Condition::all();
    for (other, holds) in On(on).in_order() {
        if other == status {
            return all.add(holds);
        }
        all = all.add(holds.not());
    }
    all
}

/// The code of the type of the latest term that counts and has begun.
pub(in crate::members) fn last_kind_code(today: NaiveDate) -> SimpleExpr {
    let mut kind = latest_begun_term(today);
    kind.join(
        JoinType::InnerJoin,
        membership_type::Entity,
        Expr::col((membership_type::Entity, membership_type::Column::Id))
            .equals((Alias::new(TERM), membership_term::Column::MembershipTypeId)),
    );
    kind.clear_selects().expr(Expr::col((membership_type::Entity, membership_type::Column::Code)));
    SimpleExpr::SubQuery(None, Box::new(kind.into()))
}

/// The name of the version under which the latest begun term was taken.
pub(in crate::members) fn last_kind_name(today: NaiveDate) -> SimpleExpr {
    use entity::membership_type_version::{Column, Entity};
    let mut kind = latest_begun_term(today);
    kind.join(
        JoinType::InnerJoin,
        Entity,
        Expr::col((Entity, Column::Id)).equals((Alias::new(TERM), membership_term::Column::MembershipTypeVersionId)),
    );
    kind.clear_selects().expr(Expr::col((Entity, Column::Name)));
    SimpleExpr::SubQuery(None, Box::new(kind.into()))
}

fn latest_begun_term(today: NaiveDate) -> SelectStatement {
    let starts_on = || Expr::col((Alias::new(TERM), membership_term::Column::StartsOn));
    let mut term = counting_terms();
    term.and_where(starts_on().lte(today)).order_by_expr(starts_on(), Order::Desc).limit(1);
    term
}
