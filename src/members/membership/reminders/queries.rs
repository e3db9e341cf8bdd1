//! Reads for a run of reminders. One statement finds who is due, one more what a batch's letters need: nobody is looked at one by
//! one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{
    membership, membership_fact, membership_term, membership_type, membership_type_version, person, person_email,
    planned_type_change, renewal_notice,
};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::notice_kind::NoticeKind;
use super::price_book::{PriceBook, PricedType};
use crate::db::is_one_of;
use crate::kernel::{Pence, Unexpected};
use crate::members::membership::officer_facts::FactKind;
use crate::members::membership::queries::read_rule;

/// A term that is due a notice, with everything its letter needs.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct DueTerm {
    pub(super) term_id: i64,
    pub(super) person_id: i64,
    pub(super) full_name: String,
    pub(super) address: Option<String>,
    pub(super) number: i64,
    pub(super) type_id: i64,
    pub(super) version_id: i64,
    pub(super) planned_type_id: Option<i64>,
    pub(super) basis: String,
    pub(super) source: String,
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: NaiveDate,
    pub(super) price_pence: i64,
}

/// The terms that are due this notice today and have not had it, by id: asked once for all of them. Asked again for each batch, the
/// plan that PostgreSQL has made while there were few notices would meet the thousands that the run itself writes.
pub(super) async fn list_due_ids(
    db: &impl ConnectionTrait,
    kind: NoticeKind,
    today: NaiveDate,
) -> Result<Vec<i64>, Unexpected> {
    let due = due(kind, today).select_only().column(membership_term::Column::Id);
    Ok(due.filter(Expr::exists(same_notice(kind)).not()).into_tuple().all(db).await?)
}

/// Those of these terms that are due this notice today, by id, had or not.
pub(super) async fn load_due(
    db: &impl ConnectionTrait,
    kind: NoticeKind,
    today: NaiveDate,
    term_ids: &[i64],
) -> Result<Vec<DueTerm>, Unexpected> {
    use membership_term::{Column, Entity};
    Ok(due(kind, today)
        .select_only()
        .column_as(Column::Id, "term_id")
        .column_as(person::Column::Id, "person_id")
        .column(person::Column::FullName)
        .column(person_email::Column::Address)
        .column(membership::Column::Number)
        .column_as(Column::MembershipTypeId, "type_id")
        .column_as(Column::MembershipTypeVersionId, "version_id")
        .column_as(planned_type_change::Column::MembershipTypeId, "planned_type_id")
        .column(Column::Basis)
        .column(Column::Source)
        .column(Column::StartsOn)
        .column(Column::EndsOn)
        .column(Column::PricePence)
        .filter(is_one_of(db, (Entity, Column::Id), term_ids))
        .into_model::<DueTerm>()
        .all(db)
        .await?)
}

/// Terms that are due this notice today, by id. A term that was renewed is not the last of its chain; notice, removal, death,
/// suspension and a contact that goes on stop reminders.
fn due(kind: NoticeKind, today: NaiveDate) -> Select<membership_term::Entity> {
    use membership_term::{Column, Entity};
    let (earliest, latest) = kind.ends_between(today);
    let holder = Entity::belongs_to(membership::Entity).from(Column::MembershipId).to(membership::Column::Id);
    let human =
        membership::Entity::belongs_to(person::Entity).from(membership::Column::PersonId).to(person::Column::Id);
    let primary = person::Entity::belongs_to(person_email::Entity)
        .from(person::Column::Id)
        .to(person_email::Column::PersonId)
        .on_condition(|_, right| Condition::all().add(Expr::col((right, person_email::Column::IsPrimary)).eq(true)));
    let planned = person::Entity::belongs_to(planned_type_change::Entity)
        .from(person::Column::Id)
        .to(planned_type_change::Column::PersonId);
    Entity::find()
        .join(JoinType::InnerJoin, holder.into())
        .join(JoinType::InnerJoin, human.into())
        .join(JoinType::LeftJoin, primary.into())
        .join(JoinType::LeftJoin, planned.into())
        .filter(Column::EndsOn.between(earliest, latest))
        .filter(Column::EndedEarlyOn.is_null())
        .filter(Column::Basis.is_not_in(["honorary", "life"]))
        .filter(Condition::any().add(Column::Basis.ne("paid")).add(Column::MoneyClearedAt.is_not_null()))
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null())
        .filter(person::Column::DisabledAt.is_null())
        .filter(person::Column::DiedOn.is_null())
        .filter(Expr::exists(later_term()).not())
        .filter(Expr::exists(stopping_fact(today)).not())
        .order_by_asc(Column::Id)
}

/// A term of the same chain that ran, or will run, longer.
fn later_term() -> SelectStatement {
    use membership_term::{Column, Entity};
    let later = |column: Column| Expr::col((Alias::new("later"), column));
    let counts = Condition::any().add(later(Column::Basis).ne("paid")).add(later(Column::MoneyClearedAt).is_not_null());
    let still_longer = Condition::any()
        .add(later(Column::EndedEarlyOn).is_null())
        .add(later(Column::EndedEarlyOn).gt(Expr::col((Entity, Column::EndsOn))));
    Query::select()
        .expr(Expr::value(1))
        .from_as(Entity, Alias::new("later"))
        .and_where(later(Column::MembershipId).eq(Expr::col((Entity, Column::MembershipId))))
        .and_where(later(Column::EndsOn).gt(Expr::col((Entity, Column::EndsOn))))
        .cond_where(counts)
        .cond_where(still_longer)
        .to_owned()
}

/// A fact that keeps reminders away today.
fn stopping_fact(today: NaiveDate) -> SelectStatement {
    use membership_fact::{Column, Entity};
    let kinds = [FactKind::Suspended, FactKind::Resigned, FactKind::Removed, FactKind::Died, FactKind::InContact];
    Query::select()
        .expr(Expr::value(1))
        .from(Entity)
        .and_where(Expr::col((Entity, Column::PersonId)).eq(Expr::col((person::Entity, person::Column::Id))))
        .and_where(Column::Kind.is_in(kinds.map(FactKind::word)))
        .and_where(Column::RevokedAt.is_null())
        .and_where(Column::StartsOn.lte(today))
        .cond_where(Condition::any().add(Column::EndsOn.is_null()).add(Column::EndsOn.gte(today)))
        .to_owned()
}

fn same_notice(kind: NoticeKind) -> SelectStatement {
    use renewal_notice::{Column, Entity};
    Query::select()
        .expr(Expr::value(1))
        .from(Entity)
        .and_where(
            Expr::col((Entity, Column::MembershipTermId))
                .eq(Expr::col((membership_term::Entity, membership_term::Column::Id))),
        )
        .and_where(Column::Kind.eq(kind.word()))
        .to_owned()
}

/// Every version of every type, and from when on a type is closed.
pub(super) async fn read_price_book(db: &impl ConnectionTrait) -> Result<PriceBook, Unexpected> {
    let mut book = PriceBook::default();
    for row in membership_type_version::Entity::find().all(db).await? {
        let version = PricedType {
            id: row.id,
            valid_from: row.valid_from,
            rule: read_rule(&row)?,
            name: row.name,
            renewal_price: Pence::new(row.renewal_price_pence),
        };
        book.add(row.membership_type_id, version);
    }
    for kind in membership_type::Entity::find().all(db).await? {
        kind.closed_on.into_iter().for_each(|closed_on| book.close(kind.id, closed_on));
    }
    Ok(book)
}

/// The lowest price promised so far, by term and type.
pub(super) async fn promised_prices(
    db: &impl ConnectionTrait,
    term_ids: &[i64],
) -> Result<BTreeMap<(i64, i64), Pence>, Unexpected> {
    use renewal_notice::{Column, Entity};
    let mut lowest: BTreeMap<(i64, i64), Pence> = BTreeMap::new();
    let offers = Column::MembershipTermId.is_in(term_ids.iter().copied()).and(Column::IsOffer.eq(true));
    for row in Entity::find().filter(offers).all(db).await? {
        let price = Pence::new(row.price_pence);
        let known = lowest.entry((row.membership_term_id, row.membership_type_id)).or_insert(price);
        *known = std::cmp::min(*known, price);
    }
    Ok(lowest)
}
