//! Reads about discount codes.

use entity::{booking, discount_code, discount_code_scope, discount_use};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect};

use super::code_terms::{CodePowers, CodeTerms};
use super::code_text::CodeText;
use super::offers::Reduction;
use crate::kernel::unexpected::Context;
use crate::kernel::{Pence, Unexpected};

/// A row that no code has, so that a code that does not exist costs the same statements as one that does (ELG-14).
const NO_CODE: i64 = 0;

/// Who would use a code: their uses are counted together by record or by address.
#[derive(Clone, Copy, Debug)]
pub struct Buyer<'a> {
    /// The signed-in person.
    pub person_id: Option<i64>,
    /// The booker's address, folded; "" while it has not been typed.
    pub folded_email: &'a str,
}

/// A code with how many bookings of this buyer use it. Three statements, whatever was typed.
pub async fn find_terms(
    db: &impl ConnectionTrait,
    code: &CodeText,
    buyer: Buyer<'_>,
) -> Result<Option<(CodeTerms, i64)>, Unexpected> {
    let row = discount_code::Entity::find().filter(discount_code::Column::Code.eq(code.as_str())).one(db).await?;
    let id = row.as_ref().map_or(NO_CODE, |row| row.id);
    let scope =
        discount_code_scope::Entity::find().filter(discount_code_scope::Column::DiscountCodeId.eq(id)).all(db).await?;
    let used = uses_of_buyer(db, id, buyer).await?;
    row.map(|row| Ok((to_terms(row, &scope)?, used))).transpose()
}

/// How many bookings of a buyer use the code; a use that was returned does not count.
pub async fn uses_of_buyer(db: &impl ConnectionTrait, code_id: i64, buyer: Buyer<'_>) -> Result<i64, DbErr> {
    use discount_use::{Column, Entity};
    let booking = Entity::belongs_to(booking::Entity).from(Column::BookingId).to(booking::Column::Id);
    let address = Expr::from(Func::lower(Expr::col((booking::Entity, booking::Column::BookerEmail))));
    let by_address = address.eq(buyer.folded_email);
    let is_theirs = match buyer.person_id {
        Some(person_id) => by_address.or(booking::Column::BookerPersonId.eq(person_id)),
        None => by_address,
    };
    let found = Entity::find()
        .join(JoinType::InnerJoin, booking.into())
        .filter(Column::DiscountCodeId.eq(code_id))
        .filter(Column::ReturnedAt.is_null())
        .filter(is_theirs)
        .count(db)
        .await?;
    Ok(i64::try_from(found).unwrap_or(i64::MAX))
}

/// Turns a row and its scope into terms.
pub(super) fn to_terms(
    row: discount_code::Model,
    scope: &[discount_code_scope::Model],
) -> Result<CodeTerms, Unexpected> {
    let own = || scope.iter().filter(|part| part.discount_code_id == row.id);
    let reduction = match row.kind.as_str() {
        "percent" => Reduction::Percent(u8::try_from(row.amount).context("a code takes off more than all")?),
        "off_booking" => Reduction::OffBooking(Pence::new(row.amount)),
        "fixed_price" => Reduction::FixedPrice(Pence::new(row.amount)),
        other => return Err(Unexpected::because(format!("a discount code is of kind {other:?}"))),
    };
    Ok(CodeTerms {
        id: row.id,
        reduction,
        courses: own().filter_map(|part| part.course_id).collect(),
        events: own().filter_map(|part| part.event_id).collect(),
        code: CodeText::looked_up(&row.code),
        name: row.name,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        ended_at: row.ended_at,
        most_uses: row.most_uses,
        most_uses_a_person: row.most_uses_a_person,
        least_places: row.least_places,
        most_places: row.most_places,
        budget: row.budget_pence.map(Pence::new),
        members_only: row.members_only,
        uses: row.uses,
        given: Pence::new(row.given_pence),
        powers: CodePowers {
            may_be_combined: row.may_be_combined,
            passes_capacity: row.passes_capacity,
            opens_hidden: row.opens_hidden,
        },
        created_at: row.created_at,
    })
}
