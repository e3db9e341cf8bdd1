//! Statements that make and end discount codes.

use entity::{discount_code, discount_code_scope};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::create_code::NewCode;
use crate::bookings::discounts::offers::Reduction;
use crate::kernel::{Instant, Pence};

/// Writes a code with its scope and gives its id. None: there is one of this name.
pub(super) async fn insert_code(
    db: &impl ConnectionTrait,
    new: &NewCode,
    created_by_id: Option<i64>,
    now: Instant,
) -> Result<Option<i64>, DbErr> {
    use discount_code::{ActiveModel, Column, Entity};
    let (kind, amount) = match new.reduction {
        Reduction::Percent(percent) => ("percent", i64::from(percent)),
        Reduction::OffBooking(amount) => ("off_booking", amount.get()),
        Reduction::FixedPrice(price) => ("fixed_price", price.get()),
    };
    let row = ActiveModel {
        code: Set(new.code.as_str().to_owned()),
        name: Set(new.name.clone()),
        kind: Set(kind.to_owned()),
        amount: Set(amount),
        starts_at: Set(new.starts_at),
        ends_at: Set(new.ends_at),
        ended_at: Set(None),
        most_uses: Set(new.most_uses),
        most_uses_a_person: Set(new.most_uses_a_person),
        least_places: Set(new.least_places),
        most_places: Set(new.most_places),
        budget_pence: Set(new.budget.map(Pence::get)),
        members_only: Set(new.members_only),
        may_be_combined: Set(new.powers.may_be_combined),
        passes_capacity: Set(new.powers.passes_capacity),
        opens_hidden: Set(new.powers.opens_hidden),
        uses: Set(0),
        given_pence: Set(0),
        created_by_id: Set(created_by_id),
        created_at: Set(now),
        ..Default::default()
    };
    let there = OnConflict::column(Column::Code).do_nothing().to_owned();
    let written = Entity::insert_many([row]).on_conflict(there).exec_with_returning(db).await?;
    let Some(id) = written.first().map(|row| row.id) else { return Ok(None) };
    let courses = new.courses.iter().map(|course| (Some(*course), None));
    let parts = courses.chain(new.events.iter().map(|event| (None, Some(*event))));
    let parts: Vec<discount_code_scope::ActiveModel> = parts
        .map(|(course_id, event_id)| discount_code_scope::ActiveModel {
            discount_code_id: Set(id),
            course_id: Set(course_id),
            event_id: Set(event_id),
            ..Default::default()
        })
        .collect();
    if !parts.is_empty() {
        discount_code_scope::Entity::insert_many(parts).exec_without_returning(db).await?;
    }
    Ok(Some(id))
}

/// Marks a code as ended. False: it was, or there is none.
pub(super) async fn mark_ended(db: &impl ConnectionTrait, code_id: i64, now: Instant) -> Result<bool, DbErr> {
    use discount_code::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(Column::Id.eq(code_id))
        .filter(Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
